import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { PropertyFacts } from "../../catalog/library.ts";
import type { Concept } from "../../construction.ts";
import { setPropertyEdit } from "../../construction.ts";
import type { Value } from "../../facts.ts";
import type { Finding, Fix, RuleId } from "../../finding.ts";
import type { FileNode } from "../../link/project/project.ts";
import { constantOf, shownText } from "../../options/constant.ts";
import {
  type Built,
  builtIn,
  describeConstruction,
  nameOf,
  optionsArgument,
  propertyOf,
} from "../../options/constructions.ts";
import { isSet, mayHold, type OptionEntry } from "../../options/options.ts";
import { rangeOf } from "../../text.ts";
import type { Linked, Rule } from "../rule.ts";
import { runsInBrowser } from "../running/in-browser.ts";
import { saysInCode } from "../running/said-in-code.ts";
import { doubted } from "../running/who-runs.ts";
import { isAskedWithin } from "./asked.ts";
import { builtPer, isClosedWhereBuilt } from "./built-per.ts";
import { isShown, mayCarry, parameterIn, stringsOf } from "./connection-strings.ts";
import { isCutOff } from "./cut-off.ts";
import { listens } from "./listeners.ts";
import { isLimitedByCalls, isRegistered } from "./nest-modules.ts";
import { opensNothing } from "./opened.ts";
import { saysSo, setsDefault } from "./set-elsewhere.ts";

/** A limit that one rule asks for. */
export interface Limit {
  rule: RuleId;
  concept: Concept;
  /** What happens without it, without a full stop. */
  consequence: Sentence;
  /** Text in the code of the file, or of one that the options are in, that says the limit is set in another way. */
  quiet?: RegExp;
}

/** Where a caller hands a connection over to somebody with rules of their own. */
const foreignConnections = /bullmq|["']bull["']|socket\.io|BullModule/;

/** A rule that wants one limit of every pool or client that has an option for it and no limit of its own. */
export function limitRule(limit: Limit): Rule {
  return {
    id: limit.rule,
    check: (linked, file) => {
      const all = builtIn(linked.evaluator, file, linked.graph.outwardCalls(file));
      const found = all.flatMap((built) => {
        const missing = check(linked, file, built, limit);
        const alone =
          limit.rule === "pool-acquire-timeout" && missing.length > 0
            ? whoIsAlone(linked, file, built)
            : undefined;
        return alone === undefined
          ? missing
          : missing.map((one) => ({ ...one, certainty: "possible" as const, doubt: alone }));
      });
      if (found.every(({ certainty }) => certainty === "possible")) return found;
      // A person who waits in front of a page can reload it.
      const inBrowser = limit.rule === "http-timeout" && runsInBrowser(linked, file);
      const told = inBrowser ? found.filter((one) => isOfNode(one)) : found;
      return told.map((one) => doubted(linked, file, one));
    },
  };
}

/** Why nobody waits for connections that others hold: a pool is used where it is made, and nowhere else. */
function whoIsAlone(linked: Linked, file: FileNode, built: Built): Sentence | undefined {
  // That it is built for each is what `pool-per-request` says.
  if (builtPer(linked, file, built) === "request")
    return sentence("each request builds its own, which no other takes connections of");
  return isClosedWhereBuilt(file, built) ? sentence("the function that opens it also closes it") : undefined;
}

/** No browser has it, wherever the file lies. */
function isOfNode({ data }: Finding): boolean {
  return data.kind === "limit" && /^(got|undici)$/.test(data.library);
}

function check(linked: Linked, file: FileNode, built: Built, limit: Limit): Finding[] {
  const { facts, options, library } = built;
  const lost = misplaced(file, built, limit);
  if (lost.length > 0 || opensNothing(built)) return lost;
  const unsupported = facts.unsupported.find(({ concept }) => concept === limit.concept);
  if (unsupported !== undefined) return withoutOption(linked, file, built, limit, unsupported);
  const taken = takenByUrl(linked, file, built, limit);
  if (taken.length > 0) return taken;
  const spellings = facts.properties.filter(
    ({ concept, onlyWith }) =>
      concept === limit.concept && (onlyWith === undefined || isAskedFor(linked, file, built, onlyWith)),
  );
  const open = spellings.find((known) => known.default === "unlimited" || known.tooLong === true);
  const missing = open ?? spellings[0];
  if (missing === undefined) return [];
  const set = options.entries.filter(
    (entry) =>
      spellings.some((known) => known.property === entry.path || known.aliases?.includes(entry.path)) &&
      isSet(options, entry),
  );
  if (open === undefined && set.length === 0) return [];
  let held: number | undefined;
  for (const { path, file: from, property } of set) {
    const { value } = constantOf(linked.project, from, property.value);
    const known = spellings.find((s) => s.property === path || s.aliases?.includes(path)) ?? missing;
    if (typeof value !== "number" || !isNone(known, value)) return [];
    held = value;
  }
  // What cannot be seen may well be set there.
  const names = spellings.flatMap(({ property, aliases = [] }) => [property, ...aliases]);
  if (set.length === 0 && mayHold(options, names)) return [];
  if (set.length === 0 && mayCarry(linked, file, built, missing)) return [];
  // So may a connection string from outside, where the library takes this option from it.
  if (limit.rule === "query-timeout" && connectsByHiddenString(linked, file, built)) return [];
  const { quiet } = limit;
  const sources = [file, ...options.objects.map((object) => object.file)];
  if (quiet !== undefined && set.length === 0 && sources.some((one) => saysInCode(one, quiet))) return [];
  if (limit.rule === "query-timeout" && listens(file, built)) return [];
  if (library.name === "ioredis" && foreignConnections.test(file.source)) return [];
  if (limit.rule === "http-timeout" && set.length === 0 && isLimited(linked, file, built, names)) return [];
  const found = describe(linked, file, built, limit, missing, held);
  const hidden = !stringsOf(built).every((entry) => isShown(linked, entry.file ?? file, entry.value));
  if (!hidden || found.certainty !== "certain") return [found];
  const doubt = sentence("the connection string cannot be seen here, and may set it");
  return [{ ...found, certainty: "likely", doubt }];
}

/** `useUnifiedTopology: true`, or `mongoose.set("useUnifiedTopology", true)` in a file of the package. */
function isAskedFor(linked: Linked, file: FileNode, { library, options }: Built, name: string): boolean {
  const isOff = (value: Value) => value.kind === "literal" && value.value === false;
  if (options.entries.some(({ path, property }) => path === name && !isOff(property.value))) return true;
  return saysSo(linked, file, library, new RegExp(`\\bset\\(\\s*["']${name}["']\\s*,\\s*true`));
}

/** How many of its unit a day has, where it is one of time. */
const inADay: Partial<Record<PropertyFacts["unit"], number>> = { ms: 86_400_000, s: 86_400 };

/** The value that means no limit, or one so long that nobody is there to see it end. */
function isNone(property: PropertyFacts, value: number): boolean {
  return value === property.unlimited || isOverADay(property, value);
}

function isOverADay({ unit }: PropertyFacts, value: number): boolean {
  return value >= (inADay[unit] ?? Number.POSITIVE_INFINITY);
}

/** Whether the limit is set beside the call: as a default of its library or instance, by a race, or by each call of the instance. */
function isLimited(linked: Linked, file: FileNode, built: Built, names: readonly string[]): boolean {
  const { library, facts, call, index } = built;
  if (facts.around !== undefined && saysInCode(file, facts.around)) return true;
  return (
    isCutOff(linked, file, call) ||
    setsDefault(linked, file, library, nameOf(file, index)) ||
    saysSo(linked, file, library, facts.elsewhere) ||
    isRegistered(linked, file, library, call, facts.broughtBy) ||
    isLimitedByCalls(linked, file, built, names) ||
    isAskedWithin(linked, file, built, names)
  );
}

/** Whether a connection string may carry a limit on queries: one that is not all in sight, or says so. */
function connectsByHiddenString(linked: Linked, file: FileNode, built: Built): boolean {
  const { call, facts, options } = built;
  const { connection } = facts;
  const says = (from: FileNode, value: Value | undefined): boolean =>
    value === undefined ||
    !isShown(linked, from, value) ||
    /[?&](statement_timeout|query_timeout|options)=/.test(shownText(linked.project, from, value) ?? "");
  const isObject = (path: string) => options.objects.some((object) => object.path === path);
  const named = options.entries.filter(
    ({ path }) =>
      /^(.+\.)?(connectionString|url)$/.test(path) ||
      (facts.urlProperties?.includes(path) === true && !isObject(path)),
  );
  if (named.length > 0) return named.some((entry) => says(entry.file, entry.property.value));
  // `new Sequelize(url, options)`
  const [first] = facts.argument < 0 && facts.url === 0 && call.arguments.length < 3 ? call.arguments : [];
  if (first !== undefined && first.kind !== "object") return says(file, first);
  // `new Client(url)`
  const argument = optionsArgument(call, facts);
  if (options.objects.length === 0 && argument !== undefined) return says(file, argument);
  if (connection === undefined || isObject(connection)) return false;
  const held = options.entries.find(({ path }) => path === connection);
  return says(held?.file ?? file, held?.property.value);
}

/** `?pool_timeout=0`: a limit that the connection string takes away. */
function takenByUrl(linked: Linked, file: FileNode, built: Built, limit: Limit): Finding[] {
  const { facts, library } = built;
  const known = facts.urlParameters?.find(({ concept }) => concept === limit.concept);
  if (known === undefined) return [];
  const set = parameterIn(linked, file, built, known.parameter);
  if (set !== known.unlimited) return [];
  return [
    {
      ...base(
        file,
        built,
        limit,
        sentence(
          "{0} in the connection string means no limit: {1}.",
          `${known.parameter}=${set}`,
          limit.consequence,
        ),
      ),
      certainty: "certain",
      unfixable: sentence("without the parameter the limit is the library's own"),
      data: {
        kind: "limit",
        library: library.name,
        property: known.parameter,
        concept: limit.concept,
        optional: false,
      },
    },
  ];
}

/** Options in a place where the library does not look, and none where it does. */
function misplaced(file: FileNode, built: Built, limit: Limit): Finding[] {
  const { facts, options, library } = built;
  const isRead = options.entries.some(
    (entry) => propertyOf(facts, entry.path)?.concept === limit.concept && isSet(options, entry),
  );
  if (isRead) return [];
  return (facts.misplaced ?? []).flatMap(({ path, belongs, concept = "pool.acquireTimeout", rename }) => {
    const entry = concept === limit.concept ? options.entries.find((e) => e.path === path) : undefined;
    if (entry === undefined) return [];
    const renamed = rename === undefined ? [] : [renaming(entry, rename)];
    const { start, end } =
      entry.file === file ? entry.property : { ...built.call, end: built.call.callee.end };
    return [
      {
        rule: limit.rule,
        message: sentence("{0} does not read {1}: it belongs to {2}.", library.title, path, belongs),
        file: file.path,
        range: rangeOf(file.facts.lineStarts, [start, end]),
        related: [],
        certainty: "certain" as const,
        fixes: renamed,
        ...(renamed.length > 0 ? {} : { unfixable: sentence("the option has to be moved by hand") }),
        data: {
          kind: "limit" as const,
          library: library.name,
          property: path,
          concept: limit.concept,
          optional: false,
        },
      },
    ];
  });
}

/** Gives an option the name that the library reads; its value stays. */
function renaming({ file, path, property }: OptionEntry, to: string): Fix {
  const key = path.slice(path.lastIndexOf(".") + 1);
  const { start, shorthand } = property;
  const quoted = /^["']/.exec(file.source.slice(start))?.[0] ?? "";
  const end = start + key.length + 2 * quoted.length;
  const range = rangeOf(file.facts.lineStarts, [start, end]);
  const newText = shorthand ? `${to}: ${key}` : `${quoted}${to}${quoted}`;
  return {
    title: sentence("Rename {0} to {1}", key, to),
    edits: [{ file: file.path, range, newText }],
    isPreferred: true,
  };
}

/** The library has no such limit: what to do instead, where it is not done. */
function withoutOption(
  linked: Linked,
  file: FileNode,
  built: Built,
  limit: Limit,
  unsupported: Built["facts"]["unsupported"][number],
): Finding[] {
  const { options, library } = built;
  const { remedy } = unsupported;
  if (remedy !== undefined && mayHold(options, [remedy.property])) return [];
  if (remedy !== undefined && isBoundByUrl(linked, file, built, remedy.property)) return [];
  const bounds = (entry: OptionEntry): boolean => {
    const { value } = constantOf(linked.project, entry.file, entry.property.value);
    // `queueLimit: 0` and `waitForConnections: true` are what holds without them.
    if (entry.path === remedy?.property) return value !== 0;
    return /^(.+\.)?waitForConnections$/.test(entry.path) && value !== true;
  };
  if (options.entries.some((entry) => isSet(options, entry) && bounds(entry))) return [];
  const found = base(
    file,
    built,
    limit,
    sentence("{0}: {1}. Instead, {2}.", unsupported.reason, limit.consequence, unsupported.advice),
  );
  const fixes =
    remedy === undefined ? [] : fixesFor(linked, file, built, remedy.property, remedy.value).fixes;
  return [
    {
      ...found,
      certainty: "likely",
      doubt: sentence("a limit around the calls is not looked for"),
      fixes,
      ...(fixes.length > 0 ? {} : { unfixable: sentence("{0} has no option for it", library.title) }),
      data: { kind: "limit", library: library.name, property: "", concept: limit.concept, optional: true },
    },
  ];
}

/** `mysql://db/app?queueLimit=100`, or `waitForConnections=false`. */
function isBoundByUrl(linked: Linked, file: FileNode, built: Built, remedy: string): boolean {
  const bound = parameterIn(linked, file, built, remedy);
  if (bound !== undefined && Number(bound) !== 0) return true;
  const waits = parameterIn(linked, file, built, "waitForConnections");
  return waits !== undefined && waits !== "true";
}

function describe(
  linked: Linked,
  file: FileNode,
  built: Built,
  limit: Limit,
  missing: PropertyFacts,
  /** What it is set to, which is no limit. */
  held: number | undefined,
): Finding {
  const { library } = built;
  const long = missing.tooLong === true && held === undefined;
  const { property, recommendedText } = missing;
  const recommended =
    missing.recommended ?? (typeof missing.default === "number" ? missing.default : undefined);
  const endless = held !== undefined && isOverADay(missing, held);
  const state =
    held !== undefined
      ? endless
        ? sentence("{0} is {1} {2}, more than a day", property, held, missing.unit)
        : sentence("{0} is {1}, which means no limit", property, held)
      : long
        ? sentence(
            "{0} is not set, and {1} waits {2} s",
            property,
            library.title,
            Number(missing.default) / 1000,
          )
        : sentence("{0} is not set, and {1} has no limit by default", property, library.title);
  const consequence = endless
    ? sentence("whoever waits has given up long before")
    : long
      ? sentence("a slow server holds its callers that long")
      : limit.consequence;
  const example =
    recommendedText ?? (recommended === undefined ? undefined : `${recommended} ${missing.unit}`);
  const message =
    example === undefined
      ? sentence("{0}: {1}.", state, consequence)
      : sentence("{0}: {1}. Set it, to {2} for example.", state, consequence, example);
  const wanted = recommendedText === undefined ? recommended : { text: recommendedText };
  const fixed = wanted === undefined ? undefined : fixesFor(linked, file, built, property, wanted);
  return {
    ...base(file, built, limit, message),
    ...(long
      ? { certainty: "possible", doubt: sentence("{0} gives up by itself, if late", library.title) }
      : wanted === undefined
        ? { certainty: "possible", doubt: sentence("queries may be meant to take long") }
        : { certainty: "certain" }),
    ...(fixed ?? { fixes: [], unfixable: sentence("what is long enough depends on the queries") }),
    data: {
      kind: "limit",
      library: library.name,
      property,
      concept: missing.concept,
      optional: limit.concept === "query.timeout",
    },
  };
}

function base(
  file: FileNode,
  built: Built,
  limit: Limit,
  message: Sentence,
): Omit<Finding, "certainty" | "data"> {
  const { call, index } = built;
  const name = nameOf(file, index);
  return {
    rule: limit.rule,
    message: name === undefined ? message : sentence("{0}: {1}", name, message),
    file: file.path,
    range: rangeOf(file.facts.lineStarts, [call.start, Math.max(call.callee.end, call.start)]),
    related: [],
    fixes: [],
  };
}

function fixesFor(
  linked: Linked,
  file: FileNode,
  built: Built,
  property: string,
  value: number | { text: string },
): { fixes: Fix[]; unfixable?: Sentence } {
  const construction = describeConstruction(linked.evaluator, file, built);
  const result = setPropertyEdit(construction, property, value);
  if ("refused" in result) return { fixes: [], unfixable: result.refused };
  const title = sentence("Set {0} to {1}", property, typeof value === "number" ? value : value.text);
  return { fixes: [{ title, edits: [result.edit], isPreferred: true }] };
}
