import type { Verdict } from "../simulator/studies.ts";

/** What the process ends with. */
export const EXIT = {
  pass: 0,
  /** A budget or an expectation was not met, or the linter found something. */
  failed: 1,
  /** The scenario, a file or an argument is not valid. */
  invalid: 2,
  /** A verdict was too close to call with the runs that were made. */
  undecided: 3,
  /** A fault of Spillway itself. */
  internal: 4,
  /** Ctrl+C, as shells count it. */
  interrupted: 130,
} as const;

/** What `--undecided` makes of a verdict that is too close to call. */
export type Undecided = "pass" | "fail";

/** What a verdict ends the process with. */
export function exitOf(verdict: Verdict, undecided?: Undecided): number {
  switch (verdict === "undecided" ? (undecided ?? verdict) : verdict) {
    case "pass":
      return EXIT.pass;
    case "fail":
      return EXIT.failed;
    case "undecided":
      return EXIT.undecided;
  }
}

/** Something that the person can put right: told as it is, without a stack. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}

/** The person ended it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
