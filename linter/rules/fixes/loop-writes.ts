import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import { fieldOf, leadsTo, type ModelPlace } from "../../link/project/prisma-models.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Query } from "../../link/queries/queries.ts";
import type { Linked } from "../rule.ts";
import { chainOf } from "../way/chain.ts";
import { modelOf } from "./queried.ts";

/** Writes that change rows of their own table alone, unless they are given rows of others. */
const plainWrites: Record<string, RegExp> = {
  prisma: /^(create|createMany|update|updateMany)$/,
  typeorm: /^(insert|update|increment|decrement)$/,
  sequelize: /^(create|bulkCreate|update|increment|decrement)$/,
  mongoose: /^(create|insertMany|updateOne|updateMany|findByIdAndUpdate|findOneAndUpdate)$/,
  mongodb: /^(insertOne|insertMany|updateOne|updateMany|findOneAndUpdate)$/,
};

/**
 * Whether the loop may write what a later turn reads: anything, but for a write here that is known to be of another table. A delete
 * takes rows of other tables along.
 * @param besides a call of which is known that what it writes is of other tables
 */
export function writesWhatIsRead(
  linked: Linked,
  file: FileNode,
  loop: Iteration,
  reach: Reach,
  besides?: CallFact,
): boolean {
  for (const [index, target] of linked.graph.targetsOf(file)) {
    const call = file.facts.calls[index];
    if (call === undefined || call.start < loop.bodyStart || call.end > loop.bodyEnd) continue;
    if (call === besides) continue;
    if (target.functions.some(({ ref }) => linked.graph.reachOf(ref).write !== undefined)) return true;
    if (
      target.queries.some(
        (query) => query.effect === "write" && !writesApart(linked, file, reach, { call, query }),
      )
    )
      return true;
  }
  return false;
}

/** What a query says that brings rows of other tables with it: `include`, `relations`, a join, columns of a relation. */
const others =
  /\b(?:include|relations|with(?:Graph\w*)?|populate|(?:left|inner|outer|right|full|cross)?join\w*|loadRelationIds)\b|\bselect\s*:\s*\{[^{}]*\{/i;

/** Whether the rows that are read come with those of a table that is written, as far as the query says it, or an entity that is loaded eagerly. */
function takesAlong(linked: Linked, file: FileNode, reach: Reach, written: string): boolean {
  let at = reach;
  let there: FileNode | undefined = file;
  for (let on = reach.onward; on !== undefined; on = on.onward) {
    at = on;
    there = linked.project.files.get(on.file);
  }
  const call = there?.facts.calls[at.at.call];
  if (there === undefined || call === undefined) return true;
  const { base } = chainOf(there, call);
  const place =
    reach.query.library.name === "prisma"
      ? linked.project.prismaModel(there, reach.query.subject)
      : undefined;
  if (place !== undefined) return modelsRead(place, call.arguments[0])?.has(written.toLowerCase()) ?? true;
  if (others.test(there.source.slice(base.end, call.end))) return true;
  return (
    reach.query.library.name === "typeorm" &&
    linked.project.usersOf("typeorm").some(({ source }) => /\beager\s*:\s*true/.test(source))
  );
}

/** The models whose rows a query of Prisma reads, in small letters: its own, and those of relations that it takes along or asks of. */
function modelsRead(place: ModelPlace, argument: Value | undefined): Set<string> | undefined {
  const out = new Set([place.model.name.toLowerCase()]);
  if (argument === undefined) return out;
  if (argument.kind !== "object") return undefined;
  for (const { key, value } of argument.properties) {
    const field = key === undefined ? undefined : fieldOf(place.model, key);
    const there = field && leadsTo(place, field);
    const isPart = /^(where|include|select|orderBy|AND|OR|NOT|is|isNot|some|every|none|_count)$/.test(
      key ?? "",
    );
    if (there === undefined && key !== undefined && !isPart) continue;
    const within = value.kind === "array" ? value.items : [value];
    for (const one of within) {
      // `_count: true` counts the rows of all relations.
      if (one.kind === "literal" && key === "_count") return undefined;
      if (one.kind === "literal" && there === undefined) continue;
      const more = modelsRead(there ?? place, one.kind === "literal" ? undefined : one);
      if (more === undefined || key === undefined) return undefined;
      for (const name of more) out.add(name);
    }
  }
  return out;
}

/** Whether a write is known to be of another table than what is read, from this file on. */
export function writesApart(
  linked: Linked,
  file: FileNode,
  reach: Reach,
  { call, query }: { call: CallFact; query: Query },
): boolean {
  return isElsewhere(call, query, reach.query) && !takesAlong(linked, file, reach, subjectOf(query, call));
}

function isElsewhere(call: CallFact, write: Query, read: Query): boolean {
  const name = call.callee.kind === "member" ? call.callee.name : "";
  if (write.library !== read.library || plainWrites[write.library.name]?.test(name) !== true) return false;
  const written = subjectOf(write, call);
  const asked = read.subject;
  if (written === "" || asked === "" || written.toLowerCase() === asked.toLowerCase()) return false;
  return call.arguments.every(isFlat);
}

function subjectOf({ subject }: Query, call: CallFact): string {
  return subject || modelOf(call);
}

/** Values of columns, not rows inside rows: `{ data: { posts: { create: … } } }`. */
function isFlat(value: Value): boolean {
  if (value.kind !== "object") return value.kind !== "unknown";
  return value.properties.every(
    ({ key, value: given }) =>
      key !== undefined && (/^(data|where|set|\$set)$/.test(key) ? isFlat(given) : given.kind !== "object"),
  );
}

/** Anything in the loop that writes, here or further away. */
export function writesInside(linked: Linked, file: FileNode, loop: Iteration): boolean {
  for (const [index, target] of linked.graph.targetsOf(file)) {
    const call = file.facts.calls[index];
    if (call === undefined || call.start < loop.bodyStart || call.end > loop.bodyEnd) continue;
    if (target.queries.some(({ effect }) => effect === "write")) return true;
    if (target.functions.some(({ ref }) => linked.graph.reachOf(ref).write !== undefined)) return true;
  }
  return false;
}
