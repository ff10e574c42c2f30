import type { CallFact, Value } from "../../facts.ts";
import { argumentAt } from "../../link/file/arguments.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { parentBindings } from "../../link/queries/resolvers.ts";
import type { Linked } from "../rule.ts";
import { chainOf } from "../way/chain.ts";
import { asksAnything } from "../way/reached.ts";
import { type Changes, changingAmong } from "../way/same-data.ts";
import { type Step, stepsOn } from "../way/way.ts";

/** A statement that writes, where it stands, and what is another in each turn there. */
export interface Statement {
  file: FileNode;
  call: CallFact;
  changes: Changes;
}

/**
 * The way from a call in a loop to the statement that it comes down to, which is the last of them, where each function on the way does nothing
 * but write what it is passed: to call such a function per row is to send the statement per row. Undefined where one of them does more, or
 * only sometimes.
 */
export function wayToStatement(linked: Linked, from: Statement, reach: Reach): Statement[] | undefined {
  if (reach.next !== undefined && (reach.conditional || reach.named)) return undefined;
  const way = [from];
  let here = from;
  for (const step of stepsOn(linked, reach)) {
    if (step === undefined || !onlyWrites(linked, step)) return undefined;
    here = statementIn(step, here);
    way.push(here);
  }
  return way;
}

/** The same where the function builds the statement, and its caller runs it. */
export function wayToBuilt(linked: Linked, from: Statement, built: Passage): Statement[] | undefined {
  return onlyWrites(linked, built) ? [from, statementIn(built, from)] : undefined;
}

/** A function, and the call in it that leads on. */
export type Passage = Omit<Step, "reach" | "handed">;

function statementIn(passage: Passage, caller: Statement): Statement {
  const { file, call } = passage;
  const changing = changingParameters(passage, caller);
  const changes = (value: Value) => {
    const parts = value.kind === "name" ? changing.get(value.binding) : undefined;
    return parts ?? (dependsOn(file, value, new Set(changing.keys())) ? 1 : 0);
  };
  return { file, call, changes };
}

/** The function waits for nothing and asks for nothing but what the way on leads to, and it takes that each time. */
function onlyWrites(linked: Linked, { file, function: index, call: on }: Passage): boolean {
  const { calls, functions } = file.facts;
  const fact = functions[index];
  if (fact === undefined || on.region !== fact.body) return false;
  const targets = linked.graph.targetsOf(file);
  const own = new Set(chainOf(file, on).links.map(({ call }) => call));
  return calls.every((other, position) => {
    if (other.start < fact.start || other.end > fact.end || own.has(other)) return true;
    const target = targets.get(position);
    const asks =
      target !== undefined &&
      (target.queries.length > 0 || target.functions.some(({ ref }) => asksAnything(linked, ref)));
    return other.use !== "awaited" && !asks;
  });
}

/** The variables of a function that hold what is another in each turn of who calls it, and how many such values: of `{ id: row.id, team: row.team }` two. */
function changingParameters(
  { file, function: index, bound }: Passage,
  caller: Statement,
): Map<number, number> {
  const out = new Map<number, number>();
  file.facts.functions[index]?.parameters.forEach(({ binding: whole }, position) => {
    const given = argumentAt(caller.file.facts, caller.call, position - bound);
    if (given === undefined || caller.changes(given) === 0) return;
    const parts = given.kind === "object" ? changingAmong(caller.file, [given], caller.changes) : 1;
    for (const binding of parentBindings(file, index, position))
      out.set(binding, binding === whole ? Math.max(parts, 1) : 1);
  });
  return out;
}
