import { transformSync } from "esbuild";
import { format } from "mysql2";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { applied } from "./applied.ts";
import { newLinter } from "./linter.ts";

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

interface Row {
  name: string | null;
  email: string;
  age: number;
}

const rows: Row[] = [
  { name: "Ann", email: "ann@shop.test", age: 30 },
  { name: null, email: "it's, (odd)", age: 41 },
  { name: "Bob", email: "bob@shop.test", age: 0 },
];

/** As the server would read it: the text with its values in it. */
type Written = (text: string, values: unknown[]) => string;

const asMysql: Written = (text, values) => format(text, values as string[]);

const asPostgres: Written = (text, values) =>
  text.replace(/\$(\d+)/g, (_, place) => asMysql("?", [values[Number(place) - 1]]));

/** What is between VALUES and the end. */
const rowsOf = (text: string) => text.slice(text.indexOf("VALUES ") + "VALUES ".length);

/** The statements that a program sends for the rows. */
async function sent(program: string, list: Row[], written: Written): Promise<string[]> {
  const out: string[] = [];
  const pool = {
    query: async (text: string, values: unknown[]) => {
      out.push(written(text, values));
    },
  };
  const { code } = transformSync(program, { loader: "ts", format: "cjs", target: "es2022" });
  const module: { exports: { all?: (list: Row[], given: unknown) => Promise<void> } } = { exports: {} };
  new Function("module", code)(module);
  await module.exports.all?.(list, pool);
  return out;
}

test.each<[string, string, Written]>([
  [
    "mysql2",
    `import type { Pool } from "mysql2/promise";
export async function all(rows: { name: string | null; email: string; age: number }[], pool: Pool) {
  for (const { name, email, age } of rows) {
    await pool.query("INSERT INTO \`users\` (\`name\`, email, age) VALUES (?, ?, ?)", [name, email, age + 1]);
  }
}
`,
    asMysql,
  ],
  [
    "node-postgres",
    `import type { Pool } from "pg";
export async function all(rows: { name: string | null; email: string; age: number }[], pool: Pool) {
  for (const row of rows) {
    await pool.query("INSERT INTO users (name, email, at, age) VALUES ($1, $2, NOW(), $3)", [row.name, row.email, row.age]);
  }
}
`,
    asPostgres,
  ],
])(
  "one statement writes the rows that many wrote, and none where there are none: %s",
  async (_, program, written) => {
    linter.update("main.ts", program);
    const [fix] = linter
      .findings("main.ts")
      .filter(({ rule }) => rule === "write-in-loop")
      .flatMap(({ fixes }) => fixes);
    linter.remove("main.ts");
    const after = applied(program, fix?.edits ?? []);
    const before = await sent(program, rows, written);
    expect(before).toHaveLength(3);
    const [one = "", ...others] = await sent(after, rows, written);
    expect(others).toEqual([]);
    expect(rowsOf(one)).toBe(before.map(rowsOf).join(", "));
    expect(await sent(after, [], written)).toEqual([]);
  },
);
