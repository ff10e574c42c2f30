import { describe, expect, it } from "vitest";
import type { Json, Parameter } from "../../simulator/protocol.ts";
import type { LoadTest, StudyRequest, Sweep, SweepPoint } from "../../simulator/studies.ts";
import { initial, next, type State } from "../../webview/store/state.ts";
import { axisText, type Choice, choicesOf, parseAxis, usualAxis } from "../../webview/studies/axis.ts";
import { courseOf } from "../../webview/studies/course.ts";
import { cellText, heatMapOf, nextCell } from "../../webview/studies/heat-cells.ts";
import { testHeadline } from "../../webview/studies/load.ts";
import { partName } from "../../webview/studies/part-name.ts";
import { noteOf } from "../../webview/studies/study.ts";
import { sweepHeadline } from "../../webview/studies/sweep.ts";
import { network } from "./fixture/network.ts";

const parameter = (control: Parameter["control"], value: Json): Parameter => ({
  path: "max",
  title: "max",
  description: "",
  control,
  value,
});
const count: Parameter["control"] = { kind: "count", min: 1, max: 200, scale: "log" };
const duration: Parameter["control"] = { kind: "duration", min: 0, max: 60, scale: "log", word: "none" };
const choice = (control: Parameter["control"], value: Json): Choice => ({
  path: "orders-db.max",
  component: "orders-db",
  parameter: parameter(control, value),
});

describe("what a sweep goes through", () => {
  it("can be every parameter of every component, by its whole path and with its value of now", () => {
    const all = choicesOf(network, []);
    expect(all.map(({ path }) => path)).toContain("orders-db.acquireTimeout");
    const now = network.components.map(({ parameters }) => parameters.map((one) => ({ ...one, value: 3 })));
    expect(choicesOf(network, now).every(({ parameter }) => parameter.value === 3)).toBe(true);
  });

  it.each([
    [count, 10, "3..40"],
    [count, 1, "1..4"],
    [count, 100, "25..200"],
    [duration, "2s", "500ms..8s"],
    [{ kind: "rate", min: 1, max: 2000, scale: "log" }, "120/s", "30/s..480/s"],
    [{ kind: "ratio", min: 0, max: 1, scale: "linear" }, 0.5, "0.13..1"],
    [{ kind: "choice", choices: ["fifo", "lifo"] }, "fifo", "fifo, lifo"],
    [{ kind: "flag" }, true, "false, true"],
  ] as [Parameter["control"], Json, string][])(
    "is usually around the value of now: %#",
    (control, value, text) => {
      expect(usualAxis(parameter(control, value))).toBe(text);
      expect(parseAxis(choice(control, value), text)).toBeDefined();
    },
  );

  it("is in the range of the control where there is no number of now", () => {
    expect(usualAxis(parameter(duration, "none"))).toBe("240ms..9.5s");
  });

  it.each([
    [count, 10, "4..100", { from: 4, to: 100 }],
    [count, 10, " 4, 8 ,16", { values: [4, 8, 16] }],
    [duration, "50ms", "none, 500ms, 2s", { values: ["none", "500ms", "2s"] }],
    [duration, "50ms", "20..80", { from: "20ms", to: "80ms" }],
    [{ kind: "flag" }, true, "true", { values: [true] }],
  ] as [Parameter["control"], Json, string, object][])(
    "is read as it was written: %#",
    (control, value, text, axis) => {
      const read = parseAxis(choice(control, value), text);
      expect(read).toEqual({ path: "orders-db.max", ...axis });
      expect(parseAxis(choice(control, value), axisText(read as NonNullable<typeof read>))).toEqual(read);
    },
  );

  it.each(["100..4", "4..4", "4..", "a, b", "4, 4", "", "4..8..9"])("cannot be %j", (text) => {
    expect(parseAxis(choice(count, 10), text)).toBeUndefined();
  });
});

const point = (values: Json[], mean: number, more: Partial<SweepPoint> = {}): SweepPoint => ({
  values,
  objective: { mean, half: 0.001, count: 5 },
  goals: [],
  verdict: "pass",
  unstable: false,
  estimates: [],
  ...more,
});

const plane = (points: SweepPoint[], better: "lower" | "higher" = "lower") =>
  ({
    axes: [
      { path: "db.max", values: [1, 2, 4] },
      { path: "clients.rate", values: ["10/s", "20/s"] },
    ],
    objective: { metric: "latency.p99", component: "clients", better },
    points,
    best: 0,
    asGood: [],
    verdict: "pass",
  }) as unknown as Sweep;

const points = [
  point([1, "10/s"], 0.01),
  point([1, "20/s"], 0.02, { verdict: "undecided" }),
  point([2, "10/s"], 0.1),
  point([2, "20/s"], 1, { verdict: "fail" }),
  point([4, "10/s"], 10, { verdict: "fail", unstable: true }),
];

describe("a map of two parameters", () => {
  const map = heatMapOf(plane(points));
  const cell = (row: number, column: number) => map.rows[row]?.cells[column];

  it("has the first parameter across and the second upwards, and leaves out what was not measured", () => {
    expect(map.columns).toEqual([1, 2, 4]);
    expect(map.rows.map(({ value }) => value)).toEqual(["20/s", "10/s"]);
    expect(cell(0, 0)?.values).toEqual([1, "20/s"]);
    expect(cell(0, 2)).toBeUndefined();
  });

  it("goes in equal ratios from the best step to the worst, which hold all that was measured", () => {
    expect([
      cell(1, 0)?.step,
      cell(0, 0)?.step,
      cell(1, 1)?.step,
      cell(0, 1)?.step,
      cell(1, 2)?.step,
    ]).toEqual([0, 0, 1, 3, 4]);
    expect(map.steps).toHaveLength(5);
    expect([map.steps[0]?.[0], map.steps[4]?.[1]]).toEqual([0.01, 10]);
  });

  it("turns the scale where more is better", () => {
    const turned = heatMapOf(plane(points, "higher"));
    expect(turned.rows[1]?.cells.map((one) => one?.step)).toEqual([4, 3, 0]);
    expect(turned.steps[0]?.[1]).toBe(10);
  });

  it("has one step where all is the same, and none where nothing is known", () => {
    expect(heatMapOf(plane([point([1, "10/s"], 3), point([2, "10/s"], 3)])).steps).toEqual([[3, 3]]);
    // Over JSON what is no number comes as nothing.
    const unknown = heatMapOf(plane([point([1, "10/s"], null as unknown as number)]));
    expect([unknown.steps, unknown.rows[1]?.cells[0]?.step]).toEqual([[], undefined]);
  });

  it("is walked through by arrows, over holes and not over its ends", () => {
    expect(nextCell(map, [1, 1], "ArrowRight")).toEqual([1, 2]);
    expect(nextCell(map, [1, 2], "ArrowRight")).toEqual([1, 2]);
    expect(nextCell(map, [1, 2], "ArrowUp")).toEqual([1, 2]);
    expect(nextCell(map, [1, 1], "ArrowUp")).toEqual([0, 1]);
    expect(nextCell(map, [0, 0], "End")).toEqual([0, 1]);
    expect(nextCell(map, [1, 2], "Home")).toEqual([1, 0]);
  });

  it.each([
    ["seconds", 0.0004, "0.4"],
    ["seconds", 0.0956, "96"],
    ["seconds", 0.9996, "1s"],
    ["seconds", 2.092, "2.1s"],
    ["seconds", 134, "134s"],
    ["ratio", 0.5, "50"],
    ["count", 12_345, "12k"],
    ["count", 0, "0"],
    ["seconds", Number.NaN, "–"],
  ] as const)("says a number in a cell shortly: %s %s", (unit, value, text) => {
    expect(cellText(unit, value)).toBe(text);
  });
});

describe("the answer of a sweep", () => {
  it.each([
    ["pass", "Best is db.max = 1, clients.rate = 10/s; it meets the goals."],
    ["fail", "No point meets the goals; db.max = 1, clients.rate = 10/s comes closest."],
    [
      "undecided",
      "Best is db.max = 1, clients.rate = 10/s; whether it meets the goals is too close to call.",
    ],
  ] as const)("that is %s says so", (verdict, text) => {
    expect(sweepHeadline({ ...plane(points), verdict })).toBe(text);
  });
});

describe("a sweep in the panel", () => {
  const request: StudyRequest = { kind: "sweep", axes: [{ path: "orders-db.max", from: 4, to: 40 }] };
  const asked = next(next(initial, { type: "opened", network }), { type: "asked", request });
  const found = plane(points);
  const told = (state: State, running: boolean, result?: Sweep) =>
    next(state, {
      type: "study",
      progress: { kind: "sweep", finished: 5, of: 10, running, ...(result === undefined ? {} : { result }) },
    });
  const part = told(told(asked, true, found), true);

  it("keeps what it has found so far until it has found more, also where it is stopped", () => {
    expect(part.study?.progress?.result).toBe(found);
    const stopped = told(part, false);
    expect(stopped.study?.progress?.result).toBe(found);
    expect(noteOf(stopped.study)).toBe("Stopped.");
    expect(noteOf(told(part, false, found).study)).toBe("5 runs.");
  });

  const edit = (path: string): State =>
    next(part, { type: "edits", edits: [{ at: 1, path, value: 3 }], parameters: [], events: [] });

  it("is no older because one of its values was chosen, in a run or in a document", () => {
    expect(edit("orders-db.max").study?.stale).toBe(false);
    expect(edit("orders-db.min").study?.stale).toBe(true);
    const withValue = (path: string) => ({
      ...network,
      components: network.components.map((component) => ({
        ...component,
        parameters: component.parameters.map((one) =>
          component.id === "orders-db" && one.path === path ? { ...one, value: 3 } : one,
        ),
      })),
    });
    expect(next(part, { type: "opened", network: withValue("max") }).study?.stale).toBe(false);
    expect(next(part, { type: "opened", network: withValue("min") }).study?.stale).toBe(true);
    expect(next(part, { type: "opened", network }).study?.stale).toBe(true);
  });
});

describe("a load test in the panel", () => {
  it.each([
    [{ verdict: "pass", unstable: 0 }, "Every goal is met."],
    [{ verdict: "fail", unstable: 0 }, "A goal is missed."],
    [{ verdict: "undecided", unstable: 0 }, "Whether every goal is met is too close to call."],
    [{ verdict: "fail", unstable: 2 }, "The backlog grew without bound in 2 of 5 runs."],
  ] as const)("says what came of it: %#", (found, text) => {
    expect(testHeadline({ ...found, runs: 5 })).toBe(text);
  });

  it("names its parts, and what it has no word for as the scenario does", () => {
    expect([partName("spike"), partName(undefined), partName("rush hour")]).toEqual([
      "spike",
      "in all",
      "rush hour",
    ]);
  });

  const second = (at: number, p99: number) =>
    ({ at, arrived: 20, inTime: 10, p99 }) as LoadTest["course"]["seconds"][number];

  it("is drawn in rates, and where it is long in longer spans with the worst second of each", () => {
    const short = courseOf({ source: "clients", width: 2, seconds: [second(0, 1), second(2, Number.NaN)] });
    expect(short).toEqual([
      { at: 0, offered: 10, inTime: 5, p99: 1 },
      { at: 2, offered: 10, inTime: 5, p99: Number.NaN },
    ]);
    const long = Array.from({ length: 600 }, (_, i) => second(i, i % 4));
    const thinned = courseOf({ source: "clients", width: 1, seconds: long });
    expect(thinned).toHaveLength(150);
    expect(thinned[1]).toEqual({ at: 4, offered: 20, inTime: 10, p99: 3 });
  });
});
