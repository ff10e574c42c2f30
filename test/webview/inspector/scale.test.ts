import { describe, expect, it } from "vitest";
import type { Control } from "../../../simulator/scenario/schema/quantities.ts";
import {
  POSITIONS,
  positionOf,
  rangeOf,
  stepped,
  valueAtPosition,
} from "../../../webview/inspector/scale.ts";

const count = rangeOf({ kind: "count", min: 1, max: 200, scale: "log" });
const time = rangeOf({ kind: "duration", min: 0.001, max: 60, scale: "log" });
const fromZero = rangeOf({ kind: "duration", min: 0, max: 5, scale: "log" });
const share = rangeOf({ kind: "ratio", min: 0, max: 1, scale: "linear" });
const few = rangeOf({ kind: "count", min: 0, max: 10, scale: "linear" });

describe("a slider", () => {
  it.each([
    ["count", count],
    ["time", time],
    ["from zero", fromZero],
    ["share", share],
  ])("reaches both ends of its range: %s", (_, range) => {
    expect(valueAtPosition(range, 0)).toBe(range.min);
    expect(valueAtPosition(range, POSITIONS)).toBe(range.max);
    expect(positionOf(range, range.min)).toBe(0);
    expect(positionOf(range, range.max)).toBe(POSITIONS);
  });

  it("shows a value where dragging to that place gives it back", () => {
    for (const value of [1, 2, 7, 10, 14, 40, 130])
      expect(valueAtPosition(count, positionOf(count, value))).toBe(value);
    for (const value of [0.001, 0.02, 0.5, 1.5, 30])
      expect(valueAtPosition(time, positionOf(time, value))).toBeCloseTo(value);
    for (const value of [0, 1, 5, 10]) expect(valueAtPosition(few, positionOf(few, value))).toBe(value);
  });

  it("gives whole counts and times of two digits", () => {
    for (let position = 0; position <= POSITIONS; position += 7) {
      expect(Number.isInteger(valueAtPosition(count, position))).toBe(true);
      const value = valueAtPosition(time, position);
      expect(Number(value.toPrecision(2))).toBe(value);
    }
  });

  it("never goes down when it is dragged up", () => {
    for (const range of [count, time, fromZero, share, few]) {
      let last = Number.NEGATIVE_INFINITY;
      for (let position = 0; position <= POSITIONS; position++) {
        const value = valueAtPosition(range, position);
        expect(value).toBeGreaterThanOrEqual(last);
        last = value;
      }
    }
  });

  it("keeps values that are outside of its range at its ends", () => {
    expect(positionOf(count, 5000)).toBe(POSITIONS);
    expect(positionOf(time, 0)).toBe(0);
  });

  it.each<[Control["kind"], typeof count, number, 1 | -1, number]>([
    ["count", count, 10, 1, 11],
    ["count", count, 10, -1, 9],
    ["count", count, 1, -1, 1],
    ["count", count, 120, 1, 130],
    ["duration", time, 0.05, 1, 0.051],
    ["duration", time, 1, -1, 0.99],
    ["duration", time, 60, 1, 60],
    ["ratio", share, 0.5, 1, 0.51],
    ["count", few, 0, 1, 1],
  ])("an arrow key always changes the value: %s", (_, range, from, direction, to) => {
    expect(stepped(range, from, direction)).toBeCloseTo(to, 9);
  });

  it("goes ten steps with a page key", () => {
    expect(stepped(count, 10, 1, 10)).toBe(20);
    expect(stepped(count, 10, -1, 10)).toBe(1);
  });
});
