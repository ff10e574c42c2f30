import type { RunResult } from "../task.ts";

/** Whether a run's numbers depend on how long it was, because its backlog grew without bound. */
export function isUnstable({ overloaded, steadiness }: RunResult): boolean {
  return overloaded || steadiness.some(({ state }) => state === "unstable");
}

/** Whether several runs together are those of an unstable system: one that had to be given up, or a backlog that grew in most of them. */
export function areUnstable(runs: readonly RunResult[]): boolean {
  return runs.some(({ overloaded }) => overloaded) || runs.filter(isUnstable).length > runs.length / 2;
}
