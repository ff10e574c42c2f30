// Limits of pools and clients in options that are passed on, put together, or put where nobody looks.

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

// case: a factory of Nest that is written in another file
// file: options.ts
import type { ConfigService } from "@nestjs/config";
export const withoutLimit = (config: ConfigService) => ({ type: "postgres" as const, host: config.get("HOST") });
export const withLimit = async (config: ConfigService) => ({
  ...withoutLimit(config),
  extra: { connectionTimeoutMillis: config.get("LIMIT", 900) },
});
// file: main.ts
import { TypeOrmModule } from "@nestjs/typeorm";
import { withLimit, withoutLimit } from "./options";
export const a = TypeOrmModule.forRootAsync({ useFactory: withoutLimit }); // expect: pool-acquire-timeout
export const b = TypeOrmModule.forRootAsync({ useFactory: withLimit });

// case: Sequelize in a Nest module, and a limit on connecting that is taken away
import { SequelizeModule } from "@nestjs/sequelize";
import { Sequelize } from "sequelize";
export const a = SequelizeModule.forRoot({ dialect: "postgres", pool: { acquire: 24 * 60 * 60 * 1000 } }); // expect: pool-acquire-timeout
export const b = SequelizeModule.forRoot({ dialect: "postgres", pool: { max: 20 } });
export const c = SequelizeModule.forRootAsync({ useFactory: () => ({ pool: { acquire: 86_400_000 } }) }); // expect: pool-acquire-timeout
export const d = new Sequelize({ dialect: "mysql", dialectOptions: { connectTimeout: 0 } }); // expect: connect-timeout
export const e = new Sequelize({ dialect: "mysql", dialectOptions: { connectTimeout: 900 } });

// case: options where Sequelize, Knex, TypeORM, postgres.js and node-redis do not look
import knex from "knex";
import postgres from "postgres";
import { createClient } from "redis";
import { Sequelize } from "sequelize";
import { DataSource } from "typeorm";
export const a = new Sequelize("shop", "user", "word", {
  acquire: 900, // expect: pool-acquire-timeout
});
export const b = new Sequelize({ acquire: 900, pool: { acquire: 900 } });
export const c = knex({
  client: "pg",
  acquireTimeoutMillis: 900, // expect: pool-acquire-timeout
});
export const d = knex({ client: "pg", pool: { acquireTimeoutMillis: 900 } });
export const e = new DataSource({
  type: "postgres",
  connectTimeout: 900, // expect: pool-acquire-timeout
});
export const f = new DataSource({ type: "mysql", connectTimeout: 900, extra: { queueLimit: 9 } });
export const g = createClient({
  connectTimeout: 900, // expect: connect-timeout
});
export const h = createClient({ socket: { connectTimeout: 900 } });

// case: the connection string of mysql2 bounds its queue, or does not
import { createPool } from "mysql2/promise";
export const a = createPool("mysql://db/shop?queueLimit=50");
export const b = createPool({ uri: `mysql://${process.env.HOST}/shop?connectionLimit=9&waitForConnections=false` });
export const c = createPool("mysql://db/shop?connectionLimit=9&queueLimit=0"); // expect: pool-acquire-timeout

// case: nodes of a Redis cluster take their options from redisOptions
import Redis, { Cluster } from "ioredis";
export const a = new Cluster([{ host: "a" }], { redisOptions: { connectTimeout: 0 } }); // expect: connect-timeout
export const b = new Redis.Cluster(["redis://a"], { redisOptions: { connectTimeout: 900 } });
export const c = new Redis.Cluster(["redis://a"]);

// case: a limit that the third version of node-fetch does not know any more
// file: package.json
{ "name": "new", "dependencies": { "node-fetch": "^3.3.0" } }
// file: main.ts
import fetch from "node-fetch";
export const a = (url: string) => fetch(url, { timeout: 900 } as object); // expect: http-timeout
export const b = (url: string) => fetch(url, { signal: AbortSignal.timeout(900) });

// case: a limit that the second version of node-fetch knows
// file: package.json
{ "name": "old", "dependencies": { "node-fetch": "^2.7.0" } }
// file: main.ts
import fetch from "node-fetch";
export const get = (url: string) => fetch(url, { timeout: 900 });

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

// case: a page and the server that hands it out in one package
// file: package.json
{ "name": "shop", "dependencies": { "react": "19", "react-dom": "19", "express": "5" } }
// file: pages/orders.js
import axios from "axios";
import React, { useEffect, useState } from "react";
import { download } from "./download";
export function Orders() {
  const [orders, setOrders] = useState([]);
  useEffect(() => {
    axios.get("/orders").then(({ data }) => setOrders(data));
  }, []);
  return React.createElement("button", { onClick: () => download(orders) });
}
// file: pages/download.js
import axios from "axios";
export const download = (orders) => axios.post("/files", orders);
// file: server.js
import axios from "axios";
import express from "express";
import { rate } from "./rates";
const app = express();
app.get("/orders", async (req, res) => res.json((await axios.get("http://orders")).data * rate())); // expect: http-timeout
// file: rates.js
import axios from "axios";
export const rate = () => axios.get("http://rates"); // expect: http-timeout

// case: MikroORM with a pool of its driver's own, since its seventh version
// file: package.json
{ "name": "shop", "dependencies": { "@mikro-orm/postgresql": "^7.0.0", "@mikro-orm/mysql": "^7.0.0" } }
// file: config.ts
import { defineConfig } from "@mikro-orm/postgresql";
export const limited = defineConfig({ dbName: "shop", driverOptions: { connectionTimeoutMillis: 900 } });
export const patient = defineConfig({ dbName: "shop", pool: { max: 9 } });
// file: main.ts
import { MikroORM as MysqlORM } from "@mikro-orm/mysql";
import { MikroORM } from "@mikro-orm/postgresql";
import { limited, patient } from "./config";
export const a = await MikroORM.init(limited);
export const b = await MikroORM.init(patient); // expect: pool-acquire-timeout
export const c = new MikroORM({ dbName: "shop" }); // expect: pool-acquire-timeout
export const d = await MysqlORM.init({ dbName: "shop" }); // expect: pool-acquire-timeout
export const e = await MysqlORM.init({ dbName: "shop", driverOptions: { queueLimit: 9 } });
export const f = await MikroORM.init({
  pool: { acquireTimeoutMillis: 900 }, // expect: pool-acquire-timeout
});

// case: MikroORM over Knex, up to its sixth version, gives up by itself
// file: package.json
{ "name": "shop", "dependencies": { "@mikro-orm/postgresql": "6.4.0" } }
// file: main.ts
import { MikroORM } from "@mikro-orm/postgresql";
export const orm = await MikroORM.init({ dbName: "shop", pool: { max: 9 } });
