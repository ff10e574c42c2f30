import { describe, expect, it } from "vitest";
import { connectionsPlot } from "../../../webview/charts/connections.ts";
import { decades, latencyPlot } from "../../../webview/charts/latency.ts";
import type { Mark, Plot } from "../../../webview/charts/plot.ts";
import { responsesPlot } from "../../../webview/charts/responses.ts";
import { shownSpan } from "../../../webview/charts/subject.ts";
import { apart } from "../../../webview/charts/time.ts";
import { bucketRow } from "../rows.ts";

const size = { width: 400, height: 200 };
const timeline = { duration: 60, events: [{ at: 20, until: 40, label: "postgres ×4" }], edits: [] };
const marksOf = (plot: Plot): Mark[] => plot.panels.flatMap(({ marks }) => marks);
function only<K extends Mark["kind"]>(plot: Plot, kind: K, name?: string): Extract<Mark, { kind: K }> {
  const found = marksOf(plot).filter(
    (mark): mark is Extract<Mark, { kind: K }> =>
      mark.kind === kind && (name === undefined || ("name" in mark && mark.name === name)),
  );
  expect(found).toHaveLength(1);
  return found[0]!;
}
const answered = (start: number, p99: number, count = 500) =>
  bucketRow(start, { p50: p99 / 4, p95: p99 / 2, p99, answered: count });

describe("the latency chart", () => {
  it("leaves a gap, not a zero, where nothing was answered", () => {
    const gap = bucketRow(2, { p50: Number.NaN, p95: Number.NaN, p99: Number.NaN });
    const plot = latencyPlot(
      { rows: [answered(0, 0.1), answered(1, 0.1), gap, answered(3, 0.1)], timeline, ghost: [] },
      size,
    );
    const { path } = only(plot, "line", "p99");
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).not.toContain("NaN");
  });

  it("draws a p99 of fewer than 100 answers hollow", () => {
    const plot = latencyPlot(
      { rows: [answered(0, 0.1, 99), answered(1, 0.1, 100)], timeline, ghost: [] },
      size,
    );
    expect(marksOf(plot).filter(({ kind }) => kind === "hollow")).toHaveLength(1);
  });

  it("has a tick for every decade and none between", () => {
    const plot = latencyPlot({ rows: [answered(0, 0.08), answered(1, 8)], timeline, ghost: [] }, size);
    expect(plot.panels[0]!.ticks.map(({ label }) => label)).toEqual(["10 ms", "100 ms", "1 s", "10 s"]);
  });

  it("labels each line at its end, with room between", () => {
    const plot = latencyPlot({ rows: [answered(0, 0.1)], timeline, ghost: [] }, size);
    const labels = marksOf(plot).filter((mark) => mark.kind === "label");
    expect(labels.map(({ text }) => text)).toEqual(["p99 100 ms", "p95 50 ms", "p50 25 ms"]);
    const ys = labels.map(({ y }) => y).sort((a, b) => a - b);
    expect(ys[1]! - ys[0]!).toBeGreaterThanOrEqual(12);
    expect(ys[2]! - ys[1]!).toBeGreaterThanOrEqual(12);
  });

  it("leaves out the label of a span that would lie on the label of another", () => {
    const events = [
      { at: 24, until: 30, label: "postgres down" },
      { at: 20, until: 40, label: "postgres ×4" },
      { at: 50, until: 55, label: "flush" },
    ];
    const plot = latencyPlot({ rows: [], timeline: { ...timeline, events }, ghost: [] }, size);
    const bands = marksOf(plot).filter((mark) => mark.kind === "band");
    expect(bands.map(({ label }) => label)).toEqual(["postgres ×4", "", "flush"]);
  });

  it("draws the run before under this one, as far as there is room, and makes room for its values", () => {
    const ghost = [answered(0, 20), answered(1, 20), answered(200, 20)];
    const plot = latencyPlot({ rows: [answered(0, 0.08)], timeline, ghost }, size);
    const lines = marksOf(plot).filter((mark) => mark.kind === "line");
    expect(lines.map(({ name, tone }) => [name, tone])).toEqual([
      ["p50 before", "ghost"],
      ["p95 before", "ghost"],
      ["p99 before", "ghost"],
      ["p50", "working"],
      ["p95", "working"],
      ["p99", "working"],
    ]);
    expect(plot.panels[0]!.ticks.at(-1)?.label).toBe("100 s");
    const xs = [...lines[2]!.path.matchAll(/[ML](-?[\d.]+)/g)].map(([, x]) => Number(x));
    expect(Math.max(...xs)).toBeLessThanOrEqual(size.width);
  });

  it("shows the budget and the spans in which something was different", () => {
    const plot = latencyPlot({ rows: [answered(0, 0.1)], timeline, ghost: [], budget: 0.5 }, size);
    expect(only(plot, "rule").label).toBe("budget 500 ms");
    const band = only(plot, "band");
    expect(band.width).toBeCloseTo((size.width - 46 - 16) / 3);
  });

  it("is empty in words and in lines before the first answer", () => {
    const plot = latencyPlot({ rows: [], timeline, ghost: [] }, size);
    expect(plot.summary).toBe("No answers yet");
    expect(only(plot, "line", "p50").path).toBe("");
  });

  it.each([
    [[0.02, 0.5], 0.01, 1],
    [[0.1], 0.1, 1],
    [[], 0.001, 1],
  ])("chooses whole decades for %j", (values, low, high) => {
    const [from, to] = decades(values);
    expect(from).toBeCloseTo(low);
    expect(to).toBeCloseTo(high);
  });
});

describe("the responses chart", () => {
  const rows = [
    bucketRow(0, { arrived: 120 }, { inTime: 100 }),
    bucketRow(1, { arrived: 120 }, { inTime: 40, late: 30, error: 10 }),
  ];

  it("stacks the outcomes that there were, in their fixed order", () => {
    const names = marksOf(responsesPlot({ rows, timeline, ghost: [] }, size))
      .filter((mark) => mark.kind === "area")
      .map(({ name }) => name);
    expect(names).toEqual(["inTime", "late", "error"]);
  });

  it("draws what was asked for as a line above what was answered", () => {
    const plot = responsesPlot({ rows, timeline, ghost: [] }, size);
    expect(only(plot, "line", "offered").path).toMatch(/^M/);
    expect(only(plot, "label", "offered").text).toBe("asked 120");
  });

  it("counts per second, however long a row is", () => {
    const long = [bucketRow(0, { width: 10, arrived: 1200 }, { inTime: 1200 })];
    expect(only(responsesPlot({ rows: long, timeline, ghost: [] }, size), "label", "offered").text).toBe(
      "asked 120",
    );
  });

  it("leaves a gap where seconds are missing", () => {
    const broken = [rows[0]!, bucketRow(5, { arrived: 1 }, { inTime: 1 })];
    expect(
      only(responsesPlot({ rows: broken, timeline, ghost: [] }, size), "area", "inTime").path.match(/M/g),
    ).toHaveLength(2);
  });
});

describe("the pool chart", () => {
  const rows = [
    bucketRow(0, { active: 4, idle: 2, waiting: 0 }),
    bucketRow(1, { active: 10, waiting: 300, waitingMax: 310 }),
  ];
  const plot = connectionsPlot({ rows, timeline, ghost: [], capacity: 10, waiting: 305 }, size);

  it("has two plots with an axis each, one above the other", () => {
    const [above, below] = plot.panels;
    expect(plot.panels).toHaveLength(2);
    expect(above!.bottom).toBeLessThan(below!.top);
    expect(below!.ticks.map(({ label }) => label)).toEqual(["0", "10"]);
  });

  it("keeps those who wait out of the plot of connections", () => {
    const names = (panel: number) =>
      plot.panels[panel]!.marks.filter((mark) => mark.kind === "area").map(({ name }) => name);
    expect(names(0)).toEqual(["waiting"]);
    expect(names(1)).toEqual(["active", "connecting", "idle"]);
  });

  it("says how many wait now, not how many did", () => {
    expect(only(plot, "label", "waiting").text).toBe("305 wait");
    expect(plot.summary).toBe("305 waiting, 10 of 10 active");
  });
});

describe("labels that would lie on one another", () => {
  it("move apart in their order and stay above the bottom", () => {
    const placed = apart([{ y: 98 }, { y: 97 }, { y: 20 }], 12, 100);
    expect(placed.map(({ y }) => y)).toEqual([20, 88, 100]);
  });
});

describe("the time that the charts cover", () => {
  it.each([
    [60, 10, 60],
    [9000, 42, 300],
    [9000, 301, 600],
    [9000, 8000, 9000],
    [60, 61, 120],
  ])("of a run of %d s at %d s is %d s", (duration, time, span) => {
    expect(shownSpan(duration, time)).toBe(span);
  });
});
