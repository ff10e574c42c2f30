import type { Flaw } from "../flaw.ts";
import type { Component } from "../schema/scenario.ts";
import { wrong } from "./findings.ts";
import type { Reference } from "./references.ts";

/** Ways between zones of which a balancer does not know how long they are. */
export function zoneFlaws(components: readonly Component[], references: readonly Reference[]): Flaw[] {
  const zoneOf = new Map(components.map(({ id, zone }) => [id, zone]));
  return components.flatMap((balancer, index) => {
    if (balancer.type !== "balancer") return [];
    const path = ["components", index];
    if (balancer.zones === undefined) {
      return balancer.algorithm === "nearest"
        ? [
            wrong(
              [...path, "algorithm"],
              `"${balancer.id}" cannot tell what is near: it has no zones`,
              'add "zones": [{ "between": ["eu", "us"], "roundTrip": "80ms" }], and a "zone" to callers and targets',
            ),
          ]
        : [];
    }
    const known = new Set(
      balancer.zones.flatMap(({ between: [one, other] }) => [`${one} ${other}`, `${other} ${one}`]),
    );
    const callers = references
      .filter(({ to }) => to === balancer.id)
      .map(({ from }) => components[from]?.zone);
    for (const { target } of balancer.targets) {
      const there = zoneOf.get(target);
      const from = callers.find(
        (here) =>
          here !== undefined && there !== undefined && here !== there && !known.has(`${here} ${there}`),
      );
      if (from === undefined) continue;
      const message = `how far is it from "${from}" to "${there}", where "${target}" is?`;
      const suggestion = `add { "between": ["${from}", "${there}"], "roundTrip": "80ms" }`;
      return [wrong([...path, "zones"], message, suggestion)];
    }
    return [];
  });
}
