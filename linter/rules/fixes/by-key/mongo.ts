import type { Value } from "../../../facts.ts";
import type { Link } from "../../way/chain.ts";
import { renamed } from "../changes.ts";
import { instead, keyTerm, term } from "../terms.ts";
import { isPure, isSteady } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey } from "./by-key.ts";
import { isDeclaredSimple, isDeclaredUnique } from "./declared-unique.ts";

/** Calls behind a query that mean for many documents what they mean for one. */
const onward = /^(lean|exec|populate|select|session|read|sort)$/;

/** `User.findById(id).lean()`, `User.findOne({ _id: id, active: true }).exec()`, `Item.find({ order: id }).sort({ at: 1 })` */
export function mongooseByKey(asked: Asked): ByKey | undefined {
  const { linked, file, chain, turn } = asked;
  const [first, ...rest] = chain.links;
  const [argument, ...others] = first?.call.arguments ?? [];
  if (first === undefined || argument === undefined || !rest.every((link) => goesOn(asked, link)))
    return undefined;
  // The columns that are chosen have the key among them, unless it is left out.
  if (!others.every((value) => isSteady(file, value, turn) && !leavesOut(file, value))) return undefined;
  const told = { keyOf: asText.keyOf("_id"), lookUp: asText.lookUp, missing: " ?? null" };
  if (first.name === "findById") {
    if (!turn.varies(argument) || !isPure(file, argument)) return undefined;
    return byKey(
      asked,
      { key: "id", value: argument },
      (keys) => [renamed(first, "find"), instead(file, argument, `{ _id: { $in: ${keys} } }`)],
      told,
    );
  }
  if (first.name !== "findOne" && first.name !== "find") return undefined;
  const key = keyTerm(file, argument, turn);
  if (key === undefined || argument.kind !== "object") return undefined;
  if (first.name === "find") {
    const isKept = others.length === 0 && !rest.some(({ name }) => /^(select|populate|session)$/.test(name));
    // In a list that a document has, many documents share what they have.
    if (!isKept || !isDeclaredSimple(linked, file, chain.base, key.key)) return undefined;
    return byKey(asked, key, (keys) => [term(key, `{ $in: ${keys} }`)], {
      keyOf: asText.keyOf(key.key),
      lookUp: asText.lookUp,
      list: true,
    });
  }
  const among = argument.properties.flatMap(({ key: name }) => name ?? []);
  const isId = key.key === "_id";
  if (!isId && !isDeclaredUnique(linked, file, chain.base, { key: key.key, among })) return undefined;
  // What else is chosen or put in its place is not looked into.
  if (!isId && (others.length > 0 || rest.some(({ name }) => /^(select|populate)$/.test(name))))
    return undefined;
  return byKey(
    asked,
    { key: isId ? "id" : key.key, value: key.value },
    (keys) => [renamed(first, "find"), term(key, `{ $in: ${keys} }`)],
    { ...told, keyOf: asText.keyOf(key.key) },
  );
}

function goesOn({ file, turn }: Asked, { name, call }: Link): boolean {
  return (
    onward.test(name) &&
    call.arguments.every((value) => isSteady(file, value, turn) && !leavesOut(file, value))
  );
}

/** `select("-_id")`, `{ _id: 0 }` */
function leavesOut({ source }: { source: string }, { start, end }: Value): boolean {
  return /_id/.test(source.slice(start, end));
}

/** `users.findOne({ _id: id })` of the driver. */
export function mongodbByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [link] = chain.links;
  const [argument, ...others] = link?.call.arguments ?? [];
  if (link?.name !== "findOne" || chain.links.length !== 1) return undefined;
  if (!others.every((value) => isSteady(file, value, turn) && !leavesOut(file, value))) return undefined;
  const key = keyTerm(file, argument, turn);
  if (key?.key !== "_id") return undefined;
  const { all, ...more } = byKey(
    asked,
    { key: "id", value: key.value },
    (keys) => [renamed(link, "find"), term(key, `{ $in: ${keys} }`)],
    { keyOf: asText.keyOf("_id"), lookUp: asText.lookUp, missing: " ?? null" },
  );
  return { ...more, all: (keys) => `${all(keys)}.toArray()` };
}
