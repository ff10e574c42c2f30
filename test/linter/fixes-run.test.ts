import { transformSync } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { messageOf } from "../../linter/finding.ts";
import type { Linter } from "../../linter/index.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import * as engine from "./engine.ts";
import { newLinter } from "./linter.ts";

type Files = Record<string, string>;

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

/** The files with the first fix made, over all of them. */
function fixed(files: Files): Files {
  for (const [path, text] of Object.entries(files)) linter.update(path, text);
  const findings = linter.findings("main.ts").filter(({ rule }) => rule === "n-plus-one");
  for (const path of Object.keys(files)) linter.remove(path);
  const [fix] = findings.flatMap(({ fixes }) => fixes);
  if (fix === undefined) throw new Error(`no fix: ${english(findings[0]?.unfixable ?? "nothing is found")}`);
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      applied(
        text,
        fix.edits.filter(({ file }) => file === path),
      ),
    ]),
  );
}

/** What is found in it. */
function found(files: Files): string[] {
  for (const [path, text] of Object.entries(files)) linter.update(path, text);
  const findings = Object.keys(files).flatMap((path) => linter.findings(path));
  for (const path of Object.keys(files)) linter.remove(path);
  return findings
    .filter(({ rule, certainty }) => rule === "n-plus-one" && certainty !== "possible")
    .map((one) => english(messageOf(one)));
}

/** What the program gives for a list, or its error, and how many queries that took. */
async function run(files: Files, list: unknown[]): Promise<{ gives: unknown; queries: number }> {
  const loaded = new Map<string, Record<string, unknown>>();
  const load = (name: string): Record<string, unknown> => {
    const path = `${name.replace("./", "")}.ts`;
    const text = files[path];
    if (text === undefined) return engine as never;
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const made: Record<string, unknown> = {};
    loaded.set(path, made);
    const { code } = transformSync(text, { loader: "ts", format: "cjs", target: "es2022" });
    const module = { exports: made };
    new Function("require", "module", "exports", code)(load, module, made);
    Object.assign(made, module.exports);
    return module.exports;
  };
  engine.sent();
  const { all } = load("main") as { all(list: unknown[], given: typeof engine): Promise<unknown> };
  const gives = await all(list, engine).catch((error: unknown) => String(error));
  return { gives, queries: engine.sent() };
}

const prisma = 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\n';
const rows = "rows: { userId: string | null; id?: string }[]";

const programs: Record<string, Files> = {
  "a key that only some elements have": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    if (!row.userId) continue;
    out.push(await prisma.user.findUnique({ where: { id: row.userId } }));
  }
  return out;
}
`,
  },
  "a query in a branch, with an else": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const { userId } of rows) {
    if (userId === null) out.push("none");
    else out.push((await prisma.user.findUnique({ where: { id: userId } }))?.name);
  }
  return out;
}
`,
  },
  "a ternary in what Promise.all is given": {
    "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const users: Repository<{ id: string }> = repository("users");
  return Promise.all(
    rows.map(async (row) => ({ ...row, user: row.userId ? await users.findOneBy({ id: row.userId }) : null })),
  );
}
`,
  },
  "a key by way of variables": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const { userId } = row;
    const key = userId ?? "nobody";
    out.push(await prisma.user.findUnique({ where: { id: key } }));
  }
  return out;
}
`,
  },
  "a list that is made where the loop is": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const [at, row] of rows.entries()) out.push(at, await prisma.user.findUnique({ where: { id: row.userId ?? "" } }));
  return { out };
}
`,
  },
  "a part of what is returned": {
    "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const users: Repository<{ id: string }> = repository("users");
  return {
    count: rows.length,
    users: await Promise.all(rows.filter((row) => row.userId).map(async (row) => {
      const [user] = await Promise.all([users.findOneBy({ id: row.userId ?? "" }), 1]);
      return user;
    })),
  };
}
`,
  },
  "promises that are kept until the next statement, first in a function": {
    "main.ts": `import type { Repository } from "typeorm";
export const all = async (${rows}, { repository }: any) => {
  const load = async (users: Repository<{ id: string }>) => {
    const found = rows.map((row) => users.findOneBy({ id: row.userId ?? "" }));
    return { found: await Promise.all(found) };
  };
  return load(repository("users"));
};
`,
  },
  "more terms, the same in every turn": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const items = await prisma.item.findMany({ where: { userId: row.userId ?? "", title: "cup" }, orderBy: { title: "asc" } });
    out.push(items);
  }
  return out;
}
`,
  },
  "the rows of each, in their order": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await prisma.item.findMany({ where: { userId: row.userId ?? "" }, orderBy: { title: "asc" } }));
  return out;
}
`,
  },
  "how many rows each has": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const [count] = await Promise.all([
      prisma.item.count({ where: { userId: row.userId ?? "", ...(rows.length > 3 ? { title: "cup" } : {}) } }),
    ]);
    out.push(count);
  }
  return out;
}
`,
  },
  "a query that throws where there is no row": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows.filter(({ userId }) => userId !== "gone")) {
    const user = await prisma.user.findUniqueOrThrow({ where: { id: row.userId ?? "nobody" } });
    out.push(user.name);
  }
  return out;
}
`,
  },
  "a query that is the same for all, inside of another": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    if ((await prisma.user.findUnique({ where: { id: "a" } }))?.active) out.push(row.userId);
  }
  return out;
}
`,
  },
  "a query that is the same for all, in what Promise.all is given": {
    "main.ts": `${prisma}export async function all(${rows}) {
  const out = await Promise.all(rows.map(async (row) => {
    const items = await prisma.item.findMany({ where: { title: "cup" } });
    return [row.userId, items.length];
  }));
  return out;
}
`,
  },
  "a method of a service in another file, by a repository of TypeORM": {
    "users.ts": `import type { Repository } from "typeorm";
export class UserService {
  constructor(private readonly users: Repository<{ id: string; name: string }>) {}
  findById(id: string) {
    return this.users.findOneBy({ id });
  }
}
`,
    "main.ts": `import { UserService } from "./users";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(repository("users"));
  const out: unknown[] = [];
  for (const row of rows) {
    const user = await service.findById(row.userId ?? "nobody");
    out.push(user === null ? null : user.name);
  }
  return out;
}
`,
  },
  "a function that throws where there is no row": {
    "users.ts": `${prisma}export async function nameOf(id: string): Promise<string> {
  const user = await prisma.user.findUnique({ where: { id } });
  if (!user) {
    throw new Error("no user " + id);
  }
  return user.name;
}
`,
    "main.ts": `import { nameOf } from "./users";
export async function all(${rows}) {
  const out: string[] = [];
  for (const row of rows) {
    if (row.userId === null) continue;
    out.push(await nameOf(row.userId));
  }
  return out;
}
`,
  },
  "a function that takes options, by way of one that throws": {
    "users.ts": `import type { FindOneOptions, Repository } from "typeorm";
interface User { id: string; name: string }
export class UserService {
  constructor(private readonly users: Repository<User>) {}
  async get(id: string, options?: FindOneOptions<User>): Promise<User | null> {
    return this.users.findOne({ ...options, where: { ...options?.where, id } });
  }
  async getOrFail(id: string, options?: FindOneOptions<User>): Promise<User> {
    const user = await this.get(id, options);
    if (!user) throw new Error(\`no user \${id}\`);
    return user;
  }
}
`,
    "main.ts": `import { UserService } from "./users";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(repository("users"));
  const out: unknown[] = [];
  for (const row of rows) out.push(await service.getOrFail(row.userId ?? "nobody", { relations: { team: true } }));
  return out;
}
`,
  },
  "a function whose library throws where there is no row": {
    "main.ts": `${prisma}async function nameOf(id: string) {
  const user = await prisma.user.findUniqueOrThrow({ where: { id } });
  return user.name;
}
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) if (row.userId) out.push(await nameOf(row.userId));
  return out;
}
`,
  },
  "a function that does nothing but ask, and throws": {
    "main.ts": `${prisma}const find = (id: string) => prisma.user.findUniqueOrThrow({ where: { id } });
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) if (row.userId) out.push((await find(row.userId)).name);
  return out;
}
`,
  },
  "an arrow function that is passed an object": {
    "items.ts": `${prisma}export const itemsOf = ({ userId }: { userId: string }) => prisma.item.findMany({ where: { userId } });
`,
    "main.ts": `import { itemsOf } from "./items";
export async function all(${rows}) {
  return Promise.all(rows.map(async ({ userId }) => (await itemsOf({ userId: userId ?? "" })).length));
}
`,
  },
  "a function that asks only for some keys": {
    "users.ts": `import type { Repository } from "typeorm";
export class UserService {
  constructor(private readonly users: Repository<{ id: string; name: string }>) {}
  async nameOf(id: string | null, shout: boolean): Promise<string | undefined> {
    if (!id) return "nobody";
    const user = shout ? await this.users.findOneBy({ id }) : null;
    return user?.name;
  }
  async idOf(row: { userId: string | null }) {
    const { userId } = row;
    if (userId === null) {
      return null;
    }
    return this.users.findOneBy({ id: userId });
  }
}
`,
    "main.ts": `import { UserService } from "./users";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(repository("users"));
  const out: unknown[] = [];
  for (const row of rows) out.push(await service.idOf(row));
  return out;
}
`,
  },
  "functions that hand the key on, in three files": {
    "repository.ts": `import type { Repository } from "typeorm";
export class UserRepository {
  constructor(private readonly users: Repository<{ id: string; name: string }>) {}
  findById(id: string): Promise<{ id: string; name: string } | null> {
    return this.users.findOneBy({ id });
  }
}
`,
    "service.ts": `import { UserRepository } from "./repository";
export class UserService {
  constructor(private readonly repository: UserRepository) {}
  async find(id: string | null): Promise<{ id: string } | null> {
    if (id === null) return null;
    const user = await this.repository.findById(id);
    if (!user) throw new Error("no " + id);
    return user;
  }
}
`,
    "main.ts": `import { UserRepository } from "./repository";
import { UserService } from "./service";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(new UserRepository(repository("users")));
  const out: unknown[] = [];
  for (const { userId } of rows) {
    if (userId === "gone") continue;
    out.push((await service.find(userId))?.id);
  }
  return out;
}
`,
  },
  "a function that is passed more than the key in each turn": {
    "users.ts": `import type { Repository } from "typeorm";
export class UserService {
  constructor(private readonly users: Repository<{ id: string; name: string }>) {}
  async label(at: number, id: string, mark: string, last = "."): Promise<string> {
    const user = await this.users.findOneBy({ id });
    return at + mark + (user?.name ?? "nobody") + last;
  }
}
`,
    "main.ts": `import { UserService } from "./users";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(repository("users"));
  const out: unknown[] = [];
  for (const [at, row] of rows.entries()) out.push(await service.label(at, row.userId ?? "", ":"));
  return out;
}
`,
  },
  "a function of the same file": {
    "main.ts": `import type { Repository } from "typeorm";
async function load(id: string, users: Repository<{ id: string; name: string }>) {
  const user = await users.findOneBy({ id });
  return user?.name.toUpperCase();
}
export async function all(${rows}, { repository }: any) {
  const users = repository("users");
  const found = await Promise.all(rows.map((row) => load(row.userId ?? "", users)));
  return found;
}
`,
  },
  "TypeORM with options": {
    "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const users: Repository<{ id: string }> = repository("users");
  const out: unknown[] = [];
  for (const row of rows) out.push(await users.findOne({ where: { id: row.userId ?? "", active: true }, relations: ["team"] }));
  return out;
}
`,
  },
  Sequelize: {
    "main.ts": `import { Model } from "sequelize";
class User extends Model {}
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await User.findOne({ where: { id: row.userId ?? "" }, raw: true }));
  return out;
}
`,
  },
  Knex: {
    "main.ts": `import { knex } from "knex";
const db = knex({ client: "pg" });
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    out.push(await db("users").where({ id: row.userId ?? "", active: true }).first());
  }
  return out;
}
`,
  },
  "Knex, the rows of each": {
    "main.ts": `import { knex } from "knex";
const db = knex({ client: "pg" });
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await db("items").where("userId", "=", row.userId ?? ""));
  return out;
}
`,
  },
  Kysely: {
    "main.ts": `import { Kysely } from "kysely";
const db = new Kysely<any>({} as any);
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await db.selectFrom("users").selectAll().where("id", "=", row.userId ?? "").executeTakeFirst());
  return out;
}
`,
  },
  Drizzle: {
    "main.ts": `import { and, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { items } from "./schema";
const db = drizzle("postgres://db");
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await db.select().from(items).where(and(eq(items.userId, row.userId ?? ""), eq(items.id, 1))));
  return out;
}
`,
  },
  Mongoose: {
    "main.ts": `import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const user = await User.findById(row.userId ?? "").lean();
    out.push(user);
  }
  return out;
}
`,
  },
};

const pool = 'import { Pool } from "pg";\nconst pool = new Pool();\n';

programs["a manager of TypeORM"] = {
  "main.ts": `import type { EntityManager } from "typeorm";
class User {}
export async function all(${rows}, given: any) {
  const manager: EntityManager = given.manager;
  const out: unknown[] = [];
  for (const row of rows) out.push(await manager.findOne(User, { where: { id: row.userId ?? "" } }));
  return out;
}
`,
};
programs["Prisma's first by its id"] = {
  "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await prisma.user.findFirst({ where: { id: row.userId ?? "" } }));
  return out;
}
`,
};
programs["a text, the rows of each"] = {
  "main.ts": `${pool}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const { rows: items } = await pool.query('SELECT id, "userId", title FROM items WHERE "userId" = $1 ORDER BY id', [row.userId]);
    out.push(items.length, items);
  }
  return out;
}
`,
};
programs["a text in a function, with a limit"] = {
  "main.ts": `${pool}async function find(id: string | null) {
  const result = await pool.query("SELECT * FROM users WHERE id = $1 LIMIT 1", [id]);
  return result.rows[0];
}
export async function all(${rows}) {
  return Promise.all(rows.map(async (row) => (await find(row.userId ?? ""))?.name));
}
`,
};
programs["a text without the key among its columns"] = {
  "main.ts": `${pool}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const found = await pool.query("SELECT name FROM users WHERE id = $1 LIMIT 1", [row.userId]);
    out.push(found.rows.length === 0 ? "nobody" : found.rows[0].name);
  }
  return out;
}
`,
};
programs["a text of mysql2, one row of each"] = {
  "main.ts": `import { createPool, type RowDataPacket } from "mysql2/promise";
const pool = createPool({});
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const [[user]] = await pool.query<RowDataPacket[]>("SELECT id, name FROM users WHERE id = ?", [row.userId]);
    out.push(user?.name);
  }
  return out;
}
`,
};

programs["Mongoose, by a field that its schema says is unique"] = {
  "user.ts": `import { model, Schema } from "mongoose";
const schema = new Schema({ name: { type: String, unique: true }, teamId: String });
export const User = model("User", schema);
`,
  "main.ts": `import { User } from "./user";
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const { userId } of rows) out.push(await User.findOne({ name: userId ?? "" }).exec());
  return out;
}
`,
};

programs["node-postgres, the rows of each"] = {
  "main.ts": `import { Pool } from "pg";
const pool = new Pool();
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const { rows: items } = await pool.query('SELECT * FROM items WHERE "userId" = $1 AND title = $2 ORDER BY id', [row.userId ?? "", "cup"]);
    out.push(items.length, items);
  }
  return out;
}
`,
};
programs["node-postgres, one row, in a helper"] = {
  "main.ts": `import { Pool } from "pg";
const pool = new Pool();
async function find(id: string) {
  const found = await pool.query("SELECT id, name FROM users WHERE id = $1 LIMIT 1", [id]);
  return found.rows[0] ?? null;
}
export async function all(${rows}) {
  return Promise.all(rows.map((row) => find(row.userId ?? "")));
}
`,
};
programs["postgres.js, with a type"] = {
  "main.ts": `import postgres from "postgres";
const sql = postgres();
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const [user] = await sql<{ id: string; name: string }[]>\`SELECT * FROM users WHERE id = \${row.userId ?? ""} LIMIT 1\`;
    out.push(user?.name);
  }
  return out;
}
`,
};
programs.mysql2 = {
  "main.ts": `import { createPool, type RowDataPacket } from "mysql2/promise";
const pool = createPool({});
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const [users] = await pool.query<RowDataPacket[]>("SELECT id, name FROM users WHERE name = ? AND id = ?", ["Ann", row.userId ?? ""]);
    out.push(users[0]?.name, users.length);
  }
  return out;
}
`,
};

programs["an answer that is handed to a function"] = {
  "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const items = await prisma.item
      .findMany({ where: { userId: row.userId ?? "" } })
      .then((found) => found.map(({ title }) => title))
      .then((titles) => titles.toSorted());
    out.push(items);
  }
  return Promise.all(rows.map((row) => prisma.user.findUnique({ where: { id: row.userId ?? "" } }).then((user) => [user?.name, out])));
}
`,
};
programs["Knex, an answer that is handed to a function in a helper"] = {
  "main.ts": `import { knex } from "knex";
const db = knex({ client: "pg" });
function find(user_id: string) {
  return db.select("*").from("users").where("id", user_id).first().then((user) => (user === undefined ? null : user.name));
}
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await find(row.userId ?? "nobody"));
  return out;
}
`,
};
programs["Knex, a question that a helper gives back"] = {
  "users.ts": `import { knex } from "knex";
const db = knex({ client: "pg" });
export const userOf = (id: string) => db("users").where({ id }).first();
`,
  "main.ts": `import { userOf } from "./users";
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push((await userOf(row.userId ?? "nobody"))?.name);
  return out;
}
`,
};
programs["Kysely, of what a function gives"] = {
  "stores.ts": `import { Kysely } from "kysely";
const db = new Kysely<any>({} as any);
function getDb(): Kysely<any> {
  return db;
}
class UserStore {
  async load(active: boolean, id: string) {
    return (await getDb().selectFrom("users").selectAll().where("active", "=", active).where("id", "=", id).executeTakeFirst()) ?? null;
  }
}
export class Stores {
  public users: UserStore;
  constructor() {
    this.users = new UserStore();
  }
}
`,
  "main.ts": `import { Stores } from "./stores";
class Base {
  public stores: Stores = new Stores();
}
class Page extends Base {
  async all(${rows}) {
    return Promise.all(rows.map(async (row) => (await this.stores.users.load(true, row.userId ?? ""))?.name));
  }
}
export const all = (${rows}) => new Page().all(rows);
`,
};
programs["Sequelize by its key"] = {
  "main.ts": `import { Model } from "sequelize";
class User extends Model {}
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    out.push(await User.findByPk(row.userId ?? ""));
    if (out.length > 100) return [];
  }
  return out;
}
`,
};
programs["Sequelize by its key, with options"] = {
  "main.ts": `import { Model } from "sequelize";
class User extends Model {}
export async function all(${rows}) {
  return Promise.all(rows.map((row) => User.findByPk(row.userId ?? "", { attributes: ["id"], raw: true })));
}
`,
};
programs["TypeORM, put together"] = {
  "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const users: Repository<{ id: string }> = repository("users");
  const out: unknown[] = [];
  for (const row of rows) {
    if (!row.userId) continue;
    const query = 1;
    out.push(query, await users.createQueryBuilder("user").leftJoinAndSelect("user.team", "team").where("user.id = :id", { id: row.userId }).getOne());
  }
  return out;
}
`,
};
programs["TypeORM, put together, the rows of each"] = {
  "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const items: Repository<{ userId: string }> = repository("items");
  const out: unknown[] = [];
  for (const { userId } of rows) out.push(await items.createQueryBuilder("item").where({ userId: userId ?? "" }).getMany());
  return out;
}
`,
};
programs["Drizzle, one row of SQLite"] = {
  "main.ts": `import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/better-sqlite3";
import * as schema from "./schema";
const db = drizzle("shop.db");
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const user = await db.select().from(schema.users).where(eq(schema.users.id, row.userId ?? "")).get();
    out.push(user?.name);
  }
  return out;
}
`,
};
programs["Mongoose, the documents of each"] = {
  "user.ts": `import { model, Schema } from "mongoose";
const schema = new Schema({ name: String, teamId: { type: String, index: true } });
export const User = model("User", schema);
`,
  "main.ts": `import { User } from "./user";
const teams: Record<string, string> = { a: "t1", b: "t2" };
export async function all(${rows}) {
  const of = rows.map(({ userId }) => ({ team: teams[userId ?? ""] ?? "none" }));
  const out: unknown[] = [];
  for (const { team } of of) out.push(await User.find({ teamId: team, active: true }).sort({ name: 1 }).lean());
  return out;
}
`,
};
programs["a function that asks something else first"] = {
  "users.ts": `import type { Repository } from "typeorm";
export class UserService {
  constructor(private readonly users: Repository<{ id: string; name: string }>) {}
  async nameOf(id: string) {
    const all = await this.users.find({ where: { id: "a" } });
    const user = await this.users.findOneBy({ id });
    return [all.length, user?.name];
  }
}
`,
  "main.ts": `import { UserService } from "./users";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(repository("users"));
  const out: unknown[] = [];
  for (const row of rows) out.push(await service.nameOf(row.userId ?? "nobody"));
  return out;
}
`,
};

programs["a function that map is handed by its name"] = {
  "users.ts": `import type { Repository } from "typeorm";
export class UserService {
  constructor(private readonly users: Repository<{ id: string; name: string }>) {}
  nameOf = async (id: string) => {
    const user = await this.users.findOneBy({ id });
    return user?.name;
  };
}
`,
  "main.ts": `import { UserService } from "./users";
export async function all(${rows}, { repository }: any) {
  const service: UserService = new UserService(repository("users"));
  const names = await Promise.all(rows.map(({ userId }) => userId ?? "").map(service.nameOf));
  return names;
}
`,
};
programs["a function of its file that map is handed"] = {
  "main.ts": `${prisma}const itemsOf = (userId: string) => prisma.item.findMany({ where: { userId } });
export async function all(${rows}) {
  const ids = rows.map(({ userId }) => userId ?? "");
  return { items: await Promise.all(ids.map(itemsOf)) };
}
`,
};
programs["a function that writes to another table"] = {
  "main.ts": `${prisma}async function load(id: string) {
  const user = await prisma.user.findUnique({ where: { id } });
  if (user === null) await prisma.item.create({ data: { title: id } });
  return user;
}
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await load(row.userId ?? "a"));
  return out;
}
`,
};

programs["TypeORM, how many rows each has"] = {
  "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const items: Repository<{ userId: string }> = repository("items");
  const out: unknown[] = [];
  for (const row of rows) {
    const sum = 1 + (await items.count({ where: { userId: row.userId ?? "", title: "cup" } }));
    out.push(sum);
  }
  return out;
}
`,
};
programs["TypeORM, whether each has rows"] = {
  "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const items: Repository<{ userId: string }> = repository("items");
  const out: unknown[] = [];
  for (const row of rows) if (!(await items.existsBy({ userId: row.userId ?? "" }))) out.push(row.userId);
  return out;
}
`,
};
programs["Sequelize, how many rows each has"] = {
  "main.ts": `import { Model } from "sequelize";
class Item extends Model {}
export async function all(${rows}) {
  return Promise.all(rows.map(async (row) => ({ ...row, items: await Item.count({ where: { userId: row.userId ?? "" } }) })));
}
`,
};

programs["a list that is gone through by its index"] = {
  "main.ts": `${prisma}export async function all(${rows}) {
  const out: unknown[] = [];
  const ids = rows.map(({ userId }) => userId);
  for (let i = 0; i < ids.length; i++) {
    if (!ids[i]) continue;
    const user = await prisma.user.findUnique({ where: { id: ids[i] as string } });
    out.push(i, user?.name);
  }
  return out;
}
`,
};
programs["rows that are gone through by their index"] = {
  "main.ts": `import type { Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const users: Repository<{ id: string }> = repository("users");
  const out: unknown[] = [];
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    out.push(await users.findOneBy({ id: row.userId ?? "" }), rows[i]);
  }
  return out;
}
`,
};

programs["Redis, a text by each key"] = {
  "main.ts": `import { Redis } from "ioredis";
const redis = new Redis();
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    if (!row.userId) continue;
    const name = await redis.get(\`user:\${row.userId}\`);
    out.push(name);
  }
  return out;
}
`,
};
programs["Redis, a field of a hash, in a helper"] = {
  "main.ts": `import { Redis } from "ioredis";
const redis = new Redis();
const nameOf = (id: string) => redis.hget("names", id);
export async function all(${rows}) {
  return Promise.all(rows.map(async ({ userId }) => (await nameOf(userId ?? "")) ?? "nobody"));
}
`,
};

programs["Drizzle, columns without the key"] = {
  "main.ts": `import { asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { items } from "./schema";
const db = drizzle("postgres://db");
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) {
    const found = await db
      .select({ item: items.id })
      .from(items)
      .where(eq(items.userId, row.userId ?? ""))
      .orderBy(asc(items.id));
    out.push(found);
  }
  return out;
}
`,
};
programs["a function that opens its client"] = {
  "names.ts": `import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { users } from "./schema";
const getDb = () => drizzle("postgres://db");
export async function isActive(id: string): Promise<boolean> {
  // One for the request.
  const db = getDb(); // kept
  const rows = await db.select({ active: users.active }).from(users).where(eq(users.id, id)).limit(1);
  return rows[0]?.active ?? false;
}
`,
  "main.ts": `import { isActive } from "./names";
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await isActive(row.userId ?? ""));
  return out;
}
`,
};
programs["a function that may be passed its client"] = {
  "users.ts": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function nameOf(id: string, tx?: PrismaClient): Promise<string> {
  const client = tx ?? prisma;
  const user = await client.user.findUnique({ where: { id } });
  if (!user) return "nobody";
  return user.name;
}
`,
  "main.ts": `import { nameOf } from "./users";
export async function all(${rows}) {
  const out: unknown[] = [];
  for (const row of rows) out.push(await nameOf(row.userId ?? ""));
  return out;
}
`,
};
programs["TypeORM's word for is"] = {
  "main.ts": `import { Equal, type Repository } from "typeorm";
export async function all(${rows}, { repository }: any) {
  const users: Repository<{ id: string }> = repository("users");
  const out: unknown[] = [];
  for (const row of rows) out.push(await users.findOne({ where: { id: Equal(row.userId ?? "") } }));
  return out;
}
`,
};

/** Programs of which the fix leaves another query for each element. */
const stillAsking = new Set([
  "an answer that is handed to a function",
  "a function that asks something else first",
]);

/** Programs in which the query for one throws: it is sent once more, for an error of its own. */
const throwsItself = new Set([
  "a function whose library throws where there is no row",
  "a function that does nothing but ask, and throws",
]);

const lists: unknown[][] = [
  [],
  [{ userId: "b" }, { userId: "gone" }, { userId: "a" }, { userId: "b" }],
  [{ userId: "a" }, { userId: null }, { userId: "c" }],
];

test.each(Object.entries(programs))("a program gives the same with its fix: %s", async (title, files) => {
  const after = fixed(files);
  if (!stillAsking.has(title)) expect(found(after).length).toBeLessThan(found(files).length);
  for (const list of lists) {
    const [was, is] = [await run(files, list), await run(after, list)];
    expect(is.gives).toEqual(was.gives);
    expect(is.queries).toBeLessThanOrEqual(
      Math.max(1, was.queries + (String(was.gives).startsWith("Error") ? 1 : 0)),
    );
    const other = stillAsking.has(title) ? list.length : throwsItself.has(title) ? 1 : 0;
    if (list.length > 3) expect([is.queries, was.queries]).toEqual([1 + other, expect.any(Number)]);
  }
});
