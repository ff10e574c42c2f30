import type { Json } from "../protocol.ts";
import type { AxisRequest, Objective, Recommendation, SweepPoint } from "../studies.ts";
import type { RunResult } from "../task.ts";
import { Axis, AxisError, controlOf, numberOf, valueNow } from "./axis.ts";
import { differences } from "./compare.ts";
import type { Goal } from "./goal.ts";
import { byMerit, type Judging, pointOf } from "./points.ts";
import { boundsOf, guessPool } from "./pool-size.ts";
import { recommendationText } from "./recommendation-text.ts";
import type { ValidDocument } from "./run.ts";
import { sweepWith, valuesAt } from "./sweep.ts";
import { changed } from "./timeline.ts";
import { type Setting, Trials } from "./trials.ts";

/** Runs of each value while it is searched. */
const LOOKING = 5;
/** Values that are measured with all runs, and with fresh seeds. */
const SHORTLIST = 6;
/** Values that are looked at in one search. */
const MOST = 30;
/** Fresh seeds begin this far from the others. */
const FRESH = 1_000_000;
/** A value is as good as the best where its objective is surely within this share of it. */
const WITHIN = 0.1;
/** Without a range it goes from the value of now to this many times less and more of it. */
const AROUND = 8;
/** How often a range that nobody asked for is made longer because the best value is at its end. */
const LONGER = 3;

export type RecommendInput = {
  path: string;
  /** Values to choose from; around the present value where left out. */
  among?: AxisRequest;
  goals: readonly Goal[];
  objective: Objective;
  runs: number;
  confidence: number;
};

/**
 * The value of a parameter with which the goals are met and the objective is best: searched from coarse to fine, measured with more
 * runs, and checked with fresh seeds, of which nothing was known when it was chosen. Throws an AxisError or a PathError.
 */
export async function recommend(
  input: RecommendInput,
  document: ValidDocument,
  setting: Setting,
): Promise<Recommendation> {
  const { path, goals, objective, runs, confidence } = input;
  const trials = new Trials(setting);
  const judging: Judging = { scenario: document.scenario, goals, objective, confidence };
  const now = valueNow(document, path) ?? null;
  const bounds = boundsOf(document.scenario, path);
  const guess = await guessPool(document, path, trials);
  const looking = { goals, objective, runs: Math.min(LOOKING, runs), confidence, most: MOST };

  let request = input.among ?? rangeAround(document, path, now, guess?.value, bounds);
  let looked: SweepPoint[] = [];
  for (let round = 0; ; round++) {
    const axis = new Axis(request, document);
    const found = await sweepWith(trials, [axis], { ...looking, axes: [request] }, document, setting.seed);
    looked = merged(looked, found.points);
    const best = looked.toSorted(byMerit(objective.better))[0] as SweepPoint;
    const next = input.among === undefined && round < LONGER ? longer(request, best, bounds) : undefined;
    if (next === undefined || !isValid(document, path, next)) break;
    request = next;
  }

  // With all runs: what the search liked best, and the value of now.
  const short = looked.toSorted(byMerit(objective.better)).slice(0, SHORTLIST);
  const values = short.map(({ values }) => values[0] as Json);
  const axis = { path };
  const measured = await measure(trials, axis.path, values, runs, setting.seed);
  const known = values.map((value, i) => pointOf([value], measured[i] ?? [], judging));
  const chosen = known.toSorted(byMerit(objective.better))[0] as SweepPoint;
  const value = chosen.values[0] as Json;

  const rivals = values.filter((other) => other !== value);
  const asked = [value, ...(now === null || value === now || rivals.includes(now) ? [] : [now]), ...rivals];
  const freshSeed = (setting.seed + FRESH) >>> 0;
  const freshRuns = await measure(trials, path, asked, runs, freshSeed);
  const fresh = asked.map((one, i) => pointOf([one], freshRuns[i] ?? [], judging));
  const own = fresh[0] as SweepPoint;
  const paired = (of: readonly RunResult[]) => differences(of, freshRuns[0] ?? [], confidence);
  const about = (all: ReturnType<typeof paired>) =>
    all.find(
      (one) =>
        one.metric === objective.metric &&
        one.component === objective.component &&
        one.window === objective.window,
    );
  const tooClose = rivals.filter((rival) => {
    const i = asked.indexOf(rival);
    return (
      fresh[i]?.verdict === own.verdict &&
      ["same", "undecided"].includes(about(paired(freshRuns[i] ?? []))?.verdict ?? "")
    );
  });
  const places = asked.indexOf(now as Json);
  const result: Omit<Recommendation, "text"> = {
    kind: "recommend",
    path,
    now,
    objective,
    goals: goals.map(({ text }) => text),
    state: stateOf(own),
    value,
    range: rangeOf(fresh, own, objective),
    tooClose,
    ...(guess === undefined ? {} : { guess }),
    bounds,
    runs,
    seed: setting.seed,
    confidence,
    looked,
    fresh: { seed: freshSeed, points: fresh },
    gain: places > 0 ? paired(freshRuns[places] ?? []).filter((one) => isHeadline(one, judging)) : [],
  };
  return { ...result, text: recommendationText(result) };
}

function stateOf({ verdict }: SweepPoint): Recommendation["state"] {
  return verdict === "pass" ? "found" : verdict === "fail" ? "none" : "undecided";
}

/** The values that meet the goals as surely as the chosen one, and whose objective is surely within a tenth of it. */
function rangeOf(points: readonly SweepPoint[], own: SweepPoint, { better }: Objective): Json[] {
  const limit = own.objective.mean * (better === "lower" ? 1 + WITHIN : 1 - WITHIN);
  return points
    .filter(({ verdict, objective: { mean, half } }, i) =>
      i === 0
        ? true
        : verdict === "pass" && (better === "lower" ? mean + half <= limit : mean - half >= limit),
    )
    .map(({ values }) => values[0] as Json)
    .sort((a, b) => numberOf(a) - numberOf(b));
}

function isHeadline(
  { metric, component, window }: { metric: string; component: string; window?: string },
  { scenario, objective }: Judging,
): boolean {
  if (metric === objective.metric && component === objective.component && window === objective.window)
    return true;
  const isSource = scenario.components.some(({ id, type }) => id === component && type === "source");
  return window === undefined && isSource && ["latency.p50", "latency.p99", "inTime.ratio"].includes(metric);
}

const measure = (trials: Trials, path: string, values: readonly Json[], runs: number, seed: number) =>
  trials.measure(
    values.map((value) => valuesAt([{ path } as Axis], [value])),
    runs,
    seed,
  );

function merged(before: readonly SweepPoint[], more: readonly SweepPoint[]): SweepPoint[] {
  const all = new Map([...before, ...more].map((point) => [JSON.stringify(point.values), point]));
  return [...all.values()].sort((a, b) => numberOf(a.values[0] as Json) - numberOf(b.values[0] as Json));
}

/** What to look at where nobody says it. */
function rangeAround(
  document: ValidDocument,
  path: string,
  now: Json | null,
  guess: number | undefined,
  bounds: Recommendation["bounds"],
): AxisRequest {
  const control = controlOf(document, path);
  if (control?.kind === "choice") return { path, values: [...(control.choices ?? [])] };
  if (control?.kind === "flag") return { path, values: [false, true] };
  if (guess !== undefined) return { path, ...clipped(guess - 4, guess + 12, bounds) };
  if (now !== null && numberOf(now) > 0) {
    const kind = typeof now === "number" ? undefined : String(now).replace(/^[\d.]+/, "");
    const [low, high] = [numberOf(now) / AROUND, numberOf(now) * AROUND];
    if (kind === undefined) {
      const isCount = control?.kind === "count" || (control === undefined && Number.isInteger(now));
      if (isCount) return { path, ...clipped(Math.floor(low), Math.ceil(high), bounds) };
      const most = control?.kind === "ratio" ? Math.min(1, high) : high;
      return { path, from: low, to: most };
    }
    const written = Number.parseFloat(String(now));
    return { path, from: `${short(written / AROUND)}${kind}`, to: `${short(written * AROUND)}${kind}` };
  }
  throw new AxisError(
    `${path} is ${JSON.stringify(now)}: say among which values to choose, such as --among ${path}=…`,
  );
}

const short = (number: number): number => Number(number.toPrecision(3));

function clipped(from: number, to: number, bounds: Recommendation["bounds"]): { from: number; to: number } {
  const least = Math.max(1, from, ...bounds.map((bound) => bound.least ?? 1));
  const wanted = Math.max(to, least + (to - from));
  const most = Math.max(
    2,
    Math.min(wanted, ...bounds.map((bound) => bound.most ?? Number.POSITIVE_INFINITY)),
  );
  return { from: Math.min(least, most - 1), to: most };
}

/** A range twice as far where the best value is at the end of a range of whole numbers. */
function longer(
  request: AxisRequest,
  best: SweepPoint,
  bounds: Recommendation["bounds"],
): AxisRequest | undefined {
  if ("values" in request || typeof request.from !== "number" || typeof request.to !== "number")
    return undefined;
  const [from, to] = [request.from, request.to];
  const at = best.values[0];
  if (at === to) {
    const further = clipped(to, to * 2, bounds);
    return further.to > to ? { path: request.path, from: to, to: further.to } : undefined;
  }
  if (at === from && Number.isInteger(from)) {
    const further = clipped(Math.floor(from / 2), from, bounds);
    return further.from < from ? { path: request.path, from: further.from, to: from } : undefined;
  }
  return undefined;
}

function isValid(document: ValidDocument, path: string, request: AxisRequest): boolean {
  const ends = "values" in request ? request.values : [request.from, request.to];
  try {
    for (const end of ends) changed(document.raw, { [path]: end });
    return true;
  } catch {
    return false;
  }
}
