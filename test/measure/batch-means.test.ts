import { describe, expect, it } from "vitest";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { BatchMeans, mser } from "../../simulator/measure/batch-means.ts";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { Run } from "../../simulator/study/run.ts";
import { steadiness } from "../../simulator/study/steadiness.ts";

/** M/M/1 with service rate 1, from empty. */
function mm1(rate: number, seconds: number, seed: number) {
  const raw: Json = {
    schemaVersion: 1,
    name: "M/M/1",
    run: { duration: `${seconds}s` },
    components: [
      { id: "clients", type: "source", arrival: { model: "open", rate: `${rate}/s` }, calls: ["server"] },
      {
        id: "server",
        type: "server",
        concurrency: 1,
        steps: [{ compute: { distribution: "exponential", mean: "1s" } }],
      },
    ],
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const run = new Run({ raw, scenario: parsed.scenario }, seed, true);
  run.advance(seconds, Number.POSITIVE_INFINITY);
  return run.network;
}

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);

describe("batch means", () => {
  it("keep the mean of all values, however many there are", () => {
    const batches = new BatchMeans();
    // 65,536 values are joined ten times into 64 full batches or half of them.
    for (let i = 0; i < 65_536; i++) batches.record(i, 0);
    const means = batches.means(16);
    expect(means.reduce((sum, mean) => sum + mean, 0) / means.length).toBeCloseTo(65_535 / 2, 6);
    expect(means.length).toBeGreaterThanOrEqual(16);
    expect(means.length).toBeLessThan(32);
  });

  it("cover the mean of an M/M/1 queue about as often as they say", () => {
    // Mean time in the system at utilisation 0.5 is 2. 100 runs at 95 %: 95 expected, 3 standard deviations are 6.5.
    let covered = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { mean, half } = mm1(0.5, 8_000, seed).sources[0]!.batches.interval(0.95);
      if (Math.abs(mean - 2) <= half) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(88);
  });
});

describe("MSER", () => {
  it("cuts off a start that is unlike the rest", () => {
    const stream = new RandomStream(1, "noise");
    const values = Array.from({ length: 60 }, (_, i) => (i < 10 ? 20 - 2 * i : 0) + stream.normal());
    expect(mser(values)).toBeGreaterThanOrEqual(7);
    expect(mser(values)).toBeLessThanOrEqual(14);
  });

  it("leaves equal values alone", () => {
    expect(mser(new Array(40).fill(3))).toBe(0);
  });
});

describe("steadiness", () => {
  const states = (rate: number, seconds: number) =>
    SEEDS.map((seed) => steadiness(mm1(rate, seconds, seed))[0]!.state);
  const count = (all: string[], state: string) => all.filter((one) => one === state).length;

  it("calls a queue at utilisation 0.5 settled", () => {
    expect(count(states(0.5, 10_000), "settled")).toBeGreaterThanOrEqual(8);
  });

  it("never calls a stable queue unstable", () => {
    expect(count(states(0.8, 10_000), "unstable")).toBe(0);
  });

  it("calls an overloaded queue unstable on every seed", () => {
    expect(count(states(1.3, 5_000), "unstable")).toBe(SEEDS.length);
  });

  it("says nothing of a run with too few requests", () => {
    expect(new Set(states(0.5, 100))).toEqual(new Set(["tooShort"]));
  });
});
