import type { Json } from "../simulator/protocol.ts";
import { parseRaw } from "../simulator/scenario/parse.ts";
import type { ValidDocument } from "../simulator/study/run.ts";

/** A workload of the engine benchmark: what is simulated, and for how long so that some millions of events happen. */
export type Workload = {
  name: string;
  about: string;
  document: ValidDocument;
  requests: number;
  rate: number;
};

const exponential = (mean: string) => ({ distribution: "exponential", mean });
const source = (rate: number, call: Json) => ({
  id: "clients",
  type: "source",
  arrival: { model: "open", rate: `${rate}/s` },
  calls: [call],
});
const server = (id: string, concurrency: number, forward?: string) => ({
  id,
  type: "server",
  concurrency,
  steps: [{ compute: exponential("1s") }],
  ...(forward === undefined ? {} : { forward }),
});

function workload(name: string, about: string, rate: number, requests: number, components: Json[]): Workload {
  const raw: Json = {
    schemaVersion: 1,
    name,
    run: { duration: `${Math.ceil(requests / rate)}s` },
    components,
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.problems[0]?.message}`);
  return { name, about, rate, requests, document: { raw, scenario: parsed.scenario } };
}

export const WORKLOADS: readonly Workload[] = [
  workload("W1", "M/M/1, utilisation 0.9", 0.9, 4_000_000, [source(0.9, "a"), server("a", 1)]),
  workload("W2", "M/M/8, utilisation 0.9", 7.2, 4_000_000, [source(7.2, "a"), server("a", 8)]),
  workload("W3", "three M/M/4 in tandem, utilisation 0.8", 3.2, 2_000_000, [
    source(3.2, "a"),
    server("a", 4, "b"),
    server("b", 4, "c"),
    server("c", 4),
  ]),
  workload("W4", "pool of 8 before a database of 8 cores (lesson L1)", 300, 2_000_000, [
    source(300, "pool"),
    { id: "pool", type: "pool", target: "database", max: 8, acquireTimeout: "2s" },
    {
      id: "database",
      type: "database",
      cores: 8,
      contentionPerExtra: 0.02,
      serviceTime: exponential("20ms"),
    },
  ]),
  workload("W5", "M/M/800, utilisation 0.9, every request with a timeout that is cancelled", 720, 2_000_000, [
    source(720, { target: "a", timeout: "30s" }),
    server("a", 800),
  ]),
];
