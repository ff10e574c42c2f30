import { callsOf, constructionsOf } from "../link/graph/all-calls.ts";
import type { Held } from "../link/project/exported.ts";
import type { FileNode } from "../link/project/project.ts";
import type { Evaluator } from "../link/values/evaluator.ts";

/** What all who call a function pass for a parameter, tests aside; undefined where others may call it, or what they pass is not in sight. */
export function passedFor(
  evaluator: Evaluator,
  file: FileNode,
  of: number,
  index: number,
): Held[] | undefined {
  const isConstructor = file.facts.functions[of]?.kind === "constructor";
  const all = isConstructor ? constructionsOf(evaluator, file, of) : callsOf(evaluator, file, of);
  const calls = all.filter((passed) => !evaluator.project.isForTests(passed.file.path));
  if (calls.length === 0) return undefined;
  const out: Held[] = [];
  for (const { file: from, call } of calls) {
    if (call.arguments.some(({ kind }) => kind === "spread")) return undefined;
    const value = call.arguments[index];
    // What is left out is what the function takes instead.
    if (value !== undefined) out.push({ file: from, value });
  }
  return out;
}
