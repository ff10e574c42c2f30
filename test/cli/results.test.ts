import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resultSchema } from "../../cli/output/schema.ts";
import { STARTER } from "../../host/starter.ts";
import { type Program, program } from "./program.ts";

const PUBLISHED = new URL("../../schemas/spillway-result.schema.json", import.meta.url);

let spillway: Program;

beforeAll(async () => {
  spillway = await program();
  const write = (name: string, text: string) => writeFileSync(join(spillway.folder, name), text);
  const short = STARTER.replace('"60s"', '"10s"');
  write(
    "service.sim.json",
    short.replace(
      /"budgets": .*/,
      `"windows": { "late": ["8s", "10s"] },
       "budgets": [{ "metric": "latency.p99", "of": "clients", "below": "1s", "window": "late" }, { "metric": "inTime.ratio", "of": "clients", "atLeast": 0.9 }],
       "variants": { "A": {}, "B": { "orders-db.max": 30 } },
       "expect": ["latency.p99(A, clients) > latency.p99(B, clients)"]`,
    ),
  );
  write("idle.sim.json", short.replace('"120/s"', '"0/s"'));
  write(
    "users.ts",
    `import { PrismaClient } from "@prisma/client";
import { Pool } from "pg";
const prisma = new PrismaClient();
export const pool = new Pool();
export async function load(ids: string[]) {
  for (const id of ids) console.log(await prisma.user.findFirst({ where: { id } }));
  // spillway-disable-next-line n-plus-one -- nothing is here
  for (const id of ids) new Pool({ connectionTimeoutMillis: 1000 });
}
`,
  );
}, 60_000);
afterAll(() => spillway.remove());

it("the published schema is the one of the program, and lets new fields come", () => {
  const schema = JSON.parse(readFileSync(PUBLISHED, "utf8")) as object;
  expect(schema).toEqual(JSON.parse(JSON.stringify(resultSchema())));
  expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
});

describe("a result has every field that the schema names, and no other", () => {
  const ajv = new Ajv({ strict: false });
  const [open, closed] = [ajv.compile(resultSchema()), ajv.compile(resultSchema(true))];
  const few = ["--runs", "2"];
  it.each([
    ["simulate", "service.sim.json", ...few, "--set", "orders-db.acquireTimeout=2s"],
    ["simulate", "idle.sim.json", ...few],
    ["check", "service.sim.json", "idle.sim.json", ...few],
    ["compare", "service.sim.json", ...few],
    ["sweep", "service.sim.json", ...few, "--sweep", "orders-db.max=4..8"],
    ["recommend", "service.sim.json", ...few, "--among", "orders-db.max=6,8"],
    ["explain", "service.sim.json", ...few],
    ["explain", "idle.sim.json", ...few],
    ["breakpoint", "service.sim.json", ...few, "--precision", "0.2"],
    ["components"],
    ["lint", "."],
  ])("spillway %s", async (...args) => {
    const { out, err } = await spillway.run(...args, "--format", "json");
    expect(err).toBe("");
    const result = JSON.parse(out) as { kind: string };
    expect(result.kind).toBe(args[0]);
    expect(open(result), JSON.stringify(open.errors)).toBe(true);
    expect(closed(result), JSON.stringify(closed.errors)).toBe(true);
  });
});
