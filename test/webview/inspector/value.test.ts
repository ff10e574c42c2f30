import { describe, expect, it } from "vitest";
import type { Control } from "../../../simulator/scenario/schema/quantities.ts";
import { DURATION } from "../../../simulator/scenario/units.ts";
import { changesOf } from "../../../webview/inspector/changes.ts";
import { titleParts } from "../../../webview/inspector/row.ts";
import { fromDocument, fromTyped, inUnit, toDocument } from "../../../webview/inspector/value.ts";

const duration: Control = { kind: "duration", word: "none" };
const count: Control = { kind: "count", word: "unlimited" };
const ratio: Control = { kind: "ratio" };
const rate: Control = { kind: "rate" };

describe("a value between the document and a control", () => {
  it.each<[Control, string | number, number | string]>([
    [duration, "50ms", 0.05],
    [duration, "2m", 120],
    [duration, "none", "none"],
    [count, 10, 10],
    [count, "unlimited", "unlimited"],
    [rate, "30/m", 0.5],
    [ratio, 0.25, 0.25],
  ])("is read: %j %j is %j", (control, document, value) => {
    expect(fromDocument(control, document)).toBe(value);
  });

  it.each<[Control, number | string, string | number]>([
    [duration, 0.05, "50ms"],
    [duration, 0.00025, "250us"],
    [duration, 1.5, "1.5s"],
    [duration, 0, "0ms"],
    [duration, "none", "none"],
    [count, 14, 14],
    [count, "unlimited", "unlimited"],
    [rate, 0.5, "0.5/s"],
    [rate, 1200, "1200/s"],
    [ratio, 0.25, 0.25],
  ])("is written: %j %j is %j", (control, value, document) => {
    expect(toDocument(control, value)).toBe(document);
  });

  it("is written without an exponent, whatever it is", () => {
    for (const seconds of [1e-6, 0.000_001_5, 0.1 + 0.2, 3600, 1 / 3]) {
      expect(toDocument(duration, seconds)).toMatch(DURATION);
    }
  });

  it.each<[Control, string, string, number | string | undefined]>([
    [duration, "80", "ms", 0.08],
    [duration, "2s", "ms", 2],
    [duration, "1.5 s", "ms", 1.5],
    [duration, "none", "ms", "none"],
    [duration, "soon", "ms", undefined],
    [duration, "-5", "ms", undefined],
    [count, "14", "", 14],
    [count, "1.5", "", undefined],
    [rate, "120", "/s", 120],
    [rate, "60/m", "/s", 1],
    [ratio, "25", "%", 0.25],
    [ratio, "5 %", "%", 0.05],
  ])("is taken as typed: %j %j in %j is %j", (control, text, unit, value) => {
    expect(fromTyped(control, text, unit)).toBe(value);
  });

  it("is shown in the unit that a person would choose", () => {
    expect(inUnit("duration", 0.05)).toEqual({ number: 50, unit: "ms" });
    expect(inUnit("duration", 90)).toEqual({ number: 90, unit: "s" });
    expect(inUnit("ratio", 0.07)).toEqual({ number: 7, unit: "%" });
  });
});

describe("what was changed since the scenario was opened", () => {
  const parameter = (path: string, value: number | string) => ({
    path,
    title: path,
    description: "",
    control: count,
    value,
  });

  it("is told by its path and its value in the document's form", () => {
    expect(
      changesOf(
        [parameter("max", 10), parameter("acquireTimeout", "none")],
        [parameter("max", 10), parameter("acquireTimeout", "1s")],
      ),
    ).toEqual([{ path: "acquireTimeout", value: "1s" }]);
  });
});

describe("a title", () => {
  it("is a group and a name", () => {
    expect(titleParts("service: retry: first wait")).toEqual(["service: retry", "first wait"]);
    expect(titleParts("max")).toEqual(["", "max"]);
  });
});
