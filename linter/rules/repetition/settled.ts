import type { Assignment, ClassFact, FileFacts, Value } from "../../facts.ts";
import { mentionsDeep } from "../../link/file/mentions.ts";
import { callsOf } from "../../link/graph/all-calls.ts";
import { exportedValue, takenOf } from "../../link/project/exported.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isAnswered } from "./answered.ts";
import { isConfiguration } from "./configuration.ts";
import { isEmptyList } from "./empty-list.ts";
import { filledThrough } from "./fillings.ts";
import { pushed } from "./in-the-code.ts";

/**
 * Why a list is as long as whoever runs the program made it, and no longer for more rows: it comes from the environment, the command
 * line, a configuration or a file of the program. Undefined where that is not plain to see.
 */
export function settledAtStart(linked: Linked, file: FileNode, value: Value, hops = 0): string | undefined {
  if (hops > 12) return undefined;
  const inner = (part: Value) => settledAtStart(linked, file, part, hops + 1);
  switch (value.kind) {
    case "await":
    case "spread":
      return inner(value.of);
    case "choice":
      // `process.env.NAMES ?? "a,b"`
      return value.of.every(
        (one) => one.kind === "literal" || one.kind === "array" || inner(one) !== undefined,
      )
        ? value.of.map(inner).find((why) => why !== undefined)
        : undefined;
    case "module":
      return ofModule(value.module);
    case "name":
      return ofName(linked, file, value, hops);
    case "parameter":
      return isInjected(file, value.function, value.index)
        ? injected
        : ofArgument(linked, file, value.function, value.index, hops);
    case "member":
      if (value.of.kind === "name" && value.of.name === "process" && value.of.binding < 0)
        return value.name === "env"
          ? "the environment says which"
          : value.name === "argv"
            ? "the command line says which"
            : undefined;
      if (isConfiguration(file, value.of)) return configured;
      return ofProperty(linked, file, value, hops) ?? inner(value.of) ?? ofField(linked, file, value, hops);
    case "element":
      return inner(value.of);
    case "call":
      return ofCall(linked, file, value.call, hops);
    default:
      return undefined;
  }
}

function ofModule(module: string): string | undefined {
  if (module.endsWith(".json")) return "a file of the program says which";
  return configurations.test(module) ? configured : undefined;
}

const configured = "the configuration says which";
/** Packages that read a configuration. */
const configurations = /^(config|nconf|convict|env-var|envalid|envsafe|@nestjs\/config|@t3-oss\/env-.+)$/;

function ofName(
  linked: Linked,
  file: FileNode,
  value: Extract<Value, { kind: "name" }>,
  hops: number,
): string | undefined {
  const imported = takenOf(file, value.binding);
  if (imported !== undefined) {
    const from = linked.project.resolve(imported.module, file);
    if (from === undefined) return ofModule(imported.module);
    const exported = exportedValue(linked.project, from, imported.name);
    return exported === undefined
      ? undefined
      : settledAtStart(linked, exported.file, exported.value, hops + 1);
  }
  const binding = file.facts.bindings[value.binding];
  const [held, ...later] = binding?.values ?? [];
  const isLocal = binding !== undefined && /^(constant|variable|parameter)$/.test(binding.kind);
  if (!isLocal || held === undefined || later.length > 2) return undefined;
  // `let users = config.get("users"); if (file) users = JSON.parse(read(file))`
  if (later.some((one) => settledAtStart(linked, file, one.value, hops + 1) === undefined)) return undefined;
  if (isMadeAtStart(file, value.binding)) return "it is put together when the program starts";
  return settledAtStart(linked, file, held.value, hops + 1);
}

/** `const names = registry.getKeys()` of a module: nothing is asked and nothing is read, and nothing is put in later. */
function isMadeAtStart(file: FileNode, index: number): boolean {
  const { bindings, calls, regions } = file.facts;
  const { kind, region, values } = bindings[index] ?? {};
  const made = values?.[0]?.value;
  if (kind !== "constant" || regions[region ?? -1]?.function !== 0 || made?.kind !== "call") return false;
  const call = calls[made.call];
  if (call?.form !== "call" || pushed(file, index) !== 0) return false;
  const reads = (value: Value) =>
    value.kind === "await" ||
    ((value.kind === "name" || value.kind === "member") &&
      /^(read|load|parse|fetch|require)/i.test(value.name));
  return lists.test(titleOf(call.callee)) && !mentionsDeep(file, made, reads);
}

/** Calls that give a list of what is there. */
const lists = /(^|\.)(keys|values|entries|map|flatMap|filter|get(All)?(Keys|Names|Types|Kinds))$/;

const injected = "what is injected is a part of the program";

/** `@Inject(PROVIDERS) private readonly providers: Provider[]`: a list that a container puts in once, when the program starts. */
function isInjected({ facts }: FileNode, of: number, index: number): boolean {
  const fact = facts.functions[of];
  const parameter = fact?.parameters[index];
  if (fact?.kind !== "constructor" || parameter?.type === undefined) return false;
  const { type } = parameter;
  const isList = type.kind === "array" || (type.kind === "named" && listTypes.test(type.name));
  const owner = facts.classes[fact.class]?.decorators ?? [];
  return isList && [...owner, ...parameter.decorators].some(({ value }) => isContainers(facts, value));
}

const listTypes = /^(Array|ReadonlyArray|Map|ReadonlyMap|Set|ReadonlySet|Record)$/;

/** `this.options` of `@Inject(OPTIONS) private readonly options: { queues: string[] }`, and whatever is in them. */
function isInjectedOptions({ facts }: FileNode, value: Value): boolean {
  if (value.kind !== "member" || value.of.kind !== "this" || !options.test(value.name)) return false;
  return facts.functions.some(
    ({ kind, parameters, start, end, class: owner }) =>
      kind === "constructor" &&
      (facts.classes[owner]?.start ?? start) <= value.start &&
      value.start < (facts.classes[owner]?.end ?? end) &&
      parameters.some(
        (one) => one.name === value.name && one.decorators.some((by) => isContainers(facts, by.value)),
      ),
  );
}

const options = /(options|config|configuration|settings)$/i;

/** `env.regions` of `export const env = { regions: process.env.REGIONS.split(",") }`, to which its file gives nothing else later. */
function ofObject(linked: Linked, file: FileNode, of: Value, name: string, hops: number): string | undefined {
  const [object, another] = linked.evaluator.value(file, of);
  if (object?.kind !== "object" || another !== undefined) return undefined;
  const from = linked.project.files.get(object.file);
  const held = object.value.properties.findLast(({ key }) => key === name)?.value;
  if (from === undefined || held === undefined) return undefined;
  const isPut = from.facts.assignments.some(({ target }) => target.kind === "member" && target.name === name);
  return isPut ? undefined : settledAtStart(linked, from, held, hops + 1);
}

function isContainers({ calls }: FileFacts, value: Value): boolean {
  const callee = value.kind === "call" ? calls[value.call]?.callee : value;
  return (
    callee?.kind === "name" &&
    /^(inject.*|multiInject|service|controller|resolver|singleton)$/i.test(callee.name)
  );
}

/** `this.names`, which the class has from the start and nothing in its file changes. */
function ofField(
  linked: Linked,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
  hops: number,
): string | undefined {
  const own = of.kind === "this" ? classAt(file, of.start) : undefined;
  if (own === undefined)
    return isInjectedOptions(file, of) ? injected : ofObject(linked, file, of, name, hops);
  const isPutIn = file.facts.functions.some(
    ({ kind, parameters, class: owner }, index) =>
      kind === "constructor" &&
      file.facts.classes[owner] === own &&
      parameters.some((one, position) => one.field && one.name === name && isInjected(file, index, position)),
  );
  if (isPutIn) return injected;
  const isIt = ({ target, start }: Assignment) =>
    target.kind === "member" &&
    target.of.kind === "this" &&
    target.name === name &&
    start >= own.start &&
    start < own.end;
  const put = file.facts.assignments.filter(isIt).map(({ value }) => value);
  const first = own.fields.flatMap((field) =>
    field.name === name && field.value !== undefined ? [field.value] : [],
  );
  const [only, another] = [...first, ...put];
  if (only === undefined || another !== undefined) return undefined;
  return isEmptyList(file, only)
    ? ofFillings(linked, file, own, name, hops)
    : settledAtStart(linked, file, only, hops + 1);
}

/** A field that is filled one by one from lists that are settled. */
function ofFillings(
  linked: Linked,
  file: FileNode,
  { start, end }: ClassFact,
  name: string,
  hops: number,
): string | undefined {
  const isIt = (list: Value) =>
    list.kind === "member" &&
    list.name === name &&
    list.of.kind === "this" &&
    list.start >= start &&
    list.start < end;
  const lists = hops > 4 ? undefined : filledThrough(linked, file, isIt, start);
  const each = lists?.map((list) => settledAtStart(linked, file, list, hops + 1)) ?? [];
  return each.every((why) => why !== undefined) ? each[0] : undefined;
}

/** The innermost class around a place. */
function classAt({ facts }: FileNode, at: number): ClassFact | undefined {
  return facts.classes
    .filter(({ start, end }) => start <= at && at < end)
    .sort((a, b) => b.start - a.start)[0];
}

function ofCall(linked: Linked, file: FileNode, index: number, hops: number): string | undefined {
  const call = file.facts.calls[index];
  if (call === undefined) return undefined;
  const { callee } = call;
  const [first] = call.arguments;
  const inner = (part: Value | undefined) =>
    part === undefined ? undefined : settledAtStart(linked, file, part, hops + 1);
  const title = titleOf(callee);
  if (/^(JSON\.parse|Object\.(keys|values|entries)|Array\.from|Set|Map|String)$/.test(title))
    return inner(first);
  const entities = isAnswered(linked, file, index) ? [] : linked.evaluator.value(file, callee);
  const reader = entities.find((e) => e.kind === "external" && configurations.test(e.module));
  if (reader !== undefined && call.form === "call") return configured;
  const last = lastName(callee);
  if (/^(load|read|parse)\w*(Config|Configuration|Settings)(File)?(Sync)?$/.test(last)) {
    const readers = entities.flatMap((e) => (e.kind === "function" ? [e] : []));
    if (readers.some((e) => readsFile(linked.project.files.get(e.file), e.function))) return configured;
  }
  const own = entities.find((e) => e.kind === "function");
  if (own !== undefined) {
    const from = linked.project.files.get(own.file);
    const [only, ...more] = from?.facts.functions[own.function]?.returns ?? [];
    return from === undefined || only === undefined || more.length > 0
      ? undefined
      : settledAtStart(linked, from, only.value, hops + 1);
  }
  // `fs.readFileSync(join(__dirname, "kinds.json"))`
  const isFile =
    /^(fs|fsp|fse|fsPromises|promises)\.(promises\.)?read(File|dir|JSON|Json)(Sync)?$|^read(File|dir)(Sync)?$/;
  if (isFile.test(title)) {
    if (first !== undefined && isOfProgram(file, first)) return "a file of the program says which";
    return inner(first) === configured ? configured : undefined;
  }
  if (callee.kind !== "member") return undefined;
  if (/^(values|keys|entries)$/.test(callee.name) && isRegistry(file, callee.of))
    return "what is registered are parts of the program";
  // `this.config.get("feeds")`
  if (callee.name === "get" && isConfiguration(file, callee.of)) return configured;
  // `schema.parse(process.env)`, `process.env.NAMES.split(",").map((name) => name.trim())`
  if (/^(safeParse|parse|validateSync|cast)$/.test(callee.name) && inner(first) !== undefined)
    return inner(first);
  return parts.test(callee.name) ? inner(callee.of) : undefined;
}

/** `this.registry`, `getAdapterRegistry().adapters`: what programs call the map in which their parts are; who is connected is no part of one. */
function isRegistry(file: FileNode, of: Value): boolean {
  const name = lastName(of);
  if (/registry(State|Map)?$/i.test(name)) return !/session|connection|client|socket|user|player/i.test(name);
  if (of.kind === "member") return isRegistry(file, of.of);
  const call = of.kind === "call" ? file.facts.calls[of.call] : undefined;
  return call !== undefined && isRegistry(file, call.callee);
}

/** What all callers pass, of a function that nobody else can call; of an object that they pass, a property. */
function ofArgument(
  linked: Linked,
  file: FileNode,
  of: number,
  index: number,
  hops: number,
  property?: string,
): string | undefined {
  const calls = callsOf(linked.evaluator, file, of);
  if (calls.length === 0 || calls.length > 12) return undefined;
  const each = calls.map(({ file: from, call: { arguments: given } }) => {
    const spread = given.slice(0, index + 1).some(({ kind }) => kind === "spread");
    const argument = spread ? undefined : given[index];
    const part =
      property !== undefined && argument?.kind === "object"
        ? argument.properties.findLast(({ key }) => key === property)?.value
        : argument;
    return part === undefined ? undefined : settledAtStart(linked, from, part, hops + 1);
  });
  return each.every((why) => why !== undefined) ? each[0] : undefined;
}

/** `({ servers }: Options) => …`, `options.servers`: a property of what all callers pass. */
function ofProperty(
  linked: Linked,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
  hops: number,
): string | undefined {
  const [held, another] = of.kind === "name" ? (file.facts.bindings[of.binding]?.values ?? []) : [];
  const whole = of.kind === "parameter" ? of : another === undefined ? held?.value : undefined;
  return whole?.kind === "parameter"
    ? ofArgument(linked, file, whole.function, whole.index, hops, name)
    : undefined;
}

/** A function in which a file is read: `loadConfig(path)`. */
function readsFile(file: FileNode | undefined, index: number): boolean {
  const fact = file?.facts.functions[index];
  if (file === undefined || fact === undefined) return false;
  return file.facts.calls.some(
    ({ callee, start }) =>
      start >= fact.start && start < fact.end && /(^|\.)read(File|JSON|Json)(Sync)?$/.test(titleOf(callee)),
  );
}

/** What a text or a list gives that has no more in it than itself. */
const parts =
  /^(split|trim|toLowerCase|toUpperCase|replace|replaceAll|toString|map|flatMap|filter|slice|sort|reverse|concat|keys|values|entries|get|getOrThrow)$/;

/** The path begins where the program lies. */
function isOfProgram(file: FileNode, path: Value, hops = 0): boolean {
  if (hops > 4) return false;
  if (path.kind === "name") {
    if (path.name === "__dirname" || path.name === "__filename") return true;
    const [held, another] = file.facts.bindings[path.binding]?.values ?? [];
    return held !== undefined && another === undefined && isOfProgram(file, held.value, hops + 1);
  }
  // `new URL("./kinds.json", import.meta.url)`
  if (file.source.startsWith("import.meta.", path.start)) return true;
  if (path.kind === "call") {
    const { form, arguments: given = [] } = file.facts.calls[path.call] ?? {};
    const base = given[form === "new" ? 1 : 0];
    return base !== undefined && isOfProgram(file, base, hops + 1);
  }
  return (
    path.kind === "text" &&
    path.of[0] !== undefined &&
    path.strings[0] === "" &&
    isOfProgram(file, path.of[0], hops + 1)
  );
}
