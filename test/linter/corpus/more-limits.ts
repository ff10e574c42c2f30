// Limits of pools and clients, by other ways than an object in the call.

// case: what the documentation of mysql2 shows bounds nothing
import mysql from "mysql2/promise";
export const a = mysql.createPool({ host: "db", waitForConnections: true, connectionLimit: 10, queueLimit: 0 }); // expect: pool-acquire-timeout
export const b = mysql.createPool({ host: "db", waitForConnections: false });
export const c = mysql.createPool({ host: "db", waitForConnections: true, queueLimit: Number(process.env.QUEUE) });

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

// case: a pg client that is given a connection string
import { Client } from "pg";
export const client = new Client(process.env.DATABASE_URL); // expect: connect-timeout

// case: the connection string of mongodb takes the limit away, and an option that has no effect any more sets none
import { MongoClient } from "mongodb";
export const a = new MongoClient("mongodb://db/app?waitQueueTimeoutMS=0"); // expect: pool-acquire-timeout
export const b = new MongoClient("mongodb://db/app", { timeoutMS: 2000 }); // expect: pool-acquire-timeout
export const c = new MongoClient("mongodb://db/app?timeoutMS=2000"); // expect: pool-acquire-timeout

// case: connection strings of Prisma that are put together
import { PrismaClient } from "@prisma/client";
export const a = new PrismaClient({ datasourceUrl: "postgresql://db/app?pool_timeout=0" }); // expect: pool-acquire-timeout
export const b = new PrismaClient({ datasourceUrl: `${process.env.DATABASE_URL}?connect_timeout=0` }); // expect: connect-timeout
const url = process.env.DATABASE_URL + "?connection_limit=5&pool_timeout=0";
export const c = new PrismaClient({ datasources: { db: { url } } }); // expect: pool-acquire-timeout
export const d = new PrismaClient({ datasourceUrl: `${process.env.DATABASE_URL}?pool_timeout=20` });

// case: TypeORM over mysql2 has no limit to set
import { DataSource } from "typeorm";
export const a = new DataSource({ type: "mysql", host: "db" }); // expect: pool-acquire-timeout
export const b = new DataSource({ type: "mariadb", host: "db", extra: { queueLimit: 50 } });
export const c = new DataSource({ type: "better-sqlite3", database: "x" });

// case: pools of Neon, behind Prisma and behind Drizzle
import { PrismaNeon } from "@prisma/adapter-neon";
import { drizzle } from "drizzle-orm/neon-serverless";
export const a = new PrismaNeon({ connectionString: process.env.DATABASE_URL }); // expect: pool-acquire-timeout
export const b = new PrismaNeon({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: 5000 });
export const c = drizzle(process.env.DATABASE_URL!); // expect: pool-acquire-timeout

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

// case: a controller in a file is no signal for every call of it
import axios from "axios";
export async function run(url: string, body: object) {
  const controller = new AbortController();
  await axios.get(url, { signal: controller.signal });
  await axios.post(url, body); // expect: http-timeout
  await axios.post(url, { timeout: 100 }); // expect: http-timeout
}

// case: axios called by itself, with options behind the address and alone
import axios, { type AxiosRequestConfig } from "axios";
export async function run(url: string, config: AxiosRequestConfig) {
  await axios(url); // expect: http-timeout
  await axios(url, { method: "POST" }); // expect: http-timeout
  await axios({ url, method: "POST" }); // expect: http-timeout
  await axios(url, { timeout: 1000 });
  await axios({ url, timeout: 1000 });
  await axios(config);
  await axios(url, config);
}

// case: a race with a timer is a limit
import axios from "axios";
const after = (ms: number) => new Promise((_, reject) => setTimeout(() => reject(new Error("late")), ms));
export const get = (url: string) => Promise.race([axios.get(url), after(3000)]);

// case: the defaults of axios are set where it is exported
// file: http.ts
import axios from "axios";
axios.defaults.timeout = 5000;
export default axios;
// file: main.ts
import axios from "axios";
export const get = (url: string) => axios.get(url);

// case: the defaults of one instance are set, and not those of another
import axios from "axios";
export const api = axios.create({ baseURL: "https://a" });
api.defaults.timeout = 4000;
export const other = axios.create({ baseURL: "https://b" }); // expect: http-timeout

// case: the HTTP module of Nest
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
@Module({ imports: [HttpModule.register({ maxRedirects: 3 })] }) // expect: http-timeout
export class Without {}
@Module({ imports: [HttpModule.registerAsync({ useFactory: () => ({ timeout: 5000 }) })] })
export class With {}

// case: got limits the connection alone, or is given its options alone
import got from "got";
export async function run(url: string) {
  await got(url, { timeout: { connect: 1000 } }); // expect: http-timeout
  await got({ url, timeout: { response: 1000 } });
  await got({ url, retry: { limit: 2 } }); // expect: http-timeout
}

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

// case: the defaults of an instance in a field are not those of axios
import axios, { type AxiosInstance } from "axios";
export class Client {
  private axios: AxiosInstance = axios.create({ timeout: 1000 });
  configure(timeout: number) {
    this.axios.defaults.timeout = timeout;
  }
}
export const get = (url: string) => axios.get(url); // expect: http-timeout

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

// case: no option of postgres.js is a limit on waiting, whatever the caller gives
import postgres from "postgres";
export const connect = (url: string, options: object) => postgres(url, options); // expect: pool-acquire-timeout

// case: options that a class makes for a module of Nest
// file: options.ts
import { Injectable } from "@nestjs/common";
@Injectable()
export class DatabaseOptions {
  createTypeOrmOptions() {
    return { type: "postgres", host: "db" };
  }
}
@Injectable()
export class LimitedOptions {
  createTypeOrmOptions() {
    return { type: "postgres", host: "db", connectTimeoutMS: 5000, extra: { statement_timeout: 5000 } };
  }
}
// file: app.ts
import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
import { DatabaseOptions, LimitedOptions } from "./options";
import { Unknown } from "./elsewhere";
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ useClass: DatabaseOptions }), // expect: pool-acquire-timeout
    TypeOrmModule.forRootAsync({ useClass: LimitedOptions }),
    TypeOrmModule.forRootAsync({ useExisting: Unknown }),
  ],
})
export class App {}

// case: node-fetch has no limit, and Node's own fetch one that is long
import fetch from "node-fetch";
import crossFetch, { fetch as named } from "cross-fetch";
export const a = (url: string) => fetch(url); // expect: http-timeout
export const b = (url: string) => fetch(url, { timeout: 5000 });
export const c = (url: string) => fetch(url, { signal: AbortSignal.timeout(5000) });
export const d = (url: string) => crossFetch(url, { method: "POST" }); // expect: http-timeout
export const e = (url: string) => named(url); // expect: http-timeout

// case: node-fetch through require
const fetch = require("node-fetch");
exports.load = (url) => fetch(url); // expect: http-timeout

// case: the HTTP service of Nest, whose module has no limit
import { HttpModule, HttpService } from "@nestjs/axios";
import { Injectable, Module } from "@nestjs/common";
import { firstValueFrom } from "rxjs";
@Injectable()
export class Weather {
  constructor(private readonly http: HttpService) {}
  now = () => firstValueFrom(this.http.get("https://weather/now")); // expect: http-timeout
  soon = () => firstValueFrom(this.http.get("https://weather/soon", { timeout: 3000 }));
  send = (body: object) => firstValueFrom(this.http.post("https://weather/send", body, { headers: {} })); // expect: http-timeout
}
@Module({ imports: [HttpModule], providers: [Weather] })
export class WeatherModule {}

// case: the HTTP service of Nest, whose module has a limit
// file: weather.ts
import { HttpService } from "@nestjs/axios";
export class Weather {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.get("https://weather/now");
}
// file: module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Weather } from "./weather";
@Module({ imports: [HttpModule.register({ timeout: 5000 })], providers: [Weather] })
export class WeatherModule {}

// case: the HTTP service of Nest, with a limit of rxjs
import { HttpService } from "@nestjs/axios";
import { timeout } from "rxjs";
export class Weather {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.get("https://weather/now").pipe(timeout(5000));
}

// case: interceptors that set a limit, and one that does not
// file: plain.ts
import axios from "axios";
export const api = axios.create({ baseURL: "https://api" }); // expect: http-timeout
api.interceptors.request.use((config) => {
  config.headers.set("Authorization", "token");
  return config;
});
// file: lines.ts
import axios from "axios";
export const api = axios.create({ baseURL: "https://api" }); // expect: http-timeout
api.interceptors.request.use(
  async (config) => {
    config.headers.set("Authorization", "token");
    return config;
  },
);
// file: limited.ts
import axios from "axios";
export const api = axios.create({ baseURL: "https://api" });
api.interceptors.request.use((config) => ({ ...config, timeout: 5000 }));
// file: elsewhere.ts
import axios from "axios";
import { prepare } from "./prepare";
export const api = axios.create({ baseURL: "https://api" });
api.interceptors.request.use(prepare);

// case: a limit that the library has by default, taken away
import { createClient } from "redis";
import Redis from "ioredis";
import postgres from "postgres";
import mysql from "mysql2/promise";
export const a = createClient({ socket: { host: "cache", connectTimeout: 0 } }); // expect: connect-timeout
export const b = new Redis({ host: "cache", connectTimeout: 0 }); // expect: connect-timeout
export const c = postgres({ host: "db", connect_timeout: 0 }); // expect: connect-timeout, pool-acquire-timeout
export const d = mysql.createPool({ host: "db", queueLimit: 20, connectTimeout: 0 }); // expect: connect-timeout
export const e = createClient({ socket: { host: "cache", connectTimeout: 900 } });
export const f = new Redis({ host: "cache", connectTimeout: Number(process.env.CACHE_CONNECT) });

// case: a limit of days is none
import knex from "knex";
import { Pool } from "pg";
import axios from "axios";
export const a = knex({ client: "pg", connection: { host: "db" }, acquireConnectionTimeout: 48 * 60 * 60 * 1000 }); // expect: pool-acquire-timeout
export const b = new Pool({ host: "db", connectionTimeoutMillis: 172_800_000 }); // expect: pool-acquire-timeout
export const c = axios.create({ baseURL: "http://reports", timeout: 2147483647 }); // expect: http-timeout
export const d = axios.create({ baseURL: "http://reports", timeout: 10 * 60 * 1000 });
export const e = knex({ client: "pg", connection: { host: "db" }, acquireConnectionTimeout: 90_000 });
