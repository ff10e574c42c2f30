import type { Sentence, Strings } from "../words/sentence.ts";
import type { Unit } from "./scenario/metrics.ts";
import type { Control } from "./scenario/schema/quantities.ts";
import type { Component } from "./scenario/schema/scenario.ts";
import type { AxisRequest, StudyProgress, StudyRequest, Values, Verdict } from "./studies.ts";

/**
 * What a view, its host and a running session say to one another.
 *
 *   view (webview or browser)  --FromView-->  host (extension or CLI)  --SessionCommand-->  session (worker)
 *                              <--ToView---                            <--SessionReport---
 *
 * The host passes session commands, reports and frames on unchanged. Every FromView has an `id` and is answered by one
 * `answer`, also when it fails.
 */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * A parameter changed while running: at simulated time `at`, after every event up to it. `path` is `component.parameter`; with `events`
 * the value is a fault that was added.
 */
export type Edit = {
  at: number;
  path: string;
  value: Json;
  /** The run was built with it, so that it holds from the start: an option that the document does not have. */
  built?: true;
};

/** Something wrong in a scenario: where (1-based line and column), which value, and what to do. */
export type Problem = { line: number; column: number; path: string; message: string; suggestion?: string };

/** A session as it can be kept and made again: (scenario, seed, edits, time) is all there is to it. */
export type SessionState = { edits: Edit[]; time: number; speed: number; playing: boolean; seed?: number };

export type SessionCommand =
  /** Starts with a scenario's text; `name` is used in messages. Replaces a session that is open. */
  | { type: "open"; text: string; name: string; state?: SessionState }
  | { type: "play" }
  | { type: "pause" }
  /** Goes on to the next moment at which anything happens. */
  | { type: "step" }
  /** Goes on to the next first wait, timeout, breaker change, or fault that starts or ends. */
  | { type: "stepInteresting" }
  /** From the start with the same seed; `edits` are kept as the values from the start when `keepValues`, else forgotten. */
  | { type: "restart"; keepValues: boolean }
  /** Simulated seconds a real second; Infinity is as fast as it goes. */
  | { type: "speed"; factor: number }
  /** Changes a parameter from now on. `more`: the hand is still on the control, and a document is written when it lets go. */
  | { type: "set"; path: string; value: Json; more?: boolean }
  /** Adds an option that a component does not have, or gives a value another form. The run is built anew with it, and goes to the same time. */
  | { type: "add"; path: string; value: Json }
  /**
   * A fault from now on, for so many simulated seconds, or to the end where left out: an event of the document without its times, such as
   * `{ target: "postgres", fault: "latency", multiplyBy: 4 }`.
   */
  | { type: "disturb"; fault: { [key: string]: Json }; seconds?: number }
  /** Takes the last edit back, and re-simulates to the same time. */
  | { type: "undo" }
  /** Re-simulates to a time, forwards or backwards. */
  | { type: "seek"; time: number }
  /** The same from where it is, or from where it is going while it seeks; at most to the end of the run. */
  | { type: "seekBy"; seconds: number }
  | { type: "seed"; seed: number }
  /** Hidden views get no frames, and the session waits. */
  | { type: "visible"; visible: boolean }
  /** Asks what a component could have besides what it has. */
  | { type: "options"; component: string }
  /** Asks for the p99 (or other) cohort's latency by part. */
  | { type: "breakdown"; component: string }
  | { type: "stop" };

/** A parameter as the inspector shows it. */
export type Parameter = {
  /** Within the component, such as `queue.limit`. */
  path: string;
  title: string;
  description: string;
  control: Control;
  /** As in the document: "50ms", 10, "none". */
  value: Json;
  /** What holds where the document is silent; absent where it must be given. */
  standard?: Json;
  /** A rule of the linter that warns of this value, such as `pool-acquire-timeout`. */
  warning?: string;
};

/** What a component could have and has not, with something usual to begin with. */
export type AbsentOption = { path: string; title: string; description: string; value: Json };

/** A value that has several forms, told apart by a word: a distribution, the way requests arrive. */
export type ValueForm = {
  path: string;
  title: string;
  /** The word of now. */
  current: string;
  choices: { word: string; value: Json }[];
};

export type ComponentOptions = { absent: AbsentOption[]; forms: ValueForm[] };

export type NetworkComponent = {
  id: string;
  type: Component["type"];
  label: string;
  /** The components of a group can be shown as one. */
  group?: string;
  parameters: Parameter[];
  source?: { file: string; line: number; library: string };
  /** Rank and row where the document gives them. */
  position?: [number, number];
};

/** A fault that can be added. `lasts`: it goes on until it ends, and is not over at once. */
export type FaultKind = {
  fault: string;
  /** The types of component that it can happen to. */
  on: readonly Component["type"][];
  lasts: boolean;
  /** It can be one of between the component and one of its callers, which `from` names. */
  fromCaller: boolean;
  parameters: Parameter[];
};

/** What the stage draws: components and edges in the order of the frames' rows. */
export type Network = {
  name: string;
  question?: string;
  predictions?: string[];
  outcome?: string;
  components: NetworkComponent[];
  edges: { from: number; to: number }[];
  duration: number;
  warmUp: number;
  seed: number;
  /** Spans of time in which something is different: faults and scheduled changes. `fault` is what a fault does, said beside the component itself. */
  events: { at: number; until: number; target: string; label: Sentence; fault?: Sentence }[];
  /** Every kind of fault, with what it needs to be known about it, filled in with something usual. */
  faults: FaultKind[];
  budgets: (Omit<BudgetCheck, "mean" | "half" | "verdict"> & { component: number })[];
  /** With how many seeds a study runs it. */
  replications: number;
  /** The parameters that the document asks to go through. */
  sweep: AxisRequest[];
};

export type SessionStatus = "playing" | "paused" | "seeking" | "finished" | "stopped";

export type SessionReport =
  | { type: "opened"; network: Network }
  | { type: "invalid"; problems: Problem[] }
  | { type: "status"; status: SessionStatus; time: number; speed: number; because?: string }
  /** All edits so far, oldest first, the parameters as they are now, and the events with those that were added. */
  | { type: "edits"; edits: Edit[]; parameters: Parameter[][]; events: Network["events"] }
  /** A change that was refused; the session goes on unchanged. */
  | { type: "refused"; path: string; message: string }
  /** What a component could have and has not, and the values of it that could have another form. */
  | ({ type: "options"; component: string } & ComponentOptions)
  /** Mean seconds a request spent in each part, for the requests about a percentile. */
  | {
      type: "breakdown";
      component: string;
      cohorts: {
        name: "p50" | "p95" | "p99";
        latency: number;
        parts: { component: string; part: string; seconds: number }[];
      }[];
    }
  /** The session ended by itself: a limit was reached, or its worker failed. Carries all that is needed to do it again. */
  | { type: "failed"; message: string; seed: number; state: SessionState; report: string }
  /** A frame (frame.ts). */
  | { type: "frame"; data: Float64Array<ArrayBuffer> };

/** Where the shown scenario comes from, which decides what a change writes to. */
export type Origin =
  | { kind: "example"; id: string }
  | { kind: "document"; file: string }
  | { kind: "code"; file: string; line: number; library: string; component: string };

export type Example = { id: string; name: string; question: string };

/** A way to begin with an empty document: a small scenario that is written into it, a pool that code builds, a lesson. */
export type Door = "starter" | "pool" | "lesson";

/** All that a view needs to draw itself for the first time. */
export type Opening = {
  origin: Origin;
  text: string;
  examples: Example[];
  /** Messages by key in the person's language; keys without one are shown as they are. */
  strings: Strings;
  /** The host can write values back into code. */
  canApply: boolean;
  /** The host can show a place of the document as text. */
  canRevealText: boolean;
  /** Where the document is empty, the ways to begin that the host offers. */
  doors: readonly Door[];
  reducedMotion: boolean;
};

/** What a view keeps across a reload of the window. */
export type ViewState = {
  origin: Origin;
  text: string;
  session: SessionState;
  selected?: string;
  /** What was shown as one: keys of folds. */
  folded?: string[];
  /** The variant that was shown. */
  variant?: string;
};

/** A budget over several runs with different seeds: the mean with half the width of its interval, and what follows from it. */
export type BudgetCheck = {
  metric: string;
  of: string;
  window?: string;
  below?: number;
  atLeast?: number;
  unit: Unit;
  mean: number;
  half: number;
  verdict: Verdict;
};

/** How far a check of the budgets is. `grew`: runs in which ever more requests were under way, so that they were given up. */
export type CheckProgress = {
  done: number;
  of: number;
  running: boolean;
  grew: number;
  budgets: BudgetCheck[];
};

export type FromView = { id: number } & (
  | { type: "ready"; state?: ViewState }
  | { type: "session"; command: SessionCommand }
  /** Runs what is shown, with the values of now, with as many seeds as the document says; answered when that is done or stopped. */
  | { type: "check" }
  | { type: "stopCheck" }
  /** Finds something out about what is shown, with the values of now; answered when that is done or stopped. A new one ends the last. */
  | { type: "study"; request: StudyRequest }
  | { type: "stopStudy" }
  | { type: "openExample"; example: string }
  | { type: "door"; door: Door }
  /** Runs a variant of what is shown from the start, or without a name the document as it stands. */
  | { type: "variant"; variant?: string }
  /** Shows the line of code that a component's values came from. */
  | { type: "revealSource"; component: string }
  /** Writes changed values back into the code they came from. */
  | { type: "applyToCode"; component: string; values: { path: string; value: Json }[] }
  /** Opens the scenario as a text document that can be saved. */
  | { type: "openAsText" }
  /** Shows a place of the document that is simulated, as text; line and column from 1. */
  | { type: "revealText"; line: number; column: number }
  | { type: "showRule"; rule: string }
  | { type: "copy"; text: string }
  /** Writes a file, where the person chooses; `content` is base64. */
  | { type: "save"; name: string; content: string }
);

export type ToView =
  | { type: "answer"; id: number; error?: string }
  | { type: "open"; opening: Opening; state?: ViewState }
  | { type: "session"; report: SessionReport }
  /** The variants that the document has, and the one that is run; after `open`, and whenever one of the two changes. */
  | { type: "variants"; variants: Readonly<Record<string, Values>>; chosen?: string }
  | ({ type: "check" } & CheckProgress)
  | { type: "study"; progress: StudyProgress }
  /** About where the values came from: that the code has changed since, or what was assumed because it does not say it. */
  | { type: "codeChanged"; message: string };
