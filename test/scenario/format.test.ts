import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, formatRate } from "../../simulator/scenario/format.ts";
import { parseDuration, parseRate } from "../../simulator/scenario/units.ts";

describe("a duration in words", () => {
  it.each([
    [0, "0ms"],
    [0.05, "50ms"],
    [0.00025, "250us"],
    [1, "1s"],
    [1.5, "1.5s"],
    [60, "60s"],
    [90, "90s"],
    [120, "2m"],
    [7200, "2h"],
    [Number.POSITIVE_INFINITY, "none"],
  ])("of %d s is %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("is read back as the same number of seconds", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (seconds) => {
        const back = parseDuration(formatDuration(seconds))!;
        expect(Math.abs(back - seconds)).toBeLessThanOrEqual(1e-9 * seconds + 1e-18);
      }),
    );
  });
});

describe("a rate in words", () => {
  it.each([
    [120, "120/s"],
    [1.12, "1.12/s"],
    [0.5, "30/m"],
    [0, "0/s"],
  ])("of %d a second is %s", (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it("is read back as the same rate", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (rate) => {
        expect(Math.abs(parseRate(formatRate(rate))! - rate)).toBeLessThanOrEqual(1e-9 * rate);
      }),
    );
  });
});
