import { describe, expect, test } from "vitest";
import { Server } from "../../simulator/components/server.ts";
import type { Network } from "../../simulator/engine/network.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

const api = (more: Part): Part => ({
  id: "api",
  type: "server",
  concurrency: 1,
  steps: [{ compute: "1s" }],
  ...more,
});

const of = (network: Network, metric: string, component = "api") =>
  measurements(network).find((one) => one.metric === metric && one.component === component)!.value;

describe("replicas", () => {
  test("each has its own slots and queue, and gets one request after the other", () => {
    const { entries, network } = journal(
      [arrivingAt([0, 0.1, 0.2, 0.3, 0.4], "api"), api({ replicas: 2, queue: { limit: 1 } })],
      10,
    );
    expect(entries).toEqual([
      [0.4, 0.4, "queueFull"],
      [0, 1, "inTime"],
      [0.1, 1.1, "inTime"],
      [0.2, 2, "inTime"],
      [0.3, 2.1, "inTime"],
    ]);
    expect(of(network, "server.utilisation")).toBeCloseTo(4 / 20, 9);
    expect(of(network, "server.replicas.mean")).toBe(2);
    expect(of(network, "server.active.max")).toBe(2);
    expect(of(network, "server.waiting.max")).toBe(2);
  });

  test("the least busy one gets the next, where that is the way", () => {
    const parts = (spread: string) => [
      { ...arrivingAt([0, 0.1], "api"), calls: [{ target: "api", endpoint: "long" }] },
      { ...arrivingAt([0.2, 0.3, 0.4], "api"), id: "others" },
      api({
        replicas: 2,
        spread,
        steps: [{ compute: "100ms" }],
        endpoints: { long: [{ compute: "1s" }] },
      }),
    ];
    // In turns the third waits behind the first, the fourth behind the second, and the fifth behind the third.
    expect(journal(parts("roundRobin"), 10).entries.map(([, end]) => end)).toEqual([1, 1.1, 1.1, 1.2, 1.2]);
    for (const seed of [1, 2, 3]) {
      const { entries } = journal(parts("leastBusy"), 10, [], seed);
      const waits = entries.filter(([arrived]) => arrived > 0.15).map(([, end]) => end);
      // One or the other is free first; nobody is behind two.
      expect(Math.max(...waits)).toBeLessThanOrEqual(1.3);
    }
  });

  test("more of them may be asked for, and fewer, while it runs; those that go finish what they have", () => {
    const { entries, network } = journal(
      [arrivingAt([0, 0, 0.5, 0.6, 2.5, 2.6], "api"), api({ replicas: 1 })],
      10,
      [
        { at: "400ms", set: { "api.replicas": 3 } },
        { at: "700ms", set: { "api.replicas": 1 } },
      ],
    );
    const ends = [...entries].map(([, end]) => end);
    // Two at the first; then the first of three is next again, and the second. From 0.7 s on all go to the first.
    expect(ends).toEqual([1, 1.6, 2, 3, 4, 5]);
    expect(of(network, "server.replicas.max")).toBe(3);
  });
});

describe("starting", () => {
  const cold = (requests: string, more: Part = {}) =>
    journal(
      [
        arrivingAt([0.5, 1, 2.5], "api"),
        api({ startUp: { time: "2s", requests, cold: true }, queue: { limit: 1 }, ...more }),
      ],
      10,
    );

  test("requests wait in the queue, as far as that goes", () => {
    expect(cold("queue").entries).toEqual([
      [1, 1, "queueFull"],
      [0.5, 3, "inTime"],
      [2.5, 4, "inTime"],
    ]);
  });

  test("or they fail, or find nobody there", () => {
    expect(cold("refuse").entries).toEqual([
      [0.5, 0.5, "error"],
      [1, 1, "error"],
      [2.5, 3.5, "inTime"],
    ]);
    const { entries, network } = cold("wait");
    expect(entries.map(([, , outcome]) => outcome)).toEqual(["unavailable", "unavailable", "inTime"]);
    expect(of(network, "server.starting.mean")).toBeCloseTo(0.2, 9);
    expect(of(network, "server.replicas.mean")).toBeCloseTo(0.8, 9);
  });

  test("a server that is there already does not start with the run", () => {
    const { entries } = journal([arrivingAt([0.5], "api"), api({ startUp: { time: "2s" } })], 10);
    expect(entries).toEqual([[0.5, 1.5, "inTime"]]);
  });
});

describe("a crash", () => {
  const crash = (more: Part = {}): Part => ({
    at: "500ms",
    until: "1s",
    target: "api",
    fault: "crash",
    ...more,
  });

  test("loses what is worked on and what waits, and the server is back after its start", () => {
    const parts = [arrivingAt([0, 0.1, 1.5, 3.2], "api"), api({ startUp: { time: "2s" } })];
    expect(journal(parts, 10, [crash()]).entries).toEqual([
      [0.1, 0.5, "unavailable"],
      [0, 0.5, "unavailable"],
      [1.5, 1.5, "unavailable"],
      [3.2, 4.2, "inTime"],
    ]);
  });

  test("ends at once what runs inside of a request: loops, parallel branches, threads, calls", () => {
    for (const steps of [
      [{ repeat: { times: 3, steps: [{ compute: "1s" }] } }],
      [{ parallel: { times: 3, steps: [{ compute: "1s" }] } }],
      [{ parallel: { times: 2, steps: [{ call: { target: "slow", timeout: "5s" } }] } }],
      [{ call: "slow" }],
      [{ lookup: { cache: "cache", onMiss: [{ compute: "3s" }] } }],
    ] as Part[][]) {
      for (const discipline of ["slots", "eventLoop", "preemptive", "processorSharing"]) {
        const { entries, network } = journal(
          [
            arrivingAt([0], "api"),
            api({ steps, discipline }),
            { id: "slow", type: "server", steps: [{ compute: "2s" }] },
            { id: "cache", type: "cache", target: "slow" },
          ],
          10,
          [crash()],
        );
        expect(entries).toEqual([[0, 0.5, "unavailable"]]);
        const { station } = network.component("api");
        expect([station.active.value, network.simulation.calls.live]).toEqual([0, 0]);
      }
    }
  });

  test("leaves the books of later requests in order, where what it abandons ends at once", () => {
    const { entries, network } = journal(
      [
        arrivingAt([0, 0.1, 0.2, 2, 2.1, 2.2], "api"),
        api({ concurrency: 9, steps: [{ call: "limit" }] }),
        { id: "limit", type: "limiter", target: "slow", limit: 1, period: "1s", queue: { limit: 9 } },
        { id: "slow", type: "server", steps: [{ compute: "10ms" }] },
      ],
      10,
      [crash({ until: "600ms" })],
    );
    expect(entries.filter(([, , outcome]) => outcome === "unavailable").length).toBe(2);
    const { ledgers } = network.simulation;
    // Each that is open at once is another one.
    const open = [1, 2, 3, 4].map(() => ledgers.open(10));
    expect(new Set(open).size).toBe(4);
  });

  test("of one of two replicas leaves the other at work", () => {
    const parts = [arrivingAt([0, 0.1, 0.6, 0.7], "api"), api({ replicas: 2 })];
    const { entries, network } = journal(parts, 10, [crash({ instances: 1, until: "5s" })]);
    expect(entries).toEqual([
      [0, 0.5, "unavailable"],
      [0.1, 1.1, "inTime"],
      [0.6, 2.1, "inTime"],
      [0.7, 3.1, "inTime"],
    ]);
    expect(of(network, "server.replicas.mean")).toBeCloseTo(2 - 4.5 / 10, 9);
  });

  test("is seen by a health check", () => {
    const parts = [
      arrivingAt([0, 0.7, 1.2, 5.2], "lb"),
      {
        id: "lb",
        type: "balancer",
        healthCheck: { interval: "1s", fall: 1, rise: 1 },
        targets: ["api", "other"],
      },
      api({ steps: [{ compute: "10ms" }] }),
      api({ id: "other", steps: [{ compute: "20ms" }] }),
    ];
    const { entries } = journal(parts, 10, [crash({ until: "4500ms" })]);
    // In turns: api, other, then api again if it were up; at 5 s it is back.
    expect(entries).toEqual([
      [0, 0.01, "inTime"],
      [0.7, 0.72, "inTime"],
      [1.2, 1.22, "inTime"],
      [5.2, 5.21, "inTime"],
    ]);
  });
});

describe("autoscaling", () => {
  const every = (seconds: number, from: number, until: number): number[] =>
    Array.from({ length: Math.round((until - from) / seconds) }, (_, i) => from + i * seconds);

  test("adds replicas for the load, which come after the delay and the start", () => {
    // Three requests of 1 s every second for slots of one: a load of 3, with a target of 0.75 four replicas.
    const arrivals = every(1, 0, 60).flatMap((t) => [t, t, t]);
    const { network } = journal(
      [
        arrivingAt(arrivals, "api"),
        api({
          replicas: 4,
          queue: { limit: 0 },
          steps: [{ compute: "990ms" }],
          scaling: { target: 0.75, interval: "10s", delay: "5s", max: 8, cooldown: "0s" },
          startUp: { time: "3s" },
        }),
      ],
      61,
    );
    // 2.97 / 0.75 = 3.96 is within 10 % of four: nothing changes.
    expect(of(network, "server.replicas.max")).toBe(4);
    const { network: from1 } = journal(
      [
        arrivingAt(arrivals, "api"),
        api({
          queue: { limit: 0 },
          steps: [{ compute: "990ms" }],
          scaling: { target: 0.75, interval: "10s", delay: "5s", max: 8 },
          startUp: { time: "3s" },
        }),
      ],
      30,
    );
    // One replica is 0.99 busy: two are wanted at 10 s and are there at 18 s; at 20 s 1.188 busy slots on average still want two, at 30 s three.
    expect(of(from1, "server.replicas.mean")).toBeCloseTo((18 * 1 + 12 * 2) / 30, 9);
    expect(of(from1, "server.starting.mean")).toBeCloseTo(3 / 30, 9);
  });

  test("looks at those that wait where it is told to, and gives replicas up only after the cooldown", () => {
    const arrivals = Array.from({ length: 11 }, () => 0.5);
    const { network } = journal(
      [
        arrivingAt(arrivals, "api"),
        api({
          steps: [{ compute: "1s" }],
          scaling: { metric: "waiting", target: 2, interval: "1s", cooldown: "20s", max: 9 },
        }),
      ],
      60,
    );
    // From 0.5 s on ten wait: 5 on average over the first second, which asks for 3; then 8.5 on average ask for 5. Those who wait stay with the first.
    expect(of(network, "server.replicas.max")).toBe(5);
    const server = network.component("api");
    if (!(server instanceof Server)) throw new Error("api is no server");
    expect(server.replicasNow.up).toBe(1);
  });

  test("what cannot be scaled by is refused at its place", () => {
    const flaw = (more: Part) => {
      const parsed = parseRaw({
        schemaVersion: 1,
        name: "none",
        components: [arrivingAt([0], "api"), { ...api({}), ...more }],
      });
      if (parsed.ok) throw new Error("not refused");
      return `${parsed.problems[0]!.path}: ${parsed.problems[0]!.message}`;
    };
    expect(flaw({ concurrency: "unlimited", scaling: { target: 0.5 } })).toContain("api.scaling.metric");
    expect(flaw({ scaling: { target: 1.5 } })).toContain("api.scaling.target");
    expect(flaw({ scaling: { target: 0.5, min: 5, max: 2 } })).toContain("min 5 is above max 2");
    expect(flaw({ replicas: 5000 })).toContain("at most 1000");
    expect(flaw({ steps: [{ compute: "1s", on: "workers" }] })).toContain(
      "only an event loop has worker threads",
    );
  });
});
