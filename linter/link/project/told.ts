import type { Binding, CallFact, TypeRef, Value } from "../../facts.ts";
import { passingsInFile } from "../file/callers.ts";
import { functionAround, objectAround } from "../file/objects.ts";
import { typedMembers } from "../file/typed-members.ts";
import type { FileNode } from "./file-node.ts";

/**
 * Values and types of a file as text that says nothing of where they stand. What a value hangs on inside a function (variables, calls, what a parameter is
 * passed) is told once, after it, under a number: while the whole text stays the same, the value is what it was, as far as this file goes and what its
 * `shapeOf` says.
 */
export class Told {
  private readonly file: FileNode;
  private readonly withCallers: boolean;
  private readonly lines: string[] = [];
  private readonly numbers = new Map<object, number>();
  private readonly waiting: (() => string)[] = [];

  /** @param withCallers whether what the file itself passes to its functions is told, where a value is their parameter */
  constructor(file: FileNode, withCallers: boolean) {
    this.file = file;
    this.withCallers = withCallers;
  }

  say(...parts: (string | number | boolean | undefined)[]): void {
    this.lines.push(parts.join(" "));
  }

  /** All that was said, and what it hangs on. */
  text(): string {
    const { lines, waiting } = this;
    for (let next = 0; next < waiting.length; next++) lines.push(`#${next} ${waiting[next]?.()}`);
    return lines.join("\n");
  }

  value(of: Value): string {
    const said = this.bare(of);
    return of.as === undefined ? said : `${said} as ${this.type(of.as)}`;
  }

  private bare(of: Value): string {
    const { facts } = this.file;
    const inner = (value: Value) => this.value(value);
    switch (of.kind) {
      case "name": {
        const binding = facts.bindings[of.binding];
        const local = binding !== undefined && binding.region !== 0;
        return local ? `${of.name}${this.later(binding, () => this.binding(binding))}` : of.name;
      }
      case "member":
        return `${inner(of.of)}.${of.name}`;
      case "element":
      case "await":
      case "spread":
      case "each":
        return `${of.kind} ${inner(of.of)}`;
      case "call": {
        const call = facts.calls[of.call];
        return call === undefined ? "" : `call${this.later(call, () => this.call(call))}`;
      }
      case "function":
        return `function ${of.function}`;
      case "class":
        return `class ${of.class}`;
      case "object":
        return `{${of.properties.map((p) => `${p.key}:${inner(p.value)}`)}}`;
      case "array":
        return `[${of.items.map(inner)}]`;
      case "choice":
      case "operation":
        return `(${of.of.map(inner)})`;
      case "text":
        return JSON.stringify(of.strings) + of.of.map(inner);
      case "literal":
        return JSON.stringify(of.value);
      case "parameter":
        return `parameter ${of.function} ${of.index}${this.passed(of.function)}`;
      case "module":
        return `module ${of.module}`;
      case "this": {
        const object = objectAround(this.file, of.start);
        const own = object === undefined ? "" : this.later(object, () => inner(object));
        return `this ${functionAround(this.file, of.start)}${own}`;
      }
      case "unknown":
        return of.kind;
    }
  }

  call({ form, callee, types, arguments: given }: CallFact): string {
    const said = types.length === 0 ? "" : `<${types.map((type) => this.type(type))}>`;
    return `${form} ${this.value(callee)}${said}(${given.map((value) => this.value(value))})`;
  }

  type(of: TypeRef): string {
    const inner = (type: TypeRef) => this.type(type);
    switch (of.kind) {
      case "named":
        return `${of.name}.${of.path}<${of.arguments.map(inner)}>`;
      case "union":
      case "intersection":
        return `${of.kind} ${of.of.map(inner)}`;
      case "object":
        return `{${of.members.map((m) => `${m.name}:${inner(m.type)}`)}}`;
      case "array":
        return `${inner(of.of)}[]`;
      case "query":
        return `typeof ${this.value(of.value)}`;
      case "function":
        return `(${of.parameters.map(inner)})=>${inner(of.returns)}`;
      case "lookup":
        return `${inner(of.of)}["${of.key}"]`;
      case "unknown":
        return "?";
    }
  }

  private binding({ kind, type, values, target }: Binding): string {
    const declared = type === undefined ? "" : this.type(type);
    return `${kind} ${target} ${declared}=${values.map(({ value }) => this.value(value))}`;
  }

  /** What a function of the file is passed there. */
  private passed(index: number): string {
    const fact = this.withCallers ? this.file.facts.functions[index] : undefined;
    return fact === undefined ? "" : this.later(fact, () => this.passings(index));
  }

  private passings(index: number): string {
    const { file } = this;
    const numbered = (position: number) => {
      const call = file.facts.calls[position];
      return call === undefined ? "" : this.later(call, () => this.call(call));
    };
    const to = file.passedTo.get(index);
    const member = typedMembers(file).get(index);
    const told = passingsInFile(file, index).map(({ call, first }) => `${numbered(call)} ${first}`);
    if (to !== undefined) told.push(`${numbered(to.call)} at ${to.argument}`);
    if (member !== undefined) told.push(`${this.type(member.type)}.${member.key ?? ""}`);
    return told.join();
  }

  /** The number under which something is told later. */
  private later(what: object, tell: () => string): string {
    let number = this.numbers.get(what);
    if (number === undefined) {
      number = this.waiting.push(tell) - 1;
      this.numbers.set(what, number);
    }
    return `#${number}`;
  }
}
