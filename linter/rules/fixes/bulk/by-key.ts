import type { Value } from "../../../facts.ts";
import { titleOf } from "../../../value-parts.ts";
import { type Chain, chainOf, type Link } from "../../way/chain.ts";
import type { LoopedCall } from "../../way/looped-call.ts";
import type { Asked } from "../by-key/by-key.ts";
import { equality } from "../by-key/drizzle.ts";
import { condition } from "../by-key/knex.ts";
import { type Change, changed, renamed } from "../changes.ts";
import { asserted, textOf } from "../place.ts";
import { instead, keyTerm, term, whereOf } from "../terms.ts";
import { isPure, isSteady, type Turn, turnOf } from "../turn.ts";
import type { Bulk } from "./bulk.ts";
import type { WriteSite } from "./site.ts";
import { textByKey } from "./text-by-key.ts";

/** What finds the rows of a turn, and what finds those of all. */
export interface WrittenByKey extends Pick<Bulk, "needsRows" | "needs"> {
  /** The key of a turn. */
  value: Value;
  /** What becomes of the call, given the text of the list of keys. */
  change(keys: string): Change[];
}

/**
 * A delete by key, or an update that gives each row the same: `deleteMany({ where: { cartId } })` in each turn is one with `{ in: cartIds }`. Only where a row that
 * is not there is no error, and a key that is there twice makes no difference.
 */
export function bulkByKey(looped: LoopedCall, site: WriteSite): Bulk | undefined {
  const { linked, file, call, loop, reach } = looped;
  const chain = chainOf(file, call);
  const turn = turnOf(file, loop);
  if (turn.varies(chain.base)) return undefined;
  const found = libraries[reach.query.library.name]?.({ linked, file, call, chain, reach, turn });
  if (found === undefined || !turn.varies(found.value) || !isKey(found.value, site)) return undefined;
  const { value, change, needsRows, needs } = found;
  const text = changed(file, call, change(site.each(textOf(file, asserted(file, value)))));
  return { text, ...(needsRows ? { needsRows } : {}), ...(needs === undefined ? {} : { needs }) };
}

const libraries: Record<string, (asked: Asked) => WrittenByKey | undefined> = {
  prisma: byPrisma,
  typeorm: byTypeorm,
  sequelize: bySequelize,
  mongoose: byMongo,
  mongodb: byMongo,
  knex: byKnex,
  drizzle: byDrizzle,
  pg: textByKey,
  mysql: textByKey,
  mysql2: textByKey,
};

/** The element of a list of keys, or what rows are told apart by, which none is without: `null` is found by itself, and not among others. */
function isKey(value: Value, { each, list, collection }: WriteSite): boolean {
  const name = value.kind === "member" || value.kind === "name" ? value.name : "";
  if (/^(_?id|uuid|pk)$/.test(name)) return true;
  // `for (const userId of userIds)`
  return value.kind === "name" && /ids$/i.test(titleOf(collection)) && each(name) === list;
}

/** `deleteMany({ where: { id } })`, `updateMany({ where: { id }, data: { sold: true } })` */
function byPrisma({ file, chain, turn }: Asked): WrittenByKey | undefined {
  const link = onlyLink(chain, /^(delete|update)Many$/);
  const [options, another] = link?.call.arguments ?? [];
  if (options?.kind !== "object" || another !== undefined) return undefined;
  const data = options.properties.find(({ key }) => key === "data");
  const isKnown = options.properties.every(({ key }) => key === "where" || key === "data");
  const found = keyTerm(file, whereOf(options.properties), turn);
  if (found === undefined || !isKnown || (data !== undefined && !isSameFor(turn, file, data.value)))
    return undefined;
  return { value: found.value, change: (keys) => [term(found, `{ in: ${keys} }`)] };
}

/** `users.delete(id)`, `users.update({ id }, { isOpen: false })` */
function byTypeorm({ file, chain, turn }: Asked): WrittenByKey | undefined {
  const link = onlyLink(chain, /^(delete|softDelete|restore|update)$/);
  const [which, data, another] = link?.call.arguments ?? [];
  if (link === undefined || which === undefined || another !== undefined) return undefined;
  if ((link.name === "update") !== (data !== undefined)) return undefined;
  if (data !== undefined && !isSameFor(turn, file, data)) return undefined;
  if (which.kind !== "object")
    return { value: which, change: (keys) => [instead(file, which, keys)], needsRows: true };
  const found = keyTerm(file, which, turn);
  if (found === undefined) return undefined;
  const needs = { name: "In", module: "typeorm" };
  return { value: found.value, change: (keys) => [term(found, `In(${keys})`)], needs };
}

/** `User.destroy({ where: { id } })`, `User.update({ isOpen: false }, { where: { id } })` */
function bySequelize({ file, chain, turn }: Asked): WrittenByKey | undefined {
  const link = onlyLink(chain, /^(destroy|update)$/);
  const given = link?.call.arguments ?? [];
  const options = given.at(-1);
  const data = link?.name === "update" ? given[0] : undefined;
  if (options?.kind !== "object" || given.length !== (data === undefined ? 1 : 2)) return undefined;
  if (data !== undefined && !isSameFor(turn, file, data)) return undefined;
  const isKnown = options.properties.every(
    ({ key, value }) => key === "where" || (key === "transaction" && isSteady(file, value, turn)),
  );
  const found = isKnown ? keyTerm(file, whereOf(options.properties), turn) : undefined;
  return found && { value: found.value, change: (keys) => [term(found, keys)] };
}

/** `User.deleteOne({ _id: id })`, `User.findByIdAndUpdate(id, { isOpen: false })`, `items.updateMany({ cartId: cart.id }, { $set: { isOpen: false } })` */
function byMongo({ file, chain, turn }: Asked): WrittenByKey | undefined {
  const link = onlyLink(chain, /^(delete|update)(One|Many)$|^findByIdAnd(Delete|Update)$/);
  const [which, data, another] = link?.call.arguments ?? [];
  if (link === undefined || which === undefined || another !== undefined) return undefined;
  if (/update/i.test(link.name) !== (data !== undefined)) return undefined;
  if (data !== undefined && !isSameFor(turn, file, data)) return undefined;
  const many = renamed(link, /update/i.test(link.name) ? "updateMany" : "deleteMany");
  if (link.name.startsWith("findById"))
    return isPure(file, which)
      ? { value: which, change: (keys) => [many, instead(file, which, `{ _id: { $in: ${keys} } }`)] }
      : undefined;
  const found = keyTerm(file, which, turn);
  // Of several documents the first alone is written, but for a key, which one has.
  if (found === undefined || (link.name.endsWith("One") && found.key !== "_id")) return undefined;
  return { value: found.value, change: (keys) => [many, term(found, `{ $in: ${keys} }`)] };
}

/** `db("users").where("id", id).del()`, `db("users").where({ id }).update({ is_open: false })` */
function byKnex(asked: Asked): WrittenByKey | undefined {
  const { file, turn, chain } = asked;
  const [table, where, write, another] = chain.links;
  if (table?.name !== "" || where === undefined || write === undefined || another !== undefined)
    return undefined;
  const [data, ...more] = write.call.arguments;
  const isUpdate = write.name === "update";
  if (!/^(del|delete|update)$/.test(write.name) || more.length > 0 || isUpdate !== (data !== undefined))
    return undefined;
  if (!table.call.arguments.every((value) => isSteady(file, value, turn))) return undefined;
  if (data !== undefined && !isSameFor(turn, file, data)) return undefined;
  return condition(asked, where);
}

/** `db.delete(users).where(eq(users.id, id))`, `db.update(users).set({ isOpen: false }).where(eq(users.id, id))` */
function byDrizzle(asked: Asked): WrittenByKey | undefined {
  const { file, turn, chain } = asked;
  const [write, ...rest] = chain.links;
  const where = rest.at(-1);
  const set = write?.name === "update" ? rest[0] : undefined;
  const isKnown =
    /^(update|delete)$/.test(write?.name ?? "") &&
    where?.name === "where" &&
    rest.length === (write?.name === "update" ? 2 : 1);
  const data = set?.call.arguments[0];
  if (!isKnown || !write?.call.arguments.every((value) => isSteady(file, value, turn))) return undefined;
  if (set !== undefined && (set.name !== "set" || data === undefined || !isSameFor(turn, file, data)))
    return undefined;
  const found = equality(asked, where?.call.arguments[0]);
  return found && { value: found.value, change: found.change, needs: found.needs, needsRows: true };
}

function onlyLink({ links }: Chain, names: RegExp): Link | undefined {
  const [link, ...others] = links;
  return link !== undefined && others.length === 0 && names.test(link.name) ? link : undefined;
}

/** Values of columns that are the same in every turn, and the same if they are given twice: no `{ increment: 1 }`. */
function isSameFor(turn: Turn, file: Asked["file"], data: Value): boolean {
  if (data.kind !== "object") return false;
  return data.properties.every(({ key, value }) => {
    if (key === "$set") return isSameFor(turn, file, value);
    if (key === undefined || key.startsWith("$") || turn.varies(value)) return false;
    const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
    if (call !== undefined) return /^(new Date\(\)|Date\.now\(\))$/.test(textOf(file, value));
    return value.kind === "literal" || (/^(name|member)$/.test(value.kind) && isPure(file, value));
  });
}
