import { search } from "../../catalog/index.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { calleesOf } from "../../link/queries/by-text.ts";
import type { SqlParameter } from "../../link/queries/sql.ts";
import type { Evaluator } from "../../link/values/evaluator.ts";

/** What the SQL text of a query has in the place of a table: `table` of sql`SELECT … FROM ${table}`. */
export function tablesInText(evaluator: Evaluator, file: FileNode, call: CallFact): Value[] {
  const out: Value[] = [];
  if (!call.arguments.some(({ kind }) => texts.has(kind))) return out;
  for (const entity of calleesOf(evaluator, file, call)) {
    const operation =
      entity.kind === "operation"
        ? entity.member.call
        : entity.kind === "library"
          ? search(entity.library, entity.type, (type) => type.call)
          : undefined;
    const at = call.form === "tag" ? 0 : operation?.sql;
    const text = at === undefined ? undefined : call.arguments[at];
    const isName = call.form === "tag" ? namesTable : namesAny;
    if (text !== undefined) collect(file, text, call.arguments[1], out, isName, 0);
  }
  return out;
}

/** What an SQL text may be written as, or held by. */
const texts: ReadonlySet<Value["kind"]> = new Set(["text", "operation", "literal", "name", "call"]);

/** The same of a text that a call passes to a function which sends it. */
export function tablesPassedInText(
  file: FileNode,
  { arguments: given }: CallFact,
  { parameter, property }: SqlParameter,
  bound: number,
): Value[] {
  const out: Value[] = [];
  const passed = given[parameter - bound];
  const text =
    property === "" || passed?.kind !== "object"
      ? passed
      : passed.properties.findLast(({ key }) => key === property)?.value;
  if (text !== undefined) collect(file, text, given[parameter - bound + 1], out, namesAny, 0);
  return out;
}

function collect(
  file: FileNode,
  text: Value,
  values: Value | undefined,
  out: Value[],
  isName: (before: string) => boolean,
  hops: number,
): void {
  if (hops > 6) return;
  const inner = (part: Value | undefined) => {
    if (part !== undefined) collect(file, part, values, out, isName, hops + 1);
  };
  switch (text.kind) {
    case "text":
      text.of.forEach((hole, index) => {
        const before = text.strings.slice(0, index + 1).join("?");
        if (isName(before)) out.push(hole);
      });
      return;
    case "operation": {
      const parts = text.operator === "+" ? sumOf(text) : [];
      let before = "";
      for (const part of parts) {
        if (part.kind === "literal") before += String(part.value);
        else if (isName(before)) out.push(part);
        if (part.kind !== "literal") before += "?";
      }
      return;
    }
    case "literal":
      if (typeof text.value === "string" && values?.kind === "array") {
        out.push(...identifiers(text.value, values.items));
      }
      return;
    case "name": {
      const held = file.facts.bindings[text.binding]?.values ?? [];
      for (const { value } of held.slice(0, 4)) inner(value);
      return;
    }
    case "call":
      // sql.raw(`…`), and sql`…` of a library that writes its text with a tag.
      {
        const made = file.facts.calls[text.call];
        const [first] = made?.arguments ?? [];
        const names = made?.form === "tag" ? namesTable : isName;
        if (first !== undefined) collect(file, first, values, out, names, hops + 1);
      }
      return;
    default:
  }
}

/** `a + (b + c)` as its parts, from left to right. */
function sumOf(value: Value): Value[] {
  return value.kind === "operation" && value.operator === "+" ? value.of.flatMap(sumOf) : [value];
}

/** `select … from ??`: the values that stand for identifiers, as Knex and mysql2 write it. */
function identifiers(text: string, items: readonly Value[]): Value[] {
  let before = "";
  return text.split(/(\?\??)/).flatMap((part, index) => {
    const item = index % 2 === 1 ? items[(index - 1) / 2] : undefined;
    const found = item !== undefined && part === "??" && namesTable(before) ? [item] : [];
    before += part;
    return found;
  });
}

/** What stands there is a table or a column: with another one it is another statement. What a tag has in its holes are values. */
function namesAny(before: string): boolean {
  return namesTable(before) || (column.test(before) && !/\bfrom\b/i.test(before));
}

/** `SELECT min(`, `SELECT id, t.` */
const column =
  /^\s*select\s+(?:distinct\s+)?(?:[^'=<>]*[,\s])?(?:(?:min|max|sum|avg|count)\(\s*(?:distinct\s+)?)?(?:\w+\.)?["`]?$/i;

/** The text ends where a table's name begins or goes on: `FROM `, `JOIN "public".`. */
function namesTable(before: string): boolean {
  return place.test(before) && !otherFrom.test(before);
}

const place =
  /\b(?:from|join|update|into|table)\s+(?:only\s+)?["'`[\w$.?]*$|\b(?:pg_(?:total_)?relation_size|pg_table_size|pg_indexes_size|to_regclass)\s*\(\s*["'`]*$/i;
/** `extract(epoch from …)`, `IS DISTINCT FROM …`: no table. */
const otherFrom = /\bdistinct\s+from\s+\S*$|\b(?:extract|substring|trim|overlay)\s*\([^()]*$/i;
