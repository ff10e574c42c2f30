// Functions that are handed over to run later, or some day: handlers, timers, schedules, events, tools. No turn runs them.

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

// case: a job that is planned for later
import { PrismaClient } from "@prisma/client";
import { scheduleJob } from "node-schedule";
const prisma = new PrismaClient();
const check = (id: string) => prisma.server.findFirst({ where: { id } });
export function plan(servers: { id: string; cron: string }[]) {
  for (const server of servers) {
    scheduleJob(server.cron, async () => {
      await check(server.id);
    });
  }
}
export async function checkAll(servers: { id: string }[]) {
  for (const server of servers) await check(server.id); // expect: n-plus-one
}

// case: a tool that somebody calls some day
import { tool } from "@langchain/core/tools";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export function tools(actions: { id: string; name: string }[]) {
  const made = [];
  for (const action of actions) {
    const instance = tool(async () => prisma.connection.findFirst({ where: { id: action.id } }), { name: action.name });
    made.push(instance);
  }
  return made;
}

// case: a listener that is taken away
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const observe = () => prisma.queue.count();
export function stop(meters: { removeCallback(f: () => unknown): void }[]) {
  for (const meter of meters) meter.removeCallback(observe);
}

// case: factories that only make the handler
// file: handlers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
function deferred(work: () => Promise<unknown>) {
  return async () => {
    await work();
  };
}
export const load = (id: string) => prisma.user.findFirst({ where: { id } });
export const returned = (id: string) => async () => load(id);
export const wrapped = (id: string) => deferred(async () => load(id));
export class Handlers {
  load(id: string) {
    return prisma.user.findFirst({ where: { id } });
  }
  bound(ids: string[]) {
    const out = [];
    for (const id of ids) out.push(this.load.bind(this, id));
    return out;
  }
}
// file: main.ts
import { load, returned, wrapped } from "./handlers";
export function register(ids: string[], bus: Map<string, () => Promise<unknown>>) {
  for (const id of ids) bus.set(id, returned(id));
  for (const id of ids) bus.set(id, wrapped(id));
}
export async function all(ids: string[]) {
  for (const id of ids) await returned(id)(); // expect: n-plus-one
  for (const id of ids) await load(id); // expect: n-plus-one
}

// case: a function that a package is told to start
// file: workflows.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 2000 });
export async function exportVideo(id: string) {
  return pool.query("SELECT * FROM videos WHERE id = $1", [id]);
}
// file: main.ts
import { start } from "workflow/api";
import pLimit from "p-limit";
import { exportVideo } from "./workflows";
const limit = pLimit(4);
export async function all(ids: string[]) {
  for (const id of ids) await start(exportVideo, [id]);
  return Promise.all(ids.map((id) => limit(exportVideo, id))); // expect: n-plus-one
}

// case: a limiter runs what it is given, and a scheduler later
import Bottleneck from "bottleneck";
import { scheduleJob } from "node-schedule";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000, statement_timeout: 5000 });
const limiter = new Bottleneck({ maxConcurrent: 3 });
const ownerOf = async (id: string) => (await pool.query("SELECT * FROM owners WHERE id = $1", [id])).rows[0];
export async function owners(ids: string[]) {
  await Promise.all(ids.map((id) => limiter.schedule(() => ownerOf(id)))); // expect: n-plus-one
  await Array.fromAsync(ids, (id) => ownerOf(id)); // expect: n-plus-one
  for (const id of ids) scheduleJob("0 1 * * *", () => ownerOf(id));
}

// case: a listener that a function adds runs when something happens
// file: events.ts
import { EventEmitter } from "node:events";
const events = new EventEmitter();
export async function listenTo(name: string, callback: (data: unknown) => unknown, direct: boolean) {
  if (direct) {
    const listener = (data: unknown) => callback(data);
    process.addListener("message", (message) => listener(message));
    return () => process.removeListener("message", listener);
  }
  const listener = (data: unknown) => callback(data);
  events.addListener(name, listener);
  return () => events.removeListener(name, listener);
}
export async function tell(name: string, callback: (data: unknown) => unknown) {
  const send = (data: unknown) => callback(data);
  await send(name);
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { listenTo, tell } from "./events";
const prisma = new PrismaClient();
const onMessage = async (data: unknown) => prisma.ban.findFirst({ where: { data } });
export async function open(channels: string[]) {
  for (const channel of channels) await listenTo(channel, onMessage, channel === "");
  for (const channel of channels) await tell(channel, onMessage); // expect: n-plus-one
}

// case: a handler that a helper hands to a timer
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const later = (task: () => Promise<unknown>, delay: number) => setTimeout(() => task(), delay);
export async function remind(ids: string[]) {
  for (const id of ids) later(() => prisma.user.findFirst({ where: { id } }), 1000);
}

// case: a function per element, for whoever calls one of them
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const load = (id: string) => pool.query("SELECT * FROM parts WHERE id = $1", [id]);
export const menu = (ids: string[]) => show(ids.map((id) => () => load(id)));
export const rows = (ids: string[]) => ids.map((id) => ({ id, open: () => load(id) }));
export const never = (ids: string[]) => Promise.all(ids.map((id) => () => load(id)));
declare function show(entries: (() => Promise<unknown>)[]): void;

// case: a handler in a wrapper of the project's own is still a handler
// file: safely.ts
export const safely = (work: (request: { body: string }) => Promise<void>) => (request: { body: string }, next: () => void) =>
  Promise.resolve(work(request)).catch(next);
// file: main.ts
import { Router } from "express";
import { Pool } from "pg";
import { safely } from "./safely";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function routerFor(name: string) {
  const router = Router();
  router.post("/", safely(async ({ body }) => {
    await pool.query("SELECT id FROM users WHERE name = $1", [body]);
    console.log(name);
  }));
  return router;
}
export function mount(names: string[]) {
  for (const name of names) routerFor(name);
}
export async function now(names: string[]) {
  await Promise.all(names.map((name) => run(safely(() => find(name))))); // expect: n-plus-one
}
const run = (work: (request: { body: string }, next: () => void) => Promise<void>) => work({ body: "" }, () => {});
async function find(name: string) {
  await pool.query("SELECT id FROM users WHERE name = $1", [name]);
}

// case: a timer that is kept in a map
import later from "later";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Jobs {
  timers = new Map<string, unknown>();
  handlers = new Map<string, () => unknown>();
  async run(id: string) {
    await prisma.job.findFirst({ where: { id } });
  }
  add(id: string) {
    const timer = later.setInterval(() => this.run(id), 1000);
    this.timers.set(id, timer);
    this.handlers.set(id, () => this.run(id));
  }
}
export async function start(ids: string[]) {
  const jobs = new Jobs();
  for (const id of ids) jobs.add(id);
  for (const id of ids) await jobs.run(id); // expect: n-plus-one
}

// case: a scheduler of the project
// file: cron.js
exports.schedule = function schedule(expression, run) {
  const task = { expression, run: () => run() };
  run.registered = true;
  return task;
};
// file: main.js
const { Pool } = require("pg");
const cron = require("./cron");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
function start(library) {
  cron.schedule(library.cron, async () => pool.query("SELECT * FROM libraries WHERE id = $1", [library.id]));
}
async function startAll(libraries) {
  for (const library of libraries) start(library);
  for (const { id } of libraries) await pool.query("SELECT * FROM libraries WHERE id = $1", [id]); // expect: n-plus-one
}
module.exports = { startAll };

// case: what a class above has run later, or in place, by the object's own class
// file: job.ts
export interface Queue {
  addWorker(run: (job: { id: string }) => Promise<unknown>): Promise<void>;
  inTransaction<T>(run: () => Promise<T>): Promise<T>;
}
export abstract class Job {
  constructor(protected readonly queue: Queue) {}
  async start() {
    await this.queue.addWorker((job) => this.work(job.id));
  }
  async now(id: string) {
    return this.queue.inTransaction(() => this.work(id));
  }
  abstract work(id: string): Promise<unknown>;
}
// file: mail-job.ts
import { Pool } from "pg";
import { Job } from "./job";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export class MailJob extends Job {
  async work(id: string) {
    return pool.query("SELECT * FROM mails WHERE id = $1", [id]);
  }
}
// file: main.ts
import { MailJob } from "./mail-job";
export async function startAll(queues: import("./job").Queue[]) {
  for (const queue of queues) await new MailJob(queue).start();
}
export async function runAll(job: MailJob, ids: string[]) {
  for (const id of ids) await job.now(id); // expect: n-plus-one
}

// case: middleware in a loop of routes
import express from "express";
import { PrismaClient } from "@prisma/client";
const app = express();
const prisma = new PrismaClient();
for (const path of ["/a", "/b"]) app.get(path, async (_, response) => response.json(await prisma.user.findMany()));
export function mount(paths: string[]) {
  for (const path of paths) app.get(path, async (_, response) => response.json(await prisma.user.findMany()));
}

// case: what is debounced runs once for many calls
// file: guests.ts
import { debounce, partial } from "lodash";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, statement_timeout: 5000 });
export class Guests {
  private readonly recount: () => void;
  private readonly count: () => Promise<void>;
  constructor(private readonly shown: { guests: unknown }) {
    this.recount = debounce(() => {
      void this.countAll();
    }, 500);
    this.count = partial(async () => {
      await this.countAll();
    });
  }
  private async countAll() {
    const { rows } = await pool.query("SELECT count(*) FROM guests");
    this.shown.guests = rows;
  }
  async add(names: string[]) {
    for (const name of names) {
      this.greet(name);
      this.recount();
    }
    for (const name of names) {
      this.greet(name);
      await this.count(); // expect: n-plus-one
    }
  }
  private greet(name: string) {
    return `Hello ${name}`;
  }
}

// case: a tool is made of a function that a model calls later
import { tool } from "@langchain/core/tools";
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Base {
  id!: string;
}
class Explorer {
  constructor(readonly base: string) {}
  async toTool() {
    return tool(async () => source.getRepository(Base).findOneBy({ id: this.base }), { name: this.base });
  }
  async look() {
    return source.getRepository(Base).findOneBy({ id: this.base });
  }
}
export async function toolsOf(bases: string[]) {
  const tools: unknown[] = [];
  for (const base of bases) tools.push(await new Explorer(base).toTool());
  for (const base of bases) await new Explorer(base).look(); // expect: n-plus-one
  return tools;
}

// case: a handler that is registered once for each queue
// file: manager.ts
import { Worker } from "bullmq";
export class Manager {
  static register(name: string, handler: (job: { id: string }) => Promise<unknown>) {
    return new Worker(name, handler);
  }
}
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { Manager } from "./manager";
const prisma = new PrismaClient();
const handle = async (job: { id: string }) => prisma.rule.findMany({ where: { job: job.id } });
export function start(names: string[]) {
  names.forEach((name) => {
    Manager.register(name, handle);
  });
}

// case: handlers registered in a loop
import { PrismaClient } from "@prisma/client";
import { app } from "./app";
const prisma = new PrismaClient();
export function register(paths: string[]) {
  for (const path of paths) {
    app.get(path, async (request, reply) => reply.send(await prisma.page.findFirst({ where: { path } })));
  }
}

// case: a function that calls what it is passed here, and not what it is passed elsewhere
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const timers: Record<string, unknown> = {};
function setTimer(name: string, ms: number, run: () => void) {
  if (ms < 0) run();
  else timers[name] = setTimeout(run, ms);
}
async function payBack(id: string) {
  await prisma.chat.findFirst({ where: { id } });
}
export function one(id: string) {
  setTimer(id, 10, async () => {
    await payBack(id);
  });
}
export function reload(ids: string[]) {
  for (const id of ids)
    setTimer(id, 10, () => {
      setTimeout(() => payBack(id), 999);
    });
}

// case: a socket of one's own that gives again what came before
// file: socket.ts
export class Socket {
  private actions: Record<string, ((data: unknown) => void)[]> = {};
  private received: { event: string; data: unknown }[] = [];
  on(event: string, action: (data: unknown) => void) {
    (this.actions[event] ??= []).push(action);
    for (const message of this.received) if (message.event === event) action(message.data);
  }
  each(action: (data: unknown) => void) {
    for (const message of this.received) action(message.data);
  }
}
// file: main.ts
import { Pool } from "pg";
import { Socket } from "./socket";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export function listen(socket: Socket) {
  socket.on("join", async (data) => { console.log(await pool.query("SELECT * FROM users WHERE id = $1", [data])); });
  socket.each(async (data) => { console.log(await pool.query("SELECT * FROM users WHERE id = $1", [data])); }); // expect: n-plus-one
}

// case: functions that are put in front of a list
// file: main.js
const { Pool } = require("pg");
const express = require("express");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
const app = express();
const authenticate = async (req, res, next) => {
  req.user = await pool.query("SELECT * FROM users WHERE token = $1", [req.headers.token]);
  next();
};
module.exports.routes = (routes) => {
  for (const route of routes) {
    const handlers = [route.handler];
    handlers.unshift(authenticate);
    app.get(route.path, ...handlers);
  }
};
