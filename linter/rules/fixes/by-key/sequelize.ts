import type { Property, Value } from "../../../facts.ts";
import { endOfAssertions } from "../../../text.ts";
import type { Link } from "../../way/chain.ts";
import { renamed } from "../changes.ts";
import { styleOf } from "../style.ts";
import { keyTerm, optionsOf, term, whereOf } from "../terms.ts";
import { isPure } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier } from "./by-key.ts";
import { isDeclaredUnique, primaryKeyOf } from "./declared-unique.ts";

const options = {
  allowed: ["include", "order", "raw", "transaction", "paranoid", "logging"],
  columns: ["attributes"],
};

/** `User.findOne({ where: { id } })`, `Item.findAll({ where: { orderId } })` */
export function sequelizeByKey(asked: Asked): ByKey | undefined {
  const { linked, file, chain, turn } = asked;
  const [link] = chain.links;
  const [argument] = link?.call.arguments ?? [];
  if (link === undefined || chain.links.length !== 1 || argument === undefined) return undefined;
  if (link.name === "findByPk") return byPrimaryKey(asked, link);
  if (argument.kind !== "object") return undefined;
  if (link.call.arguments.length !== 1 || !/^(find(One|All)|count)$/.test(link.name)) return undefined;
  if (link.name === "count") return countedByKey(asked, argument);
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

/** `User.findByPk(id, { include: … })` */
function byPrimaryKey(asked: Asked, link: Link): ByKey | undefined {
  const { linked, file, chain, turn } = asked;
  const [value, given, ...more] = link.call.arguments;
  if (value === undefined || more.length > 0 || !turn.varies(value) || !isPure(file, value)) return undefined;
  const key = primaryKeyOf(linked, file, chain.base);
  if (key === undefined || optionsOf(file, given, turn, { ...options, key }) === undefined) return undefined;
  const kept = given?.kind === "object" ? given.properties : [];
  // A condition beside the key would be one of two in the same place.
  if (whereOf(kept) !== undefined) return undefined;
  const rest = kept.map(({ start, end }) => file.source.slice(start, end)).join(", ");
  const end = given?.end ?? endOfAssertions(file.source, value.end);
  return byKey(
    asked,
    { key, value },
    (keys) => [
      renamed(link, "findAll"),
      { start: value.start, end, text: `{ where: { ${key}: ${keys} }${rest === "" ? "" : `, ${rest}`} }` },
    ],
    { keyOf: asText.keyOf(key), lookUp: asText.lookUp, missing: " ?? null" },
  );
}

/** `Item.count({ where: { orderId } })`: a group for each key, but for those without rows. */
function countedByKey(asked: Asked, argument: Value & { properties: Property[] }): ByKey | undefined {
  const { file, turn } = asked;
  const where = argument.properties.find(({ key }) => key === "where");
  const key = keyTerm(file, where?.value, turn);
  if (where === undefined || key === undefined || !isIdentifier(key.key)) return undefined;
  const known = { allowed: ["transaction", "paranoid", "logging"] };
  if (optionsOf(file, argument, turn, known) === undefined) return undefined;
  const { quote } = styleOf(file);
  return byKey(
    asked,
    key,
    (keys) => [
      term(key, keys),
      { start: where.end, end: where.end, text: `, group: [${quote}${key.key}${quote}]` },
    ],
    {
      keyOf: asText.keyOf(key.key),
      lookUp: asText.lookUp,
      counts: true,
      made: (found) => `Number(${found}?.count ?? 0)`,
    },
  );
}
