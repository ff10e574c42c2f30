import { describe, expect, it } from "vitest";
import { measured } from "./measured.ts";

/** Lookups of one key at these times; a load takes 100 ms, and a value is fresh for 1 s. */
function run(times: string[], cache: object, events: object[] = []) {
  return measured({
    duration: "60s",
    components: [
      { id: "clients", type: "source", arrival: { model: "trace", times }, calls: ["cache"] },
      { id: "cache", type: "cache", target: "origin", ttl: "1s", hitTime: "1ms", ...cache },
      // It takes its time also to find out that the store is down.
      { id: "origin", type: "server", steps: [{ compute: "100ms" }, { call: "store" }] },
      { id: "store", type: "database", serviceTime: "0ms" },
    ],
    events,
  }).of;
}

const down = (at: string, until: string) => [{ at, until, target: "store", fault: "down" }];

describe("stale while revalidate", () => {
  const cache = { staleWhileRevalidate: "2s" };

  it("answers at once for so long after the time to live, and loads behind the scenes", () => {
    // Stored at 0.101 s: fresh until 1.101 s, stale until 3.101 s.
    const of = run(["0s", "1200ms", "1250ms", "1400ms"], cache);
    expect(of("latency.mean", "clients")).toBeCloseTo((0.101 + 3 * 0.001) / 4, 9);
    // At 1.25 s the load that 1.2 s began is under way still; at 1.4 s its value is there, and fresh.
    expect(of("cache.loads.count", "cache")).toBe(2);
    expect(of("cache.stale.ratio", "cache")).toBe(2 / 4);
  });

  it("ends: a value that is older than that is waited for", () => {
    const of = run(["0s", "3200ms"], cache);
    expect(of("latency.mean", "clients")).toBeCloseTo(0.101, 9);
    expect(of("cache.stale.ratio", "cache")).toBe(0);
  });

  it("goes on with the old value while loads fail", () => {
    const of = run(["0s", "1200ms", "2s", "2900ms", "3200ms"], cache, down("1s", "10s"));
    // Three stale answers, each with a load of its own that fails; then the value is too old.
    expect(of("cache.stale.ratio", "cache")).toBe(3 / 5);
    expect(of("cache.loads.count", "cache")).toBe(5);
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
  });
});

describe("stale if error", () => {
  const cache = { staleIfError: "5s" };

  it("answers with the old value once the load has failed", () => {
    const of = run(["0s", "2s"], cache, down("1s", "10s"));
    expect(of("outcome.inTime.count", "clients")).toBe(2);
    expect(of("cache.stale.ratio", "cache")).toBe(0.5);
    // It has waited for the failure.
    expect(of("latency.mean", "clients")).toBeCloseTo(0.101, 9);
  });

  it("ends: a value that is older than that is no answer", () => {
    const of = run(["0s", "6200ms"], cache, down("1s", "10s"));
    expect(of("outcome.unavailable.count", "clients")).toBe(1);
  });

  it("answers all that share the load that failed", () => {
    const of = run(["0s", "2s", "2050ms"], { ...cache, singleFlight: true }, down("1s", "10s"));
    expect(of("outcome.inTime.count", "clients")).toBe(3);
    expect(of("cache.loads.count", "cache")).toBe(2);
    expect(of("cache.stale.ratio", "cache")).toBeCloseTo(2 / 3, 9);
    // The one that came 50 ms later waited 50 ms less.
    expect(of("latency.mean", "clients")).toBeCloseTo((0.101 + 0.101 + 0.051) / 3, 9);
  });

  it("is asked only where the value is not stale while revalidating", () => {
    const of = run(["0s", "2s", "4500ms"], { ...cache, staleWhileRevalidate: "2s" }, down("1s", "10s"));
    // At 2 s at once; at 4.5 s after the failure.
    expect(of("latency.mean", "clients")).toBeCloseTo((0.101 + 0.001 + 0.101) / 3, 9);
    expect(of("cache.stale.ratio", "cache")).toBeCloseTo(2 / 3, 9);
  });
});
