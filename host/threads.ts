import { existsSync } from "node:fs";
import { Piscina } from "piscina";

/** The worker threads could not be started or ended by themselves. */
export class WorkerFailure extends Error {
  override readonly name = "WorkerFailure";
}

export interface ThreadOptions {
  /** For messages: "simulation". */
  name: string;
  /** How many tasks run at once. */
  most: number;
  /** What each thread finds as its `workerData`. */
  data?: unknown;
  /** Room for what a thread made last, megabytes. */
  youngMegabytes?: number;
}

/** A thread that has nothing to do for this long ends, milliseconds. */
const IDLE = 30_000;

/**
 * Worker threads of one kind. None is started before the first task. `file` is the bundle that they run; piscina's own worker.js lies
 * beside it.
 */
export class Threads<Task, Result> {
  readonly #file: string;
  readonly #options: ThreadOptions;
  #pool: Piscina | undefined;
  /** Rejects what waits for a thread that cannot be started: piscina itself would let it wait for ever. */
  readonly #waiting = new Set<(failure: WorkerFailure) => void>();

  constructor(file: string, options: ThreadOptions) {
    this.#file = file;
    this.#options = options;
  }

  get most(): number {
    return this.#options.most;
  }

  /** Rejects where the thread failed; `signal` ends it at once. */
  async run(task: Task, options: Parameters<Piscina["run"]>[1] = {}): Promise<Result> {
    this.#pool ??= this.#start();
    const running: Promise<Result> = this.#pool.run(task, options);
    let fail: ((failure: WorkerFailure) => void) | undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
      this.#waiting.add(reject);
    });
    return Promise.race([running, failed]).finally(() => {
      if (fail !== undefined) this.#waiting.delete(fail);
    });
  }

  /** Ends every thread; what still runs is rejected. */
  async destroy(): Promise<void> {
    await this.#pool?.destroy();
  }

  #start(): Piscina {
    const { name, most, data, youngMegabytes } = this.#options;
    if (!existsSync(this.#file)) throw new WorkerFailure(`the ${name} worker ${this.#file} is missing`);
    const pool = new Piscina({
      filename: this.#file,
      minThreads: 0,
      maxThreads: most,
      idleTimeout: IDLE,
      ...(data === undefined ? {} : { workerData: data }),
      ...(youngMegabytes === undefined
        ? {}
        : { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }),
    });
    pool.on("error", (error: Error) => {
      // While a thread is left, it takes what waits; without one, nothing ever would.
      if (pool.threads.length > 0) return;
      const failure = new WorkerFailure(`no ${name} worker could be started: ${error.message}`, {
        cause: error,
      });
      for (const reject of this.#waiting) reject(failure);
      // A pool that failed to start once would not try again; the next task gets a new one.
      if (this.#pool === pool) this.#pool = undefined;
      void pool.destroy();
    });
    return pool;
  }
}
