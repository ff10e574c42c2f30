import type { CallFact, Property, Value } from "../../../facts.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { lastName } from "../../../value-parts.ts";
import type { Link } from "../../way/chain.ts";
import { type Change, renamed, without } from "../changes.ts";
import { isPlain, textOf } from "../place.ts";
import { instead, optionsOf, whereOf } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier, isKeyOf } from "./by-key.ts";
import { isDeclaredUnique } from "./declared-unique.ts";

/** `db.query.users.findFirst({ where: eq(users.id, id) })`, `db.select().from(items).where(eq(items.orderId, orderId))` */
export function drizzleByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [first] = chain.links;
  if (first?.name === "select") return selected(asked, chain.links);
  const [argument] = first?.call.arguments ?? [];
  if (first === undefined || chain.links.length !== 1 || argument?.kind !== "object") return undefined;
  const isList = first.name === "findMany";
  if (!isList && first.name !== "findFirst") return undefined;
  const equal = equality(asked, whereOf(argument.properties));
  if (equal === undefined) return undefined;
  if (isList ? !isIdentifier(equal.key) : !isUnique(asked, equal)) return undefined;
  const known = { allowed: ["with", "orderBy"], columns: ["columns"], key: equal.key };
  if (optionsOf(file, argument, turn, known) === undefined) return undefined;
  const { needs } = equal;
  const changes = (keys: string) => [...equal.change(keys), ...(isList ? [] : [renamed(first, "findMany")])];
  return byKey(asked, equal, changes, {
    keyOf: asText.keyOf(equal.key),
    lookUp: asText.lookUp,
    needs,
    needsKeys: true,
    ...(isList ? { list: true as const } : {}),
  });
}

/** A list, also where the key lets there be one row at most; but for SQLite's `get()`. */
function selected(asked: Asked, links: readonly Link[]): ByKey | undefined {
  const { file, turn } = asked;
  const [select, from, where, ...rest] = links;
  if (select === undefined || from?.name !== "from" || where?.name !== "where") return undefined;
  const equal = equality(asked, where.call.arguments[0]);
  if (equal === undefined || !(isIdentifier(equal.key) || isUnique(asked, equal))) return undefined;
  const [table, another] = from.call.arguments;
  if (table === undefined || another !== undefined || textOf(file, table) !== textOf(file, equal.model))
    return undefined;
  const [columns, ...more] = select.call.arguments;
  const chosen = columns === undefined ? [] : chosenWith(file, columns, equal);
  if (more.length > 0 || chosen === undefined) return undefined;
  const limits = rest.filter(({ name }) => name === "limit");
  const get = rest.find(({ name }) => name === "get");
  if ((limits.length > 0 || get !== undefined) && !isUnique(asked, equal)) return undefined;
  const known = rest.every(
    ({ name, call }) =>
      /^(orderBy|limit|get|all)$/.test(name) && call.arguments.every((value) => isSteady(file, value, turn)),
  );
  if (!known || limits.some(({ call }) => !isPositive(call))) return undefined;
  const changes = (keys: string) => [
    ...chosen,
    ...equal.change(keys),
    ...limits.map(without),
    ...(get === undefined ? [] : [renamed(get, "all")]),
  ];
  return byKey(asked, equal, changes, {
    keyOf: asText.keyOf(equal.key),
    lookUp: asText.lookUp,
    of: lastName(table),
    needs: equal.needs,
    needsKeys: true,
    ...(chosen.length > 0 ? { hidesKey: true as const } : {}),
    ...(get === undefined ? { list: true as const } : {}),
  });
}

/**
 * What puts the key among the columns, under its own name: nothing where it is there, undefined where it cannot be. Beside columns alone: beside a sum it would
 * ask for another one.
 */
function chosenWith(file: FileNode, columns: Value, { key, model }: Equality): Change[] | undefined {
  const [first] = columns.kind === "object" ? columns.properties : [];
  if (columns.kind !== "object" || first === undefined) return undefined;
  const table = textOf(file, model);
  const known = columns.properties.find((property) => property.key === key);
  if (known !== undefined) return textOf(file, known.value) === `${table}.${key}` ? [] : undefined;
  const isColumn = ({ key: name, value }: Property) =>
    name !== undefined && value.kind === "member" && textOf(file, value.of) === table;
  if (!columns.properties.every(isColumn)) return undefined;
  // On a line of its own where the others are.
  const line = /\n[ \t]*$/.exec(file.source.slice(columns.start, first.start))?.[0] ?? " ";
  return [{ start: first.start, end: first.start, text: `${key}: ${table}.${key},${line}` }];
}

function isUnique({ linked, file }: Asked, { key, model }: { key: string; model: Value }): boolean {
  const table = model.kind === "name" || model.kind === "member" ? model.name : "";
  return isKeyOf(key, table) || isDeclaredUnique(linked, file, model, { key, among: [key] });
}

function isPositive({ arguments: [count] }: CallFact): boolean {
  return count?.kind === "literal" && typeof count.value === "number" && count.value > 0;
}

interface Equality {
  key: string;
  value: Value;
  /** The table. */
  model: Value;
  needs: { name: string; module: string };
  change: (keys: string) => Change[];
}

/** `eq(table.column, key)`, by itself or with what is the same in every turn: `and(eq(…), isNull(table.deletedAt))` */
export function equality(asked: Asked, condition: Value | undefined): Equality | undefined {
  const { file, turn } = asked;
  const call = condition?.kind === "call" ? file.facts.calls[condition.call] : undefined;
  if (call?.callee.kind !== "name") return undefined;
  if (call.callee.name === "and") {
    const varied = call.arguments.filter((part) => turn.varies(part));
    const others = call.arguments.filter((part) => !turn.varies(part));
    return varied.length === 1 && others.every((part) => isSteady(file, part, turn))
      ? equality(asked, varied[0])
      : undefined;
  }
  const [column, value] = call.arguments;
  if (call.callee.name !== "eq" || column?.kind !== "member" || value === undefined) return undefined;
  if (!isPlain(column.of) || turn.varies(column) || !turn.varies(value) || !isPure(file, value))
    return undefined;
  const { callee } = call;
  const module = sourceOf(asked, callee);
  if (module === undefined) return undefined;
  return {
    needs: { name: "inArray", module },
    key: column.name,
    value,
    model: column.of,
    change: (keys) => [{ start: callee.start, end: callee.end, text: "inArray" }, instead(file, value, keys)],
  };
}

/** Where `inArray` is imported from: where `eq` is, unless that is a file of the project that has other functions only. */
function sourceOf({ linked, file }: Asked, eq: Extract<Value, { kind: "name" }>): string | undefined {
  const from = file.imports.get(eq.binding)?.module;
  if (from === undefined || from === "drizzle-orm") return from;
  const there = linked.project.resolve(from, file);
  const has =
    there?.hasExport("inArray") === true || there?.outline.handedOn.includes("drizzle-orm") === true;
  return has ? from : undefined;
}
