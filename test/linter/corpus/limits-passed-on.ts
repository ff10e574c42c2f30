// Limits in options that are passed on, put together, spread, made by functions, or out of sight.

// case: options are filled after they were written, in whichever file
// file: filled.ts
export const filled: Record<string, unknown> = { host: "db" };
Object.assign(filled, { connectionTimeoutMillis: 900 });
export const set: Record<string, unknown> = { host: "db" };
set.connectionTimeoutMillis = 900;
export const other: Record<string, unknown> = { host: "db" };
Object.assign(other, { max: 4 });
// file: pools.ts
import { drizzle } from "drizzle-orm/node-postgres";
import _ from "lodash";
import { Pool } from "pg";
import { filled, other, set } from "./filled";
import { usual } from "./usual";
export const a = new Pool(filled);
export const b = new Pool(set);
export const c = new Pool(other); // expect: pool-acquire-timeout
const merged = { host: "db" };
_.merge(merged, usual());
export const d = new Pool(merged);
export const e = drizzle({ connection: filled });
export const f = drizzle({ connection: usual() });
const made = () => ({ host: "db" });
export const g = drizzle({ connection: made() }); // expect: pool-acquire-timeout
// file: usual.ts
export const usual = () => ({ connectionTimeoutMillis: 900 });

// case: options of a class, of a thing that is made of one, and of what is frozen
// file: settings.ts
export class Settings {
  static readonly reader = { host: "reader" };
  static readonly limited = { host: "reader", connectionTimeoutMillis: 900 };
  readonly writer = { host: "writer" };
  get audit() {
    return { host: "audit" };
  }
  get limitedAudit() {
    return { host: "audit", connectionTimeoutMillis: 900 };
  }
}
export const settings = new Settings();
export const frozen = Object.freeze({ host: "frozen" });
export const limited = Object.freeze({ host: "frozen", connectionTimeoutMillis: 900 });
// file: pools.ts
import { Pool } from "pg";
import { frozen, limited, Settings, settings } from "./settings";
export const a = new Pool(Settings.reader); // expect: pool-acquire-timeout
export const b = new Pool(Settings.limited);
export const c = new Pool(settings.writer); // expect: pool-acquire-timeout
export const d = new Pool(settings.audit); // expect: pool-acquire-timeout
export const e = new Pool(settings.limitedAudit);
export const f = new Pool(frozen); // expect: pool-acquire-timeout
export const g = new Pool(limited);

// case: the options are in a constant
import { Pool } from "pg";
const options = { max: 20, connectionTimeoutMillis: 2_000 };
export const pool = new Pool(options);

// case: the options are in a constant that lacks the limit
import { Pool } from "pg";
const options = { max: 20 };
export const pool = new Pool(options); // expect: pool-acquire-timeout

// case: the options are in another module
// file: config.ts
export const database = { max: 20, connectionTimeoutMillis: 2000 };
// file: db.ts
import { Pool } from "pg";
import { database } from "./config";
export const pool = new Pool({ ...database, host: "db" });

// case: the options in another module lack the limit
// file: config.ts
export const config = { database: { max: 20 } };
// file: db.ts
import { Pool } from "pg";
import { config } from "./config";
export const pool = new Pool(config.database); // expect: pool-acquire-timeout

// case: the options are the result of a function
// file: config.ts
export function options() {
  return { max: 20, connectionTimeoutMillis: 2000 };
}
// file: db.ts
import { Pool } from "pg";
import { options } from "./config";
export const pool = new Pool(options());

// case: the options come from somewhere unknown
import { Pool } from "pg";
import { options } from "@company/config";
export const pool = new Pool(options);

// case: an unknown spread may set the limit
import { Pool } from "pg";
export const make = (options: object) => new Pool({ max: 5, ...options });

// case: the limit comes from the environment
import { Pool } from "pg";
export const pool = new Pool({ connectionTimeoutMillis: Number(process.env.PG_TIMEOUT) });

// case: the limit is assigned afterwards
import { Pool } from "pg";
const config: Record<string, unknown> = { max: 5 };
config.connectionTimeoutMillis = 1000;
export const pool = new Pool(config);

// case: options of a CommonJS module, as a member, taken out of it, and merged
// file: config.js
module.exports = { db: { host: "x", max: 5 }, limited: { host: "x", connectionTimeoutMillis: 1000 } };
// file: main.js
const { Pool } = require("pg");
const config = require("./config");
const { db, limited } = require("./config");
exports.a = new Pool(config.db); // expect: pool-acquire-timeout
exports.b = new Pool(config.limited);
exports.c = new Pool(db); // expect: pool-acquire-timeout
exports.d = new Pool(limited);
exports.e = new Pool(Object.assign({}, db, { ssl: true })); // expect: pool-acquire-timeout
exports.f = new Pool(Object.assign({}, db, { connectionTimeoutMillis: 4000 }));

// case: options that pass through a barrel
// file: config/db.ts
export const open = { max: 10 };
export const closed = { max: 10, connectionTimeoutMillis: 2000 };
// file: config/index.ts
export * from "./db";
export { open as usual } from "./db";
// file: main.ts
import { Pool } from "pg";
import { closed, open, usual } from "./config";
import * as config from "./config";
export const a = new Pool(open); // expect: pool-acquire-timeout
export const b = new Pool(closed);
export const c = new Pool(usual); // expect: pool-acquire-timeout
export const d = new Pool(config.open); // expect: pool-acquire-timeout
export const e = new Pool(config.closed);

// case: branches that fill a variable with options
import { Pool, type PoolConfig } from "pg";
let config: PoolConfig;
if (process.env.DATABASE_URL) {
  config = { connectionString: process.env.DATABASE_URL };
} else {
  config = { host: "localhost" };
}
export const pool = new Pool(config); // expect: pool-acquire-timeout

// case: branches that fill a variable, and the limit for both
import { Pool, type PoolConfig } from "pg";
let config: PoolConfig;
if (process.env.DATABASE_URL) config = { connectionString: process.env.DATABASE_URL };
else config = { host: "localhost" };
config.connectionTimeoutMillis = 5000;
export const pool = new Pool(config);

// case: an option that is undefined is left out
import { Pool } from "pg";
export const pool = new Pool({ max: 4, connectionTimeoutMillis: undefined }); // expect: pool-acquire-timeout

// case: knex options in another file, in a place where knex does not look
// file: knexfile.ts
import type { Knex } from "knex";
const config: Record<string, Knex.Config> = {
  development: { client: "pg", connection: { host: "db", acquireConnectionTimeout: 500 } as object },
  production: { client: "pg", connection: { host: "db" }, acquireConnectionTimeout: 500 },
};
export default config;
// file: main.ts
import knex from "knex";
import config from "./knexfile";
export const a = knex(config.development); // expect: pool-acquire-timeout
export const b = knex(config.production);

// case: options that are spread and then replaced under their name
import { DataSource, type DataSourceOptions } from "typeorm";
const shared: DataSourceOptions = { type: "postgres", extra: { max: 20, connectionTimeoutMillis: 5000 } };
export const a = new DataSource(shared);
export const b = new DataSource({ ...shared, extra: { max: 5 } }); // expect: pool-acquire-timeout
export const c = new DataSource({ ...shared, extra: { ...shared.extra, max: 5 } });

// case: options in a field of a class
import { Pool } from "pg";
class Config {
  static readonly bare = { max: 5 };
  static readonly limited = { max: 5, connectionTimeoutMillis: 100 };
}
export class Store {
  private readonly options = { max: 3 };
  private readonly pool = new Pool(this.options); // expect: pool-acquire-timeout
}
export const a = new Pool(Config.bare); // expect: pool-acquire-timeout
export const b = new Pool(Config.limited);

// case: what is spread into other options than the limit says nothing of it
import axios from "axios";
import { Pool } from "pg";
export class Api {
  constructor(private headers: Record<string, string>, private key: string) {}
  load = (url: string) => axios.get(url, { headers: { ...this.headers, [this.key]: "1" } }); // expect: http-timeout
  save = (url: string, more: object) => axios.get(url, { headers: {}, ...more });
}
export const pool = (ssl: object) => new Pool({ max: 4, ssl: { rejectUnauthorized: false, ...ssl } }); // expect: pool-acquire-timeout

// case: an object that cannot be seen may hold the limit
import { DataSource } from "typeorm";
declare const settings: { extra: object };
export const a = new DataSource({ type: "postgres", extra: settings.extra, connectTimeoutMS: 5000 });
export const b = new DataSource({ type: "mysql", extra: settings.extra });
export const c = new DataSource({ type: "mysql", extra: process.env.LOCAL ? { queueLimit: 9 } : {} });
export const d = new DataSource({ type: "mysql", extra: process.env.LOCAL ? { max: 9 } : {} }); // expect: pool-acquire-timeout

// case: the last of several that are spread decides
import { Pool, type PoolConfig } from "pg";
const patient: PoolConfig = { connectionTimeoutMillis: 0 };
const quick: PoolConfig = { connectionTimeoutMillis: 500 };
export const a = new Pool({ connectionTimeoutMillis: 500, max: 4, ...patient }); // expect: pool-acquire-timeout
export const b = new Pool({ ...patient, ...quick });
export const c = new Pool({ ...quick, ...(process.env.PATIENT ? patient : {}) });
export const d = new Pool(Object.assign({}, quick, patient)); // expect: pool-acquire-timeout
export const e = new Pool(Object.assign({}, patient, quick));

// case: a limit that is calculated from what has a name
// file: times.ts
export const HOUR = 60 * 60 * 1000;
// file: main.ts
import { Pool } from "pg";
import { HOUR } from "./times";
const SECONDS = 1000;
export const a = new Pool({ connectionTimeoutMillis: 30 * HOUR }); // expect: pool-acquire-timeout
export const b = new Pool({ connectionTimeoutMillis: 5 * SECONDS });
export const c = new Pool({ connectionTimeoutMillis: Number(process.env.LIMIT) * HOUR });

// case: a class that builds a pool of what it is given, by who makes it
// file: store.ts
import { Pool, type PoolConfig } from "pg";
export class Store {
  private readonly pool: Pool;
  constructor(config: PoolConfig) {
    this.pool = new Pool(config); // expect: pool-acquire-timeout
  }
}
export class Archive {
  private readonly pool: Pool;
  constructor(private readonly config: PoolConfig) {
    this.pool = new Pool({ ...this.config, max: 2 });
  }
}
export class Journal {
  constructor(options) {
    this.options = options;
  }
  open() {
    this.pool = new Pool(this.options); // expect: pool-acquire-timeout
  }
}
// file: main.ts
import { Archive, Journal, Store } from "./store";
export const store = new Store({ host: "store" });
export const archive = new Archive({ host: "archive", connectionTimeoutMillis: 800 });
export const journal = new Journal({ host: "journal" });

// case: a class that several make, one of them with the limit, one that others may make, and one that the class below hands its options
// file: store.ts
import { Pool, type PoolConfig } from "pg";
export class Store {
  readonly pool: Pool;
  constructor(config: PoolConfig) {
    this.pool = new Pool(config);
  }
}
// file: open.ts
import { Pool, type PoolConfig } from "pg";
export class Open {
  readonly pool: Pool;
  constructor(config: PoolConfig) {
    this.pool = new Pool(config);
  }
}
// file: base.ts
import { Pool, type PoolConfig } from "pg";
export abstract class Base {
  protected readonly pool: Pool;
  constructor(config: PoolConfig) {
    this.pool = new Pool(config); // expect: pool-acquire-timeout
  }
}
// file: index.ts
export { Open } from "./open";
// file: main.ts
import { Base } from "./base";
import { Open } from "./open";
import { Store } from "./store";
export const a = new Store({ host: "a" });
export const b = new Store({ host: "b", connectionTimeoutMillis: 800 });
export const open = new Open({ host: "c" });
export class Orders extends Base {
  constructor() {
    super({ host: "orders", max: 3 });
  }
}

// case: functions that build a pool of what they are given
// file: pools.ts
import { Pool, type PoolConfig } from "pg";
export const build = (config: PoolConfig) => new Pool({ application_name: "shop", ...config }); // expect: pool-acquire-timeout
export const limited = (config: PoolConfig) => new Pool({ connectionTimeoutMillis: 400, ...config });
export function known(config: PoolConfig = { connectionTimeoutMillis: 400 }) {
  return new Pool(config);
}
// file: main.ts
import { build, known, limited } from "./pools";
export const pools = [build({ host: "a" }), build({ host: "b" }), limited({ host: "c" }), known()];

// case: a function that only tests call, and one whose options are handed on by who is not seen
// file: pools.ts
import { Pool, type PoolConfig } from "pg";
export const forTests = (config: PoolConfig) => new Pool(config);
export const handedOn = (config: PoolConfig) => new Pool(config);
// file: pools.test.ts
import { forTests } from "./pools";
forTests({ host: "localhost" });
// file: main.ts
import { register } from "container";
import { handedOn } from "./pools";
register("pool", handedOn);
handedOn({ host: "db" });

// case: options that a function gives, by one of several ways
import { Pool } from "pg";
function without() {
  if (process.env.DATABASE_URL) return { connectionString: process.env.DATABASE_URL };
  return { host: "localhost" };
}
function partly() {
  if (process.env.DATABASE_URL) return { connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 900 };
  return { host: "localhost" };
}
function unseen() {
  if (process.env.DATABASE_URL) return { connectionString: process.env.DATABASE_URL };
  return JSON.parse(process.env.DATABASE ?? "{}");
}
export const pools = [
  new Pool(without()), // expect: pool-acquire-timeout
  new Pool(partly()),
  new Pool(unseen()),
];

// case: options that a name holds, by one way or another
// file: config.ts
export const made = load();
function load() {
  return { host: process.env.HOST };
}
// file: main.ts
import { Pool } from "pg";
import { made } from "./config";
import { elsewhere } from "./nowhere";
const chosen = process.env.URL ? { connectionString: process.env.URL } : { host: "localhost" };
const patient = { host: "db" };
const asked = JSON.parse(process.env.CONFIG ?? "{}");
export const a = new Pool(made); // expect: pool-acquire-timeout
export const b = new Pool(chosen); // expect: pool-acquire-timeout
export const c = new Pool(asked);
export const d = new Pool(elsewhere);
const late = Object.assign({}, patient);
late.connectionTimeoutMillis = 900;
export const e = new Pool(late);

// case: arguments that are spread may hold the options
import axios from "axios";
import { Pool } from "pg";
export const get = (...given: Parameters<typeof axios.get>) => axios.get(...given);
export const open = (...given: ConstructorParameters<typeof Pool>) => new Pool(...given);

// case: what the files of CommonJS pass to a function that builds a pool
// file: pools.js
const { Pool } = require("pg");
exports.bare = (options) => new Pool(options); // expect: pool-acquire-timeout
exports.limited = (options = {}) => new Pool({ connectionTimeoutMillis: 5000, ...options });
function open(options) {
  return new Pool(options);
}
module.exports.open = open;
// file: stores.js
const { bare, limited } = require("./pools");
const pools = require("./pools");
exports.orders = bare({ host: "orders", max: 5 });
exports.users = limited({ host: "users" });
exports.stock = pools.open({ host: "stock", connectionTimeoutMillis: 1000 });

// case: a class of CommonJS whose objects are made with options
// file: store.js
const { Pool } = require("pg");
class Store {
  constructor(options) {
    this.pool = new Pool(options); // expect: pool-acquire-timeout
  }
}
module.exports = Store;
// file: main.js
const Store = require("./store");
module.exports = new Store({ host: "db", max: 4 });
