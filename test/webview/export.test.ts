import { describe, expect, it } from "vitest";
import { fileName } from "../../webview/export/export.ts";
import { runJson } from "../../webview/export/run.ts";
import { seriesCsv } from "../../webview/export/series.ts";
import { withBuckets } from "../../webview/store/history.ts";
import { initial, next, type State } from "../../webview/store/state.ts";
import { network } from "./fixture/network.ts";
import { bucketRow } from "./rows.ts";

const opened = next(initial, { type: "opened", network });

describe("the seconds of a run as CSV", () => {
  const state: State = {
    ...opened,
    history: withBuckets(
      opened.history,
      bucketRow(3, { arrived: 120, ended: 118, p99: 0.25, p50: Number.NaN }, { inTime: 117, queueFull: 1 }),
    ),
  };
  const [head = "", first = "", ...rest] = seriesCsv(state).trimEnd().split("\n");
  const cells = Object.fromEntries(head.split(",").map((name, i) => [name, first.split(",")[i]]));

  it("have a line for each component and second, with every outcome", () => {
    expect(rest).toEqual([]);
    expect(cells).toMatchObject({
      component: "clients",
      start: "3",
      arrived: "120",
      inTime: "117",
      queueFull: "1",
    });
  });

  it("leave empty what was not measured", () => {
    expect([cells.p50, cells.p99]).toEqual(["", "0.25"]);
  });
});

describe("a run as JSON", () => {
  it("is all that it takes to do it again", () => {
    const opening = {
      text: "{}",
      examples: [],
      strings: {},
      canApply: false,
      canRevealText: false,
      doors: [],
      reducedMotion: false,
    } as const;
    const edits = [{ at: 1, path: "orders-db.max", value: 3 }];
    const state: State = {
      ...opened,
      opening: { ...opening, examples: [], origin: { kind: "example", id: "L1" } },
      edits,
    };
    expect(JSON.parse(runJson(state) ?? "")).toEqual({
      name: network.name,
      seed: network.seed,
      time: 0,
      edits,
      scenario: "{}",
    });
    expect(runJson(opened)).toBeUndefined();
  });
});

describe("the name of a file", () => {
  it.each([
    ["Pool too small, just right, too big", "pool-too-small-just-right-too-big"],
    ["../../etc/passwd", "etc-passwd"],
    ["Überlast: 100 %", "überlast-100"],
    ["", "spillway"],
  ])("of %j fits any system", (name, file) => {
    expect(fileName(name)).toBe(file);
  });
});
