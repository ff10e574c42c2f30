import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SimulationPool } from "../../host/simulation-pool.ts";
import { STARTER } from "../../host/starter.ts";
import type { RunProgress, RunResult } from "../../simulator/task.ts";
import { builtWorker } from "./bundle.ts";

let worker: Awaited<ReturnType<typeof builtWorker>>;
let pool: SimulationPool;

beforeAll(async () => {
  worker = await builtWorker();
  pool = new SimulationPool(worker.folder, 2);
});
afterAll(async () => {
  await pool.destroy();
  worker.remove();
});

const value = ({ measurements }: RunResult, metric: string, component: string) =>
  measurements.find((one) => one.metric === metric && one.component === component && one.window === undefined)
    ?.value;

describe("a replication in a worker thread", () => {
  it("gives the same numbers for the same seed, and others for another", async () => {
    const runs = await Promise.all([7, 7, 8].map((seed) => pool.run({ text: STARTER, set: {}, seed })));
    const [first, again, other] = runs.map((run) => value(run, "latency.p99", "clients"));
    expect(first).toBeGreaterThan(0.05);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("takes parameters and a duration that differ from the document", async () => {
    const small = await pool.run({ text: STARTER, set: { "orders-db.max": 2 }, seed: 1, duration: 20 });
    const large = await pool.run({ text: STARTER, set: { "orders-db.max": 50 }, seed: 1, duration: 20 });
    expect(small.time).toBe(20);
    expect(value(small, "error.ratio", "clients")).toBeGreaterThan(0.3);
    expect(value(large, "error.ratio", "clients")).toBe(0);
  });

  it("says how far it is", async () => {
    const told: RunProgress[] = [];
    await pool.run(
      { text: STARTER, set: {}, seed: 1, duration: 3000 },
      { progress: (progress) => told.push(progress) },
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ duration: 3000 });
    expect(told.map(({ time }) => time)).toEqual(told.map(({ time }) => time).toSorted((a, b) => a - b));
  });

  it("ends at once when it is aborted, and leaves the pool as good as new", async () => {
    const abort = new AbortController();
    const running = pool.run(
      { text: STARTER, set: {}, seed: 1, duration: 1e7 },
      { signal: abort.signal, progress: () => abort.abort() },
    );
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    expect((await pool.run({ text: STARTER, set: {}, seed: 1, duration: 10 })).time).toBe(10);
  });

  it.each([
    ["a document that is not valid", { text: "{", set: {} }, /./],
    ["a path that leads nowhere", { text: STARTER, set: { "orders-db.maxx": 3 } }, /maxx/],
    ["a value that cannot be", { text: STARTER, set: { "orders-db.max": "many" } }, /many/],
  ])("refuses %s", async (_, input, message) => {
    await expect(pool.run({ ...input, seed: 1 })).rejects.toThrow(message);
  });
});
