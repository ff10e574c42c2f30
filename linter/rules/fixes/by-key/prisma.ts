import type { Property, Value } from "../../../facts.ts";
import type { PrismaField } from "../../../languages/prisma/schema.ts";
import { fieldOf, leadsTo, type ModelPlace } from "../../../link/project/prisma-models.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { Link } from "../../way/chain.ts";
import { type Change, changed, renamed } from "../changes.ts";
import { mayBeMissing } from "../missing-key.ts";
import { styleOf } from "../style.ts";
import { chooses, type KeyTerm, keyTerm, optionsOf, term, whereOf } from "../terms.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier } from "./by-key.ts";

const one = { allowed: ["include", "select"] };
const many = { allowed: ["include", "select", "orderBy"] };

/** `prisma.user.findUnique({ where: { id } })`, `findFirst` by the same, `prisma.item.findMany({ where: { orderId } })` */
export function prismaByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [link] = chain.links;
  const [argument] = link?.call.arguments ?? [];
  if (link === undefined || chain.links.length !== 1 || argument?.kind !== "object") return undefined;
  if (link.call.arguments.length !== 1) return undefined;
  if (link.name === "count") return counted(asked, argument, link);
  if (link.name === "aggregate") return aggregated(asked, argument, link);
  const isList = link.name === "findMany";
  const isFirst = /^findFirst(OrThrow)?$/.test(link.name);
  if (!isList && !isFirst && !/^findUnique(OrThrow)?$/.test(link.name)) return undefined;
  const where = argument.properties.find(({ key }) => key === "where");
  if (where === undefined) return undefined;
  const together = isList || isFirst ? undefined : compound(where.value);
  const key = keyTerm(file, together?.value ?? where.value, turn);
  const options = optionsOf(file, argument, turn, isList || isFirst ? many : one);
  if (key === undefined || options === undefined || whereOf(options) === undefined) return undefined;
  const place = modelOf(asked);
  const field = place && fieldOf(place.model, key.key);
  // A relation, or a list of values, is no key; what the schema does not have may be anything.
  if (place !== undefined && (field === undefined || field.list || leadsTo(place, field))) return undefined;
  if (isFirst && key.key !== "id" && !isUnique(asked, place, where.value, key.key)) return undefined;
  const chosen = chosenWith(file, options, key.key);
  if (chosen === undefined) return undefined;
  const within = (keys: string) => term(key, `{ in: ${keys} }`);
  return byKey(
    asked,
    key,
    (keys) => [
      renamed(link, "findMany"),
      ...chosen,
      together === undefined
        ? within(keys)
        : { start: together.start, end: together.end, text: fieldsOf(asked, together.value, within(keys)) },
    ],
    {
      ...comparing(place, field),
      missing: isList ? "" : " ?? null",
      ...(chosen.length > 0 ? { hidesKey: true as const } : {}),
      ...(isList ? { list: true as const } : {}),
      ...(link.name.endsWith("OrThrow") ? { throws: true as const } : {}),
    },
  );
}

/** The model that is asked, where the schema is read. */
function modelOf({ linked, file, reach }: Asked): ModelPlace | undefined {
  return linked.project.prismaModel(file, reach.query.subject);
}

/** The schema says that there is one row at most with these terms. */
function isUnique(
  { linked, file }: Asked,
  place: ModelPlace | undefined,
  where: Value,
  key: string,
): boolean {
  if (place === undefined || where.kind !== "object") return false;
  // What may be an object may be another condition, and what may be undefined is none.
  const equal = where.properties.flatMap((property) => {
    const { value } = property;
    const held = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : value;
    const isOne = /^(literal|name|member|parameter)$/.test(held?.kind ?? "");
    return isOne && !mayBeMissing(linked, file, value) ? property.key : [];
  });
  const known = new Set([key, ...equal]);
  return place.model.unique.some((fields) => fields.includes(key) && fields.every((name) => known.has(name)));
}

/** How keys compare, by their type in the schema. */
function comparing(place: ModelPlace | undefined, field: PrismaField | undefined): Partial<ByKey> {
  if (place === undefined || field === undefined) return {};
  const { optional } = field;
  if (/^(DateTime|Decimal|Bytes|Json|Unsupported)$/.test(field.type)) return { compares: "objects" };
  const isText = field.type === "String" && !isIdentifier(field.name);
  const folds = /^(mysql|sqlserver)$/.test(place.schema.source.provider) || field.native === "Citext";
  const compares = isText && folds ? "folded" : "same";
  // A number finds what comes as a `bigint`.
  if (field.type !== "BigInt") return { compares, optional };
  return { compares, optional, keyOf: asText.keyOf(field.name), lookUp: asText.lookUp };
}

/** What puts the key among the fields that are chosen: nothing where it is there, undefined where it cannot be. */
function chosenWith(file: FileNode, options: readonly Property[], key: string): Change[] | undefined {
  const select = options.find((option) => option.key === "select")?.value;
  if (select === undefined || chooses(select, key)) return [];
  const [first] = select.kind === "object" ? select.properties : [];
  if (first === undefined || select.kind !== "object") return undefined;
  if (select.properties.some((property) => property.key === key || property.key === undefined))
    return undefined;
  // On a line of its own where the others are.
  const line = /\n[ \t]*$/.exec(file.source.slice(select.start, first.start))?.[0] ?? " ";
  return [{ start: first.start, end: first.start, text: `${key}: true,${line}` }];
}

/** `prisma.item.count({ where: { orderId } })`: a group for each key, but for those without rows. */
function counted(asked: Asked, argument: Value & { properties: Property[] }, link: Link): ByKey | undefined {
  const [where, ...more] = argument.properties;
  const key = more.length === 0 ? groupKey(asked, argument) : undefined;
  if (key === undefined || where === undefined) return undefined;
  return byKey(
    asked,
    key,
    (keys) => [
      ...groupedBy(asked.file, link, key, where, keys),
      { start: where.end, end: where.end, text: ", _count: true" },
    ],
    { ...key.compared, missing: "?._count ?? 0", counts: true },
  );
}

/** `prisma.item.aggregate({ where: { orderId }, _sum: { price: true } })`: the same, with nothing summed up of no rows. */
function aggregated(
  asked: Asked,
  argument: Value & { properties: Property[] },
  link: Link,
): ByKey | undefined {
  const where = argument.properties.find(({ key }) => key === "where");
  const key = groupKey(asked, argument);
  const none = argument.properties.flatMap((property) =>
    property === where ? [] : (noneOf(property) ?? "?"),
  );
  if (key === undefined || where === undefined || none.length === 0 || none.includes("?")) return undefined;
  return byKey(asked, key, (keys) => groupedBy(asked.file, link, key, where, keys), {
    ...key.compared,
    missing: ` ?? { ${none.join(", ")} }`,
    hidesKey: true,
  });
}

/** What is made of no rows: `_sum: { price: null }`, `_count: 0`. */
function noneOf({ key, value }: Property): string | undefined {
  if (key === "_count" && value.kind === "literal" && value.value === true) return "_count: 0";
  if (key === undefined || !/^_(sum|avg|min|max|count)$/.test(key) || value.kind !== "object")
    return undefined;
  const fields = value.properties.map((field) =>
    field.value.kind === "literal" && field.value.value === true ? field.key : undefined,
  );
  if (fields.length === 0 || fields.includes(undefined)) return undefined;
  return `${key}: { ${fields.map((field) => `${field}: ${key === "_count" ? 0 : null}`).join(", ")} }`;
}

function groupedBy(file: FileNode, link: Link, key: KeyTerm, where: Property, keys: string): Change[] {
  const { quote } = styleOf(file);
  return [
    renamed(link, "groupBy"),
    term(key, `{ in: ${keys} }`),
    { start: where.start, end: where.start, text: `by: [${quote}${key.key}${quote}], ` },
  ];
}

/** The key of groups, which are told apart by what it says: an identifier, or what the schema says to be one of a few. */
function groupKey(
  asked: Asked,
  argument: Value & { properties: Property[] },
): (KeyTerm & { compared: Partial<ByKey> }) | undefined {
  const key = keyTerm(asked.file, whereOf(argument.properties), asked.turn);
  const place = modelOf(asked);
  const field = key && place && fieldOf(place.model, key.key);
  if (key === undefined || (place !== undefined && field === undefined)) return undefined;
  const compared = comparing(place, field);
  const isApart = isIdentifier(key.key) || compared.compares === "same";
  return isApart && field?.list !== true ? { ...key, compared } : undefined;
}

/** `{ userId_postId: { userId, postId } }`: one key of several fields. */
function compound(where: Value): Property | undefined {
  if (where.kind !== "object" || where.properties.length !== 1) return undefined;
  const [first] = where.properties;
  const of = first?.value.kind === "object" ? first.value.properties : [];
  return of.length > 1 && first?.key !== undefined && first.key.includes("_") ? first : undefined;
}

/** The fields of such a key as terms of their own. */
function fieldsOf({ file }: Asked, value: Value, change: Change): string {
  return changed(file, value, [change]).replace(/^\{\s*|,?\s*\}$/g, "");
}
