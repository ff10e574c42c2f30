import type { CallFact, FunctionFact, Property, Value } from "../facts.ts";
import type { Held } from "../link/project/exported.ts";
import type { FileNode } from "../link/project/project.ts";
import type { Evaluator } from "../link/values/evaluator.ts";
import { titleOf } from "../value-parts.ts";
import { configurationOf, configuredAs, registered } from "./configuration.ts";
import { constantOf, memberOf, objectOf } from "./constant.ts";
import { importedValue } from "./exported.ts";
import { passedFor } from "./passed.ts";

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
  /**
   * The object literals that make them up, by path; "" is the outermost. Only those that can take more properties. A part is spread into
   * another one, or assigned to it.
   */
  objects: { path: string; file: FileNode; value: Extract<Value, { kind: "object" }>; part: boolean }[];
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

/** Collects the options in `value` through names, imports, spreads, the results of functions and what functions are passed. */
export function optionsOf(evaluator: Evaluator, file: FileNode, value: Value | undefined): Options {
  const options: Options = { entries: [], objects: [], unseen: [] };
  if (value !== undefined) gather(evaluator, file, value, "", options, 0);
  return options;
}

/** How much there was before an object of options: what it says again replaces only what comes after that. */
interface Mark {
  entries: number;
  objects: number;
  /** The object is one of several that there may be: what was there before may hold. */
  maybe?: true;
}

/** The same for one of several. */
function oneOfSeveral(since: Mark | undefined): Mark | undefined {
  return since && { ...since, maybe: true };
}

function gather(
  evaluator: Evaluator,
  file: FileNode,
  value: Value,
  path: string,
  out: Options,
  hops: number,
  since?: Mark,
): void {
  if (hops > 10) {
    out.unseen.push(path);
    return;
  }
  const { project } = evaluator;
  const found = objectOf(project, file, value, 0);
  if (found !== undefined) {
    fromObject(evaluator, found.file, found.value, path, out, hops, since);
    fromLater(evaluator, file, value, found, path, out, hops);
    return;
  }
  const filled = filledLater(file, value);
  if (filled !== undefined) {
    for (const one of filled) gather(evaluator, file, one, path, out, hops + 1, oneOfSeveral(since));
    if (value.kind === "name") addedLater(evaluator, file, value.binding, path, out, hops);
    return;
  }
  // A connection string is all there is.
  if (value.kind === "literal" || value.kind === "text") return;
  if (value.kind === "operation" && value.operator === "+") return;
  if (value.kind === "choice") {
    for (const one of value.of) gather(evaluator, file, one, path, out, hops + 1, oneOfSeveral(since));
    return;
  }
  const merged = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (merged !== undefined && titleOf(merged.callee) === "Object.assign") {
    const before = since ?? markOf(out);
    for (const part of merged.arguments) {
      if (part.kind === "spread") out.unseen.push(path);
      else gather(evaluator, file, part, path, out, hops + 1, before);
    }
    return;
  }
  const held = heldElsewhere(evaluator, file, value);
  if (held === undefined) out.unseen.push(path);
  else {
    const mark = held.length === 1 ? since : oneOfSeveral(since);
    for (const one of held) gather(evaluator, one.file, one.value, path, out, hops + 1, mark);
    if (value.kind === "name") addedLater(evaluator, file, value.binding, path, out, hops);
  }
}

function markOf({ entries, objects }: Options): Mark {
  return { entries: entries.length, objects: objects.length };
}

/** What a value that is no object stands for: what a function gives, what a field holds, what a parameter is passed. */
function heldElsewhere(evaluator: Evaluator, file: FileNode, value: Value): Held[] | undefined {
  switch (value.kind) {
    case "call": {
      const call = file.facts.calls[value.call];
      if (call === undefined) return undefined;
      const handed = handedThrough(evaluator, file, call);
      if (handed !== undefined) return [{ file, value: handed }];
      return configuredBy(evaluator, file, call) ?? resultsOf(evaluator, file, call.callee);
    }
    case "await":
      return [{ file, value: value.of }];
    case "member": {
      const held = memberOf(evaluator.project, file, value);
      return held === undefined ? undefined : [held];
    }
    case "element":
      return elementOf(evaluator, file, value);
    case "parameter":
      return passedFor(evaluator, file, value.function, value.index);
    case "name": {
      const configuration = configurationOf(file.facts.bindings[value.binding]?.type);
      if (configuration !== undefined) return resultsOf(evaluator, file, configuration);
      const held = heldBy(evaluator, file, value.binding);
      return held === undefined ? undefined : [held];
    }
    default:
      return undefined;
  }
}

/** `configs[env]`: what stands under that name or, where it is not known before the program runs, under each. */
function elementOf(
  { project }: Evaluator,
  file: FileNode,
  { of, key }: Extract<Value, { kind: "element" }>,
): Held[] | undefined {
  const holder = objectOf(project, file, of, 0);
  if (holder === undefined) return undefined;
  const { value: name, source } = constantOf(project, file, key);
  const isKnown = name !== null && source.kind !== "environment";
  const all = holder.value.properties.filter((property) => !isKnown || property.key === String(name));
  const isWhole = all.length > 0 && all.every((property) => property.key !== undefined);
  return isWhole ? all.map((property) => ({ file: holder.file, value: property.value })) : undefined;
}

/** `let config; if (local) config = { … }; else config = { … };`: what each branch puts there. */
function filledLater(file: FileNode, value: Value): Value[] | undefined {
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  if (binding?.kind !== "variable" || binding.values.length < 2) return undefined;
  return binding.values.map((held) => held.value);
}

function fromObject(
  evaluator: Evaluator,
  file: FileNode,
  value: Extract<Value, { kind: "object" }>,
  path: string,
  out: Options,
  hops: number,
  since?: Mark,
): void {
  const factory = value.properties.find(({ key }) => key === "useFactory");
  if (factory !== undefined) {
    const made = resultsOf(evaluator, file, factory.value);
    if (made === undefined) out.unseen.push(path);
    else for (const one of made) gather(evaluator, one.file, one.value, path, out, hops + 1);
    return;
  }
  // Nest asks a method of another class for the options.
  const asked = value.properties.find(({ key }) => key === "useClass" || key === "useExisting");
  if (asked !== undefined) {
    const made = madeByClass(evaluator, file, asked.value);
    if (made === undefined) out.unseen.push(path);
    else gather(evaluator, made.file, made.value, path, out, hops + 1);
    return;
  }
  const before = since === undefined || since.maybe ? markOf(out) : since;
  out.objects.push({ path, file, value, part: since !== undefined });
  for (const property of value.properties) {
    if (property.value.kind === "spread") {
      gather(evaluator, file, property.value.of, path, out, hops + 1, before);
      continue;
    }
    if (property.key === undefined) {
      out.unseen.push(path);
      continue;
    }
    const name = path === "" ? property.key : `${path}.${property.key}`;
    replaceBehind(out, before, name);
    out.entries.push({ path: name, file, property });
    fromNested(evaluator, file, property.value, name, out, hops + 1);
  }
}

/** `extra: { max: 5 }`, `extra: local ? { … } : { … }`: what cannot be seen may hold options of its own. */
function fromNested(
  evaluator: Evaluator,
  file: FileNode,
  value: Value,
  path: string,
  out: Options,
  hops: number,
): void {
  const nested = objectOf(evaluator.project, file, value, 0);
  if (nested !== undefined) {
    fromObject(evaluator, nested.file, nested.value, path, out, hops);
    fromLater(evaluator, file, value, nested, path, out, hops);
  } else if (value.kind === "choice") {
    for (const one of value.of) fromNested(evaluator, file, one, path, out, hops);
  } else if (!isPlain(evaluator, file, value)) gather(evaluator, file, value, path, out, hops + 1);
}

/** A text or number, or what the environment gives: no object. */
function isPlain({ project }: Evaluator, file: FileNode, value: Value): boolean {
  if (value.kind === "literal" || value.kind === "text") return true;
  const found = constantOf(project, file, value);
  return found.value !== null || found.source.kind === "environment";
}

/** `{ ...shared, extra: { max: 5 } }`: all that was spread under that name before is gone. */
function replaceBehind(out: Options, from: Mark, name: string): void {
  const stays = ({ path }: { path: string }) => path !== name && !path.startsWith(`${name}.`);
  out.entries = [...out.entries.slice(0, from.entries), ...out.entries.slice(from.entries).filter(stays)];
  out.objects = [...out.objects.slice(0, from.objects), ...out.objects.slice(from.objects).filter(stays)];
}

/** What `createTypeOrmOptions()` of such a class gives, where it has one such method with one result. */
function madeByClass({ project }: Evaluator, file: FileNode, value: Value): Held | undefined {
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

/** What is added to an object of options where it was written, and where it is used. */
function fromLater(
  evaluator: Evaluator,
  file: FileNode,
  value: Value,
  found: Held,
  path: string,
  out: Options,
  hops: number,
): void {
  const holder = holderOf(found);
  if (holder >= 0) addedLater(evaluator, found.file, holder, path, out, hops);
  if (value.kind === "name" && (file !== found.file || value.binding !== holder))
    addedLater(evaluator, file, value.binding, path, out, hops);
}

/** The variable that holds an object of options, in the file that it is written in; -1 where there is none. */
function holderOf({ file, value: { start, end } }: Held): number {
  return file.facts.bindings.findIndex(
    ({ values: [first] }) => first?.value.start === start && first.value.end === end,
  );
}

/** What comes to an object of options after it was written. */
function addedLater(
  evaluator: Evaluator,
  file: FileNode,
  binding: number,
  path: string,
  out: Options,
  hops: number,
): void {
  assignedLater(file, binding, path, out);
  for (const { callee, arguments: given } of file.facts.calls) {
    const [first, ...parts] = given;
    if (first?.kind !== "name" || first.binding !== binding || !filling.test(titleOf(callee))) continue;
    for (const part of parts) {
      if (part.kind === "spread") out.unseen.push(path);
      else gather(evaluator, file, part, path, out, hops + 1, oneOfSeveral(markOf(out)));
    }
  }
}

/** `Object.assign(options, more)`, `_.merge(options, more)` */
const filling =
  /^(Object\.assign|(_|lodash)\.(assign|extend|merge|defaults|defaultsDeep)|merge|extend|defaults|deepMerge)$/;

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

/** `defineConfig({ … })`: a function of a library that gives what it is given. */
function handedThrough(evaluator: Evaluator, file: FileNode, call: CallFact): Value | undefined {
  for (const entity of evaluator.value(file, call.callee)) {
    const hands = entity.kind === "operation" ? entity.member.call?.hands : undefined;
    if (hands !== undefined) return call.arguments[hands];
  }
  return undefined;
}

/** What a part of Nest's configuration holds: `config.get("database")`, or all of it as a provider, `database.asProvider()`. */
function configuredBy(evaluator: Evaluator, file: FileNode, call: CallFact): Held[] | undefined {
  const { callee } = call;
  if (callee.kind === "member" && callee.name === "asProvider") return resultsOf(evaluator, file, callee.of);
  const found = configuredAs(call, evaluator).flatMap(({ maker, path }) => {
    const made = resultsOf(evaluator, maker.file, maker.value) ?? [];
    return made.flatMap(({ file: from, value }) => partOf(evaluator, from, value, path) ?? []);
  });
  return found.length === 1 ? found : undefined;
}

/** What lies under these names in an object. */
function partOf(
  { project }: Evaluator,
  file: FileNode,
  value: Value,
  path: readonly string[],
): Held | undefined {
  let held: Held | undefined = { file, value };
  for (const name of path) {
    const inside: ReturnType<typeof objectOf> = held && objectOf(project, held.file, held.value, 0);
    const property: Property | undefined = inside?.value.properties.findLast(({ key }) => key === name);
    held = inside && property && { file: inside.file, value: property.value };
  }
  return held;
}

/** What a function of the project returns, wherever in it: `new Pool(getConfig())`, `useFactory: typeOrmOptions`. */
function resultsOf(evaluator: Evaluator, file: FileNode, value: Value): Held[] | undefined {
  const made = functionOf(evaluator, file, value, 0);
  if (made === undefined || made.fact.generator || made.fact.returns.length === 0) return undefined;
  return made.fact.returns.map((returned) => ({ file: made.file, value: returned.value }));
}

/** The function that a value is, through names and imports. */
function functionOf(
  evaluator: Evaluator,
  file: FileNode,
  value: Value,
  hops: number,
): { file: FileNode; fact: FunctionFact } | undefined {
  if (hops > 8) return undefined;
  const maker = registered(file, value);
  if (maker !== undefined) return functionOf(evaluator, file, maker, hops + 1);
  const named = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  const index =
    value.kind === "function" ? value.function : named?.kind === "function" ? named.target : undefined;
  const fact = index === undefined ? undefined : file.facts.functions[index];
  if (fact !== undefined) return { file, fact };
  const held = functionHolder(evaluator, file, value);
  return held && functionOf(evaluator, held.file, held.value, hops + 1);
}

function functionHolder(evaluator: Evaluator, file: FileNode, value: Value): Held | undefined {
  if (value.kind === "member") return memberOf(evaluator.project, file, value);
  return value.kind === "name" ? heldBy(evaluator, file, value.binding) : undefined;
}

/** What a name stands for, where it is given one value and no other. */
function heldBy({ project }: Evaluator, file: FileNode, binding: number): Held | undefined {
  const from = file.imports.get(binding);
  if (from !== undefined) return importedValue(project, file, from);
  const [only, ...more] = file.facts.bindings[binding]?.values ?? [];
  return only === undefined || more.length > 0 ? undefined : { file, value: only.value };
}
