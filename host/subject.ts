import type { Json, Origin } from "../simulator/protocol.ts";

/** What a view shows: where it came from and what may be done with it there. What is left out cannot be done. */
export interface Subject {
  readonly origin: Origin;
  /** For messages. */
  readonly name: string;
  /** The scenario document as it is now. */
  readonly text: string;
  /** Runs at once when it is shown for the first time. */
  readonly startsPlaying: boolean;
  /** What somebody who sees it for the first time has to know. */
  readonly note?: string;
  /** The person changed a parameter, or with the path `events` added an event, which is to be written into the document at once. `more`: this
   * value is on the way to the one that is meant, which follows. */
  changed?(path: string, value: Json, more: boolean): void;
  /** Shows a place of the document as text; line and column from 1. */
  revealText?(line: number, column: number): Promise<void>;
  revealSource?(component: string): Promise<void>;
  /** Writes values back into the code. Rejects with the reason where that cannot be done. */
  applyToCode?(component: string, values: { path: string; value: Json }[]): Promise<void>;
  dispose?(): void;
}
