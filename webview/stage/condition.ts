import type { NetworkComponent } from "../../simulator/protocol.ts";
import type { Reading } from "../store/reading.ts";

/** How a node is, worst first; said by border, icon and text alike. */
export const CONDITIONS = ["down", "failing", "saturated", "normal"] as const;
export type Condition = (typeof CONDITIONS)[number];

const SATURATED = 0.9;
const FAILING = 0.01;

/** Utilisation is over the last 2 s already, so that a short burst does not count as saturated. */
export function conditionOf({ type }: NetworkComponent, reading: Reading): Condition {
  // A breaker counts its calls where the others say that they are down.
  if (type !== "breaker" && reading.count === 1 && reading.fault === 1) return "down";
  if (reading.rate > 0 && reading.failureRate / reading.rate > FAILING) return "failing";
  if (reading.utilisation >= SATURATED && type !== "cache") return "saturated";
  return "normal";
}
