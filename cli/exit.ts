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
} as const;

/** Something that the person can put right: told as it is, without a stack. */
export class Refusal extends Error {
  override readonly name = "Refusal";
}
