import type { CallFact, Value } from "../../../facts.ts";
import type { ModelPlace } from "../../../link/project/prisma-models.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { Query } from "../../../link/queries/queries.ts";
import type { Linked } from "../../rule.ts";

/** A list that a query of Prisma gives, with what the schema says of its rows. */
export interface AskedRows {
  call: CallFact;
  query: Query;
  place: ModelPlace;
  /** The variable that keeps it; undefined where it is gone through where it is asked for. */
  binding?: number;
}

/** `await prisma.order.findMany(…)`, or a constant that holds it; undefined for any other list, and for models that no schema has. */
export function askedRows(linked: Linked, file: FileNode, list: Value): AskedRows | undefined {
  const binding = list.kind === "name" ? file.facts.bindings[list.binding] : undefined;
  if (list.kind === "name" && (binding?.kind !== "constant" || binding.values.length !== 1)) return undefined;
  const held = list.kind === "name" ? binding?.values[0]?.value : list;
  const value = held?.kind === "await" ? held.of : held;
  const call = value?.kind === "call" ? file.facts.calls[value.call] : undefined;
  if (value?.kind !== "call" || call === undefined) return undefined;
  const [query, ...more] = linked.graph.targetsOf(file).get(value.call)?.queries ?? [];
  if (query?.library.name !== "prisma" || more.length > 0 || query.name !== "findMany") return undefined;
  const place = linked.project.prismaModel(file, query.subject);
  if (place === undefined) return undefined;
  return { call, query, place, ...(list.kind === "name" ? { binding: list.binding } : {}) };
}
