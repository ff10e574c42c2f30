import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { readTrace } from "../../simulator/scenario/trace.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run, type ValidDocument } from "../../simulator/study/run.ts";
import { mean, type Setting } from "./load.ts";
import { NUMBERS, type Numbers } from "./numbers.ts";

/** Runs of the blind prediction. */
const SEEDS = 40;

/** Simulated seconds after the last arrival, so that every request ends. */
const REST = 60;

/** The pool that node-postgres is, in front of something that takes as long as each request says. */
function documentOf(setting: Setting, arrival: Json, connectTime: number, work?: number): ValidDocument {
  const raw: Json = {
    schemaVersion: 1,
    name: setting.name,
    run: { duration: `${setting.duration + REST}s` },
    components: [
      { id: "clients", type: "source", arrival, calls: ["pool"] },
      {
        id: "pool",
        type: "pool",
        preset: "pg",
        max: setting.max,
        idleTimeout: "none",
        ...(setting.acquireTimeout === undefined ? {} : { acquireTimeout: `${setting.acquireTimeout}s` }),
        ...(setting.cold === undefined ? {} : { connectTime: `${(connectTime * 1e6).toFixed(0)}us` }),
        target: "postgres",
      },
      {
        id: "postgres",
        type: "database",
        ...(work === undefined
          ? {}
          : { serviceTime: { distribution: "exponential", mean: `${(work * 1e6).toFixed(0)}us` } }),
      },
    ],
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return { raw, scenario: parsed.scenario };
}

function numbersOf(document: ValidDocument, seed: number): Numbers {
  const run = new Run(document, seed, true);
  run.advance(document.scenario.run.duration, Number.POSITIVE_INFINITY);
  const all = new Map(
    measurements(run.network).map(({ metric, component, value }) => [`${component} ${metric}`, value]),
  );
  const read = (name: string) => all.get(name) ?? Number.NaN;
  const ended = read("clients requests.count");
  return {
    waitMean: read("pool pool.wait.mean"),
    waitP50: read("pool pool.wait.p50"),
    waitP95: read("pool pool.wait.p95"),
    waitP99: read("pool pool.wait.p99"),
    totalMean: read("clients latency.mean"),
    totalP50: read("clients latency.p50"),
    totalP95: read("clients latency.p95"),
    totalP99: read("clients latency.p99"),
    timeouts: read("clients outcome.acquireTimeout.count") / ended,
  };
}

/** From a recorded trace: the text of a CSV with the columns time_ms and work_ms. */
export function fromTrace(setting: Setting, csv: string, connectTime: number): Numbers {
  return numbersOf(documentOf(setting, readTrace(csv), connectTime), 1);
}

/** What is expected without the trace: the mean over runs with different seeds, and where 95 % of them lie. */
export type Expected = Record<keyof Numbers, { mean: number; low: number; high: number }>;

/** From the rate per second and the mean time in use alone, which is taken to be exponential. */
export function blind(setting: Setting, rate: number, work: number, connectTime: number): Expected {
  const arrival = {
    model: "stages",
    stages: [
      { duration: `${setting.duration}s`, rate: `${rate.toFixed(3)}/s` },
      { duration: "1s", rate: "0/s" },
    ],
  };
  const document = documentOf(setting, arrival, connectTime, work);
  const runs = Array.from({ length: SEEDS }, (_, i) => numbersOf(document, i + 1));
  return Object.fromEntries(
    NUMBERS.map(({ name }) => {
      const sorted = runs.map((run) => run[name]).sort((a, b) => a - b);
      const low = sorted[Math.floor(SEEDS * 0.025)] as number;
      return [name, { mean: mean(sorted), low, high: sorted[Math.ceil(SEEDS * 0.975) - 1] as number }];
    }),
  ) as Expected;
}
