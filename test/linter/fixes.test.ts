import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import { newLinter } from "./linter.ts";

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

/** The text after the first fix of its first finding with one, or why there is none. */
function fixed(text: string): string {
  linter.update("main.ts", text);
  const findings = linter.findings("main.ts").filter(({ rule }) => rule !== "query-timeout");
  linter.remove("main.ts");
  const [finding] = findings;
  const fix = finding?.fixes[0];
  if (fix === undefined) return `unfixable: ${english(finding?.unfixable ?? "")}`;
  return applied(text, fix.edits);
}

const prisma = 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\n';

test("Prisma's findUnique in a loop becomes one findMany and a map; comments stay", () => {
  const before = `${prisma}export async function all(orders: { userId: string }[]) {
  // The names for the report.
  for (const order of orders) {
    // May be gone.
    const user = await prisma.user.findUnique({ where: { id: order.userId }, include: { team: true } });
    console.log(user?.name);
  }
}
`;
  expect(fixed(before)).toBe(`${prisma}export async function all(orders: { userId: string }[]) {
  // The names for the report.
  const userById = new Map(
    (await prisma.user.findMany({ where: { id: { in: orders.map((order) => order.userId) } }, include: { team: true } })).map((row) => [row.id, row] as const),
  );
  for (const order of orders) {
    // May be gone.
    const user = userById.get(order.userId) ?? null;
    console.log(user?.name);
  }
}
`);
});

test("the list itself is asked for where the element is the key; a taken name is not taken again", () => {
  const before = `${prisma}const userById = 1;
export async function all(ids: Set<string>) {
  for (const id of ids) console.log(await prisma.user.findUnique({ where: { id } }), userById);
}
`;
  expect(fixed(before)).toContain(
    `  const userById2 = new Map(
    (await prisma.user.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row] as const),
  );
  for (const id of ids) console.log((userById2.get(id) ?? null), userById);`.replace(
      "in: ids",
      "in: [...ids]",
    ),
  );
});

test("TypeORM asks with In, which is imported where it is missing", () => {
  const before = `import { Repository } from "typeorm";
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  for (const id of ids) {
    const user = await users.findOneBy({ id });
    console.log(user);
  }
}
`;
  expect(fixed(before)).toBe(`import { In } from "typeorm";
import { Repository } from "typeorm";
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  const rowById = new Map(
    (await users.findBy({ id: In(ids) })).map((row) => [row.id, row] as const),
  );
  for (const id of ids) {
    const user = rowById.get(id) ?? null;
    console.log(user);
  }
}
`);
});

test("Mongoose documents are told apart by the text of their id", () => {
  const before = `import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function all(rows: { userId: string }[]) {
  for (const row of rows) {
    const user = await User.findById(row.userId);
    console.log(user);
  }
}
`;
  expect(fixed(before)).toContain("User.find({ _id: { $in: rows.map((row) => row.userId) } })");
  expect(fixed(before)).toContain("const user = userById.get(String(row.userId)) ?? null;");
});

test("a query that asks the same in every turn is moved before the loop", () => {
  const before = `${prisma}export async function all(ids: string[]) {
  for (const id of ids) {
    const settings = await prisma.settings.findFirst({ where: { active: true } });
    console.log(id, settings);
  }
}
`;
  expect(fixed(before)).toBe(`${prisma}export async function all(ids: string[]) {
  const settings = await prisma.settings.findFirst({ where: { active: true } });
  for (const id of ids) {
    console.log(id, settings);
  }
}
`);
});

test.each([
  [
    "Prisma",
    prisma,
    "await prisma.user.create({ data: { name: row.name } });",
    "await prisma.user.createMany({ data: rows.map((row) => ({ name: row.name })) });",
  ],
  [
    "Prisma by the element",
    prisma,
    "await prisma.user.create({ data: row });",
    "await prisma.user.createMany({ data: rows });",
  ],
  [
    "Knex",
    'import knex from "knex";\nconst db = knex({ client: "pg" });\n',
    'await db("users").insert(row);',
    'await db("users").insert(rows);',
  ],
  [
    "Drizzle",
    'import { drizzle } from "drizzle-orm/better-sqlite3";\nconst db = drizzle("x");\nconst users = 1;\n',
    "await db.insert(users).values(row);",
    "await db.insert(users).values(rows);",
  ],
])("a loop that only inserts becomes one insert: %s", (_, head, statement, bulk) => {
  const body = (inside: string) =>
    `${head}export async function all(rows: { name: string }[]) {\n  ${inside}\n}\n`;
  expect(fixed(body(`for (const row of rows) {\n    ${statement}\n  }`))).toBe(body(bulk));
  expect(fixed(body(`for (const row of rows) ${statement}`))).toBe(body(bulk));
});

test("a query of each turn of Promise.all is asked before it", () => {
  const before = (body: string) => `import { Repository } from "typeorm";
export async function all(users: Repository<{ id: string }>, rows: { userId: string }[]) {
${body}
}
`;
  const first = fixed(
    before("  return Promise.all(rows.map((row) => users.findOneBy({ id: row.userId })));"),
  );
  expect(first).toContain(`  const rowById = new Map(
    (await users.findBy({ id: In(rows.map((row) => row.userId)) })).map((row) => [row.id, row] as const),
  );
  return Promise.all(rows.map((row) => (rowById.get(row.userId) ?? null)));`);
});

test("a field resolver asks through a DataLoader, where the project has one, that keeps nothing between requests", () => {
  const before = `${prisma}export const resolvers = {
  User: { posts: (user: { id: string }) => prisma.post.findMany({ where: { authorId: user.id } }) },
};
`;
  expect(fixed(before)).toBe("unfixable: the project has no DataLoader yet: it is a package of its own");
  linter.update("loaders.ts", 'import DataLoader from "dataloader";\nexport default DataLoader;\n');
  const after = fixed(before);
  const taken = fixed(before.replace("user.id }", "user.id }, take: 3"));
  const untyped = fixed(before.replace("(user: { id: string })", "(user)"));
  const maybe = fixed(before.replace("id: string", "id?: string"));
  linter.remove("loaders.ts");
  expect(after).toBe(`import DataLoader from "dataloader";
${prisma}const postsByAuthorId = new DataLoader(
  async (keys: readonly string[]) => {
    const rows = await prisma.post.findMany({ where: { authorId: { in: [...keys] } } });
    return keys.map((key) => rows.filter((row) => row.authorId === key));
  },
  { cache: false },
);

export const resolvers = {
  User: { posts: (user: { id: string }) => postsByAuthorId.load(user.id) },
};
`);
  expect(taken).toBe("unfixable: the query is not by one field of its parent alone");
  expect(untyped).toBe("unfixable: the type of the key is not declared in the code");
  expect(maybe).toBe("unfixable: the type of the key is not declared in the code");
});

const repository = 'import { Repository } from "typeorm";\n';
test.each([
  [
    "each may fail by itself",
    `export async function all(users: Repository<{ id: string }>, ids: string[]) {
  return Promise.allSettled(ids.map((id) => users.findOneBy({ id })));
}`,
    "each query may fail by itself here, and one for all cannot",
  ],
  [
    "a function that is not async",
    `export function all(users: Repository<{ id: string }>, ids: string[]) {
  return Promise.all(ids.map((id) => users.findOneBy({ id })));
}`,
    "the function around the loop is not async",
  ],
  [
    "promises that are kept",
    `export async function all(users: Repository<{ id: string }>, ids: string[]) {
  const asked = ids.map((id) => users.findOneBy({ id }));
  return asked;
}`,
    "the promises are not handed to Promise.all at once",
  ],
  [
    "a branch without braces",
    `export async function all(users: Repository<{ id: string }>, ids: string[], some: boolean) {
  if (some)
    return Promise.all(ids.map((id) => users.findOneBy({ id })));
  return [];
}`,
    "the loop is not a statement that is awaited or returned",
  ],
  [
    "a loop that is a branch",
    `export async function all(users: Repository<{ id: string }>, ids: string[], some: boolean) {
  if (some) for (const id of ids) console.log(await users.findOneBy({ id }));
}`,
    "the loop is the one statement of a branch",
  ],
  [
    "some turns do not ask",
    `export async function all(users: Repository<{ id: string }>, rows: { id?: string }[]) {
  for (const row of rows) {
    if (row.id === undefined) continue;
    console.log(await users.findOneBy({ id: row.id }));
  }
}`,
    "the query is not made in every turn",
  ],
  [
    "an error of one turn is caught in it",
    `export async function all(users: Repository<{ id: string }>, ids: string[]) {
  for (const id of ids) {
    try {
      console.log(await users.findOneBy({ id }));
    } catch {
      console.log("none");
    }
  }
}`,
    "an error of the query is handled in its own turn",
  ],
  [
    "another client in each turn",
    `export async function all(open: () => Promise<Repository<{ id: string }>>, ids: string[]) {
  for (const id of ids) {
    const users = await open();
    console.log(await users.findOneBy({ id }));
  }
}`,
    "more than the key is another in each turn",
  ],
])("one query before the loop is not written where it would change something: %s", (_, text, reason) => {
  expect(fixed(`${repository}${text}\n`)).toBe(`unfixable: ${reason}`);
});

test.each([
  [
    "the loop writes",
    "const u = await prisma.user.findUnique({ where: { id } });\n    await prisma.user.update({ where: { id }, data: { n: u.n } });",
    "the loop writes, and a later turn may read what was written",
  ],
  [
    "two keys",
    "await prisma.user.findUnique({ where: { id, tenant: 1 } });",
    "the query is not by one unique key alone",
  ],
  [
    "not by a unique key",
    "await prisma.user.findFirst({ where: { id } });",
    "the query is not by one unique key alone",
  ],
  [
    "a computed key",
    "await prisma.user.findUnique({ where: { id: key(id) } });",
    "the query is not by one unique key alone",
  ],
])("where no rewrite is provable, it is said why: %s", (_, inside, reason) => {
  const text = `${prisma}export async function all(ids: string[]) {\n  for (const id of ids) {\n    ${inside}\n  }\n}\n`;
  expect(fixed(text)).toBe(`unfixable: ${reason}`);
});

test("what a fix has written is found no more", () => {
  const text = `${prisma}export async function all(ids: string[]) {
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } });
    console.log(user);
  }
}
`;
  linter.update("main.ts", fixed(text));
  expect(linter.findings("main.ts")).toEqual([]);
  linter.remove("main.ts");
});

test("the limit of the pool that Drizzle builds goes into its connection, where that is an object", () => {
  const head = 'import { drizzle } from "drizzle-orm/node-postgres";\n';
  expect(fixed(`${head}export const db = drizzle({ connection: { host: "db" }, logger: true });\n`)).toBe(
    `${head}export const db = drizzle({ connection: { host: "db", connectionTimeoutMillis: 5000 }, logger: true });\n`,
  );
  expect(fixed(`${head}export const db = drizzle({ connection: "postgres://db" });\n`)).toBe(
    "unfixable: the options are not written at this construction",
  );
});

test.each([
  ["an element is assigned", "for (let id of ids) {\n    id = id.trim();"],
  ["the list grows", "for (const id of ids) {\n    ids.push(id);"],
])("what the loop changes is not asked for before it: %s", (_, head) => {
  const body = `${head}\n    console.log(await prisma.user.findUnique({ where: { id } }));\n  }`;
  expect(fixed(`${prisma}export async function all(ids: string[]) {\n  ${body}\n}\n`)).toBe(
    "unfixable: the loop changes its list, its elements or what it finds",
  );
});

test("a row that two turns would share is not changed; what is put into the element is no key", () => {
  const loop = (body: string) =>
    `${prisma}export async function all(rows: { userId: string; user?: unknown }[]) {\n  for (const row of rows) {\n    ${body}\n  }\n}\n`;
  const query = "await prisma.user.findUnique({ where: { id: row.userId } })";
  expect(fixed(loop(`const user = ${query};\n    user.name += "!";`))).toBe(
    "unfixable: the loop changes its list, its elements or what it finds",
  );
  expect(fixed(loop(`row.user = ${query};`))).toContain("row.user = userById.get(row.userId) ?? null;");
});

test.each([
  "  return (\n    <ul>\n      {QUERY}\n    </ul>\n  );",
  "  return [\n    QUERY,\n  ];",
  `  return \`\${QUERY}\`;`,
  "  return ids.length > 0 &&\n    QUERY;",
])("no statement is put into an expression: %s", async (body) => {
  const query =
    "await Promise.all(ids.map(async (id) => { const user = await users.findOneBy({ id }); return user?.name; }))";
  const text = `import type { Repository } from "typeorm";\nexport async function all(users: Repository<{ id: string; name: string }>, ids: string[]) {\n${body.replace("QUERY", query)}\n}\n`;
  linter.update("main.tsx", text);
  const [finding] = linter.findings("main.tsx");
  linter.remove("main.tsx");
  expect(english(finding?.unfixable ?? "")).toBe("the loop is not a statement that is awaited or returned");
});
