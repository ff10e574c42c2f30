// Clients of Prisma, and repositories, entity managers and builders of TypeORM and MikroORM.

// case: a client made by a wrapper
// file: db.ts
import { PrismaClient } from "@prisma/client";
import { remember } from "./remember";
export const prisma = remember("prisma", () => new PrismaClient({ log: ["query"] }));
// file: main.ts
import { prisma } from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: an extended client
// file: db.ts
import { PrismaClient } from "@prisma/client";
export const prisma = new PrismaClient().$extends({ name: "soft-delete" });
// file: main.ts
import { prisma } from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: MikroORM's builder writes where it inserts
import { SqlEntityManager } from "@mikro-orm/knex";
export async function insertAll(manager: SqlEntityManager, rows: { id: string }[]) {
  for (const row of rows) {
    const builder = manager.qb("Row");
    await builder.insert(row).onConflict().ignore().execute();
  }
}

// case: models by a key that the program computes
// file: import.js
const { PrismaClient } = require("@prisma/client");
const prisma = new PrismaClient();
exports.importAll = async (model, rows) => {
  for (const row of rows) await prisma[model].findFirst({ where: { id: row.id } }); // expect: n-plus-one
};

// case: a base class that another package makes of a library which it names
// file: repositories.ts
import { EntityRepository } from "typeorm";
import { BaseRepository } from "typeorm-in-transactions";
import { Store } from "some-directory";
@EntityRepository(User)
export class UserRepository extends BaseRepository<User> {}
export class Folders extends Store<Folder> {}
// file: main.ts
import type { Folders, UserRepository } from "./repositories";
export async function all(users: UserRepository, folders: Folders, ids: string[]) {
  for (const id of ids) await users.find({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await folders.find({ where: { id } });
}

// case: a repository of one's own that TypeORM is asked for
import { EntityRepository, getCustomRepository, Repository } from "typeorm";
class Product {
  id: number;
}
@EntityRepository(Product)
class ProductRepository extends Repository<Product> {
  async byId(id: number) {
    return this.findOne({ where: { id } });
  }
}
export async function load(ids: number[]) {
  for (const id of ids) await getCustomRepository(ProductRepository).byId(id); // expect: n-plus-one
}

// case: a generated client that lies in the project, and its namespace of types
// file: generated/client.ts
import * as runtime from "@prisma/client/runtime/client";
import * as Prisma from "./namespace";
export const PrismaClient = runtime.getPrismaClient({}) as unknown as new () => PrismaClient;
export interface PrismaClient { user: { findFirst(args: unknown): Promise<unknown> } }
export { Prisma };
// file: generated/namespace.ts
import type { PrismaClient } from "./client";
export type TransactionClient = Omit<PrismaClient, "$transaction">;
// file: main.ts
import { type Prisma, PrismaClient } from "./generated/client";
const prisma = new PrismaClient();
export async function load(db: Prisma.TransactionClient, ids: string[]) {
  for (const id of ids) await db.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: types of a client that is generated elsewhere, and something of the project by that name
// file: own.ts
export const Prisma = { user: { findFirst: async (id: string) => id.length } };
// file: main.ts
import type { Prisma } from "../generated/prisma/client";
import { Prisma as own } from "./own";
export async function load(db: Prisma.TransactionClient, ids: string[]) {
  for (const id of ids) await db.user.findFirst({ where: { id } }); // expect: n-plus-one
  for (const id of ids) await own.user.findFirst(id);
}

// case: what a subscriber of TypeORM asks about each change
import { type EntitySubscriberInterface, EventSubscriber, type UpdateEvent } from "typeorm";
import { Card, Field } from "./entities";
@EventSubscriber()
export class Cards implements EntitySubscriberInterface<Card> {
  async afterUpdate(event: UpdateEvent<Card>) {
    const changed = await this.changesOf(event);
    await Promise.all(changed.map((key) => this.fieldOf(key, event))); // expect: n-plus-one
    await event.manager.getRepository(Field).find({ where: { card: event.entity } });
  }
  private fieldOf(slug: string, event: UpdateEvent<Card>) {
    const fields = event.manager.getRepository(Field);
    return fields.findOne({ where: { slug } });
  }
  private async changesOf(event: UpdateEvent<Card>): Promise<string[]> {
    return event.updatedColumns.map((column) => column.propertyName);
  }
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

// case: a MikroORM repository
import { EntityRepository } from "@mikro-orm/core";
export async function load(users: EntityRepository<object>, ids: string[]) {
  return Promise.all(ids.map((id) => users.findOneOrFail({ id }))); // expect: n-plus-one
}

// case: MikroORM's repositories by the names of its packages, and a repository of another package
// file: repositories.ts
import { MongoEntityRepository } from "@mikro-orm/mongodb";
import { SqlEntityRepository } from "@mikro-orm/postgresql";
import { SqlEntityRepository as Directory } from "some-directory";
export class Plants extends SqlEntityRepository<object> {
  async named(names: string[]) {
    for (const name of names) await this.em.findOne("Plant", { name }); // expect: n-plus-one
    return this.find({ name: { $in: names } });
  }
}
export class Seeds extends MongoEntityRepository<object> {}
export class Folders extends Directory<object> {}
// file: main.ts
import type { Folders, Plants, Seeds } from "./repositories";
export async function load(plants: Plants, seeds: Seeds, folders: Folders, ids: string[]) {
  for (const id of ids) await plants.findOne({ id }); // expect: n-plus-one
  for (const id of ids) await seeds.findOne({ id }); // expect: n-plus-one
  for (const id of ids) await folders.findOne({ id });
  return [await plants.find({ id: ids }), await seeds.find({ id: ids })];
}

// case: a client that Prisma generated into the project
import { PrismaClient } from "../generated/prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
}

// case: a generated client that is taken out of where it lies
// file: prisma/index.js
const { PrismaClient } = require("../generated/prisma/client");
module.exports = new PrismaClient();
// file: dao/generic.js
const prisma = require("../prisma");
module.exports = class GenericDao {
  constructor(model) {
    this.model = prisma[model];
  }
  async first(where) {
    return await this.model.findFirst({ where });
  }
};
// file: dao/user.js
const GenericDao = require("./generic");
module.exports = class UserDao extends GenericDao {
  constructor() {
    super("user");
  }
};
// file: services/mail.js
const UserDao = require("../dao/user");
module.exports = class MailService {
  constructor(sender) {
    this.sender = sender;
    this.users = new UserDao();
  }
  async remind(orders) {
    await Promise.all(orders.map(async ({ owner }) => this.sender.send(await this.users.first({ id: owner })))); // expect: n-plus-one
  }
  names(orders) {
    return orders.map(({ name }) => this.sender.first({ name }));
  }
};

// case: a loop over what a query of TypeORM gives, and a relation asked for with it
import type { Repository } from "typeorm";
declare const users: Repository<{ id: number }>;
declare const posts: Repository<{ id: number; userId: number }>;
export async function load() {
  for (const user of await users.find()) {
    await posts.findBy({ userId: user.id }); // expect: n-plus-one
  }
  for (const user of await users.find({ relations: { posts: true } })) console.log(user);
}

// case: findOne of MikroORM per row, and find of all
import { EntityManager } from "@mikro-orm/core";
class User {}
export async function load(em: EntityManager, ids: number[]) {
  for (const id of ids) await em.findOne(User, id); // expect: n-plus-one
  return em.find(User, { id: { $in: ids } });
}

// case: a repository that Nest injects, with everything awaited
import { Injectable } from "@nestjs/common";
import { InjectRepository } from "@nestjs/typeorm";
import { Repository } from "typeorm";
class User {}
@Injectable()
export class S {
  constructor(@InjectRepository(User) private users: Repository<User>) {}
  async load(ids: number[]) {
    return await Promise.all(ids.map(async (id) => await this.users.findOne({ where: { id } }))); // expect: n-plus-one
  }
}

// case: a data source of TypeORM: text, repository and builder
import { DataSource } from "typeorm";
export async function load(source: DataSource, ids: number[]) {
  for (const id of ids) await source.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
  for (const id of ids) await source.getRepository("User").findOneBy({ id }); // expect: n-plus-one
  for (const id of ids) await source.createQueryBuilder().select("u").from("User", "u").where("u.id = :id", { id }).getOne(); // expect: n-plus-one
}

// case: raw SQL per element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma.$queryRaw`SELECT * FROM users WHERE id = ${id}`; // expect: n-plus-one
}

// case: a repository that is extended by methods
// file: users.ts
import { DataSource } from "typeorm";
import { User } from "./user";
const source = new DataSource({ type: "sqlite", database: "x" });
export const users = source.getRepository(User).extend({
  byMail(mail: string) {
    return this.createQueryBuilder("u").where("u.mail = :mail", { mail }).getOne();
  },
});
// file: user.ts
export class User { mail!: string }
// file: main.ts
import { users } from "./users";
export async function load(mails: string[]) {
  for (const mail of mails) await users.byMail(mail); // expect: n-plus-one
  for (const mail of mails) await users.findOneBy({ mail }); // expect: n-plus-one
}

// case: a client that Prisma generates into the project is Prisma's all the same
// file: src/generated/client.ts
import * as $Class from "./internal/class.js";
import * as Prisma from "./internal/prismaNamespace.js";
export const PrismaClient = $Class.getPrismaClientClass();
export type PrismaClient = $Class.PrismaClient;
export { Prisma };
// file: src/generated/internal/class.ts
import * as runtime from "@prisma/client/runtime/client";
import type * as Prisma from "./prismaNamespace.js";
export interface PrismaClientConstructor {
  new (options: object): PrismaClient;
}
export interface PrismaClient {
  get parcel(): Prisma.ParcelDelegate;
}
export function getPrismaClientClass(): PrismaClientConstructor {
  return runtime.getPrismaClient({}) as unknown as PrismaClientConstructor;
}
// file: src/generated/internal/prismaNamespace.ts
export interface ParcelDelegate {
  aggregate(args: object): Promise<{ _sum: { weight: number } }>;
  update(args: object): Promise<unknown>;
}
// file: src/database.ts
import { PrismaClient } from "./generated/client";
export class Database extends PrismaClient {
  constructor() {
    super({});
  }
}
// file: src/parcels.ts
import { Database } from "./database";
export class Parcels {
  constructor(private readonly database: Database) {}
  async weightOf(depotId: string) {
    const sum = await this.database.parcel.aggregate({ where: { depotId }, _sum: { weight: true } });
    return sum._sum.weight;
  }
  async weights(depots: { id: string }[]) {
    return Promise.all(depots.map(async ({ id }) => ({ id, weight: await this.weightOf(id) }))); // expect: n-plus-one
  }
  async sent(ids: string[]) {
    for (const id of ids) {
      await this.database.parcel.update({ where: { id }, data: { sent: true } }); // expect: write-in-loop
    }
  }
}

// case: a model that is looked up by its name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma["user"].findFirst({ where: { id } }); // expect: n-plus-one
}
