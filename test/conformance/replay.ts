import { vi } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { ints } from "../../simulator/engine/memory.ts";
import type { Network } from "../../simulator/engine/network.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { OUTCOMES, Outcome, type OutcomeName } from "../../simulator/outcome.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

/** A request for a connection, in whole milliseconds; what it is held for may fail. */
export type Wanted = { at: number; hold: number; fails?: boolean };

/** What became of it: when it got its connection, or that it gave up then. */
export type Got = { at: number; got: boolean };

/** Requests at whole seconds that hold for some milliseconds more than that, so that arrivals and returns do not coincide. */
export function trace(n: number, seed: number, gap: number, hold: number): Wanted[] {
  const stream = new RandomStream(seed, "conformance");
  let at = 0;
  return Array.from({ length: n }, (_, i) => {
    at += 1000 * Math.ceil(gap * stream.exponential());
    return { at, hold: 1000 * Math.ceil(hold * stream.exponential()) + 1 + (i % 97) };
  });
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

/** What our pool, or another component that lets only some calls through at once, makes of the trace. */
export function ours(
  pool: Part,
  wanted: readonly Wanted[],
  until = 200_000,
): { got: Got[]; connects: number } {
  const run = new Run(
    documentOf(
      [
        {
          id: "clients",
          type: "source",
          arrival: {
            model: "trace",
            times: wanted.map(({ at }) => `${at}ms`),
            works: wanted.map(({ hold }) => `${hold}ms`),
          },
          calls: ["pool"],
        },
        { id: "pool", type: "pool", target: "db", ...pool },
        { id: "db", type: "database" },
      ],
      until,
      0,
    ),
    1,
    false,
  );
  const { simulation, sources } = run.network;
  if (wanted.some(({ fails }) => fails)) failAsWanted(run.network, wanted);
  const got: Got[] = [];
  simulation.trace = {
    hop(call, link, back, outcome) {
      const request = ints[call + Field.request]! - 1;
      if (link.target.id === "db" && back === 0)
        got[request] = { at: milliseconds(simulation.now), got: true };
      const gaveUp: OutcomeName[] = ["acquireTimeout", "queueFull", "rateLimited"];
      if (back === 1 && gaveUp.includes(OUTCOMES[outcome]!))
        got[request] = { at: milliseconds(simulation.now), got: false };
    },
  };
  run.advance(until, Number.POSITIVE_INFINITY);
  if (sources[0]!.station.ended !== wanted.length) throw new Error("not all requests ended");
  return { got, connects: run.network.component("pool").station.opened };
}

/** Queries end as the trace says. */
function failAsWanted(network: Network, wanted: readonly Wanted[]): void {
  const { simulation } = network;
  const database = network.component("db");
  const DONE = 7;
  const of = (call: number) => wanted[ints[call + Field.request]! - 1]!;
  database.enter = (call) => {
    simulation.schedule(simulation.now + of(call).hold / 1000, database.index, DONE, call);
  };
  database.happen = (_kind, call) =>
    simulation.complete(call, of(call).fails ? Outcome.error : Outcome.inTime);
}

/** What a real pool makes of the trace, under fake time. */
export async function theirs(
  wanted: readonly Wanted[],
  acquire: () => Promise<{ release(): void }>,
): Promise<Got[]> {
  const got: Got[] = [];
  wanted.forEach(({ at, hold }, i) => {
    setTimeout(() => {
      acquire().then(
        ({ release }) => {
          got[i] = { at: Date.now(), got: true };
          setTimeout(release, hold);
        },
        () => {
          got[i] = { at: Date.now(), got: false };
        },
      );
    }, at);
  });
  await vi.advanceTimersByTimeAsync(wanted.at(-1)!.at + 6_000_000);
  return got;
}
