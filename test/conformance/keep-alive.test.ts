import { Agent, request } from "node:http";
import { Duplex } from "node:stream";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { ints } from "../../simulator/engine/memory.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

/** A request, and how long its answer takes, in milliseconds. */
type Wanted = { at: number; takes: number };

const traces = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 40 }), takes: fc.integer({ min: 1, max: 60 }) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((drawn): Wanted[] => {
    let at = 0;
    // Requests at even milliseconds, answers at odd ones.
    return drawn.map(({ gap, takes }) => {
      at += 2 * gap;
      return { at, takes: 2 * takes - 1 };
    });
  });

/** When each request reaches the server, and how many connections were opened. */
type Seen = { reached: number[]; opened: number };

function ours(connection: Part, wanted: readonly Wanted[]): Seen {
  const arrival = {
    model: "trace",
    times: wanted.map(({ at }) => `${at}ms`),
    works: wanted.map(({ takes }) => `${takes}ms`),
  };
  const parts: Part[] = [
    {
      id: "clients",
      type: "source",
      arrival,
      calls: [{ target: "api", connection: { connectTime: "0ms", ...connection } }],
    },
    { id: "api", type: "server", steps: [] },
  ];
  const run = new Run(documentOf(parts, 100, 0), 1, false);
  const { simulation } = run.network;
  const reached: number[] = [];
  const api = run.network.component("api");
  const DONE = 7;
  api.enter = (call) => {
    const place = ints[call + Field.request]! - 1;
    reached[place] = Math.round(simulation.now * 1000);
    simulation.schedule(simulation.now + wanted[place]!.takes / 1000, api.index, DONE, call);
  };
  api.happen = (_kind, call) => simulation.complete(call, 0);
  run.advance(100, Number.POSITIVE_INFINITY);
  return { reached, opened: run.network.component("clients").station.calls.connects };
}

/** A connection to a server that answers a request after the time that its path names. */
class Connection extends Duplex {
  private readonly seen: Seen;

  constructor(seen: Seen) {
    super();
    this.seen = seen;
  }

  // What the agent asks of a socket.
  setKeepAlive(): void {}
  setNoDelay(): void {}
  setTimeout(): this {
    return this;
  }
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const [, place, takes] = /GET \/(\d+)\/(\d+) /.exec(chunk.toString()) ?? [];
    this.seen.reached[Number(place)] = Date.now();
    const answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    setTimeout(() => this.push(answer), Number(takes));
    done();
  }
}

/** Lets all happen that waits for no timer. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => realImmediate(resolve));
};
const realImmediate = setImmediate;

async function theirs(options: object, wanted: readonly Wanted[]): Promise<Seen> {
  vi.setSystemTime(0);
  const seen: Seen = { reached: [], opened: 0 };
  const agent = new Agent(options);
  agent.createConnection = () => {
    seen.opened++;
    return new Connection(seen);
  };
  for (const [i, { at, takes }] of wanted.entries())
    setTimeout(() => {
      request({ agent, host: "nowhere", path: `/${i}/${takes}` }, (response) => response.resume()).end();
    }, at);
  while (vi.getTimerCount() > 0) {
    await vi.advanceTimersToNextTimerAsync();
    await settle();
  }
  agent.destroy();
  return seen;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("Node's http.Agent and ours send requests at the same times over as many connections", () =>
  fc.assert(
    fc.asyncProperty(
      traces,
      fc.boolean(),
      fc.constantFrom(undefined, 1, 2, 4),
      fc.constantFrom(undefined, 1, 2),
      async (wanted, keepAlive, maxSockets, maxFreeSockets) => {
        const real = await theirs(
          {
            keepAlive,
            ...(maxSockets === undefined ? {} : { maxSockets }),
            ...(maxFreeSockets === undefined ? {} : { maxFreeSockets }),
          },
          wanted,
        );
        const own = ours(
          {
            // An agent that keeps none, but has a limit, still hands a connection on to who waits for one.
            keepAlive: keepAlive || maxSockets !== undefined,
            max: maxSockets ?? "unlimited",
            maxIdle: keepAlive ? (maxFreeSockets ?? 256) : 0,
            idleTimeout: "none",
          },
          wanted,
        );
        expect(own).toEqual(real);
      },
    ),
    { numRuns: 60, seed: 20_261_128 },
  ));
