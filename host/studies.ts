import { parseScenario } from "../simulator/scenario/parse.ts";
import type { StudyProgress, StudyRequest, StudyResult } from "../simulator/studies.ts";
import { breakpoint } from "../simulator/study/breakpoint.ts";
import { compare } from "../simulator/study/compare.ts";
import { explain } from "../simulator/study/explain/explain.ts";
import { goalsOf } from "../simulator/study/goal.ts";
import { loadTest } from "../simulator/study/load-test.ts";
import { objectiveOf } from "../simulator/study/objective.ts";
import { recommend } from "../simulator/study/recommend.ts";
import type { ValidDocument } from "../simulator/study/run.ts";
import { sweep } from "../simulator/study/sweep.ts";
import type { Setting } from "../simulator/study/trials.ts";
import type { SimulationPool } from "./simulation-pool.ts";

/** Runs of each point where a view does not say it: what is asked while one looks on should be there soon. */
const RUNS = { compare: 20, sweep: 5, recommend: 20, explain: 5, breakpoint: 5, load: 5 } as const;
/** How much worse B may be in a comparison. */
const TOLERANCE = 0.01;
const PRECISION = 0.02;
/** Points after which a sweep is not refined. */
const MOST = [40, 80] as const;

/** Finds things out about a document with many runs; one study at a time, and a new one ends the last. */
export class Studies {
  readonly #pool: SimulationPool;
  #abort: AbortController | undefined;

  constructor(pool: SimulationPool) {
    this.#pool = pool;
  }

  /**
   * Settles when the study is done, or was stopped. `tell` is told after each run. Rejects where the document or the request is not
   * valid, or a run fails.
   */
  async run(text: string, request: StudyRequest, tell: (progress: StudyProgress) => void): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    const parsed = parseScenario(text);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const { kind } = request;
    let [finished, of] = [0, 0];
    const say = (running: boolean, result?: StudyResult) =>
      tell({ kind, finished, of, running, ...(result === undefined ? {} : { result }) });
    const setting: Setting = {
      text,
      set: {},
      seed: parsed.scenario.run.seed,
      parallel: this.#pool.threads,
      run: (input) => this.#pool.run(input, { signal: abort.signal }),
      progress: (done, planned) => {
        [finished, of] = [done, planned];
        if (!abort.signal.aborted) say(true);
      },
      signal: abort.signal,
    };
    try {
      say(true);
      const result = await this.#study(request, parsed, setting, abort.signal, (part) => {
        if (!abort.signal.aborted) say(true, part);
      });
      say(false, result);
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      // One that was ended by the next has nothing more to say.
      if (this.#abort === undefined) say(false);
    }
  }

  /** Ends the runs that are under way. */
  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  #study(
    request: StudyRequest,
    document: ValidDocument,
    setting: Setting,
    signal: AbortSignal,
    found: (part: StudyResult) => void,
  ): Promise<StudyResult> {
    const { scenario } = document;
    const { confidence } = scenario.run;
    const wanted = { goals: goalsOf(scenario, []), objective: objectiveOf(scenario) };
    const sources = scenario.components.filter(({ type }) => type === "source").map(({ id }) => id);
    const runs = request.runs ?? RUNS[request.kind];
    switch (request.kind) {
      case "compare": {
        const { a, b } = request;
        return compare({ a, b, runs, confidence, tolerance: TOLERANCE, sources }, setting);
      }
      case "sweep": {
        const { axes } = request;
        const most = MOST[axes.length - 1] ?? MOST[1];
        return sweep({ axes, ...wanted, runs, confidence, most, found }, document, setting);
      }
      case "recommend": {
        const { path, among } = request;
        return recommend(
          { path, ...wanted, runs, confidence, ...(among === undefined ? {} : { among }) },
          document,
          setting,
        );
      }
      case "explain": {
        const { source } = request;
        return explain(
          { runs, confidence, ...(source === undefined ? {} : { source }) },
          document,
          setting,
          (input) => this.#pool.observe(input, signal),
        );
      }
      case "breakpoint": {
        const precision = PRECISION;
        return breakpoint(
          { ...wanted, sources: request.sources ?? sources, precision, runs, confidence, found },
          document,
          setting,
        );
      }
      case "load": {
        const { load, duration } = request;
        return loadTest(
          { load, runs, confidence, ...(duration === undefined ? {} : { duration }) },
          document,
          setting,
          (input) => this.#pool.observe(input, signal),
        );
      }
    }
  }
}
