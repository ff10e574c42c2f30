import type { Network } from "../simulator/engine/network.ts";
import type { Json } from "../simulator/protocol.ts";
import { parseRaw } from "../simulator/scenario/parse.ts";
import { Run, type ValidDocument } from "../simulator/study/run.ts";

/** Parts of a scenario as its document says them. */
export type Part = { [key: string]: Json };

/** A duration as a scenario writes it. */
export const s = (seconds: number): string => `${seconds.toFixed(9)}s`;
export const exp = (mean: number): Part => ({ distribution: "exponential", mean: s(mean) });
export const rate = (perSecond: number): string => `${perSecond.toFixed(9)}/s`;

export const poisson = (lambda: number): Part => ({ model: "open", rate: rate(lambda) });

export const source = (arrival: Json, target: string, more: Part = {}): Part => ({
  id: "clients",
  type: "source",
  arrival,
  calls: [target],
  ...more,
});

export const server = (id: string, service: Json, concurrency: Json, more: Part = {}): Part => ({
  id,
  type: "server",
  concurrency,
  steps: [{ compute: service }],
  ...more,
});

export function documentOf(
  components: Part[],
  duration: number,
  warmUp: number,
  events: Part[] = [],
  more: Part = {},
): ValidDocument {
  const raw = {
    schemaVersion: 1,
    name: "test",
    run: { duration: s(duration), warmUp: s(warmUp) },
    components,
    events,
    ...more,
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { raw, scenario: parsed.scenario };
}

export function runOnce(document: ValidDocument, seed: number): Network {
  const run = new Run(document, seed, true);
  const progress = run.advance(document.scenario.run.duration, Number.POSITIVE_INFINITY);
  if (progress !== "reached") throw new Error(progress);
  return run.network;
}
