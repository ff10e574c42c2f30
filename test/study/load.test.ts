import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import type { Breakpoint, LoadTest } from "../../simulator/studies.ts";
import { breakpoint } from "../../simulator/study/breakpoint.ts";
import { observe } from "../../simulator/study/explain/evidence.ts";
import { goalsOf } from "../../simulator/study/goal.ts";
import { LOADS, LoadError, withLoad } from "../../simulator/study/load.ts";
import { loadTest } from "../../simulator/study/load-test.ts";
import { objectiveOf } from "../../simulator/study/objective.ts";
import { english, type Sentence } from "../../words/sentence.ts";
import { documentOf, mm1, setting } from "./setting.ts";

const text = mm1("50/s", "10ms", "60s", {
  events: [{ at: "50s", target: "service", fault: "down" }],
  windows: { late: ["50s", "60s"] },
  budgets: [
    { metric: "latency.p99", of: "clients", below: "1s" },
    { metric: "latency.p99", of: "clients", below: "1s", window: "late" },
  ],
});

function loaded(text: string, load: (typeof LOADS)[number], duration?: number) {
  const raw = withLoad(documentOf(text), load, duration);
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { raw, scenario: parsed.scenario };
}

describe("a load test", () => {
  it.each(LOADS)("%s is a valid scenario without what belonged to the old course of time", (load) => {
    const { scenario } = loaded(text, load);
    expect(scenario.events).toEqual([]);
    expect(scenario.windows).not.toHaveProperty("late");
    expect(scenario.budgets).toHaveLength(1);
    const [clients] = scenario.components;
    if (clients?.type !== "source" || clients.arrival.model !== "stages") throw new Error("no stages");
    const seconds = clients.arrival.stages.reduce((sum, { duration }) => sum + duration, 0);
    expect(seconds).toBeCloseTo(scenario.run.duration, 6);
  });

  it("spikes to five times the rate, and has a window for before, during and after", () => {
    const { scenario } = loaded(text, "spike", 100);
    const [clients] = scenario.components;
    expect(clients).toMatchObject({
      arrival: {
        process: "poisson",
        stages: [
          { duration: 40, rate: 50 },
          { duration: 10, rate: 250 },
          { duration: 50, rate: 50 },
        ],
      },
    });
    expect(scenario.windows).toEqual({ before: [0, 40], spike: [40, 50], after: [50, 100] });
  });

  it("lets users of a closed source come and go in steps", () => {
    const closed = text.replace(
      '{"model":"open","rate":"50/s"}',
      '{"model":"closed","users":40,"thinkTime":"1s"}',
    );
    const { scenario } = loaded(closed, "stress", 100);
    const users = scenario.events.map((event) =>
      "set" in event ? Object.values(event.set as Record<string, Json>)[0] : 0,
    );
    expect(users.slice(0, 3)).toEqual([5, 10, 15]);
    expect(Math.max(...users.map(Number))).toBe(80);
    expect(users.at(-1)).toBe(10);
  });

  it("cannot be made of a recorded trace", () => {
    const trace = text.replace('{"model":"open","rate":"50/s"}', '{"model":"trace","times":["1s","2s"]}');
    expect(() => withLoad(documentOf(trace), "load")).toThrow(LoadError);
  });
});

describe("what became of a load test", () => {
  const tested = async (load: (typeof LOADS)[number], rate = "50/s") => {
    const text = mm1(rate, "10ms", "60s", {
      budgets: [{ metric: "latency.p99", of: "clients", below: "2s" }],
    });
    return loadTest(
      { load, duration: 100, runs: 3, confidence: 0.95 },
      documentOf(text),
      setting(text),
      async (input) => observe(input),
    );
  };
  const p99 = ({ estimates }: LoadTest, window: string) =>
    estimates.find((one) => one.metric === "latency.p99" && one.window === window)?.interval.mean ??
    Number.NaN;

  it("is told of each part of it: a spike of 250/s on 100/s waits, and is over later", async () => {
    const found = await tested("spike");
    expect(found.parts).toEqual([
      { until: 40, from: 1, to: 1, window: "before" },
      { until: 50, from: 5, to: 5, window: "spike" },
      { until: 100, from: 1, to: 1, window: "after" },
    ]);
    expect(p99(found, "before")).toBeLessThan(0.5);
    expect(p99(found, "spike")).toBeGreaterThan(5);
    expect(found.verdict).toBe("fail");
    expect(found.goals).toMatchObject([{ text: "latency.p99(clients) < 2s", verdict: "fail" }]);
  });

  it("can be drawn second by second", async () => {
    const { course } = await tested("spike");
    const arrivals = (from: number, to: number) =>
      course.seconds.filter(({ at }) => at >= from && at < to).reduce((sum, { arrived }) => sum + arrived, 0);
    expect(course).toMatchObject({ source: "clients", width: 1 });
    expect(course.seconds).toHaveLength(100);
    expect(arrivals(40, 50)).toBeGreaterThan(2000);
    expect(arrivals(30, 40)).toBeLessThan(1000);
  });

  it("is a pass where the goals are met", async () => {
    expect(await tested("smoke")).toMatchObject({ verdict: "pass", unstable: 0, runs: 3, duration: 100 });
  });
});

describe("a breaking point", () => {
  const found = async (
    goals: string[],
    runs = 6,
    text = mm1("50/s", "10ms", "200s"),
    tell: (part: Breakpoint) => void = () => {},
  ) => {
    const document = documentOf(text);
    return breakpoint(
      {
        goals: goalsOf(document.scenario, goals),
        objective: objectiveOf(document.scenario),
        sources: ["clients"],
        precision: 0.02,
        runs,
        confidence: 0.95,
        found: tell,
      },
      document,
      setting(text),
    );
  };
  const rate = (at: { load: Record<string, Json> } | undefined) =>
    Number.parseFloat(String(at?.load["clients.arrival.rate"]));

  it("of M/M/1 is where theory says: a mean of 50 ms is 1 / (100/s - rate), at 80/s", async () => {
    const { holds, breaks, now } = await found(["latency.mean(clients) < 50ms"]);
    expect(now).toBe("pass");
    expect(rate(holds)).toBeGreaterThan(74);
    expect(rate(holds)).toBeLessThan(82);
    expect(rate(breaks)).toBeGreaterThan(78);
    expect(rate(breaks)).toBeLessThan(86);
    expect(rate(breaks)).toBeGreaterThan(rate(holds));
  }, 120_000);

  it("is found below the present load too, and says that it is missed already", async () => {
    const { breaks, now, text } = await found(["latency.mean(clients) < 12ms"]);
    // 12 ms is 1 / (100/s - 16.7/s).
    expect(rate(breaks)).toBeGreaterThan(15);
    expect(rate(breaks)).toBeLessThan(20);
    expect(now).toBe("fail");
    // A load that is less than the present one is a share of it.
    expect(english(text[0] as Sentence)).toMatch(/ \(0\.3\d* times the present load\)/);
    expect(english(text.at(-1) as Sentence)).toBe("At the present load it is missed already.");
  }, 120_000);

  it("tells what is known after each load: between what surely holds and what is surely missed it closes in", async () => {
    const told: Breakpoint[] = [];
    const whole = await found(["latency.mean(clients) < 50ms"], 3, undefined, (part) => told.push(part));
    expect(told.map(({ points }) => points.length)).toEqual(told.map((_, i) => i + 1));
    const gaps = told.flatMap(({ holds, breaks }) =>
      holds === undefined || breaks === undefined ? [] : [breaks.factor - holds.factor],
    );
    expect(gaps.every((gap, i) => gap > 0 && gap <= (gaps[i - 1] ?? gap))).toBe(true);
    expect(told.at(-1)?.points).toEqual(whole.points);
  }, 120_000);

  it("tells the gap in which it is too close to call", async () => {
    const { holds, breaks, points } = await found(
      ["latency.p99(clients) < 200ms"],
      2,
      mm1("50/s", "10ms", "30s"),
    );
    const between = points.filter(
      ({ factor }) => factor > (holds?.factor ?? 0) && factor < (breaks?.factor ?? 0),
    );
    expect(between.every(({ verdict }) => verdict === "undecided")).toBe(true);
    expect(between.every(({ runs }) => runs === 8)).toBe(true);
  }, 120_000);
});
