import { type Interval, meanInterval } from "../measure/student.ts";
import type { Json } from "../protocol.ts";
import type { RunInput, RunResult } from "../task.ts";
import { inParallel } from "./jobs.ts";
import type { Measurement } from "./measurements.ts";

/** Makes one run somewhere, such as in a worker thread. */
export type Runner = (input: RunInput) => Promise<RunResult>;

export type Replications = {
  /** By variant's name, "" without variants; the i-th run of each has seed `seed + i`. */
  runs: Map<string, RunResult[]>;
};

export type ReplicationInput = {
  text: string;
  /** Changed parameters that hold for every variant. */
  set: Record<string, Json>;
  /** Changed parameters by variant; `{ "": {} }` without variants. */
  variants: Record<string, Record<string, Json>>;
  seed: number;
  runs: number;
  duration?: number;
  /** How many runs are under way at once: the worker threads. */
  parallel: number;
};

/** How far a study is: finished runs of all, and the results so far. */
export type StudyProgress = { finished: number; of: number; runs: ReadonlyMap<string, readonly RunResult[]> };

/**
 * Runs every variant with the same seeds (common random numbers), seed by seed, so that what is finished at any moment can be
 * compared in pairs. The result does not depend on `parallel`. Rejects with the first error, or when `signal` is aborted.
 */
export async function replicate(
  input: ReplicationInput,
  run: Runner,
  progress: (progress: StudyProgress) => void,
  signal?: { readonly aborted: boolean },
): Promise<Replications> {
  const names = Object.keys(input.variants);
  const slots = new Map(
    names.map((name) => [name, new Array<RunResult | undefined>(input.runs).fill(undefined)]),
  );
  const of = names.length * input.runs;
  let finished = 0;
  await inParallel(
    Array.from({ length: of }, (_, job) => job),
    input.parallel,
    async (job) => {
      const name = names[job % names.length] as string;
      const index = Math.floor(job / names.length);
      const result = await run({
        text: input.text,
        set: { ...input.set, ...input.variants[name] },
        seed: (input.seed + index) >>> 0,
        ...(input.duration === undefined ? {} : { duration: input.duration }),
      });
      (slots.get(name) as (RunResult | undefined)[])[index] = result;
      finished++;
      progress({ finished, of, runs: done(slots) });
    },
    signal,
  );
  return { runs: done(slots) };
}

/**
 * As `replicate`, and goes on with half as many runs again until `enough` says that the results are precise enough, or there are
 * `most` runs of each variant. Stopping by what was seen makes intervals a little too narrow (Law, section 9.4.1): the first runs
 * should not be too few.
 */
export async function replicateUntil(
  input: ReplicationInput,
  enough: (runs: ReadonlyMap<string, readonly RunResult[]>) => boolean,
  most: number,
  run: Runner,
  progress: (progress: StudyProgress) => void,
  signal?: { readonly aborted: boolean },
): Promise<Replications> {
  const all = new Map<string, RunResult[]>(Object.keys(input.variants).map((name) => [name, []]));
  let made = 0;
  let next = Math.min(input.runs, most);
  while (next > 0) {
    const more = await replicate({ ...input, seed: input.seed + made, runs: next }, run, progress, signal);
    for (const [name, results] of more.runs) all.get(name)?.push(...results);
    made += next;
    next = enough(all) ? 0 : Math.min(Math.ceil(made / 2), most - made);
  }
  return { runs: all };
}

/** Whether the half-width of a metric's interval is within a share of its mean, for each of several metrics. */
export function isPrecise(
  runs: readonly RunResult[],
  wanted: readonly { metric: string; component: string; window?: string | undefined }[],
  relativeError: number,
  confidence: number,
): boolean {
  const found = estimates(runs, confidence);
  return wanted.every(({ metric, component, window }) => {
    const one = found.find(
      (each) => each.metric === metric && each.component === component && each.window === window,
    );
    return one === undefined || one.interval.half <= relativeError * Math.abs(one.interval.mean);
  });
}

function done(slots: ReadonlyMap<string, readonly (RunResult | undefined)[]>): Map<string, RunResult[]> {
  return new Map([...slots].map(([name, all]) => [name, all.filter((one) => one !== undefined)]));
}

/** One metric over the runs of a variant. */
export type Estimate = { metric: string; component: string; window?: string; interval: Interval };

/** Every metric's mean over the runs with its interval. A metric that a run has no value for is left out of that run. */
export function estimates(runs: readonly RunResult[], confidence: number): Estimate[] {
  return (runs[0]?.measurements ?? []).map(({ metric, component, window }, place) => ({
    metric,
    component,
    ...(window === undefined ? {} : { window }),
    interval: meanInterval(
      runs
        .map((run) => (run.measurements[place] as Measurement).value)
        .filter((value) => !Number.isNaN(value)),
      confidence,
    ),
  }));
}
