// The loop and the query are in different functions, and mostly in different files.

// case: a helper in another file
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function findUser(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
// file: orders.ts
import { findUser } from "./users";
export async function decorate(orders: { userId: string }[]) {
  for (const order of orders) {
    await findUser(order.userId); // expect: n-plus-one
  }
}

// case: a default export, under another name
// file: find-user.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export default async function findUser(id: string) {
  return prisma.user.findFirst({ where: { id } });
}
// file: orders.ts
import load from "./find-user";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: a default export that is an arrow
// file: find-user.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export default async (id: string) => prisma.user.findFirst({ where: { id } });
// file: orders.ts
import load from "./find-user";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: through two barrels of re-exports
// file: db/users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const findUser = (id: string) => prisma.user.findFirst({ where: { id } });
// file: db/index.ts
export * from "./users";
// file: services/index.ts
export { findUser as loadUser } from "../db";
// file: orders.ts
import { loadUser } from "./services";
export async function decorate(ids: string[]) {
  return Promise.all(ids.map((id) => loadUser(id))); // expect: n-plus-one
}

// case: a namespace import
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
// file: orders.ts
import * as users from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await users.find(id); // expect: n-plus-one
}

// case: four calls away
// file: d.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const four = (id: string) => prisma.user.findFirst({ where: { id } });
// file: c.ts
import { four } from "./d";
export const three = (id: string) => four(id);
// file: b.ts
import { three } from "./c";
export async function two(id: string) {
  const row = await three(id);
  return row;
}
// file: a.ts
import { two } from "./b";
export async function one(ids: string[]) {
  for (const id of ids) await two(id); // expect: n-plus-one
}

// case: an object of arrows
// file: user-service.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const userService = {
  get: async (id: string) => prisma.user.findFirst({ where: { id } }),
};
// file: orders.ts
import { userService } from "./user-service";
export async function decorate(ids: string[]) {
  for (const id of ids) await userService.get(id); // expect: n-plus-one
}

// case: a method of the same class
import { PrismaClient } from "@prisma/client";
export class Orders {
  private readonly prisma = new PrismaClient();
  async one(id: string) {
    return this.prisma.order.findFirst({ where: { id } });
  }
  async many(ids: string[]) {
    for (const id of ids) await this.one(id); // expect: n-plus-one
  }
}

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

// case: an inherited method
// file: base.ts
import { PrismaClient } from "@prisma/client";
export class Base {
  protected prisma = new PrismaClient();
  protected load(id: string) {
    return this.prisma.row.findFirst({ where: { id } });
  }
}
// file: child.ts
import { Base } from "./base";
export class Child extends Base {
  async all(ids: string[]) {
    for (const id of ids) await this.load(id); // expect: n-plus-one
  }
}

// case: a class field that is an arrow
import { PrismaClient } from "@prisma/client";
export class Rows {
  private prisma = new PrismaClient();
  private load = async (id: string) => this.prisma.row.findFirst({ where: { id } });
  async all(ids: string[]) {
    for (const id of ids) await this.load(id); // expect: n-plus-one
  }
}

// case: a static method
// file: user.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Users {
  static load(id: string) {
    return prisma.user.findFirst({ where: { id } });
  }
}
// file: orders.ts
import { Users } from "./user";
export async function decorate(ids: string[]) {
  for (const id of ids) await Users.load(id); // expect: n-plus-one
}

// case: an instance exported by its module
// file: users.ts
import { PrismaClient } from "@prisma/client";
class Users {
  constructor(private readonly prisma: PrismaClient) {}
  load(id: string) {
    return this.prisma.user.findFirst({ where: { id } });
  }
}
export const users = new Users(new PrismaClient());
// file: orders.ts
import { users } from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await users.load(id); // expect: n-plus-one
}

// case: a factory that closes over the client
// file: factory.ts
import type { PrismaClient } from "@prisma/client";
export function makeUsers(prisma: PrismaClient) {
  return { load: (id: string) => prisma.user.findFirst({ where: { id } }) };
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { makeUsers } from "./factory";
const users = makeUsers(new PrismaClient());
export async function decorate(ids: string[]) {
  for (const id of ids) await users.load(id); // expect: n-plus-one
}

// case: a function reference as the callback
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
// file: orders.ts
import { load } from "./users";
export const decorate = (ids: string[]) => Promise.all(ids.map(load)); // expect: n-plus-one

// case: a method reference with bind
import { PrismaClient } from "@prisma/client";
export class Rows {
  constructor(private readonly prisma: PrismaClient) {}
  load(id: string) {
    return this.prisma.row.findFirst({ where: { id } });
  }
  all(ids: string[]) {
    return Promise.all(ids.map(this.load.bind(this))); // expect: n-plus-one
  }
}

// case: async.eachLimit with a callback by name
import async from "async";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function refresh(row: { id: string }) {
  await prisma.row.findFirst({ where: { id: row.id } });
}
export function all(rows: { id: string }[]) {
  return async.eachLimit(rows, 3, refresh); // expect: n-plus-one
}

// case: p-map
import pMap from "p-map";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const all = (ids: string[]) => pMap(ids, async (id) => prisma.row.findFirst({ where: { id } }), { concurrency: 4 }); // expect: n-plus-one

// case: a helper of the project that calls its callback per element
// file: each.ts
export async function eachInTurn<T>(list: T[], run: (item: T) => Promise<void>) {
  for (const item of list) await run(item);
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { eachInTurn } from "./each";
const prisma = new PrismaClient();
export async function decorate(ids: string[]) {
  await eachInTurn(ids, async (id) => {
    await prisma.order.findFirst({ where: { id } }); // expect: n-plus-one
  });
}

// case: a wrapper that runs its callback once, inside a loop
// file: timed.ts
export async function timed<T>(name: string, run: () => Promise<T>) {
  const result = await run();
  console.log(name);
  return result;
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { timed } from "./timed";
const prisma = new PrismaClient();
export async function decorate(ids: string[]) {
  for (const id of ids) {
    await timed("order", () => prisma.order.findFirst({ where: { id } })); // expect: n-plus-one
  }
}

// case: an immediately called function in the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function decorate(ids: string[]) {
  const waiting = [];
  for (const id of ids) {
    waiting.push(
      (async () => {
        return prisma.order.findFirst({ where: { id } }); // expect: n-plus-one
      })(),
    );
  }
  return Promise.all(waiting);
}

// case: recursion over children
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function tree(id: string) {
  const children = await prisma.node.findMany({ where: { parentId: id } });
  for (const child of children) await tree(child.id); // expect: n-plus-one
}

// case: a client passed as an argument
// file: users.ts
import type { Prisma, PrismaClient } from "@prisma/client";
export function load(db: PrismaClient | Prisma.TransactionClient, id: string) {
  return db.user.findFirst({ where: { id } });
}
// file: orders.ts
import { PrismaClient } from "@prisma/client";
import { load } from "./users";
const prisma = new PrismaClient();
export const decorate = (ids: string[]) =>
  prisma.$transaction(async (tx) => {
    for (const id of ids) await load(tx, id); // expect: n-plus-one
  });

// case: a context with the client in it
// file: context.ts
import type { PrismaClient } from "@prisma/client";
export interface Context {
  prisma: PrismaClient;
}
// file: resolvers.ts
import type { Context } from "./context";
export async function names(ids: string[], { prisma }: Context) {
  const out = [];
  for (const id of ids) out.push(await prisma.user.findFirst({ where: { id } })); // expect: n-plus-one
  return out;
}

// case: a client kept on the global object
// file: db.ts
import { PrismaClient } from "@prisma/client";
const holder = globalThis as unknown as { prisma?: PrismaClient };
export const db = holder.prisma ?? new PrismaClient();
// file: main.ts
import { db } from "./db";
export async function load(ids: string[]) {
  for (const id of ids) await db.user.findFirst({ where: { id } }); // expect: n-plus-one
}

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

// case: CommonJS exports and require
// file: users.js
const { PrismaClient } = require("@prisma/client");
const prisma = new PrismaClient();
async function load(id) {
  return prisma.user.findFirst({ where: { id } });
}
module.exports = { load };
// file: orders.js
const { load } = require("./users");
module.exports.decorate = async (ids) => {
  for (const id of ids) await load(id); // expect: n-plus-one
};

// case: exports by assignment and a require that is not taken apart
// file: users.js
const { PrismaClient } = require("@prisma/client");
const prisma = new PrismaClient();
exports.load = (id) => prisma.user.findFirst({ where: { id } });
// file: orders.js
const users = require("./users");
exports.decorate = async (ids) => {
  for (const id of ids) await users.load(id); // expect: n-plus-one
};

// case: a helper that batches
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const loadAll = (ids: string[]) => prisma.user.findMany({ where: { id: { in: ids } } });
// file: orders.ts
import { loadAll } from "./users";
export async function decorate(ids: string[]) {
  const users = await loadAll(ids);
  for (const user of users) console.log(user.name);
}

// case: a batch helper that is called per element
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const loadAll = (ids: string[]) => prisma.user.findMany({ where: { id: { in: ids } } });
// file: orders.ts
import { loadAll } from "./users";
export async function decorate(orders: { userId: string }[]) {
  for (const order of orders) await loadAll([order.userId]); // expect: n-plus-one
}

// case: a helper that keeps what it has loaded
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const cache = new Map<string, unknown>();
export async function load(id: string) {
  if (cache.has(id)) return cache.get(id);
  const user = await prisma.user.findFirst({ where: { id } });
  cache.set(id, user);
  return user;
}
// file: orders.ts
import { load } from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id);
}

// case: a memoised helper
// file: users.ts
import memoize from "lodash/memoize";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = memoize(async (id: string) => prisma.user.findFirst({ where: { id } }));
// file: orders.ts
import { load } from "./users";
export async function decorate(ids: string[]) {
  for (const id of ids) await load(id);
}

// case: DataLoader in a loop
// file: loaders.ts
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const users = new DataLoader(async (ids: readonly string[]) => {
  const rows = await prisma.user.findMany({ where: { id: { in: [...ids] } } });
  return ids.map((id) => rows.find((row) => row.id === id));
});
// file: orders.ts
import { users } from "./loaders";
export async function decorate(ids: string[]) {
  for (const id of ids) await users.load(id);
}

// case: a DataLoader whose batch function asks per key
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const users = new DataLoader(async (ids: readonly string[]) => {
  return Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } }))); // expect: n-plus-one
});

// case: a function of the same name that does not query
// file: users.ts
export const get = (id: string) => ({ id });
// file: orders.ts
import { get } from "./users";
export function decorate(ids: string[]) {
  for (const id of ids) get(id);
}

// case: services that are not databases
// file: mailer.ts
export class Mailer {
  async find(id: string) {
    return { id };
  }
  async save(id: string) {
    console.log(id);
  }
}
// file: main.ts
import { Mailer } from "./mailer";
const mailer = new Mailer();
export async function all(ids: string[]) {
  for (const id of ids) {
    await mailer.find(id);
    await mailer.save(id);
  }
}

// case: an HTTP call per element is no query
export async function all(ids: string[]) {
  for (const id of ids) await fetch(`https://example.org/${id}`);
}

// case: promises that were started before are awaited in a loop
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function two() {
  const promises = [prisma.user.findMany(), prisma.order.findMany()];
  for (const promise of promises) await promise;
}

// case: the same helper twice, with a cycle between helpers
// file: a.ts
import { PrismaClient } from "@prisma/client";
import { odd } from "./b";
const prisma = new PrismaClient();
export async function even(n: number): Promise<unknown> {
  return n === 0 ? prisma.user.findFirst({ where: { n } }) : odd(n - 1);
}
// file: b.ts
import { even } from "./a";
export async function odd(n: number): Promise<unknown> {
  return even(n - 1);
}
// file: main.ts
import { odd } from "./b";
export async function all(list: number[]) {
  for (const n of list) await odd(n); // expect: n-plus-one
}

// case: a query behind an event that happens later
import { PrismaClient } from "@prisma/client";
import { bus } from "./bus";
const prisma = new PrismaClient();
export function listen(names: string[]) {
  for (const name of names) {
    bus.on(name, async (id: string) => {
      await prisma.row.findFirst({ where: { id } });
    });
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

// case: spread maps inside one Promise.all
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
// file: main.ts
import { load } from "./users";
export const all = (a: string[], b: string[]) =>
  Promise.all([
    ...a.map((id) => load(id)), // expect: n-plus-one
    ...b.map(load), // expect: n-plus-one
  ]);

// case: a map that is awaited later
// file: users.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
// file: main.ts
import { load } from "./users";
export async function all(ids: string[]) {
  const users = ids.map(async (id) => {
    return { id, user: await load(id) }; // expect: n-plus-one
  });
  return Promise.all(users);
}

// case: a query behind call
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function load(this: unknown, id: string) {
  return prisma.user.findFirst({ where: { id } });
}
export async function all(ids: string[]) {
  for (const id of ids) await load.call(null, id); // expect: n-plus-one
}

// case: an inner function that is called in the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function all(ids: string[]) {
  const load = async (id: string) => {
    const user = await prisma.user.findFirst({ where: { id } });
    return user;
  };
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: a cache of the request that is given the query
// file: cache.ts
export class RequestCache {
  async get<T>(key: string, make: () => Promise<T>): Promise<T> {
    return make();
  }
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { RequestCache } from "./cache";
export class Zones {
  constructor(
    private readonly prisma: PrismaClient,
    private readonly requestCache: RequestCache,
  ) {}
  zone(id: string) {
    return this.requestCache.get(`zone ${id}`, () => this.prisma.zone.findFirst({ where: { id } }));
  }
  async all(ids: string[]) {
    for (const id of ids) await this.zone(id);
  }
}

// case: a method of the rows that a model class gives
// file: document.ts
import { Model } from "sequelize-typescript";
export class Document extends Model {
  async childIds() {
    const children = await Document.findAll({ where: { parentId: this.id } });
    return children.map((child) => child.id);
  }
}
// file: main.ts
import { Document } from "./document";
export async function tree() {
  const documents = await Document.findAll();
  for (const document of documents) await document.childIds(); // expect: n-plus-one
  const one = await Document.findByPk("1");
  await one?.childIds();
}

// case: a GraphQL field resolver asks per parent
// file: posts.service.ts
import { PrismaClient } from "@prisma/client";
export class PostsService {
  constructor(private readonly prisma: PrismaClient) {}
  ofUser(userId: string) {
    return this.prisma.post.findMany({ where: { userId } });
  }
  settings() {
    return this.prisma.setting.findMany();
  }
}
// file: user.resolver.ts
import { Args, Parent, Query, ResolveField, Resolver } from "@nestjs/graphql";
import { PostsService } from "./posts.service";
@Resolver("User")
export class UserResolver {
  constructor(private readonly service: PostsService) {}
  @Query()
  user(@Args("id") id: string) {
    return this.service.ofUser(id);
  }
  @ResolveField()
  async posts(@Parent() user: { id: string }) {
    return this.service.ofUser(user.id); // expect: n-plus-one
  }
}

// case: a GraphQL field resolver behind a DataLoader
import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import DataLoader from "dataloader";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const posts = new DataLoader(async (ids: readonly string[]) => prisma.post.findMany({ where: { userId: { in: [...ids] } } }));
@Resolver("User")
export class UserResolver {
  @ResolveField()
  async posts(@Parent() user: { id: string }) {
    return posts.load(user.id);
  }
}

// case: a GraphQL field resolver whose findUnique travels with the others
import { Parent, ResolveField, Resolver } from "@nestjs/graphql";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
@Resolver("Post")
export class PostResolver {
  @ResolveField()
  async author(@Parent() post: { authorId: string }) {
    return prisma.user.findUnique({ where: { id: post.authorId } });
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

// case: an object that ts-pattern chooses
import { match } from "ts-pattern";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
abstract class Page {
  constructor(readonly id: string) {}
  async load() {
    return prisma.link.findMany({ where: { page: this.id } });
  }
}
class Article extends Page {}
class Profile extends Page {}
const pageOf = (row: { id: string; kind: "article" | "profile" }) =>
  match(row.kind)
    .with("article", () => new Article(row.id))
    .with("profile", () => new Profile(row.id))
    .exhaustive();
export async function load(rows: { id: string; kind: "article" | "profile" }[]) {
  return Promise.all(
    rows.map(async (row) => {
      const page = pageOf(row);
      await page.load(); // expect: n-plus-one
      return page;
    }),
  );
}
