// Options that are kept in JSON.

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
