import { type Interval, meanInterval } from "../measure/student.ts";
import { metricNamed } from "../scenario/metrics.ts";
import type { Comparison, Difference, Judgement } from "../studies.ts";
import type { RunResult } from "../task.ts";
import type { Measurement } from "./measurements.ts";
import { preference } from "./preference.ts";
import { isUnstable } from "./stability.ts";
import { type Setting, Trials, type Values } from "./trials.ts";
import { type Verdict, worst } from "./verdicts.ts";

/** What a comparison judges at every source: whether B is worse. */
export const JUDGED = ["latency.p99", "inTime.ratio"] as const;

const keyOf = ({ metric, component, window }: Omit<Measurement, "value">): string =>
  `${metric} ${component} ${window ?? ""}`;

/**
 * Every metric of two sets of runs in which the i-th has the same seed: the mean of each, and the mean of the differences B - A
 * with its t-interval. A seed for which either was not measured is left out of the pairs.
 */
export function differences(
  a: readonly RunResult[],
  b: readonly RunResult[],
  confidence: number,
): Difference[] {
  const values = (runs: readonly RunResult[]) =>
    runs.map((run) => new Map(run.measurements.map((one) => [keyOf(one), one.value])));
  const [inA, inB] = [values(a), values(b)];
  return (a[0]?.measurements ?? []).map(({ metric, component, window }) => {
    const key = keyOf({ metric, component, ...(window === undefined ? {} : { window }) });
    const pairs = inA
      .map((one, i) => [one.get(key) ?? Number.NaN, inB[i]?.get(key) ?? Number.NaN] as const)
      .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
    const difference = meanInterval(
      pairs.map(([x, y]) => y - x),
      confidence,
    );
    const verdict = verdictOf(difference);
    const wanted = preference(metric);
    return {
      metric,
      component,
      ...(window === undefined ? {} : { window }),
      unit: metricNamed(metric)?.unit ?? "count",
      a: meanInterval(
        pairs.map(([x]) => x),
        confidence,
      ),
      b: meanInterval(
        pairs.map(([, y]) => y),
        confidence,
      ),
      difference,
      verdict,
      ...(wanted === undefined || verdict === "same" || verdict === "undecided"
        ? {}
        : { better: verdict === wanted ? "b" : "a" }),
    };
  });
}

function verdictOf({ mean, half, count }: Interval): Difference["verdict"] {
  if (count === 0 || Number.isNaN(mean)) return "undecided";
  if (mean === 0 && half === 0) return "same";
  if (Math.abs(mean) <= half) return "undecided";
  return mean > 0 ? "higher" : "lower";
}

/** Whether B is worse than A by more than `tolerance`: a share of A, of ratios an absolute share. */
export function judgeDifference(one: Difference, tolerance: number): Judgement {
  const allowed = one.unit === "ratio" ? tolerance : tolerance * Math.abs(one.a.mean);
  const worse = (preference(one.metric) === "higher" ? -1 : 1) * one.difference.mean;
  const { half } = one.difference;
  const verdict: Verdict =
    one.verdict === "same" || worse + half <= allowed
      ? "pass"
      : worse - half > allowed
        ? "fail"
        : "undecided";
  return { metric: one.metric, component: one.component, allowed, verdict };
}

export type ComparisonInput = {
  a: { name: string; set: Values };
  b: { name: string; set: Values };
  runs: number;
  confidence: number;
  tolerance: number;
  /** The ids of the sources, which are judged. */
  sources: readonly string[];
};

/** Runs both with the same seeds, and compares every metric in pairs. */
export async function compare(input: ComparisonInput, setting: Setting): Promise<Comparison> {
  const { a, b, runs, confidence, tolerance, sources } = input;
  const [ofA = [], ofB = []] = await new Trials(setting).measure([a.set, b.set], runs);
  const all = differences(ofA, ofB, confidence);
  const judged = all
    .filter(
      ({ metric, component, window }) =>
        window === undefined && sources.includes(component) && JUDGED.some((name) => name === metric),
    )
    .map((one) => judgeDifference(one, tolerance));
  const unstable = { a: ofA.filter(isUnstable).length, b: ofB.filter(isUnstable).length };
  return {
    kind: "compare",
    a,
    b,
    runs,
    seed: setting.seed,
    confidence,
    tolerance,
    unstable,
    differences: all,
    judged,
    // What grows without bound is worse than what does not, whatever was measured until it was given up.
    verdict: unstable.b > unstable.a ? "fail" : worst(judged.map(({ verdict }) => verdict)),
  };
}
