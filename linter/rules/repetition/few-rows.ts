import type { CallFact, Property, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { chainOf } from "../way/chain.ts";
import { numberOf } from "./in-the-code.ts";

/** Why a list that a query gives has no more than a few rows: it asks for so many, or for the row of one identity. Undefined where it may have more. */
export function ofFewRows(linked: Linked, file: FileNode, index: number, few: number): string | undefined {
  const query = linked.graph
    .targetsOf(file)
    .get(index)
    ?.queries.find(({ effect }) => effect === "read");
  if (query === undefined) return undefined;
  const last = file.facts.calls[index];
  const calls = last === undefined ? [] : chainOf(file, last).links.map(({ call }) => call);
  const parts = calls.flatMap(partsOf);
  const limits = parts.flatMap(({ key, value }) => (isLimit(key) ? (numberOf(file, value) ?? []) : []));
  const limit = limits.find((most) => most > 0 && most <= few);
  if (limit !== undefined) return limit === 1 ? "at most one row" : `at most ${limit} rows`;
  // One row is joined with many.
  if (calls.some(({ callee }) => callee.kind === "member" && joining.test(callee.name))) return undefined;
  return parts.some(({ key, value }) => isIdentity(key, query.subject) && isOne(file, value, query.subject))
    ? "the row of one identity"
    : undefined;
}

const joining = /^(?:left|right|inner|full|cross)?(?:outer)?join(?!AndSelect|AndMap)/i;

type Part = Pick<Property, "key" | "value">;

/** What a call of the chain says of the rows: `{ where: { id } }`, `{ _id: id }`, `.where("id", id)`, `.limit(1)`. */
function partsOf({ callee, arguments: given }: CallFact): Part[] {
  const [first, second, third] = given;
  const name = callee.kind === "member" ? callee.name : "";
  if (first === undefined) return [];
  if (isLimit(name)) return [{ key: name, value: first }];
  if (first.kind === "literal" && typeof first.value === "string" && /^(where|andWhere)$/.test(name)) {
    const isEqual = third === undefined || (second?.kind === "literal" && second.value === "=");
    const value = third ?? second;
    return isEqual && value !== undefined ? [{ key: first.value.replace(/^.*\./, ""), value }] : [];
  }
  if (first.kind !== "object") return [];
  const where = first.properties.find(({ key }) => key === "where")?.value;
  const options = second?.kind === "object" ? second.properties : [];
  if (where?.kind === "object")
    return [...where.properties, ...first.properties.filter(({ key }) => isLimit(key))];
  return /^(find|findBy|where|andWhere|match)$/.test(name)
    ? [...first.properties, ...options.filter(({ key }) => isLimit(key))]
    : first.properties.filter(({ key }) => isLimit(key));
}

function isLimit(key: string | undefined): boolean {
  return key === "limit" || key === "take";
}

/** `id`, and of employees `employeeId`: the property that says which row it is. */
function isIdentity(key: string | undefined, subject: string): boolean {
  if (key === undefined) return false;
  if (/^(_?id|uuid|guid)$/i.test(key)) return true;
  const thing = subject.toLowerCase().replace(/_|model$|s$/g, "");
  return thing !== "" && key.toLowerCase().replaceAll("_", "") === `${thing}id`;
}

/** Something that is no list of them, that is always there, and that is not by its name the identity of another thing: `{ id: userId }`. */
function isOne({ facts }: FileNode, value: Value, subject: string): boolean {
  if (value.kind === "literal" || value.kind === "text") return true;
  if (value.kind === "member") return isOwn(value.name, subject) && isParameters(value.of);
  if (value.kind !== "name" || !isOwn(value.name, subject)) return false;
  const [held, another] = facts.bindings[value.binding]?.values ?? [];
  if (held === undefined || another !== undefined) return false;
  // What is left out is no condition.
  const from = held.value;
  if (from.kind === "parameter")
    return facts.functions[from.function]?.parameters[from.index]?.optional === false;
  return from.kind === "call" || from.kind === "await" || (from.kind === "member" && isParameters(from.of));
}

/** `request.params`: what is in the path is always given. */
function isParameters(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && value.name === "params";
}

function isOwn(name: string, subject: string): boolean {
  if (/(s|list|any|all)$/i.test(name)) return false;
  const of = name
    .toLowerCase()
    .replaceAll("_", "")
    .replace(/(uu|gu)?id$/, "");
  return of === "" || subject.toLowerCase().replaceAll("_", "").includes(of);
}
