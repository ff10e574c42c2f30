import type { Progress as EngineProgress } from "../engine/simulation.ts";

/** As of the engine, and `stuck`: events follow one another without any time passing. */
export type Progress = EngineProgress | "stuck";

/** Why a run was stopped before its end, for people. */
export const STOPPED = {
  overloaded:
    "too many requests are under way: more arrive than can be answered, so their number grows without bound",
  stuck:
    "requests follow one another without any time passing: give a think time, a compute step or a query some duration",
} as const satisfies Partial<Record<Progress, string>>;
