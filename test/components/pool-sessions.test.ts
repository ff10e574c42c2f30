import { describe, expect, it } from "vitest";
import { measured } from "./measured.ts";

const source = (id: string, times: string[]) => ({
  id,
  type: "source",
  arrival: { model: "trace", times },
  calls: [`${id}-api`],
});
const api = (id: string, steps: object[]) => ({ id: `${id}-api`, type: "server", steps });
const query = (work: string, pool = "pool") => ({ query: { pool, work } });

/** Requests at these times that do these steps, with a pool in front of a database. */
function run(
  times: string[],
  steps: object[],
  pool: object,
  more: { components?: object[]; events?: object[] } = {},
) {
  return measured({
    duration: "200s",
    components: [
      source("clients", times),
      api("clients", steps),
      { id: "pool", type: "pool", target: "db", ...pool },
      { id: "db", type: "database" },
      ...(more.components ?? []),
    ],
    events: more.events ?? [],
  });
}

describe("a transaction", () => {
  const transaction = (...steps: object[]) => [{ transaction: { pool: "pool", steps } }];

  it("holds one connection for all of its steps, and its queries use that", () => {
    const { of } = run(["0s", "100ms"], transaction(query("1s"), { compute: "2s" }, query("1s")), { max: 1 });
    // The second begins when the first is over, at 4 s.
    expect(of("latency.max", "clients")).toBeCloseTo(7.9, 9);
    expect(of("pool.wait.max", "pool")).toBeCloseTo(3.9, 9);
    expect(of("pool.connects.count", "pool")).toBe(1);
    expect(of("pool.use.max", "pool")).toBeCloseTo(4, 9);
    expect(of("database.queries.count", "db")).toBe(4);
  });

  it("sends its queries one after another, as one connection does", () => {
    const { of } = run(["0s"], transaction({ parallel: { times: 3, steps: [query("1s")] } }), { max: 5 });
    expect(of("latency.max", "clients")).toBeCloseTo(3, 9);
    expect(of("pool.active.max", "pool")).toBe(1);
  });

  it("gives its connection back when a step fails, after the query that it left behind", () => {
    const { of, network } = run(
      ["100ms", "200ms"],
      transaction({ parallel: { branches: [[query("2s")], [{ call: "gone" }]] } }),
      { max: 1 },
      {
        components: [{ id: "gone", type: "server", steps: [] }],
        events: [{ at: "0s", until: "150ms", target: "gone", fault: "down" }],
      },
    );
    // The first fails at once; its query ends at 2.1 s, and only then has the second the connection.
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
    expect(of("pool.wait.max", "pool")).toBeCloseTo(1.9, 9);
    expect(network.component("pool").station.active.value).toBe(0);
  });

  it("does not lend its connection to another service that it calls", () => {
    const { of } = run(
      ["0s"],
      transaction(query("1s"), { call: "other" }),
      { max: 2 },
      { components: [{ id: "other", type: "server", steps: [query("1s")] }] },
    );
    expect(of("latency.max", "clients")).toBeCloseTo(2, 9);
    expect(of("pool.active.max", "pool")).toBe(2);
  });

  it("that went to the fallback does its queries there, on its own connection", () => {
    const { of, network } = run(
      ["0s", "100ms"],
      transaction(query("1s"), { compute: "1s" }, query("1s")),
      { max: 1, waitQueueLimit: 0, fallback: "spare" },
      { components: [{ id: "spare", type: "pool", target: "db", max: 1 }] },
    );
    // Each takes 3 s by itself: neither waits for the connection of the other.
    expect(of("latency.max", "clients")).toBeCloseTo(3, 9);
    expect(of("pool.connects.count", "spare")).toBe(1);
    expect(of("pool.use.max", "spare")).toBeCloseTo(3, 9);
    // The transaction and both of its queries.
    expect(of("pool.fallbacks.count", "pool")).toBe(3);
    expect(network.component("spare").station.active.value).toBe(0);
  });

  it("inside of another one takes a second connection, and waits for ever where there is none", () => {
    const nested = transaction(query("1s"), { transaction: { pool: "pool", steps: [query("1s")] } });
    expect(run(["0s"], nested, { max: 2 }).of("latency.max", "clients")).toBeCloseTo(2, 9);
    const alone = run(["0s"], nested, { max: 1, acquireTimeout: "5s" });
    expect(alone.of("outcome.acquireTimeout.count", "clients")).toBe(1);
    expect(alone.network.component("pool").station.active.value).toBe(0);
  });

  it("waits for a connection as a query does", () => {
    const { of } = run(["0s", "0s"], transaction(query("10s")), { max: 1, acquireTimeout: "1s" });
    expect(of("outcome.acquireTimeout.count", "clients")).toBe(1);
  });

  it("loses its connection when the database goes down under it", () => {
    const { of } = run(
      ["0s", "5s"],
      transaction(query("1s"), query("1s")),
      { max: 1 },
      { events: [{ at: "500ms", until: "2s", target: "db", fault: "down" }] },
    );
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
    expect(of("pool.connects.count", "pool")).toBe(2);
  });
});

describe("a pooler behind pools", () => {
  /** Two services with a pool each, at these times, behind a pooler with one connection. */
  const pooled = (mode: string, first: object[], second: object[], pooler: object = {}, front: object = {}) =>
    measured({
      duration: "100s",
      components: [
        source("a", ["0s"]),
        source("b", ["100ms"]),
        api("a", first),
        api("b", second),
        { id: "a-pool", type: "pool", target: "pooler", max: 5, ...front },
        { id: "b-pool", type: "pool", target: "pooler", max: 5, ...front },
        { id: "pooler", type: "pool", target: "db", max: 1, mode, ...pooler },
        { id: "db", type: "database" },
      ],
    });
  const begin = [
    {
      transaction: {
        pool: "a-pool",
        steps: [query("1s", "a-pool"), { compute: "2s" }, query("1s", "a-pool")],
      },
    },
  ];
  const plain = [query("1s", "b-pool")];

  it("gives its connection to another client between two queries, in statement mode", () => {
    // It has the connection from 1 s to 2 s, while the first computes.
    expect(pooled("statement", begin, plain).of("latency.max", "b")).toBeCloseTo(1.9, 9);
  });

  it("keeps it for a transaction, in transaction mode", () => {
    const { of } = pooled("transaction", begin, plain);
    expect(of("latency.max", "a")).toBeCloseTo(4, 9);
    expect(of("latency.max", "b")).toBeCloseTo(4.9, 9);
  });

  it("gives it to the next client after a query that is in none, in transaction mode", () => {
    expect(pooled("transaction", [query("1s", "a-pool")], plain).of("latency.max", "b")).toBeCloseTo(1.9, 9);
  });

  it("keeps it until the client closes its connection, in session mode", () => {
    const idle = pooled("session", [query("1s", "a-pool")], plain, {}, { idleTimeout: "10s" });
    // The first client's connection is idle from 1 s on, and closed at 11 s.
    expect(idle.of("latency.max", "b")).toBeCloseTo(11.9, 9);
    const never = pooled("session", [query("1s", "a-pool")], plain, { acquireTimeout: "30s" });
    expect(never.of("outcome.acquireTimeout.count", "b")).toBe(1);
    const atOnce = pooled("session", [query("1s", "a-pool")], plain, {}, { perRequest: true });
    expect(atOnce.of("latency.max", "b")).toBeCloseTo(1.9, 9);
  });

  it("refuses connections of clients beyond its limit", () => {
    const { of } = pooled("transaction", begin, plain, { maxClients: 1 });
    expect(of("outcome.unavailable.count", "b")).toBe(1);
  });
});

describe("a connection per request", () => {
  const cost = { connectTime: "1ms", authenticationTime: "2ms", closeTime: "1ms" };

  it("costs each request its connecting, its logging in and its closing", () => {
    const { of } = run(["0s", "1s"], [query("1ms")], { ...cost, perRequest: true });
    expect(of("latency.mean", "clients")).toBeCloseTo(0.005, 9);
    expect(of("pool.connects.count", "pool")).toBe(2);
    const pooled = run(["0s", "1s", "2s", "3s"], [query("1ms")], cost);
    expect(pooled.of("latency.mean", "clients")).toBeCloseTo((4 * 0.001 + 0.003) / 4, 9);
  });

  it("has no other limit than that of the database", () => {
    const times = Array.from({ length: 30 }, () => "0s");
    const { of } = measured({
      duration: "10s",
      components: [
        source("clients", times),
        api("clients", [query("1s")]),
        { id: "pool", type: "pool", target: "db", max: 2, perRequest: true },
        { id: "db", type: "database", maxConnections: 20 },
      ],
    });
    expect(of("outcome.inTime.count", "clients")).toBe(20);
    expect(of("outcome.unavailable.count", "clients")).toBe(10);
  });

  it("counts at the database until it is closed", () => {
    const { of } = measured({
      duration: "10s",
      components: [
        source("clients", ["0s", "1500ms", "3500ms"]),
        api("clients", [query("1s")]),
        { id: "pool", type: "pool", target: "db", perRequest: true, closeTime: "1s" },
        { id: "db", type: "database", maxConnections: 1 },
      ],
    });
    // The first is closed at 2 s.
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
    expect(of("latency.max", "clients")).toBeCloseTo(2, 9);
  });
});

describe("a fallback that is remembered", () => {
  it("takes all requests for a time after a failure; then the pool is tried again", () => {
    const { of } = run(
      ["100ms", "1s", "3s", "8s"],
      [query("100ms")],
      { acquireTimeout: "500ms", connectTime: "10ms", fallback: "spare", fallbackFor: "5s" },
      {
        components: [
          { id: "spare", type: "pool", target: "other" },
          { id: "other", type: "database" },
        ],
        events: [{ at: "0s", until: "4s", target: "pool", fault: "latency", add: "10s" }],
      },
    );
    // The first gives up at 0.6 s. Those of 1 s and 3 s do not wait; at 8 s the pool works again.
    expect(of("pool.fallbacks.count", "pool")).toBe(3);
    expect(of("latency.max", "clients")).toBeCloseTo(0.6, 9);
    expect(of("calls.count", "spare")).toBe(3);
    expect(of("database.queries.count", "db")).toBe(1);
  });
});

describe("a time to fall back for", () => {
  it("is refused where there is nothing to fall back to", () => {
    expect(() => run(["0s"], [], { fallbackFor: "5s" })).toThrow(/there is no fallback to go to for 5s/);
  });
});

describe("leak detection", () => {
  it("suspects what is out for too long, whether it comes back or not", () => {
    const slow = run(["0s", "10s"], [query("3s")], { leakDetection: "2s" });
    expect(slow.of("pool.suspectedLeaks.count", "pool")).toBe(2);
    expect(slow.of("pool.leaks.count", "pool")).toBe(0);
    const leaky = run(["0s", "10s"], [query("1s")], { leakDetection: "2s", leakRatio: 1 });
    expect(leaky.of("pool.leaks.count", "pool")).toBe(2);
    expect(leaky.of("pool.suspectedLeaks.count", "pool")).toBe(2);
    const taken = run(["0s"], [query("1s")], { leakDetection: "20s", leakRatio: 1, leakTimeout: "5s" });
    expect(taken.of("pool.suspectedLeaks.count", "pool")).toBe(0);
  });
});
