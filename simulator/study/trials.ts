import type { Json } from "../protocol.ts";
import type { RunInput, RunResult } from "../task.ts";
import { inParallel, type Signal } from "./jobs.ts";
import { STOPPED } from "./stopped.ts";

/** Changed parameters, by path. */
export type Values = Readonly<Record<string, Json>>;

/** What all runs of a study have in common, and how they are made. */
export type Setting = {
  text: string;
  /** Changed parameters that hold for every run. */
  set: Values;
  seed: number;
  duration?: number;
  /** How many runs are under way at once: the worker threads. */
  parallel: number;
  /** Makes one run somewhere, such as in a worker thread. */
  run: (input: RunInput) => Promise<RunResult>;
  /** Told after each run how many have ended, of how many that are planned so far. */
  progress?: (finished: number, of: number) => void;
  signal?: Signal;
};

/** Events followed one another without any time passing: a flaw of the scenario, found by running it. */
export class StuckRun extends Error {
  override readonly name = "StuckRun";
  constructor() {
    super(STOPPED.stuck);
  }
}

/**
 * Runs of one scenario with different parameters and the same seeds (common random numbers). What was run once is not run again, so a study
 * can ask for more runs, or for further values, as it goes.
 */
export class Trials {
  private readonly setting: Setting;
  /** By point, then by seed. */
  private readonly known = new Map<string, Map<number, RunResult>>();
  private finished = 0;
  private planned = 0;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** The runs of each point, in the order of their seeds, which begin with `first`; seed by seed, so that all points are known a little before one is known well. */
  async measure(points: readonly Values[], runs: number, first = this.setting.seed): Promise<RunResult[][]> {
    const { text, set, duration, parallel, run, signal, progress } = this.setting;
    const seeds = Array.from({ length: runs }, (_, i) => (first + i) >>> 0);
    const stores = points.map((point) => this.store(point));
    const jobs = seeds.flatMap((seed) =>
      points.flatMap((point, i) => {
        const store = stores[i] as Map<number, RunResult>;
        // A point that is asked for twice is run once.
        return store.has(seed) || stores.indexOf(store) < i ? [] : [{ seed, point, store }];
      }),
    );
    this.planned += jobs.length;
    await inParallel(
      jobs,
      parallel,
      async ({ seed, point, store }) => {
        const result = await run({
          text,
          set: { ...set, ...point },
          seed,
          ...(duration === undefined ? {} : { duration }),
        });
        if (result.stuck) throw new StuckRun();
        store.set(seed, result);
        progress?.(++this.finished, this.planned);
      },
      signal,
    );
    return stores.map((store) => seeds.map((seed) => store.get(seed) as RunResult));
  }

  private store(point: Values): Map<number, RunResult> {
    const key = JSON.stringify(Object.entries(point).sort(([a], [b]) => (a < b ? -1 : 1)));
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const store = new Map<number, RunResult>();
    this.known.set(key, store);
    return store;
  }
}
