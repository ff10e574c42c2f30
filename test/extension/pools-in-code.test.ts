import { describe, expect, it } from "vitest";
import { poolScenario } from "../../extension/bridge/scenario.ts";
import { writeBack } from "../../extension/bridge/write-back.ts";
import type { Construction } from "../../linter/construction.ts";
import type { Json } from "../../simulator/protocol.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "../linter/applied.ts";
import { linterOf } from "../linter/linter.ts";

/** The pool of a program: what the linter says of it, and what a simulation makes of that. */
async function poolIn(text: string) {
  const linter = await linterOf({ "main.ts": text });
  const [construction] = linter.constructions("main.ts");
  linter.dispose();
  if (construction === undefined) throw new Error("no pool");
  const result = parseScenario(poolScenario(construction, { file: "main.ts", line: 2 }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const pool = result.scenario.components.find(({ type }) => type === "pool");
  if (pool?.type !== "pool") throw new Error("no pool in the scenario");
  return { construction, pool, question: result.scenario.question };
}

/** The program after values of its pool were written back, or why they were not. */
function changed(text: string, construction: Construction, values: Record<string, Json>): string {
  const result = writeBack(
    construction,
    Object.entries(values).map(([path, value]) => ({ path, value })),
  );
  return "refused" in result ? `refused: ${english(result.refused)}` : applied(text, result.edits);
}

describe("a pool that Drizzle builds", () => {
  it("of pg has pg's defaults, and takes values back into connection", async () => {
    const text = `import { drizzle } from "drizzle-orm/node-postgres";
export const db = drizzle({ connection: { host: "db", max: 20, statement_timeout: 4000 } });
`;
    const { construction, pool, question } = await poolIn(text);
    expect(construction).toMatchObject({ library: "drizzle", driver: "pg", name: "db" });
    expect(pool).toMatchObject({
      preset: "pg",
      max: 20,
      acquireTimeout: Number.POSITIVE_INFINITY,
      idleTimeout: 10,
      statementTimeout: 4,
    });
    expect(question).toContain("the rest of the pool as pg has it by itself");
    expect(changed(text, construction, { max: 14, acquireTimeout: "2s", statementTimeout: "3s" })).toContain(
      'drizzle({ connection: { host: "db", max: 14, statement_timeout: 3000, connectionTimeoutMillis: 2000 } })',
    );
  });

  it("of mysql2 has mysql2's defaults, and bounds its queue", async () => {
    const text = `import { drizzle } from "drizzle-orm/mysql2";
export const db = drizzle({ connection: { uri: process.env.DATABASE_URL, connectionLimit: 20 } });
`;
    const { construction, pool } = await poolIn(text);
    expect(pool).toMatchObject({ preset: "mysql2", max: 20, waitQueueLimit: Number.POSITIVE_INFINITY });
    expect(changed(text, construction, { max: 8, waitQueueLimit: 50 })).toContain(
      "{ uri: process.env.DATABASE_URL, connectionLimit: 8, queueLimit: 50 }",
    );
    expect(changed(text, construction, { acquireTimeout: "1s" })).toMatch(
      /^refused: acquireTimeout: mysql2 has no limit on waiting for a connection/,
    );
  });

  it("of postgres.js has postgres.js's defaults, and takes seconds", async () => {
    const text = `import { drizzle } from "drizzle-orm/postgres-js";
export const db = drizzle({ connection: { url: process.env.DATABASE_URL!, max: 20, connect_timeout: 5 } });
`;
    const { construction, pool } = await poolIn(text);
    expect(construction).toMatchObject({ library: "drizzle", driver: "postgres" });
    expect(pool).toMatchObject({ preset: "postgres.js", max: 20, connectTimeout: 5, maxLifetime: 2700 });
    expect(changed(text, construction, { connectTimeout: "3s", idleTimeout: "20s" })).toContain(
      "max: 20, connect_timeout: 3, idle_timeout: 20 }",
    );
  });

  it("of a connection string alone says that nothing is set, and takes nothing back", async () => {
    const text = `import { drizzle } from "drizzle-orm/postgres-js";
export const db = drizzle(process.env.DATABASE_URL!, { logger: true });
`;
    const { construction, pool, question } = await poolIn(text);
    expect(pool).toMatchObject({ preset: "postgres.js", max: 10 });
    expect(question).toContain("The pool as postgres has it by itself: main.ts:2 sets nothing.");
    expect(changed(text, construction, { max: 14 })).toBe(
      "refused: max: the options are not written at this construction",
    );
  });
});

describe("a pool in code", () => {
  it("can be told to have no limit where its library has a value for that", async () => {
    const text = `import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 5000 });
`;
    const { construction, pool } = await poolIn(text);
    expect(pool.acquireTimeout).toBe(5);
    expect(changed(text, construction, { acquireTimeout: "none" })).toContain("connectionTimeoutMillis: 0");
  });

  it("keeps a statement's limit at the server, wherever the library wants it written", async () => {
    const { pool } = await poolIn(`import postgres from "postgres";
export const sql = postgres("postgres://db", { connection: { statement_timeout: 5000 } });
`);
    expect(pool).toMatchObject({ statementTimeout: 5 });
  });
});
