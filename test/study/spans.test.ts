import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Span } from "../../simulator/studies.ts";
import { recordSpans } from "../../simulator/study/spans.ts";
import { documentOf } from "./setting.ts";

const lesson = (name: string) =>
  readFileSync(new URL(`../../examples/${name}.sim.json`, import.meta.url), "utf8");

function spansOf(
  name: string,
  duration: number,
  more: Partial<Parameters<typeof recordSpans>[0]> = {},
): Span[] {
  return recordSpans({
    input: { text: lesson(name), set: {}, seed: 1, duration },
    most: 50,
    oneIn: 10,
    ...more,
  });
}

describe("the spans of a run", () => {
  it.each([
    ["L1-pool-size", 20],
    ["L4-retry-storm", 60],
    ["L5-breaker", 40],
    ["L6-cache-stampede", 20],
  ])("lie within the span of their caller's request, and begin no earlier (%s)", (name, duration) => {
    const spans = spansOf(name, duration);
    const byNumber = new Map(spans.map((span) => [span.number, span]));
    expect(spans.length).toBeGreaterThan(50);
    for (const { parent, request, start, end } of spans) {
      expect(end).toBeGreaterThanOrEqual(start);
      if (parent === undefined) continue;
      expect(byNumber.get(parent)?.request).toBe(request);
      expect(byNumber.get(parent)?.start).toBeLessThanOrEqual(start);
    }
  });

  it("have one for the request and one for each component that it goes through, in their order", () => {
    const spans = spansOf("L1-pool-size", 20);
    const { components } = documentOf(lesson("L1-pool-size")).scenario;
    const first = spans.filter(
      ({ request, outcome }) => request === spans[0]?.request && outcome === "inTime",
    );
    expect(first.map(({ component }) => components[component]?.id)).toEqual([
      "clients",
      "api",
      "orders-db",
      "postgres",
    ]);
  });

  it("have one for each try, marked as a further one", () => {
    const spans = spansOf("L4-retry-storm", 60, { oneIn: 1, most: 5000 });
    const tried = new Map<number, Span[]>();
    for (const span of spans) {
      if (span.parent !== undefined) tried.set(span.parent, [...(tried.get(span.parent) ?? []), span]);
    }
    const most = [...tried.values()].reduce((a, b) => (b.length > a.length ? b : a));
    expect(most.length).toBeGreaterThan(1);
    expect(most.map(({ retry }) => retry)).toEqual(most.map((_, i) => i > 0));
    // A client that waited for 1 s and tried again: the request is longer than any try that it waited for.
    const request = spans.find(({ number }) => number === most[0]?.parent);
    expect((request?.end ?? 0) - (request?.start ?? 0)).toBeGreaterThan(1);
  });

  it("are of no more requests than are asked for, and leave the run as it is", () => {
    expect(
      new Set(spansOf("L1-pool-size", 20, { most: 7 }).map(({ request }) => request)).size,
    ).toBeLessThanOrEqual(7);
    expect(spansOf("L1-pool-size", 20)).toEqual(spansOf("L1-pool-size", 20));
  });
});
