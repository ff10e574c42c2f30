// Configuration (Nest, JSON, the environment, files): limits of pools in it, and lists that it holds.

// case: a constant that the environment fills
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const HEALTH_CHECK_PROJECTS: string[] = JSON.parse(process.env.HEALTH_CHECK_PROJECTS ?? "[]");
export async function healthy() {
  for (const id of HEALTH_CHECK_PROJECTS) await prisma.project.findFirst({ where: { id } });
}

// case: lists of an object that the environment fills, of injected options, of a file beside the program
// file: env.ts
const list = (text: string | undefined) => (text ?? "").split(",").filter(Boolean);
export const env = { admins: list(process.env.ADMINS), watchers: [] as string[] };
export function watch(name: string) {
  env.watchers = [...env.watchers, name];
}
// file: regions.ts
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
const file = fileURLToPath(new URL("./regions.json", import.meta.url));
export const regions = JSON.parse(readFileSync(file, "utf8"));
export const uploaded = (path: string) => JSON.parse(readFileSync(path, "utf8"));
// file: main.ts
import { Inject, Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
import { env } from "./env";
import { regions, uploaded } from "./regions";
const prisma = new PrismaClient();
@Injectable()
export class WatchService {
  constructor(
    @Inject("OPTIONS") private readonly options: { queues: string[] },
    private readonly page: { queues: string[] },
  ) {}
  async counts(path: string) {
    for (const email of env.admins) await prisma.user.findFirst({ where: { email } });
    for (const email of env.watchers) await prisma.user.findFirst({ where: { email } }); // expect: n-plus-one
    for (const region of regions) await prisma.node.count({ where: { region } });
    for (const region of uploaded(path)) await prisma.node.count({ where: { region } }); // expect: n-plus-one
    for (const queue of this.options.queues) await prisma.job.count({ where: { queue } });
    for (const queue of this.page.queues) await prisma.job.count({ where: { queue } }); // expect: n-plus-one
  }
}

// case: what a decorator says, and what a request says
// file: main.ts
import { Reflector } from "@nestjs/core";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class LimitGuard {
  constructor(private readonly reflector: Reflector) {}
  async canActivate(handler: () => void, asked: string[]) {
    const metadata = this.reflector.getAllAndMerge<{ labels: string[] }>("limits", [handler]);
    const { labels } = metadata;
    await Promise.all(labels.map(async (label) => prisma.limit.findFirst({ where: { label } })));
    await Promise.all(asked.map(async (label) => prisma.limit.findFirst({ where: { label } }))); // expect: n-plus-one
  }
}

// case: TypeORM in a Nest module
import { Module } from "@nestjs/common";
import { TypeOrmModule } from "@nestjs/typeorm";
@Module({
  imports: [TypeOrmModule.forRoot({ type: "postgres", host: "db" })], // expect: pool-acquire-timeout
})
export class AppModule {}

// case: TypeORM in a Nest module whose options a factory makes
import { TypeOrmModule } from "@nestjs/typeorm";
declare const config: { get(key: string): string };
export const lacking = TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
  inject: [Object],
  useFactory: () => ({ type: "postgres", host: config.get("HOST") }),
});
export const limited = TypeOrmModule.forRootAsync({
  useFactory: async () => ({ type: "postgres", host: config.get("HOST"), extra: { connectionTimeoutMillis: 5000 } }),
});
export const elsewhere = TypeOrmModule.forRootAsync({ useClass: Object });
export const other = TypeOrmModule.forRootAsync({ useFactory: () => ({ type: "sqlite", database: "a" }) });

// case: Mongoose in a Nest module, with and without a limit
import { MongooseModule } from "@nestjs/mongoose";
declare const config: { get(key: string): string };
export const lacking = MongooseModule.forRootAsync({ // expect: pool-acquire-timeout
  useFactory: () => ({ uri: config.get("MONGO") }),
});
export const limited = MongooseModule.forRootAsync({
  useFactory: () => ({ uri: config.get("MONGO"), waitQueueTimeoutMS: 5000 }),
});

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

// case: a part of the configuration that lacks the limit, however it is asked for
// file: database.config.ts
import { registerAs } from "@nestjs/config";
export default registerAs("database", () => ({ type: "postgres" as const, host: process.env.DB_HOST }));
// file: app.module.ts
import { Module } from "@nestjs/common";
import { ConfigService, type ConfigType } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";
import databaseConfig from "./database.config";
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
      inject: [ConfigService],
      useFactory: (config: ConfigService) => config.get("database"),
    }),
  ],
})
export class Asked {}
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
      inject: [ConfigService],
      useFactory: async (config: ConfigService) => ({ ...config.getOrThrow("database"), synchronize: false }),
    }),
  ],
})
export class Spread {}
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
      inject: [databaseConfig.KEY],
      useFactory: (database: ConfigType<typeof databaseConfig>) => database,
    }),
  ],
})
export class Injected {}
@Module({ imports: [TypeOrmModule.forRootAsync(databaseConfig.asProvider())] }) // expect: pool-acquire-timeout
export class Provided {}

// case: the same with the limit
// file: database.config.ts
import { registerAs } from "@nestjs/config";
export default registerAs("database", () => ({
  type: "postgres" as const,
  host: process.env.DB_HOST,
  connectTimeoutMS: 5000,
}));
// file: app.module.ts
import { Module } from "@nestjs/common";
import { ConfigService, type ConfigType } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";
import databaseConfig from "./database.config";
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ useFactory: (config: ConfigService) => config.get("database") }),
    TypeOrmModule.forRootAsync({ useFactory: (database: ConfigType<typeof databaseConfig>) => database }),
    TypeOrmModule.forRootAsync(databaseConfig.asProvider()),
  ],
})
export class Limited {}

// case: a configuration that is loaded as a whole
// file: configuration.ts
export default () => ({ port: 3000, pg: { primary: { max: 20 }, replica: { max: 20, connectionTimeoutMillis: 2000 } } });
// file: other.ts
export const other = () => ({ mail: { host: "mail" } });
// file: app.module.ts
import { Module } from "@nestjs/common";
import { ConfigModule, ConfigService } from "@nestjs/config";
import { Pool } from "pg";
import configuration from "./configuration";
import { other } from "./other";
@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true, load: [configuration, other] })],
  providers: [
    { provide: "PRIMARY", inject: [ConfigService], useFactory: (config: ConfigService) => new Pool(config.get("pg.primary")) }, // expect: pool-acquire-timeout
    { provide: "REPLICA", inject: [ConfigService], useFactory: (config: ConfigService) => new Pool(config.get("pg.replica")) },
    { provide: "OTHER", inject: [ConfigService], useFactory: (config: ConfigService) => new Pool(config.get("unknown")) },
  ],
})
export class AppModule {}

// case: a map that is asked for the same name is no configuration
// file: database.config.ts
import { registerAs } from "@nestjs/config";
export const one = registerAs("database", () => ({ max: 5 }));
export const two = registerAs("database", () => ({ max: 6, connectionTimeoutMillis: 1000 }));
// file: main.ts
import { Pool, type PoolConfig } from "pg";
export const open = (options: Map<string, PoolConfig>) => new Pool(options.get("database"));

// case: a file that the configuration names is a part of it, also where it stands in for another
import { readFileSync } from "node:fs";
import { ConfigService } from "@nestjs/config";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export class Accounts {
  constructor(private readonly configService: ConfigService) {}
  async onModuleInit() {
    let accounts = this.configService.get<{ name: string }[]>("accounts");
    const path = this.configService.get("path");
    if (path) accounts = JSON.parse(readFileSync(path, "utf8"));
    for (const { name } of accounts) await prisma.account.findFirst({ where: { name } });
  }
  async load(path: string) {
    let accounts = this.configService.get<{ name: string }[]>("accounts");
    if (path) accounts = JSON.parse(readFileSync(path, "utf8"));
    for (const { name } of accounts) {
      await prisma.account.findFirst({ where: { name } }); // expect: n-plus-one
    }
  }
}

// case: an imported configuration that lacks the limit
// file: config/default.json
{ "db": { "host": "db", "max": 20 } }
// file: db.ts
import { Pool } from "pg";
import config from "./config/default.json";
export const pool = new Pool(config.db); // expect: pool-acquire-timeout

// case: an imported configuration with the limit
// file: config.json
{ "db": { "host": "db", "max": 20, "connectionTimeoutMillis": 2000 } }
// file: db.ts
import { Pool } from "pg";
import config from "./config.json" with { type: "json" };
export const pool = new Pool(config.db);

// case: a required configuration that says that there is no limit
// file: config.json
{
  // comments are let pass
  "max": 20,
  "connectionTimeoutMillis": 0,
}
// file: db.js
const { Pool } = require("pg");
module.exports = new Pool(require("./config")); // expect: pool-acquire-timeout

// case: a part that is taken out of a required configuration lacks the limit
// file: config/database.json
{ "pg": { "max": 20 }, "redis": { "host": "cache" } }
// file: src/db.js
const { Pool } = require("pg");
const { pg } = require("../config/database.json");
module.exports = new Pool({ ...pg, host: process.env.PGHOST }); // expect: pool-acquire-timeout

// case: one value of a configuration is the limit
// file: settings.json
{ "waitMs": 3000, "never": 0 }
// file: db.ts
import { Pool } from "pg";
import settings from "./settings.json";
export const one = new Pool({ connectionTimeoutMillis: settings.waitMs });
export const other = new Pool({ connectionTimeoutMillis: settings.never }); // expect: pool-acquire-timeout

// case: a configuration for each environment, none of which has the limit
// file: config/config.json
{ "development": { "max": 5 }, "production": { "max": 50 } }
// file: models/index.js
const { Pool } = require("pg");
const env = process.env.NODE_ENV || "development";
const config = require(__dirname + "/../config/config.json")[env];
module.exports = new Pool(config); // expect: pool-acquire-timeout

// case: a configuration for each environment, one of which has the limit
// file: config/config.json
{ "development": { "max": 5 }, "production": { "max": 50, "connectionTimeoutMillis": 2000 } }
// file: models/index.js
const { Pool } = require("pg");
const env = process.env.NODE_ENV || "development";
const config = require("../config/config.json")[env];
module.exports = new Pool(config);

// case: options for each environment in code
// file: db.ts
import { Pool } from "pg";
const options = { development: { max: 5 }, production: { max: 50 } };
export const pool = new Pool(options[process.env.NODE_ENV as keyof typeof options]); // expect: pool-acquire-timeout
const limited = { development: { max: 5 }, production: { max: 50, connectionTimeoutMillis: 2000 } };
export const other = new Pool(limited[process.env.NODE_ENV as keyof typeof limited]);

// case: a configuration that is not there, or is broken, may hold the limit
// file: broken.config.json
{ "db": { "max": 20,
// file: db.ts
import { Pool } from "pg";
import missing from "./missing.json";
import broken from "./broken.config.json";
export const one = new Pool(missing.db);
export const other = new Pool(broken.nothing);

// case: a small list in a configuration is known
// file: config.json
{ "regions": ["eu", "us"] }
// file: main.ts
import { PrismaClient } from "@prisma/client";
import config from "./config.json";
const prisma = new PrismaClient();
export async function totals() {
  for (const region of config.regions) await prisma.order.findMany({ where: { region } });
}

// case: modules whose paths begin at the folder of the file
// file: config/app.json
{ "db": { "max": 20 }, "limited": { "max": 20, "connectionTimeoutMillis": 2000 } }
// file: src/db.js
const path = require("path");
const { Pool } = require("pg");
const joined = require(path.join(__dirname, "..", "config", "app.json"));
const filled = require(`${__dirname}/../config/app`);
exports.one = new Pool(joined.db); // expect: pool-acquire-timeout
exports.two = new Pool(filled.db); // expect: pool-acquire-timeout
exports.three = new Pool(joined.limited);

// case: a list that the environment, the command line or a file of the program gives, and one of rows
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PrismaClient } from "@prisma/client";
import kinds from "./kinds.json";
import { env, regions } from "./env";
const prisma = new PrismaClient();
const admins = (process.env.ADMINS ?? "").split(",").map((name) => name.trim());
const wanted = JSON.parse(readFileSync(join(__dirname, "wanted.json"), "utf8"));
const tenants = () => process.env.TENANTS?.split(",") ?? [];
export async function all(path: string) {
  for (const name of admins) await prisma.user.findFirst({ where: { name } });
  for (const name of process.argv.slice(2)) await prisma.user.findFirst({ where: { name } });
  for (const name of kinds) await prisma.user.findFirst({ where: { name } });
  for (const name of wanted.names) await prisma.user.findFirst({ where: { name } });
  for (const name of env.admins) await prisma.user.findFirst({ where: { name } });
  for (const name of regions()) await prisma.user.findFirst({ where: { name } });
  for (const name of tenants()) await prisma.user.findFirst({ where: { name } });
  await Promise.all(admins.map((name) => prisma.user.findFirst({ where: { name } })));
  const uploaded = JSON.parse(readFileSync(path, "utf8"));
  for (const name of uploaded.names) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
  const rows = await prisma.user.findMany({ where: { region: process.env.REGION } });
  for (const { name } of rows) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
  for (const { name } of await inRegion(env.region)) await prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
}
const inRegion = (region: string) => prisma.user.findMany({ where: { region } });
// file: env.ts
import { z } from "zod";
const schema = z.object({ admins: z.array(z.string()), region: z.string() });
export const env = schema.parse(process.env);
export const regions = () => env.region.split(",");

// case: lists that a configuration service and the fields of a class hold
import { ConfigService } from "@nestjs/config";
import { PrismaClient } from "@prisma/client";
export class Reports {
  private readonly regions: string[];
  private readonly names = process.env.NAMES!.split(",");
  private readonly later: string[];
  constructor(
    private readonly config: ConfigService,
    private readonly prisma: PrismaClient,
  ) {
    this.regions = this.config.get<string>("REGIONS")!.split(",");
    this.later = process.env.LATER!.split(",");
  }
  use(names: string[]) {
    this.later = names;
  }
  async all() {
    for (const name of this.regions) await this.prisma.user.findFirst({ where: { name } });
    for (const name of this.names) await this.prisma.user.findFirst({ where: { name } });
    for (const name of this.config.getOrThrow("tenants")) await this.prisma.user.findFirst({ where: { name } });
    for (const name of this.later) await this.prisma.user.findFirst({ where: { name } }); // expect: n-plus-one
  }
}

// case: a list that a container injects, and one that a class is made with
import { Inject, Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
interface Channel {
  name: string;
}
@Injectable()
export class Poller {
  private readonly byName: Map<string, Channel>;
  constructor(
    @Inject("CHANNELS") private readonly channels: Channel[],
    others: Channel[],
    private readonly prisma: PrismaClient,
  ) {
    this.byName = new Map(others.map((channel) => [channel.name, channel]));
  }
  async poll(wanted: Channel[]) {
    for (const { name } of this.channels) await this.prisma.sync.findFirst({ where: { name } });
    for (const { name } of this.byName.values()) await this.prisma.sync.findFirst({ where: { name } });
    for (const { name } of wanted) await this.prisma.sync.findFirst({ where: { name } }); // expect: n-plus-one
  }
}
export class Import {
  constructor(
    private readonly channels: Channel[],
    private readonly prisma: PrismaClient,
  ) {}
  async run() {
    for (const { name } of this.channels) await this.prisma.sync.findFirst({ where: { name } }); // expect: n-plus-one
  }
}

// case: what a file of configuration says, handed on to a function of one's own
import { readFile } from "node:fs/promises";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
interface Config {
  connections: Record<string, string>;
}
export async function loadConfig(path: string): Promise<Config> {
  const text = await readFile(path, "utf8");
  return JSON.parse(text);
}
export const readSettings = (user: string) => prisma.setting.findMany({ where: { user } });
export class Sync {
  async start(path: string, rows: Record<string, string>) {
    const config = await loadConfig(path);
    await this.all(config.connections);
    await this.both(config.connections);
    await this.both(rows);
    for (const { name } of await readSettings(path)) await prisma.connection.findFirst({ where: { name } }); // expect: n-plus-one
  }
  private all = async (connections: Record<string, string>) => {
    for (const [name] of Object.entries(connections)) await prisma.connection.findFirst({ where: { name } });
  };
  private both = async (connections: Record<string, string>) => {
    for (const [name] of Object.entries(connections)) await prisma.connection.findFirst({ where: { name } }); // expect: n-plus-one
  };
}

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

// case: a list that a configuration in a field is asked for by its name
// file: feeds.js
const mongoose = require("mongoose");
const Feed = mongoose.model("Feed", new mongoose.Schema({ name: String }));
module.exports = class Feeds {
  constructor({ config } = {}) {
    this.config = config;
  }
  async states(names) {
    const out = [];
    for (const { name } of this.config.get("feeds")) out.push(await Feed.findOne({ name }));
    for (const name of names) out.push(await Feed.findOne({ name })); // expect: n-plus-one
    return out;
  }
};

// case: lists of a configuration, in a field, in a counting loop, in a scheme
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
interface AppConfig {
  servers: string[];
}
interface Route {
  securityScheme: { resources: { key: string }[] };
}
export class Bridge {
  private readonly settings: AppConfig;
  constructor(private readonly config: AppConfig, settings: AppConfig) {
    this.settings = settings;
    for (const server of config.servers) void pool.query("SELECT * FROM rooms WHERE server = $1", [server]);
  }
  async start() {
    for (const server of this.config.servers) await pool.query("SELECT * FROM rooms WHERE server = $1", [server]);
    for (let i = 0; i < this.settings.servers.length; i++)
      await pool.query("SELECT * FROM rooms WHERE server = $1", [this.settings.servers[i]]);
  }
}
export const sync = async (config: AppConfig) => {
  for (const server of config.servers) await pool.query("SELECT * FROM rooms WHERE server = $1", [server]);
};
export const allowed = (route: Route) =>
  Promise.all(route.securityScheme.resources.map(({ key }) => pool.query("SELECT * FROM keys WHERE id = $1", [key])));

// case: what a configuration is called that comes with a request or from a database
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
declare function settingsOf(id: string): Promise<{ rows: string[] }>;
export async function save(config: { rows: string[] }, all: { rows: string[] }[]) {
  for (const row of config.rows) await pool.query("SELECT * FROM rows WHERE id = $1", [row]); // expect: n-plus-one
  for (const settings of all)
    for (const row of settings.rows) await pool.query("SELECT * FROM rows WHERE id = $1", [row]); // expect: n-plus-one
  const settings = await settingsOf("a");
  for (const row of settings.rows) await pool.query("SELECT * FROM rows WHERE id = $1", [row]); // expect: n-plus-one
}

// case: a list that is filled from a configuration, one that is filled from rows, and one that others add to
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
declare class Server {
  constructor(name: string);
  readonly name: string;
}
export class Bridge {
  private readonly servers: Server[] = [];
  private readonly rooms: string[] = [];
  private readonly users = new Map<string, string>();
  constructor(private readonly config: { servers: string[] }, rooms: string[]) {
    const names = Object.keys(this.config.servers);
    for (let i = 0; i < names.length; i++) this.servers.push(new Server(names[i] ?? ""));
    for (const room of rooms) this.rooms.push(room);
  }
  add(user: string) {
    this.users.set(user, user);
  }
  async start(rows: string[]) {
    for (const { name } of this.servers) await pool.query("SELECT * FROM rooms WHERE server = $1", [name]);
    for (const room of this.rooms) await pool.query("SELECT * FROM rooms WHERE id = $1", [room]); // expect: n-plus-one
    for (const user of this.users.keys()) await pool.query("SELECT * FROM users WHERE id = $1", [user]); // expect: n-plus-one
    const kinds: string[] = [];
    const found: string[] = [];
    for (const kind of ["mail", "chat"]) kinds.push(kind.toUpperCase());
    for (const row of rows) for (const kind of ["mail", "chat"]) found.push(`${row}${kind}`);
    for (const kind of kinds) await pool.query("SELECT * FROM kinds WHERE id = $1", [kind]);
    for (const one of found) await pool.query("SELECT * FROM kinds WHERE id = $1", [one]); // expect: n-plus-one
  }
}
