/**
 * How a call ended, in the fixed order of every table and chart. Kinds are kept apart as Hystrix did: a full queue and a
 * failed database need different answers. Successes come first: `inTime`, then `late` (answered after the client's deadline).
 */
export const OUTCOMES = [
  "inTime",
  "late",
  "timeout",
  "acquireTimeout",
  "queueFull",
  "queueTimeout",
  "rateLimited",
  "shortCircuited",
  "error",
  "unavailable",
  "cancelled",
] as const;

export type OutcomeName = (typeof OUTCOMES)[number];

/** The index of an outcome in OUTCOMES; what the engine's arrays and the frames hold. */
export const Outcome = Object.fromEntries(OUTCOMES.map((name, index) => [name, index])) as {
  readonly [K in OutcomeName]: number;
};
