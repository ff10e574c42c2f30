import { describe, expect, it } from "vitest";
import { GAUGE, Gauge, readFrame } from "../../simulator/frame.ts";
import { LiveSession } from "../../simulator/study/live.ts";
import { documentOf, type Part } from "../parts.ts";
import { arrivingAt } from "./journal.ts";

/** The gauges of component `x` at a moment, for requests that go through it to a server that takes 1 s. */
function gauges(times: number[], component: Part, at: number): Record<keyof typeof Gauge, number> {
  const session = new LiveSession(
    documentOf(
      [
        arrivingAt(times, "x"),
        { id: "x", target: "server", ...component },
        { id: "server", type: "server", steps: [{ compute: "1s" }] },
      ],
      60,
      0,
    ),
  );
  session.advance(at, Number.POSITIVE_INFINITY);
  const row = readFrame(session.frame(1)).gauges.subarray(GAUGE, 2 * GAUGE);
  return Object.fromEntries(Object.entries(Gauge).map(([name, column]) => [name, row[column]])) as Record<
    keyof typeof Gauge,
    number
  >;
}

describe("a live frame shows of", () => {
  it("a bulkhead how many of its places are taken, and who waits for how long", () => {
    const shown = gauges([0, 0.1, 0.2], { type: "bulkhead", concurrency: 2, queue: {} }, 0.5);
    expect(shown).toMatchObject({ active: 2, waiting: 1, capacity: 2, idle: 0 });
    expect(shown.extra).toBeCloseTo(0.3, 9);
  });

  it("an adaptive bulkhead its limit of the moment", () => {
    const shown = gauges([0, 0], { type: "bulkhead", concurrency: 9, adaptive: { initial: 2 } }, 1.5);
    expect(shown).toMatchObject({ active: 0, capacity: 4 });
  });

  it("a limiter who waits, and the share that it refused of late", () => {
    const shown = gauges(
      [0, 0.1, 0.2, 0.3],
      { type: "limiter", algorithm: "leakyBucket", limit: 1, period: "2s", queue: { limit: 1 } },
      1.5,
    );
    expect(shown).toMatchObject({ active: 0, waiting: 1 });
    // One was answered and two were refused.
    expect(shown.detail).toBeCloseTo(2 / 3, 9);
    expect(shown.extra).toBeCloseTo(1.4, 9);
  });

  it("a queue its messages, those that consumers have, and the age of the oldest", () => {
    const shown = gauges([0, 0.1, 0.2, 0.3], { type: "queue", prefetch: 2 }, 0.5);
    expect(shown).toMatchObject({ active: 2, waiting: 2, capacity: 2 });
    expect(shown.extra).toBeCloseTo(0.3, 9);
    expect(shown.detail).toBeGreaterThan(0);
  });
});
