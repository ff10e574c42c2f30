// Elements that are parts of the program and as many as it has: providers, rules, tasks, adapters, modules; and objects around rows.

// case: stores that are asked all the same
// file: store.ts
import { PrismaClient } from "@prisma/client";
export interface Store {
  find(ids: string[]): Promise<unknown[]>;
}
export class PrismaStore implements Store {
  constructor(private readonly prisma: PrismaClient) {}
  find(ids: string[]) {
    return this.prisma.row.findMany({ where: { id: { in: ids } } });
  }
}
// file: main.ts
import type { Store } from "./store";
export async function everywhere(stores: Store[], ids: string[]) {
  const parts = await Promise.all(stores.map((store) => store.find(ids)));
  return parts.flat();
}

// case: rules that a service holds
// file: rules.ts
import { PrismaClient } from "@prisma/client";
export interface Rule {
  check(order: { id: string }): Promise<boolean>;
}
export class StockRule implements Rule {
  constructor(private readonly prisma: PrismaClient) {}
  async check(order: { id: string }) {
    return (await this.prisma.stock.findFirst({ where: { orderId: order.id } })) !== null;
  }
}
// file: main.ts
import type { Rule } from "./rules";
export class Orders {
  constructor(private readonly rules: Rule[]) {}
  async failed(order: { id: string }) {
    const failed = [];
    for (const rule of this.rules) if (!(await rule.check(order))) failed.push(rule);
    return failed;
  }
}

// case: tasks that are registered at the start
import { PrismaClient } from "@prisma/client";
export class Tasks {
  private readonly prisma = new PrismaClient();
  async registerTask(task: { id: string }) {
    return this.prisma.taskState.findFirst({ where: { id: task.id } });
  }
  async registerTasks(tasks: { id: string }[]) {
    for (const task of tasks) await this.registerTask(task);
  }
  async states(ids: string[]) {
    for (const id of ids) await this.state(id); // expect: n-plus-one
  }
  private state(id: string) {
    return this.prisma.taskState.findFirst({ where: { id } });
  }
}

// case: reactors whose method is an arrow in a field
// file: reactors.ts
import { PrismaClient } from "@prisma/client";
export interface Reactor {
  react(event: { monitor: string }): Promise<unknown>;
}
export class IncidentReactor implements Reactor {
  constructor(private readonly prisma: PrismaClient) {}
  react = async (event: { monitor: string }) => this.prisma.incident.findFirst({ where: { monitor: event.monitor } });
}
// file: main.ts
import type { Reactor } from "./reactors";
export class Dispatcher {
  constructor(private readonly reactors: Reactor[]) {}
  async dispatch(event: { monitor: string }) {
    for (const reactor of this.reactors) await reactor.react(event);
  }
}

// case: classes that a decorator of the program registers, and rows that one describes
// file: registry.ts
export interface Rule {
  code: string;
  check(order: string): Promise<boolean>;
}
const rules: Rule[] = [];
export const RegisterRule = () => (made: new () => Rule) => {
  rules.push(new made());
};
export const allRules = () => rules;
// file: stock.ts
import { pool } from "./pool";
import { RegisterRule, type Rule } from "./registry";
@RegisterRule()
export class StockRule implements Rule {
  code = "stock";
  async check(order: string) {
    return (await pool.query("SELECT 1 FROM shortages WHERE order_id = $1", [order])).rows.length > 0;
  }
}
// file: pool.ts
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
// file: described.ts
export const Described = (table: string) => (made: unknown) => console.debug(table, made);
// file: order.ts
import { Described } from "./described";
import { pool } from "./pool";
@Described("orders")
export class Order {
  constructor(readonly code: string) {}
  async lines() {
    return (await pool.query("SELECT * FROM lines WHERE code = $1", [this.code])).rows;
  }
}
// file: main.ts
import type { Order } from "./order";
import { allRules } from "./registry";
import "./stock";
export async function validate(order: string) {
  for (const rule of allRules()) await rule.check(order);
}
export async function lines(orders: Order[]) {
  for (const order of orders) await order.lines(); // expect: n-plus-one
}

// case: parts of the program that a function is passed, and rows
import { EventEmitter } from "node:events";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Nursery extends EventEmitter {
  constructor(private readonly chain: string) {
    super();
  }
  async init() {
    return prisma.swap.findMany({ where: { chain: this.chain } });
  }
}
class Order {
  constructor(readonly id: string) {}
  async lines() {
    return prisma.line.findMany({ where: { orderId: this.id } });
  }
}
const listen = async (nursery: Nursery) => nursery.init();
const print = async (order: Order) => console.log(await order.lines());
export async function start(nurseries: Nursery[], orders: Order[]) {
  await Promise.all(nurseries.map((nursery) => listen(nursery)));
  for (const order of orders) await print(order); // expect: n-plus-one
}

// case: an object around a row is one for each row, a part of the program is not
// file: invoicing.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Invoicing {
  constructor(private readonly team: { id: string }) {}
  async seats() {
    return await prisma.member.count({ where: { teamId: this.team.id } });
  }
}
export class Exporter {
  constructor(private readonly config: { id: string }) {}
  async run() {
    return await prisma.member.count({ where: { exporter: this.config.id } });
  }
}
// file: bill.ts
import { Exporter, Invoicing } from "./invoicing";
export async function bill(teams: { id: string }[]) {
  const all = teams.map((team) => new Invoicing(team));
  return await Promise.all(all.map((one) => one.seats())); // expect: n-plus-one
}
export class Runs {
  private readonly exporters: Exporter[] = [];
  async runAll() {
    for (const one of this.exporters) await one.run();
  }
}

// case: what is made of a row is no part of the program
import { DataTypes, Model, Sequelize } from "sequelize";
const sequelize = new Sequelize(process.env.DATABASE_URL ?? "");
class User extends Model {}
User.init({ name: DataTypes.STRING }, { sequelize });
class Notice {
  private users: User[] = [];
  constructor(private readonly about: string) {}
  async prepare() { this.users = await User.findAll({ where: { name: this.about } }); }
}
class Digest {
  private users: User[] = [];
  constructor(private readonly about: { id: string }) {}
  async prepare() { this.users = await User.findAll({ where: { name: this.about.id } }); }
}
async function send(notice: Notice | Digest) { await notice.prepare(); }
async function sendEach(kinds: (new (about: any) => Notice | Digest)[], about: unknown) {
  for (const kind of kinds) await send(new kind(about));
}
export async function all(names: string[]) {
  await sendEach([Notice, Digest], "everything");
  for (const name of names) await send(new Notice(name)); // expect: n-plus-one
}

// case: elements that are functions
export async function run(tasks: (() => Promise<void>)[]) {
  for (const task of tasks) await task();
}

// case: tasks that stand in files, and things with functions that are made for each row
// file: expire.js
const { prisma } = require("./database");
module.exports = { name: "expire", startup: true, run: async () => prisma.user.findFirst({ where: { old: true } }) };
// file: remind.js
const { prisma } = require("./database");
const run = async () => prisma.post.findFirst({ where: { old: true } });
module.exports = { name: "remind", startup: false, run };
// file: database.js
const { PrismaClient } = require("@prisma/client");
exports.prisma = new PrismaClient();
// file: main.js
const { prisma } = require("./database");
const tasks = {};
function register(task) {
  tasks[task.name] = task;
  if (task.startup) runTask(task);
}
register(require("./expire"));
register(require("./remind"));
async function start() {
  for (const task of Object.values(tasks)) await runTask(task);
}
async function runTask(task) {
  await task.run();
}
const made = (rows) => rows.map((row) => ({ id: row.id, load: async () => prisma.user.findFirst({ where: { id: row.id } }) }));
async function loadAll(rows) {
  for (const one of made(rows)) await one.load(); // expect: n-plus-one
}
module.exports = { start, loadAll };

// case: a part of the program for each key, and one that is asked for each row
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
abstract class Loader {
  abstract readonly key: string;
  abstract load(student: string): Promise<unknown>;
}
class Parents extends Loader {
  readonly key = "parents";
  load(student: string) {
    return prisma.parent.findMany({ where: { student } });
  }
}
class Loans extends Loader {
  readonly key = "loans";
  load(student: string) {
    return prisma.loan.findMany({ where: { student } });
  }
}
export class Loading {
  private readonly loaders: Loader[] = [new Parents(), new Loans()];
  async all(keys: string[], student: string, rows: { key: string; student: string }[]) {
    await Promise.all(keys.map((key) => this.one(key, student)));
    for (const row of rows) await this.one(row.key, row.student); // expect: n-plus-one
  }
  private async one(key: string, student: string) {
    const loader = this.loaders.find((one) => one.key === key);
    return loader?.load(student);
  }
}

// case: each provider of the program asks in its own way
// file: search.ts
import { PrismaClient } from "@prisma/client";
export class ManualProvider {
  constructor(private readonly prisma: PrismaClient) {}
  search(query: string) {
    return this.prisma.symbol.findMany({ where: { name: query } });
  }
}
export class Search {
  constructor(private readonly providers: ManualProvider[]) {}
  async all(query: string) {
    const found = [];
    for (const provider of this.providers) found.push(...(await provider.search(query)));
    return found;
  }
}

// case: all functions of an object in the code, called one after the other
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const parts = {
  profile: (id: string) => pool.query("SELECT * FROM profiles WHERE id = $1", [id]),
  orders: (id: string) => pool.query("SELECT * FROM orders WHERE user_id = $1", [id]),
};
const page = async (id: string) => Promise.all(Object.values(parts).map((part) => part(id)));
export async function pages(ids: string[]) {
  const [first] = ids;
  for (const part of Object.values(parts)) await part(first);
  return Promise.all(ids.map((id) => page(id))); // expect: n-plus-one
}

// case: elements that name the steps of a plan in the code, and those that say which of several to do
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export function planFor(id: string) {
  const steps: Record<string, () => Promise<unknown>> = {
    score: () => pool.query("SELECT sum(points) FROM goals WHERE id = $1", [id]),
    average: () => pool.query("SELECT avg(points) FROM goals WHERE parent = $1", [id]),
  };
  return {
    async run(...names: string[]) {
      for (const name of names) await steps[name]?.();
    },
  };
}
const kinds: Record<string, (id: string) => Promise<unknown>> = {
  mail: (id) => pool.query("SELECT * FROM mails WHERE id = $1", [id]),
  chat: (id) => pool.query("SELECT * FROM chats WHERE id = $1", [id]),
};
export async function load(messages: { kind: string; id: string }[]) {
  for (const message of messages) await kinds[message.kind]?.(message.id); // expect: n-plus-one
}

// case: functions of a program that are gone through
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const checks: Record<string, () => Promise<unknown>> = {
  queue: async () => pool.query("SELECT count(*) FROM queue"),
  users: async () => pool.query("SELECT count(*) FROM users"),
};
export async function health(ids: string[]) {
  const out: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks)) out[name] = await check();
  const asks = ids.map((id) => () => pool.query("SELECT * FROM users WHERE id = $1", [id]));
  for (const ask of asks) await ask(); // expect: n-plus-one
  return out;
}

// case: what is registered are parts of the program
// file: registry.ts
export interface Adapter {
  key: string;
}
const state = { adapters: new Map<string, Adapter>() };
export function getAdapterRegistry() {
  return state;
}
export const register = (adapter: Adapter) => getAdapterRegistry().adapters.set(adapter.key, adapter);
export function listAdapters(): Adapter[] {
  return Array.from(getAdapterRegistry().adapters.values());
}
const sessionRegistry = new Map<string, { userId: string }>();
export const join = (id: string, userId: string) => sessionRegistry.set(id, { userId });
export const sessions = () => Array.from(sessionRegistry.values());
// file: options.ts
import { PrismaClient } from "@prisma/client";
import { listAdapters, sessions } from "./registry";
const prisma = new PrismaClient();
export async function options(tenantId: string) {
  const all = listAdapters().filter(({ key }) => key !== "");
  return Promise.all(all.map(({ key }) => prisma.credential.findFirst({ where: { key, tenantId } })));
}
export async function online() {
  for (const { userId } of sessions()) console.log(await prisma.user.findFirst({ where: { id: userId } })); // expect: n-plus-one
}

// case: what runs once, when the program starts
import { OnModuleInit } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Roles implements OnModuleInit {
  async onModuleInit() {
    for (const tenant of await prisma.tenant.findMany()) await this.of(tenant.id);
    await this.fill(await prisma.tenant.findMany());
  }
  private async fill(tenants: { id: string }[]) {
    for (const tenant of tenants) await this.of(tenant.id);
  }
  async seedDefaultRoles() {
    for (const tenant of await prisma.tenant.findMany()) await this.of(tenant.id);
  }
  async seedBlocks() {
    for (const tenant of await prisma.tenant.findMany()) await this.of(tenant.id); // expect: n-plus-one
  }
  async list(tenants: { id: string }[]) {
    for (const tenant of tenants) await this.of(tenant.id); // expect: n-plus-one
  }
  private of(tenantId: string) {
    return prisma.role.findFirst({ where: { tenantId } });
  }
}
