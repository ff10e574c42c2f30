import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { contextOf } from "../../linter/workspace/context.ts";
import { settingsIn } from "../../linter/workspace/settings-file.ts";
import { newLinter } from "./linter.ts";

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

function findingsOf(text: string, path = "main.ts"): number {
  linter.update(path, text);
  const found = linter.findings(path).length + linter.constructions(path).length;
  linter.remove(path);
  return found;
}

const program = `import { Pool } from "pg";
import { PrismaClient, type Prisma } from "@prisma/client";
const prisma = new PrismaClient();
export const pool = new Pool({ max: 20, ...(process.env.X ? { min: 1 } : {}) });
export class Orders<T extends object = {}> extends Base<T> implements Runs {
  static #count = 0;
  constructor(private readonly db: Prisma.TransactionClient, @Inject() other?: string) { super(); }
  async *all({ ids: [first, ...rest], take = 5 }: { ids: string[]; take?: number }) {
    outer: for (const id of rest) {
      switch (id) { case "a": continue outer; default: break; }
      try { yield await this.db.order.findFirst({ where: { id } }); } catch { throw new Error(\`\${id} \${take}\`); }
    }
    return rest.map((id) => pool.query("select 1 where id = $1", [id]))?.filter(Boolean) ?? first!;
  }
}
`;

test("a file that is cut off anywhere is read", () => {
  for (let end = 0; end < program.length; end += 7) findingsOf(program.slice(0, end));
  expect(findingsOf(program)).toBeGreaterThan(2);
});

test("a file in which anything was replaced is read", () => {
  const pieces = [
    "{",
    "}",
    "(",
    ")",
    "`${",
    "=>",
    "await ",
    "for (",
    "\u0000",
    "\ud800",
    "😀",
    "/*",
    "//",
    "class ",
    "@",
    "...",
    "?.",
    "\r",
  ];
  fc.assert(
    fc.property(
      fc.nat(program.length),
      fc.nat(30),
      fc.constantFrom(...pieces),
      fc.constantFrom("ts", "tsx", "js"),
      (at, cut, piece, end) => {
        findingsOf(program.slice(0, at) + piece + program.slice(at + cut), `main.${end}`);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

const configuration = '{ "db": { "host": "db", "max": 20, "ssl": [true, null, 1e3] }, /* none */ "x": {}, }';

test("a configuration that is cut off, mutated, or nested without end is read", () => {
  const read = (text: string) => findingsOf(text, "config.json");
  for (let end = 0; end < configuration.length; end++) read(configuration.slice(0, end));
  fc.assert(
    fc.property(
      fc.nat(configuration.length),
      fc.nat(10),
      fc.constantFrom("{", "}", "[", '"', ":", "\\", "/*", "//", "\u0000", "\ud800", "-"),
      (at, cut, piece) => {
        read(configuration.slice(0, at) + piece + configuration.slice(at + cut));
      },
    ),
    { numRuns: 300, seed: 7 },
  );
  for (const piece of ["[", "{", '{"a":', "[{"]) read(piece.repeat(20_000));
});

test("settings and manifests that are nested without end are told, or pass for empty", () => {
  const deep = '{"rules":'.repeat(10_000);
  expect(settingsIn(deep).problems).toEqual([
    { line: 0, character: 9 * 200, message: "is nested too deep to be read" },
  ]);
  const manifests = new Map([
    ["/package.json", deep],
    ["/tsconfig.json", "[".repeat(50_000)],
    ["/api/package.json", '{"prisma":'.repeat(10_000)],
    ["/prisma/schema.prisma", "model {".repeat(10_000)],
  ]);
  expect(contextOf(manifests)).toMatchObject({ compilers: [], packages: [{ name: "" }, { name: "" }] });
});

const schema = `datasource db {
  provider = "postgresql" // the main one
}
/* rows */ model Order {
  id     Int     @id @default(autoincrement())
  userId Int?
  user   User?   @relation(fields: [userId], references: [id], map: "a{b")
  @@unique([id, userId])
}
model User { id Int @id
  orders Order[] }
`;

test("a schema of Prisma that is cut off or mutated is read", () => {
  const read = (text: string) => contextOf(new Map([["/prisma/schema.prisma", text]])).schemas;
  expect(read(schema)).toMatchObject([{ models: [{ name: "Order" }, { name: "User" }] }]);
  for (let end = 0; end < schema.length; end++) read(schema.slice(0, end));
  fc.assert(
    fc.property(
      fc.nat(schema.length),
      fc.nat(20),
      fc.constantFrom("{", "}", "[", '"', "@", "@@", "(", ")", "/*", "//", "\u0000", "\ud800", "\n"),
      (at, cut, piece) => {
        read(schema.slice(0, at) + piece + schema.slice(at + cut));
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

test("text that is no program is read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      findingsOf(text);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test.each([
  ["parentheses", `${"(".repeat(20_000)}1${")".repeat(20_000)}`],
  ["brackets that never close", "[".repeat(30_000)],
  ["arrow functions", `${"() => ".repeat(5000)}1`],
  ["a chain of calls", `a${".b()".repeat(5000)}`],
  ["a sum", Array(20_000).fill("a").join(" + ")],
  ["an else-if ladder", `${"if (a) {} else ".repeat(3000)}{}`],
  ["blocks", "{".repeat(10_000) + "}".repeat(10_000)],
  ["nested templates", `${"`${".repeat(3000)}1${"}`".repeat(3000)}`],
  [
    "a chain of constants",
    Array.from({ length: 5000 }, (_, i) => `const a${i + 1} = a${i};`).join("\n") +
      "\nfor (const x of a5000) a4999.query(x);",
  ],
  [
    "an object that spreads itself",
    "let o = { ...o, ...o }; o = { ...o, a: o.a }; for (const x of o.b) o.a.b(x);",
  ],
  [
    "functions that call one another",
    Array.from({ length: 2000 }, (_, i) => `function f${i}() { return f${(i + 1) % 2000}().a; }`).join("\n"),
  ],
  [
    "classes that extend one another",
    "class A extends B { x = this.y } class B extends A { y = this.x } new A().x.z();",
  ],
  ["types of types", `type A = ${"Promise<".repeat(2000)}string${">".repeat(2000)}; declare const a: A;`],
])("deep nesting is safe: %s", (_, text) => {
  const from = performance.now();
  findingsOf(text);
  expect(performance.now() - from).toBeLessThan(10_000);
});

test("names of the language's own objects are no members of a library", () => {
  const text = `import { Pool } from "pg"; const p = new Pool({ constructor: 1, __proto__: null, connectionTimeoutMillis: 1, statement_timeout: 1 });
for (const x of xs) { p.constructor(x); p.toString(x); p.hasOwnProperty(x); p.__proto__.query(x); }`;
  linter.update("main.ts", text);
  expect(linter.findings("main.ts")).toEqual([]);
  linter.remove("main.ts");
});
