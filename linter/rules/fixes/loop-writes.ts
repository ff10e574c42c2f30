import type { CallFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/iteration.ts";
import type { FileNode } from "../../link/project.ts";
import type { Query } from "../../link/queries.ts";
import type { Reach } from "../../link/reach.ts";
import type { Linked } from "../rule.ts";
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
 */
export function writesWhatIsRead(linked: Linked, file: FileNode, loop: Iteration, reach: Reach): boolean {
  const read = reach.query;
  for (const [index, target] of linked.graph.targetsOf(file)) {
    const call = file.facts.calls[index];
    if (call === undefined || call.start < loop.bodyStart || call.end > loop.bodyEnd) continue;
    if (target.functions.some(({ ref }) => linked.graph.reachOf(ref).write !== undefined)) return true;
    if (target.queries.some((query) => query.effect === "write" && !isElsewhere(call, query, read)))
      return true;
  }
  return false;
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
