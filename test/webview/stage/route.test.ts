import { describe, expect, it } from "vitest";
import { along, ROUTE_POINTS, route } from "../../../webview/stage/route.ts";

const curve = route({ x: 0, y: 0 }, { x: 200, y: 100 }, [], "right");

describe("the way of an edge", () => {
  it("begins and ends at its two borders", () => {
    expect(along(curve.points, 0, 0, { x: 0, y: 0 })).toEqual({ x: 0, y: 0 });
    const end = along(curve.points, 1, 0, { x: 0, y: 0 });
    expect(end.x).toBeCloseTo(200);
    expect(end.y).toBeCloseTo(100);
  });

  it("has points at equal distances, so that what moves along it has one speed", () => {
    const steps = Array.from({ length: ROUTE_POINTS - 1 }, (_, i) =>
      Math.hypot(
        curve.points[2 * i + 2]! - curve.points[2 * i]!,
        curve.points[2 * i + 3]! - curve.points[2 * i + 1]!,
      ),
    );
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.03);
  });

  it("passes through its bends", () => {
    const bent = route({ x: 0, y: 0 }, { x: 200, y: 0 }, [{ x: 100, y: 80 }], "right");
    const heights = Array.from({ length: ROUTE_POINTS }, (_, i) => bent.points[2 * i + 1]!);
    expect(Math.max(...heights)).toBeGreaterThan(78);
    expect(bent.path).toContain("100,80");
  });

  it("has two sides: calls keep to one and answers to the other", () => {
    const straight = route({ x: 0, y: 0 }, { x: 100, y: 0 }, [], "right");
    expect(along(straight.points, 0.5, -4, { x: 0, y: 0 }).y).toBeCloseTo(-4);
    expect(along(straight.points, 0.5, 4, { x: 0, y: 0 }).y).toBeCloseTo(4);
  });
});
