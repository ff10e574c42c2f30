import type { RunResult } from "../task.ts";

/** Whether a run's numbers depend on how long it was, because its backlog grew without bound. */
export function isUnstable({ overloaded, steadiness }: RunResult): boolean {
  return overloaded || steadiness.some(({ state }) => state === "unstable");
}
