import { sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { Related } from "../../finding.ts";
import type { CallTarget } from "../../link/graph/call-targets.ts";
import { callbackIteration, type Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { saidOf } from "../../link/queries/queries.ts";
import { roleOf } from "../../link/roles/roles.ts";
import { type Range, rangeOf } from "../../text.ts";
import { repetitionOf } from "../repetition/repetition.ts";
import type { Linked } from "../rule.ts";
import { loopsAround } from "../way/loops-around.ts";

/** The loops around a call, and the call itself where it runs what it is handed for each element; innermost first. */
export function loopsOf(
  linked: Linked,
  file: FileNode,
  index: number,
  target: CallTarget,
  reach: Reach,
): readonly Iteration[] {
  const call = file.facts.calls[index];
  if (call === undefined) return [];
  const around = loopsAround(linked, file, call.region);
  if (reach.next === undefined && reach.query.handed !== undefined && call.callee.kind === "member")
    return [callbackIteration(call, index, call.callee.of), ...around];
  // `.map(this.load)`: the call is the loop.
  const handed = target.functions.find(({ ref, argument }) => argument >= 0 && ref.key === reach.next?.key);
  if (handed !== undefined) {
    const role = roleOf(linked.evaluator, file, call, handed.argument);
    if (role.runs === "each") return [callbackIteration(call, index, role.collection), ...around];
  }
  return around;
}

/** The calls from the loop to the query, as places and as text, and how many loops they are in on the way. */
export function route(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  reach: Reach,
): { related: Related[]; path: string[]; conditional: boolean; loops: number } {
  const related: Related[] = [];
  const path = [
    `${nameOf(file.path)}:${rangeOf(file.facts.lineStarts, [call.start, call.start]).start.line + 1}`,
  ];
  path.push(saidOf(file, call.callee));
  let conditional = reach.conditional;
  const loops = new Set<string>();
  for (let at = reach.onward; at !== undefined; at = at.onward) {
    const inside = linked.project.files.get(at.file);
    const step = inside?.facts.calls[at.at.call];
    if (inside === undefined || step === undefined) break;
    conditional ||= at.conditional;
    for (const loop of loopsOf(linked, inside, at.at.call, at.at, at)) {
      // A function in place is a step of its own and is in the loop of the step before.
      const { start } = loop.collection ?? loop;
      if (repetitionOf(linked, inside, loop, step).runs === "many") loops.add(`${start} ${at.file}`);
    }
    path.push(saidOf(inside, step.callee));
    related.push({
      file: inside.path,
      range: pointAt(inside, step),
      message:
        at.onward === undefined
          ? sentence("The query: {0}", saidOf(inside, step.callee))
          : sentence("Calls {0}", saidOf(inside, step.callee)),
    });
  }
  return { related, path, conditional, loops: loops.size };
}

/** A condition decides somewhere on the way to the query. */
export function isConditional(way: Reach): boolean {
  for (let at: Reach | undefined = way; at !== undefined; at = at.onward) if (at.conditional) return true;
  return false;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The callee; of one that spans lines, its last name. */
export function pointAt(file: FileNode, call: CallFact): Range {
  const { callee } = call;
  const whole = rangeOf(file.facts.lineStarts, [callee.start, callee.end]);
  if (whole.start.line === whole.end.line || callee.kind !== "member") return whole;
  return rangeOf(file.facts.lineStarts, [callee.end - callee.name.length, callee.end]);
}
