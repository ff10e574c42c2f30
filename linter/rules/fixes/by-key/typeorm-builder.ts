import type { Property, Value } from "../../../facts.ts";
import type { Link } from "../../way/chain.ts";
import { type Change, renamed } from "../changes.ts";
import { keyTerm, term } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier } from "./by-key.ts";

/** Calls that mean the same for many rows as for one. What chooses columns may leave the key out. */
const onward =
  /^(andWhere|leftJoin|innerJoin|leftJoinAndSelect|innerJoinAndSelect|addSelect|orderBy|addOrderBy|withDeleted)$/;

/** `users.createQueryBuilder("user").where("user.id = :id", { id }).getOne()`, or `getMany()` by the key of another table */
export function builtByKey(asked: Asked, isUnique: (key: string) => boolean): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [start, ...links] = chain.links;
  const last = links.pop();
  if (start === undefined || last === undefined || last.call.arguments.length > 0) return undefined;
  const isList = last.name === "getMany";
  if (!isList && last.name !== "getOne") return undefined;
  const [alias, another] = start.call.arguments;
  if (alias?.kind !== "literal" || typeof alias.value !== "string" || another !== undefined) return undefined;
  const isSame = ({ call }: Link) => call.arguments.every((value) => isSteady(file, value, turn));
  const [where, ...more] = links.filter((link) => !isSame(link));
  if (where === undefined || more.length > 0 || !/^(and)?where$/i.test(where.name)) return undefined;
  if (!links.every(({ name }) => name === "where" || onward.test(name))) return undefined;
  // A second `where` takes the place of the first.
  if (links.filter(({ name }) => name === "where").length !== 1) return undefined;
  const key = byObject(asked, where) ?? byText(asked, where, alias.value, links);
  if (key === undefined || (isList ? !isIdentifier(key.key) : !isUnique(key.key))) return undefined;
  return byKey(asked, key, (keys) => [...key.change(keys), ...(isList ? [] : [renamed(last, "getMany")])], {
    keyOf: asText.keyOf(key.key),
    lookUp: asText.lookUp,
    missing: isList ? "" : " ?? null",
    // A list of none is no SQL.
    needsKeys: true,
    ...(isList ? { list: true as const } : {}),
    ...(key.needs === undefined ? {} : { needs: key.needs }),
  });
}

interface Built {
  key: string;
  value: Value;
  change: (keys: string) => Change[];
  needs?: NonNullable<ByKey["needs"]>;
}

/** `where({ id })` */
function byObject({ file, turn }: Asked, { call }: Link): Built | undefined {
  const [condition, more] = call.arguments;
  const key = more === undefined ? keyTerm(file, condition, turn) : undefined;
  if (key === undefined) return undefined;
  const change = (keys: string) => [term(key, `In(${keys})`)];
  return { key: key.key, value: key.value, change, needs: { name: "In", module: "typeorm" } };
}

/** `where("user.id = :id", { id })`, with a parameter that no other condition has. */
function byText(
  { file, turn }: Asked,
  { call }: Link,
  alias: string,
  links: readonly Link[],
): Built | undefined {
  const [text, given, more] = call.arguments;
  if (
    text?.kind !== "literal" ||
    typeof text.value !== "string" ||
    given?.kind !== "object" ||
    more !== undefined
  )
    return undefined;
  const said = /^\s*(?:(\w+)\.)?(\w+)\s*=\s*:(\w+)\s*$/.exec(text.value);
  const [, of, key = "", parameter = ""] = said ?? [];
  const [property, ...others] = given.properties;
  if (property?.key !== parameter || others.length > 0 || !isKey(property, file, turn)) return undefined;
  // Without the alias it is a column, which may be another table's.
  const isOwn = of === alias || (of === undefined && !links.some(({ name }) => /join/i.test(name)));
  const uses = new RegExp(`:${parameter}\\b`);
  const isAlone = links.every(
    ({ call: other }) => other === call || !uses.test(file.source.slice(other.callee.end, other.end)),
  );
  if (!isOwn || !isAlone) return undefined;
  const at = file.source.slice(text.start, text.end).search(/=\s*:/);
  if (at < 0) return undefined;
  const from = text.start + at;
  const until = from + (/^=\s*:\w+/.exec(file.source.slice(from, text.end))?.[0].length ?? 0);
  return {
    key,
    value: property.value,
    change: (keys) => [
      { start: from, end: until, text: `IN (:...${parameter})` },
      { start: property.start, end: property.end, text: `${parameter}: ${keys}` },
    ],
  };
}

function isKey({ value }: Property, file: Asked["file"], turn: Asked["turn"]): boolean {
  return turn.varies(value) && isPure(file, value);
}
