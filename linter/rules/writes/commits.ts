import type { CallFact } from "../../facts.ts";
import type { Entity } from "../../link/entity.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { sqlText } from "../../link/queries/sql.ts";
import type { Linked } from "../rule.ts";
import { takenAround } from "../way/taken.ts";

/**
 * Each turn of the loop commits what it writes: the transaction is begun in it, `for (…) await db.transaction(async (tx) => …)`, or its
 * end stands there, `await client.query("COMMIT")`.
 */
export function commitsInTurn(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): boolean {
  if (commitsIn(linked, file, call, loop.bodyStart, loop.bodyEnd)) return true;
  for (const taken of takenAround(file, call, loop)) {
    if (taken === undefined) return false;
    const { taker, argument } = taken;
    if (
      linked.evaluator.value(file, taker.callee).some((entity) => runsInTransaction(linked, entity, argument))
    )
      return true;
  }
  return false;
}

/** What takes the function runs it within a transaction: a library's own, or a helper of the project that commits behind it. */
function runsInTransaction(linked: Linked, entity: Entity, argument: number): boolean {
  if (entity.kind === "operation") return entity.member.call?.callbacks?.[argument]?.runs === "once";
  if (entity.kind !== "function") return false;
  const helper = linked.project.files.get(entity.file);
  const fact = helper?.facts.functions[entity.function];
  if (helper === undefined || fact === undefined) return false;
  return helper.facts.calls.some(
    (one) => one.start >= fact.start && one.end <= fact.end && isCommit(linked, helper, one),
  );
}

/** A commit between two places, in the function that the call is in. */
function commitsIn(linked: Linked, file: FileNode, call: CallFact, start: number, end: number): boolean {
  const { regions, calls } = file.facts;
  const own = regions[call.region]?.function;
  return calls.some(
    (one) =>
      one.start >= start &&
      one.end <= end &&
      regions[one.region]?.function === own &&
      isCommit(linked, file, one),
  );
}

/** `await trx.commit()`, `await runner.commitTransaction()`, `await client.query("COMMIT")` */
function isCommit(linked: Linked, file: FileNode, { callee, arguments: given }: CallFact): boolean {
  if (callee.kind !== "member") return false;
  if (/^commit(Transaction)?$/i.test(callee.name)) return true;
  const [text] = given;
  if (!/^(query|execute|exec|run|raw)$/.test(callee.name) || text === undefined) return false;
  return /^\s*(commit|end)\b/i.test(sqlText(linked.evaluator, file, text) ?? "");
}
