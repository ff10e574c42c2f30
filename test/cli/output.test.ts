import { describe, expect, it } from "vitest";
import { progressLine } from "../../cli/output/progress.ts";
import { table } from "../../cli/output/table.ts";
import { estimateText, valueText } from "../../simulator/study/quantity.ts";

const interval = (mean: number, half: number) => ({ mean, half, count: 20 });

describe("an estimate", () => {
  it.each([
    [interval(0.3124, 0.0041), "seconds", "312.4 ±4.1 ms"],
    [interval(2.08512, 0.0011), "seconds", "2.085 ±0.001 s"],
    [interval(0.9821, 0.0034), "ratio", "98.21 ±0.34 %"],
    [interval(119.94, 0.41), "perSecond", "119.94 ±0.41 /s"],
    [interval(673.7, 38), "count", "674 ±38"],
    [interval(4, 0), "count", "4.00"],
    [interval(0, 0), "count", "0"],
    [interval(Number.NaN, Number.NaN), "seconds", "–"],
    [interval(0.05, Number.POSITIVE_INFINITY), "seconds", "50.0 ms"],
  ] as const)("%o in %s is %s", (given, unit, text) => {
    expect(estimateText(given, unit)).toBe(text);
  });

  it("is a plain value where there is no interval", () => {
    expect(valueText(0.5, "seconds")).toBe("500 ms");
    expect(valueText(0.9, "ratio")).toBe("90.0 %");
  });
});

describe("a table", () => {
  it("puts names at the left and numbers at the right edge, also with characters beyond ASCII", () => {
    expect(
      table(
        ["Pool", "wait"],
        [
          ["orders-db", "2 ±1 ms"],
          ["ü", "–"],
        ],
      ),
    ).toBe(["Pool           wait", "orders-db   2 ±1 ms", "ü                 –"].join("\n"));
  });
});

describe("the progress line", () => {
  it.each([
    [{ finished: 0, of: 20, seconds: 0 }, "Shop ░░░░░░░░░░░░░░░░░░░░░░░░ run 0/20"],
    [{ finished: 5, of: 20, seconds: 2 }, "Shop ██████░░░░░░░░░░░░░░░░░░ run 5/20 · ~6 s"],
    [{ finished: 20, of: 20, seconds: 8 }, "Shop ████████████████████████ run 20/20 · ~0 s"],
  ])("of %o", (done, line) => {
    expect(progressLine({ name: "Shop", ...done })).toBe(line);
  });
});
