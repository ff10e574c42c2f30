import type { Steadiness } from "./measure/batch-means.ts";
import type { Json, SessionCommand, SessionReport } from "./protocol.ts";
import type { Measurement } from "./study/measurements.ts";

/** What a worker thread is asked to do. One function does all kinds, so that every thread can serve every purpose. */
export type Task = LiveTask | RunTask | ObserveTask | SpansTask;

/** A live session: one long task that is spoken to through its port and ends when told `stop`. */
export type LiveTask<Port = unknown> = { kind: "live"; port: Port };

/** One replication; gives a RunResult. `port` is told `RunProgress` some ten times a second. */
export type RunTask<Port = unknown> = { kind: "run"; input: RunInput; port?: Port };

/** One run that is watched more closely; gives Evidence. */
export type ObserveTask = { kind: "observe"; input: RunInput };

/** One run of which some requests are kept as spans: one in `oneIn`, at most `most`; gives them. */
export type SpansTask = { kind: "spans"; input: RunInput; most: number; oneIn: number };

/** All that a run's result depends on. */
export type RunInput = {
  /** The scenario document. */
  text: string;
  /** Parameters that differ from the document, by path `component.parameter`. */
  set: Record<string, Json>;
  seed: number;
  /** Instead of the document's, simulated seconds. */
  duration?: number;
};

export type RunResult = {
  seed: number;
  measurements: Measurement[];
  /** Arrivals and departures. */
  events: number;
  /** Simulated seconds; less than the run's duration where it had to be given up because too many requests were under way. */
  time: number;
  overloaded: boolean;
  /** It was given up because events followed one another without any time passing. */
  stuck: boolean;
  /** Whether each source's latencies had settled; empty where the scenario itself changes over time. */
  steadiness: { source: string; state: Steadiness }[];
};

export type RunProgress = { time: number; duration: number; events: number };

/** Said through the port of a live session by its host: a command, or that a frame was shown. */
export type ToLive = { type: "command"; command: SessionCommand } | { type: "shown" };

/** Said by a live session. */
export type FromLive = SessionReport;
