import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { measurements } from "../../simulator/study/measurements.ts";
import { documentOf, exp, type Part, poisson, runOnce, server, source } from "../parts.ts";

const COMPONENTS: Part[] = [
  source(poisson(50), "api", { calls: [{ target: "api", timeout: "300ms", retry: { maxRetries: 2 } }] }),
  {
    id: "api",
    type: "server",
    concurrency: 20,
    steps: [{ compute: exp(0.01) }, { lookup: { cache: "cache", onMiss: [{ query: { pool: "pool" } }] } }],
  },
  { id: "cache", type: "cache", maxEntries: 5, ttl: "1s" },
  { id: "pool", type: "pool", target: "db", max: 4 },
  { id: "db", type: "database", cores: 2, serviceTime: exp(0.04) },
];

const told = (components: Part[], seed: number): string =>
  JSON.stringify(measurements(runOnce(documentOf(components, 30, 5), seed)));

test("the same seed gives the same bytes, another seed others", () => {
  expect(told(COMPONENTS, 4)).toBe(told(COMPONENTS, 4));
  expect(told(COMPONENTS, 4)).not.toBe(told(COMPONENTS, 5));
});

test("a worker thread measures the same bytes as the main thread", async () => {
  const module = new URL("../parts.ts", import.meta.url).href;
  const measure = new URL("../../simulator/study/measurements.ts", import.meta.url).href;
  const code = `
    import { parentPort } from "node:worker_threads";
    import { documentOf, runOnce } from ${JSON.stringify(module)};
    import { measurements } from ${JSON.stringify(measure)};
    parentPort.postMessage(JSON.stringify(measurements(runOnce(documentOf(${JSON.stringify(COMPONENTS)}, 30, 5), 4))));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  const answer = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  await worker.terminate();
  expect(answer).toBe(told(COMPONENTS, 4));
});

test("a component that is added leaves the draws of the others as they were", () => {
  const alone = [source(poisson(5), "server"), server("server", exp(0.1), 1)];
  const more = [{ ...source(poisson(7), "other"), id: "others" }, server("other", exp(0.2), 2), ...alone];
  const of = (components: Part[]) =>
    measurements(runOnce(documentOf(components, 100, 0), 9)).filter(
      ({ component }) => component === "clients" || component === "server",
    );
  expect(of(more)).toEqual(of(alone));
});

test("what is changed at one component leaves the arrivals as they were", () => {
  const arrived = (service: number) =>
    runOnce(documentOf([source(poisson(5), "server"), server("server", exp(service), 1)], 100, 0), 3)
      .sources[0]!.station.arrived;
  expect(arrived(0.1)).toBe(arrived(0.5));
});
