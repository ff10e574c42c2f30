import type { Interval } from "./measure/student.ts";
import type { Json } from "./protocol.ts";
import type { Unit } from "./scenario/metrics.ts";

/**
 * What studies answer: plain data that goes through a structured clone to a view, or through JSON to a program (which knows no
 * Infinity and no NaN: these become null there). Times are in seconds, rates per second, shares from 0 to 1.
 */

/** Too close to call is an answer. */
export type Verdict = "pass" | "fail" | "undecided";

/** Changed parameters, by path. */
export type Values = Readonly<Record<string, Json>>;

/** One metric of two variants with the same seeds. */
export type Difference = {
  metric: string;
  component: string;
  window?: string;
  unit: Unit;
  a: Interval;
  b: Interval;
  /** B - A in pairs. */
  difference: Interval;
  /** What B is: `same` for every seed to the last digit, or `undecided` where the interval holds 0. */
  verdict: "higher" | "lower" | "same" | "undecided";
  /** Which of the two is better, where that is decided and one can say. */
  better?: "a" | "b";
};

/** Whether B is worse than A by more than what is allowed, in the metric's unit. */
export type Judgement = { metric: string; component: string; allowed: number; verdict: Verdict };

export type Comparison = {
  kind: "compare";
  a: { name: string; set: Values };
  b: { name: string; set: Values };
  runs: number;
  seed: number;
  confidence: number;
  tolerance: number;
  /** Runs whose backlog grew without bound. */
  unstable: { a: number; b: number };
  differences: Difference[];
  judged: Judgement[];
  /** B is not worse (`pass`), worse (`fail`), or it is too close to call. */
  verdict: Verdict;
};

/** Whether a goal is met, and by how much it is missed in the mean: below zero it is met. */
export type GoalVerdict = { text: string; margin: Interval; verdict: Verdict };

/** What is to be as low, or as high, as can be. */
export type Objective = { metric: string; component: string; window?: string; better: "lower" | "higher" };

/** The values of a parameter to go through: a list, or a range that is refined where something happens. */
export type AxisRequest = { path: string; values: Json[] } | { path: string; from: Json; to: Json };

export type Estimated = {
  metric: string;
  component: string;
  window?: string;
  unit: Unit;
  interval: Interval;
};

/** One point of a sweep: what holds there, and what was measured. */
export type SweepPoint = {
  /** A value for each axis. */
  values: Json[];
  objective: Interval;
  goals: GoalVerdict[];
  verdict: Verdict;
  unstable: boolean;
  /** The headline metrics of every source, and what the goals name. */
  estimates: Estimated[];
};

export type Sweep = {
  kind: "sweep";
  axes: { path: string; values: Json[] }[];
  objective: Objective;
  goals: string[];
  /** Runs of each point. */
  runs: number;
  seed: number;
  confidence: number;
  /** In the order of their values. */
  points: SweepPoint[];
  /** The point that meets the goals with the best objective; the least bad one where none meets them. */
  best: number;
  /** Points that cannot be told from the best with these runs. */
  asGood: number[];
  /** Of the best point. */
  verdict: Verdict;
};

/** A number of connections by Erlang's formula, which is where the search begins. */
export type PoolGuess = {
  value: number;
  /** Queries per second, and the seconds that each holds a connection on an idle database. */
  rate: number;
  seconds: number;
};

/** What is recommended for a parameter, and what that rests on. */
export type Recommendation = {
  kind: "recommend";
  path: string;
  /** What the document says. */
  now: Json | null;
  objective: Objective;
  goals: string[];
  /**
   * `found`: the value meets the goals with fresh seeds; `none`: no value that was looked at does, and `value` comes closest; `undecided`: whether
   * the value meets them is too close to call.
   */
  state: "found" | "none" | "undecided";
  value: Json;
  /** Values that meet the goals too, and whose objective is surely within a tenth of the best. */
  range: Json[];
  /** Values that cannot be told from the recommended one with these runs. */
  tooClose: Json[];
  guess?: PoolGuess;
  /** What the value must not go beyond, and why. */
  bounds: { least?: number; most?: number; because: string }[];
  runs: number;
  seed: number;
  confidence: number;
  /** All that was looked at, with few runs each. */
  looked: SweepPoint[];
  /** The best of these with more runs, and with fresh seeds: of those nothing was known when the value was chosen. */
  fresh: { seed: number; points: SweepPoint[] };
  /** The value against what the document says, in pairs with the fresh seeds; empty where it is the same. */
  gain: Difference[];
  /** In words. */
  text: string[];
};
