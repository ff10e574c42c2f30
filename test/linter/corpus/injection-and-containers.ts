// What constructors are handed by hand or by a container: Nest, tsyringe, inversify, typedi, awilix.

// case: an injected service of Nest
// file: prisma.service.ts
import { Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
@Injectable()
export class PrismaService extends PrismaClient {}
// file: users.service.ts
import { Injectable } from "@nestjs/common";
import { PrismaService } from "./prisma.service";
@Injectable()
export class UsersService {
  constructor(private readonly prisma: PrismaService) {}
  findOne(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
// file: orders.service.ts
import { Injectable } from "@nestjs/common";
import { UsersService } from "./users.service";
@Injectable()
export class OrdersService {
  constructor(private readonly users: UsersService) {}
  async decorate(orders: { userId: string }[]) {
    return Promise.all(orders.map((order) => this.users.findOne(order.userId))); // expect: n-plus-one
  }
}

// case: a container that hands out the service
// file: service.ts
import { PrismaClient } from "@prisma/client";
export class Service {
  private prisma = new PrismaClient();
  one(id: string) {
    return this.prisma.row.findFirst({ where: { id } });
  }
}
// file: main.ts
import { moduleRef } from "./container";
import { Service } from "./service";
const service = moduleRef.get(Service);
export async function all(ids: string[]) {
  for (const id of ids) await service.one(id); // expect: n-plus-one
}

// case: what a bus of Nest's CQRS hands to the handler of a query
// file: queries.ts
export class FindUserQuery {
  constructor(readonly id: string) {}
}
export class DescribeUserQuery {
  constructor(readonly id: string) {}
}
// file: find-user.handler.ts
import { type IQueryHandler, QueryHandler } from "@nestjs/cqrs";
import { PrismaClient } from "@prisma/client";
import { FindUserQuery } from "./queries";
@QueryHandler(FindUserQuery)
export class FindUserHandler implements IQueryHandler<FindUserQuery> {
  constructor(private readonly prisma: PrismaClient) {}
  async execute(query: FindUserQuery) {
    return this.prisma.user.findFirst({ where: { id: query.id } });
  }
}
// file: describe-user.handler.ts
import { type IQueryHandler, QueryHandler } from "@nestjs/cqrs";
import { DescribeUserQuery } from "./queries";
@QueryHandler(DescribeUserQuery)
export class DescribeUserHandler implements IQueryHandler<DescribeUserQuery> {
  async execute(query: DescribeUserQuery) {
    return query.id.toUpperCase();
  }
}
// file: main.ts
import { QueryBus } from "@nestjs/cqrs";
import { DescribeUserQuery, FindUserQuery } from "./queries";
export class Users {
  constructor(private readonly queryBus: QueryBus) {}
  async all(ids: string[]) {
    for (const id of ids) await this.queryBus.execute(new FindUserQuery(id)); // expect: n-plus-one
    for (const id of ids) {
      const query = new FindUserQuery(id);
      await this.queryBus.execute(query); // expect: n-plus-one
    }
    return Promise.all(ids.map((id) => this.queryBus.execute(new DescribeUserQuery(id))));
  }
}

// case: providers of Nest in a list that imports nothing of Nest
// file: providers.ts
import { Pool } from "pg";
export const READS = Symbol("READS");
export const providers = [
  { provide: "WRITES", useFactory: async () => new Pool({ connectionTimeoutMillis: 1000 }) },
  { provide: READS, useFactory: async () => { const pool = new Pool({ connectionTimeoutMillis: 1000 }); return pool; } },
];
// file: users.ts
import { Inject, Injectable } from "@nestjs/common";
import { READS } from "./providers";
@Injectable()
export class Users {
  constructor(@Inject("WRITES") private writes, @Inject(READS) private reads, @Inject("OTHER") private other) {}
  async all(ids: string[]) {
    for (const id of ids) await this.writes.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    for (const id of ids) await this.reads.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    for (const id of ids) await this.other.query(id);
  }
}

// case: models that a decorator puts in, of types from a package that is not in sight
import { InjectModel } from "@nestjs/sequelize";
import { InjectRepository } from "@nestjs/typeorm";
import { InjectRedis } from "@nestjs-modules/ioredis";
import { Attachment, type UserRepository, type Cache } from "@acme/database";
export class Attachments {
  constructor(
    @InjectModel(Attachment) private readonly attachments: typeof Attachment,
    @InjectRepository(Attachment) private readonly users: UserRepository,
    @InjectRedis() private readonly cached: Cache,
    private readonly others: typeof Attachment,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) {
      await this.attachments.findOne({ where: { id } }); // expect: n-plus-one
      await this.users.findOneBy({ id }); // expect: n-plus-one
      await this.cached.get(id); // expect: n-plus-one
      await this.others.findOne({ where: { id } });
    }
  }
}

// case: a container that is asked by a type argument
// file: container.ts
import { container } from "tsyringe";
import type { Files } from "./files";
export const services = { files: () => container.resolve<Files>("files") };
// file: files.ts
import { Model } from "mongoose";
export interface Files {
  byName(name: string): Promise<unknown>;
}
export class MongoFiles implements Files {
  constructor(private readonly files: Model<object>) {}
  byName(name: string) {
    return this.files.findOne({ name }).exec();
  }
}
// file: main.ts
import { services } from "./container";
export async function all(names: string[]) {
  for (const name of names) await services.files().byName(name); // expect: n-plus-one
}

// case: functions that hand out one object a class, and containers that are asked with a class
// file: users.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export class Users { find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); } }
export class Labels { find(id: string) { return id.trim(); } }
// file: main.ts
import { getSingleton, inject, useContainer } from "some-container";
import { Labels, Users } from "./users";
export async function all(ids: string[], context: any) {
  const users = getSingleton<Users>();
  for (const id of ids) await users.find(id); // expect: n-plus-one
  const injected = inject(Users);
  for (const id of ids) await injected.find(id); // expect: n-plus-one
  const used = context.use(Users);
  for (const id of ids) await used.find(id); // expect: n-plus-one
  const asked = useContainer().get<Users>("users");
  for (const id of ids) await asked.find(id); // expect: n-plus-one
  const labels = inject(Labels);
  for (const id of ids) labels.find(id);
}

// case: constructor keeps a callback
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Loader {
  private fetchOne: (id: string) => Promise<unknown>;
  constructor(fetchOne: (id: string) => Promise<unknown>) { this.fetchOne = fetchOne; }
  async all(ids: string[]) {
    for (const id of ids) await this.fetchOne(id); // expect: n-plus-one
  }
}
export const loader = new Loader((id) => pool.query("SELECT * FROM users WHERE id = $1", [id]));

// case: constructor keeps a dependency object
// file: service.ts
export class Service {
  constructor(private readonly deps: { users: any; log: any }) {}
  async all(ids: string[]) {
    for (const id of ids) this.deps.log.info(id);
    for (const id of ids) await this.deps.users.find(id); // expect: n-plus-one
  }
}
// file: main.ts
import { Pool } from "pg";
import { Service } from "./service";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const users = { find: (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
export const service = new Service({ users, log: console });

// case: constructor keeps options with a callback
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
class Sync {
  constructor(options) { this.options = options; }
  async run(rows) {
    for (const row of rows) await this.options.lookup(row.id); // expect: n-plus-one
  }
}
new Sync({ lookup: async (id) => pool.query("SELECT * FROM users WHERE id = $1", [id]) }).run([]);

// case: deps destructured from a context parameter
// file: load.ts
export async function load({ db, users }: any, ids: string[]) {
  for (const id of ids) await users.byId(id); // expect: n-plus-one
}
export const makeApi = ({ users }: { users: any }) => ({
  all: async (ids: string[]) => {
    for (const id of ids) await users.byId(id); // expect: n-plus-one
  },
});
// file: main.ts
import { Pool } from "pg";
import { load, makeApi } from "./load";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const users = { byId: (id: string) => pool.query("SELECT * FROM users WHERE id = $1", [id]) };
export const api = makeApi({ users });
export const run = (ids: string[]) => load({ db: pool, users }, ids);

// case: awilix cradle by class
// file: users.js
class UserFinder {
  constructor({ pool }) { this.pool = pool; }
  async find(id) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
module.exports = UserFinder;
// file: container.js
const { createContainer, asClass, asValue, asFunction } = require("awilix");
const { Pool } = require("pg");
const UserFinder = require("./users");
const container = createContainer();
container.register({ pool: asValue(new Pool({ connectionTimeoutMillis: 1000 })), userFinder: asClass(UserFinder).singleton(), orders: asFunction(require("./orders")) });
module.exports = container;
// file: orders.js
module.exports = ({ pool, userFinder }) => ({
  async all(ids) {
    for (const id of ids) await userFinder.find(id); // expect: n-plus-one
    for (const id of ids) await pool.query("SELECT * FROM o WHERE id = $1", [id]); // expect: n-plus-one
  },
});
// file: main.js
const container = require("./container");
exports.load = async (ids) => {
  const finder = container.resolve("userFinder");
  for (const id of ids) await finder.find(id); // expect: n-plus-one
  const { userFinder } = container.cradle;
  for (const id of ids) await userFinder.find(id); // expect: n-plus-one
};

// case: tsyringe token inject
// file: repo.ts
import { injectable } from "tsyringe";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export interface IUsers { find(id: string): Promise<unknown> }
@injectable()
export class PgUsers implements IUsers {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: main.ts
import { container, inject, injectable } from "tsyringe";
import { IUsers, PgUsers } from "./repo";
container.register<IUsers>("Users", { useClass: PgUsers });
container.registerSingleton<IUsers>("Users2", PgUsers);
@injectable()
export class Service {
  constructor(@inject("Users") private users: IUsers, @inject("Users2") private more: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.users.find(id); // expect: n-plus-one
    for (const id of ids) await this.more.find(id); // expect: n-plus-one
  }
}
export async function load(ids: string[]) {
  const u = container.resolve("Users2") as any;
  for (const id of ids) await u.find(id); // expect: n-plus-one
}

// case: inversify bind to
// file: repo.ts
import { injectable } from "inversify";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
@injectable()
export class PgPeople {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: types.ts
export const TYPES = { People: Symbol.for("People") };
// file: container.ts
import { Container } from "inversify";
import { PgPeople } from "./repo";
import { TYPES } from "./types";
export const container = new Container();
container.bind(TYPES.People).to(PgPeople).inSingletonScope();
// file: main.ts
import { inject, injectable } from "inversify";
import { TYPES } from "./types";
import { container } from "./container";
@injectable()
export class Service {
  constructor(@inject(TYPES.People) private people: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
  }
}
export async function load(ids: string[]) {
  const people = container.get(TYPES.People) as any;
  for (const id of ids) await people.find(id); // expect: n-plus-one
}

// case: typedi
// file: main.ts
import { Container, Inject, Service } from "typedi";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
@Service("people")
export class People {
  async find(id: string) { return pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
@Service()
export class Work {
  @Inject() people: People;
  @Inject("people") other: any;
  @Inject(() => People) third: any;
  async all(ids: string[]) {
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
    for (const id of ids) await this.other.find(id); // expect: n-plus-one
    for (const id of ids) await this.third.find(id); // expect: n-plus-one
    const p = Container.get<People>("people");
    for (const id of ids) await p.find(id); // expect: n-plus-one
  }
}

// case: nest custom providers with string tokens
// file: repo.ts
import { Pool } from "pg";
export class People {
  constructor(private pool: Pool) {}
  async find(id: string) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: module.ts
import { Module } from "@nestjs/common";
import { Pool } from "pg";
import knex from "knex";
import { People } from "./repo";
import { Work } from "./work";
@Module({
  providers: [
    Work,
    { provide: "PG", useFactory: () => new Pool({ connectionTimeoutMillis: 1000 }) },
    { provide: "PEOPLE", useFactory: (pool: Pool) => new People(pool), inject: ["PG"] },
    { provide: "KNEX", useFactory: async () => knex({ client: "pg" }) },
    { provide: "PEOPLE2", useClass: People },
  ],
})
export class AppModule {}
// file: work.ts
import { Inject, Injectable } from "@nestjs/common";
@Injectable()
export class Work {
  constructor(
    @Inject("PG") private readonly q: any,
    @Inject("PEOPLE") private readonly people: any,
    @Inject("PEOPLE2") private readonly people2: any,
    @Inject("KNEX") private readonly kq: any,
  ) {}
  async all(ids: string[]) {
    for (const id of ids) await this.q.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
    for (const id of ids) await this.people2.find(id); // expect: n-plus-one
    for (const id of ids) await this.kq("users").where({ id }); // expect: n-plus-one
  }
}

// case: nest token constants, several interfaces
// file: tokens.ts
export const USERS = Symbol("USERS");
export const DB = "DB_CONNECTION";
// file: ports.ts
export interface Users { find(id: string): Promise<unknown> }
// file: pg-users.ts
import { Inject, Injectable } from "@nestjs/common";
import { DB } from "./tokens";
import type { Users } from "./ports";
@Injectable()
export class PgUsers implements Users {
  constructor(@Inject(DB) private db: any) {}
  async find(id: string) { return this.db.select().from("x").where(id); }
}
// file: module.ts
import { Module } from "@nestjs/common";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { DB, USERS } from "./tokens";
import { PgUsers } from "./pg-users";
@Module({ providers: [{ provide: DB, useFactory: () => { const c = drizzle("x.db"); return c; } }, { provide: USERS, useClass: PgUsers }] })
export class M {}
// file: work.ts
import { Inject, Injectable } from "@nestjs/common";
import { USERS } from "./tokens";
@Injectable()
export class Work {
  constructor(@Inject(USERS) private readonly people: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.people.find(id); // expect: n-plus-one
  }
}

// case: nest token of a value without queries, which is right
// file: module.ts
import { Module } from "@nestjs/common";
import { Pool } from "pg";
@Module({ providers: [{ provide: "LOG", useValue: { find: (id: string) => id } }, { provide: "PG", useFactory: () => new Pool({ connectionTimeoutMillis: 1000 }) }] })
export class M {}
// file: work.ts
import { Inject, Injectable } from "@nestjs/common";
@Injectable()
export class Work {
  constructor(@Inject("LOG") private readonly log: any) {}
  async all(ids: string[]) {
    for (const id of ids) await this.log.find(id);
  }
}

// case: what a constructor keeps is what it is passed, or what it makes without
// file: members.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const labels = new Map<string, string>();
export class Members {
  async get(id: string) {
    return prisma.member.findFirst({ where: { id } });
  }
}
export class Labels {
  get(id: string) {
    return labels.get(id);
  }
}
// file: clubs.ts
import { Labels, Members } from "./members";
export class Clubs {
  constructor(
    private readonly members = new Members(),
    private readonly labels = new Labels(),
  ) {}
  async names(ids: string[]) {
    const out = [];
    for (const id of ids) out.push(await this.members.get(id)); // expect: n-plus-one
    return out;
  }
  labelled(ids: string[]) {
    return ids.map((id) => this.labels.get(id));
  }
}

// case: a service injected by its token into a class field
import { Inject, Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
@Injectable()
export class UserService {
  private prisma = new PrismaClient();
  byId(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
@Injectable()
export class OrderService {
  @Inject(UserService) private readonly users: UserService;
  async all(orders: { userId: string }[]) {
    return Promise.all(orders.map(async (order) => ({ ...order, user: await this.users.byId(order.userId) }))); // expect: n-plus-one
  }
}

// case: a store without types whose constructor is passed a model
// file: user-store.js
class UserStore {
  constructor(model) {
    this.model = model;
  }
  async byId(id) {
    return this.model.findById(id);
  }
}
module.exports = UserStore;
// file: main.js
const mongoose = require("mongoose");
const UserStore = require("./user-store");
const User = mongoose.model("User", new mongoose.Schema({}));
const store = new UserStore(User);
exports.load = (ids) => Promise.all(ids.map((id) => store.byId(id))); // expect: n-plus-one

// case: a store without types over memory
// file: user-store.js
module.exports = class UserStore {
  constructor(model) {
    this.model = model;
  }
  async byId(id) {
    return this.model.findById(id);
  }
};
// file: main.js
const UserStore = require("./user-store");
const store = new UserStore({ findById: (id) => ({ id }) });
exports.load = (ids) => Promise.all(ids.map((id) => store.byId(id)));

// case: a class lists what it is made with
// file: user-store.js
import Database from "./database.js";
export default class UserStore {
  static needs = [Database];
  constructor(db) { this.users = db.users; }
  byId(id) { return this.users.find({ _id: id }).toArray(); }
  label(id) { return `user ${id}`; }
}
// file: database.js
import { MongoClient } from "mongodb";
const names = ["users", "rooms"];
export default class Database {
  async connect(url) {
    this.client = await MongoClient.connect(url, { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
    const db = this.client.db();
    for (const name of names) this[name] = db.collection(name);
  }
}
// file: mailer.js
export default class Mailer {
  send(to) { return fetch(`https://mail.example/${to}`, { signal: AbortSignal.timeout(1000) }); }
}
// file: service.js
import Mailer from "./mailer.js";
import UserStore from "./user-store.js";
export default class Service {
  static get inject() { return [Mailer, UserStore]; }
  constructor(mailer, store) {
    this.mailer = mailer;
    this.store = store;
  }
  async all(ids) {
    for (const id of ids) await this.mailer.send(this.store.label(id));
    for (const id of ids) await this.store.byId(id); // expect: n-plus-one
  }
}

// case: a list of classes that a constructor is not made with
// file: store.js
export default class Store {
  constructor(pool) { this.pool = pool; }
  find(id) { return this.pool.query("SELECT * FROM users WHERE id = $1", [id]); }
}
// file: service.js
import Store from "./store.js";
export default class Service {
  static uses = [Store];
  constructor(store, log) {
    this.store = store;
    this.log = log;
  }
  async all(ids) {
    for (const id of ids) await this.store.find(id);
  }
}

// case: a container of awilix that loads folders
// file: container.js
const { createContainer, asValue } = require("awilix");
const knex = require("knex");
const container = createContainer();
container.register({ db: asValue(knex({ client: "pg", connection: process.env.DATABASE_URL })) });
container.loadModules(["stores/*.js", "services/*.js"], { formatName: "camelCase" });
module.exports = container;
// file: stores/parcels.js
module.exports = ({ db }) => {
  const get = (id) => db("parcels").where({ id }).first();
  const title = (id) => `parcel ${id}`;
  return { get, title };
};
// file: stores/stop-log.js
module.exports = class {
  constructor({ db }) { this.db = db; }
  list(id) { return this.db("stops").where({ parcel: id }); }
};
// file: services/tracking.js
module.exports = ({ parcels, stopLog, clock }) => ({
  async all(ids) {
    for (const id of ids) parcels.title(id);
    for (const id of ids) await parcels.get(id); // expect: n-plus-one
    for (const id of ids) await stopLog.list(id); // expect: n-plus-one
    for (const id of ids) await clock.get(id);
  },
});
