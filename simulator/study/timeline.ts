import type { Network } from "../engine/network.ts";
import type { Json, Problem } from "../protocol.ts";
import { withParameter } from "../scenario/document.ts";
import { parseRaw } from "../scenario/parse.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";

/** Something that is done to a running network at a time, after every event up to it. */
export type Control = { at: number; apply: (network: Network) => void };

/** A changed parameter was refused: it would make the scenario invalid. The network goes on unchanged. */
export class RefusedChange extends Error {
  readonly problems: readonly Omit<Problem, "line" | "column">[];
  constructor(problems: readonly Omit<Problem, "line" | "column">[]) {
    super(problems[0]?.message ?? "the change was refused");
    this.name = "RefusedChange";
    this.problems = problems;
  }
}

/** The document and what it says, as changed so far in one run. */
export type Current = { raw: Json; scenario: Scenario };

/** The document with parameters changed. Throws a RefusedChange, or a PathError for a path that leads nowhere. */
export function changed(raw: Json, values: Readonly<Record<string, Json>>): Current {
  let next = raw;
  for (const [path, value] of Object.entries(values)) next = withParameter(next, path, value);
  // Variants, expectations and sweeps are about the document as it was written: the paths they name may be gone after a change.
  if (typeof next === "object" && next !== null && !Array.isArray(next)) {
    const { variants: _variants, expect: _expect, sweep: _sweep, ...rest } = next;
    next = rest;
  }
  const parsed = parseRaw(next);
  if (!parsed.ok) throw new RefusedChange(parsed.problems);
  return { raw: next, scenario: parsed.scenario };
}

/** What events of a scenario do over time: faults and scheduled changes. In order of time. */
export function controlsOf(
  events: Scenario["events"],
  change: (values: Record<string, Json>) => void,
): Control[] {
  const controls: Control[] = [];
  for (const event of events) {
    if ("set" in event) {
      controls.push({ at: event.at, apply: () => change(event.set as Record<string, Json>) });
      continue;
    }
    controls.push({
      at: event.at,
      apply: (network) => {
        network.disturb(event, true);
      },
    });
    if (event.until !== undefined) {
      controls.push({
        at: event.until,
        apply: (network) => {
          network.disturb(event, false);
        },
      });
    }
  }
  return controls.sort((a, b) => a.at - b.at);
}
