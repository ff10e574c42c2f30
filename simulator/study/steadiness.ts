import type { Network } from "../engine/network.ts";
import type { Steadiness } from "../measure/batch-means.ts";

/** How each source's latencies went. Empty where the scenario changes over time: there is no steady state to settle in. */
export function steadiness({ scenario, sources }: Network): { source: string; state: Steadiness }[] {
  const changes =
    scenario.events.length > 0 ||
    scenario.components.some(
      (one) => one.type === "source" && !["open", "renewal", "closed"].includes(one.arrival.model),
    );
  return changes ? [] : sources.map((source) => ({ source: source.id, state: source.batches.steadiness() }));
}
