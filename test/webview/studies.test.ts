import { describe, expect, it } from "vitest";
import type { Comparison, Difference, SweepPoint } from "../../simulator/studies.ts";
import { initial, next, type State } from "../../webview/store/state.ts";
import { told, useStrings } from "../../webview/strings.ts";
import { differenceText, toldOf } from "../../webview/studies/compare.ts";
import { measuredPoints } from "../../webview/studies/points.ts";
import { headline } from "../../webview/studies/recommend.ts";
import { isRunning, noteOf } from "../../webview/studies/study.ts";
import { valuesText } from "../../webview/toolbar/variant.ts";
import { english, sentence } from "../../words/sentence.ts";
import { network } from "./fixture/network.ts";

const opened = next(initial, { type: "opened", network });
const asked = next(opened, { type: "asked", request: { kind: "explain" } });
const progress = (state: State, kind: "explain" | "recommend", finished: number, running: boolean) =>
  next(state, { type: "study", progress: { kind, finished, of: 10, running } });

describe("a study in the panel", () => {
  it("runs from the moment on at which it was asked for, and until its end says how far it is", () => {
    expect(isRunning(asked.study)).toBe(true);
    expect(noteOf(asked.study)).toBe("running…");
    const half = progress(asked, "explain", 5, true);
    expect(noteOf(half.study)).toBe("5 of 10 runs so far.");
    const stopped = progress(half, "explain", 5, false);
    expect(isRunning(stopped.study)).toBe(false);
    expect(noteOf(stopped.study)).toBe("Stopped.");
  });

  it("is not about what was told of the one before", () => {
    expect(progress(asked, "recommend", 3, false).study).toEqual(asked.study);
    expect(progress(opened, "explain", 3, false).study).toBeUndefined();
  });

  it("is of values that were changed since, by an edit or another variant", () => {
    const done = progress(asked, "explain", 10, false);
    const edits = [{ at: 1, path: "orders-db.max", value: 3 }];
    const changed = next(done, { type: "edits", edits, parameters: [], events: [] });
    expect(noteOf(changed.study)).toBe("Stopped. Values were changed since.");
    expect(next(done, { type: "opened", network }).study?.stale).toBe(true);
    expect(next(done, { type: "edits", edits: [], parameters: [], events: [] }).study?.stale).toBe(false);
  });
});

describe("a sentence of the simulator", () => {
  const wait = sentence("{0} of {1} is waiting, {2}", 0.5, sentence("pool wait"), "orders-db");

  it("is told in the person's language, and so is what fills it in", () => {
    useStrings({ "{0} of {1} is waiting, {2}": "{2}: {1} {0}", "pool wait": "attente" });
    expect(told(wait)).toBe("orders-db: attente 0.5");
    useStrings({});
    expect(told(wait)).toBe(english(wait));
  });
});

describe("the variants", () => {
  const variants = { small: { "orders-db.max": 4 }, plain: {} };

  it("are those that the host tells, with the one that is run", () => {
    const told = next(opened, { type: "variants", variants, chosen: "small" });
    expect([told.variants, told.variant]).toEqual([variants, "small"]);
    expect(next(told, { type: "variants", variants }).variant).toBeUndefined();
  });

  it("say what they change", () => {
    expect(valuesText(variants.small)).toBe("orders-db.max = 4");
    expect(valuesText(variants.plain)).toBe("The document as it stands.");
  });
});

describe("a lesson", () => {
  it("tells its outcome when the run has ended or somebody asks, and keeps the prediction until then", () => {
    const predicted = next(opened, { type: "predict", prediction: 1 });
    const playing = next(predicted, { type: "status", status: "playing", time: 3, speed: 1 });
    expect([playing.prediction, playing.toldOutcome]).toEqual([1, false]);
    const finished = next(playing, { type: "status", status: "finished", time: 60, speed: 1 });
    expect([finished.prediction, finished.toldOutcome]).toEqual([1, true]);
    expect(next(playing, { type: "tellOutcome" }).toldOutcome).toBe(true);
    // Another variant is the same lesson.
    expect(next(finished, { type: "opened", network }).prediction).toBe(1);
  });
});

const point = (value: SweepPoint["values"][number], mean: number, half = 0.01): SweepPoint => ({
  values: [value],
  objective: { mean, half, count: 5 },
  goals: [],
  verdict: "pass",
  unstable: false,
  estimates: [],
});

describe("the measured values of a parameter", () => {
  it("stand in their order, at places in proportion, each with the runs that say most", () => {
    const points = measuredPoints([point(16, 3), point(4, 9), point(8, 5), point(8, 5.5)], { kind: "count" });
    expect(points.map(({ value, at, mean }) => [value, at, mean])).toEqual([
      [4, 0, 9],
      [8, expect.closeTo(0.5, 9), 5.5],
      [16, 1, 3],
    ]);
  });

  it("are as far from one another where one is a word", () => {
    const control = { kind: "duration", word: "none" } as const;
    const points = measuredPoints([point("none", 1), point("500ms", 2), point("2s", 3)], control);
    expect(points.map(({ value, at }) => [value, at])).toEqual([
      ["500ms", 0],
      ["2s", 0.5],
      ["none", 1],
    ]);
  });

  it("have no interval where there was one run, and no number where none was measured", () => {
    const lost = point(4, null as unknown as number, null as unknown as number);
    const [first, second] = measuredPoints([lost, point(5, 1, Number.POSITIVE_INFINITY)], { kind: "count" });
    expect(first?.mean).toBeNaN();
    expect([first?.half, second?.half]).toEqual([0, 0]);
  });
});

describe("a recommendation", () => {
  it.each([
    ["found", "8 is a good value: it meets the goals."],
    ["none", "No value that was looked at meets the goals; 8 comes closest."],
    ["undecided", "8 is the best that was found; whether it meets the goals is too close to call."],
  ] as const)("that is %s says so", (state, text) => {
    expect(headline({ state, value: 8 })).toBe(text);
  });
});

describe("a comparison", () => {
  const interval = { mean: 0.02, half: 0.001, count: 20 };
  const one: Difference = {
    metric: "latency.p99",
    component: "clients",
    unit: "seconds",
    a: interval,
    b: interval,
    difference: interval,
    verdict: "higher",
    better: "a",
  };
  const sides = { a: { name: "small", set: {} }, b: { name: "large", set: {} } };

  it.each([
    [one, "20 ms ± 1 ms: small is better"],
    [{ ...one, verdict: "undecided" } as const, "too close to call"],
    [{ ...one, verdict: "same" } as const, "the same"],
  ])("says which is better, or that nobody can say %#", (difference, text) => {
    expect(differenceText(difference, sides)).toBe(text);
  });

  it("tells of the sources over the whole run", () => {
    const differences = [one, { ...one, window: "late" }, { ...one, component: "api" }];
    const judged = [{ metric: "latency.p99", component: "clients", allowed: 0, verdict: "pass" }];
    expect(toldOf({ differences, judged } as unknown as Comparison)).toEqual([one]);
  });
});
