import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFromView } from "../../host/from-view.ts";
import { SimulationPool } from "../../host/simulation-pool.ts";
import { STARTER } from "../../host/starter.ts";
import { Studies } from "../../host/studies.ts";
import type { StudyProgress, StudyRequest } from "../../simulator/studies.ts";
import { builtWorker } from "./bundle.ts";

let worker: Awaited<ReturnType<typeof builtWorker>>;
let pool: SimulationPool;
let studies: Studies;

beforeAll(async () => {
  worker = await builtWorker();
  pool = new SimulationPool(worker.folder, 2);
  studies = new Studies(pool);
});
afterAll(async () => {
  await pool.destroy();
  worker.remove();
});

const text = STARTER.replace('"60s"', '"20s"');

const requests: StudyRequest[] = [
  {
    kind: "compare",
    a: { name: "A", set: {} },
    b: { name: "B", set: { "orders-db.max": 40 } },
    runs: 2,
  },
  { kind: "sweep", axes: [{ path: "orders-db.max", from: 4, to: 12 }], runs: 2 },
  { kind: "recommend", path: "orders-db.max", among: { path: "orders-db.max", values: [7, 10] }, runs: 2 },
  { kind: "explain", runs: 2 },
  { kind: "breakpoint", runs: 2 },
  { kind: "load", load: "spike", duration: 20, runs: 2 },
];

describe("a study that a view asks for", () => {
  it.each(requests)(
    "says how far it is, and then what it found: $kind",
    async (request) => {
      const told: StudyProgress[] = [];
      await studies.run(text, request, (progress) => told.push(progress));
      const last = told.at(-1);
      expect(last).toMatchObject({ kind: request.kind, running: false, result: { kind: request.kind } });
      expect(told.slice(0, -1).every(({ running }) => running)).toBe(true);
      // What goes to a view is plain data.
      expect(structuredClone(last)).toEqual(last);
      expect(told.map(({ finished }) => finished)).toEqual(
        told.map(({ finished }) => finished).toSorted((a, b) => a - b),
      );
    },
    60_000,
  );

  it.each(requests)("comes in as it was sent: $kind", (request) => {
    expect(readFromView({ id: 1, type: "study", request })).toEqual({ id: 1, type: "study", request });
  });

  it.each(["sweep", "breakpoint"] as const)("shows of a %s what it has so far", async (kind) => {
    const told: StudyProgress[] = [];
    const request = requests.find((one) => one.kind === kind) as StudyRequest;
    await studies.run(text, request, (progress) => told.push(progress));
    const parts = told.filter(({ running, result }) => running && result?.kind === kind);
    expect(parts.length).toBeGreaterThan(0);
  });

  it("ends at once when it is stopped, and says so", async () => {
    const told: StudyProgress[] = [];
    const running = studies.run(
      STARTER.replace('"60s"', '"300s"'),
      { kind: "compare", a: { name: "A", set: {} }, b: { name: "B", set: { "orders-db.max": 9 } }, runs: 50 },
      (progress) => {
        told.push(progress);
        studies.stop();
      },
    );
    await running;
    expect(told.at(-1)).toMatchObject({ running: false });
    expect(told.at(-1)).not.toHaveProperty("result");
  }, 60_000);

  it.each([
    ["a path that leads nowhere", { kind: "recommend", path: "orders-db.maxx" }, /maxx/],
    [
      "three parameters",
      { kind: "sweep", axes: [1, 2, 3].map(() => ({ path: "orders-db.max", values: [1] })) },
      /one or two/,
    ],
    ["a source that is not there", { kind: "explain", source: "mars" }, /mars/],
  ])("refuses %s", async (_, request, message) => {
    await expect(studies.run(text, request as StudyRequest, () => {})).rejects.toThrow(message);
  });
});
