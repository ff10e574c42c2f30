import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Reach } from "../../link/graph.ts";
import type { Iteration } from "../../link/iteration.ts";
import { dependsOn, mentions } from "../../link/mentions.ts";
import type { FileNode } from "../../link/project.ts";
import type { TextEdit } from "../../text.ts";
import { changingIn, elementBindings } from "../elements.ts";
import type { Linked } from "../rule.ts";
import { batchSite } from "./batch-site.ts";
import { importing } from "./imports.ts";
import { loaderFix } from "./loader.ts";
import {
  asserted,
  before,
  eachOf,
  type Fixed,
  freeName,
  isFixed,
  isPlain,
  refused,
  replace,
  textOf,
} from "./place.ts";
import { lowered, modelOf, only, onlyProperty, raised } from "./queried.ts";
import { styleOf } from "./style.ts";
import { changesInLoop } from "./unsteady.ts";

/** How a library asks for one row by key, and for many. */
interface ByKey {
  /** The field that the rows are told apart by. */
  key: string;
  value: Value;
  /** The call that asks for all, given the text of the list of keys. */
  all(keys: string): string;
  /** Text of the key in a row, and of the key that is looked for. */
  keyOf(row: string): string;
  lookUp(value: string): string;
  /** What the single query gives when there is no row. */
  missing: string;
  /** The query gives all rows with that key, not one. */
  list?: true;
  /** A name that has to be imported, and from where. */
  needs?: { name: string; module: string };
}

/**
 * The rewrite of `for (const x of list) { … await find(x.id) … }` to one query before the loop and a map: only where the query is
 * by a unique key, the list can be named twice, and nothing in the loop writes.
 */
export function batchFix(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  reach: Reach,
  names: Set<string>,
): Fixed {
  if (loop.parent !== undefined) return loaderFix(linked, file, call, loop, reach, names);
  if (reach.next !== undefined)
    return refused(sentence("the query is in another function, which would have to take many"));
  const site = batchSite(linked, file, call, loop);
  if ("template" in site) return refused(site);
  const why = notEveryTurn(file, call, loop);
  if (why !== undefined) return refused(why);
  const single = byKey(file, call, reach);
  if (single === undefined) return refused(sentence("the query is not by one unique key alone"));
  if (!ofElement(file, single.value, loop))
    return refused(sentence("the key is not a property of the element"));
  if (otherwiseOfTurn(file, call, loop, single.value))
    return refused(sentence("more than the key is another in each turn"));
  if (writesInside(linked, file, loop))
    return refused(sentence("the loop writes, and a later turn may read what was written"));
  if (changesInLoop(file, call, loop, single.value))
    return refused(sentence("the loop changes its list, its elements or what it finds"));
  const name = freeName(
    file,
    `${lowered(reach.query.subject || modelOf(call))}${single.list === true ? "s" : ""}By${raised(single.key)}`,
    names,
  );
  const key = textOf(file, asserted(file, single.value));
  const keys = eachOf(file, loop, site.pattern, key, site.isArray);
  const { end, indent } = styleOf(file);
  const constant = file.facts.language === "typescript" ? " as const" : "";
  const sought = single.lookUp(key);
  const [all, found] =
    single.list === true
      ? [
          [`const ${name} = await ${single.all(keys)}${end}`],
          `${name}.filter((row) => ${single.keyOf("row")} === ${sought})`,
        ]
      : [
          [
            `const ${name} = new Map(`,
            `${indent}(await ${single.all(keys)}).map((row) => [${single.keyOf("row")}, row]${constant}),`,
            `)${end}`,
          ],
          `${name}.get(${sought})${single.missing}`,
        ];
  const edits: TextEdit[] = [
    before(file, site.statement, all),
    replace(file, site.asked, wrapped(file, site.asked, found)),
  ];
  if (single.needs !== undefined) edits.push(...importing(file, single.needs));
  return { fixes: [{ title: sentence("Ask once before the loop"), edits, isPreferred: true }] };
}

function byKey(file: FileNode, call: CallFact, reach: Reach): ByKey | undefined {
  const { name, library } = reach.query;
  if (library.name === "knex" && name === "first") return knexByKey(file, call);
  if (call.callee.kind !== "member" || call.arguments.length !== 1) return undefined;
  const receiver = textOf(file, call.callee.of);
  const [argument] = call.arguments;
  if (argument === undefined || !isPlain(call.callee.of)) return undefined;
  if (library.name === "prisma" && name === "findUnique") {
    const where = onlyProperty(only(argument, "where", ["include"])?.value);
    const include =
      argument.kind === "object" ? argument.properties.find(({ key }) => key === "include") : undefined;
    if (where === undefined) return undefined;
    const rest = include === undefined ? "" : `, ${textOf(file, include)}`;
    return {
      ...where,
      all: (keys) => `${receiver}.findMany({ where: { ${where.key}: { in: ${keys} } }${rest} })`,
      keyOf: (row) => `${row}.${where.key}`,
      lookUp: (value) => value,
      missing: " ?? null",
    };
  }
  if (library.name === "prisma" && name === "findMany") return prismaRows(file, receiver, argument);
  if (library.name === "typeorm" && (name === "findOneBy" || name === "findOne")) {
    const where = onlyProperty(name === "findOne" ? only(argument, "where", [])?.value : argument);
    if (where?.key !== "id") return undefined;
    return {
      ...where,
      all: (keys) => `${receiver}.findBy({ id: In(${keys}) })`,
      keyOf: (row) => `${row}.id`,
      lookUp: (value) => value,
      missing: " ?? null",
      needs: { name: "In", module: "typeorm" },
    };
  }
  if (library.name === "sequelize" && name === "findOne") {
    const where = onlyProperty(only(argument, "where", [])?.value);
    // Of several rows with one value the first is given; only the key is sure to have one.
    if (where?.key !== "id") return undefined;
    return {
      ...where,
      all: (keys) => `${receiver}.findAll({ where: { id: ${keys} } })`,
      keyOf: (row) => `${row}.id`,
      lookUp: (value) => value,
      missing: " ?? null",
    };
  }
  if (library.name === "drizzle" && name === "findFirst") return drizzleByKey(file, receiver, argument);
  if (library.name === "mongodb" && name === "findOne") {
    const where = onlyProperty(argument);
    if (where?.key !== "_id") return undefined;
    return {
      key: "id",
      value: where.value,
      all: (keys) => `${receiver}.find({ _id: { $in: ${keys} } }).toArray()`,
      keyOf: (row) => `String(${row}._id)`,
      lookUp: (value) => `String(${value})`,
      missing: " ?? null",
    };
  }
  if (library.name === "mongoose" && name === "findById") {
    return {
      key: "id",
      value: argument,
      all: (keys) => `${receiver}.find({ _id: { $in: ${keys} } })`,
      keyOf: (row) => `String(${row}._id)`,
      lookUp: (value) => `String(${value})`,
      missing: " ?? null",
    };
  }
  return undefined;
}

/** `prisma.item.findMany({ where: { orderId } })`: the rows of all, of which each turn takes its own. */
function prismaRows(file: FileNode, receiver: string, argument: Value): ByKey | undefined {
  const where = onlyProperty(only(argument, "where", ["include", "orderBy"])?.value);
  if (where === undefined || argument.kind !== "object" || /^(AND|OR|NOT)$/.test(where.key)) return undefined;
  const others = argument.properties.filter(({ key }) => key !== "where");
  if (!others.every(({ value }) => isFixed(file, value))) return undefined;
  const rest = others.map((property) => `, ${textOf(file, property)}`).join("");
  return {
    ...where,
    all: (keys) => `${receiver}.findMany({ where: { ${where.key}: { in: ${keys} } }${rest} })`,
    keyOf: (row) => `${row}.${where.key}`,
    lookUp: (value) => value,
    missing: "",
    list: true,
  };
}

/** `knex("users").where({ id }).first()`. */
function knexByKey(file: FileNode, call: CallFact): ByKey | undefined {
  if (call.callee.kind !== "member" || call.arguments.length > 0 || call.callee.of.kind !== "call")
    return undefined;
  const inner = file.facts.calls[call.callee.of.call];
  if (inner?.callee.kind !== "member" || inner.callee.name !== "where" || inner.arguments.length !== 1)
    return undefined;
  const where = onlyProperty(inner.arguments[0]);
  const table = inner.callee.of;
  const started = table.kind === "call" ? file.facts.calls[table.call] : undefined;
  // Without a table there is nothing to ask twice, and what else is in the chain may matter.
  if (where?.key !== "id" || started === undefined || !isPlain(started.callee)) return undefined;
  return {
    ...where,
    all: (keys) => `${textOf(file, table)}.whereIn("id", ${keys})`,
    keyOf: (row) => `${row}.id`,
    lookUp: (value) => value,
    missing: "",
  };
}

/** `db.query.users.findFirst({ where: eq(users.id, id) })`. */
function drizzleByKey(file: FileNode, receiver: string, argument: Value): ByKey | undefined {
  const condition = only(argument, "where", ["with"])?.value;
  const equal = condition?.kind === "call" ? file.facts.calls[condition.call] : undefined;
  const [column, value] = equal?.arguments ?? [];
  if (equal?.callee.kind !== "name" || equal.callee.name !== "eq" || column?.kind !== "member")
    return undefined;
  if (column.name !== "id" || value === undefined || !isPlain(value) || !isPlain(column)) return undefined;
  const joined =
    argument.kind === "object" ? argument.properties.find(({ key }) => key === "with") : undefined;
  const rest = joined === undefined ? "" : `, ${textOf(file, joined)}`;
  return {
    key: "id",
    value,
    all: (keys) => `${receiver}.findMany({ where: inArray(${textOf(file, column)}, ${keys})${rest} })`,
    keyOf: (row) => `${row}.id`,
    lookUp: (key) => key,
    missing: "",
    needs: { name: "inArray", module: "drizzle-orm" },
  };
}

/** Why the query is not simply made in each turn: what skips it may also be what makes the key one, or what handles its error. */
function notEveryTurn(file: FileNode, call: CallFact, loop: Iteration): Sentence | undefined {
  const { regions, exits } = file.facts;
  const body = loop.callback >= 0 ? file.facts.functions[loop.callback]?.body : loop.region;
  for (let at = call.region, hops = 0; at >= 0 && at !== body && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined) break;
    if (region.kind === "try") return sentence("an error of the query is handled in its own turn");
    if (region.kind !== "finally") return sentence("the query is not made in every turn");
    at = region.parent;
  }
  const leaves = exits.some(
    ({ start, end }) => start >= loop.bodyStart && end <= call.start && start > loop.end,
  );
  return leaves ? sentence("the query is not made in every turn") : undefined;
}

/** Whether the query names anything of its turn but in the key: it could not stand before the loop. */
function otherwiseOfTurn(file: FileNode, call: CallFact, loop: Iteration, key: Value): boolean {
  const changing = changingIn(file, loop);
  return [call.callee, ...call.arguments].some((value) =>
    mentions(
      file,
      value,
      (at) => at.kind === "name" && changing.has(at.binding) && !(at.start >= key.start && at.end <= key.end),
    ),
  );
}

/** Made of the element and nothing that is declared in the loop. */
function ofElement(file: FileNode, value: Value, loop: Iteration): boolean {
  const elements = new Set(elementBindings(file, loop));
  if (!isPlain(value) || !dependsOn(file, value, elements)) return false;
  let root: Value = value;
  while (root.kind === "member") root = root.of;
  if (root.kind !== "name" || !elements.has(root.binding)) return false;
  // The second parameter of a callback is the index.
  const { binding } = root;
  const parameters = file.facts.functions[loop.callback]?.parameters ?? [];
  return !parameters.slice(1).some((parameter) => parameter.binding === binding);
}

/** Anything in the loop that writes, here or further away. */
export function writesInside(linked: Linked, file: FileNode, loop: Iteration): boolean {
  for (const [index, target] of linked.graph.targetsOf(file)) {
    const call = file.facts.calls[index];
    if (call === undefined || call.start < loop.bodyStart || call.end > loop.bodyEnd) continue;
    if (target.queries.some(({ effect }) => effect === "write")) return true;
    if (target.functions.some(({ ref }) => linked.graph.reachOf(ref).write !== undefined)) return true;
  }
  return false;
}

/** In parentheses, unless the text stands alone behind `=`, `=>` or `return`, or as an argument. */
function wrapped(file: FileNode, span: { start: number; end: number }, text: string): string {
  const head = file.source.slice(Math.max(0, span.start - 12), span.start);
  const tail = file.source.slice(span.end, span.end + 12);
  if (/\($/.test(head) && /^\)/.test(tail)) return text;
  const begins = /((?<![=!<>])=|\breturn|=>)\s*$/.test(head);
  return begins && /^\s*[;\n\r),]/.test(tail) ? text : `(${text})`;
}
