import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

type Fields = Record<string, Json>;

/** Requests for one key at these times, through a cache in front of an origin that takes 100 ms and then asks its store. */
function run(times: string[], cache: Fields, events: Fields[] = [], warmUp = "0s") {
  const raw: Json = {
    schemaVersion: 1,
    name: "cache",
    run: { duration: "60s", warmUp },
    components: [
      { id: "clients", type: "source", arrival: { model: "trace", times }, calls: ["cache"] },
      { id: "cache", type: "cache", target: "origin", ...cache },
      { id: "origin", type: "server", steps: [{ compute: "100ms" }, { call: "store" }] },
      { id: "store", type: "database", serviceTime: "0ms" },
    ],
    events,
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const made = new Run({ raw, scenario: parsed.scenario }, 1, true);
  made.advance(60, Number.POSITIVE_INFINITY);
  const all = measurements(made.network);
  return (metric: string, component = "cache") =>
    all.find((one) => one.metric === metric && one.component === component)!.value;
}

describe("what a cache counts", () => {
  it("counts a stale answer as one lookup, though it has the key loaded again", () => {
    const of = run(["0s", "2s", "4s"], { ttl: "1s", staleWhileRevalidate: "10s" });
    expect(of("cache.loads.count")).toBe(3);
    expect(of("cache.hit.ratio")).toBeCloseTo(2 / 3, 9);
    expect(of("cache.stale.ratio")).toBeCloseTo(2 / 3, 9);
  });

  it("counts everyone who shared a failed load as answered stale", () => {
    const of = run(["0s", "5s", "5010ms", "5020ms"], { ttl: "1s", staleIfError: "1m", singleFlight: true }, [
      { at: "4s", target: "store", fault: "errors", ratio: 1 },
    ]);
    expect(of("cache.loads.count")).toBe(2);
    expect(of("outcome.inTime.count", "clients")).toBe(4);
    expect(of("cache.stale.ratio")).toBeCloseTo(3 / 4, 9);
  });

  it("counts no hit without its lookup, where the lookup began before the end of the warm-up", () => {
    const of = run(["0s", "9990ms"], { hitTime: "20ms" }, [], "10s");
    expect(of("cache.hit.ratio")).toBe(1);
    const later = run(["0s", "9990ms", "11s", "12s"], { hitTime: "20ms" }, [], "10s");
    expect(later("cache.hit.ratio")).toBe(1);
  });

  it("counts no stale answer for a refresh that failed behind the scenes", () => {
    const of = run(["0s", "2s"], { ttl: "1s", staleWhileRevalidate: "10s", staleIfError: "1m" }, [
      { at: "1s", target: "store", fault: "errors", ratio: 1 },
    ]);
    expect(of("cache.stale.ratio")).toBeCloseTo(1 / 2, 9);
    expect(of("outcome.inTime.count", "clients")).toBe(2);
  });
});
