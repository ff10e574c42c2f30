import { sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/iteration.ts";
import { mentions } from "../../link/mentions.ts";
import type { FileNode } from "../../link/project.ts";
import type { Reach } from "../../link/reach.ts";
import type { TextEdit } from "../../text.ts";
import { elementBindings } from "../elements.ts";
import type { Linked } from "../rule.ts";
import { keyTypeOf } from "./key-type.ts";
import {
  awaitAround,
  before,
  beforeImports,
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
export function loaderFix({ linked, file, call, loop: resolver, reach, names }: Repeated): Fixed {
  if (reach.next !== undefined)
    return refused(sentence("the query is in another function, which would have to take many"));
  const loaderClass = classOf(linked, file);
  if (loaderClass === undefined)
    return refused(sentence("the project has no DataLoader yet: it is a package of its own"));
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
  const lines = [
    `const ${name} = new ${loaderClass.name}(`,
    `${indent}async ${keys} => {`,
    `${indent}${indent}const rows = await ${rows.all("[...keys]")}${end}`,
    `${indent}${indent}return keys.map((key) => rows.filter((row) => row.${rows.key} === key))${end}`,
    `${indent}},`,
    `${indent}{ cache: false },`,
    `)${end}`,
    "",
  ];
  const edits: TextEdit[] = [
    before(file, statement, lines),
    replace(file, asked, `${asked === call ? "" : "await "}${name}.load(${textOf(file, rows.value)})`),
  ];
  if (loaderClass.imported !== undefined) edits.unshift(beforeImports(file, loaderClass.imported));
  return { fixes: [{ title: sentence("Ask through a DataLoader"), edits, isPreferred: false }] };
}

interface Rows {
  key: string;
  value: Value;
  all(keys: string): string;
}

/** The query for all rows with one value in one field, and the same for many values. */
function rowsOf(file: FileNode, call: CallFact, reach: Reach): Rows | undefined {
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

/** What DataLoader is called here, with the import that is missing; undefined where the project does not have it. */
function classOf(linked: Linked, file: FileNode): { name: string; imported?: string } | undefined {
  const known = file.facts.imports.find(({ module }) => module === "dataloader");
  if (known !== undefined) {
    const name = file.facts.bindings[known.binding]?.name;
    return name === undefined ? undefined : { name };
  }
  if (!/^import\b/m.test(file.source) || file.facts.bindings.some(({ name }) => name === "DataLoader"))
    return undefined;
  for (const { outline } of linked.project.files.values()) {
    const found = outline.imports.find(({ module }) => module === "dataloader");
    if (found === undefined) continue;
    const what = found.name === "*" ? "* as DataLoader" : "DataLoader";
    const { quote, end } = styleOf(file);
    return { name: "DataLoader", imported: `import ${what} from ${quote}dataloader${quote}${end}\n` };
  }
  return undefined;
}

/** Where the statement of the module begins that `offset` is in: the last line before it that can only be one. */
function topStatement(file: FileNode, offset: number): number | undefined {
  const { functions, classes, lineStarts } = file.facts;
  const start = lineStarts.findLast(
    (line) =>
      line <= offset &&
      /^(export|const|let|var|function|async function|builder\.)\b/.test(file.source.slice(line, line + 40)),
  );
  if (start === undefined) return undefined;
  const inside = [...functions.slice(1), ...classes].some((one) => one.start < start && one.end > start);
  return inside || classes.some((one) => one.start >= start && one.start <= offset && one.end >= offset)
    ? undefined
    : start;
}
