import { expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

it("a window measures the requests that arrive in it, for the source and for each of its endpoints", () => {
  const raw: Json = {
    schemaVersion: 1,
    name: "windows",
    run: { duration: "100s" },
    windows: { middle: ["20s", "60s"] },
    components: [
      {
        id: "clients",
        type: "source",
        arrival: { model: "open", process: "constant", rate: "1/s" },
        calls: [
          { target: "api", endpoint: "quick" },
          { target: "api", endpoint: "slow" },
        ],
      },
      {
        id: "api",
        type: "server",
        endpoints: { quick: [{ compute: "10ms" }], slow: [{ compute: "30s" }] },
      },
    ],
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const run = new Run({ raw, scenario: parsed.scenario }, 1, true);
  run.advance(100, Number.POSITIVE_INFINITY);
  const of = (metric: string, component: string) =>
    measurements(run.network).find(
      (one) => one.metric === metric && one.component === component && one.window === "middle",
    )!.value;
  expect(of("requests.count", "clients")).toBe(40);
  expect(of("requests.count", "clients/quick") + of("requests.count", "clients/slow")).toBe(40);
  expect(of("latency.max", "clients/quick")).toBeCloseTo(0.01, 6);
  expect(of("latency.p50", "clients/slow")).toBeCloseTo(30, 0);
});
