import type { Value } from "../../../facts.ts";
import type { Link } from "../../way/chain.ts";
import { changed, renamed } from "../changes.ts";
import { textOf } from "../place.ts";
import { styleOf } from "../style.ts";
import { keyTerm, term, whereOf } from "../terms.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier } from "./by-key.ts";
import { comparedIn } from "./typeorm-equal.ts";

/** Calls of TypeORM that count rows, or ask whether there are any. */
export const counts = /^(count|exists?|existsBy|countBy)$/;

/** `items.count({ where: { orderId } })`, `items.existsBy({ orderId })`: a group for each key, but for those without rows. */
export function countedByKey(
  asked: Asked,
  link: Link,
  given: readonly Value[],
  entity?: Value,
): ByKey | undefined {
  const { file, turn } = asked;
  const [argument, ...more] = given;
  if (argument?.kind !== "object" || more.length > 0) return undefined;
  const isBare = link.name.endsWith("By");
  if (!isBare && argument.properties.some(({ key }) => key !== "where")) return undefined;
  const where = isBare ? argument : whereOf(argument.properties);
  const key = keyTerm(file, where, turn, comparedIn(file));
  if (where?.kind !== "object" || key === undefined || !isIdentifier(key.key)) return undefined;
  // A condition of a relation would need a join.
  if (where.properties.some(({ value }) => value.kind === "object" || value.kind === "spread"))
    return undefined;
  const { quote } = styleOf(file);
  const alias = `${quote}counted${quote}`;
  const column = `${quote}counted.${key.key}${quote}`;
  const of = entity === undefined ? alias : `${textOf(file, entity)}, ${alias}`;
  const rest = (keys: string) =>
    [
      `(${of})`,
      `.select(${column}, ${quote}key${quote})`,
      `.addSelect(${quote}COUNT(*)${quote}, ${quote}count${quote})`,
      `.where(${changed(file, where, [term(key, `In(${keys})`)])})`,
      `.groupBy(${column})`,
      ".getRawMany()",
    ].join("");
  const { start, end } = renamed(link, "");
  return byKey(
    asked,
    key,
    (keys) => [{ start, end: Math.max(end, link.call.end), text: `createQueryBuilder${rest(keys)}` }],
    {
      keyOf: asText.keyOf("key"),
      lookUp: asText.lookUp,
      needs: { name: "In", module: "typeorm" },
      counts: true,
      made: link.name.startsWith("count")
        ? (found) => `Number(${found}?.count ?? 0)`
        : (found) => `${found} !== undefined`,
      ...(entity === undefined ? {} : { of: textOf(file, entity) }),
    },
  );
}
