import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";

/** Ten calls, one a second, to a server that takes 200 ms; how often the breaker in front of it opened. */
function opened(breaker: Record<string, Json>, events: Record<string, Json>[] = []): number {
  const raw: Json = {
    schemaVersion: 1,
    name: "slow calls",
    run: { duration: "20s" },
    components: [
      {
        id: "clients",
        type: "source",
        arrival: { model: "trace", times: Array.from({ length: 10 }, (_, i) => `${i}s`) },
        calls: ["breaker"],
      },
      { id: "breaker", type: "breaker", target: "server", minimumCalls: 5, window: "60s", ...breaker },
      { id: "server", type: "server", steps: [{ compute: "200ms" }] },
    ],
    events,
  };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  const run = new Run({ raw, scenario: parsed.scenario }, 1, true);
  run.advance(20, Number.POSITIVE_INFINITY);
  return measurements(run.network).find((one) => one.metric === "breaker.opened.count")!.value;
}

describe("slow calls", () => {
  it("open the breaker when all are slow and the ratio is 1, as resilience4j's 100 %", () => {
    expect(opened({ slowCallDuration: "100ms" })).toBe(1);
  });

  it("do not open it where none is said to be slow", () => {
    expect(opened({})).toBe(0);
    expect(opened({ slowCallDuration: "200ms" })).toBe(0);
  });
});

describe("the verdict on probes", () => {
  // It opens with the call of 1 s, and is half open again before that of 3 s.
  const probing = {
    consecutiveFailures: 1,
    openFor: "1500ms",
    probes: 4,
    failureRatio: 0.5,
    opensAt: "reached",
  };
  const failing = (...spans: [number, number][]) =>
    spans.map(([at, until]) => ({ at: `${at}ms`, until: `${until}ms`, target: "server", fault: "down" }));

  it("falls with the first that fails, or when all have ended, as it is said", () => {
    // Calls fail at 1 s, and of the probes of 3, 4, 5 and 6 s the second: one in four.
    const one = failing([500, 1500], [3500, 4500]);
    expect(opened({ ...probing, probeVerdict: "each" }, one)).toBe(2);
    expect(opened({ ...probing, probeVerdict: "together" }, one)).toBe(1);
    // Two of four are as many as the ratio says.
    const two = failing([500, 1500], [3500, 5500]);
    expect(opened({ ...probing, probeVerdict: "together" }, two)).toBe(2);
  });
});

describe("half of the calls failing, at a ratio of a half", () => {
  // The calls at 0 to 4 s succeed, those at 5 to 9 s fail.
  const failing = [{ at: "4500ms", target: "server", fault: "errors", ratio: 1 }];

  it("does not open a breaker that opens above the ratio, as opossum", () => {
    expect(opened({ failureRatio: 0.5 }, failing)).toBe(0);
  });

  it("opens one that opens at the ratio, as resilience4j", () => {
    expect(opened({ failureRatio: 0.5, opensAt: "reached" }, failing)).toBe(1);
    expect(opened({ preset: "resilience4j", minimumCalls: 10 }, failing)).toBe(1);
  });

  it("opens one with a success that makes the calls enough, where the ratio is looked at after each call", () => {
    // What happens at 0 s comes before the fault: the calls at 1 to 5 s fail.
    const early = [{ at: "0s", until: "5500ms", target: "server", fault: "errors", ratio: 1 }];
    expect(opened({ opensAt: "reached", minimumCalls: 10 }, early)).toBe(1);
    expect(opened({ opensAt: "above", failureRatio: 0.4, minimumCalls: 10 }, early)).toBe(0);
  });
});
