import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

/** Ten requests, one a second, to a server that takes 100 ms, of which a share of the slots is left from 4.5 s to 12 s. */
function run(ratio: number, server: Record<string, Json> = {}) {
  const raw: Json = {
    schemaVersion: 1,
    name: "cores",
    run: { duration: "20s" },
    components: [
      {
        id: "clients",
        type: "source",
        arrival: { model: "trace", times: Array.from({ length: 10 }, (_, i) => `${i}s`) },
        calls: ["server"],
      },
      { id: "server", type: "server", steps: [{ compute: "100ms" }], ...server },
    ],
    events: [{ at: "4500ms", until: "12s", target: "server", fault: "cores", ratio }],
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const made = new Run({ raw, scenario: parsed.scenario }, 1, true);
  made.advance(20, Number.POSITIVE_INFINITY);
  const all = measurements(made.network);
  return (metric: string, component = "clients") =>
    all.find((one) => one.metric === metric && one.component === component)!.value;
}

describe("a share of unlimited slots", () => {
  it("is unlimited", () => {
    expect(run(0.1)("latency.max")).toBeCloseTo(0.1, 9);
  });

  it.each(["slots", "processorSharing"])(
    "of nothing lets nobody be served until the fault ends (%s)",
    (discipline) => {
      // The request at 5 s waits for 7 s.
      expect(run(0, { discipline })("latency.max")).toBeCloseTo(7.1, 9);
      expect(run(0, { discipline })("outcome.inTime.count")).toBe(10);
    },
  );
});

describe("a share of a number of slots", () => {
  it("counts a part of a slot as a whole one", () => {
    expect(run(0.1, { concurrency: 1 })("latency.max")).toBeCloseTo(0.1, 9);
  });
});
