import type { Property, Value } from "../facts.ts";
import type { FileNode, Project } from "../link/project.ts";
import { titleOf } from "../link/queries.ts";
import { constantOf, objectOf } from "./constant.ts";
import { type Held, importedValue } from "./exported.ts";

/** One option that is set, wherever it was written. */
export interface OptionEntry {
  /** With the names of the objects it is nested in: `pool.max`. */
  path: string;
  file: FileNode;
  property: Property;
}

/** The options that a construction is given. */
export interface Options {
  entries: OptionEntry[];
  /** The object literals that make them up, by path; "" is the outermost. Only those that can take more properties. */
  objects: { path: string; file: FileNode; value: Extract<Value, { kind: "object" }> }[];
  /** The paths of the objects a part of which comes from somewhere that the code does not show. */
  unseen: string[];
}

/** Whether one of these properties may be set where the code does not show it. */
export function mayHold({ unseen }: Options, properties: readonly string[]): boolean {
  return unseen.some((path) => path === "" || properties.some((property) => property.startsWith(`${path}.`)));
}

/** An entry that says something: what is `undefined` is left out, and an object says what is in it. */
export function isSet({ objects }: Options, { path, property: { value } }: OptionEntry): boolean {
  if (value.kind === "name" && value.name === "undefined" && value.binding < 0) return false;
  return !objects.some((object) => object.path === path);
}

/** Collects the options in `value` through names, imports, spreads and the results of functions. */
export function optionsOf(project: Project, file: FileNode, value: Value | undefined): Options {
  const options: Options = { entries: [], objects: [], unseen: [] };
  if (value !== undefined) gather(project, file, value, "", options, 0);
  return options;
}

function gather(
  project: Project,
  file: FileNode,
  value: Value,
  path: string,
  out: Options,
  hops: number,
): void {
  if (hops > 10) {
    out.unseen.push(path);
    return;
  }
  const found = objectOf(project, file, value, 0);
  if (found !== undefined) {
    fromObject(project, found.file, found.value, path, out, hops);
    if (value.kind === "name") assignedLater(file, value.binding, path, out);
    return;
  }
  const filled = filledLater(file, value);
  if (filled !== undefined) {
    for (const one of filled) gather(project, file, one, path, out, hops + 1);
    if (value.kind === "name") assignedLater(file, value.binding, path, out);
    return;
  }
  // A connection string is all there is.
  if (value.kind === "literal" || value.kind === "text") return;
  if (value.kind === "choice") {
    for (const one of value.of) gather(project, file, one, path, out, hops + 1);
    return;
  }
  const merged = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (merged !== undefined && titleOf(merged.callee) === "Object.assign") {
    for (const part of merged.arguments) {
      if (part.kind === "spread") out.unseen.push(path);
      else gather(project, file, part, path, out, hops + 1);
    }
    return;
  }
  const returned = resultOf(project, file, value);
  if (returned === undefined) out.unseen.push(path);
  else gather(project, returned.file, returned.value, path, out, hops + 1);
}

/** `let config; if (local) config = { … }; else config = { … };`: what each branch puts there. */
function filledLater(file: FileNode, value: Value): Value[] | undefined {
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  if (binding?.kind !== "variable" || binding.values.length < 2) return undefined;
  return binding.values.map((held) => held.value);
}

function fromObject(
  project: Project,
  file: FileNode,
  value: Extract<Value, { kind: "object" }>,
  path: string,
  out: Options,
  hops: number,
): void {
  const factory = value.properties.find(({ key }) => key === "useFactory");
  if (factory !== undefined) {
    fromFactory(project, file, factory.value, path, out, hops);
    return;
  }
  // Nest asks a method of another class for the options.
  const asked = value.properties.find(({ key }) => key === "useClass" || key === "useExisting");
  if (asked !== undefined) {
    const made = madeByClass(project, file, asked.value);
    if (made === undefined) out.unseen.push(path);
    else gather(project, made.file, made.value, path, out, hops + 1);
    return;
  }
  const before = { entries: out.entries.length, objects: out.objects.length };
  out.objects.push({ path, file, value });
  for (const property of value.properties) {
    if (property.value.kind === "spread") {
      gather(project, file, property.value.of, path, out, hops + 1);
      continue;
    }
    if (property.key === undefined) {
      out.unseen.push(path);
      continue;
    }
    const name = path === "" ? property.key : `${path}.${property.key}`;
    replaceBehind(out, before, name);
    out.entries.push({ path: name, file, property });
    fromNested(project, file, property.value, name, out, hops + 1);
  }
}

/** `extra: { max: 5 }`, `extra: local ? { … } : { … }`: what cannot be seen may hold options of its own. */
function fromNested(
  project: Project,
  file: FileNode,
  value: Value,
  path: string,
  out: Options,
  hops: number,
): void {
  const nested = objectOf(project, file, value, 0);
  if (nested !== undefined) fromObject(project, nested.file, nested.value, path, out, hops);
  else if (value.kind === "choice") {
    for (const one of value.of) fromNested(project, file, one, path, out, hops);
  } else if (!isPlain(project, file, value)) out.unseen.push(path);
}

/** A text or number, or what the environment gives: no object. */
function isPlain(project: Project, file: FileNode, value: Value): boolean {
  if (value.kind === "literal" || value.kind === "text") return true;
  const found = constantOf(project, file, value);
  return found.value !== null || found.source.kind === "environment";
}

/** `{ ...shared, extra: { max: 5 } }`: all that was spread under that name before is gone. */
function replaceBehind(out: Options, from: { entries: number; objects: number }, name: string): void {
  const stays = ({ path }: { path: string }) => path !== name && !path.startsWith(`${name}.`);
  out.entries = [...out.entries.slice(0, from.entries), ...out.entries.slice(from.entries).filter(stays)];
  out.objects = [...out.objects.slice(0, from.objects), ...out.objects.slice(from.objects).filter(stays)];
}

/** `forRootAsync({ useFactory: () => ({ … }) })`: the options are what the function gives. */
function fromFactory(
  project: Project,
  file: FileNode,
  value: Value,
  path: string,
  out: Options,
  hops: number,
): void {
  const made = value.kind === "function" ? file.facts.functions[value.function] : undefined;
  const [only] = made?.returns ?? [];
  if (only === undefined || made?.returns.length !== 1) out.unseen.push(path);
  else gather(project, file, only.value, path, out, hops + 1);
}

/** What `createTypeOrmOptions()` of such a class gives, where it has one such method with one result. */
function madeByClass(project: Project, file: FileNode, value: Value): Held | undefined {
  const from = value.kind === "name" ? file.imports.get(value.binding) : undefined;
  const held = from === undefined ? { file, value } : importedValue(project, file, from);
  const binding = held?.value.kind === "name" ? held.file.facts.bindings[held.value.binding] : undefined;
  if (held === undefined || binding?.kind !== "class" || binding.target === undefined) return undefined;
  const makers = held.file.facts.functions.filter(
    ({ class: owner, name }) => owner === binding.target && /^create\w*Options$/.test(name),
  );
  const [only, ...more] = makers.flatMap(({ returns }) => returns);
  return only === undefined || more.length > 0 ? undefined : { file: held.file, value: only.value };
}

/** `config.max = 5` after `const config = {}`. */
function assignedLater(file: FileNode, binding: number, path: string, out: Options): void {
  for (const { target, value, start, end } of file.facts.assignments) {
    if (target.kind !== "member" && target.kind !== "element") continue;
    if (target.of.kind !== "name" || target.of.binding !== binding) continue;
    if (target.kind === "element") {
      out.unseen.push(path);
      continue;
    }
    const name = path === "" ? target.name : `${path}.${target.name}`;
    out.entries.push({
      path: name,
      file,
      property: { key: target.name, value, start, end, shorthand: false },
    });
  }
}

/** The one object that a function of the project returns: `new Pool(getConfig())`. */
function resultOf(
  project: Project,
  file: FileNode,
  value: Value,
): { file: FileNode; value: Value } | undefined {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (call?.callee.kind !== "name") return undefined;
  const binding = file.facts.bindings[call.callee.binding];
  if (binding === undefined) return undefined;
  const from = binding.kind === "import" ? file.imports.get(call.callee.binding) : undefined;
  if (from !== undefined) {
    const exported = importedValue(project, file, from);
    return exported?.value.kind === "name" ? returned(exported.file, exported.value.binding) : undefined;
  }
  return returned(file, call.callee.binding);
}

function returned(file: FileNode, index: number): { file: FileNode; value: Value } | undefined {
  const binding = file.facts.bindings[index];
  const held = binding?.values[0]?.value;
  const made =
    binding?.kind === "function" ? binding.target : held?.kind === "function" ? held.function : undefined;
  const returns = made === undefined ? [] : (file.facts.functions[made]?.returns ?? []);
  const [only] = returns;
  return only === undefined || returns.length > 1 ? undefined : { file, value: only.value };
}
