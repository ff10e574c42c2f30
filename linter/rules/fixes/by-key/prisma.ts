import type { Property, Value } from "../../../facts.ts";
import type { Link } from "../../chain.ts";
import { changed, renamed } from "../changes.ts";
import { styleOf } from "../style.ts";
import { keyTerm, optionsOf, term, whereOf } from "../terms.ts";
import { type Asked, type ByKey, byKey, isIdentifier } from "./by-key.ts";

const one = { allowed: ["include"], columns: ["select"] };
const many = { allowed: ["include", "orderBy"], columns: ["select"] };

/** `prisma.user.findUnique({ where: { id } })`, `findFirst` by the same, `prisma.item.findMany({ where: { orderId } })` */
export function prismaByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [link] = chain.links;
  const [argument] = link?.call.arguments ?? [];
  if (link === undefined || chain.links.length !== 1 || argument?.kind !== "object") return undefined;
  if (link.call.arguments.length !== 1) return undefined;
  if (link.name === "count") return counted(asked, argument, link);
  const isList = link.name === "findMany";
  const isFirst = /^findFirst(OrThrow)?$/.test(link.name);
  if (!isList && !isFirst && !/^findUnique(OrThrow)?$/.test(link.name)) return undefined;
  const where = argument.properties.find(({ key }) => key === "where");
  if (where === undefined) return undefined;
  const together = isList || isFirst ? undefined : compound(where.value);
  const key = keyTerm(file, together?.value ?? where.value, turn);
  if (key === undefined || (isFirst && key.key !== "id")) return undefined;
  const options = optionsOf(file, argument, turn, { ...(isList || isFirst ? many : one), key: key.key });
  if (options === undefined || whereOf(options) === undefined) return undefined;
  const within = (keys: string) => term(key, `{ in: ${keys} }`);
  return byKey(
    asked,
    key,
    (keys) => [
      renamed(link, "findMany"),
      together === undefined
        ? within(keys)
        : { start: together.start, end: together.end, text: fieldsOf(asked, together.value, within(keys)) },
    ],
    {
      missing: isList ? "" : " ?? null",
      ...(isList ? { list: true as const } : {}),
      ...(link.name.endsWith("OrThrow") ? { throws: true as const } : {}),
    },
  );
}

/** `prisma.item.count({ where: { orderId } })`: a group for each key, but for those without rows. */
function counted(asked: Asked, argument: Value & { properties: Property[] }, link: Link): ByKey | undefined {
  const { file, turn } = asked;
  const [where, ...more] = argument.properties;
  const key = more.length === 0 ? keyTerm(file, whereOf(argument.properties), turn) : undefined;
  if (key === undefined || where === undefined || !isIdentifier(key.key)) return undefined;
  const { quote } = styleOf(file);
  return byKey(
    asked,
    key,
    (keys) => [
      renamed(link, "groupBy"),
      term(key, `{ in: ${keys} }`),
      { start: where.start, end: where.start, text: `by: [${quote}${key.key}${quote}], ` },
      { start: where.end, end: where.end, text: ", _count: true" },
    ],
    { missing: "?._count ?? 0", counts: true },
  );
}

/** `{ userId_postId: { userId, postId } }`: one key of several fields. */
function compound(where: Value): Property | undefined {
  if (where.kind !== "object" || where.properties.length !== 1) return undefined;
  const [first] = where.properties;
  const of = first?.value.kind === "object" ? first.value.properties : [];
  return of.length > 1 && first?.key !== undefined && first.key.includes("_") ? first : undefined;
}

/** The fields of such a key as terms of their own. */
function fieldsOf(
  { file }: Asked,
  value: Value,
  change: { start: number; end: number; text: string },
): string {
  return changed(file, value, [change]).replace(/^\{\s*|,?\s*\}$/g, "");
}
