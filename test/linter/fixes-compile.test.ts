import { expect, test } from "vitest";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import { compiled } from "./compiled.ts";
import { newLinter } from "./linter.ts";

/** Programs with one thing to fix each; what is written must compile as what was there did. */
const programs: Record<string, string> = {
  "rows that a text of pg inserts": `import { Pool } from "pg";
const pool = new Pool();
export async function all(rows: { name: string; age: number }[]): Promise<void> {
  for (const { name, age } of rows) await pool.query("INSERT INTO users (name, age) VALUES ($1, $2)", [name, age]);
}
`,
  "rows that a text of mysql2 inserts": `import type { Pool } from "mysql2/promise";
export async function all(pool: Pool, rows: { name: string; age: number }[]): Promise<void> {
  await Promise.all(rows.map(({ name, age }) => pool.query("INSERT INTO users (name, age) VALUES (?, ?)", [name, age])));
}
`,
  "rows that a text of pg deletes": `import { Pool } from "pg";
const pool = new Pool();
export async function all(ids: number[]): Promise<void> {
  await Promise.all(ids.map((id) => pool.query("DELETE FROM users WHERE id = $1", [id])));
}
`,
  "prisma by its key": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function names(orders: { userId: string }[]): Promise<string[]> {
  const out: string[] = [];
  for (const order of orders) {
    const user = await prisma.user.findUnique({ where: { id: order.userId }, include: { team: true } });
    out.push(user?.name ?? "");
  }
  return out;
}
`,
  "prisma by another unique field": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function ids(emails: Set<string>): Promise<void> {
  for (const email of emails) console.log((await prisma.user.findUnique({ where: { email } }))?.id);
}
`,
  "a text of pg": `import { Pool } from "pg";
const pool = new Pool();
interface Item { id: number; order_id: number; title: string }
export async function all(orders: { id: number }[]): Promise<string[]> {
  const out: string[] = [];
  for (const order of orders) {
    // What was bought.
    const { rows } = await pool.query<Item>(
      \`SELECT i.* FROM items i
        WHERE i.order_id = $1::int AND i.deleted_at IS NOT NULL
        ORDER BY i.id\`,
      [order.id],
    );
    out.push(...rows.map(({ title }) => title));
  }
  return out;
}
`,
  "a text of mysql2": `import type { Pool, RowDataPacket } from "mysql2/promise";
interface User extends RowDataPacket { id: number; name: string }
export async function all(pool: Pool, orders: { userId: number }[]): Promise<string[]> {
  const out: string[] = [];
  for (const order of orders) {
    const [rows] = await pool.query<User[]>("SELECT id, name FROM users WHERE id = ? LIMIT 1", [order.userId]);
    out.push(rows[0]?.name ?? "");
  }
  return out;
}
`,
  "a text of postgres.js": `import type { Sql } from "postgres";
export async function all(sql: Sql, orders: { userId: number }[]): Promise<string[]> {
  const out: string[] = [];
  for (const order of orders) {
    const [user] = await sql<{ id: number; name: string }[]>\`SELECT id, name FROM users WHERE id = \${order.userId}\`;
    out.push(user?.name ?? "");
  }
  return out;
}
`,
  "a text of Redis": `import { Redis } from "ioredis";
const redis = new Redis();
export async function all(ids: Set<string>): Promise<string[]> {
  const out: string[] = [];
  for (const id of ids) {
    // What was kept.
    const kept = await redis.get(\`user:\${id}\`);
    if (kept !== null) out.push(kept);
  }
  return out;
}
`,
  "a text of node-redis, at the same time for all": `import { createClient } from "redis";
const redis = createClient();
export async function all(ids: string[]): Promise<number[]> {
  const kept = await Promise.all(ids.map((id) => redis.get(id)));
  return kept.map((text) => text?.length ?? 0);
}
`,
  "prisma, the same in every turn": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function log(ids: string[]): Promise<void> {
  for (const id of ids) {
    const settings = await prisma.settings.findFirst({ where: { active: true } });
    console.log(id, settings?.name);
  }
}
`,
  "prisma, row by row": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function add(names: string[]): Promise<void> {
  for (const name of names) {
    await prisma.user.create({ data: { name } });
  }
}
`,
  "typeorm by its key": `import type { Repository } from "typeorm";
export async function all(users: Repository<{ id: number; name: string }>, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    const user = await users.findOneBy({ id });
    console.log(user?.name);
  }
}
`,
  "typeorm, row by row": `import type { Repository } from "typeorm";
export async function keep(users: Repository<{ id: number }>, rows: { id: number }[]): Promise<void> {
  for (const row of rows) await users.save(row);
}
`,
  "typeorm, rows that are changed": `import type { Repository } from "typeorm";
export async function rename(users: Repository<{ id: number; name: string }>, name: string): Promise<number> {
  const all = await users.findBy({ name });
  for (const user of all) {
    // The new one.
    user.name = "next";
    await users.save(user);
  }
  return all.length;
}
`,
  "sequelize by its key": `import { Model } from "sequelize";
class User extends Model {
  declare name: string;
}
export async function all(rows: { userId: number }[]): Promise<void> {
  for (const row of rows) {
    const user = await User.findOne({ where: { id: row.userId } });
    console.log(user?.name);
  }
}
`,
  "knex by its key": `import { knex } from "knex";
const db = knex({ client: "pg" });
export async function all(rows: { userId: number }[]): Promise<void> {
  for (const row of rows) {
    const user = await db("users").where({ id: row.userId }).first();
    console.log(user?.name);
  }
}
`,
  "drizzle by its key": `import { type Column, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
declare const users: { id: Column<number> };
const db = drizzle("postgres://db");
export async function all(rows: { userId: number }[]): Promise<void> {
  for (const row of rows) {
    const user = await db.query.users.findFirst({ where: eq(users.id, row.userId) });
    console.log(user?.name);
  }
}
`,
  "drizzle, columns without the key": `import { type Column, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
declare const items: { id: Column<number>; userId: Column<number> };
const db = drizzle("postgres://db");
export async function all(rows: { userId: number }[]): Promise<{ item: number }[]> {
  const out: { item: number }[] = [];
  for (const row of rows) {
    const found = await db.select({ item: items.id }).from(items).where(eq(items.userId, row.userId));
    out.push(...found);
  }
  return out;
}
`,
  "a client that a function may be passed": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function nameOf(id: string, tx?: PrismaClient): Promise<string> {
  // A transaction's own, where there is one.
  const client = tx ?? prisma; // asked below
  const user = await client.user.findUnique({ where: { id } });
  return user?.name ?? "nobody";
}
export async function names(ids: string[], tx: PrismaClient): Promise<string[]> {
  const out: string[] = [];
  for (const id of ids) out.push(await nameOf(id, tx));
  return out;
}
`,
  "mongoose by its key": `import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function all(rows: { userId: string }[]): Promise<void> {
  for (const row of rows) {
    const user = await User.findById(row.userId);
    console.log(user?.name);
  }
}
`,
  "mongodb by its key": `import { MongoClient } from "mongodb";
const users = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 1000 }).db().collection("users");
export async function all(ids: string[]): Promise<void> {
  for (const id of ids) {
    const user = await users.findOne({ _id: id });
    console.log(user?.name);
  }
}
`,
  "prisma by its key, at the same time for all": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function names(orders: { userId: string }[], log: (id: string) => Promise<void>): Promise<string[]> {
  return Promise.all(
    orders.map(async ({ userId }: { userId: string }) => {
      // May be gone by now.
      await log(userId);
      const user = await prisma.user.findUnique({ where: { id: userId } });
      return user?.name ?? "";
    }),
  );
}
`,
  "typeorm by its key, in what Promise.all is given": `import type { Repository } from "typeorm";
interface User {
  id: number;
  name: string;
}
export async function all(users: Repository<User>, rows: { userId: number }[]): Promise<(User | null)[]> {
  const found = await Promise.all(rows.map((row) => users.findOneBy({ id: row.userId })));
  return found;
}
`,
  "the rows of each, in one query": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function count(users: { id: string }[]): Promise<number> {
  let sum = 0;
  for (const user of users) {
    const items = await prisma.item.findMany({ where: { userId: user.id }, orderBy: { name: "asc" } });
    sum += items.length;
  }
  return sum;
}
`,
  "the rows of each, at the same time for all": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function lengths(users: { id: string }[]): Promise<number[]> {
  const items = await Promise.all(users.map((user) => prisma.item.findMany({ where: { userId: user.id } })));
  return items.map((of) => of.length);
}
`,
  "a field resolver, through a DataLoader": `import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
interface User {
  id: string;
  name: string;
}
const prisma = new PrismaClient();
export const userByEmail = new DataLoader(async (emails: readonly string[]) => emails.map((email) => ({ email })));
export const resolvers = {
  User: {
    // The newest are of no interest.
    items: async (user: User) => {
      const items = await prisma.item.findMany({ where: { userId: user.id }, orderBy: { name: "asc" } });
      return items.map(({ name }) => name);
    },
  },
};
`,
  "a field resolver that gives its rows": `import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const other = new DataLoader(async (ids: readonly number[]) => ids);
export const resolvers = {
  User: { items: ({ id }: { id: string }) => prisma.item.findMany({ where: { userId: id } }) },
};
`,
  "an answer that goes through a function": `import type { Repository } from "typeorm";
interface User { id: number; name: string }
export async function names(users: Repository<User>, rows: { userId: number }[]): Promise<(string | undefined)[]> {
  const out: (string | undefined)[] = [];
  for (const row of rows) {
    // The one who wrote it.
    const name = await users.findOneBy({ id: row.userId }).then((user) => user?.name);
    out.push(name);
  }
  return out;
}
`,
  "a query of typeorm that is put together": `import type { Repository } from "typeorm";
interface User { id: number; name: string }
export async function names(users: Repository<User>, rows: { userId: number }[]): Promise<string[]> {
  return Promise.all(
    rows.map(async (row) => {
      const user = await users
        .createQueryBuilder("user")
        .leftJoinAndSelect("user.team", "team")
        .where("user.id = :id", { id: row.userId })
        .getOne();
      return user?.name ?? "";
    }),
  );
}
`,
  "typeorm, how many rows each has": `import type { EntityManager, Repository } from "typeorm";
class Item { orderId!: number }
export async function counts(manager: EntityManager, items: Repository<Item>, rows: { id: number }[]): Promise<number[]> {
  const out: number[] = [];
  for (const row of rows) {
    // Of this order.
    out.push(await items.countBy({ orderId: row.id }));
  }
  return out;
}
`,
  "a key that a function may be passed or not": `import type { Repository } from "typeorm";
interface User { id: number; name: string }
async function nameOf(users: Repository<User>, id?: number): Promise<string> {
  // Nobody.
  if (!id) return "";
  const user = await users.findOneBy({ id });
  return user?.name ?? "";
}
export async function names(users: Repository<User>, rows: { userId?: number }[]): Promise<string[]> {
  const out: string[] = [];
  for (const row of rows) out.push(await nameOf(users, row.userId));
  return out;
}
`,
  "a list by its index": `import type { Repository } from "typeorm";
interface User { id: number; name: string }
export async function names(users: Repository<User>, ids: number[]): Promise<string[]> {
  const out: string[] = [];
  for (let i = 0; i < ids.length; i++) {
    // One of them.
    const user = await users.findOneBy({ id: ids[i] });
    out.push(user?.name ?? "");
  }
  return out;
}
`,
  "a list that may be anything": `import type { Repository } from "typeorm";
interface User { id: number; name: string }
export async function names(users: Repository<User>, rows: any): Promise<string[]> {
  const out: string[] = [];
  for (const row of rows) {
    // One of them.
    const user = await users.findOneBy({ id: row.userId });
    out.push(user?.name ?? "");
  }
  return out;
}
`,
  "functions that are handed on": `import type { Repository } from "typeorm";
interface User { id: number; name: string }
export class Users {
  constructor(private readonly users: Repository<User>) {}
  private readonly nameOf = async (id: number): Promise<string> => {
    const user = await this.users.findOneBy({ id });
    return user?.name ?? "";
  };
  async all(ids: number[]): Promise<string[]> {
    return Promise.all(ids.map(this.nameOf));
  }
}
`,
  "sequelize by its key alone": `import { Model } from "sequelize";
class User extends Model {
  declare name: string;
}
export async function all(rows: { userId: number }[]): Promise<void> {
  for (const row of rows) {
    const user = await User.findByPk(row.userId, { include: ["team"] });
    console.log(user?.name);
  }
}
`,
  "a pool without options": `import { Pool } from "pg";
export const pool = new Pool();
`,
  "a pool with options on lines of their own": `import { Pool } from "pg";
export const pool = new Pool({
  // As many as the database has cores.
  max: 8,
});
`,
  "a client of mongodb": `import { MongoClient } from "mongodb";
export const client = new MongoClient("mongodb://db");
`,
  "a call of axios without options": `import axios from "axios";
export const load = async (url: string) => (await axios.get(url)).data;
`,
  "fetch without options": "export const load = async (url: string) => (await fetch(url)).json();\n",
};

test("what a fix writes compiles, with the comments that were there", { timeout: 60_000 }, async () => {
  const linter = await newLinter();
  const written: Record<string, string> = {};
  try {
    const unfixed: string[] = [];
    for (const [title, text] of Object.entries(programs)) {
      const name = title.replace(/\W+/g, "-");
      linter.update("main.ts", text);
      const fix = linter.findings("main.ts").find(({ fixes }) => fixes.length > 0)?.fixes[0];
      linter.remove("main.ts");
      if (fix === undefined) unfixed.push(title);
      const after = applied(text, fix?.edits ?? []);
      for (const comment of text.match(/\/\/ .*/g) ?? []) expect(after).toContain(comment);
      written[`${name}.before.ts`] = text;
      written[`${name}.after.ts`] = after;
    }
    expect(unfixed).toEqual([]);
    expect(compiled(written)).toBe("");
  } finally {
    linter.dispose();
  }
});

const twoFiles: Record<string, string> = {
  "users.ts": `import type { Repository } from "typeorm";
export interface User {
  id: number;
  name: string;
}
export class UserRepository {
  constructor(private readonly users: Repository<User>) {}
  // By the key alone.
  findById(id: number): Promise<User | null> {
    return this.users.findOneBy({ id });
  }
}
export class UserService {
  constructor(private readonly repository: UserRepository) {}
  public async nameOf(user: { id: number | null }, unknown: string): Promise<string> {
    if (user.id === null) return unknown;
    const found = await this.repository.findById(user.id);
    // Gone by now.
    if (!found) throw new Error(\`no user \${user.id}\`);
    return found.name;
  }
}
`,
  "main.ts": `import { UserRepository, UserService } from "./users";
export async function all(
  users: UserRepository,
  service: UserService,
  orders: { userId: number | null }[],
): Promise<{ names: string[]; first: string | undefined }> {
  let first: string | undefined;
  for (const order of orders) {
    if (order.userId === null) continue;
    const user = await users.findById(order.userId);
    first ??= user?.name;
  }
  return {
    first,
    names: await Promise.all(orders.map(({ userId }) => service.nameOf({ id: userId }, "nobody"))),
  };
}
`,
};

const resolvers: Record<string, string> = {
  "loaders.ts":
    'import DataLoader from "dataloader";\nexport const none = new DataLoader(async (ids: readonly number[]) => ids);\n',
  "users.ts": `import type { FindOneOptions, Repository } from "typeorm";
export interface User { id: number; name: string }
export class UserService {
  constructor(private readonly users: Repository<User>) {}
  findById(id: number): Promise<User | null> {
    return this.users.findOneBy({ id });
  }
  async getOrFail(id: number, options?: FindOneOptions<User>): Promise<User> {
    const user = await this.users.findOne({ where: { id }, ...options });
    if (!user) throw new Error("no user");
    return user;
  }
}
export interface Written { readonly authorId: number }
export class Writers {
  constructor(private readonly users: UserService) {}
  async nameOf(of: Written): Promise<string> {
    const user = await this.users.getOrFail(of.authorId);
    return user.name;
  }
}
declare const users: Repository<User>;
export const userOf = (id: number) => users.findOneBy({ id });
`,
  "posts.ts": `import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import { UserService } from "./users";
interface Post { id: number; authorId: number; editorId: number | null }
@Resolver("Post")
export class PostResolver {
  constructor(private readonly users: UserService) {}
  // Who wrote it.
  @ResolveField()
  async author(@Parent() post: Post) {
    return this.users.findById(post.authorId);
  }
}
`,
  "comments.ts": `import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import { UserService } from "./users";
interface Comment { id: number; writerId: number }
@Resolver("Comment")
export class CommentResolver {
  constructor(private readonly users: UserService) {}
  @ResolveField()
  async writer(@Parent() comment: Comment): Promise<string> {
    const user = await this.users.getOrFail(comment.writerId, { relations: { team: true } });
    return user.name;
  }
}
`,
  "pages.ts": `import { FieldResolver, Resolver, Root } from "type-graphql";
import { Writers } from "./users";
interface Page { id: number; authorId: number }
@Resolver("Page")
export class PageResolver {
  constructor(private readonly writers: Writers) {}
  @FieldResolver()
  async writer(@Root() page: Page): Promise<string> {
    return this.writers.nameOf(page);
  }
}
`,
  "tags.ts": `import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import type { Repository } from "typeorm";
import type { User } from "./users";
interface Tag { id: number; ownerId: number }
@Resolver("Tag")
export class TagResolver {
  constructor(private readonly users: Repository<User>) {}
  @ResolveField()
  async owner(@Parent() tag: Tag): Promise<User | null> {
    return await this.users.findOneBy({ id: tag.ownerId });
  }
}
`,
  "map.ts": `import { userOf } from "./users";
interface Post { id: number; authorId: number; editorId: number | null }
export const resolvers = {
  Post: { editor: async ({ editorId }: Post) => (editorId === null ? null : (await userOf(editorId))?.name) },
};
`,
};

test("a DataLoader through a function compiles, in a class and beside resolvers", {
  timeout: 60_000,
}, async () => {
  const linter = await newLinter();
  const files = { ...resolvers };
  try {
    for (const [path, text] of Object.entries(files)) linter.update(path, text);
    for (const path of ["posts.ts", "comments.ts", "pages.ts", "tags.ts", "map.ts"]) {
      const [finding, ...more] = linter.findings(path).filter(({ rule }) => rule === "n-plus-one");
      expect([finding?.fixes.map(({ title }) => english(title)), more]).toEqual([
        [
          expect.stringMatching(
            /^Ask through a DataLoader($|, with (findById|getOrFail|nameOf|userOf)Among beside )/,
          ),
        ],
        [],
      ]);
      for (const other of Object.keys(files)) {
        const own = (finding?.fixes[0]?.edits ?? []).filter(({ file }) => file === other);
        files[other] = applied(files[other] ?? "", own);
        linter.update(other, files[other]);
      }
      expect(linter.findings(path).filter(({ rule }) => rule === "n-plus-one")).toEqual([]);
    }
    expect(files["posts.ts"]).toContain(`export class PostResolver {
  private readonly userById = new DataLoader(
    async (keys: readonly number[]) => {
      const find = await this.users.findByIdAmong([...keys]);
      return keys.map((key) => find(key));
    },
    { cache: false },
  );

  constructor(`);
    expect(files["posts.ts"]).toContain("    return this.userById.load(post.authorId);");
    expect(files["tags.ts"]).toContain(`export class TagResolver {
  private readonly userById = new DataLoader(
    async (keys: readonly number[]) => {
      const rowByKey = new Map(
        (await this.users.findBy({ id: In([...keys]) })).map((row) => [String(row.id), row] as const),
      );
      return keys.map((key) => rowByKey.get(String(key)) ?? null);
    },
    { cache: false },
  );
`);
    expect(files["pages.ts"]).toContain("    async (keys: readonly Page[]) => {\n");
    // What throws for one key does not for the others.
    expect(
      files["comments.ts"],
    ).toContain(`      const find = await this.users.getOrFailAmong([...keys], { relations: { team: true } });
      return Promise.all(
        keys.map((key) =>
          find(key).catch((error) => (error instanceof Error ? error : new Error(String(error)))),
        ),
      );
`);
    expect(files["map.ts"]).toContain("(await userById.load(editorId))?.name");
    expect(compiled(files)).toBe("");
  } finally {
    linter.dispose();
  }
});

test("fixes of two files compile, one after the other", { timeout: 60_000 }, async () => {
  const linter = await newLinter();
  const files = { ...twoFiles };
  try {
    for (const [path, text] of Object.entries(files)) linter.update(path, text);
    for (let left = 2; left > 0; left--) {
      const findings = linter.findings("main.ts").filter(({ rule }) => rule === "n-plus-one");
      expect(findings).toHaveLength(left);
      const edits = findings.find(({ fixes }) => fixes.length > 0)?.fixes[0]?.edits ?? [];
      for (const path of Object.keys(files)) {
        const own = edits.filter(({ file }) => file === path);
        files[path] = applied(files[path] ?? "", own);
        linter.update(path, files[path]);
      }
    }
    expect(linter.findings("main.ts").filter(({ rule }) => rule === "n-plus-one")).toEqual([]);
    for (const text of Object.values(twoFiles))
      for (const comment of text.match(/\/\/ .*/g) ?? [])
        expect(Object.values(files).join("\n")).toContain(comment);
    expect(compiled(files)).toBe("");
  } finally {
    linter.dispose();
  }
});
