import { MessageChannel, type MessagePort } from "node:worker_threads";
import { Header } from "../simulator/frame.ts";
import type { Edit, SessionCommand, SessionReport, SessionState } from "../simulator/protocol.ts";
import type { FromLive, ToLive } from "../simulator/task.ts";
import type { SimulationPool } from "./simulation-pool.ts";

/** How long a session that was told to stop may take before its thread is ended, milliseconds. */
const GRACE = 40;

/**
 * A live session as its host sees it. It outlives its worker: when that fails, the host is told `failed` with all that is needed to do
 * it again, and the next command starts a new worker at the same place.
 */
export class Session {
  readonly #pool: SimulationPool;
  readonly #report: (report: SessionReport) => PromiseLike<unknown>;
  #worker: { port: MessagePort; abort: AbortController; ended: Promise<void> } | undefined;
  #text = "";
  #name = "";
  #edits: Edit[] = [];
  #time = 0;
  #speed = 1;
  #playing = false;
  #seed: number | undefined;
  #closed = false;

  /** @param report is told everything; for a frame it may return a promise that settles when the frame was shown */
  constructor(pool: SimulationPool, report: (report: SessionReport) => PromiseLike<unknown>) {
    this.#pool = pool;
    this.#report = report;
  }

  /** The document that was opened last. */
  get text(): string {
    return this.#text;
  }

  /** All that is needed to make the session again. */
  get state(): SessionState {
    return {
      edits: this.#edits,
      time: this.#time,
      speed: this.#speed,
      playing: this.#playing,
      ...(this.#seed === undefined ? {} : { seed: this.#seed }),
    };
  }

  send(command: SessionCommand): void {
    if (this.#closed) return;
    if (command.type === "stop") {
      void this.#stop();
      return;
    }
    if (command.type === "open") {
      this.#text = command.text;
      this.#name = command.name;
      this.#remember(command.state);
    } else if (this.#worker === undefined) {
      // The last worker failed or was stopped: the same place again, then the command.
      this.#post({
        type: "open",
        text: this.#text,
        name: this.#name,
        state: { ...this.state, playing: false },
      });
    }
    this.#post(command);
  }

  /** Ends the session and, where it does not listen, its thread. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    worker.port.postMessage({ type: "command", command: { type: "stop" } } satisfies ToLive);
    const late = setTimeout(() => worker.abort.abort(), GRACE);
    await worker.ended;
    clearTimeout(late);
    worker.port.close();
  }

  #post(command: SessionCommand): void {
    this.#worker ??= this.#start();
    this.#worker?.port.postMessage({ type: "command", command } satisfies ToLive);
  }

  #start() {
    const { port1: port, port2: far } = new MessageChannel();
    const abort = new AbortController();
    const ended = this.#pool.live(far, abort.signal).then(
      () => undefined,
      (error: unknown) => {
        if (this.#worker?.port !== port) return;
        this.#worker = undefined;
        port.close();
        this.#fail(error);
      },
    );
    port.on("message", (message: FromLive) => {
      if (this.#worker?.port === port) this.#hear(message, port);
    });
    return { port, abort, ended };
  }

  #hear(report: SessionReport, port: MessagePort): void {
    switch (report.type) {
      case "opened":
        this.#seed = report.network.seed;
        break;
      case "edits":
        this.#edits = report.edits;
        break;
      case "status":
        this.#speed = report.speed;
        // On its way, the place to come back to is still the one that it left or was made for.
        if (report.status === "seeking") break;
        this.#time = report.time;
        this.#playing = report.status === "playing";
        break;
      case "frame": {
        this.#time = report.data[Header.time] ?? this.#time;
        const shown = () => port.postMessage({ type: "shown" } satisfies ToLive);
        void Promise.resolve(this.#report(report)).then(shown, shown);
        return;
      }
      default:
    }
    void this.#report(report);
  }

  #remember(state: SessionState | undefined): void {
    this.#edits = state?.edits ?? [];
    this.#time = state?.time ?? 0;
    this.#speed = state?.speed ?? 1;
    this.#playing = state?.playing ?? false;
    this.#seed = state?.seed;
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const { state } = this;
    void this.#report({
      type: "failed",
      message: `The simulation "${this.#name}" ended unexpectedly: ${message}`,
      seed: this.#seed ?? 0,
      state,
      report: failureReport({ name: this.#name, text: this.#text, state, error }),
    });
  }
}

/** What somebody needs to see the same failure. */
function failureReport({
  name,
  text,
  state,
  error,
}: {
  name: string;
  text: string;
  state: SessionState;
  error: unknown;
}): string {
  return [
    `Scenario: ${name}`,
    `Seed: ${state.seed ?? "of the scenario"}`,
    `Simulated time: ${state.time} s`,
    `Edits: ${JSON.stringify(state.edits)}`,
    `Error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    "",
    text,
    "",
  ].join("\n");
}
