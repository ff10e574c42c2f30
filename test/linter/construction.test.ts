import { expect, test } from "vitest";
import { type Construction, setPropertyEdit } from "../../linter/construction.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import { linterOf } from "./linter.ts";

const main = "main.ts";

async function constructionIn(text: string, others: Record<string, string> = {}): Promise<Construction> {
  const linter = await linterOf({ ...others, [main]: text });
  const [construction] = linter.constructions(main);
  linter.dispose();
  return construction!;
}

/** The text after writing a value back. */
async function written(text: string, property: string, value: number): Promise<string> {
  const edit = setPropertyEdit(await constructionIn(text), property, value);
  if ("refused" in edit) return `refused: ${english(edit.refused)}`;
  const lines = text.split("\n");
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, 0) + character;
  const { range, newText } = edit.edit;
  return text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end));
}

const pg = 'import { Pool } from "pg";\n';

test.each([
  ["a literal", "new Pool({ max: 20 })", "max", 12, "new Pool({ max: 12 })"],
  [
    "a product of seconds",
    "new Pool({ idleTimeoutMillis: 30 * 1000 })",
    "idleTimeoutMillis",
    45_000,
    "new Pool({ idleTimeoutMillis: 45 * 1000 })",
  ],
  [
    "a product that no longer fits",
    "new Pool({ idleTimeoutMillis: 30 * 1000 })",
    "idleTimeoutMillis",
    1500,
    "new Pool({ idleTimeoutMillis: 1500 })",
  ],
  [
    "separators",
    "new Pool({ idleTimeoutMillis: 10_000 })",
    "idleTimeoutMillis",
    25_000,
    "new Pool({ idleTimeoutMillis: 25_000 })",
  ],
  [
    "a missing property",
    "new Pool({ max: 20 })",
    "connectionTimeoutMillis",
    5000,
    "new Pool({ max: 20, connectionTimeoutMillis: 5000 })",
  ],
  ["after a trailing comma", "new Pool({ max: 20, })", "min", 2, "new Pool({ max: 20, min: 2, })"],
  ["an empty object", "new Pool({})", "max", 5, "new Pool({ max: 5 })"],
  ["no argument", "new Pool()", "max", 5, "new Pool({ max: 5 })"],
  ["no parentheses", "new Pool", "max", 5, "new Pool({ max: 5 })"],
  ["a line of its own", "new Pool({\n  max: 20,\n})", "min", 2, "new Pool({\n  max: 20,\n  min: 2,\n})"],
  [
    "a line of its own without a comma",
    "new Pool({\n  max: 20\n})",
    "min",
    2,
    "new Pool({\n  max: 20,\n  min: 2\n})",
  ],
  ["another name of the property", "new Pool({ poolSize: 20 })", "max", 7, "new Pool({ poolSize: 7 })"],
])("a value is written back: %s", async (_, before, property, value, after) => {
  expect(await written(`${pg}export const pool = ${before};\n`, property, value)).toBe(
    `${pg}export const pool = ${after};\n`,
  );
});

test("a value of knex goes into its nested object", async () => {
  const text = (options: string) => `import knex from "knex";\nexport const db = knex(${options});\n`;
  expect(await written(text("{ client: 1, pool: { min: 1 } }"), "pool.max", 9)).toBe(
    text("{ client: 1, pool: { min: 1, max: 9 } }"),
  );
  expect(await written(text("{ client: 1 }"), "pool.max", 9)).toBe(text("{ client: 1, pool: { max: 9 } }"));
});

test("a constant is changed where it is defined, also in another file", async () => {
  const construction = await constructionIn(
    'import { Pool } from "pg";\nimport { MAX } from "./config";\nnew Pool({ max: MAX });',
    {
      "config.ts": "export const MAX = 20;",
    },
  );
  expect(construction.properties[0]).toMatchObject({
    value: 20,
    source: { kind: "constant", name: "MAX", file: "config.ts" },
  });
  expect(setPropertyEdit(construction, "max", 8)).toEqual({
    edit: {
      file: "config.ts",
      range: { start: { line: 0, character: 19 }, end: { line: 0, character: 21 } },
      newText: "8",
    },
  });
});

function refusal(construction: Construction, property: string): string | undefined {
  const edit = setPropertyEdit(construction, property, 8);
  return "refused" in edit ? english(edit.refused) : undefined;
}

test.each([
  [
    '{ "db": { "max": 20 } }',
    "new Pool(config.db)",
    '{ "db": { "max": 20, "connectionTimeoutMillis": 5000 } }',
  ],
  [
    '{\n  "db": {\n    "max": 20\n  }\n}\n',
    "new Pool(config.db)",
    '{\n  "db": {\n    "max": 20,\n    "connectionTimeoutMillis": 5000\n  }\n}\n',
  ],
  ['{ "connectionTimeoutMillis": 0 }', "new Pool(config)", '{ "connectionTimeoutMillis": 5000 }'],
])("a value goes into JSON as JSON has it: %s", async (json, built, after) => {
  const construction = await constructionIn(
    `${pg}import config from "./config.json";\nexport const pool = ${built};\n`,
    { "config.json": json },
  );
  const edit = setPropertyEdit(construction, "connectionTimeoutMillis", 5000);
  if ("refused" in edit) throw new Error(english(edit.refused));
  expect(edit.edit.file).toBe("config.json");
  expect(applied(json, [edit.edit])).toBe(after);
  expect(JSON.parse(after)).toBeTruthy();
});

test("an expression is refused where the options are in JSON", async () => {
  const construction = await constructionIn(
    `${pg}import config from "./config.json";\nexport const pool = new Pool(config);\n`,
    { "config.json": "{}" },
  );
  const edit = setPropertyEdit(construction, "connectionTimeoutMillis", { text: "5 * 1000" });
  expect("refused" in edit && english(edit.refused)).toBe(
    "the options are in JSON, which has no expressions",
  );
});

test("a value from the environment is refused by the name of its variable, and its fallback is told", async () => {
  const construction = await constructionIn(`${pg}new Pool({ max: Number(process.env.PG_MAX ?? 10) });`);
  expect(construction.properties[0]).toMatchObject({
    value: 10,
    source: { kind: "environment", variable: "PG_MAX" },
  });
  expect(refusal(construction, "max")).toBe("value comes from PG_MAX");
});

test("a computed value and an unknown property are refused with the reason", async () => {
  const construction = await constructionIn(`${pg}new Pool({ max: cpus() * 2 });`);
  expect(refusal(construction, "max")).toBe("value is computed: cpus() * 2");
  expect(refusal(construction, "acquire")).toBe("pg has no property acquire");
});

test("a pool is told with its name, its values, its defaults and what it cannot express", async () => {
  const construction = await constructionIn(
    'import { createPool } from "mysql2/promise";\nexport const ordersPool = createPool({ connectionLimit: 20, host: "db" });',
  );
  expect(construction).toMatchObject({ library: "mysql2", kind: "pool", name: "ordersPool", file: main });
  expect(construction.properties.map(({ property, concept, value }) => [property, concept, value])).toEqual([
    ["connectionLimit", "pool.max", 20],
  ]);
  expect(construction.known.find(({ property }) => property === "queueLimit")).toMatchObject({
    default: "unlimited",
  });
  expect(construction.unsupported.map(({ concept }) => concept)).toEqual(["pool.acquireTimeout"]);
});
