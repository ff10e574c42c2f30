import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { breakpoint } from "../../simulator/study/breakpoint.ts";
import { goalsOf } from "../../simulator/study/goal.ts";
import { LOADS, LoadError, withLoad } from "../../simulator/study/load.ts";
import { objectiveOf } from "../../simulator/study/objective.ts";
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

describe("a breaking point", () => {
  const found = async (goals: string[], runs = 6, text = mm1("50/s", "10ms", "200s")) => {
    const document = documentOf(text);
    return breakpoint(
      {
        goals: goalsOf(document.scenario, goals),
        objective: objectiveOf(document.scenario),
        sources: ["clients"],
        precision: 0.02,
        runs,
        confidence: 0.95,
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
    expect(text.at(-1)).toBe("At the present load it is missed already.");
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
