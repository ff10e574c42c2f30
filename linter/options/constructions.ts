import { sentence } from "../../words/sentence.ts";
import { globalOf, search } from "../catalog/index.ts";
import type { Library, PoolFacts, PropertyFacts } from "../catalog/library.ts";
import type { Construction, ConstructionProperty, PropertyContainer } from "../construction.ts";
import type { CallFact, FileFacts, Value } from "../facts.ts";
import type { Entity } from "../link/entity.ts";
import type { FileNode } from "../link/project/project.ts";
import type { Evaluator } from "../link/values/evaluator.ts";
import { oncePerState } from "../once-per.ts";
import { handedTo } from "../outline/handing-on.ts";
import { endOfAssertions, positionAt, rangeOf } from "../text.ts";
import { lastName } from "../value-parts.ts";
import { isAddress } from "./addresses.ts";
import { constantOf } from "./constant.ts";
import { type Options, optionsOf } from "./options.ts";

/** A call that builds a pool or client, with what the catalog says of it. */
export interface Built {
  index: number;
  call: CallFact;
  library: Library;
  facts: PoolFacts;
  options: Options;
}

/** Every pool and client that a file builds; `calls` are those that may build one, where that is known. */
export function builtIn(evaluator: Evaluator, file: FileNode, calls?: readonly number[]): readonly Built[] {
  if (calls?.length === 0) return [];
  return built(file.facts, evaluator.project.state, { evaluator, file, calls });
}

/** Where to look for what is built. */
interface Among {
  evaluator: Evaluator;
  file: FileNode;
  calls: readonly number[] | undefined;
}

/** Several rules ask for the same. */
const built = oncePerState(
  (facts: FileFacts, { evaluator, file, calls = [...facts.calls.keys()] }: Among): readonly Built[] =>
    calls.flatMap((index) => builtBy(evaluator, file, index) ?? []),
);

function builtBy(evaluator: Evaluator, file: FileNode, index: number): Built | undefined {
  const written = file.facts.calls[index];
  const found = written === undefined ? undefined : whatIsBuilt(evaluator, file, written);
  if (written === undefined || found === undefined) return undefined;
  const call = found.facts.callback === true ? withoutCallback(evaluator, file, written) : written;
  // `get(...args)`: the options may be among them.
  if (call.arguments.some(({ kind }) => kind === "spread")) return undefined;
  const argument = optionsArgument(call, found.facts);
  const shown = optionsOf(evaluator, file, argument);
  const isText =
    isConnectionString(evaluator, file, argument) ||
    (argument !== undefined && shown.objects.length === 0 && isAddress(evaluator, file, argument));
  const options = isText ? optionsOf(evaluator, file, undefined) : shown;
  const facts = chosenBy(options, found);
  if (facts === undefined) return undefined;
  const { connection } = facts;
  if (connection !== undefined && !isText && !connects(evaluator, options, connection)) return undefined;
  return { index, call, library: found.library, facts, options };
}

/** `request(url, (error, answer) => …)`: the call without the function that is told the answer. */
function withoutCallback(evaluator: Evaluator, file: FileNode, call: CallFact): CallFact {
  const last = call.arguments.at(-1);
  const isCallback =
    last !== undefined &&
    (/^(cb|done|next)$|callback$/i.test(lastName(last)) ||
      evaluator.value(file, last).some(({ kind }) => kind === "function"));
  return isCallback ? { ...call, arguments: call.arguments.slice(0, -1) } : call;
}

/** The facts that hold where an option has the value that it has: TypeORM's `type`. */
function chosenBy(
  { entries }: Options,
  { library, facts }: { library: Library; facts: PoolFacts },
): PoolFacts | undefined {
  let at: PoolFacts | undefined = facts;
  for (let hops = 0; at?.when !== undefined && hops < 8; hops++) {
    const { property, values, otherwise }: NonNullable<PoolFacts["when"]> = at.when;
    const chosen = entries.find(({ path }) => path === property)?.property.value;
    if (chosen?.kind === "literal" && values.includes(String(chosen.value))) return at;
    at = otherwise === undefined ? undefined : library.pool?.[otherwise];
  }
  return at;
}

/** Whether the options say how to connect, in sight: by a connection string or an object of options. */
function connects(evaluator: Evaluator, { entries, objects }: Options, connection: string): boolean {
  const entry = entries.find(({ path }) => path === connection);
  if (entry === undefined || entries.some(({ path }) => path === "client")) return false;
  return (
    objects.some(({ path }) => path === connection) ||
    isConnectionString(evaluator, entry.file, entry.property.value)
  );
}

/** A text, written in the code, taken from the environment, or declared as one. */
function isConnectionString(evaluator: Evaluator, file: FileNode, value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.kind === "text" || value.kind === "operation") return true;
  if (value.kind === "name" && isDeclaredText(file, value.binding)) return true;
  const found = constantOf(evaluator.project, file, value);
  return typeof found.value === "string" || found.source.kind === "environment";
}

/** `url: string`; the facts leave out the types that the language has by itself. */
function isDeclaredText(file: FileNode, index: number): boolean {
  const binding = file.facts.bindings[index];
  const after = binding === undefined ? "" : file.source.slice(binding.end, binding.end + 20);
  return /^\??\s*:\s*(string|URL)\b/.test(after);
}

/** The argument that holds the options, where one is given. */
export function optionsArgument(call: CallFact, facts: PoolFacts): Value | undefined {
  const [first] = call.arguments;
  if (facts.argument >= 0)
    return call.arguments[facts.argument] ?? (facts.alone === true ? first : undefined);
  // `new Redis(6379, "host", {…})`, `new Sequelize("db", "user", "pass", {…})`: the last, unless it is plain text or a number.
  const last = call.arguments.at(-1);
  return last?.kind === "literal" || last?.kind === "text" ? undefined : last;
}

function whatIsBuilt(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  hops = 0,
): { library: Library; facts: PoolFacts } | undefined {
  const entities = evaluator.value(file, call.callee);
  // `typeof fetch === "undefined" ? require("node-fetch") : fetch`: where the platform has one, that is taken.
  const own = entities.filter(({ kind }) => kind === "global");
  for (const entity of own.length > 0 ? [...own, ...entities] : entities) {
    const onward = entity.kind === "function" && hops < 8 ? handedOn(evaluator, entity) : undefined;
    const beyond = onward && whatIsBuilt(evaluator, onward.file, onward.call, hops + 1);
    if (beyond !== undefined) return beyond;
    const global = entity.kind === "global" ? globalOf(entity.name) : undefined;
    const free = global?.member.call?.builds;
    const given = free === undefined ? undefined : global?.library.pool?.[free];
    if (global !== undefined && given !== undefined) return { library: global.library, facts: given };
    let builds: number | undefined;
    if (entity.kind === "library class" && call.form === "new") {
      builds = search(entity.library, entity.type, (type) => type.builds);
    } else if (entity.kind === "operation" && call.form === "call") {
      builds = entity.member.call?.builds;
    } else if (entity.kind === "library" && call.form === "call") {
      builds = search(entity.library, entity.type, (type) => type.call)?.builds;
    } else continue;
    const facts = builds === undefined ? undefined : entity.library.pool?.[builds];
    if (facts !== undefined)
      return { library: entity.library, facts: ofVersion(evaluator, file, entity.library, facts) };
  }
  return undefined;
}

/** The call to which a function of the project hands all that it is passed. */
function handedOn(
  { project }: Evaluator,
  { file: path, function: index, named }: Extract<Entity, { kind: "function" }>,
): { file: FileNode; call: CallFact } | undefined {
  const file = named ? undefined : project.files.get(path);
  const call = file?.outline.handingOn.includes(index) ? handedTo(file.facts, index) : undefined;
  return file && call && { file, call };
}

function ofVersion({ project }: Evaluator, file: FileNode, { pool }: Library, facts: PoolFacts): PoolFacts {
  const holding = facts.since?.findLast(({ package: name, major }) => {
    const asked = project.majorOf(file, name);
    return asked !== undefined && asked >= major;
  });
  return (holding && pool?.[holding.facts]) ?? facts;
}

/** The property that an entry sets, by its name or one of its other names. */
export function propertyOf(facts: PoolFacts, path: string): PropertyFacts | undefined {
  return facts.properties.find((p) => p.property === path || p.aliases?.includes(path));
}

/** What the bridge is told about a construction. */
export function describeConstruction(evaluator: Evaluator, file: FileNode, built: Built): Construction {
  const { call, library, facts, options } = built;
  const argument = optionsArgument(call, facts);
  const outermost = options.objects.find(({ path }) => path === "");
  const name = nameOf(file, built.index);
  const shown = outermost?.file ?? file;
  return {
    library: library.name,
    kind: facts.kind,
    ...(facts.driver === undefined ? {} : { driver: facts.driver }),
    ...(name === undefined ? {} : { name }),
    file: file.path,
    range: rangeOf(file.facts.lineStarts, [call.start, call.end]),
    ...(outermost === undefined
      ? {}
      : {
          argumentRange: rangeOf(shown.facts.lineStarts, [outermost.value.start, outermost.value.end]),
          argumentFile: shown.path,
        }),
    properties: propertiesOf(evaluator, facts, options, shown),
    known: facts.properties.map(({ property, concept, unit, default: usual, unlimited }) => ({
      property,
      concept,
      unit,
      default: usual,
      ...(unlimited === undefined ? {} : { unlimited }),
    })),
    unsupported: facts.unsupported.map(({ concept, reason, advice }) => ({
      concept,
      reason: sentence("{0}: {1}", reason, advice),
    })),
    containers: containersOf(file, call, facts, argument, options, shown),
  };
}

function propertiesOf(
  evaluator: Evaluator,
  facts: PoolFacts,
  options: Options,
  shown: FileNode,
): ConstructionProperty[] {
  const out: ConstructionProperty[] = [];
  for (const entry of options.entries) {
    const { path, file, property } = entry;
    const known = propertyOf(facts, path);
    if (known === undefined || options.objects.some((object) => object.path === path)) continue;
    const found = constantOf(evaluator.project, file, property.value);
    const range = rangeOf(file.facts.lineStarts, [property.value.start, property.value.end]);
    // A literal in another file than the options is edited there.
    const source =
      found.source.kind === "literal" && file !== shown
        ? { kind: "constant" as const, name: path, file: file.path, range }
        : found.source;
    out.push({
      property: known.property,
      concept: known.concept,
      unit: known.unit,
      value: found.value,
      range,
      text: found.text,
      source,
    });
  }
  return out;
}

/** The variable or field that the result of a call is kept in. */
export function nameOf(file: FileNode, index: number): string | undefined {
  const holds = (value: Value): boolean =>
    (value.kind === "call" && value.call === index) ||
    (value.kind === "choice" && value.of.some(holds)) ||
    (value.kind === "await" && holds(value.of));
  const binding = file.facts.bindings.find((b) => b.values.some(({ value }) => holds(value)));
  if (binding !== undefined) return binding.name;
  for (const fact of file.facts.classes) {
    const field = fact.fields.find((f) => f.value !== undefined && holds(f.value));
    if (field !== undefined) return field.name;
  }
  const assigned = file.facts.assignments.find(({ value }) => holds(value));
  return assigned?.target.kind === "member" ? assigned.target.name : undefined;
}

function containersOf(
  file: FileNode,
  call: CallFact,
  facts: PoolFacts,
  argument: Value | undefined,
  options: Options,
  shown: FileNode,
): PropertyContainer[] {
  // `axios(url)`: what stands alone is an address as long as it is no object.
  if (
    argument === undefined ||
    (facts.alone === true &&
      call.arguments.length === 1 &&
      argument.kind !== "object" &&
      options.objects.length === 0)
  ) {
    if (call.arguments.length === 0) return [emptyCall(file, call)];
    const last = call.arguments.at(-1);
    return last === undefined || facts.argument !== call.arguments.length ? [] : [nextArgument(file, last)];
  }
  const objects = options.objects.filter(
    ({ file: from, path }) => from === shown && (facts.connection ?? path) === path,
  );
  return objects
    .filter((one) => !one.part || one === lastOf(objects, one.path))
    .map(({ path, file: owner, value }) => ({
      path,
      insertAt: insertionIn(owner, value),
      ...(owner.facts.language === "json" ? { json: true } : {}),
    }));
}

/** Where a property can be added that what is put together keeps: in the object itself, or else in the last of its parts. */
function lastOf(objects: Options["objects"], path: string): Options["objects"][number] | undefined {
  const own = objects.filter((one) => one.path === path);
  return own.find(({ part }) => !part) ?? own.at(-1);
}

/** `new Pool()` and `new Pool` take their options as one new object. */
function emptyCall(file: FileNode, call: CallFact): PropertyContainer {
  const closed = file.source.charAt(call.end - 1) === ")";
  const at = positionAt(file.facts.lineStarts, closed ? call.end - 1 : call.end);
  return { path: "", insertAt: { at, before: closed ? "{ " : "({ ", after: closed ? " }" : " })" } };
}

/** `get(url)` takes its options after what it has. */
function nextArgument(file: FileNode, last: Value): PropertyContainer {
  const at = positionAt(file.facts.lineStarts, endOfAssertions(file.source, last.end));
  return { path: "", insertAt: { at, before: ", { ", after: " }" } };
}

/** After the last property, in the layout that the object has: one line, or a line for each property. */
export function insertionIn(
  file: FileNode,
  value: Extract<Value, { kind: "object" }>,
): PropertyContainer["insertAt"] {
  const starts = file.facts.lineStarts;
  const last = value.properties.at(-1);
  if (last === undefined) {
    const spaced = /\s/.test(file.source.charAt(value.start + 1));
    return { at: positionAt(starts, value.start + 1), before: " ", after: spaced ? "" : " " };
  }
  const rest = file.source.slice(last.end, value.end - 1);
  const comma = /^\s*,/.exec(rest);
  const at = last.end + (comma?.[0].length ?? 0);
  const first = positionAt(starts, value.start).line;
  const ownLine = positionAt(starts, last.start).line > first;
  if (!ownLine) {
    return {
      at: positionAt(starts, at),
      before: comma === null ? ", " : " ",
      after: comma === null ? "" : ",",
    };
  }
  const lineStart = starts[positionAt(starts, last.start).line] ?? 0;
  const indent = /^[ \t]*/.exec(file.source.slice(lineStart, last.start))?.[0] ?? "";
  const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
  // What is said of the last property at the end of its line stays there.
  const comment = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/(?=[ \t]*\r?\n))/.exec(file.source.slice(at));
  if (comment !== null && comma === null)
    return { at: positionAt(starts, last.start), before: "", after: `,${newline}${indent}` };
  return {
    at: positionAt(starts, at + (comment?.[0].length ?? 0)),
    before: `${comma === null ? "," : ""}${newline}${indent}`,
    after: comma === null ? "" : ",",
  };
}
