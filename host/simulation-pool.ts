import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Piscina } from "piscina";
import type { LiveTask, RunInput, RunProgress, RunResult, RunTask } from "../simulator/task.ts";

/** Live sessions at once; each keeps a thread busy, so they do not compete with studies for the same ones. */
const SESSIONS = 16;
/** A thread that has nothing to do for this long ends, milliseconds. */
const IDLE = 30_000;

/** The worker threads could not be started or ended by themselves. */
export class WorkerFailure extends Error {
  override readonly name = "WorkerFailure";
}

/**
 * The worker threads of the simulator, in the extension host and in the command line alike. No thread is started before the first
 * task. `folder` holds the bundles simulation.js and worker.js.
 */
export class SimulationPool {
  readonly #file: string;
  readonly #threads: number;
  #sessions: Piscina | undefined;
  #studies: Piscina | undefined;
  /** Rejects what waits for a thread that cannot be started: piscina itself would let it wait for ever. */
  readonly #waiting = new Set<(failure: WorkerFailure) => void>();

  /** @param threads how many replications run at once; 0 = one a core, but one core is left to the editor */
  constructor(folder: string, threads = 0) {
    this.#file = join(folder, "simulation.js");
    this.#threads = threads > 0 ? threads : Math.max(1, availableParallelism() - 1);
  }

  get threads(): number {
    return this.#threads;
  }

  /** Starts the task of a live session. Settles when the session has ended; rejects when its thread failed or was aborted. */
  async live(port: MessagePort, signal: AbortSignal): Promise<void> {
    this.#sessions ??= this.#start(SESSIONS);
    const task: LiveTask<MessagePort> = { kind: "live", port };
    return this.#settled(this.#sessions.run(task, { transferList: [port], signal }));
  }

  /** One replication. `progress` is told some ten times a second; `signal` ends the thread at once. */
  async run(
    input: RunInput,
    { signal, progress }: { signal?: AbortSignal; progress?: (progress: RunProgress) => void } = {},
  ): Promise<RunResult> {
    this.#studies ??= this.#start(this.#threads);
    const options = signal === undefined ? {} : { signal };
    if (progress === undefined) return this.#settled(this.#studies.run({ kind: "run", input }, options));
    const { port1: near, port2: far } = new MessageChannel();
    near.on("message", progress);
    const task: RunTask<MessagePort> = { kind: "run", input, port: far };
    return this.#settled<RunResult>(this.#studies.run(task, { ...options, transferList: [far] })).finally(
      () => near.close(),
    );
  }

  /** Ends every thread; what still runs is rejected. */
  async destroy(): Promise<void> {
    await Promise.all([this.#sessions?.destroy(), this.#studies?.destroy()]);
  }

  #start(maxThreads: number): Piscina {
    if (!existsSync(this.#file)) throw new WorkerFailure(`the simulation worker ${this.#file} is missing`);
    const pool = new Piscina({ filename: this.#file, minThreads: 0, maxThreads, idleTimeout: IDLE });
    pool.on("error", (error: Error) => {
      // While a thread is left, it takes what waits; without one, nothing ever would.
      if (pool.threads.length > 0) return;
      const failure = new WorkerFailure(`no simulation worker could be started: ${error.message}`, {
        cause: error,
      });
      for (const reject of this.#waiting) reject(failure);
      // A pool that failed to start once would not try again; the next task gets a new one.
      if (this.#sessions === pool) this.#sessions = undefined;
      if (this.#studies === pool) this.#studies = undefined;
      void pool.destroy();
    });
    return pool;
  }

  #settled<T>(task: Promise<T>): Promise<T> {
    let fail: ((failure: WorkerFailure) => void) | undefined;
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
      this.#waiting.add(reject);
    });
    return Promise.race([task, failed]).finally(() => {
      if (fail !== undefined) this.#waiting.delete(fail);
    });
  }
}
