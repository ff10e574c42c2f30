import { describe, expect, it } from "vitest";
import {
  formatCount,
  formatRate,
  formatSeconds,
  formatShare,
  formatTimes,
} from "../../../webview/text/numbers.ts";

describe("numbers in words that are read at a glance", () => {
  it.each([
    [0, "0"],
    [875, "875"],
    [2.73, "2.7"],
    [12_345, "12,345"],
    [123_456, "123 k"],
    [1_234_567, "1.2 M"],
    [2e9, "2 G"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NaN, "–"],
  ])("count %d is %s", (n, text) => expect(formatCount(n)).toBe(text));

  it.each([
    [0, "0 ms"],
    [0.00042, "0.42 ms"],
    [0.0824, "82.4 ms"],
    [0.1, "100 ms"],
    [0.9996, "1 s"],
    [7.424, "7.42 s"],
    [12.44, "12.4 s"],
    [134.2, "134 s"],
    [Number.NaN, "–"],
  ])("time %d is %s", (n, text) => expect(formatSeconds(n)).toBe(text));

  it.each([
    [0.5, "0.5/s"],
    [120.4, "120/s"],
    [12_345, "12.3 k/s"],
    [Number.NaN, "–"],
  ])("rate %d is %s", (n, text) => expect(formatRate(n)).toBe(text));

  it("shares and factors", () => {
    expect(formatShare(0.0003)).toBe("0.03 %");
    expect(formatShare(0.912)).toBe("91 %");
    expect(formatTimes(3.54)).toBe("×3.5");
  });
});
