import type { FieldFact, Value } from "../../../facts.ts";
import { renamed } from "../chain.ts";
import { chooses, keyTerm, optionsOf, term, whereOf } from "../terms.ts";
import { type Asked, type ByKey, byKey, isIdentifier } from "./by-key.ts";

const options = {
  allowed: ["relations", "order", "withDeleted", "loadEagerRelations", "transaction"],
  columns: ["select"],
};
const plural: Record<string, string> = {
  findOne: "find",
  findOneBy: "findBy",
  findOneOrFail: "find",
  findOneByOrFail: "findBy",
  find: "find",
  findBy: "findBy",
};

/** `users.findOneBy({ id })`, `users.findOne({ where: { id } })`, `items.findBy({ orderId })` */
export function typeormByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [link] = chain.links;
  const [argument] = link?.call.arguments ?? [];
  const name = link === undefined ? undefined : plural[link.name];
  if (link === undefined || name === undefined || chain.links.length !== 1) return undefined;
  if (argument?.kind !== "object" || link.call.arguments.length !== 1) return undefined;
  const bare = /By(OrFail)?$/.test(link.name);
  const key = keyTerm(file, bare ? argument : whereOf(argument.properties), turn);
  if (key === undefined) return undefined;
  if (!bare && optionsOf(file, argument, turn, { ...options, key: key.key }) === undefined) return undefined;
  const isList = link.name === "find" || link.name === "findBy";
  if (isList ? !isIdentifier(key.key) : !isUnique(asked, key.key)) return undefined;
  return byKey(asked, key, (keys) => [renamed(link, name), term(key, `In(${keys})`)], {
    missing: isList ? "" : " ?? null",
    needs: { name: "In", module: "typeorm" },
    ...(isList ? { list: true as const } : {}),
    ...(link.name.endsWith("OrFail") ? { throws: true as const } : {}),
  });
}

/** The key of the table, or a column that the entity declares to be unique. */
function isUnique({ linked, file, call }: Asked, key: string): boolean {
  if (key === "id") return true;
  for (const entity of linked.evaluator.value(file, call.callee)) {
    if (entity.kind !== "operation" || entity.rows === undefined) continue;
    const row = linked.project.files.get(entity.rows.file);
    const field = row?.facts.classes[entity.rows.class]?.fields.find(({ name }) => name === key);
    if (row !== undefined && field !== undefined && declaresUnique(row.facts.calls, field)) return true;
  }
  return false;
}

function declaresUnique(
  calls: readonly { callee: Value; arguments: Value[] }[],
  { decorators }: FieldFact,
): boolean {
  return decorators.some(({ value }) => {
    const made = value.kind === "call" ? calls[value.call] : undefined;
    const name = made?.callee.kind === "name" ? made.callee.name : "";
    if (/^Primary(Generated)?Column$/.test(name)) return true;
    return (
      /^(Column|Index)$/.test(name) && (made?.arguments.some((given) => chooses(given, "unique")) ?? false)
    );
  });
}
