// Each library in its own words: found, and left alone where it is right.

// case: pg asks per row
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function load(ids: string[]) {
  for (const id of ids) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}

// case: pg through a client of the pool
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function load(ids: string[]) {
  const client = await pool.connect();
  try {
    for (const id of ids) await client.query({ text: "SELECT 1 FROM users WHERE id = $1", values: [id] }); // expect: n-plus-one
  } finally {
    client.release();
  }
}

// case: pg through a query function of the project
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const query = (text: string, values: unknown[]) => pool.query(text, values);
// file: main.ts
import * as db from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await db.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}

// case: pg with ANY asks once
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export const load = (ids: string[]) => pool.query("SELECT * FROM users WHERE id = ANY($1)", [ids]);

// case: pg in a transaction says BEGIN and COMMIT in no loop
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function run() {
  for (const statement of ["BEGIN", "COMMIT"]) await pool.query(statement);
}

// case: pg inserts row by row
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function save(rows: { id: string }[]) {
  for (const row of rows) await pool.query("INSERT INTO users (id) VALUES ($1)", [row.id]); // expect: write-in-loop
}

// case: mysql2 asks per row
import mysql from "mysql2/promise";
const pool = mysql.createPool({ host: "db", queueLimit: 50 });
export async function load(ids: number[]) {
  for (const id of ids) {
    const [rows] = await pool.execute("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
    console.log(rows);
  }
}

// case: mysql2 through a connection
import { createPool } from "mysql2/promise";
const pool = createPool({ host: "db", queueLimit: 50 });
export async function load(ids: number[]) {
  const connection = await pool.getConnection();
  for (const id of ids) await connection.query("SELECT * FROM users WHERE id = ?", [id]); // expect: n-plus-one
}

// case: postgres.js asks per row
import postgres from "postgres";
const sql = postgres("postgres://db", { connection: { statement_timeout: 5000 } }); // expect: pool-acquire-timeout
export async function load(ids: string[]) {
  for (const id of ids) await sql`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
}

// case: postgres.js builds pieces in a loop and asks once
import { sql } from "./db";
export async function load(ids: string[]) {
  const pieces = [];
  for (const id of ids) pieces.push(sql`id = ${id}`);
  return pieces;
}

// case: TypeORM repository injected into a Nest service
// file: user.entity.ts
import { Entity } from "typeorm";
@Entity()
export class User {}
// file: users.service.ts
import { Injectable } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { In, Repository } from "typeorm";
import { User } from "./user.entity";
@Injectable()
export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}
  async slow(ids: string[]) {
    for (const id of ids) await this.users.findOne({ where: { id } }); // expect: n-plus-one
  }
  async fast(ids: string[]) {
    return this.users.find({ where: { id: In(ids) } });
  }
  build(rows: object[]) {
    return rows.map((row) => this.users.create(row));
  }
}

// case: a TypeORM query builder of many lines
import { DataSource } from "typeorm";
declare const source: DataSource;
export async function load(ids: string[]) {
  for (const id of ids) {
    await source
      .getRepository("user")
      .createQueryBuilder("u")
      .where("u.id = :id", { id })
      .getOne(); // expect: n-plus-one
  }
}

// case: a TypeORM active record
// file: user.ts
import { BaseEntity, Entity } from "typeorm";
@Entity()
export class User extends BaseEntity {
  id!: string;
}
// file: main.ts
import { User } from "./user";
export async function load(ids: string[]) {
  for (const id of ids) await User.findOneBy({ id }); // expect: n-plus-one
  for (const id of ids) User.create({ id });
}

// case: a repository class of one's own
// file: user.repository.ts
import { Repository } from "typeorm";
export class UserRepository extends Repository<{ id: string }> {
  byName(name: string) {
    return this.findOne({ where: { name } });
  }
}
// file: main.ts
import type { UserRepository } from "./user.repository";
export async function load(users: UserRepository, names: string[]) {
  for (const name of names) await users.byName(name); // expect: n-plus-one
}

// case: an entity manager in a transaction
import { DataSource } from "typeorm";
declare const source: DataSource;
export const load = (ids: string[]) =>
  source.transaction(async (manager) => {
    for (const id of ids) await manager.findOne("user", { where: { id } }); // expect: n-plus-one
  });

// case: TypeORM saves one by one
import { Repository } from "typeorm";
export async function save(users: Repository<object>, rows: object[]) {
  for (const row of rows) await users.save(row); // expect: write-in-loop
}

// case: TypeORM saves a list at once
import { Repository } from "typeorm";
export async function save(users: Repository<object>, rows: object[]) {
  await users.save(rows);
}

// case: a Sequelize model class
// file: user.ts
import { Model } from "sequelize";
export class User extends Model {}
// file: main.ts
import { User } from "./user";
export async function load(ids: string[]) {
  for (const id of ids) await User.findByPk(id); // expect: n-plus-one
  return User.findAll({ where: { id: ids } });
}

// case: a Sequelize model made by define
const { Sequelize, DataTypes } = require("sequelize");
const sequelize = new Sequelize("postgres://db");
const User = sequelize.define("user", { name: DataTypes.STRING });
async function load(ids: string[]) {
  for (const id of ids) await User.findOne({ where: { id } }); // expect: n-plus-one
}

// case: a Sequelize scope
// file: user.ts
import { Model } from "sequelize-typescript";
export class User extends Model {}
// file: main.ts
import { User } from "./user";
export const load = (ids: string[]) => Promise.all(ids.map((id) => User.scope("full").findOne({ where: { id } }))); // expect: n-plus-one

// case: a lazy association of Sequelize
import { type HasManyGetAssociationsMixin, Model } from "sequelize";
class Post extends Model {}
export class User extends Model {
  declare getPosts: HasManyGetAssociationsMixin<Post>;
}
export async function all() {
  const users: User[] = await User.findAll();
  for (const user of users) await user.getPosts(); // expect: n-plus-one
}

// case: raw SQL of Sequelize
import { Sequelize } from "sequelize";
const sequelize = new Sequelize("postgres://db");
export async function load(ids: string[]) {
  for (const id of ids) await sequelize.query("SELECT 1 WHERE id = ?", { replacements: [id] }); // expect: n-plus-one
}

// case: Sequelize creates one by one
import { Model } from "sequelize";
class User extends Model {}
export async function save(rows: object[]) {
  for (const row of rows) await User.create(row); // expect: write-in-loop
}

// case: the row that was created is needed
import { Model } from "sequelize";
class User extends Model {}
export async function save(rows: object[]) {
  const ids = [];
  for (const row of rows) {
    const user = await User.create(row);
    ids.push(user.id);
  }
  return ids;
}

// case: Knex by table
import knex from "knex";
const db = knex({ client: "pg" });
export async function load(ids: string[]) {
  for (const id of ids) {
    const row = await db("users").where({ id }).first(); // expect: n-plus-one
    console.log(row);
  }
}

// case: a Knex builder that grows in a loop runs once
import knex from "knex";
const db = knex({ client: "pg" });
export async function search(words: string[]) {
  let query = db("users").select("*");
  for (const word of words) {
    query = query.orWhere("name", "like", word);
  }
  return query;
}

// case: a Knex subquery is part of its query
import knex from "knex";
const db = knex({ client: "pg" });
export const load = (ids: string[]) => db("users").whereIn("id", db("members").select("id").whereIn("team", ids));

// case: Knex in chunks
import knex from "knex";
import { chunk } from "lodash";
const db = knex({ client: "pg" });
export async function load(ids: string[]) {
  for (const part of chunk(ids, 100)) await db("users").whereIn("id", part);
}

// case: a Knex transaction
import knex from "knex";
const db = knex({ client: "pg" });
export const load = (ids: string[]) =>
  db.transaction(async (trx) => {
    for (const id of ids) await trx("users").where({ id }); // expect: n-plus-one
  });

// case: Knex inserts row by row
import knex from "knex";
const db = knex({ client: "pg" });
export async function save(rows: object[]) {
  for (const row of rows) await db("users").insert(row); // expect: write-in-loop
  await db("users").insert(rows);
}

// case: an Objection model
// file: person.ts
import { Model } from "objection";
export class Person extends Model {
  static tableName = "persons";
}
// file: main.ts
import { Person } from "./person";
export async function load(ids: number[]) {
  for (const id of ids) await Person.query().findById(id); // expect: n-plus-one
  return Person.query().findByIds(ids);
}

// case: a lazy relation of Objection
import { Model } from "objection";
class Person extends Model {}
export async function load() {
  const persons = await Person.query();
  for (const person of persons) await person.$relatedQuery("pets"); // expect: n-plus-one
}

// case: Drizzle select
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export async function load(ids: number[]) {
  for (const id of ids) await db.select().from(users).where(eq(users.id, id)); // expect: n-plus-one
}

// case: Drizzle relational query
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export const load = (ids: number[]) => Promise.all(ids.map((id) => db.query.users.findFirst({ where: eq(users.id, id) }))); // expect: n-plus-one

// case: Drizzle with inArray and a subquery
import { inArray } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { members, users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export const load = (ids: number[]) =>
  db.select().from(users).where(inArray(users.id, db.select({ id: members.id }).from(members).where(inArray(members.id, ids))));

// case: Drizzle inserts row by row
import { drizzle } from "drizzle-orm/node-postgres";
import { users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export async function save(rows: object[]) {
  for (const row of rows) await db.insert(users).values(row); // expect: write-in-loop
  await db.insert(users).values(rows);
}

// case: a Drizzle database by its declared type
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { users } from "./schema";
export async function load(db: NodePgDatabase, ids: number[]) {
  for (const id of ids) {
    const [row] = await db.select().from(users).where(id); // expect: n-plus-one
    console.log(row);
  }
}

// case: Kysely
import { Kysely } from "kysely";
const db = new Kysely<object>({ dialect });
export async function load(ids: string[]) {
  for (const id of ids) {
    await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst(); // expect: n-plus-one
  }
  return db.selectFrom("users").selectAll().where("id", "in", ids).execute();
}

// case: a Kysely transaction
import type { Kysely } from "kysely";
export const load = (db: Kysely<object>, ids: string[]) =>
  db.transaction().execute(async (trx) => {
    for (const id of ids) await trx.selectFrom("users").where("id", "=", id).execute(); // expect: n-plus-one
  });

// case: a Kysely builder that grows in a loop
import type { Kysely } from "kysely";
export function search(db: Kysely<object>, words: string[]) {
  let query = db.selectFrom("users").selectAll();
  for (const word of words) query = query.where("name", "like", word);
  return query.execute();
}

// case: MikroORM
import { EntityManager } from "@mikro-orm/postgresql";
import { User } from "./user";
export class Users {
  constructor(private readonly em: EntityManager) {}
  async load(ids: string[]) {
    for (const id of ids) await this.em.findOne(User, id); // expect: n-plus-one
    return this.em.find(User, { id: { $in: ids } });
  }
  async save(rows: object[]) {
    for (const row of rows) this.em.persist(row);
    await this.em.flush();
  }
}

// case: MikroORM's short names of a repository and a builder
import type { EntityManager } from "@mikro-orm/mysql";
import { Game, Player, Score } from "./entities";
export async function counts(em: EntityManager, studio: object) {
  const games = await em.repo(Game).find({ studio });
  for (const game of games) {
    await em.repo(Player).count({ game }); // expect: n-plus-one
    await em.qb(Score, "s").select("s.value").where({ game }).execute("get"); // expect: n-plus-one
  }
  return em.repo(Player).count({ game: games });
}

// case: MikroORM's entity manager on the context of a request
// file: game.ts
import { Entity } from "@mikro-orm/core";
@Entity()
export class Game {}
// file: routes.ts
import { route } from "./framework";
import { Game } from "./game";
export const counts = route({
  handler: async (ctx) => {
    const em = ctx.em;
    for (const id of ctx.ids) await em.findOne(Game, id); // expect: n-plus-one
    return em.find(Game, ctx.ids);
  },
});

// case: MikroORM flushes in a loop
import type { EntityManager } from "@mikro-orm/core";
export async function save(em: EntityManager, rows: object[]) {
  for (const row of rows) {
    em.persist(row);
    await em.flush(); // expect: write-in-loop
  }
}

// case: a MikroORM repository
import { EntityRepository } from "@mikro-orm/core";
export async function load(users: EntityRepository<object>, ids: string[]) {
  return Promise.all(ids.map((id) => users.findOneOrFail({ id }))); // expect: n-plus-one
}

// case: a Mongoose model
// file: user.ts
import mongoose from "mongoose";
const schema = new mongoose.Schema({ name: String });
export const User = mongoose.model("User", schema);
// file: main.ts
import { User } from "./user";
export async function load(ids: string[]) {
  for (const id of ids) {
    const user = await User.findById(id).lean(); // expect: n-plus-one
    console.log(user);
  }
  return User.find({ _id: { $in: ids } });
}

// case: Mongoose with exec
import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export const load = (ids: string[]) => Promise.all(ids.map((id) => User.findOne({ id }).populate("team").exec())); // expect: n-plus-one

// case: a Mongoose model injected by Nest
import { InjectModel } from "@nestjs/mongoose";
import { Model } from "mongoose";
export class Cats {
  constructor(@InjectModel("Cat") private readonly cats: Model<object>) {}
  async load(ids: string[]) {
    for (const id of ids) await this.cats.findById(id); // expect: n-plus-one
  }
}

// case: Mongoose with callbacks and async.each
const async = require("async");
const mongoose = require("mongoose");
const User = mongoose.model("User", new mongoose.Schema({}));
function load(ids: string[], done: () => void) {
  async.each(
    ids,
    (id: string, next: () => void) => {
      User.findOne({ id }, next); // expect: n-plus-one
    },
    done,
  );
}

// case: Mongoose writes documents one by one
import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function save(rows: object[]) {
  for (const row of rows) await User.create(row); // expect: write-in-loop
  await User.insertMany(rows);
}

// case: a Mongoose cursor
import { model, Schema } from "mongoose";
const User = model("User", new Schema({}));
export async function all() {
  await User.find().cursor().eachAsync((user) => console.log(user));
}

// case: the MongoDB driver
import { MongoClient } from "mongodb";
const client = new MongoClient("mongodb://db/?waitQueueTimeoutMS=1000");
const users = client.db("app").collection("users");
export async function load(ids: string[]) {
  for (const id of ids) await users.findOne({ id }); // expect: n-plus-one
  return users.find({ id: { $in: ids } }).toArray();
}

// case: the MongoDB driver reads lists per element
import type { Db } from "mongodb";
export const load = (db: Db, ids: string[]) =>
  Promise.all(ids.map((id) => db.collection("orders").find({ userId: id }).toArray())); // expect: n-plus-one

// case: the MongoDB driver deletes one by one
import type { Collection } from "mongodb";
export async function clean(rows: Collection, ids: string[]) {
  for (const id of ids) await rows.deleteOne({ id }); // expect: write-in-loop
  await rows.deleteMany({ id: { $in: ids } });
}

// case: a MongoDB cursor is walked
import type { Collection } from "mongodb";
export async function all(rows: Collection) {
  for await (const row of rows.find()) console.log(row);
}

// case: ioredis reads per key
import Redis from "ioredis";
const redis = new Redis();
export async function load(keys: string[]) {
  for (const key of keys) await redis.get(key); // expect: n-plus-one
  return redis.mget(keys);
}

// case: an ioredis pipeline
import Redis from "ioredis";
const redis = new Redis();
export async function load(keys: string[]) {
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.get(key);
  return pipeline.exec();
}

// case: node-redis reads hashes per key
import { createClient } from "redis";
const client = createClient();
export async function load(keys: string[]) {
  const out = [];
  for (const key of keys) out.push(await client.hGetAll(key)); // expect: n-plus-one
  return out;
}

// case: a Map that is named like a cache
const redis = new Map<string, string>();
export function load(keys: string[]) {
  return keys.map((key) => redis.get(key));
}

// case: a SCAN loop over cursors
import Redis from "ioredis";
const redis = new Redis();
export async function all() {
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor);
    cursor = next;
    if (keys.length > 0) await redis.mget(keys);
  } while (cursor !== "0");
}

// case: Prisma creates one by one
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function save(rows: object[]) {
  for (const row of rows) await prisma.user.create({ data: row }); // expect: write-in-loop
  await prisma.user.createMany({ data: rows });
}

// case: Prisma updates every row alike
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function close(ids: string[]) {
  for (const id of ids) await prisma.order.update({ where: { id }, data: { open: false } }); // expect: write-in-loop
}

// case: Prisma updates each row with its own values
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function rank(rows: { id: string; rank: number }[]) {
  for (const row of rows) await prisma.order.update({ where: { id: row.id }, data: { rank: row.rank } });
}

// case: Prisma deletes one by one in a transaction list
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const clean = (ids: string[]) => prisma.$transaction(ids.map((id) => prisma.order.delete({ where: { id } }))); // expect: write-in-loop

// case: Prisma upserts have no bulk form
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sync(rows: { id: string }[]) {
  for (const row of rows) await prisma.user.upsert({ where: { id: row.id }, create: row, update: row });
}

// case: a client that Prisma generated into the project
import { PrismaClient } from "../generated/prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: a Knex builder that is extended by statements in a loop
import knex from "knex";
const db = knex({ client: "pg" });
export async function search(fields: string[]) {
  const query = db("users").select("*");
  for (const field of fields) {
    query.where(field, "x");
  }
  fields.forEach((field) => {
    query.orWhere(field, "y");
  });
  return query;
}

// case: a helper that only extends a Knex builder
import knex, { type Knex } from "knex";
const db = knex({ client: "pg" });
function narrow(query: Knex.QueryBuilder, field: string) {
  return query.where(field, "x");
}
export async function search(fields: string[]) {
  let query = db("users").select("*");
  for (const field of fields) query = narrow(query, field);
  return query;
}

// case: a helper returns a Knex builder that the loop awaits
import knex from "knex";
const db = knex({ client: "pg" });
function byId(id: string) {
  return db("users").where({ id });
}
export async function load(ids: string[]) {
  for (const id of ids) await byId(id); // expect: n-plus-one
}

// case: rows of a Knex query are an array like any other
import knex from "knex";
const db = knex({ client: "pg" });
export async function load(names: string[]) {
  const users = await db("users").whereIn("name", names);
  return names.map((name) => users.find((user) => user.name === name)).filter((user) => users.includes(user));
}

// case: a Drizzle count inside a select is part of it
import { drizzle } from "drizzle-orm/node-postgres";
import { posts, users } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export const load = () => db.select({ id: users.id, posts: db.$count(posts) }).from(users);

// case: a locked Knex subquery inside an update
import type { Knex } from "knex";
type Db = Knex | Knex.Transaction;
export class Store {
  private db: Db;
  constructor(db: Db) {
    this.db = db;
  }
  async touch(byEnvironment: Record<string, string[]>, now: Date) {
    for (const env of Object.keys(byEnvironment)) {
      const names = byEnvironment[env].sort();
      await this.db("t")
        .update({ seen: now })
        .where("environment", env)
        .whereIn("name", this.db("t").select("name").whereIn("name", names).forUpdate().skipLocked());
    }
  }
}

// case: a Knex subquery written by a callback
import knex from "knex";
const db = knex({ client: "pg" });
export async function search(fields: string[]) {
  const query = db("users");
  for (const field of fields) {
    query.whereIn("id", (sub) => {
      sub.select("id").from("teams").where(field, "x");
    });
  }
  return query;
}

// case: rows that are gathered for each element are written at once
import { drizzle } from "drizzle-orm/node-postgres";
import { links } from "./schema";
const db = drizzle("postgres://db"); // expect: pool-acquire-timeout
export async function save(reports: { parts: string[] }[]) {
  for (const report of reports) {
    const rows = report.parts.map((part) => ({ part }));
    await db.insert(links).values(rows);
  }
}

// case: a lazy relation of TypeORM, awaited for each row and for one
// file: entities.ts
import { Column, Entity, ManyToOne, OneToMany } from "typeorm";
@Entity()
export class Post {
  @Column() title!: string;
  @ManyToOne(() => User) author!: Promise<User>;
}
@Entity()
export class User {
  @Column() name!: string;
  @OneToMany(() => Post, (post) => post.author) posts!: Promise<Post[]>;
  waiting!: Promise<string>;
}
// file: main.ts
import type { Repository } from "typeorm";
import { User, type Post } from "./entities";
export async function report(users: Repository<User>, newest: Post) {
  const rows = await users.find();
  for (const user of rows) {
    const posts = await user.posts; // expect: n-plus-one
    console.log(posts.length, await user.waiting);
  }
  for (const user of rows) for (const post of await user.posts) console.log(post.title); // expect: n-plus-one
  const author = await newest.author;
  return author.name;
}
export const names = (posts: Post[]) => Promise.all(posts.map(async (post) => (await post.author).name)); // expect: n-plus-one

// case: a relation of TypeORM that comes with the rows
// file: entities.ts
import { Column, Entity, OneToMany } from "typeorm";
@Entity()
export class Post {
  @Column() title!: string;
}
@Entity()
export class User {
  @OneToMany(() => Post, () => undefined) posts!: Post[];
}
// file: main.ts
import type { Repository } from "typeorm";
import { User } from "./entities";
export async function report(users: Repository<User>) {
  for (const user of await users.find({ relations: { posts: true } })) console.log(user.posts.length);
}

// case: what is asked for each row of a cursor
import { MongoClient, type Document } from "mongodb";
import { model, Schema } from "mongoose";
const db = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 5000 }).db("shop");
const Order = model("Order", new Schema({}));
export async function walk() {
  const cursor = db.collection("orders").find({});
  for await (const order of cursor) {
    await db.collection("users").findOne({ _id: order.user }); // expect: n-plus-one
  }
  for await (const order of Order.find().cursor()) {
    await Order.findOne({ parent: order._id }); // expect: n-plus-one
  }
}
export async function step() {
  const cursor = db.collection("orders").find({});
  while (await cursor.hasNext()) {
    const order = await cursor.next();
    if (order !== null) await db.collection("users").findOne({ _id: order.user }); // expect: n-plus-one
  }
  let order: Document | null;
  const others = db.collection("others").find({});
  while ((order = await others.next()) !== null) {
    await db.collection("users").findOne({ _id: order.user }); // expect: n-plus-one
  }
}
export async function gathered() {
  let users: string[] = [];
  const flush = async () => {
    await db.collection("users").find({ _id: { $in: users } }).toArray();
    users = [];
  };
  for await (const order of db.collection("orders").find({})) {
    users.push(order.user);
    if (users.length >= 500) await flush();
  }
  await flush();
}

// case: commands to MongoDB about each collection
import { MongoClient } from "mongodb";
const db = new MongoClient("mongodb://db", { waitQueueTimeoutMS: 5000 }).db("shop");
export async function validate(models: { name: string; schema: object }[]) {
  await Promise.all(models.map(({ name, schema }) => db.command({ collMod: name, validator: schema })));
}
export async function load(ids: string[]) {
  return Promise.all(ids.map((id) => db.collection("orders").findOne({ id }))); // expect: n-plus-one
}

// case: node-redis sends what is asked in one tick together, and has a command for many keys
import { createClient } from "redis";
const client = createClient({ url: process.env.REDIS_URL });
export const together = (ids: string[]) => Promise.all(ids.map((id) => client.hGetAll(`part:${id}`)));
export const oneCommand = (ids: string[]) => Promise.all(ids.map((id) => client.get(`part:${id}`))); // expect: n-plus-one
export async function inTurn(ids: string[]) {
  const out = [];
  for (const id of ids) out.push(await client.hGetAll(`part:${id}`)); // expect: n-plus-one
  return out;
}

// case: the state of each job of a queue
import { type Job, Queue } from "bullmq";
const letters = new Queue("letters", { connection: { host: "cache", maxRetriesPerRequest: null } });
export async function states() {
  const jobs = await letters.getJobs(["active", "waiting"]);
  return Promise.all(jobs.map(async (job) => ({ id: job.id, state: await job.getState() }))); // expect: n-plus-one
}
export async function failed(jobs: Job[]) {
  const out = [];
  for (const job of jobs) if (await job.isFailed()) out.push(job); // expect: n-plus-one
  return out;
}
export const named = (jobs: Job[]) => jobs.map((job) => job.name);
export async function counts(queues: Queue[]) {
  const out = [];
  for (const queue of queues) out.push(await queue.getJobCounts());
  return out;
}

// case: an entity of MikroORM is loaded through its wrapper, and a method of Mongoose finds its model on the document
import { type Loaded, wrap } from "@mikro-orm/core";
import mongoose from "mongoose";
export async function owners(cars: { owner: object }[]) {
  for (const { owner } of cars) await wrap(owner).init(); // expect: n-plus-one
  return cars.map(({ owner }) => wrap(owner).toObject());
}
const schema = new mongoose.Schema({ team: String });
schema.methods.mates = function () {
  return this.model("Account").find({ team: this.team });
};
const Account = mongoose.model("Account", schema);
export async function teams() {
  const accounts = await Account.find();
  return Promise.all(accounts.map((account) => account.mates())); // expect: n-plus-one
}
