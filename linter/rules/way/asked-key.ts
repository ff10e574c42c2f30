import type { CallFact, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Query } from "../../link/queries/queries.ts";
import { lastName } from "../../value-parts.ts";
import type { Asked } from "./asked.ts";
import { builtChain } from "./chain.ts";
import { conditionsOf } from "./same-data.ts";

/** A column, as the code calls it, and what it is compared with. */
interface Term {
  name: string;
  value: Value;
  /** It has to be equal to that. */
  isKey: boolean;
}

/**
 * The column by which a query asks for another row in each turn; undefined where it is none alone, and "" where the query has no conditions and asks by what its
 * library calls the key.
 */
export function keyAsked({ file, call, changing }: Asked, query: Query): string | undefined {
  const { links } = builtChain(file, call);
  // `findById(id)`, `findByPk(id)`
  if (links.some(({ name }) => /By(Id|Pk)s?\b|^(get|findOneById)$/.test(name))) return "";
  const terms = links.flatMap((link) => termsOf(file, query, link.name, link.call));
  if (terms.length === 0) return "";
  const varying = terms.filter(({ value }) => dependsOn(file, value, changing));
  // The other columns are those of the same row: `{ id: order.userId, tenantId: order.tenantId }`.
  const id = varying.find(({ name, isKey }) => isKey && /(^|\.)_?id$/.test(name));
  const [only, ...others] = id === undefined ? varying : [id];
  return only?.isKey === true && others.length === 0 ? only.name : undefined;
}

function termsOf(file: FileNode, query: Query, name: string, call: CallFact): Term[] {
  const [first, ...others] = call.arguments;
  const value = others.at(-1);
  const compares = others.length === 1 || (others[0]?.kind === "literal" && others[0].value === "=");
  // `.where("id", id)`, `.where("id", "=", id)`, `.eq("id", id)`
  if (/^(where|andWhere|eq)$/.test(name) && first?.kind === "literal" && value !== undefined)
    return [{ name: String(first.value), value, isKey: compares }];
  const conditions = conditionsOf(query, call);
  const said = conditions.length > 0 ? conditions : plainConditions(query, name, call.arguments);
  return said.flatMap((condition) => inCondition(file, condition));
}

/** `findOneBy({ id })`, `manager.findOneBy(User, { id })`, `em.findOne(User, { id })`: the conditions are an argument by themselves. */
function plainConditions({ library }: Query, name: string, given: readonly Value[]): Value[] {
  const isPlain = library.name === "mikro-orm" || (library.name === "typeorm" && /By(OrFail)?$/.test(name));
  const [conditions] = isPlain ? given.filter(({ kind }) => kind === "object") : [];
  return conditions === undefined ? [] : [conditions];
}

function inCondition(file: FileNode, condition: Value): Term[] {
  switch (condition.kind) {
    case "object":
      return condition.properties.flatMap(({ key, value }) =>
        key === undefined || /^(AND|\$and)$/.test(key)
          ? inCondition(file, value)
          : [{ name: key, ...comparedTo(file, value) }],
      );
    case "array":
      return condition.items.flatMap((item) => inCondition(file, item));
    case "spread":
      return inCondition(file, condition.of);
    case "name": {
      const [held, ...more] = file.facts.bindings[condition.binding]?.values ?? [];
      return held?.value.kind === "object" && more.length === 0
        ? inCondition(file, held.value)
        : [unknown(condition)];
    }
    case "call": {
      const call = file.facts.calls[condition.call];
      const [column, value, ...more] = call?.arguments ?? [];
      const called = call === undefined ? "" : lastName(call.callee);
      if (called === "and") return (call?.arguments ?? []).flatMap((one) => inCondition(file, one));
      // `eq(users.id, id)`
      if (called === "eq" && column !== undefined && value !== undefined && more.length === 0)
        return [{ name: file.source.slice(column.start, column.end), value, isKey: true }];
      return [unknown(condition)];
    }
    default:
      return [unknown(condition)];
  }
}

const unknown = (value: Value): Term => ({ name: "", value, isKey: false });

/** What a column is compared with: `id`, `{ equals: id }`, `Equal(id)`. */
function comparedTo(file: FileNode, value: Value): { value: Value; isKey: boolean } {
  if (value.kind === "object") {
    const [only, ...others] = value.properties;
    const isEqual = others.length === 0 && /^(equals|\$?eq)$/.test(only?.key ?? "");
    return isEqual && only !== undefined ? { value: only.value, isKey: true } : { value, isKey: false };
  }
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  // What begins with a capital is an operator, but for what makes a key of another type.
  const operator = callee?.kind === "name" && /^[A-Z]/.test(callee.name) ? callee.name : "";
  const isKey = value.kind !== "array" && /^(|Equal|String|Number|BigInt|\w*I[dD])$/.test(operator);
  return { value, isKey };
}
