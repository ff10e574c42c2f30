import type { CallFact, Value } from "../../facts.ts";
import { handedIn } from "../../outline/handed-in.ts";
import type { FileNode } from "./file-node.ts";
import { Told } from "./told.ts";

/** The path that a module leads to from where it is imported, where that is a file of the project. */
export type Resolve = (module: string) => string | undefined;

/** As text, what a file passes to the functions and classes of other files and to its own classes, by the paths of those. */
export function passesOf(file: FileNode, resolve: Resolve): Map<string, string> {
  const out = new Map<string, Told>();
  for (const call of file.facts.calls) {
    if (call.arguments.length === 0 || (call.form !== "new" && call.form !== "call")) continue;
    const above = classAbove(file, call);
    const from = moduleOf(file, above ?? call.callee);
    const isOwn = call.form === "new" || above !== undefined;
    const to = from === undefined ? (isOwn ? file.path : undefined) : resolve(from);
    if (to === undefined) continue;
    const told = out.get(to) ?? new Told(file, true);
    out.set(to, told);
    told.say(told.call(call));
  }
  return texts(out);
}

/** As text, what a file hands out, by name. */
export function handedBy(file: FileNode): Map<string, string> {
  const out = new Map<string, Told>();
  for (const [name, things] of handedIn(file.facts)) {
    const told = new Told(file, true);
    out.set(name, told);
    for (const { how, value, type } of things)
      told.say(how, value && told.value(value), type && told.type(type));
  }
  return texts(out);
}

/** The class that `super(…)` calls; undefined for every other call. */
export function classAbove({ facts }: FileNode, { callee, form, start, end }: CallFact): Value | undefined {
  if (form !== "call" || callee.kind !== "name" || callee.name !== "super") return undefined;
  return facts.classes.findLast((one) => start >= one.start && end <= one.end)?.superclass;
}

/** The module that what a value begins with is imported from; most callees need no longer look. */
export function moduleOf(file: FileNode, value: Value, hops = 0): string | undefined {
  if (hops > 4) return undefined;
  switch (value.kind) {
    case "module":
      return value.module;
    case "member":
      return moduleOf(file, value.of, hops + 1);
    case "name": {
      const imported = file.imports.get(value.binding);
      if (imported !== undefined) return imported.module;
      const held = file.facts.bindings[value.binding]?.values[0]?.value;
      return held === undefined ? undefined : moduleOf(file, held, hops + 1);
    }
    default:
      return undefined;
  }
}

function texts(told: ReadonlyMap<string, Told>): Map<string, string> {
  return new Map([...told].map(([key, one]) => [key, one.text()]));
}
