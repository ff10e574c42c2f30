import { availableParallelism } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { Evidence, Span } from "../simulator/studies.ts";
import type {
  LiveTask,
  ObserveTask,
  RunInput,
  RunProgress,
  RunResult,
  RunTask,
  SpansTask,
} from "../simulator/task.ts";
import { Threads } from "./threads.ts";

/** Live sessions at once; each keeps a thread busy, so they do not compete with studies for the same ones. */
const SESSIONS = 16;

/**
 * The worker threads of the simulator, in the extension host and in the command line alike. No thread is started before the first
 * task. `folder` holds the bundles simulation.js and worker.js.
 */
export class SimulationPool {
  readonly #sessions: Threads<LiveTask<MessagePort>, void>;
  readonly #studies: Threads<RunTask<MessagePort> | ObserveTask | SpansTask, RunResult | Evidence | Span[]>;

  /** @param threads how many replications run at once; 0 = one a core, but one core is left to the editor */
  constructor(folder: string, threads = 0) {
    const file = join(folder, "simulation.js");
    const name = "simulation";
    this.#sessions = new Threads(file, { name, most: SESSIONS });
    this.#studies = new Threads(file, {
      name,
      most: threads > 0 ? threads : Math.max(1, availableParallelism() - 1),
    });
  }

  get threads(): number {
    return this.#studies.most;
  }

  /** Starts the task of a live session. Settles when the session has ended; rejects when its thread failed or was aborted. */
  async live(port: MessagePort, signal: AbortSignal): Promise<void> {
    return this.#sessions.run({ kind: "live", port }, { transferList: [port], signal });
  }

  /** One replication. `progress` is told some ten times a second; `signal` ends the thread at once. */
  async run(
    input: RunInput,
    { signal, progress }: { signal?: AbortSignal; progress?: (progress: RunProgress) => void } = {},
  ): Promise<RunResult> {
    const options = signal === undefined ? {} : { signal };
    if (progress === undefined)
      return this.#studies.run({ kind: "run", input }, options) as Promise<RunResult>;
    const { port1: near, port2: far } = new MessageChannel();
    near.on("message", progress);
    const task: RunTask<MessagePort> = { kind: "run", input, port: far };
    const running = this.#studies.run(task, { ...options, transferList: [far] }) as Promise<RunResult>;
    return running.finally(() => near.close());
  }

  /** One run that is watched more closely. */
  async observe(input: RunInput, signal?: AbortSignal): Promise<Evidence> {
    const task: ObserveTask = { kind: "observe", input };
    return this.#studies.run(task, signal === undefined ? {} : { signal }) as Promise<Evidence>;
  }

  /** Some requests of one run as spans. */
  async spans(task: Omit<SpansTask, "kind">): Promise<Span[]> {
    return this.#studies.run({ kind: "spans", ...task }) as Promise<Span[]>;
  }

  /** Ends every thread; what still runs is rejected. */
  async destroy(): Promise<void> {
    await Promise.all([this.#sessions.destroy(), this.#studies.destroy()]);
  }
}
