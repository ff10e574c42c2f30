import { renamed } from "../changes.ts";
import { keyTerm, optionsOf, term, whereOf } from "../terms.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier } from "./by-key.ts";
import { isDeclaredUnique } from "./declared-unique.ts";

const options = {
  allowed: ["include", "order", "raw", "transaction", "paranoid", "logging"],
  columns: ["attributes"],
};

/** `User.findOne({ where: { id } })`, `Item.findAll({ where: { orderId } })` */
export function sequelizeByKey(asked: Asked): ByKey | undefined {
  const { linked, file, chain, turn } = asked;
  const [link] = chain.links;
  const [argument] = link?.call.arguments ?? [];
  if (link === undefined || chain.links.length !== 1 || argument?.kind !== "object") return undefined;
  if (link.call.arguments.length !== 1 || !/^find(One|All)$/.test(link.name)) return undefined;
  const isList = link.name === "findAll";
  const key = keyTerm(file, whereOf(argument.properties), turn);
  // Of several rows with one value the first is given; only the key is sure to have one.
  if (key === undefined) return undefined;
  const isUnique =
    key.key === "id" || isDeclaredUnique(linked, file, chain.base, { key: key.key, among: [] });
  if (isList ? !isIdentifier(key.key) : !isUnique) return undefined;
  if (optionsOf(file, argument, turn, { ...options, key: key.key }) === undefined) return undefined;
  return byKey(asked, key, (keys) => [renamed(link, "findAll"), term(key, keys)], {
    keyOf: asText.keyOf(key.key),
    lookUp: asText.lookUp,
    missing: isList ? "" : " ?? null",
    ...(isList ? { list: true as const } : {}),
  });
}
