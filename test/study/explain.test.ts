import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Evidence, Finding } from "../../simulator/studies.ts";
import { explain } from "../../simulator/study/explain/explain.ts";
import { findingsOf } from "../../simulator/study/explain/findings.ts";
import { deadlockBound, staticVerdicts } from "../../simulator/study/explain/verdicts.ts";
import type { RunInput } from "../../simulator/task.ts";
import { english } from "../../words/sentence.ts";
import { Native } from "../native.ts";
import { documentOf, mm1, setting } from "./setting.ts";

const examples = new URL("../../examples/", import.meta.url);
const lesson = (number: string): string => {
  const file = readdirSync(examples).find((name) => name.startsWith(`${number}-`));
  return readFileSync(new URL(file ?? "", examples), "utf8");
};

let thread: Native;
beforeAll(() => {
  thread = new Native();
});
afterAll(() => thread.close());

const observe = (input: RunInput): Promise<Evidence> =>
  thread.call(new URL("../../simulator/study/explain/evidence.ts", import.meta.url), "observe", input);

const textOf = (finding: Finding | undefined): string => (finding === undefined ? "" : english(finding.text));

async function findings(text: string, set: RunInput["set"] = {}): Promise<Finding[]> {
  const evidence = await observe({ text, set, seed: 1 });
  const [source] = evidence.sources;
  return findingsOf(documentOf(text).scenario, evidence, source as (typeof evidence.sources)[0]);
}

describe("where the time went", () => {
  it.each(["L1", "L4", "L7"])(
    "adds up to the latency of each cohort, to the last digit that counts (%s)",
    async (number) => {
      const { sources } = await observe({ text: lesson(number), set: {}, seed: 1 });
      for (const { cohorts } of sources) {
        for (const { latency, parts } of cohorts) {
          expect(parts.reduce((sum, { seconds }) => sum + seconds, 0) / latency).toBeCloseTo(1, 9);
        }
      }
    },
    120_000,
  );

  it("is told of the slowest 1 % exactly, though a third of all took as long to a hair", async () => {
    const { sources } = await observe({ text: lesson("L1"), set: {}, seed: 1 });
    const [slowest, , all] = sources[0]?.cohorts ?? [];
    expect(slowest?.requests).toBe((all?.requests ?? 0) - Math.ceil(0.99 * (all?.requests ?? 0)));
  }, 120_000);

  it("is told second by second, without the warm-up", async () => {
    const { components, from, time } = await observe({ text: mm1("50/s", "10ms", "30s"), set: {}, seed: 1 });
    const seconds = components[1]?.seconds ?? [];
    expect([from, time, seconds.length, seconds[0]?.at]).toEqual([5, 30, 25, 5]);
    expect(seconds.reduce((sum, { arrived }) => sum + arrived, 0)).toBe(components[1]?.arrived);
    expect(seconds.every(({ active }) => active >= 0 && active <= 1)).toBe(true);
  });
});

describe("an explanation", () => {
  it.each([
    ["L1", ["pool-wait", "saturated", "refused"]],
    ["L2", ["pool-wait", "unbounded", "dead-work", "reference"]],
    ["L3", ["pool-wait", "n-plus-1"]],
    ["L4", ["saturated", "unbounded", "dead-work", "amplification", "metastable"]],
    ["L5", ["refused", "breaker-open", "reference"]],
    ["L6", ["pool-wait", "stampede"]],
    ["L7", ["pool-wait", "saturated", "cold", "reference"]],
    ["L8", ["imbalance"]],
    ["L12", ["saturated", "unbounded", "dead-work"]],
  ])(
    "of %s says %s",
    async (number, rules) => {
      const found = await findings(lesson(number));
      expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining(rules));
    },
    120_000,
  );

  it("says of too many connections what they do to the database", async () => {
    const found = await findings(lesson("L1"), { "orders-db.max": 48 });
    expect(textOf(found.find(({ rule }) => rule === "oversubscribed"))).toMatch(
      /queries run on the 8 cores of postgres; each took \S+ times as long as alone\.$/,
    );
  }, 120_000);

  it.each([
    ["2/s", /^Nothing waits/],
    ["60/s", /^Nothing is saturated and nothing is refused; \d+ % of the time of the slowest 1 % is waiting/],
  ])("has nothing to complain of at %s", async (rate, text) => {
    const found = await findings(mm1(rate, "10ms"));
    expect(found.map(({ rule }) => rule)).toEqual(["clean"]);
    expect(textOf(found[0])).toMatch(text);
  });

  it.each(["rate limit wait", "connection wait", "thread wait", "batch wait"] as const)(
    "knows that nothing is done in a %s",
    async (part) => {
      const text = mm1("2/s", "10ms");
      const evidence = await observe({ text, set: {}, seed: 1 });
      const [source] = evidence.sources;
      const [slowest] = source?.cohorts ?? [];
      if (source === undefined || slowest === undefined) throw new Error("no cohort");
      const parts = [{ component: "clients", part, seconds: 0.4, share: 0.4 }, ...slowest.parts];
      const waited = { ...source, cohorts: [{ ...slowest, parts }] };
      const [first] = findingsOf(documentOf(text).scenario, evidence, waited);
      expect(textOf(first)).toMatch(/^Nothing is saturated and nothing is refused; 40 %/);
    },
  );

  it("calls what grows without bound unstable", async () => {
    const found = await findings(mm1("150/s", "10ms"));
    expect(found[0]?.rule).toBe("unstable");
    expect(found.find(({ rule }) => rule === "unbounded")?.values.growth).toBeCloseTo(50, -1);
  });

  it("measures what might help, and tells the best first", async () => {
    const text = lesson("L4");
    const { whatIfs, findings } = await explain(
      { runs: 3, confidence: 0.95 },
      documentOf(text),
      setting(text, { duration: 70 }),
      observe,
    );
    const [best, ...others] = whatIfs;
    expect(best?.inTime.better).toBe("b");
    expect(others.every(({ inTime }) => inTime.b.mean <= (best?.inTime.b.mean ?? 0))).toBe(true);
    // Plain data, as a view or a program gets it.
    expect(structuredClone(findings)).toEqual(findings);
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
  }, 120_000);
});

const service = (
  more: Record<string, unknown>,
  others: unknown[],
  source: Record<string, unknown> = {},
): string =>
  JSON.stringify({
    schemaVersion: 1,
    name: "Verdicts",
    components: [
      { id: "clients", type: "source", arrival: { model: "open", rate: "10/s" }, calls: ["api"], ...source },
      { id: "api", type: "server", steps: [{ query: { pool: "db" } }], ...more },
      ...others,
    ],
  });
const db = (max: number, more: Record<string, unknown> = {}) => ({
  id: "db",
  type: "pool",
  max,
  target: "postgres",
  ...more,
});
const postgres = (more: Record<string, unknown> = {}) => ({ id: "postgres", type: "database", ...more });

describe("what a scenario says without a run", () => {
  const rules = (text: string) => staticVerdicts(documentOf(text).scenario).map(({ rule }) => rule);
  const ledger = { id: "ledger", type: "server", steps: [{ query: { pool: "db" } }] };
  const nested = [{ transaction: { pool: "db", steps: [{ call: "ledger" }] } }];

  it.each([
    [
      "20 instances of a pool of 20 on 100 connections",
      service({ replicas: 20 }, [db(20), postgres({ maxConnections: 100 })]),
      ["too-many-connections"],
    ],
    [
      "5 instances of a pool of 20 on 100 connections",
      service({ replicas: 5 }, [db(20), postgres({ maxConnections: 100 })]),
      [],
    ],
    [
      "a connection held while another service wants one of the same pool",
      service({ concurrency: 8, steps: nested }, [ledger, db(8), postgres()]),
      ["nested-connections"],
    ],
    [
      "one connection more than that takes",
      service({ concurrency: 8, steps: nested }, [ledger, db(9), postgres()]),
      [],
    ],
    [
      "queries of a transaction, which share its connection",
      service(
        { concurrency: 8, steps: [{ transaction: { pool: "db", steps: [{ query: { pool: "db" } }] } }] },
        [db(2), postgres()],
      ),
      [],
    ],
    [
      "a wait for a connection that is longer than the client's",
      service({}, [db(5, { acquireTimeout: "30s" }), postgres()], { deadline: "2s" }),
      ["wait-outlives-caller"],
    ],
    [
      "a wait that ends before the client's",
      service({}, [db(5, { acquireTimeout: "1s" }), postgres()], { deadline: "2s" }),
      [],
    ],
    [
      "a call that outlives its caller",
      service({ steps: [{ call: { target: "ledger", timeout: "5s" } }] }, [ledger, db(5), postgres()], {
        deadline: "2s",
      }),
      ["timeout-outlives-caller"],
    ],
    [
      "tries that take longer than the client waits",
      service({}, [db(5), postgres()], {
        deadline: "2s",
        calls: [{ target: "api", timeout: "1s", retry: { maxRetries: 3 } }],
      }),
      ["retries-outlive-caller"],
    ],
    [
      "retries upon retries",
      service(
        { steps: [{ call: { target: "ledger", timeout: "1s", retry: { maxRetries: 3 } } }] },
        [ledger, db(5), postgres()],
        { calls: [{ target: "api", timeout: "10s", retry: { maxRetries: 3 } }] },
      ),
      ["retries-multiply"],
    ],
  ])("judges %s", (_, text, expected) => {
    expect(rules(text)).toEqual(expected);
  });

  it("knows how many connections rule a deadlock out", () => {
    expect(deadlockBound(8, 2)).toBe(9);
    expect(deadlockBound(3, 4)).toBe(10);
    const [verdict] = staticVerdicts(
      documentOf(service({ concurrency: 8, steps: nested }, [ledger, db(8), postgres()])).scenario,
    );
    expect(textOf(verdict)).toContain("8 x (2 - 1) + 1 = 9 connections");
  });
});

describe("the bound below which nested connections wait for one another for ever", () => {
  const answered = async (max: number) => {
    const text = JSON.stringify({
      schemaVersion: 1,
      name: "Nested",
      run: { duration: "60s" },
      components: [
        {
          id: "clients",
          type: "source",
          arrival: { model: "open", rate: "200/s" },
          deadline: "1s",
          calls: ["api"],
        },
        {
          id: "api",
          type: "server",
          concurrency: 8,
          steps: [{ transaction: { pool: "db", steps: [{ compute: "20ms" }, { call: "ledger" }] } }],
        },
        { id: "ledger", type: "server", steps: [{ query: { pool: "db", work: "5ms" } }] },
        { id: "db", type: "pool", max, target: "postgres" },
        { id: "postgres", type: "database" },
      ],
    });
    const { components } = await observe({ text, set: {}, seed: 1 });
    const last = components[0]?.seconds.slice(-10) ?? [];
    return {
      verdicts: staticVerdicts(documentOf(text).scenario).map(({ rule }) => rule),
      ended: last.reduce((sum, { ended }) => sum + ended, 0),
    };
  };

  it("is the one of the formula: with 8 connections nobody is answered any more, with 9 all goes on", async () => {
    expect(await answered(8)).toEqual({ verdicts: ["nested-connections"], ended: 0 });
    const { verdicts, ended } = await answered(9);
    expect(verdicts).toEqual([]);
    expect(ended).toBeGreaterThan(1000);
  });
});
