// What types say: interfaces and what implements them, casts, JSDoc, generics, declared modules.

// case: a method of an interface with one implementation
// file: user-repository.ts
export interface UserRepository {
  byId(id: string): Promise<unknown>;
}
// file: prisma-user-repository.ts
import { PrismaClient } from "@prisma/client";
import type { UserRepository } from "./user-repository";
export class PrismaUserRepository implements UserRepository {
  constructor(private readonly prisma: PrismaClient) {}
  byId(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
// file: use-case.ts
import type { UserRepository } from "./user-repository";
export class UseCase {
  constructor(private readonly users: UserRepository) {}
  async run(ids: string[]) {
    for (const id of ids) await this.users.byId(id); // expect: n-plus-one
  }
}

// case: an interface that one object literal implements
// file: repo.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Repo {
  find(id: string): Promise<unknown>;
  label(id: string): string;
}
export const prismaRepo: Repo = {
  find: (id) => prisma.user.findFirst({ where: { id } }),
  label: (id) => `user ${id}`,
};
// file: main.ts
import type { Repo } from "./repo";
export async function all(repo: Repo, ids: string[]) {
  for (const id of ids) console.log(repo.label(id), await repo.find(id)); // expect: n-plus-one
}
export class Service {
  constructor(private readonly deps: { repo: Repo }) {}
  async all(ids: string[]) {
    for (const id of ids) await this.deps.repo.find(id); // expect: n-plus-one
  }
}

// case: an interface that what a function returns implements
// file: repo.ts
import type { PrismaClient } from "@prisma/client";
export type Repo = { find(id: string): Promise<unknown> };
export function createRepo(prisma: PrismaClient): Repo {
  return {
    find(id) {
      return prisma.user.findFirst({ where: { id } });
    },
  };
}
// file: main.ts
import type { Repo } from "./repo";
export async function all(repo: Repo, ids: string[]) {
  for (const id of ids) await repo.find(id); // expect: n-plus-one
}

// case: an interface that two object literals implement
// file: repo.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Repo {
  find(id: string): Promise<unknown>;
}
export const prismaRepo: Repo = { find: (id) => prisma.user.findFirst({ where: { id } }) };
// file: memory.ts
import type { Repo } from "./repo";
const rows = new Map<string, unknown>();
export const memoryRepo: Repo = { find: async (id) => rows.get(id) };
// file: main.ts
import type { Repo } from "./repo";
export async function all(repo: Repo, ids: string[]) {
  for (const id of ids) await repo.find(id);
}

// case: an object literal of another interface with the same name
// file: repo.ts
export interface Repo {
  find(id: string): Promise<unknown>;
}
// file: other.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Repo {
  find(id: string): Promise<unknown>;
}
export const other: Repo = { find: (id) => prisma.user.findFirst({ where: { id } }) };
// file: main.ts
import type { Repo } from "./repo";
export async function all(repo: Repo, ids: string[]) {
  for (const id of ids) await repo.find(id);
}

// case: an interface of one's own says what a class is given, and whoever makes it gives a delegate
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Delegate { findFirst(args?: any): Promise<any> }
class Repository {
  constructor(private readonly delegate: Delegate) {}
  async first(id: string) { return this.delegate.findFirst({ where: { id } }); }
}
class Remembered {
  constructor(private readonly rows: Delegate) {}
  async first(id: string) { return this.rows.findFirst({ where: { id } }); }
}
const users = new Repository(prisma.user);
const colours = new Remembered({ findFirst: async () => "red" });
export async function all(ids: string[]) {
  for (const id of ids) await users.first(id); // expect: n-plus-one
  for (const id of ids) await colours.first(id);
}

// case: a job whose type says what it is passed
// file: job.ts
import type { DataSource } from "typeorm";
export interface Job {
  name: string;
  handler: (source: DataSource) => Promise<void>;
}
// file: main.ts
import type { Job } from "./job";
export const job: Job = {
  name: "reminders",
  handler: async (source) => {
    const users = source.getRepository("User");
    for (const { id } of await users.find()) await source.getRepository("Reminder").findOneBy({ id }); // expect: n-plus-one
  },
};

// case: what the methods of a returned object are passed, by the type that the function returns
// file: repository.ts
import type { PrismaClient } from "@prisma/client";
export interface GroupRepository {
  bySlug(db: PrismaClient, slug: string): Promise<unknown>;
  initials(db: PrismaClient, slug: string): string;
}
export function getGroupRepository(): GroupRepository {
  return {
    async bySlug(db, slug) {
      return db.group.findFirst({ where: { slug } });
    },
    initials(_db, slug) {
      return slug.slice(0, 1);
    },
  };
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { getGroupRepository } from "./repository";
const db = new PrismaClient();
export async function load(slugs: string[]) {
  const groups = getGroupRepository();
  for (const slug of slugs) await groups.bySlug(db, slug); // expect: n-plus-one
  for (const slug of slugs) groups.initials(db, slug);
}

// case: a type may have the name of a value, and stand after it
// file: models.ts
import { type InferSchemaType, model, Schema } from "mongoose";
const schema = new Schema({ name: String });
export const Room = model("Room", schema);
export type Room = InferSchemaType<typeof schema>;
export interface Guest { id: string }
export const Guest = model("Guest", schema);
// file: main.ts
import { type Dog, dogs } from "./dogs";
import { Guest, Room } from "./models";
export async function check(names: string[], guests: Guest[], all: Dog[]) {
  for (const name of names) await Room.exists({ name }); // expect: n-plus-one
  for (const { id } of guests) await Guest.find({ id }); // expect: n-plus-one
  for (const dog of all) await dog.owner(); // expect: n-plus-one
  for (const name of dogs) await Room.exists({ name });
}
// file: dogs.ts
import { Guest } from "./models";
interface Dog { bark(): void }
class Dog {
  constructor(public id: string) {}
  async owner() { return await Guest.find({ dog: this.id }); }
}
export type { Dog };
export const dogs = ["rex", "bello"];

// case: a type in a comment takes nothing from a value of its name
// file: models.js
const mongoose = require("mongoose");
exports.Ticket = mongoose.model("Ticket", new mongoose.Schema({}));
exports.Seat = mongoose.model("Seat", new mongoose.Schema({}));
// file: main.js
const { Ticket, Seat } = require("./models");
/** @typedef {import("./types").Ticket} Ticket */
/** @typedef {import("./types").Seat} Seat */
exports.check = async (filter) => {
  for await (const ticket of Ticket.find(filter)) await Seat.find({ ticket: ticket.id }); // expect: n-plus-one
};

// case: what a package hands out of what the project puts in has the type that the project says
// file: indexer.ts
import type { Indexer as PackageIndexer } from "chain-indexer";
import type { Store } from "./store";
export interface Held {
  store: Store;
  chain: number;
}
export type Indexer = PackageIndexer<{ depth: number }, Held>;
// file: store.ts
import { Kysely } from "kysely";
export class Store {
  #db: Kysely<any>;
  constructor(db: Kysely<any>) {
    this.#db = db;
  }
  async roundOf(id: string) {
    return this.#db.withSchema("chain").selectFrom("rounds").selectAll().where("id", "=", id).executeTakeFirst();
  }
  get(id: string) {
    return this.#db.selectFrom("rounds").selectAll().where("id", "=", id).executeTakeFirst();
  }
}
// file: events.ts
import type { EventArguments, Shelf } from "chain-indexer";
import type { Indexer } from "./indexer";
import type { Store } from "./store";
export async function handle(args: EventArguments<Indexer, "Allocated">) {
  const {
    event,
    context: { store, chain },
  } = args;
  return Promise.all(event.rounds.map(async (id: string) => [chain, await store.roundOf(id)])); // expect: n-plus-one
}
export async function shelved(shelf: Shelf<Store>, ids: string[]) {
  return Promise.all(ids.map((id) => shelf.get(id)));
}

// case: jsdoc param repo
// file: repo.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class UserRepo {
  async find(id) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  label(id) { return id; }
}
module.exports = { UserRepo };
// file: main.js
const { UserRepo } = require("./repo");
/**
 * @param {UserRepo} repo
 * @param {string[]} ids
 */
async function load(repo, ids) {
  for (const id of ids) repo.label(id);
  for (const id of ids) await repo.find(id); // expect: n-plus-one
}
module.exports = { load };

// case: jsdoc import type and type
// file: repo.js
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class UserRepo {
  async find(id) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: main.js
/** @typedef {import("./repo.js").UserRepo} Repo */
/**
 * @param {import("./repo.js").UserRepo} repo the repo
 * @param {string[]} ids
 */
export async function load(repo, ids) {
  for (const id of ids) await repo.find(id); // expect: n-plus-one
}
export async function load2(ids, ctx) {
  /** @type {import("./repo.js").UserRepo} */
  const repo = ctx.get("x");
  for (const id of ids) await repo.find(id); // expect: n-plus-one
}
export class Loader {
  /** @param {Repo} repo */
  constructor(repo) {
    /** @type {Repo} */
    this.repo = repo;
  }
  async all(ids) {
    for (const id of ids) await this.repo.find(id); // expect: n-plus-one
  }
}

// case: jsdoc param of library type
// file: main.js
/**
 * @param {import("pg").Pool} pool
 * @param {string[]} ids
 */
export async function load(pool, ids) {
  for (const id of ids) await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
}
/**
 * @param {import("knex").Knex} q
 */
export const load2 = async (q, ids) => {
  for (const id of ids) await q("users").where({ id }).first(); // expect: n-plus-one
};

// case: jsdoc of a map, which is right
// file: main.js
/**
 * @param {Map<string, string>} users
 * @param {string[]} ids
 */
export async function load(users, ids) {
  for (const id of ids) await users.find(id);
}

// case: cast to a class
// file: repo.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class UserService {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  label(id: string) { return id; }
}
// file: main.ts
import type { UserService } from "./repo";
export async function load(x: unknown, ids: string[]) {
  for (const id of ids) (x as UserService).label(id);
  for (const id of ids) await (x as UserService).find(id); // expect: n-plus-one
}
export async function load2(ctx: any, ids: string[]) {
  const s = ctx.thing as UserService;
  for (const id of ids) await s.find(id); // expect: n-plus-one
}
export async function load3(ctx: any, ids: string[]) {
  const s = <UserService>ctx.thing;
  for (const id of ids) await s.find(id); // expect: n-plus-one
}
export async function load4(ctx: any, ids: string[]) {
  const s = ctx.thing as unknown as UserService;
  for (const id of ids) await s.find(id); // expect: n-plus-one
}

// case: cast to a library type
import type { Pool } from "pg";
import type { Knex } from "knex";
export async function load(x: any, ids: string[]) {
  for (const id of ids) await (x.a as Pool).query("SELECT 1 FROM t WHERE id = $1", [id]); // expect: n-plus-one
  const k = x.k as Knex;
  for (const id of ids) await k("users").where({ id }); // expect: n-plus-one
}

// case: cast to any of a known thing keeps what is known
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function load(ids: string[]) {
  for (const id of ids) await (pool as any).query("SELECT 1 FROM t WHERE id = $1", [id]); // expect: n-plus-one
}

// case: declare module fastify
// file: repo.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class UserRepo {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
  label(id: string) { return id; }
}
// file: types.d.ts
import { UserRepo } from "./repo";
declare module "fastify" {
  interface FastifyInstance { people: UserRepo }
  interface FastifyRequest { people: UserRepo }
}
// file: main.ts
import type { FastifyInstance, FastifyRequest } from "fastify";
export async function routes(app: FastifyInstance) {
  app.get("/", async (req: FastifyRequest) => {
    const ids = req.body as string[];
    for (const id of ids) app.people.label(id);
    for (const id of ids) await app.people.find(id); // expect: n-plus-one
    for (const id of ids) await req.people.find(id); // expect: n-plus-one
  });
}

// case: express request global namespace
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class Db {
  async user(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: types.d.ts
import { Db } from "./db";
declare global {
  namespace Express {
    interface Request { store: Db }
  }
}
// file: main.ts
import type { Request, Response } from "express";
export async function handler(req: Request, res: Response) {
  for (const id of req.body.ids) await req.store.user(id); // expect: n-plus-one
}

// case: declare module express-serve-static-core
// file: db.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class Db {
  async user(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: types.ts
import { Db } from "./db";
declare module "express-serve-static-core" {
  interface Request { store: Db }
}
// file: main.ts
import type { Request, Response } from "express";
export async function handler(req: Request, res: Response) {
  for (const id of req.body.ids) await req.store.user(id); // expect: n-plus-one
}

// case: a generic function gives what its caller says
// file: registry.ts
const models = new Map<string, any>();
const handler = (name: string) => ({ get: (_: object, key: string) => models.get(name)[key] });
export function registered<T>(name: string): T {
  return new Proxy({}, handler(name)) as unknown as T;
}
export const wait = <T>(work: any): Promise<T> => work;
// file: models.ts
import type { Collection, Db } from "mongodb";
export interface Base<T> {
  findById(id: string): Promise<T | null>;
}
export interface Films extends Base<{ title: string }> {
  findByTitle(title: string): Promise<unknown>;
}
export abstract class BaseOf<T> implements Base<T> {
  readonly rows: Collection;
  constructor(db: Db, name: string) {
    this.rows = db.collection(name);
  }
  findById(id: string) {
    return this.rows.findOne({ id }) as Promise<T | null>;
  }
}
export class FilmsOf extends BaseOf<{ title: string }> implements Films {
  findByTitle(title: string) {
    return this.rows.findOne({ title });
  }
}
// file: main.ts
import type { Films } from "./models";
import { registered, wait } from "./registry";
const films = registered<Films>("films");
export async function all(ids: string[]) {
  for (const id of ids) await films.findById(id); // expect: n-plus-one
  for (const id of ids) {
    const film = await wait<{ findById: (id: string) => string }>(id);
    film.findById(id);
  }
}

// case: a unit of work: methods that give what runs in a transaction, whose type is an alias with parameters
// file: work.ts
import { drizzle } from "drizzle-orm/node-postgres";
import { Pool } from "pg";
export const db = drizzle(new Pool({ connectionTimeoutMillis: 1000 }));
export type Database = typeof db;
export type InWork<T = void, Work = any> = (work: Work) => Promise<T>;
export type InDrizzle<T = void> = InWork<T, Parameters<Parameters<Database["transaction"]>[0]>[0]>;
export interface Performer { perform<T>(run: InWork<T>): Promise<T>; }
// file: index.ts
export * from "./work";
// file: files.ts
import { eq } from "drizzle-orm";
import type { InDrizzle, InWork } from "./index";
import { files } from "./schema";
export interface Files { byId(id: string): InWork<unknown>; keep(id: string): InWork; nothing(id: string): InWork; }
export class SqlFiles implements Files {
  byId(id: string): InDrizzle<unknown> {
    return async (work) => (await work.select().from(files).where(eq(files.id, id)).limit(1))[0];
  }
  keep(id: string): InDrizzle { return async (work) => { await work.insert(files).values({ id }); }; }
  nothing(id: string): InDrizzle { return async () => console.log(id); }
}
// file: main.ts
import type { Files } from "./files";
import type { InWork, Performer } from "./index";
export class Renew {
  constructor(private readonly performer: Performer, private readonly files: Files) {}
  async all(ids: string[]) {
    await this.performer.perform(async (work) => {
      for (const id of ids) await this.checked(id)(work); // expect: n-plus-one
      for (const id of ids) await this.files.nothing(id)(work);
    });
  }
  private checked(id: string): InWork<unknown> {
    return async (work) => {
      const file = await this.files.byId(id)(work);
      if (!file) throw new Error(id);
      return file;
    };
  }
}

// case: a function of which a declaration says the type, in a variable, a field, and where it is given back
import type { PrismaClient } from "@prisma/client";
type Find<T> = (db: T, id: string) => Promise<unknown>;
const find: Find<PrismaClient> = async (db, id) => db.user.findFirst({ where: { id } });
const lookUp: Find<Map<string, string>> = async (db, id) => db.get(id);
function finder(id: string): (db: PrismaClient) => Promise<unknown> {
  return (db) => db.user.findFirst({ where: { id } });
}
class Repo { load: Find<PrismaClient> = (db, id) => db.user.findFirst({ where: { id } }); }
export async function all(ids: string[], db: any, repo: Repo) {
  for (const id of ids) await find(db, id); // expect: n-plus-one
  for (const id of ids) await finder(id)(db); // expect: n-plus-one
  for (const id of ids) await repo.load(db, id); // expect: n-plus-one
  for (const id of ids) await lookUp(db, id);
}

// case: one of several type arguments says what a function gives
import { Entity, Repository } from "typeorm";
import { registry } from "registry";
@Entity()
export class User {
  id: string;
}
export interface UserRepository extends Repository<User> {
  byName(name: string): Promise<User>;
}
function repositoryOf<E, R extends Repository<E>>(entity: new () => E): R {
  return registry.get(entity) as R;
}
async function waited<R, O = { timeout: number }>(options?: O): Promise<R> {
  return registry.wait(options);
}
function namesOf<E, R>(entity: new () => E): R {
  return registry.names(entity);
}
const users = repositoryOf<User, UserRepository>(User);
const names = namesOf<Repository<User>, string[]>(Repository);
export async function all(ids: string[]) {
  for (const id of ids) await users.findOneBy({ id }); // expect: n-plus-one
  const others = await waited<Repository<User>, { timeout: 5 }>();
  for (const id of ids) await others.findOneBy({ id }); // expect: n-plus-one
  for (const id of ids) names.find((name) => name === id);
}
