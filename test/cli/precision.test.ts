import { describe, expect, it } from "vitest";
import { isPrecise, replicateUntil } from "../../simulator/study/replications.ts";
import type { RunInput, RunResult } from "../../simulator/task.ts";

/** A run whose only measurement is a number that its seed decides. */
const runner =
  (valueFor: (seed: number) => number) =>
  async ({ seed }: RunInput): Promise<RunResult> => ({
    seed,
    measurements: [{ metric: "latency.p99", component: "clients", value: valueFor(seed) }],
    events: 1,
    time: 1,
    overloaded: false,
    steadiness: [],
    stuck: false,
  });

const input = { text: "", set: {}, variants: { "": {} }, seed: 1, runs: 8, parallel: 2 };
const wanted = [{ metric: "latency.p99", component: "clients" }];
const within = (share: number) => (all: ReadonlyMap<string, readonly RunResult[]>) =>
  isPrecise(all.get("") ?? [], wanted, share, 0.95);

describe("a study that stops at a wanted precision", () => {
  it("makes no more than the first runs where they agree", async () => {
    const { runs } = await replicateUntil(
      input,
      within(0.01),
      100,
      runner(() => 5),
      () => {},
    );
    expect(runs.get("")).toHaveLength(8);
  });

  it("goes on with further seeds until the interval is narrow enough", async () => {
    const { runs } = await replicateUntil(
      input,
      within(0.1),
      1000,
      runner((seed) => 1 + (seed % 2)),
      () => {},
    );
    const all = runs.get("")!;
    expect(all.length).toBeGreaterThan(8);
    expect(all.length).toBeLessThan(1000);
    expect(within(0.1)(runs)).toBe(true);
    expect(all.map(({ seed }) => seed)).toEqual(all.map((_, i) => i + 1));
  });

  it("gives up at the most runs", async () => {
    const { runs } = await replicateUntil(
      input,
      within(0.0001),
      30,
      runner((seed) => 1 + (seed % 2)),
      () => {},
    );
    expect(runs.get("")).toHaveLength(30);
  });
});
