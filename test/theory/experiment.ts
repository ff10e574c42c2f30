import { Server } from "../../simulator/components/server.ts";
import type { Network } from "../../simulator/engine/network.ts";
import type { Json } from "../../simulator/protocol.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { documentOf, type Part, poisson, runOnce, server, source } from "../parts.ts";

/** A number of one run: a metric's name and component, or a function of the network. */
export type Reading = readonly [metric: string, component: string] | ((network: Network) => number);

export type Check = {
  what: string;
  reading: Reading;
  exact: number;
  /** Where the formula stands. */
  source: string;
  /** The largest standard error as a share of the value: 0.5 % where not said, 2 % for a 99th percentile or a load of 0.9 and more. */
  error?: number;
  /** For an approximation: the share that it may be off. */
  off?: number;
};

export type Case = {
  name: string;
  components: Part[];
  events?: Part[];
  /** Seconds of each run, the warm-up included. */
  duration: number;
  warmUp?: number;
  /** 20 where not said. */
  runs?: number;
  checks: Check[];
};

/** One station in front of which Poisson arrivals wait. */
export const station = (lambda: number, service: Json, c: Json, more: Part = {}): Part[] => [
  source(poisson(lambda), "server"),
  server("server", service, c, more),
];

/** The server of that name. */
export function serverOf(network: Network, id: string): Server {
  const component = network.component(id);
  if (!(component instanceof Server)) throw new Error(`${id} is no server`);
  return component;
}

/** The share of calls at a server that waited. */
export const waited = (id: string): Reading => ["server.waited.ratio", id];

/** The values of every check in every run. */
export function replicate(one: Case, firstSeed: number, longer = 1): number[][] {
  const warmUp = one.warmUp ?? 0;
  const document = documentOf(one.components, warmUp + (one.duration - warmUp) * longer, warmUp, one.events);
  const values: number[][] = one.checks.map(() => []);
  for (let i = 0; i < (one.runs ?? 20); i++) {
    const network = runOnce(document, firstSeed + i);
    const found = new Map(measurements(network).map((m) => [`${m.metric} ${m.component}`, m.value]));
    one.checks.forEach(({ reading }, c) => {
      const value = typeof reading === "function" ? reading(network) : found.get(reading.join(" "));
      if (value === undefined) throw new Error(`nothing measured: ${String(reading)}`);
      values[c]!.push(value);
    });
    obeyLittle(network, document.scenario.run.duration - warmUp);
  }
  return values;
}

/** Little's law at every server: the mean number equals the rate times the mean time, up to who is still there at the ends. */
function obeyLittle(network: Network, seconds: number): void {
  const { now } = network.simulation;
  for (const component of network.components) {
    if (!(component instanceof Server)) continue;
    const { station } = component;
    const unanswered = station.ended - station.time.count;
    if (unanswered > 0 || station.ended < 10_000) continue;
    const number = station.active.mean(now) + station.waiting.mean(now);
    const atTheEnds = ((station.active.value + station.waiting.value + 50) * station.time.max) / seconds;
    const off = Math.abs(number - station.time.sum / seconds);
    if (!(off <= atTheEnds + 1e-9)) throw new Error(`Little's law at ${component.id}: off by ${off}`);
  }
}

/** The values of a case of a table, for a thread that is told its name. */
export async function replicateNamed(
  table: string,
  name: string,
  firstSeed: number,
  longer: number,
): Promise<number[][]> {
  const tables = (await import(table)) as Record<string, Case[]>;
  const one = Object.values(tables)
    .flat()
    .find((candidate) => candidate.name === name);
  if (one === undefined) throw new Error(`no case ${name}`);
  return replicate(one, firstSeed, longer);
}
