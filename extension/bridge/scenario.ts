import type { Construction } from "../../linter/construction.ts";
import type { Json } from "../../simulator/protocol.ts";
import { presetFlaw } from "../../simulator/scenario/presets.ts";
import { both, english, type Sentence, sentence } from "../../words/sentence.ts";
import { poolValues } from "./parameters.ts";

/** The pool's id in the scenario that is made of a construction. */
export const POOL = "pool";

/** What code does not say, and is assumed so that there is something to see. Each is shown with its value. */
const ASSUMED = {
  /** How long a query runs on an idle database, seconds. */
  query: 0.05,
  /** The share of the connections that the load keeps busy. */
  utilisation: 0.9,
  connectTime: "20ms",
  deadline: "2s",
  slowDown: { from: "20s", until: "30s", times: 3 },
};

/**
 * The scenario of a pool that code builds: clients, a server, the pool with the code's values and the library's defaults, and a
 * database that is slow for a while. `place` is the file and line (from 1) that the values are said to come from; `tell` says a sentence in the language of the person.
 */
export function poolScenario(
  construction: Construction,
  place: { file: string; line: number },
  tell: (said: Sentence) => string = english,
): string {
  const values = poolValues(construction);
  const rate = assumedRate(construction);
  const written = values.filter((value) => value.written);
  const { slowDown } = ASSUMED;
  const scenario: { [key: string]: Json } = {
    schemaVersion: 1,
    name: tell(nameOf(construction, place.file)),
    question: tell(
      sentence(
        "{0} {1} What happens to the waiting requests?",
        origin(construction, place),
        assumptions(construction),
      ),
    ),
    run: { duration: "60s", warmUp: "5s", seed: 1 },
    components: [
      {
        id: "clients",
        type: "source",
        label: "clients",
        arrival: { model: "open", process: "poisson", rate: `${rate}/s` },
        deadline: ASSUMED.deadline,
        calls: ["service"],
      },
      {
        id: "service",
        type: "server",
        steps: [{ query: { pool: POOL } }],
      },
      {
        id: POOL,
        type: "pool",
        label: construction.name ?? construction.library,
        ...presetOf(driverOf(construction)),
        target: "database",
        ...Object.fromEntries(values.map(({ path, value }) => [path, value])),
        connectTime: ASSUMED.connectTime,
        source: {
          file: place.file,
          line: place.line,
          library: construction.library,
          properties: Object.fromEntries(written.map(({ path, property }) => [path, property])),
        },
      },
      {
        id: "database",
        type: "database",
        label: "database",
        serviceTime: { distribution: "exponential", mean: `${ASSUMED.query * 1000}ms` },
      },
    ],
    events: [
      {
        at: slowDown.from,
        until: slowDown.until,
        target: "database",
        fault: "latency",
        multiplyBy: slowDown.times,
      },
    ],
    budgets: [
      { metric: "latency.p99", of: "clients", below: "500ms" },
      { metric: "inTime.ratio", of: "clients", atLeast: 0.99 },
    ],
    layout: { clients: [0, 0], service: [1, 0], [POOL]: [2, 0], database: [3, 0] },
  };
  return `${JSON.stringify(scenario, undefined, 2)}\n`;
}

/** Whose pool it is. */
const driverOf = ({ driver, library }: Construction): string => driver ?? library;

/** Libraries that the simulator knows by another name. */
const PRESETS: Readonly<Record<string, string>> = { postgres: "postgres.js" };

/** What the pool is by itself, where the simulator knows it. */
function presetOf(library: string): { preset?: string } {
  const preset = PRESETS[library] ?? library;
  return presetFlaw({ type: "pool", preset }) === undefined ? { preset } : {};
}

/** In words, what the scenario has that the code does not say. */
export function assumptions(construction: Construction): Sentence {
  const { query, slowDown } = ASSUMED;
  return sentence(
    "Assumed, because code does not say it: {0} requests a second, queries of {1} ms on average, and a database that is {2} times slower from {3} to {4}.",
    assumedRate(construction),
    query * 1000,
    slowDown.times,
    slowDown.from,
    slowDown.until,
  );
}

/** What the pool of a file is called. */
export const nameOf = (construction: Construction, file: string): Sentence =>
  sentence("{0} in {1}", construction.name ?? construction.library, file);

/** In words, which values the code says, and where. */
function origin(construction: Construction, place: { file: string; line: number }): Sentence {
  const driver = driverOf(construction);
  const at = `${place.file}:${place.line}`;
  const written = poolValues(construction).filter((value) => value.written);
  if (written.length === 0) {
    return sentence("The pool as {0} has it by itself: {1} sets nothing.", driver, at);
  }
  const names = both(written.map(({ property }) => property));
  return sentence("{0} as in {1}; the rest of the pool as {2} has it by itself.", names, at, driver);
}

/** Requests per second. */
function assumedRate(construction: Construction): number {
  const max = Number(poolValues(construction).find(({ path }) => path === "max")?.value ?? 10);
  return Math.max(1, Math.round((ASSUMED.utilisation * max) / ASSUMED.query));
}
