import { describe, expect, it } from "vitest";
import { Pool } from "../../simulator/components/pool.ts";
import { measured } from "./measured.ts";

const exponential = (mean: string) => ({ distribution: "exponential", mean });

/** Reads and writes of a hundred keys for 20 s, through a cache, a pool, a pooler and a database, and what is changed meanwhile. */
function run(changes: object[], seed: number) {
  return measured(
    {
      duration: "60s",
      components: [
        {
          id: "clients",
          type: "source",
          arrival: {
            model: "stages",
            process: "poisson",
            stages: [
              { duration: "20s", rate: "150/s" },
              { duration: "40s", rate: "0/s" },
            ],
          },
          keys: { distribution: "zipf", count: 100 },
          calls: ["api"],
        },
        {
          id: "api",
          type: "server",
          steps: [
            { lookup: { cache: "cache", onMiss: [{ query: { pool: "pool", work: exponential("20ms") } }] } },
            {
              branch: [
                {
                  ratio: 0.4,
                  steps: [
                    {
                      write: {
                        cache: "cache",
                        steps: [{ query: { pool: "pool", work: exponential("20ms"), timeout: "100ms" } }],
                      },
                    },
                  ],
                },
                {
                  ratio: 0.2,
                  steps: [
                    {
                      transaction: {
                        pool: "pool",
                        steps: [
                          { query: { pool: "pool", work: exponential("10ms"), access: "write" } },
                          { query: { pool: "pool", work: exponential("10ms") } },
                        ],
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
        { id: "cache", type: "cache", ttl: "500ms", maxEntries: 50, hitTime: "1ms" },
        { id: "pool", type: "pool", target: "pooler", max: 8, connectTime: "5ms", acquireTimeout: "2s" },
        { id: "pooler", type: "pool", target: "db", max: 6, idleTimeout: "1s", acquireTimeout: "1s" },
        { id: "db", type: "database", cores: 2 },
      ],
      events: changes.map((set, i) => ({ at: `${2 + 3 * i}s`, set })),
    },
    seed,
  );
}

describe.each([1, 2, 3])("what is changed while it runs (seed %d)", (seed) => {
  it.each<[string, object[]]>([
    [
      "replicas that come and go",
      [0, 3, 1, 4, 0, 2].map((count) => ({
        "db.replicas.count": count,
        "db.replicas.lag": `${count * 100}ms`,
      })),
    ],
    [
      "routing and pinning",
      ["random", "leastConnections", "weighted", "roundRobin"].map((routing, i) => ({
        "db.replicas.count": 3,
        "db.replicas.routing": routing,
        "db.replicas.pinAfterWrite": i % 2 === 0 ? "100ms" : "0ms",
      })),
    ],
    [
      "locks",
      [
        { "db.locks.takenBy": "all" },
        { "db.locks.count": 7 },
        { "db.locks.share": 0.3 },
        { "db.locks.count": "unlimited" },
        { "db.locks.takenBy": "nobody" },
      ],
    ],
    [
      "writes",
      ["behind", "through", "behind", "around", "invalidate"].map((writes) => ({ "cache.writes": writes })),
    ],
    ["eviction", ["lfu", "ttl", "fifo", "ttl", "lru"].map((policy) => ({ "cache.policy": policy }))],
    [
      "the pooler's mode",
      ["statement", "session", "transaction", "session", "transaction"].map((mode) => ({
        "pooler.mode": mode,
      })),
    ],
    [
      "pool or no pool",
      [true, false, true, false].map((perRequest) => ({
        "pool.perRequest": perRequest,
        "pool.closeTime": "3ms",
      })),
    ],
    ["unlimited and limited cores", ["unlimited", 1, "unlimited", 2].map((cores) => ({ "db.cores": cores }))],
  ])("%s lose no request, and leave nothing behind", (_name, changes) => {
    const { network } = run(changes, seed);
    const [source] = network.sources;
    expect(source!.station.arrived).toBeGreaterThan(2500);
    expect(source!.station.ended).toBe(source!.station.arrived);
    expect(network.simulation.calls.live).toBe(0);
    // What waited to be written is written, also where writes do not wait any more.
    expect(network.component("cache").station.connecting.value).toBe(0);
    for (const component of network.components) {
      expect(component.station.waiting.value, component.id).toBe(0);
      // A session keeps its connection.
      if (!(component instanceof Pool)) expect(component.station.active.value, component.id).toBe(0);
    }
  });
});
