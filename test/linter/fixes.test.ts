import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { contextOf } from "../../linter/workspace/context.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import { newLinter } from "./linter.ts";

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

/** The text after the first fix of its first finding with one, or why there is none. */
function fixed(text: string, only?: string): string {
  linter.update("main.ts", text);
  const findings = linter
    .findings("main.ts")
    .filter(({ rule }) => (only === undefined ? rule !== "query-timeout" : rule === only));
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

test("TypeORM asks with In, which is imported with what the file has from there", () => {
  const before = `import { Repository } from "typeorm";
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  for (const id of ids) {
    const user = await users.findOneBy({ id });
    console.log(user);
  }
}
`;
  expect(fixed(before)).toBe(`import { Repository, In } from "typeorm";
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  const rowById = new Map(
    (await users.findBy({ id: In(ids) })).map((row) => [String(row.id), row] as const),
  );
  for (const id of ids) {
    const user = rowById.get(String(id)) ?? null;
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

test("a check whose answer nobody keeps is moved as it stands", () => {
  const before = `${prisma}export async function all(team: string, ids: string[]) {
  for (const id of ids) {
    await prisma.team.findFirstOrThrow({ where: { team } });
    console.log(id);
  }
}
`;
  expect(fixed(before)).toBe(`${prisma}export async function all(team: string, ids: string[]) {
  await prisma.team.findFirstOrThrow({ where: { team } });
  for (const id of ids) {
    console.log(id);
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
    "if (rows.length > 0) await db.insert(users).values(rows);",
  ],
  [
    "MongoDB",
    'import { MongoClient } from "mongodb";\nconst users = new MongoClient("mongodb://db").db().collection("users");\n',
    "await users.insertOne(row);",
    "if (rows.length > 0) await users.insertMany(rows);",
  ],
  [
    "Sequelize",
    'import { Model } from "sequelize";\nclass User extends Model {}\n',
    "await User.create({ name: row.name });",
    "await User.bulkCreate(rows.map((row) => ({ name: row.name })), { validate: true });",
  ],
  [
    "mysql2",
    'import mysql from "mysql2/promise";\nconst pool = mysql.createPool({});\n',
    'await pool.query("INSERT INTO users (name, email) VALUES (?, ?)", [row.name, row.name]);',
    'if (rows.length > 0) await pool.query("INSERT INTO users (name, email) VALUES ?", [rows.map((row) => [row.name, row.name])]);',
  ],
  [
    "mysql2, with what is done where there is one",
    'import mysql from "mysql2/promise";\nconst pool = mysql.createPool({});\n',
    "await pool.query(`INSERT INTO users (name) VALUES (?) ON DUPLICATE KEY UPDATE name = VALUES(name)`, [row.name]);",
    "if (rows.length > 0) await pool.query(`INSERT INTO users (name) VALUES ? ON DUPLICATE KEY UPDATE name = VALUES(name)`, [rows.map((row) => [row.name])]);",
  ],
  [
    "node-postgres",
    'import { Pool } from "pg";\nconst pool = new Pool();\n',
    "await pool.query('INSERT INTO users (name, at, email) VALUES ($1, NOW(), $2) ON CONFLICT DO NOTHING', [row.name, row.name]);",
    `if (rows.length > 0) await pool.query(\`INSERT INTO users (name, at, email) VALUES \${rows.map((_, i) => \`($\${i * 2 + 1}, NOW(), $\${i * 2 + 2})\`).join(", ")} ON CONFLICT DO NOTHING\`, rows.map((row) => [row.name, row.name]).flat());`,
  ],
  [
    "postgres.js",
    'import postgres from "postgres";\nconst sql = postgres();\n',
    `await sql\`insert into users (name, email) values (\${row.name}, \${row.name})\`;`,
    `if (rows.length > 0) await sql\`insert into users (name, email) values \${sql(rows.map((row) => [row.name, row.name]))}\`;`,
  ],
])("a loop that only inserts becomes one insert: %s", (_, head, statement, bulk) => {
  const body = (inside: string) =>
    `${head}export async function all(rows: { name: string }[]) {\n  ${inside}\n}\n`;
  expect(fixed(body(`for (const row of rows) {\n    ${statement}\n  }`), "write-in-loop")).toBe(body(bulk));
  expect(fixed(body(`for (const row of rows) ${statement}`), "write-in-loop")).toBe(body(bulk));
});

test.each([
  [
    "by Promise.all",
    "await Promise.all(rows.map((row) => prisma.user.create({ data: { name: row.name } })));",
  ],
  [
    "by a block that awaits",
    "await Promise.all(\n    rows.map(async (row) => {\n      await prisma.user.create({ data: { name: row.name } });\n    }),\n  );",
  ],
  [
    "by a block that returns",
    "await Promise.all(rows.map(async function (row) { return prisma.user.create({ data: { name: row.name } }); }));",
  ],
])("rows that are inserted side by side become one insert: %s", (_, statement) => {
  const body = (inside: string) =>
    `${prisma}export async function all(rows: { name: string }[]) {\n  ${inside}\n}\n`;
  expect(fixed(body(statement), "write-in-loop")).toBe(
    body("await prisma.user.createMany({ data: rows.map((row) => ({ name: row.name })) });"),
  );
});

const typeorm =
  'import { Repository } from "typeorm";\ndeclare const users: Repository<{ id: string; isOpen: boolean }>;\n';
const mongo =
  'import { model, Schema } from "mongoose";\nconst User = model("User", new Schema({ name: String }));\n';

test.each([
  [
    "Prisma",
    prisma,
    "await prisma.user.deleteMany({ where: { id: row.id, isOpen: false } });",
    "await prisma.user.deleteMany({ where: { id: { in: rows.map((row) => row.id) }, isOpen: false } });",
  ],
  [
    "Prisma, an update",
    prisma,
    "await prisma.user.updateMany({ where: { id: row.id }, data: { isOpen: true, at: new Date() } });",
    "await prisma.user.updateMany({ where: { id: { in: rows.map((row) => row.id) } }, data: { isOpen: true, at: new Date() } });",
  ],
  [
    "TypeORM by a key alone",
    typeorm,
    "await users.delete(row.id);",
    "if (rows.length > 0) await users.delete(rows.map((row) => row.id));",
  ],
  [
    "TypeORM, an update",
    `${typeorm}import { In } from "typeorm";\n`,
    "await users.update({ id: row.id }, { isOpen: false });",
    "await users.update({ id: In(rows.map((row) => row.id)) }, { isOpen: false });",
  ],
  [
    "Sequelize",
    'import { Model } from "sequelize";\nclass User extends Model {}\n',
    "await User.destroy({ where: { id: row.id } });",
    "await User.destroy({ where: { id: rows.map((row) => row.id) } });",
  ],
  [
    "Sequelize, an update",
    'import { Model } from "sequelize";\nclass User extends Model {}\n',
    "await User.update({ isOpen: true }, { where: { id: row.id } });",
    "await User.update({ isOpen: true }, { where: { id: rows.map((row) => row.id) } });",
  ],
  [
    "Mongoose",
    mongo,
    "await User.findByIdAndDelete(row.id);",
    "await User.deleteMany({ _id: { $in: rows.map((row) => row.id) } });",
  ],
  [
    "Mongoose, an update",
    mongo,
    "await User.updateOne({ _id: row.id }, { $set: { isOpen: true } });",
    "await User.updateMany({ _id: { $in: rows.map((row) => row.id) } }, { $set: { isOpen: true } });",
  ],
  [
    "Mongoose, new documents",
    mongo,
    "await User.create({ name: row.name, tags: [row.name] });",
    "await User.insertMany(rows.map((row) => ({ name: row.name, tags: [row.name] })));",
  ],
  [
    "Knex",
    'import knex from "knex";\nconst db = knex({ client: "pg" });\n',
    'await db("users").where({ id: row.id }).del();',
    'await db("users").whereIn("id", rows.map((row) => row.id)).del();',
  ],
  [
    "Drizzle",
    'import { eq, inArray } from "drizzle-orm";\nimport { drizzle } from "drizzle-orm/better-sqlite3";\nimport { users } from "./schema";\nconst db = drizzle("x");\n',
    "await db.update(users).set({ isOpen: true }).where(eq(users.id, row.id));",
    "if (rows.length > 0) await db.update(users).set({ isOpen: true }).where(inArray(users.id, rows.map((row) => row.id)));",
  ],
  [
    "node-postgres",
    'import { Pool } from "pg";\nconst pool = new Pool();\n',
    'await pool.query("UPDATE users SET is_open = true WHERE id = $1", [row.id]);',
    'await pool.query("UPDATE users SET is_open = true WHERE id = ANY($1)", [rows.map((row) => row.id)]);',
  ],
  [
    "mysql2",
    'import mysql from "mysql2/promise";\nconst pool = mysql.createPool({});\n',
    "await pool.query('DELETE FROM `users` WHERE `id` = ? AND is_open = 0', [row.id]);",
    "if (rows.length > 0) await pool.query('DELETE FROM `users` WHERE `id` IN (?) AND is_open = 0', [rows.map((row) => row.id)]);",
  ],
])("a loop that only writes by key becomes one write: %s", (_, head, statement, bulk) => {
  const body = (inside: string) =>
    `${head}export async function all(rows: { id: string; name: string }[]) {\n  ${inside}\n}\n`;
  expect(fixed(body(`for (const row of rows) ${statement}`), "write-in-loop")).toBe(body(bulk));
});

test("ids that are looped over are the list of keys themselves", () => {
  const body = (inside: string) =>
    `${prisma}export async function all(userIds: string[]) {\n  ${inside}\n}\n`;
  const one = "await prisma.user.deleteMany({ where: { id: userId } });";
  const many = "await prisma.user.deleteMany({ where: { id: { in: userIds } } });";
  expect(fixed(body(`for (const userId of userIds) ${one}`), "write-in-loop")).toBe(body(many));
  expect(
    fixed(
      body("await Promise.all(userIds.map((userId) => prisma.user.deleteMany({ where: { id: userId } })));"),
      "write-in-loop",
    ),
  ).toBe(body(many));
});

test("a list that is made at the loop is written at once, too", () => {
  const body = (inside: string) =>
    `${prisma}export async function all(load: () => Promise<{ name: string }[]>) {\n  ${inside}\n}\n`;
  expect(
    fixed(
      body("for (const row of await load()) await prisma.user.create({ data: { name: row.name } });"),
      "write-in-loop",
    ),
  ).toBe(body("await prisma.user.createMany({ data: (await load()).map((row) => ({ name: row.name })) });"));
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
    (await users.findBy({ id: In(rows.map((row) => row.userId)) })).map((row) => [String(row.id), row] as const),
  );
  return Promise.all(rows.map((row) => rowById.get(String(row.userId)) ?? null));`);
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
    const rowsByKey = new Map<(typeof rows)[number]["authorId"], (typeof rows)[number][]>();
    for (const row of rows) {
      const group = rowsByKey.get(row.authorId);
      if (group === undefined) rowsByKey.set(row.authorId, [row]);
      else group.push(row);
    }
    return keys.map((key) => rowsByKey.get(key) ?? []);
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
    "what is asked may not be there",
    `export async function all(ids: string[], users?: Repository<{ id: string }>) {
  for (const id of ids) console.log(await users?.findOneBy({ id }));
}`,
    "the query is only made where what it is asked of is there",
  ],
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
    "what another query gave decides which turns ask",
    `export async function all(users: Repository<{ id: string }>, rows: { id: string }[], known: (id: string) => boolean) {
  for (const row of rows) {
    if (known(row.id)) continue;
    console.log(await users.findOneBy({ id: row.id }));
  }
}`,
    "the query is not made in every turn, and whether it is hangs on more than the element",
  ],
  [
    "a condition is about what else the query is asked with",
    `export async function all(users: Repository<{ id: string; team: string }>, ids: string[], team?: { id: string }) {
  for (const id of ids) if (team) console.log(await users.findOneBy({ id, team: team.id }));
}`,
    "a condition in the loop is about what else the query is asked with, which may not be there before it",
  ],
  [
    "so is what the turn ends with",
    `export async function all(users: Repository<{ id: string; team: string }>, ids: string[], team?: { id: string }) {
  return Promise.all(ids.map(async (id) => {
    if (team === undefined) return null;
    return users.findOneBy({ id, team: team.id });
  }));
}`,
    "a condition in the loop is about what else the query is asked with, which may not be there before it",
  ],
  [
    "a condition in the function with the query is",
    `async function one(users: Repository<{ id: string; team: string }>, id: string, team?: { id: string }) {
  if (!team) return null;
  return users.findOneBy({ id, team: team.id });
}
export async function all(users: Repository<{ id: string; team: string }>, ids: string[], team?: { id: string }) {
  for (const id of ids) console.log(await one(users, id, team));
}`,
    "the query is in another function, which does not always make it",
  ],
  [
    "the key is an object that each turn makes",
    `class Id { constructor(readonly value: string) {} }
async function one(users: Repository<{ id: string }>, id: Id) {
  return users.findOneBy({ id: id.value });
}
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  for (const id of ids) console.log(await one(users, new Id(id)));
}`,
    "the key is made of the element by something that may not be done twice",
  ],
  [
    "the function with the query is long",
    `async function one(users: Repository<{ id: string }>, id: string) {
  const user = await users.findOneBy({ id });
  const lines: string[] = [];
${'  lines.push("");\n'.repeat(40)}
  return lines;
}
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  for (const id of ids) console.log(await one(users, id));
}`,
    "the function with the query is long, and would have to stand there twice",
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
    "await prisma.user.findUnique({ where: { id, tenant: id } });",
    "the query is not by one unique key alone",
  ],
  [
    "not by a unique key",
    "await prisma.user.findFirst({ where: { team: id } });",
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

test.each(["  return (\n    <ul>\n      {QUERY}\n    </ul>\n  );", "  return [\n    QUERY,\n  ];"])(
  "what stands in an expression is asked before the whole statement: %s",
  async (body) => {
    const query =
      "await Promise.all(ids.map(async (id) => { const user = await users.findOneBy({ id }); return user?.name; }))";
    const text = `import type { Repository } from "typeorm";\nexport async function all(users: Repository<{ id: string; name: string }>, ids: string[]) {\n${body.replace("QUERY", query)}\n}\n`;
    linter.update("main.tsx", text);
    const [finding] = linter.findings("main.tsx");
    linter.remove("main.tsx");
    const after = applied(text, finding?.fixes[0]?.edits ?? []);
    const [before] = body.split("\n");
    expect(after).toContain(`row] as const),\n  );\n${before}\n`);
  },
);

test.each([`  return \`\${QUERY}\`;`, "  return ids.length > 0 &&\n    QUERY;"])(
  "no statement is put into an expression: %s",
  async (body) => {
    const query =
      "await Promise.all(ids.map(async (id) => { const user = await users.findOneBy({ id }); return user?.name; }))";
    const text = `import type { Repository } from "typeorm";\nexport async function all(users: Repository<{ id: string; name: string }>, ids: string[]) {\n${body.replace("QUERY", query)}\n}\n`;
    linter.update("main.tsx", text);
    const [finding] = linter.findings("main.tsx");
    linter.remove("main.tsx");
    expect(english(finding?.unfixable ?? "")).toBe("the loop is not a statement that is awaited or returned");
  },
);

test("what a fix adds is written as the file is: quotes, semicolons, indentation", () => {
  const before = `import {
\tEntity,
\tRepository,
} from 'typeorm'
import { log } from './log'

export async function all(users: Repository<{ id: string }>, ids: string[]) {
\tfor (const id of ids) {
\t\tconst user = await users.findOneBy({ id })
\t\tlog('found', user)
\t}
}
`;
  expect(fixed(before)).toBe(`import {
\tEntity,
\tRepository,
\tIn,
} from 'typeorm'
import { log } from './log'

export async function all(users: Repository<{ id: string }>, ids: string[]) {
\tconst rowById = new Map(
\t\t(await users.findBy({ id: In(ids) })).map((row) => [String(row.id), row] as const),
\t)
\tfor (const id of ids) {
\t\tconst user = rowById.get(String(id)) ?? null
\t\tlog('found', user)
\t}
}
`);
});

test("a row that is compared stays one operand", () => {
  const text = `import { BaseEntity } from "typeorm";
class User extends BaseEntity {}
export async function all(ids: string[]) {
  for (const id of ids) {
    const gone = null === await User.findOneBy({ id });
    console.log(gone);
  }
}
`;
  expect(fixed(text)).toContain("const gone = null === (userById.get(String(id)) ?? null);");
});

test.each([
  [
    "Sequelize's hooks",
    'import { Model } from "sequelize";\nclass User extends Model {}\nUser.beforeCreate((user) => user.check());\n',
    "await User.create({ name: row.name });",
    "hooks of the project run for each row that is written by itself",
  ],
  [
    "what is waited for in each row",
    'import knex from "knex";\nconst db = knex({ client: "pg" });\n',
    'await db("users").insert({ name: row.name, hash: await hash(row.name) });',
    "what is written may not be possible for many rows at once",
  ],
  [
    "a row that must be there",
    prisma,
    "await prisma.user.delete({ where: { id: row.name } });",
    "a row that is not there is an error here, and would be none among many",
  ],
  [
    "a key that may be null, which is found by itself alone",
    prisma,
    "await prisma.user.deleteMany({ where: { teamId: row.name } });",
    "what is written may not be possible for many rows at once",
  ],
  [
    "a count that goes up",
    mongo,
    "await User.updateOne({ _id: row.name }, { $inc: { logins: 1 } });",
    "what is written may not be possible for many rows at once",
  ],
  [
    "hooks of Mongoose",
    'import { model, Schema } from "mongoose";\nconst schema = new Schema({ name: String });\nschema.pre("save", hash);\nconst User = model("User", schema);\n',
    "await User.create({ name: row.name });",
    "hooks of the project run for each row that is written by itself",
  ],
  [
    "a statement that is prepared by mysql2",
    'import mysql from "mysql2/promise";\nconst pool = mysql.createPool({});\n',
    'await pool.execute("INSERT INTO users (name) VALUES (?)", [row.name]);',
    "what is written may not be possible for many rows at once",
  ],
  [
    "a row that is there twice, of which PostgreSQL changes each once",
    'import { Pool } from "pg";\nconst pool = new Pool();\n',
    'await pool.query("INSERT INTO users (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name", [row.name]);',
    "what is written may not be possible for many rows at once",
  ],
  [
    "a value that is written twice",
    'import { Pool } from "pg";\nconst pool = new Pool();\n',
    'await pool.query("INSERT INTO users (name, nick) VALUES ($1, $1)", [row.name]);',
    "what is written may not be possible for many rows at once",
  ],
  [
    "a text with more than it says",
    'import { Pool } from "pg";\nconst pool = new Pool();\nconst table = "users";\n',
    `await pool.query(\`INSERT INTO \${table} (name) VALUES ($1)\`, [row.name]);`,
    "what is written may not be possible for many rows at once",
  ],
])("rows are not written at once where that is something else: %s", (_, head, statement, reason) => {
  const text = `${head}export async function all(rows: { name: string }[]) {\n  for (const row of rows) {\n    ${statement}\n  }\n}\n`;
  expect(fixed(text, "write-in-loop")).toBe(`unfixable: ${reason}`);
});

test("an unknown list may be empty, which MongoDB does not take", () => {
  const text = `import { MongoClient } from "mongodb";
const users = new MongoClient("mongodb://db").db().collection("users");
export async function all(rows: Set<{ name: string }>) {
  for (const row of rows) await users.insertOne(row);
}
`;
  expect(fixed(text, "write-in-loop")).toBe("unfixable: no row at all would be an error");
});

test.each([
  [
    "a variable of that name",
    "const settings = 1;\n  for (const id of ids) {\n    const settings = await prisma.settings.findFirst({ where: { active: true } });\n    console.log(id, settings);\n  }\n  console.log(settings);",
    "the name of the variable is used outside the loop, too",
  ],
  [
    "what is found is changed",
    "for (const id of ids) {\n    const settings = await prisma.settings.findFirst({ where: { active: true } });\n    settings.id = id;\n    console.log(settings);\n  }",
    "the loop changes its list, its elements or what it finds",
  ],
])("a query is not moved before the loop: %s", (_, body, reason) => {
  const text = `${prisma}export async function all(ids: string[]) {\n  ${body}\n}\n`;
  expect(fixed(text)).toBe(`unfixable: ${reason}`);
});

test("a new import stands before a first one of many lines", () => {
  const before = `/* License */
import {
  one,
  two,
} from "./numbers";
import type { Repository } from "typeorm";
export async function all(users: Repository<{ id: string }>, ids: string[]) {
  for (const id of ids) console.log(await users.findOneBy({ id }), one, two);
}
`;
  expect(fixed(before)).toContain(`/* License */
import { In } from "typeorm";
import {
  one,
`);
});

test("a query that a function goes on with is moved without it", () => {
  const text = `import { knex } from "knex";
const db = knex({ client: "pg" });
const active = async () => db("settings").where({ active: true })
export async function all(ids: string[]) {
  for (const id of ids) {
    const settings = await active()
      .then((rows) => rows.filter((row) => row.id !== id))
    console.log(id, settings);
  }
}
`;
  expect(fixed(text)).toContain(`  const settingsForAll = await active();
  for (const id of ids) {
    const settings = await Promise.resolve(settingsForAll)
      .then((rows) => rows.filter((row) => row.id !== id))
`);
});

test("values of many lines are indented where they go", () => {
  const before = `${prisma}export async function all(rows: { name: string }[]) {
    if (rows.length > 1) {
        for (const row of rows) {
            await prisma.user.create({
                data: {
                    // As it is called.
                    name: row.name,
                },
            });
        }
    }
}
`;
  expect(fixed(before)).toBe(`${prisma}export async function all(rows: { name: string }[]) {
    if (rows.length > 1) {
        await prisma.user.createMany({
            data: rows.map((row) => ({
                // As it is called.
                name: row.name,
            })),
        });
    }
}
`);
});

test("what is asserted of a key or a row stays asserted", () => {
  const read = `${prisma}export async function all(orders: { userId?: string }[]) {
  for (const order of orders) console.log(await prisma.user.findUnique({ where: { id: order.userId! } }));
}
`;
  expect(fixed(read)).toContain("in: orders.map((order) => order.userId!) } }");
  expect(fixed(read)).toContain("userById.get(order.userId!) ?? null");
  const write = `${prisma}export async function all(rows: { name: string }[]) {
  for (const row of rows) await prisma.user.create({ data: { name: row.name } as Prisma.UserCreateInput });
}
`;
  expect(fixed(write)).toContain("data: rows.map((row) => ({ name: row.name } as Prisma.UserCreateInput))");
});

test("options go behind what is asserted of the argument before them", () => {
  const text = `import axios from "axios";
export const load = (url: unknown) => axios.get(url as string);
`;
  expect(fixed(text)).toContain("axios.get(url as string, { timeout: 10000 })");
});

test.each([
  ["^2.6.7", "fetch(url, { timeout: 10000 })"],
  ["^3.3.2", "fetch(url, { signal: AbortSignal.timeout(10_000) })"],
  [undefined, "fetch(url, { signal: AbortSignal.timeout(10_000) })"],
])("node-fetch %s is given the limit that it has", (version, call) => {
  const manifest = { name: "shop", dependencies: { "node-fetch": version } };
  linter.setContext(contextOf(new Map([["package.json", JSON.stringify(manifest)]])));
  const after = fixed('import fetch from "node-fetch";\nexport const load = (url: string) => fetch(url);\n');
  linter.setContext(contextOf(new Map()));
  expect(after).toContain(call);
});

test.each([
  ["request('https://api', done)", "request('https://api', { timeout: 10000 }, done)"],
  ["request({ url: 'https://api' }, done)", "request({ url: 'https://api', timeout: 10000 }, done)"],
  ["request.get('https://api')", "request.get('https://api', { timeout: 10000 })"],
])("the options of %s stand before its callback", (before, after) => {
  const text = `import request from "request";
export const load = (done: () => void) => ${before};
`;
  expect(fixed(text)).toContain(after);
});

test("tabs of a licence are no indentation of the code", () => {
  const text = `/*
\tLicence
*/
import { BaseEntity } from "typeorm";
class User extends BaseEntity {}
export async function all(ids: string[]) {
  for (const id of ids) {
    console.log(await User.findOneBy({ id }));
  }
}
`;
  expect(fixed(text)).toContain("  const userById = new Map(\n    (await");
});

test.each([
  ["  max: 4, // As many as cores.\n", "  max: 4, // As many as cores.\n  connectionTimeoutMillis: 5000,\n"],
  ["  max: 4 // As many as cores.\n", "  connectionTimeoutMillis: 5000,\n  max: 4 // As many as cores.\n"],
])("a comment behind the last option stays behind it: %j", (before, after) => {
  const pool = (options: string) =>
    `import { Pool } from "pg";\nexport const pool = new Pool({\n${options}});\n`;
  expect(fixed(pool(before))).toBe(pool(after));
});

test("an option goes where a class of Nest makes the others", () => {
  const options = `@Injectable()
class Options {
  createTypeOrmOptions() {
    return { type: "mysql", host: "db" };
  }
}
`;
  const text = `import { TypeOrmModule } from "@nestjs/typeorm";
${options}export const imports = [TypeOrmModule.forRootAsync({ useClass: Options })];
`;
  expect(fixed(text)).toBe(text.replace('host: "db" }', 'host: "db", extra: { queueLimit: 100 } }'));
});

/** The reasons for the findings of main.ts that have no fix. */
function reasons(files: Record<string, string>): string[] {
  for (const [path, text] of Object.entries(files)) linter.update(path, text);
  const findings = linter.findings("main.ts").filter(({ rule }) => rule === "n-plus-one");
  for (const path of Object.keys(files)) linter.remove(path);
  return findings.map(({ unfixable, fixes }) => (fixes.length > 0 ? "fixed" : english(unfixable ?? "")));
}

const service = (method: string) => `import type { Repository } from "typeorm";
export interface User { id: string; name: string; password?: string }
export class UserService {
  constructor(private readonly users: Repository<User>) {}
${method}
}
`;
const caller = (body: string, type = "UserService") => `import { UserService, type Users } from "./users";
export async function all(users: ${type}, rows: { id: string; userId: string; at: Date }[]) {
  for (const row of rows) {
    ${body}
  }
}
`;

test.each([
  [
    "what it leaves for is not said by the key",
    "  async find(id: string) {\n    if (known(id)) return null;\n    return this.users.findOneBy({ id });\n  }",
    "console.log(await users.find(row.userId));",
    "the query is in another function, which does not always make it",
  ],
  [
    "it has type parameters of its own",
    "  find<T>(id: string, of: T) {\n    return this.users.findOneBy({ id });\n  }",
    "console.log(await users.find(row.userId, 1));",
    "the query is in another function, which does more than ask by one unique key",
  ],
  [
    "it writes",
    "  async find(id: string) {\n    await this.users.update({}, { seen: true });\n    return await this.users.findOneBy({ id });\n  }",
    "console.log(await users.find(row.userId));",
    "the query is in another function, which may write something, too",
  ],
  [
    "its key may be left out",
    "  find(id?: string) {\n    return this.users.findOneBy({ id });\n  }",
    "console.log(await users.find(row.userId));",
    "the key may be missing, for which one query and many give another answer",
  ],
  [
    "its key has a default",
    '  find(id = "a") {\n    return this.users.findOneBy({ id });\n  }',
    "console.log(await users.find(row.userId));",
    "the query is in another function, which does more than ask by one unique key",
  ],
  [
    "it changes the row",
    "  async find(id: string) {\n    const user = await this.users.findOneBy({ id });\n    if (user) user.password = undefined;\n    return user;\n  }",
    "console.log(await users.find(row.userId));",
    "the function with the query changes the row that it found",
  ],
  [
    "two of its parameters are others in each turn",
    "  find(id: string, name: string) {\n    return this.users.findOneBy({ id, name });\n  }",
    "console.log(await users.find(row.userId, row.id));",
    "more than the key is another in each turn",
  ],
  [
    "options of a caller choose other rows",
    "  find(id: string, options?: object) {\n    return this.users.findOne({ where: { id }, ...options });\n  }",
    'console.log(await users.find(row.userId, { where: { name: "a" } }));',
    "the query is in another function, which does more than ask by one unique key",
  ],
  [
    "options of a caller are not seen",
    "  find(id: string, options?: object) {\n    return this.users.findOne({ where: { id }, ...options });\n  }",
    "console.log(await users.find(row.userId, given));",
    "the query is in another function, which does more than ask by one unique key",
  ],
  [
    "options that no caller passes choose other rows",
    "  find(id: string, options: object = { where: {} }) {\n    return this.users.findOne({ where: { id }, ...options });\n  }",
    "console.log(await users.find(row.userId));",
    "the query is in another function, which does more than ask by one unique key",
  ],
  [
    "options are put together in it",
    "  find(id: string, options?: object) {\n    options = other(options);\n    return this.users.findOne({ where: { id }, ...options });\n  }",
    "console.log(await users.find(row.userId));",
    "the query is in another function, which does more than ask by one unique key",
  ],
])("a function beside a helper is not written where it would be another: %s", (_, method, body, reason) => {
  expect(reasons({ "users.ts": service(method), "main.ts": caller(body) })).toEqual([reason]);
});

test.each([
  ["a check that may throw", "assertKnown(row.id);"],
  ["what may change the element", "const other = withDefaults(row);\n    console.log(other);"],
])("what is done with an element before it is asked for keeps its place: %s", (_, statement) => {
  const text = `${prisma}export async function all(rows: { id: string }[]) {
  for (const row of rows) {
    ${statement}
    console.log(await prisma.user.findUnique({ where: { id: row.id } }));
  }
}
`;
  expect(reasons({ "main.ts": text })).toEqual([
    "what a turn does before its query may throw, or change the element",
  ]);
  expect(reasons({ "main.ts": text.replace(statement, "console.log(row);") })).toEqual(["fixed"]);
  const checked =
    "  async find(id: string) {\n    assertKnown(id);\n    return await this.users.findOneBy({ id });\n  }";
  expect(
    reasons({
      "users.ts": service(checked),
      "main.ts": caller("console.log(await users.find(row.userId));"),
    }),
  ).toEqual(["what the function with the query does before it may throw, or change what it is passed"]);
});

test("a function beside a helper is not called where only an interface of it is known", () => {
  const users = `${service("  find(id: string) {\n    return this.users.findOneBy({ id });\n  }").replace("UserService {", "UserService implements Users {")}
export interface Users { find(id: string): Promise<User | null> }
`;
  const body = "console.log(await users.find(row.userId));";
  expect(reasons({ "users.ts": users, "main.ts": caller(body, "Users") })).toEqual([
    "the function with the query is called through an interface, a base class or another name, which would need one for many keys, too",
  ]);
  expect(reasons({ "users.ts": users, "main.ts": caller(body) })).toEqual(["fixed"]);
});

test("a function that a class below has of its own is left alone", () => {
  const users = `${service("  find(id: string) {\n    return this.users.findOneBy({ id });\n  }")}
export class Cached extends UserService {
  find(id: string) {
    return super.find(id);
  }
}
`;
  expect(
    reasons({ "users.ts": users, "main.ts": caller("console.log(await users.find(row.userId));") }),
  ).not.toContain("fixed");
});

test("a function that stands beside a helper already is used again", () => {
  const files = {
    "users.ts": service("  find(id: string) {\n    return this.users.findOneBy({ id });\n  }"),
    "main.ts": caller("console.log(await users.find(row.userId));"),
  };
  for (const [path, text] of Object.entries(files)) linter.update(path, text);
  const [first] = linter.findings("main.ts").flatMap(({ fixes }) => fixes);
  const edits = (path: string) => (first?.edits ?? []).filter(({ file }) => file === path);
  linter.update("users.ts", applied(files["users.ts"], edits("users.ts")));
  const [second] = linter.findings("main.ts").flatMap(({ fixes }) => fixes);
  expect(second?.edits.map(({ file }) => file)).not.toContain("users.ts");
  linter.update("main.ts", applied(files["main.ts"], second?.edits ?? []));
  expect(linter.findings("main.ts").filter(({ rule }) => rule === "n-plus-one")).toEqual([]);
  for (const path of Object.keys(files)) linter.remove(path);
});

test.each([
  [
    "keys that are dates",
    "await prisma.item.findMany({ where: { createdAt: row.at } })",
    "keys that are objects are not found by what they say",
  ],
  [
    "columns that leave the key out",
    "await prisma.item.findMany({ where: { userId: row.id }, select: { userId: false, name: true } })",
    "the query is not by one unique key alone",
  ],
  [
    "a condition in place of a key",
    "await prisma.item.findMany({ where: { userId: { in: row.id } } })",
    "the query is not by one unique key alone",
  ],
  [
    "a limit for each",
    "await prisma.item.findMany({ where: { userId: row.id }, take: 3 })",
    "the query is not by one unique key alone",
  ],
  [
    "something that is made anew in each turn",
    "await prisma.item.findMany({ where: { userId: row.id, until: new Date() } })",
    "the query is not by one unique key alone",
  ],
  [
    "an answer whose error is handled",
    "await prisma.item.findMany({ where: { userId: row.id } }).catch(() => [])",
    "the query is not awaited in place",
  ],
  [
    "an answer that a function changes",
    "await prisma.user.findUnique({ where: { id: row.id } }).then((user) => {\n    if (user) user.name = row.id;\n    return user;\n  })",
    "the loop changes its list, its elements or what it finds",
  ],
])("not asked for many: %s", (_, query, reason) => {
  const text = `${prisma}export async function all(rows: { id: string; at: Date }[]) {\n  for (const row of rows) console.log(${query});\n}\n`;
  expect(reasons({ "main.ts": text })).toEqual([reason]);
});

const texts = `import { Pool } from "pg";
const pool = new Pool();
export async function all(orders: { id: number; at: number }[]) {
  for (const order of orders) {
    QUERY
    console.log(rows);
  }
}
`;
const asking = (text: string, values = "[order.id]") =>
  `const { rows } = await pool.query('${text}', ${values});`;

test.each([
  ["a limit behind an order", asking("SELECT * FROM items WHERE order_id = $1 ORDER BY at DESC LIMIT 5")],
  ["a part of what is compared", asking("SELECT * FROM items WHERE order_id = $1 + 1")],
  ["another column by its name", asking("SELECT *, parent_id AS order_id FROM items WHERE order_id = $1")],
  ["another name in the rows", asking('SELECT "orderId" FROM items WHERE orderId = $1')],
  [
    "another value in each turn",
    asking("SELECT * FROM items WHERE order_id = $1 AND at > $2", "[order.id, order.at]"),
  ],
  ["values that are spread", asking("SELECT * FROM items WHERE order_id = $1", "[...[], order.id]")],
])("a text of SQL is not asked for many: %s", (_, query) => {
  const reason = "the query is not by one unique key alone";
  expect(reasons({ "main.ts": texts.replace("QUERY", query) })).toEqual([reason]);
});

test("a text of SQL asks for many by what its key is called in the rows", () => {
  const query = asking(
    'SELECT i.orderId, i."at" FROM items i WHERE at > $2 AND i.orderId = $1::bigint ORDER BY at',
    "[order.id, 7]",
  );
  const text = fixed(texts.replace("QUERY", query), "n-plus-one");
  expect(text).toContain(
    `  const allItems = (await pool.query('SELECT i.orderId, i."at" FROM items i WHERE at > $2 AND ` +
      "i.orderId = ANY($1::bigint[]) ORDER BY at', [orders.map((order) => order.id), 7])).rows;\n",
  );
  expect(text).toContain("itemsByOrderid.get(String(order.id)) ?? []");
});

test.each([
  ["rows[0].e, rows.length", "fixed"],
  ["rows", "the query is not by one unique key alone"],
])("a key is put among the columns only where nobody sees it: %s", (used, reason) => {
  const query = asking("SELECT e FROM items WHERE order_id = $1");
  expect(reasons({ "main.ts": texts.replace("QUERY", query).replace("(rows)", `(${used})`) })).toEqual([
    reason,
  ]);
});

test.each([
  ["rows: { userId?: string }[]", "row.userId"],
  ["rows: { userId: string | null }[]", "row.userId"],
  ["rows: { user?: { id: string } }[]", "row.user?.id"],
])("a key that may be missing is not asked for with others: %s", (rows, key) => {
  const text = `${prisma}export async function all(${rows}) {
  for (const row of rows) console.log(await prisma.item.findMany({ where: { userId: ${key} } }));
}
`;
  expect(reasons({ "main.ts": text })).toEqual([
    "the key may be missing, for which one query and many give another answer",
  ]);
  expect(reasons({ "main.ts": text.replace(`: ${key} }`, `: ${key} ?? "" }`) })).toEqual(["fixed"]);
  expect(reasons({ "main.ts": text.replace("console", `if (${key}) console`) })).toEqual(["fixed"]);
});

test("a builder that the loop goes on with is not asked before it", () => {
  const text = `import type { Repository } from "typeorm";
export async function all(users: Repository<{ id: string }>, topics: string[]) {
  const builder = users.createQueryBuilder("user");
  const found = topics.map(async (topic) => {
    builder.where("topic = :topic", { topic });
    return builder.getMany();
  });
  return await Promise.all(found);
}
`;
  expect(reasons({ "main.ts": text })).not.toContain("fixed");
});

test("a key that a person types is not looked up where the database takes two texts for one", () => {
  const text = `${prisma}export async function all(rows: { email: string }[]) {
  for (const { email } of rows) console.log(await prisma.user.findUnique({ where: { email } }));
}
`;
  expect(reasons({ "main.ts": text })).toEqual(["fixed"]);
  expect(reasons({ "main.ts": text, "pool.ts": 'import "mysql2";\nimport mysql from "mysql2";\n' })).toEqual([
    "the database may take two keys for one that differ in case",
  ]);
});

test("what the loop writes elsewhere is no obstacle, unless rows of others are among it", () => {
  const text = (write: string) => `${prisma}export async function all(rows: { id: string }[]) {
  for (const row of rows) {
    const user = await prisma.user.findUnique({ where: { id: row.id } });
    ${write}
  }
}
`;
  const why = "the loop writes, and a later turn may read what was written";
  const reason = (write: string) => reasons({ "main.ts": text(write) });
  expect(reason("await prisma.log.create({ data: { name: user?.name } });")).toEqual(["fixed"]);
  expect(reason("await prisma.log.create({ data: { user: { create: { name: user?.name } } } });")).toEqual([
    why,
  ]);
  expect(reason("await prisma.log.delete({ where: { id: user?.name } });")).toEqual([why]);
  expect(reason("await prisma.user.create({ data: { name: user?.name } });")).toEqual([why]);
});

test("what is gone through once is kept in a list", () => {
  const text = `${prisma}export async function all(rows: Map<string, string>) {
  for (const id of rows.keys()) console.log(await prisma.user.findUnique({ where: { id } }));
}
`;
  expect(fixed(text)).toContain(`  const elements = [...rows.keys()];
  const userById = new Map(
    (await prisma.user.findMany({ where: { id: { in: elements } } })).map((row) => [row.id, row] as const),
  );
  for (const id of elements)`);
});

test("TypeORM 0.2 asks by the primary key alone, which the entity names; what is called otherwise may be a condition", () => {
  const files = (argument: string) => ({
    "user.ts": `import { Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity()
export class User {
  @PrimaryGeneratedColumn()
  uid: number;
}
`,
    "main.ts": `import type { Repository } from "typeorm";
import { User } from "./user";
export async function all(users: Repository<User>, rows: { userId: number; wanted: object }[]) {
  for (const row of rows) {
    const user = await users.findOne(row.${argument});
    console.log(user);
  }
}
`,
  });
  expect(reasons(files("wanted"))).toEqual(["the query is not by one unique key alone"]);
  const { "user.ts": user, "main.ts": main } = files("userId");
  linter.update("user.ts", user);
  const after = fixed(main);
  linter.remove("user.ts");
  expect(after).toContain(
    "(await users.findByIds(rows.map((row) => row.userId))).map((row) => [String(row.uid), row] as const),",
  );
  expect(after).toContain("const user = userByUid.get(String(row.userId));");
});

test.each([
  ["rows of another table", "SELECT u.* FROM users u JOIN teams t ON t.id = u.team_id WHERE u.id = $1"],
  ["more than one row at most", "SELECT * FROM users WHERE team_id = $1 LIMIT 1"],
  ["a page of rows", "SELECT * FROM users WHERE id = $1 LIMIT 20"],
  ["what is counted", "SELECT count(*) AS total FROM users WHERE id = $1"],
  ["rows that do not say their key", "SELECT name FROM users WHERE id = $1"],
  ["a key that goes by another name", "SELECT id AS key FROM users WHERE id = $1"],
  ["another condition that will do", "SELECT * FROM users WHERE id = $1 OR admin"],
  ["the key in two places", "SELECT * FROM users WHERE id = $1 AND owner_id <> $1"],
  ["what is locked", "SELECT * FROM users WHERE id = $1 FOR UPDATE"],
  ["a key that people write in several ways", "SELECT * FROM users WHERE email = $1"],
  ["a subquery", "SELECT * FROM users WHERE id = (SELECT owner_id FROM teams WHERE id = $1)"],
])("SQL text is not asked for many keys at once where that means something else: %s", (_, text) => {
  const before = `import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 1000 });
export async function all(orders: { userId: string }[]) {
  for (const order of orders) {
    const { rows } = await pool.query("${text}", [order.userId]);
    console.log(rows);
  }
}
`;
  expect(fixed(before)).toBe("unfixable: the query is not by one unique key alone");
  expect(fixed(before.replace(text, "SELECT * FROM users WHERE id = $1"))).toContain("WHERE id = ANY($1)");
});

test("an answer of which more is asked than its rows stays as it is, and so does what mysql2 prepares", () => {
  const asks = (made: string, query: string, then: string) => `${made}
export async function all(orders: { userId: string }[]) {
  for (const order of orders) {
    ${query}
    ${then}
  }
}
`;
  const pg =
    'import { Pool } from "pg";\nconst pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 1000 });';
  const found = 'const found = await pool.query("SELECT * FROM users WHERE id = $1", [order.userId]);';
  expect(fixed(asks(pg, found, "console.log(found.rows[0]);"))).toContain(
    "const found = { rows: (usersById.get(String(order.userId)) ?? []) };",
  );
  expect(fixed(asks(pg, found, "console.log(found.rowCount);"))).toContain("unfixable");
  expect(fixed(asks(pg, found, "console.log(found);"))).toContain("unfixable");
  const mysql =
    'import { createPool, type RowDataPacket } from "mysql2/promise";\nconst pool = createPool({ uri: "mysql://db" });';
  const users = (method: string) =>
    `const [users] = await pool.${method}<RowDataPacket[]>("SELECT * FROM users WHERE id = ?", [order.userId]);`;
  expect(fixed(asks(mysql, users("query"), "console.log(users);"), "n-plus-one")).toContain(
    "WHERE id IN (?)",
  );
  expect(fixed(asks(mysql, users("execute"), "console.log(users);"), "n-plus-one")).toContain("unfixable");
});

const knexClient = 'import { knex } from "knex";\nconst db = knex({ client: "pg" });\n';
const repositoryOf = (query: string) =>
  `import type { Repository } from "typeorm";\ndeclare const users: Repository<{ id: string; name: string }>;\n${loopOver(query)}`;
const modelWith = (fields: string, query: string) =>
  `import { Model } from "sequelize";\nclass User extends Model {}\nUser.init({ ${fields} }, {} as never);\n${loopOver(query)}`;
function loopOver(query: string): string {
  return `export async function all(rows: { id: string; name: string }[]) {\n  for (const row of rows) console.log(await ${query});\n}\n`;
}

test.each([
  [
    "the first row by what is no key of its table",
    `${knexClient}${loopOver('db("users").where("team_id", row.id).first()')}`,
  ],
  ["the last of a key", `${knexClient}${loopOver('db("users").where("id", row.id).orderBy("at").limit(1)')}`],
  [
    "one row by a field that may have many",
    repositoryOf('users.createQueryBuilder("u").where("u.name = :name", { name: row.name }).getOne()'),
  ],
  [
    "a condition that another takes the place of",
    repositoryOf(
      'users.createQueryBuilder("u").where("u.id = :id", { id: row.id }).where("u.name IS NULL").getOne()',
    ),
  ],
  [
    "a column without its table beside a join",
    repositoryOf(
      'users.createQueryBuilder("u").leftJoinAndSelect("u.team", "t").where("id = :id", { id: row.id }).getOne()',
    ),
  ],
  [
    "a parameter that two conditions have",
    repositoryOf(
      'users.createQueryBuilder("u").where("u.id = :id", { id: row.id }).andWhere("u.parent <> :id").getOne()',
    ),
  ],
  [
    "a limit of a query that is put together",
    repositoryOf('users.createQueryBuilder("u").where("u.id = :id", { id: row.id }).take(1).getMany()'),
  ],
  [
    "a condition of two fields",
    repositoryOf(
      'users.createQueryBuilder("u").where("u.id = :id OR u.name = :id", { id: row.id }).getOne()',
    ),
  ],
  [
    "a key of two fields",
    modelWith("id: { primaryKey: true }, tenant: { primaryKey: true }", "User.findByPk(row.id)"),
  ],
  ["options that may say anything", modelWith("id: { primaryKey: true }", "User.findByPk(row.id, options)")],
  [
    "an error where there is no row",
    modelWith("id: { primaryKey: true }", "User.findByPk(row.id, { rejectOnEmpty: true })"),
  ],
  [
    "documents by what a list in them may have",
    `import { model, Schema } from "mongoose";\nconst User = model("User", new Schema({ teams: [String] }));\n${loopOver("User.find({ teams: row.id })")}`,
  ],
  [
    "documents with their other ones in place of the key",
    `import { model, Schema } from "mongoose";\nconst User = model("User", new Schema({ team: { type: String, ref: "Team" } }));\n${loopOver('User.find({ team: row.id }).populate("team")')}`,
  ],
  [
    "the one row of SQLite by what is no key",
    `import { eq } from "drizzle-orm";\nimport { drizzle } from "drizzle-orm/better-sqlite3";\nimport { users } from "./schema";\nconst db = drizzle("a.db");\n${loopOver("db.select().from(users).where(eq(users.teamId, row.id)).get()")}`,
  ],
])("not asked for many, by its library: %s", (_, text) => {
  expect(reasons({ "main.ts": text })).toEqual(["the query is not by one unique key alone"]);
});

test("a key of a model goes by the name that the model says", () => {
  const text = modelWith("uuid: { type: DataTypes.UUID, primaryKey: true }", "User.findByPk(row.id)");
  expect(fixed(text)).toContain("await User.findAll({ where: { uuid: rows.map((row) => row.id) } })");
});

test.each([
  ["new Pool({ ...base, max: 3 })", "new Pool({ ...base, max: 3, connectionTimeoutMillis: 5000 })"],
  [
    "new Pool({ ...(url ? { url } : {}), ...base })",
    "new Pool({ ...(url ? { url } : {}), ...base, connectionTimeoutMillis: 5000 })",
  ],
  [
    "new Pool(Object.assign({}, base, { max: 3 }))",
    "new Pool(Object.assign({}, base, { max: 3, connectionTimeoutMillis: 5000 }))",
  ],
  ["new Pool({ /* nothing */ })", "new Pool({ connectionTimeoutMillis: 5000 /* nothing */ })"],
])("a limit is set in the object that others are spread into: %s", (before, after) => {
  const around = (call: string) =>
    `import { Pool } from "pg";\nconst url = process.env.URL;\nconst base = { host: "db" };\nexport const pool = ${call};\n`;
  expect(fixed(around(before))).toBe(around(after));
});

test("an option that TypeORM does not read by its name is renamed", () => {
  const around = (name: string) =>
    `import { DataSource } from "typeorm";\nexport const source = new DataSource({ type: "postgres", ${name}: 900 /* ms */ });\n`;
  expect(fixed(around("connectTimeout"))).toBe(around("connectTimeoutMS"));
  expect(fixed(around('"connectionTimeoutMillis"'))).toBe(around('"connectTimeoutMS"'));
});

test("what Drizzle needs is imported from where the rest of it is", () => {
  const files = (exported: string) => ({
    "db.ts": `import { drizzle } from "drizzle-orm/libsql";\n${exported}\nexport const db = drizzle("a.db");\n`,
    "main.ts": `import { db, eq } from "./db";\nimport { users } from "./schema";\n${loopOver("db.select().from(users).where(eq(users.id, row.id)).get()")}`,
  });
  expect(reasons(files('export { eq } from "drizzle-orm";'))).toEqual([
    "the query is not by one unique key alone",
  ]);
  const all = files('export * from "drizzle-orm";');
  for (const [path, text] of Object.entries(all)) linter.update(path, text);
  const [fix] = linter.findings("main.ts").flatMap(({ fixes }) => fixes);
  for (const path of Object.keys(all)) linter.remove(path);
  expect(applied(all["main.ts"], fix?.edits ?? [])).toContain('import { db, eq, inArray } from "./db";');
});

test.each([
  ["with its posts", "await prisma.user.findUnique({ where: { id: row.id }, include: { posts: true } })"],
  [
    "with columns of its posts",
    "await prisma.user.findUnique({ where: { id: row.id }, select: { id: true, posts: { select: { id: true } } } })",
  ],
  [
    "the same in every turn, with its posts",
    'await prisma.user.findUnique({ where: { id: "a" }, include: { posts: true } })',
  ],
])("a row is not read before the loop that writes what comes with it: %s", (_, query) => {
  const text = `${prisma}export async function all(rows: { id: string }[]) {\n  for (const row of rows) {\n    const user = ${query};\n    await prisma.post.create({ data: { userId: user.id } });\n  }\n}\n`;
  expect(reasons({ "main.ts": text })).toEqual([
    "the loop writes, and a later turn may read what was written",
  ]);
});

test("a query that is the same in every turn is moved before writes of another table", () => {
  const text = `${prisma}export async function all(ids: string[]) {
  for (const id of ids) {
    const settings = await prisma.settings.findFirst({ where: { active: true } });
    await prisma.post.create({ data: { id, kind: settings.kind } });
  }
}
`;
  expect(fixed(text)).toContain(
    "  const settings = await prisma.settings.findFirst({ where: { active: true } });\n  for (",
  );
});

test.each(["@ts-expect-error: ids is unknown", "@ts-ignore"])(
  "what the compiler is kept from checking is not moved: %s",
  (comment) => {
    const text = (inside: string) => `${prisma}export async function all(ids: unknown) {
  return Promise.all(
    // ${inside}
    ids.map((id: string) => prisma.user.findFirst({ where: { id } })),
  );
}
`;
    expect(reasons({ "main.ts": text(comment) })).toEqual([
      "a comment keeps the compiler from checking what would be moved",
    ]);
    expect(reasons({ "main.ts": text("All of them.") })).toEqual(["fixed"]);
  },
);

test.each([
  [
    "not from the first",
    "for (let i = 1; i < ids.length; i++) {",
    "",
    "the loop is not over the elements of a list in this statement",
  ],
  [
    "with what skips some",
    "for (let i = 0; i < ids.length; i++) {",
    "if (ids[i] === ids[i + 1]) i++;",
    "the loop is not over the elements of a list in this statement",
  ],
  [
    "with elements that change",
    "for (let i = 0; i < ids.length; i++) {",
    "ids[i] = ids[i].trim();",
    "the loop is not over the elements of a list in this statement",
  ],
  [
    "with a list that grows",
    "for (let i = 0; i < ids.length; i++) {",
    "if (i < 3) ids.push(String(i));",
    "the loop changes its list, its elements or what it finds",
  ],
  [
    "with a check",
    "for (let i = 0; i < ids.length; i++) {",
    "assertKnown(ids[i]);",
    "what a turn does before its query may throw, or change the element",
  ],
])("a list is not gone through by its index: %s", (_, head, before, reason) => {
  const text = `${prisma}export async function all(ids: string[]) {\n  ${head}\n    ${before}\n    console.log(await prisma.user.findFirst({ where: { id: ids[i] } }));\n  }\n}\n`;
  expect(reasons({ "main.ts": text })).toEqual([reason]);
});

test("a function that calls itself for each of its rows is left as it is", () => {
  const text = `${prisma}export async function idsBelow(id: string): Promise<string[]> {
  const folder = await prisma.folder.findFirst({ where: { id } });
  const ids: string[] = [];
  for (const child of folder?.childIds ?? []) ids.push(...(await idsBelow(child)));
  return ids;
}
`;
  expect(reasons({ "main.ts": text })).toEqual([
    "the query is in the function around the loop, which calls itself",
  ]);
});

test("what is gone through by its index may be no list", () => {
  const text = (key: string) => `${prisma}export async function all(ids: any) {
  for (let i = 0; i < ids.length; i++) console.log(await prisma.user.findFirst({ where: { id: ${key} } }));
}
`;
  expect(fixed(text("ids[i]"))).toContain("id: { in: Array.from<any>(ids) }");
  expect(fixed(text("ids[i].id"))).toContain("id: { in: Array.from<any>(ids).map((id) => id.id) }");
});

test("Redis is asked for all keys, by the name that the client gives the command", () => {
  const loop = (head: string, ask: string) => `${head}
export async function all(rows: { id: string; hash: string }[]) {
  for (const row of rows) console.log(await ${ask});
}
`;
  const io = 'import { Redis } from "ioredis";\nconst redis = new Redis();';
  expect(
    fixed(loop(io, `redis.get(\`user:\${row.id}\`)`), "n-plus-one"),
  ).toContain(`  const keys = rows.map((row) => \`user:\${row.id}\`);
  const valueByKey = new Map(
    (keys.length === 0 ? [] : await redis.mget(keys)).map((value, at) => [keys[at], value] as const),
  );
  for (const row of rows) console.log(valueByKey.get(\`user:\${row.id}\`) ?? null);`);
  const node = 'import { createClient } from "redis";\nconst redis = createClient();';
  expect(fixed(loop(node, "redis.get(row.id)"), "n-plus-one")).toContain("await redis.mGet(keys)");
  expect(fixed(loop(io, 'redis.hget("names", row.id)'), "n-plus-one")).toContain(
    'await redis.hmget("names", keys)',
  );
  const alone = "unfixable: the query is not by one unique key alone";
  expect(fixed(loop(io, "redis.hget(row.hash, row.id)"), "n-plus-one")).toBe(alone);
  expect(fixed(loop(io, "redis.hget(row.hash, 'name')"), "n-plus-one")).toBe(alone);
  const cluster = 'import { Cluster } from "ioredis";\nconst redis = new Cluster([]);';
  expect(fixed(loop(cluster, "redis.get(row.id)"), "n-plus-one")).toBe(alone);
});

test.each([
  ["itemId", true],
  ["teamID", true],
  ["job_id", true],
  ["bookUuid", true],
  ["userid", true],
  ["paid", false],
  ["isValid", false],
  ["PAID", false],
])("whether a column is an identifier is said by the last word of its name: %s", (key, is) => {
  const text = fixed(`import type { Repository } from "typeorm";
export async function all(notes: Repository<Record<string, string>>, rows: { key: string }[]) {
  for (const row of rows) console.log(await notes.find({ where: { ${key}: row.key } }));
}
`);
  expect(text.startsWith("unfixable")).toBe(!is);
});

const closing = (turn: string, list = "await users.find({ where: { isOpen: true } })") =>
  `import type { Repository } from "typeorm";
export async function close(users: Repository<User>, by: { name: string }, all: Iterable<User>, fixed: readonly User[]) {
  const open${list === "fixed" ? ": readonly User[]" : ""} = ${list};
  for (const user of open) {
${turn}
  }
  return open.length;
}
`;

test("rows of TypeORM that a loop changes are saved together behind it; comments stay", () => {
  const turn = `    user.isOpen = false; // no more
    /* Who, and when. */
    user.closedBy = by.name;
    user.closedAt = new Date();`;
  expect(fixed(closing(`${turn}\n    await users.save(user);`), "write-in-loop")).toBe(
    closing(turn).replace("\n  }\n  return", "\n  }\n  await users.save(open);\n  return"),
  );
});

test("with the ends of lines that the file has", () => {
  const turn = "    user.isOpen = false;\n    await users.save(user);";
  const text = fixed(closing(turn).replaceAll("\n", "\r\n"), "write-in-loop");
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
});

test.each([
  ["a turn that does something else", "user.isOpen = false; await users.save(user); console.log(user);"],
  ["a turn that saves at times", "user.isOpen = false; if (user.isOwn) await users.save(user);"],
  ["a turn that is left", "if (user.isOwn) continue; user.isOpen = false; await users.save(user);"],
  ["a value that may fail", "user.name = user.team.lead.name; await users.save(user);"],
  ["a value that is asked for", "user.name = nameOf(user); await users.save(user);"],
  ["another row", "by.name = user.name; await users.save(by);"],
  ["what is given to another", "by.name = user.name; user.isOpen = false; await users.save(user);"],
  ["options", "user.isOpen = false; await users.save(user, { reload: true });"],
  ["an answer that is used", "user.isOpen = false; const saved = await users.save(user); void saved;"],
  ["what may be no list", "user.isOpen = false; await users.save(user);", "all"],
  ["a list that is not to be changed", "user.isOpen = false; await users.save(user);", "fixed"],
])("and not %s", (_, turn, list?: string) => {
  expect(fixed(closing(`    ${turn}`, list), "write-in-loop")).toMatch(/^unfixable/);
});
