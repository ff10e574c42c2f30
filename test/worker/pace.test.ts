import { describe, expect, it } from "vitest";
import { Pace } from "../../simulator/live/pace.ts";

/** A run on a machine that handles `able` simulated seconds a real second at most, looked at every `step` real seconds. */
function run(
  pace: Pace,
  {
    from = 0,
    seconds,
    step = 0.01,
    able = Number.POSITIVE_INFINITY,
    at = 0,
  }: {
    from?: number;
    seconds: number;
    step?: number;
    able?: number;
    at?: number;
  },
) {
  let simulated = at;
  let achieved = 0;
  for (let i = 1; i <= Math.round(seconds / step); i++) {
    const real = from + i * step;
    simulated = Math.min(pace.goal(real, simulated), simulated + able * step);
    achieved = pace.achieved(real, simulated);
  }
  return { simulated, achieved };
}

describe("pace", () => {
  it.each([0.01, 1, 10])("goes at speed %d where the machine can", (speed) => {
    const pace = new Pace();
    pace.start(100, 5, speed);
    const { simulated, achieved } = run(pace, { from: 100, seconds: 3, at: 5 });
    expect(simulated).toBeCloseTo(5 + 3 * speed, 6);
    expect(achieved).toBeCloseTo(speed, 6);
  });

  it("says the speed that it reached where the machine cannot keep up", () => {
    const pace = new Pace();
    pace.start(0, 0, 100);
    const { simulated, achieved } = run(pace, { seconds: 3, able: 20 });
    expect(simulated).toBeCloseTo(60, 3);
    expect(achieved).toBeCloseTo(20, 3);
  });

  it("does not race after a stall of the machine", () => {
    const pace = new Pace();
    pace.start(0, 0, 1);
    const before = run(pace, { seconds: 1 }).simulated;
    expect(pace.goal(31, before) - before).toBeLessThanOrEqual(0.2);
  });

  it("does not pay back what a slow machine fell behind once it is quick again", () => {
    const pace = new Pace();
    pace.start(0, 0, 10);
    const slow = run(pace, { seconds: 5, able: 1 }).simulated;
    const { simulated } = run(pace, { from: 5, seconds: 1, at: slow });
    expect(simulated - slow).toBeLessThanOrEqual(10 + 1);
  });

  it("has no goal at the greatest speed", () => {
    const pace = new Pace();
    pace.start(0, 0, Number.POSITIVE_INFINITY);
    expect(pace.goal(1, 50)).toBe(Number.POSITIVE_INFINITY);
  });
});
