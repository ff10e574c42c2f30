// Shapes that large servers showed, each beside its neighbour that is right as it is.

// case: CouchDB by nano and by PouchDB
import Nano from "nano";
import PouchDB from "pouchdb";
const server = Nano("http://localhost:5984");
const people = server.db.use("people");
const notes = new PouchDB("http://localhost:5984/notes");
export async function all(ids: string[]) {
  for (const id of ids) await people.get(id); // expect: n-plus-one
  const found = await Promise.all(ids.map((id) => notes.get(id))); // expect: n-plus-one
  for (const id of ids) await people.insert({ _id: id }); // expect: write-in-loop
  for (const id of ids) await notes.put({ _id: id }); // expect: write-in-loop
  await people.fetch({ keys: ids });
  await notes.allDocs({ keys: ids, include_docs: true });
  await people.bulk({ docs: found });
}
export async function ofEach(tenants: string[]) {
  for (const tenant of tenants) await server.use(tenant).get("settings");
}

// case: a wrapper that is passed what to ask of CouchDB
// file: store.ts
import * as Nano from "nano";
type Asking<T> = (db: Nano.DocumentScope<any>) => Promise<() => Promise<T>> | (() => Promise<T>);
export interface Store {
  get<T>(id: string): Promise<T>;
}
export class CouchStore implements Store {
  constructor(
    private server: Nano.ServerScope,
    private name: string,
  ) {}
  private async ask<T>(call: Asking<T>): Promise<T> {
    const run = await call(this.server.db.use(this.name));
    return await run();
  }
  async get<T>(id: string): Promise<T> {
    return this.ask((db) => () => db.get(id));
  }
}
// file: people.ts
import type { Store } from "./store";
export async function load(store: Store, ids: string[]) {
  const out = [];
  for (const id of ids) out.push(await store.get(id)); // expect: n-plus-one
  return out;
}

// case: who keeps what a function gives, or calls it later, does not run it
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
const handlers: (() => Promise<unknown>)[] = [];
function ask<T>(give: (db: Pool) => () => Promise<T>) {
  const run = give(pool);
  return run();
}
function keep<T>(give: (db: Pool) => () => Promise<T>) {
  handlers.push(give(pool));
}
export async function load(ids: string[]) {
  for (const id of ids) await ask((db) => () => db.query("SELECT * FROM users WHERE id = $1", [id])); // expect: n-plus-one
  for (const id of ids) keep((db) => () => db.query("SELECT * FROM users WHERE id = $1", [id]));
}

// case: what a tracer is passed it runs, and gives the answer: whoever is handed that is handed no function
// file: store.ts
import tracer from "dd-trace";
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export class Store {
  get(id: string): Promise<object> {
    return tracer.trace("store.get", async (span) => {
      span.addTags({ id });
      const { rows } = await pool.query("SELECT * FROM notes WHERE id = $1", [id]);
      return rows[0];
    });
  }
}
// file: notes.ts
import cloneDeep from "lodash/cloneDeep";
import { Store } from "./store";
export async function copies(store: Store, id: string, names: string[]) {
  const note = await store.get(id);
  return names.map((name) => Object.assign(cloneDeep(note), { name }));
}
export async function all(store: Store, ids: string[]) {
  return await Promise.all(ids.map((id) => store.get(id))); // expect: n-plus-one
}

// case: a turn for each place that a pattern has in a text
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 5000 });
export async function nameMentioned(text: string) {
  const mention = /<@(\w+)>/g;
  let match: RegExpExecArray | null;
  while ((match = mention.exec(text)) !== null) {
    const { rows } = await pool.query("SELECT name FROM users WHERE id = $1", [match[1]]); // expect: n-plus-one
    console.log(rows[0]);
  }
  let page = await pool.query("SELECT id FROM users LIMIT 100");
  while (page.rows.length > 0) page = await pool.query("SELECT id FROM users WHERE id > $1", [page.rows.at(-1).id]);
}

// case: what goes on with a builder that it is passed, and hands it back, asks nothing
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
type Condition = (query: Knex.QueryBuilder, key: string, value: string) => Knex.QueryBuilder;
function each(query: Knex.QueryBuilder, fields: Record<string, string>, condition: Condition) {
  for (const [key, value] of Object.entries(fields)) query = condition(query, key, value);
  return query;
}
const negated = (query: Knex.QueryBuilder) => query.clone();
export function search(filters: { equal: Record<string, string>; empty: Record<string, string> }) {
  let query = db("orders").select("id");
  query = each(query, filters.equal, (q, key, value) => q.where(key, value));
  query = each(query, filters.empty, (q, key) => negated(q).whereNull(key));
  return query;
}
export async function ofEach(ids: string[]) {
  return await db.transaction(async (trx) => await Promise.all(ids.map((id) => trx("orders").where({ id })))); // expect: n-plus-one
}

// case: subqueries by way of helpers, of names and of texts
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
const only = (key: string, query: Knex.QueryBuilder) => query.whereNotNull(key);
export function search(query: Knex.QueryBuilder, tables: { name: string; key: string; last?: string }[]) {
  for (const { name, key, last } of tables) {
    const related = db(name).select("id");
    query = query.where((inner) => {
      inner.whereExists(only(key, related.clone()));
      inner.orWhereNotExists(related.clone().where(key, 1));
    });
    const counted = db(name).count("id");
    const total = db.raw(`(${counted})`);
    query = query.select({ total });
    query = query.orderByRaw("?? ??", [key, ...(last === undefined ? [] : [db.raw("nulls last")])]);
  }
  return query;
}

// case: a table that a caller narrows, and that is written to, is not read
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
type Narrow = (query: Knex.QueryBuilder) => Knex.QueryBuilder;
class Model {
  static table() {
    return db(this.name);
  }
  static async update(narrow: Narrow, row: object) {
    return await narrow(this.table()).update(row);
  }
  static async count(narrow: Narrow) {
    return await narrow(this.table());
  }
}
class Step extends Model {}
export async function settle(steps: { id: string; due: Date }[]) {
  for (const { id, due } of steps) await Step.update((query) => query.where({ id }), { due });
  for (const { id } of steps) await Step.count((query) => query.where({ id })); // expect: n-plus-one
}

// case: a text put together elsewhere is a query where it is called sql, and reads where those who lead to it say so
// file: collection.ts
import { connect } from "@acme/connections";
import type { Builder } from "./builder";
export class Collection {
  private async run(builder: Builder) {
    const client = connect();
    const { sql, args } = builder.compile();
    return await client.any(sql, args);
  }
  findOne(id: string) {
    return this.run(this.builderOf({ id }));
  }
  rename(id: string) {
    return this.run(this.builderOf({ id }));
  }
  findOrCreate(id: string) {
    return this.run(this.builderOf({ id }));
  }
  declare builderOf: (where: object) => Builder;
}
// file: builder.ts
export interface Builder {
  compile(): { sql: string; args: unknown[] };
}
// file: users.ts
import { Collection } from "./collection";
const users = new Collection();
export async function load(ids: string[]) {
  for (const id of ids) await users.findOne(id); // expect: n-plus-one
  for (const id of ids) await users.rename(id);
  for (const id of ids) await users.findOrCreate(id);
}

// case: of something unknown that is called sql nothing is asked by a method that is no question
import { format } from "@acme/texts";
export function all(parts: { sql: string }[]) {
  return parts.map(({ sql }) => format.pretty(sql));
}

// case: what stands in a folder of the server is no page, also where it writes its mails in markup
// file: server/reminders.tsx
import { Users } from "@acme/collections";
import { sendMail } from "@acme/mails";
import { Reminder } from "./mails";
export async function remind(guests: { userId: string }[]) {
  await Promise.all(
    guests.map(async ({ userId }) => {
      const user = await Users.findOne({ _id: userId }); // expect: n-plus-one
      if (user !== null) await sendMail(user, <Reminder name={user.name} />);
    }),
  );
}
// file: pages/guests.tsx
import { Users } from "@acme/store";
export function Guests({ ids }: { ids: string[] }) {
  return ids.map((id) => <p key={id}>{Users.findOne({ _id: id }).name}</p>);
}
// file: server/ids.ts
import { ObjectId } from "mongodb";
export const newId = () => new ObjectId().toHexString();

// case: a builder that is let go with void only gets another condition
import { Knex, knex } from "knex";
const db = knex({ client: "pg" });
export function search(root: Knex.QueryBuilder, filters: { path: string; value: string; inner?: string[] }[]) {
  for (const { path, value, inner } of filters) {
    if (inner === undefined) void root.where(path, value);
    else void root.where((query) => void query.whereIn(path, inner));
  }
  return root;
}
export async function load(ids: string[]) {
  for (const id of ids) void (await db("users").where({ id })); // expect: n-plus-one
}

// case: what a transaction gives is what its callback gives, and no connection
import { Knex } from "knex";
export class Plans {
  constructor(private database: Knex) {}
  async one(planId: string) {
    const [plan] = await this.database("plans").select().where("plan_id", planId);
    return plan;
  }
  async create(name: string) {
    const planId = await this.database.transaction(async (trx) => {
      const [made] = await trx("plans").insert({ name }).returning("plan_id");
      return made.plan_id;
    });
    return this.one(planId);
  }
}
export async function all(plans: Plans, rows: { planId: string }[]) {
  return await Promise.all(rows.map(async (row) => await plans.one(row.planId))); // expect: n-plus-one
}

// case: Strapi by its global, and by what plugins and jobs are passed
// file: services/roles.js
module.exports = {
  async all() {
    const roles = await strapi.query("role", "users-permissions").find({ _sort: "name" }, []);
    for (const role of roles) {
      role.users = await strapi.query("user", "users-permissions").count({ role: role.id }); // expect: n-plus-one
    }
    return roles;
  },
};
// file: jobs/remind.ts
import type { Core } from "@strapi/strapi";
export default {
  remind: async ({ strapi }: { strapi: Core.Strapi }, ids: string[]) => {
    for (const id of ids) await strapi.entityService.findOne("api::order.order", id); // expect: n-plus-one
    for (const id of ids) await strapi.documents("api::order.order").findOne({ documentId: id }); // expect: n-plus-one
    await strapi.db.query("api::order.order").findMany({ where: { id: { $in: ids } } });
  },
};

// case: what a base model of Bookshelf gives all of them, behind an index that loads the folder
// file: models/base/index.js
const bookshelf = require("bookshelf")(require("knex")({ client: "mysql" }));
bookshelf.Model = bookshelf.Model.extend({ requireFetch: false });
bookshelf.plugin(require("./crud"));
module.exports = bookshelf;
// file: models/base/crud.js
module.exports = function (Bookshelf) {
  Bookshelf.Model = Bookshelf.Model.extend(
    {},
    {
      findOne(data, options) {
        return this.forge(data).fetch(options);
      },
    },
  );
};
// file: models/label.js
const base = require("./base");
const Label = base.Model.extend({ tableName: "labels" });
module.exports = { Label: base.model("Label", Label) };
// file: models/index.js
const glob = require("glob");
exports = module.exports;
exports.init = function () {
  glob.sync("!(index).js", { cwd: __dirname }).forEach((file) => {
    Object.assign(exports, require("./" + file.replace(/.js$/, "")));
  });
};
// file: importer.js
const models = require("./models");
const { Label } = require("./models/label");
module.exports.find = async function (names) {
  const found = [];
  for (const name of names) found.push(await models.Label.findOne({ name })); // expect: n-plus-one
  for (const name of names) found.push(await Label.findOne({ name })); // expect: n-plus-one
  return found;
};

// case: a cache that is asked under a condition, or gives its answer as a part, keeps what was asked
// file: columns.ts
import { knex } from "knex";
import { Cache } from "./cache";
const db = knex({ client: "pg" });
export async function getColumn(id: string | undefined) {
  let column = id && (await Cache.get(`column:${id}`, "object"));
  if (!column) {
    column = await db("columns").where({ id }).first();
    await Cache.set(`column:${id}`, column);
  }
  return column;
}
export async function listSorts(viewId: string) {
  const cachedList = await Cache.getList("sort", [viewId]);
  let { list: sorts } = cachedList;
  const { isNoneList } = cachedList;
  if (!isNoneList && !sorts.length) {
    sorts = await db("sorts").where({ view_id: viewId });
    await Cache.setList("sort", [viewId], sorts);
  }
  return sorts;
}
export async function listFilters(viewId: string) {
  const { shown } = await db("views").where({ id: viewId }).first();
  return shown ? await db("filters").where({ view_id: viewId }) : [];
}
// file: cache.ts
export const Cache = { get: ask, set: tell, getList: ask, setList: tell };
declare function ask(...key: unknown[]): Promise<any>;
declare function tell(...key: unknown[]): Promise<void>;
// file: views.ts
import { getColumn, listFilters, listSorts } from "./columns";
export async function shown(ids: string[]) {
  for (const id of ids) await getColumn(id);
  for (const id of ids) await listSorts(id);
  for (const id of ids) await listFilters(id); // expect: n-plus-one
}

// case: a builder in a variable that becomes a write further down, and what a program adds to a connection
import { Knex, knex } from "knex";
declare module "knex" {
  interface Knex {
    clientType(): string;
  }
}
const db: Knex = knex({ client: "pg" });
class Meta {
  async update(table: string, row: object, id: string) {
    const query = db(table);
    query.where("id", id);
    query.update(row);
    return query;
  }
  async one(table: string, id: string) {
    const query = db(table);
    query.where("id", id);
    return query.first();
  }
  isMySQL() {
    return db.clientType() === "mysql2";
  }
}
export async function settle(meta: Meta, rows: { id: string; due: Date }[]) {
  for (const { id, due } of rows) await meta.update("steps", { due }, id); // expect: write-in-loop
  for (const { id } of rows) await meta.one("steps", id); // expect: n-plus-one
  return rows.map(({ id }) => (meta.isMySQL() ? `\`${id}\`` : id));
}
