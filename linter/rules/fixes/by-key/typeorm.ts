import type { FieldFact, Value } from "../../../facts.ts";
import { endOfAssertions } from "../../../text.ts";
import { lastName } from "../../../value-parts.ts";
import type { Link } from "../../way/chain.ts";
import { renamed } from "../changes.ts";
import { chooses, keyTerm, optionsOf, term, whereOf } from "../terms.ts";
import { isPure } from "../turn.ts";
import { type Asked, asText, type ByKey, byKey, isIdentifier } from "./by-key.ts";
import { builtByKey } from "./typeorm-builder.ts";
import { countedByKey, counts } from "./typeorm-count.ts";
import { comparedIn } from "./typeorm-equal.ts";

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

/** `users.findOneBy({ id })`, `users.findOne({ where: { id } })`, `items.findBy({ orderId })`, `manager.findOneBy(User, { id })`, `items.countBy({ orderId })` */
export function typeormByKey(asked: Asked): ByKey | undefined {
  const { file, chain, turn } = asked;
  const [link] = chain.links;
  if (link?.name === "createQueryBuilder") return builtByKey(asked, (key) => isUnique(asked, key));
  if (link === undefined || chain.links.length !== 1) return undefined;
  const [first, ...rest] = link.call.arguments;
  const isManager = first?.kind === "name" && /^[A-Z]/.test(first.name) && !turn.varies(first);
  if (counts.test(link.name))
    return countedByKey(asked, link, isManager ? rest : link.call.arguments, isManager ? first : undefined);
  const name = plural[link.name];
  if (name === undefined) return undefined;
  const [argument, ...more] = isManager ? rest : link.call.arguments;
  if (argument === undefined || more.length > 0) return undefined;
  if (argument.kind !== "object") return isManager ? undefined : byPrimaryKey(asked, link, argument);
  const bare = /By(OrFail)?$/.test(link.name);
  const key = keyTerm(file, bare ? argument : whereOf(argument.properties), turn, comparedIn(file));
  if (key === undefined) return undefined;
  if (!bare && optionsOf(file, argument, turn, { ...options, key: key.key }) === undefined) return undefined;
  const isList = link.name === "find" || link.name === "findBy";
  if (isList ? !isIdentifier(key.key) : !isUnique(asked, key.key)) return undefined;
  return byKey(asked, key, (keys) => [renamed(link, name), term(key, `In(${keys})`)], {
    keyOf: asText.keyOf(key.key),
    lookUp: asText.lookUp,
    missing: isList ? "" : " ?? null",
    needs: { name: "In", module: "typeorm" },
    ...(isManager ? { of: first.name } : {}),
    ...(isList ? { list: true as const } : {}),
    ...(link.name.endsWith("OrFail") ? { throws: true as const } : {}),
  });
}

/** `users.findOne(id)` of TypeORM 0.2. What is passed by another name may as well be a condition. */
function byPrimaryKey(asked: Asked, link: Link, value: Value): ByKey | undefined {
  const { file, turn } = asked;
  const name = lastName(value);
  if (link.name !== "findOne" || !isIdentifier(name) || !turn.varies(value) || !isPure(file, value))
    return undefined;
  const keys = fieldsOf(asked, ({ decorators }, calls) =>
    decorators.some((one) => /^Primary(Generated)?Column$/.test(madeBy(calls, one.value)?.name ?? "")),
  );
  const [key, ...others] = keys;
  if (key === undefined || others.length > 0) return undefined;
  return byKey(
    asked,
    { key, value },
    (list) => [
      renamed(link, "findByIds"),
      { start: value.start, end: endOfAssertions(file.source, value.end), text: list },
    ],
    { keyOf: asText.keyOf(key), lookUp: asText.lookUp },
  );
}

/** The names of those fields of the entity that pass the test. */
function fieldsOf(
  { linked, file, call }: Asked,
  test: (field: FieldFact, calls: Calls) => boolean,
): string[] {
  for (const entity of linked.evaluator.value(file, call.callee)) {
    if (entity.kind !== "operation" || entity.rows === undefined) continue;
    const facts = linked.project.files.get(entity.rows.file)?.facts;
    const fields = facts?.classes[entity.rows.class]?.fields ?? [];
    return fields.filter((field) => test(field, facts?.calls ?? [])).map(({ name }) => name);
  }
  return [];
}

type Calls = readonly { callee: Value; arguments: Value[] }[];

/** The decorator that a field has, and what it is given. */
function madeBy(calls: Calls, value: Value): { name: string; given: Value[] } | undefined {
  const made = value.kind === "call" ? calls[value.call] : undefined;
  return made?.callee.kind === "name" ? { name: made.callee.name, given: made.arguments } : undefined;
}

/** The key of the table, or a column that the entity declares to be unique. */
function isUnique(asked: Asked, key: string): boolean {
  if (key === "id") return true;
  const unique = fieldsOf(asked, ({ decorators }, calls) =>
    decorators.some(({ value }) => {
      const made = madeBy(calls, value);
      if (made === undefined) return false;
      if (/^Primary(Generated)?Column$/.test(made.name)) return true;
      return /^(Column|Index)$/.test(made.name) && made.given.some((given) => chooses(given, "unique"));
    }),
  );
  return unique.includes(key);
}
