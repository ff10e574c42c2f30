import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runOnce } from "../../simulator/run-task.ts";
import type { Recommendation } from "../../simulator/studies.ts";
import { erlangC, serversFor } from "../../simulator/study/erlang.ts";
import { goalsOf } from "../../simulator/study/goal.ts";
import { objectiveOf } from "../../simulator/study/objective.ts";
import { boundsOf } from "../../simulator/study/pool-size.ts";
import { recommend } from "../../simulator/study/recommend.ts";
import type { RunInput } from "../../simulator/task.ts";
import { english, type Sentence } from "../../words/sentence.ts";
import { documentOf, setting } from "./setting.ts";

const lesson = readFileSync(new URL("../../examples/L1-pool-size.sim.json", import.meta.url), "utf8");

async function recommended(
  text: string,
  path: string,
  {
    goals = [],
    duration = 30,
    runs = 6,
    ...more
  }: { goals?: string[]; duration?: number; runs?: number; among?: never } = {},
): Promise<{ found: Recommendation; inputs: RunInput[] }> {
  const document = documentOf(text);
  const inputs: RunInput[] = [];
  const found = await recommend(
    {
      path,
      goals: goalsOf(document.scenario, goals),
      objective: objectiveOf(document.scenario),
      runs,
      confidence: 0.95,
      ...more,
    },
    document,
    setting(text, {
      duration,
      run: async (input) => {
        inputs.push(input);
        return runOnce(input, () => {});
      },
    }),
  );
  return { found, inputs };
}

describe("a recommendation", () => {
  it("is 8 connections for the first lesson, confirmed by seeds of which nothing was known before", async () => {
    const { found, inputs } = await recommended(lesson, "orders-db.max");
    expect(found).toMatchObject({ state: "found", value: 8, now: 4 });
    expect(found.range).toContain(8);
    expect(found.fresh.points[0]).toMatchObject({ values: [8], verdict: "pass" });
    const chosenAt = inputs.findIndex(({ seed }) => seed >= found.fresh.seed);
    const before = new Set(inputs.slice(0, chosenAt).map(({ seed }) => seed));
    expect(inputs.slice(chosenAt).every(({ seed }) => !before.has(seed))).toBe(true);
    // What is now was measured with the same fresh seeds, so that the gain is one of pairs.
    expect(found.gain.find(({ metric }) => metric === "latency.p99")).toMatchObject({
      better: "b",
      difference: { count: 6 },
    });
    expect(found.guess?.value).toBeGreaterThanOrEqual(8);
    expect(found.guess?.value).toBeLessThanOrEqual(10);
    expect(english(found.text[0] as Sentence)).toMatch(
      /^orders-db\.max = 8: latency\.p99\(clients\) is \S+ ±\S+ ms, 100 % answered in time/,
    );
  }, 120_000);

  it("says when no value meets the goal, and which one comes closest", async () => {
    const { found } = await recommended(lesson, "orders-db.max", {
      goals: ["latency.p99(clients) < 50ms"],
      duration: 20,
      runs: 3,
    });
    expect(found.state).toBe("none");
    expect(Number(found.value)).toBeGreaterThanOrEqual(7);
    expect(Number(found.value)).toBeLessThanOrEqual(9);
    expect(english(found.text[0] as Sentence)).toMatch(
      /^No value of orders-db\.max that was looked at .* meets the goals: latency\.p99\(clients\) < 50ms is missed/,
    );
  }, 120_000);

  it("says which values are too close to call", async () => {
    // Nothing waits with 20 connections or more: all values are the same.
    const text = lesson.replace('"300/s"', '"20/s"');
    const { found } = await recommended(text, "orders-db.max", {
      among: { path: "orders-db.max", values: [20, 25, 30] } as never,
      runs: 3,
    });
    expect([found.value, ...found.tooClose].toSorted()).toEqual([20, 25, 30]);
    expect(found.text.map(english).join("\n")).toMatch(/Too close to call against it: \d+, \d+\./);
  });

  it("does not go beyond what the database takes", async () => {
    const text = lesson.replace('"cores": 8,', '"cores": 8, "maxConnections": 6,');
    const { found } = await recommended(text, "orders-db.max", { runs: 2, duration: 15 });
    expect(found.bounds.map(({ most, because }) => [most, english(because)])).toEqual([
      [6, "postgres takes 6 connections"],
    ]);
    expect(found.looked.every(({ values }) => Number(values[0]) <= 6)).toBe(true);
  });
});

describe("the bounds of a pool's size", () => {
  it("keep it above what a deadlock of nested connections takes", () => {
    const text = lesson
      .replace('"concurrency": "unlimited"', '"concurrency": 8')
      .replace(
        '"steps": [{ "query"',
        '"steps": [{ "transaction": { "pool": "orders-db", "steps": [{ "call": "ledger" }] } }, { "query"',
      )
      .replace(
        '"components": [',
        '"components": [ { "id": "ledger", "type": "server", "steps": [{ "query": { "pool": "orders-db" } }] },',
      );
    expect(boundsOf(documentOf(text).scenario, "orders-db.max")).toMatchObject([{ least: 9 }]);
  });
});

describe("Erlang's formula", () => {
  it.each([
    [1, 0.5, 0.5],
    [2, 1, 1 / 3],
    [10, 8, 0.4092],
    [5, 5, 1],
  ])("has %i servers and %d erlangs make a share of %d wait", (servers, erlangs, share) => {
    expect(erlangC(servers, erlangs)).toBeCloseTo(share, 4);
  });

  it.each([
    [6, 9],
    [18, 22],
  ])("says for %d erlangs %i connections", (erlangs, connections) => {
    expect(serversFor(erlangs, 0.01)).toBe(connections);
  });
});
