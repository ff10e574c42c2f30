import { describe, expect, it } from "vitest";
import type { Parameter } from "../../../simulator/protocol.ts";
import { barAngle } from "../../../webview/stage/glyphs/breaker.ts";
import { ring } from "../../../webview/stage/glyphs/cache.ts";
import { cells } from "../../../webview/stage/glyphs/cells.ts";
import { cores, lag } from "../../../webview/stage/glyphs/database.ts";
import { limitOf } from "../../../webview/stage/glyphs/limiter.ts";
import { pills } from "../../../webview/stage/glyphs/pool.ts";
import { fleet, slots } from "../../../webview/stage/glyphs/server.ts";
import { sparkline } from "../../../webview/stage/glyphs/source.ts";
import { waitTiles } from "../../../webview/stage/glyphs/wait-bar.ts";
import { NO_READING, type Reading } from "../../../webview/store/reading.ts";

const kinds = (tiles: { kind: string }[]) => tiles.map(({ kind }) => kind);
const room = { x: 0, y: 0, width: 120, height: 12 };

describe("what is drawn inside of a node", () => {
  it("has a pill for every connection that there may be, in a fixed order", () => {
    expect(kinds(pills({ active: 2, connecting: 1, idle: 1, capacity: 6 }))).toEqual([
      "working",
      "working",
      "connecting",
      "idle",
      "absent",
      "absent",
    ]);
  });

  it("becomes a bar where there are too many to count, and is nothing without a limit", () => {
    const bar = pills({ active: 50, connecting: 0, idle: 0, capacity: 100 });
    expect(kinds(bar)).toEqual(["working", "connecting", "idle", "absent"]);
    expect(bar[0]!.rect.width).toBeCloseTo(bar[3]!.rect.width);
    expect(slots({ active: 3, dead: 0, capacity: Number.POSITIVE_INFINITY })).toEqual([]);
  });

  it("hatches the slots that work for clients that have gone", () => {
    expect(kinds(slots({ active: 3, dead: 1, capacity: 4 }))).toEqual(["working", "working", "dead", "free"]);
  });

  it("shows more queries than cores as contention of all of them", () => {
    expect(kinds(cores({ active: 2, capacity: 4 }))).toEqual(["working", "working", "free", "free"]);
    expect(kinds(cores({ active: 9, capacity: 2 }))).toEqual(["contended", "contended"]);
  });

  it("counts up to twelve who wait, and then goes by a log scale that fills up", () => {
    expect(waitTiles(0, room)).toEqual([]);
    expect(waitTiles(12, room)).toHaveLength(12);
    const widths = [13, 100, 1000, 1e6].map((waiting) => waitTiles(waiting, room)[0]!.rect.width);
    expect(widths[1]).toBeCloseTo(60);
    expect(widths[2]).toBeCloseTo(90);
    expect(widths[3]).toBe(120);
    expect(widths[0]).toBeLessThan(widths[1]!);
  });

  it("puts ten cells into two rows of five", () => {
    const placed = cells(10, { x: 0, y: 0, width: 130, height: 38 }, 1.7, 4);
    expect(new Set(placed.map(({ y }) => y)).size).toBe(2);
    expect(placed.every(({ x, width }) => x + width <= 130.001)).toBe(true);
  });

  const known = (values: Record<string, string | number>) =>
    Object.entries(values).map(
      ([path, value]): Parameter => ({
        path,
        title: path,
        description: "",
        control: { kind: "count" },
        value,
      }),
    );

  it("says of a server what it is made of, where that is more than one process", () => {
    const of = (values: Record<string, string | number>, now: Partial<Reading>) =>
      fleet({ parameters: known(values), reading: { ...NO_READING, ...now } });
    expect(of({ replicas: 1, discipline: "fifo" }, { extra: 1 })).toEqual([]);
    expect(of({ replicas: 4 }, { extra: 3, connecting: 1 })).toEqual(["3 replicas up", "1 starting"]);
    expect(of({ replicas: 1, discipline: "eventLoop" }, { extra: 1 })).toEqual(["↻ event loop"]);
  });

  it("says of a database how many replicas it has and how far they are behind", () => {
    const of = (count: number, extra: number) =>
      lag({ parameters: known({ "replicas.count": count }), reading: { ...NO_READING, extra } });
    expect(of(0, 0)).toEqual([]);
    expect(of(1, 0)).toEqual(["1 replica"]);
    expect(of(2, 83)).toEqual(["2 replicas", "83 writes behind"]);
  });

  it("writes a large limit short, and none where there is only a rate", () => {
    expect(limitOf({ parameters: known({ limit: 100_000, period: "1s" }) })).toBe("100 k in 1s");
    expect(limitOf({ parameters: [] })).toBe("");
  });

  it("splits the ring of a cache into fresh and stale hits", () => {
    expect(ring(0.8, 0.2)).toEqual({ hits: 0.6000000000000001, stale: 0.2 });
    expect(ring(Number.NaN, Number.NaN)).toEqual({ hits: 0, stale: 0 });
    expect(ring(0.1, 0.5)).toEqual({ hits: 0, stale: 0.1 });
  });

  it("raises the bar of a breaker by its state", () => {
    expect([0, 1, 2].map(barAngle)).toEqual([0, 40, 20]);
  });

  it("draws a flat line before there is anything to draw", () => {
    expect(sparkline([])).toBe("M-12,0H12");
    expect(sparkline([1, 2, 1])).not.toContain("NaN");
  });
});
