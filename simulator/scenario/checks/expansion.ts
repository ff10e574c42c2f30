import type { Flaw } from "../flaw.ts";
import type { Component } from "../schema/scenario.ts";
import { serverSteps } from "./components.ts";
import { wrong } from "./findings.ts";
import { placedSteps } from "./step-places.ts";

/** Steps that one request may run at one server, loops and copies counted. */
const MOST_STEPS = 1_000_000;

/** Loops within loops that make a request endless. */
export function expansionFlaws(components: readonly Component[]): Flaw[] {
  return components.flatMap((component, index) => {
    if (component.type !== "server") return [];
    return serverSteps(component, ["components", index]).flatMap(({ steps, path }) => {
      let total = 0;
      for (const { times, path: here } of placedSteps(steps, path)) {
        total += times;
        if (total > MOST_STEPS) {
          const message = `one request runs more than ${MOST_STEPS.toLocaleString("en")} steps here`;
          return [wrong(here, message, "lower the times of the repeat and parallel steps around it")];
        }
      }
      return [];
    });
  });
}
