import type { Property, Value } from "../../../facts.ts";
import type { Link } from "../../way/chain.ts";
import { type Change, renamed, without } from "../changes.ts";
import { instead, keyTerm } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier, isKeyOf } from "./by-key.ts";

/** Calls that mean the same for many rows as for one. With a join the name of the key may be that of another table's. */
const onward =
  /^(orderBy|whereNull|whereNotNull|whereNot|withGraphFetched|whereNotDeleted|timeout|transacting)$/;

/** `db("users").where({ id }).first()`, `Item.query().where("order_id", orderId)`, `User.query().findById(id)` */
export function knexByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const starts = chain.links.filter((link) => isStart(asked, link));
  const links = chain.links.filter((link) => !starts.includes(link));
  if (starts.length !== 1) return undefined;
  let key: { key: string; value: Value; change: (keys: string) => Change[] } | undefined;
  let first = false;
  for (const link of links) {
    const given = link.call.arguments;
    if (!given.some((value) => turn.varies(value))) {
      if (!given.every((value) => isSteady(file, value, turn))) return undefined;
      if (link.name === "first" && given.length === 0) first = true;
      else if (!/^(and)?where$/i.test(link.name) && !onward.test(link.name) && !selects(link))
        return undefined;
      continue;
    }
    if (key !== undefined) return undefined;
    key = byId(asked, link) ?? condition(asked, link);
    if (key === undefined) return undefined;
    if (link.name === "findById") first = true;
  }
  if (key === undefined || !isIdentifier(key.key)) return undefined;
  const { key: name, value, change } = key;
  if (first && name !== idOf(asked) && !isKeyOf(name, tableOf(starts))) return undefined;
  const columns = links.filter(selects).flatMap(({ call }) => call.arguments);
  if (columns.length > 0 && !columns.some((column) => isColumn(column, name))) return undefined;
  const ends = links.filter((link) => link.name === "first").map(without);
  return byKey(asked, { key: name, value }, (keys) => [...change(keys), ...ends], {
    keyOf: asText.keyOf(name),
    lookUp: asText.lookUp,
    ...(first ? {} : { list: true as const }),
  });
}

/** `db("users")`, `User.query()`: a table by its name. */
function isStart({ file, turn, reach }: Asked, { call, name }: Link): boolean {
  const isQuery = reach.query.library.name === "objection" ? name === "query" : /^(|from|table)$/.test(name);
  return isQuery && call.arguments.every((value) => isSteady(file, value, turn));
}

function selects({ name }: Link): boolean {
  return /^(select|column|columns)$/.test(name);
}

/** What the one start names, in a text: `db("users")` */
function tableOf([start]: readonly Link[]): string {
  const [table] = start?.call.arguments ?? [];
  return table?.kind === "literal" && typeof table.value === "string" ? table.value : "";
}

function isColumn(value: Value, key: string): boolean {
  if (value.kind === "array") return value.items.some((item) => isColumn(item, key));
  return value.kind === "literal" && (value.value === key || value.value === "*");
}

/** `where("id", id)`, `where("id", "=", id)`, `where({ id, active: true })` */
export function condition(
  { file, turn }: Asked,
  link: Link,
): { key: string; value: Value; change: (keys: string) => Change[] } | undefined {
  if (!/^(andW|w)here$/.test(link.name)) return undefined;
  const many = renamed(link, "whereIn");
  const [column, middle, last] = link.call.arguments;
  if (column?.kind === "object") return amongTerms({ file, turn }, link, column);
  const value = last ?? middle;
  if (column?.kind !== "literal" || typeof column.value !== "string" || value === undefined) return undefined;
  if (last !== undefined && !(middle?.kind === "literal" && middle.value === "=")) return undefined;
  if (!/^\w+$/.test(column.value) || !isPure(file, value)) return undefined;
  const operator: Change[] =
    last === undefined || middle === undefined ? [] : [{ start: middle.start, end: last.start, text: "" }];
  return { key: column.value, value, change: (keys) => [many, ...operator, instead(file, value, keys)] };
}

function amongTerms(
  { file, turn }: Pick<Asked, "file" | "turn">,
  { call }: Link,
  where: Value & { properties: Property[] },
): { key: string; value: Value; change: (keys: string) => Change[] } | undefined {
  const found = call.arguments.length === 1 ? keyTerm(file, where, turn) : undefined;
  if (found === undefined || call.callee.kind !== "member") return undefined;
  const { key, value, property } = found;
  const others = where.properties.filter((one) => one !== property);
  const rest = others.map(({ start, end }) => file.source.slice(start, end)).join(", ");
  const more = rest === "" ? "" : `.where({ ${rest} })`;
  const from = call.callee.end - call.callee.name.length;
  return {
    key,
    value,
    change: (keys) => [{ start: from, end: call.end, text: `whereIn("${key}", ${keys})${more}` }],
  };
}

/** `findById(id)` */
function byId(
  asked: Asked,
  link: Link,
): { key: string; value: Value; change: (keys: string) => Change[] } | undefined {
  const [value] = link.call.arguments;
  const key = idOf(asked);
  if (link.name !== "findById" || value === undefined || key === undefined) return undefined;
  if (!isPure(asked.file, value)) return undefined;
  return { key, value, change: (keys) => [renamed(link, "findByIds"), instead(asked.file, value, keys)] };
}

/** The column that is the key: `id`, unless a model of Objection says another one. */
function idOf({ linked, file, chain, reach }: Asked): string | undefined {
  if (reach.query.library.name !== "objection") return "id";
  for (const entity of linked.evaluator.value(file, chain.base)) {
    if (entity.kind !== "class") continue;
    const model = linked.project.files.get(entity.file);
    const fact = model?.facts.classes[entity.class];
    const text = model === undefined || fact === undefined ? "" : model.source.slice(fact.start, fact.end);
    const said = /\bidColumn\b[^'"`;]*['"`](\w+)['"`]/.exec(text);
    if (/\bidColumn\b/.test(text)) return said?.[1];
    // What a class above it says is not looked for.
    return fact?.superclass?.kind === "name" && fact.superclass.name === "Model" ? "id" : undefined;
  }
  return undefined;
}
