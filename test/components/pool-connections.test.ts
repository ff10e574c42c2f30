import { describe, expect, it } from "vitest";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";
import { measured } from "./measured.ts";

/** Queries of 100 ms at these times through a pool. */
function run(
  times: string[],
  pool: object,
  more: { work?: string; events?: object[]; duration?: string } = {},
) {
  return measured({
    duration: more.duration ?? "100s",
    components: [
      { id: "clients", type: "source", arrival: { model: "trace", times }, calls: ["api"] },
      { id: "api", type: "server", steps: [{ query: { pool: "pool", work: more.work ?? "100ms" } }] },
      { id: "pool", type: "pool", target: "db", ...pool },
      { id: "db", type: "database" },
    ],
    events: more.events ?? [],
  }).of;
}

describe("a limit of idle connections", () => {
  const pool = (more: Part): Part[] => [
    arrivingAt([0, 0, 0, 1, 1, 1], "pool"),
    { id: "pool", type: "pool", target: "db", max: 5, connectTime: "10ms", ...more },
    { id: "db", type: "database", serviceTime: "100ms" },
  ];

  it("closes what comes back beyond it, so that the next calls connect again", () => {
    const { entries, network } = journal(pool({ maxIdle: 1 }), 5);
    expect(entries.map(([, end]) => end)).toEqual([0.11, 0.11, 0.11, 1.1, 1.11, 1.11]);
    expect(network.component("pool").station.opened).toBe(5);
    expect(network.component("pool").station.idle.value).toBe(1);
  });

  it("of none is a connection for each call, as many as max at once", () => {
    expect(journal(pool({ maxIdle: 0 }), 5).network.component("pool").station.opened).toBe(6);
  });

  it("cannot be below the minimum", () => {
    expect(() => journal(pool({ maxIdle: 1, min: 2 }), 5)).toThrow("min keeps 2 open");
  });
});

describe("the time to connect", () => {
  it("is waited for by the request that finds no connection, and by no other", () => {
    const of = run(["0s", "1s"], { connectTime: "30ms" });
    expect(of("latency.max", "clients")).toBeCloseTo(0.13, 9);
    expect(of("latency.mean", "clients")).toBeCloseTo((0.13 + 0.1) / 2, 9);
    expect(of("pool.wait.max", "pool")).toBeCloseTo(0.03, 9);
  });

  it("is not waited for where a connection is returned sooner; the new one is idle then", () => {
    const of = run(["0s", "1s", "1050ms"], { connectTime: "200ms" });
    // That of 1.05 s takes the connection that is returned at 1.1 s.
    expect(of("pool.connects.count", "pool")).toBe(2);
    expect(of("latency.max", "clients")).toBeCloseTo(0.3, 9);
    expect(of("latency.mean", "clients")).toBeCloseTo((0.3 + 0.1 + 0.15) / 3, 9);
    expect(of("pool.idle.max", "pool")).toBe(2);
  });
});

describe("a limit of connections that are opened at once", () => {
  it("opens them one after another while requests wait", () => {
    const of = run(["0s", "0s", "0s"], { connectTime: "1s", maxConnecting: 1 }, { work: "10s" });
    // They are there at 1, 2 and 3 s.
    expect(of("latency.max", "clients")).toBeCloseTo(13, 9);
    expect(of("latency.mean", "clients")).toBeCloseTo(12, 9);
    expect(of("pool.connecting.max", "pool")).toBe(1);
  });

  it("opens no more than there are requests left to wait", () => {
    const of = run(["0s", "0s", "0s"], { connectTime: "1s", maxConnecting: 1 }, { work: "500ms" });
    // The one that is there at 1 s serves again at 1.5 s, before the second is at 2 s: that one finds nobody.
    expect(of("latency.max", "clients")).toBeCloseTo(2.5, 9);
    expect(of("latency.mean", "clients")).toBeCloseTo((1.5 + 2 + 2.5) / 3, 9);
    expect(of("pool.connects.count", "pool")).toBe(2);
  });
});

describe("a minimum of connections", () => {
  it("stays open though they are idle, and what is above it is closed", () => {
    const of = run(["0s", "0s", "0s", "0s"], { min: 2, max: 4, idleTimeout: "10s" });
    // Four idle from 0.1 s to 10.1 s, then two.
    expect(of("pool.idle.mean", "pool")).toBeCloseTo((10 * 4 + (100 - 10.1) * 2) / 100, 6);
  });

  it("is opened ahead of requests where it is filled so, and again when one is closed", () => {
    const ahead = { min: 2, max: 4, connectTime: "1s", fill: "ahead" };
    const of = run(["0s", "5s"], ahead);
    // The first request waits for one that is being opened already; the second for none.
    expect(of("latency.mean", "clients")).toBeCloseTo((1.1 + 0.1) / 2, 9);
    expect(of("pool.connects.count", "pool")).toBe(2);
    const worn = run(["2s", "5s"], { ...ahead, maxUses: 1 });
    expect(worn("pool.connects.count", "pool")).toBe(4);
    expect(worn("latency.max", "clients")).toBeCloseTo(0.1, 9);
  });
});

describe("the life of a connection", () => {
  it("ends with its first return after its lifetime", () => {
    const of = run(["0s", "4s", "6s", "7s"], { max: 1, connectTime: "500ms", maxLifetime: "5s" });
    // Opened at 0.5 s. In use from 6 s on, it is closed when it comes back; the next request has one opened.
    expect(of("pool.connects.count", "pool")).toBe(2);
    expect(of("latency.mean", "clients")).toBeCloseTo((0.6 + 0.1 + 0.1 + 0.6) / 4, 9);
  });

  it("ends after so many uses, and a request that waits has another one opened", () => {
    const of = run(["0s", "0s", "0s"], { max: 1, connectTime: "500ms", maxUses: 2 });
    // 0.5 to 0.6 and 0.6 to 0.7 s; the new one is there at 1.2 s.
    expect(of("latency.max", "clients")).toBeCloseTo(1.3, 9);
    expect(of("pool.connects.count", "pool")).toBe(2);
  });

  it("goes on for the time of closing where the target counts it", () => {
    const { of } = measured({
      duration: "10s",
      components: [
        {
          id: "clients",
          type: "source",
          arrival: { model: "trace", times: ["0s", "1s", "3s"] },
          calls: ["pool"],
        },
        { id: "pool", type: "pool", target: "db", maxUses: 1, closeTime: "2s" },
        { id: "db", type: "database", maxConnections: 1, serviceTime: "100ms" },
      ],
    });
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
    expect(of("latency.max", "clients")).toBeCloseTo(0.1, 9);
  });
});

describe("reconnecting", () => {
  it("waits 1, 2, 4, 8 and 16 s, and gives up after the fifth", () => {
    const reconnect = { initial: "1s", factor: 2, tries: 5 };
    const down = (until: string) => [{ at: "0s", until, target: "db", fault: "down" }];
    const pool = { max: 1, reconnect };
    // Tries at 1, 2, 4, 8, 16 and 32 s for a request at 1 s.
    const late = run(["1s"], pool, { events: down("31s") });
    expect(late("latency.max", "clients")).toBeCloseTo(31.1, 9);
    expect(late("pool.connects.count", "pool")).toBe(6);
    const never = run(["1s"], pool, { events: down("33s") });
    expect(never("outcome.unavailable.count", "clients")).toBe(1);
    const capped = run(["1s"], { max: 1, reconnect: { ...reconnect, max: "3s" } }, { events: down("9s") });
    // 1, 2, 4, 7 and 10 s.
    expect(capped("latency.max", "clients")).toBeCloseTo(9.1, 9);
  });
});
