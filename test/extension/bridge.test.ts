import { describe, expect, it } from "vitest";
import { poolScenario } from "../../extension/bridge/scenario.ts";
import { difference, sameConstruction, writeBack } from "../../extension/bridge/write-back.ts";
import { libraries } from "../../linter/catalog/index.ts";
import type { Construction } from "../../linter/construction.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { english } from "../../words/sentence.ts";
import { at, literal, pgPool } from "./pg-pool.ts";

const place = { file: "src/db.ts", line: 14 };

function poolOf(text: string) {
  const result = parseScenario(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const pool = result.scenario.components.find(({ type }) => type === "pool");
  if (pool?.type !== "pool") throw new Error("no pool");
  return { pool, scenario: result.scenario };
}

describe("the scenario of a pool in code", () => {
  it("has the code's values, in seconds, and the library's own where the code is silent", () => {
    const { pool } = poolOf(
      poolScenario(
        pgPool([
          literal("max", "pool.max", 20, "count"),
          literal("connectionTimeoutMillis", "pool.acquireTimeout", 1500, "ms"),
          literal("maxLifetimeSeconds", "pool.maxLifetime", 90, "s"),
        ]),
        place,
      ),
    );
    expect(pool).toMatchObject({
      max: 20,
      min: 0,
      acquireTimeout: 1.5,
      idleTimeout: 10,
      maxLifetime: 90,
      maxUses: Number.POSITIVE_INFINITY,
      preset: "pg",
    });
  });

  const pools = libraries.flatMap(({ name, pool = [] }) =>
    pool.flatMap((facts) => (facts.kind === "pool" ? [[name, facts] as const] : [])),
  );

  it.each(pools)(
    "is one that runs, whichever library it is of: %s",
    (library, { properties, unsupported }) => {
      const known = properties as Construction["known"];
      const { pool } = poolOf(poolScenario({ ...pgPool([]), library, known, unsupported }, place));
      expect(pool.max).toBeGreaterThan(0);
    },
  );

  it("keeps no more connections idle than mysql2 is told to", () => {
    const facts = pools.find(([name]) => name === "mysql2")?.[1];
    const mysql = { ...pgPool([literal("maxIdle", "pool.maxIdle", 3, "count")]), library: "mysql2" };
    const known = facts?.properties as Construction["known"];
    expect(poolOf(poolScenario({ ...mysql, known }, place)).pool.maxIdle).toBe(3);
    expect(poolOf(poolScenario({ ...mysql, properties: [], known }, place)).pool.maxIdle).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("has the library's own where the simulator calls it otherwise", () => {
    expect(poolOf(poolScenario({ ...pgPool(), library: "postgres" }, place)).pool.preset).toBe("postgres.js");
    const mongoose = { ...pgPool(), library: "mongoose", driver: "mongodb" };
    expect(poolOf(poolScenario(mongoose, place)).pool.preset).toBe("mongodb");
    expect(poolOf(poolScenario({ ...pgPool(), library: "unheard-of" }, place)).pool.preset).toBeUndefined();
  });

  it("tells the limit that the server keeps from the one that the client keeps", () => {
    const { pool } = poolOf(
      poolScenario(
        pgPool([
          literal("statement_timeout", "query.timeout", 5000, "ms"),
          literal("query_timeout", "query.timeout", 7000, "ms"),
        ]),
        place,
      ),
    );
    expect(pool).toMatchObject({ statementTimeout: 5, queryTimeout: 7 });
  });

  it("says where each written value came from, and nothing of the library's own", () => {
    const { pool } = poolOf(poolScenario(pgPool(), place));
    expect(pool.source).toEqual({ file: "src/db.ts", line: 14, library: "pg", properties: { max: "max" } });
  });

  it.each([
    ["left out", []],
    ["0", [literal("connectionTimeoutMillis", "pool.acquireTimeout", 0, "ms")]],
  ])("waits for ever where pg's timeout is %s", (_, properties) => {
    expect(poolOf(poolScenario(pgPool(properties), place)).pool.acquireTimeout).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("takes the library's value where the code's cannot be known", () => {
    const { pool } = poolOf(
      poolScenario(
        pgPool([
          {
            ...literal("max", "pool.max", 0, "count"),
            value: null,
            source: { kind: "environment", variable: "PG_MAX" },
          },
        ]),
        place,
      ),
    );
    expect(pool.max).toBe(10);
    expect(pool.source?.properties).toEqual({});
  });

  it.each([1, 10, 200])("has a load that keeps nine tenths of %d connections busy", (max) => {
    const { scenario } = poolOf(poolScenario(pgPool([literal("max", "pool.max", max, "count")]), place));
    const [clients] = scenario.components;
    const rate = clients?.type === "source" && clients.arrival.model === "open" ? clients.arrival.rate : 0;
    expect((rate * 0.05) / max).toBeCloseTo(0.9, 1);
  });

  it("says what it assumed", () => {
    const { scenario } = poolOf(poolScenario(pgPool(), place));
    expect(scenario.question).toContain("max as in src/db.ts:14");
    expect(scenario.question).toContain("360 requests a second, queries of 50 ms");
  });
});

describe("writing values back", () => {
  it("replaces a literal, in the property's unit", () => {
    const pool = pgPool([literal("connectionTimeoutMillis", "pool.acquireTimeout", 1000, "ms")]);
    expect(writeBack(pool, [{ path: "acquireTimeout", value: "2.5s" }])).toEqual({
      edits: [{ file: pool.file, range: at(13, 38, 40), newText: "2500" }],
    });
  });

  it("adds a property that was left out", () => {
    const pool = pgPool();
    expect(writeBack(pool, [{ path: "acquireTimeout", value: "1s" }])).toEqual({
      edits: [{ file: pool.file, range: at(13, 40, 40), newText: ", connectionTimeoutMillis: 1000" }],
    });
  });

  it.each([
    [", ", "", ", connectionTimeoutMillis: 1000, idleTimeoutMillis: 5000"],
    ["", ", ", "connectionTimeoutMillis: 1000, idleTimeoutMillis: 5000, "],
    [" ", " ", " connectionTimeoutMillis: 1000, idleTimeoutMillis: 5000 "],
    ["{ ", " }", "{ connectionTimeoutMillis: 1000, idleTimeoutMillis: 5000 }"],
  ])("adds two properties at one place between %j and %j as one edit", (before, after, newText) => {
    const pool = pgPool();
    pool.containers = [{ path: "", insertAt: { at: { line: 13, character: 40 }, before, after } }];
    const result = writeBack(pool, [
      { path: "acquireTimeout", value: "1s" },
      { path: "idleTimeout", value: "5s" },
    ]);
    expect("edits" in result && result.edits.map((edit) => edit.newText)).toEqual([newText]);
  });

  it("writes no limit as the library does", () => {
    const result = writeBack(pgPool(), [{ path: "idleTimeout", value: "none" }]);
    expect("edits" in result && result.edits[0]?.newText).toBe(", idleTimeoutMillis: 0");
  });

  it("changes a constant where it is defined", () => {
    const range = at(2, 20, 22);
    const pool = pgPool([
      {
        ...literal("max", "pool.max", 20, "count"),
        source: { kind: "constant", name: "MAX", file: "file:///home/ada/shop/src/limits.ts", range },
      },
    ]);
    expect(writeBack(pool, [{ path: "max", value: 14 }])).toEqual({
      edits: [{ file: "file:///home/ada/shop/src/limits.ts", range, newText: "14" }],
    });
  });

  it("refuses a value that comes from the environment, and writes nothing of the others", () => {
    const pool = pgPool([
      { ...literal("max", "pool.max", 20, "count"), source: { kind: "environment", variable: "PG_MAX" } },
    ]);
    const result = writeBack(pool, [
      { path: "acquireTimeout", value: "1s" },
      { path: "max", value: 14 },
    ]);
    expect("refused" in result && english(result.refused)).toBe("max: value comes from PG_MAX");
  });

  it.each([
    ["statementTimeout", "4s", "pg has no option for statementTimeout"],
    ["waitQueueLimit", 5, "pg-pool has no limit on how many requests wait"],
    ["maxUses", "unlimited", 'pg cannot say "unlimited" for maxUses'],
    ["connectTime", "20ms", "connectTime has no counterpart in code"],
  ])("refuses %s = %j: %s", (path, value, reason) => {
    const result = writeBack(pgPool(), [{ path, value }]);
    expect("refused" in result && english(result.refused)).toBe(`${path}: ${reason}`);
  });
});

describe("a pool in code that was changed since", () => {
  it("is found again by its name, wherever it moved", () => {
    const moved = { ...pgPool(), range: at(80, 0, 10) };
    const other = { ...pgPool(), name: "users", range: at(13, 0, 10) };
    expect(sameConstruction([other, moved], { name: "orders", library: "pg", line: 14 })).toBe(moved);
  });

  it("is found again by its line where it has no name", () => {
    const near = { ...pgPool(), range: at(15, 0, 10) };
    const far = { ...pgPool(), range: at(80, 0, 10) };
    expect(sameConstruction([far, near], { library: "pg", line: 14 })).toBe(near);
  });

  it("is gone where the library changed", () => {
    expect(
      sameConstruction([{ ...pgPool(), library: "mysql2" }], { library: "pg", line: 14 }),
    ).toBeUndefined();
  });

  it("says what its values are now", () => {
    const said = (now: Construction) => english(difference(pgPool(), now) ?? "");
    expect(said(pgPool([literal("max", "pool.max", 30, "count")]))).toBe("max is now 30");
    expect(said(pgPool([]))).toBe("max is now 10");
    expect(difference(pgPool(), pgPool())).toBeUndefined();
  });
});
