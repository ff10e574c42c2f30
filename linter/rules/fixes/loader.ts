import { sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/iteration.ts";
import { mentions } from "../../link/mentions.ts";
import type { FileNode } from "../../link/project.ts";
import type { Reach } from "../../link/reach.ts";
import type { TextEdit } from "../../text.ts";
import { elementBindings } from "../elements.ts";
import type { ByKey } from "./by-key/by-key.ts";
import { helperLoaderFix } from "./helper-loader.ts";
import { keptRows } from "./kept-rows.ts";
import { keyTypeOf } from "./key-type.ts";
import { classOf, noLoader, topStatement } from "./loader-place.ts";
import {
  awaitAround,
  before,
  type Fixed,
  freeName,
  isFixed,
  isPlain,
  refused,
  replace,
  textOf,
} from "./place.ts";
import { lowered, only, onlyProperty, raised } from "./queried.ts";
import type { Repeated } from "./repeated.ts";
import { styleOf } from "./style.ts";

/**
 * A DataLoader for a field resolver that asks for the rows of its parent. It stands beside the resolvers and keeps nothing, so that it
 * joins the calls of one tick and no request sees what another one loaded.
 */
export function loaderFix(repeated: Repeated): Fixed {
  const { linked, file, call, loop: resolver, reach, names } = repeated;
  if (reach.next !== undefined) return helperLoaderFix(repeated);
  const loaderClass = classOf(linked, file);
  if (loaderClass === undefined) return refused(noLoader);
  const rows = rowsOf(file, call, reach);
  if (rows === undefined) return refused(sentence("the query is not by one field of its parent alone"));
  if (!isPlain(rows.value) || !isOfParent(file, rows.value, resolver))
    return refused(sentence("the query is not by one field of its parent alone"));
  if (call.callee.kind !== "member" || !belongsToModule(file, call.callee.of))
    return refused(
      sentence("the client is not a variable of the module, so a loader for it belongs to the request"),
    );
  const asked = awaitAround(file, call) ?? (call.use === "returned" ? call : undefined);
  const key = keyTypeOf(linked, file, rows.value, resolver);
  if (key === undefined) return refused(sentence("the type of the key is not declared in the code"));
  const statement = topStatement(file, resolver.bodyStart);
  if (asked === undefined || statement === undefined)
    return refused(
      sentence("the resolver is not in a statement of the module that returns or awaits the query"),
    );
  const name = freeName(file, `${lowered(reach.query.subject)}sBy${raised(rows.key)}`, names);
  const keys = key === "" ? "(keys)" : `(keys: readonly ${key}[])`;
  const { indent, end } = styleOf(file);
  const byKey = keptRows(
    file,
    rows,
    { rows: "rows", map: "rowsByKey", keys: "keys" },
    `await ${rows.all("[...keys]")}`,
  );
  const lines = [
    `const ${name} = new ${loaderClass.name}(`,
    `${indent}async ${keys} => {`,
    ...byKey.lines.map((line) => `${indent}${indent}${line}`),
    `${indent}${indent}return keys.map((key) => ${byKey.found("key")})${end}`,
    `${indent}},`,
    `${indent}{ cache: false },`,
    `)${end}`,
    "",
  ];
  const edits: TextEdit[] = [
    before(file, statement, lines),
    replace(file, asked, `${asked === call ? "" : "await "}${name}.load(${textOf(file, rows.value)})`),
  ];
  edits.unshift(...loaderClass.edits);
  return { fixes: [{ title: sentence("Ask through a DataLoader"), edits, isPreferred: false }] };
}

/** The query for all rows with one value in one field, and the same for many values. */
function rowsOf(file: FileNode, call: CallFact, reach: Reach): ByKey | undefined {
  const { name, library } = reach.query;
  const [argument] = call.arguments;
  if (call.callee.kind !== "member" || argument?.kind !== "object" || call.arguments.length !== 1)
    return undefined;
  const listed = { prisma: "findMany", sequelize: "findAll" }[library.name];
  if (listed !== name) return undefined;
  const where = onlyProperty(
    only(argument, "where", ["include", library.name === "prisma" ? "orderBy" : "order"])?.value,
  );
  const others = argument.properties.filter(({ key }) => key !== "where");
  if (where === undefined || !others.every(({ value }) => isFixed(file, value))) return undefined;
  const rest = others.map((property) => `, ${textOf(file, property)}`).join("");
  const receiver = textOf(file, call.callee.of);
  const within = (keys: string) => (library.name === "prisma" ? `{ in: ${keys} }` : keys);
  return {
    ...where,
    all: (keys) => `${receiver}.${name}({ where: { ${where.key}: ${within(keys)} }${rest} })`,
    keyOf: (row) => `${row}.${where.key}`,
    lookUp: (text) => text,
    missing: "",
    list: true,
  };
}

function isOfParent(file: FileNode, value: Value, resolver: Iteration): boolean {
  let root: Value = value;
  while (root.kind === "member") root = root.of;
  return root.kind === "name" && elementBindings(file, resolver).includes(root.binding);
}

/** Nothing of the function around it. */
function belongsToModule(file: FileNode, value: Value): boolean {
  return !mentions(file, value, (at) => {
    if (at.kind === "this") return true;
    return at.kind === "name" && file.facts.bindings[at.binding]?.region !== 0;
  });
}
