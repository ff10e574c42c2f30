import type { Sentence } from "../words/sentence.ts";
import type { Interval } from "./measure/student.ts";
import type { OutcomeName } from "./outcome.ts";
import type { PartKind } from "./parts.ts";
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
  bounds: { least?: number; most?: number; because: Sentence }[];
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
  text: Sentence[];
};

/** Where the time of some requests went: the mean seconds of each part, which add up to the mean latency, the largest first. */
export type Cohort = {
  name: string;
  requests: number;
  latency: number;
  parts: { component: string; part: PartKind; seconds: number; share: number }[];
};

/** A component over a short span from `at` on: counts, and means over time. Latencies are those of calls that were answered in it; NaN where none was. */
export type EvidenceSecond = {
  at: number;
  arrived: number;
  ended: number;
  failed: number;
  inTime: number;
  attempts: number;
  hits: number;
  active: number;
  waiting: number;
  waitingMax: number;
  /** The share of the time that a breaker was open. */
  open: number;
  p50: number;
  p99: number;
};

export type ComponentEvidence = {
  id: string;
  arrived: number;
  ended: number;
  outcomes: Partial<Record<OutcomeName, number>>;
  /** Seconds of work done, and of those what was done for clients that had gone. */
  work: number;
  deadWork: number;
  seconds: EvidenceSecond[];
};

/** `reference`: the slowest 1 % of the requests that were answered before the first fault or change. */
export type SourceEvidence = { id: string; cohorts: Cohort[]; reference?: Cohort };

/** What one run shows, after its warm-up; what an explanation rests on. */
export type Evidence = {
  seed: number;
  /** When the warm-up ended, and how long the spans of `seconds` are. */
  from: number;
  width: number;
  /** When the run ended. */
  time: number;
  unstable: boolean;
  measurements: { metric: string; component: string; window?: string; value: number }[];
  sources: SourceEvidence[];
  components: ComponentEvidence[];
};

/** What a sentence of an explanation is an instance of. */
export type FindingRule =
  | "unstable"
  | "pool-wait"
  | "saturated"
  | "unbounded"
  | "refused"
  | "dead-work"
  | "amplification"
  | "metastable"
  | "n-plus-1"
  | "oversubscribed"
  | "stampede"
  | "cold"
  | "imbalance"
  | "breaker-open"
  | "variance"
  | "reference"
  | "no-single-cause"
  | "clean"
  // These need no run.
  | "too-many-connections"
  | "nested-connections"
  | "wait-outlives-caller"
  | "timeout-outlives-caller"
  | "retries-outlive-caller"
  | "retries-multiply";

/** One thing that is to be said, with the numbers that it rests on and where to look. */
export type Finding = {
  rule: FindingRule;
  text: Sentence;
  /** The components that it is about, the first one foremost. */
  components: string[];
  /** The numbers of the sentence, by name. */
  values: Record<string, number>;
  /** When it was so, simulated seconds. */
  span?: [from: number, to: number];
};

/** A change that was tried with the same seeds. */
export type WhatIf = {
  set: Values;
  /** The finding that suggested it. */
  because: FindingRule;
  latency: Difference;
  inTime: Difference;
  text: Sentence;
};

export type Explanation = {
  kind: "explain";
  /** The source whose requests are explained. */
  source: string;
  evidence: Evidence;
  /** From the run, the most telling first. */
  findings: Finding[];
  /** What the scenario says by itself, without a run. */
  verdicts: Finding[];
  /** The best first. */
  whatIfs: WhatIf[];
  runs: number;
  confidence: number;
};

export type BreakpointPoint = Omit<SweepPoint, "values"> & {
  /** How many times the present load it is, and the parameters that make it so. */
  factor: number;
  set: Values;
  runs: number;
};

/** Up to which load the goals are surely met, and from which on they are surely missed. */
export type Breakpoint = {
  kind: "breakpoint";
  sources: string[];
  objective: Objective;
  goals: string[];
  precision: number;
  /** Runs of a load at first; where that is too close to call there are up to four times as many. */
  runs: number;
  seed: number;
  confidence: number;
  /** At the present load. */
  now: Verdict;
  holds?: { factor: number; load: Values };
  breaks?: { factor: number; load: Values };
  /** In the order of their loads. */
  points: BreakpointPoint[];
  text: Sentence[];
};

/** The usual load tests, as their tools name them; the breaking point is found by a search of its own. */
export type Load = "smoke" | "load" | "stress" | "spike" | "soak";

/** How the load goes during a test: straight from one multiple of the usual to another until a moment, simulated seconds. */
export type LoadPart = { until: number; from: number; to: number; window?: string };

/** What became of the requests under a load test in place of the document's own load. */
export type LoadTest = {
  kind: "load";
  load: Load;
  duration: number;
  parts: LoadPart[];
  runs: number;
  seed: number;
  confidence: number;
  goals: GoalVerdict[];
  verdict: Verdict;
  /** Runs whose backlog grew without bound. */
  unstable: number;
  /** The headline metrics of every source over the whole test and in each part of it that has a name. */
  estimates: Estimated[];
  /** The first source in one run, span by span of so many seconds: what there is to draw. */
  course: { source: string; width: number; seconds: EvidenceSecond[] };
};

/** A piece of a request, as tracing would record it. */
export type Span = {
  /** Which request, and which span of all, from 0. */
  request: number;
  number: number;
  /** The number of the span that it lies within; absent for the request itself. */
  parent?: number;
  /** The place of the component in the scenario. */
  component: number;
  /** Simulated seconds. */
  start: number;
  end: number;
  outcome: OutcomeName;
  /** A further try of a call that failed before. */
  retry: boolean;
};

/** What a view can ask to be found out about the scenario that it shows. Goals are the document's budgets, or that requests are answered. */
export type StudyRequest =
  | {
      kind: "compare";
      a: { name: string; set: Values };
      b: { name: string; set: Values };
      runs?: number;
      /** Of the document as it is written, without the variant that is shown and the values of now. */
      asWritten?: true;
    }
  /** One or two parameters. */
  | { kind: "sweep"; axes: AxisRequest[]; runs?: number }
  | { kind: "recommend"; path: string; among?: AxisRequest; runs?: number }
  | { kind: "explain"; source?: string; runs?: number }
  | { kind: "breakpoint"; sources?: string[]; runs?: number }
  /** `duration`: simulated seconds, as the test usually takes where left out. */
  | { kind: "load"; load: Load; duration?: number; runs?: number };

export type StudyResult = Comparison | Sweep | Recommendation | Explanation | Breakpoint | LoadTest;

/** How far a study is: runs that have ended, of those that are planned so far (a sweep plans more as it goes). */
export type StudyProgress = {
  kind: StudyRequest["kind"];
  finished: number;
  of: number;
  running: boolean;
  /** When it is done; of a sweep and a breaking point also before, as far as it is. Absent where it was stopped. */
  result?: StudyResult;
};
