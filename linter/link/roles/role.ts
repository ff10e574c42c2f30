import type { Value } from "../../facts.ts";

/** How a callee runs a function that it is given. */
export type Role = { runs: "once" | "later" | "cached" } | { runs: "each"; collection?: Value };

export function each(collection: Value | undefined): Role {
  return collection === undefined ? { runs: "each" } : { runs: "each", collection };
}
