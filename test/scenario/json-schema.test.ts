import { readdirSync, readFileSync } from "node:fs";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { scenarioReference } from "../../scripts/scenario-reference.ts";
import type { Json } from "../../simulator/protocol.ts";
import { jsonSchema } from "../../simulator/scenario/json-schema.ts";
import { METRICS } from "../../simulator/scenario/metrics.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { documentOf, withComponent } from "./document-of.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const accepts = new Ajv({ strict: false }).compile(jsonSchema());

describe("what is made from the scenario schema", () => {
  it("is the JSON Schema that is committed (npm run schema makes it), and it is small", () => {
    const committed = read("schemas/spillway.schema.json");
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(jsonSchema())));
    expect(committed.length).toBeLessThan(250_000);
  });

  it("is the reference page that is committed (npm run schema makes it)", () => {
    expect(read("docs/scenario.md")).toBe(scenarioReference(read("scripts/scenario-introduction.md")));
  });
});

describe("the JSON Schema", () => {
  it.each(readdirSync(new URL("examples/", ROOT)).filter((name) => name.endsWith(".sim.json")))(
    "accepts %s",
    (name) => {
      const parsed = parseScenario(read(`examples/${name}`));
      if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
      expect(accepts(parsed.raw), JSON.stringify(accepts.errors?.slice(0, 3))).toBe(true);
    },
  );

  const bad: [string, Json][] = [
    ["a number as a duration", withComponent({ id: "clients", deadline: 2000 })],
    ["an unknown key", withComponent({ id: "orders-db", maxx: 5 })],
    ["an unknown type", withComponent({ id: "x", type: "databse" })],
    ["a missing version", (({ schemaVersion: _, ...rest }) => rest)(documentOf())],
    ["an unknown metric", documentOf({ budgets: [{ metric: "latency.p98", of: "clients", below: 1 }] })],
    ["a wrong word", withComponent({ id: "api", queue: { order: "fif" } })],
    ["an unknown step", withComponent({ id: "api", steps: [{ querry: {} }] })],
  ];
  it.each(bad)("refuses %s", (_what, document) => {
    expect(accepts(document)).toBe(false);
  });

  it("tells words, defaults and meanings for completion", () => {
    const text = JSON.stringify(jsonSchema());
    expect(text).toContain('{"const":"none"}');
    expect(text).not.toContain('"control"');
    expect(text).toContain("How long a request waits for a free connection before it fails.");
  });
});

describe("metrics", () => {
  it("have names of their own", () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
  });
});
