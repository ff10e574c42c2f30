import { sentence } from "../../../../words/sentence.ts";
import type { CallFact, Property, Value } from "../../../facts.ts";
import type { Fix } from "../../../finding.ts";
import { mentions } from "../../../link/file/mentions.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { TextEdit } from "../../../text.ts";
import { endOfAssertions } from "../../../text.ts";
import { chainOf } from "../../way/chain.ts";
import { changingIn } from "../../way/elements.ts";
import { answerAt } from "../answer.ts";
import { askedIn, isUnchecked } from "../batch-site.ts";
import { byElement } from "../key.ts";
import { writesWhatIsRead } from "../loop-writes.ts";
import { isNarrowed } from "../narrowed.ts";
import { indentAt, isPlain, patternOf, replace, textOf } from "../place.ts";
import type { Repeated } from "../repeated.ts";
import { type KeyTerm, keyTerm, optionsOf, whereOf } from "../terms.ts";
import { type Turn, turnOf } from "../turn.ts";
import { changesInLoop } from "../unsteady.ts";
import { typeBehind } from "../written-type.ts";
import { type AskedRows, askedRows } from "./asked-rows.ts";
import { hasHooks } from "./hooks.ts";
import { type Related, relationBetween } from "./relation.ts";
import { isSeenWhole } from "./seen.ts";

/**
 * `for (const order of await prisma.order.findMany()) { … await prisma.user.findUnique({ where: { id: order.userId } }) … }` becomes one query
 * that includes the user of each order, where the schema has that relation and nobody sees that the orders have more than they had.
 */
export function includeFix(repeated: Repeated): Fix | undefined {
  const { linked, file, call, loop, reach } = repeated;
  if (reach.query.library.name !== "prisma" || reach.next !== undefined) return undefined;
  const element = elementOf(repeated);
  const rows = loop.collection === undefined ? undefined : askedRows(linked, file, loop.collection);
  if (element === undefined || rows === undefined || !isAsked(file, rows, repeated)) return undefined;
  const included = includedIn(repeated, rows, element);
  const asked = askedIn(file, call, loop.callback >= 0);
  if (included === undefined || asked === undefined || isUnchecked(file, rows.call.start, call))
    return undefined;
  if (isNarrowed(file, call, rows.call.end, { changing: changingIn(file, loop), key: included.key }))
    return undefined;
  if (/\/\/|\/\*/.test(textOf(file, asked))) return undefined;
  const { relation, text, index } = included;
  const wider = widened(file, rows.call, relation.name, text);
  if (wider === undefined || hasHooks(linked)) return undefined;
  const inside = file.facts.regions[rows.call.region]?.function ?? 0;
  const around = file.facts.functions[inside];
  // What a module holds, others may import.
  if (inside === 0 || around === undefined) return undefined;
  const list = rows.binding === undefined ? undefined : file.facts.bindings[rows.binding]?.name;
  // What was included before is nothing new.
  const isNew = wider.length > 0;
  if (isNew && isSeenWhole(file, { list, element, from: rows.call.end }, around, relation.name))
    return undefined;
  const answer = `${element}.${relation.name}${index}`;
  return {
    title: sentence("Include {0} in the query for the list", relation.name),
    edits: [...wider, replace(file, asked, answerAt(file, asked, answer))],
    isPreferred: true,
  };
}

/** What the loop calls its element, where that is one name without a type of its own. */
function elementOf({ file, call, loop }: Repeated): string | undefined {
  const { functions, bindings, calls, regions } = file.facts;
  const inside = regions[call.region]?.function;
  if (loop.kind === "each") {
    const pattern = patternOf(file, loop);
    const isHere = inside === regions[loop.region]?.function;
    return isHere && pattern !== undefined && /^[\w$]+$/.test(pattern) ? pattern : undefined;
  }
  if (loop.kind !== "callback" || loop.parent !== undefined || inside !== loop.callback) return undefined;
  const callee = calls[loop.call]?.callee;
  if (callee?.kind !== "member" || !/^(map|flatMap|forEach)$/.test(callee.name)) return undefined;
  if (callee.of !== loop.collection) return undefined;
  const [first] = functions[loop.callback]?.parameters ?? [];
  const binding = bindings[first?.binding ?? -1];
  if (binding === undefined || first?.rest === true || first?.optional === true) return undefined;
  return typeBehind(file.source, binding.end) === "" ? binding.name : undefined;
}

/**
 * The list is what its query gives, of no other type, and the loop is in the same run of the same function: what is written in between is what is
 * written in the loop.
 */
function isAsked(file: FileNode, rows: AskedRows, { linked, loop, reach, call }: Repeated): boolean {
  const { regions, bindings } = file.facts;
  const { use, types, end, region } = rows.call;
  if (use !== "awaited" || types.length > 0 || endOfAssertions(file.source, end) !== end) return false;
  const binding = bindings[rows.binding ?? -1];
  if (binding !== undefined && typeBehind(file.source, binding.end) !== "") return false;
  const place = loop.kind === "callback" ? file.facts.calls[loop.call]?.region : regions[loop.region]?.parent;
  for (let at = place ?? -1; at !== region; at = regions[at]?.parent ?? -1)
    if (at < 0 || !/^(branch|try)$/.test(regions[at]?.kind ?? "")) return false;
  // An error of the query is one of its own turn.
  for (let at = call.region; at !== place && at >= 0; at = regions[at]?.parent ?? -1)
    if (regions[at]?.kind === "try") return false;
  const since = { ...loop, bodyStart: end };
  return !writesWhatIsRead(linked, file, since, reach) && !changesInLoop(file, call, loop, "");
}

interface Included {
  relation: Related;
  /** What the relation is asked with: `true`, `{ where: …, orderBy: … }`. */
  text: string;
  /** What is taken of a list of which the query gives one. */
  index: string;
  /** What the query asks by. */
  key: Value;
}

/** The query, as what a relation of the rows is included with. */
function includedIn(repeated: Repeated, rows: AskedRows, element: string): Included | undefined {
  const { linked, file, call, loop, reach } = repeated;
  const turn = turnOf(file, loop);
  const there = linked.project.prismaModel(file, reach.query.subject);
  const [argument, ...more] = call.arguments;
  if (there === undefined || argument?.kind !== "object" || more.length > 0) return undefined;
  if (!isSameClient(file, call, rows.call, turn)) return undefined;
  const where = whereOf(argument.properties);
  const key = keyTerm(file, where, turn);
  const said = key && byElement(file, key.value, loop)?.replace(/!$/, "");
  const field = said?.startsWith(`${element}.`) === true ? said.slice(element.length + 1) : undefined;
  if (key === undefined || field === undefined || where?.kind !== "object") return undefined;
  const relation = relationBetween(rows.place, field, there, key.key);
  if (relation === undefined) return undefined;
  const { name } = reach.query;
  const isOne = /^find(Unique|First)(OrThrow)?$/.test(name);
  if (name.endsWith("OrThrow") && !relation.always) return undefined;
  if (relation.list ? name !== "findMany" && name !== "findFirst" : !isOne) return undefined;
  // Without an order, the first of many is any of them.
  if (
    relation.list &&
    name === "findFirst" &&
    !argument.properties.some((option) => option.key === "orderBy")
  )
    return undefined;
  const allowed = relation.list
    ? ["include", "select", "orderBy", ...(name === "findMany" ? ["take"] : [])]
    : ["include", "select", ...(isOne ? ["orderBy"] : [])];
  const options = optionsOf(file, argument, turn, { allowed });
  if (
    options === undefined ||
    !isKnownAt(file, [where, ...options.map(({ value }) => value)], key, rows.call)
  )
    return undefined;
  const others = where.properties.filter((property) => property !== key.property);
  if (!relation.list && others.length > 0) return undefined;
  const parts = options.flatMap((option) => {
    if (option.key === "where")
      return others.length === 0 ? [] : `where: { ${others.map((one) => textOf(file, one)).join(", ")} }`;
    return !relation.list && option.key === "orderBy" ? [] : textOf(file, option);
  });
  if (relation.list && name === "findFirst") parts.push("take: 1");
  return {
    relation,
    text: parts.length === 0 ? "true" : `{ ${parts.join(", ")} }`,
    index: relation.list && name === "findFirst" ? "[0] ?? null" : "",
    key: key.value,
  };
}

/** `prisma.order` and `prisma.user`, of one client or one transaction. */
function isSameClient(file: FileNode, one: CallFact, other: CallFact, turn: Turn): boolean {
  const [a, b] = [chainOf(file, one), chainOf(file, other)];
  if (a.links.length !== 1 || b.links.length !== 1) return false;
  if (a.base.kind !== "member" || b.base.kind !== "member") return false;
  if (!isPlain(a.base.of) || turn.varies(a.base.of)) return false;
  return textOf(file, a.base.of) === textOf(file, b.base.of) && rootOf(a.base.of) === rootOf(b.base.of);
}

function rootOf(value: Value): number | undefined {
  if (value.kind === "member") return rootOf(value.of);
  return value.kind === "name" ? value.binding : undefined;
}

/** What the query is asked with, but for its key, is the same already where the list is asked for. */
function isKnownAt(file: FileNode, values: readonly Value[], key: KeyTerm, { start }: CallFact): boolean {
  const { bindings, assignments } = file.facts;
  const isLater = (value: Value) => {
    if (value.kind !== "name" || value.binding < 0) return false;
    if (value.start >= key.value.start && value.end <= key.value.end) return false;
    const binding = bindings[value.binding];
    if (binding === undefined || binding.kind === "import" || binding.kind === "function") return false;
    if (binding.start > start || binding.values.some((one) => one.later)) return true;
    return assignments.some(({ target }) => rootOf(target) === value.binding);
  };
  return !values.some((value) => mentions(file, value, isLater));
}

/** The query for the list with a relation more; nothing where it has it already, undefined where it cannot be put there. */
function widened(file: FileNode, query: CallFact, name: string, text: string): TextEdit[] | undefined {
  const [argument, ...more] = query.arguments;
  if (more.length > 0) return undefined;
  if (argument === undefined) return [insert(file, query.end - 1, `{ include: { ${name}: ${text} } }`)];
  if (argument.kind !== "object") return undefined;
  const { properties } = argument;
  if (properties.some(({ key }) => key === undefined)) return undefined;
  const chosen = properties.find(({ key }) => key === "include" || key === "select");
  if (chosen === undefined) return [added(file, argument, properties, `include: { ${name}: ${text} }`)];
  const { value } = chosen;
  if (value.kind !== "object" || value.properties.some(({ key }) => key === undefined)) return undefined;
  const known = value.properties.find(({ key }) => key === name);
  if (known === undefined) return [added(file, value, value.properties, `${name}: ${text}`)];
  return textOf(file, known.value) === text ? [] : undefined;
}

/** A property behind the last one, on a line of its own where that is. */
function added(file: FileNode, object: Value, properties: readonly Property[], text: string): TextEdit {
  const last = properties.at(-1);
  if (last === undefined) return replace(file, object, `{ ${text} }`);
  const line = /\n[ \t]*$/.exec(file.source.slice(object.start, last.start))?.[0];
  const gap = line === undefined ? " " : `\n${indentAt(file, last.start)}`;
  return insert(file, last.end, `,${gap}${text}`);
}

function insert(file: FileNode, at: number, text: string): TextEdit {
  return replace(file, { start: at, end: at }, text);
}
