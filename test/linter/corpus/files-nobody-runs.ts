// Pools and clients in files that no program runs, beside one that serves: what was left behind, and what somebody runs by hand; and files that only look so.

// case: what nothing imports any more
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1", "pg": "8" } }
// file: src/server.js
const express = require("express");
const { load } = require("./orders");
express().get("/orders", async (_, response) => response.json(await load())).listen(80);
// file: src/orders.js
const axios = require("axios");
exports.load = () => axios.get("http://orders"); // expect: http-timeout
// file: src/rates.js
const axios = require("axios");
exports.rates = () => axios.get("http://rates");
// file: src/old/prices.js
const { rates } = require("../rates");
exports.prices = () => rates();
// file: src/db.js
const { Pool } = require("pg");
const pool = new Pool({ max: 5 });
module.exports = { query: (text) => pool.query(text) };

// case: what only a test imports
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
express().listen(80);
// file: src/rates.ts
import axios from "axios";
export const rates = () => axios.get("http://rates");
// file: src/rates.test.ts
import { rates } from "./rates";
test("rates", () => rates());

// case: what is required alone, or when it is needed
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: server.js
const express = require("express");
require("./watch");
const app = express();
app.get("/", async () => (await import("./rates.js")).rates());
app.listen(80);
// file: watch.js
const axios = require("axios");
module.exports = { watch: () => axios.get("http://watch") }; // expect: http-timeout
// file: rates.js
const axios = require("axios");
exports.rates = () => axios.get("http://rates"); // expect: http-timeout

// case: what a program finds in a folder when it runs
// file: package.json
{ "name": "bot", "dependencies": { "discord.js": "14", "axios": "1" } }
// file: src/index.js
const { Client } = require("discord.js");
const fs = require("fs");
const path = require("path");
const client = new Client({});
const folder = path.join(__dirname, "commands");
for (const file of fs.readdirSync(folder)) {
  const command = require(path.join(folder, file));
  client.commands.set(command.name, command);
}
for (const file of fs.readdirSync("./src/events")) client.on(file, require(`./events/${file}`));
client.login(process.env.TOKEN);
// file: src/commands/fun/joke.js
const axios = require("axios");
module.exports = { name: "joke", run: () => axios.get("http://jokes") }; // expect: http-timeout
// file: src/events/ready.js
const { announce } = require("../announce");
module.exports = () => announce();
// file: src/announce.js
const axios = require("axios");
exports.announce = () => axios.post("http://news", {}); // expect: http-timeout
// file: src/helpers/weather.js
const axios = require("axios");
exports.weather = () => axios.get("http://weather");

// case: what a framework finds by its place
// file: package.json
{ "name": "shop", "dependencies": { "next": "16", "express": "5", "axios": "1" } }
// file: server.js
const express = require("express");
express().listen(80);
// file: pages/api/rates.js
import axios from "axios";
export const rates = () => axios.get("http://rates"); // expect: http-timeout

// case: what a text of the code names, and what a tool knows by another path
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import { Worker } from "bullmq";
import express from "express";
import { rates } from "@shop/rates";
new Worker("mail", new URL("./send-mail.js", import.meta.url));
express().get("/", () => rates()).listen(80);
// file: src/send-mail.ts
import axios from "axios";
export default async (mail: { data: object }) => axios.post("http://mail", mail.data); // expect: http-timeout
// file: src/rates.ts
import axios from "axios";
export const rates = () => axios.get("http://rates"); // expect: http-timeout

// case: what a platform calls
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
express().listen(80);
// file: src/notify.ts
import axios from "axios";
export const handler = async (event: object) => axios.post("http://notify", event); // expect: http-timeout
// file: src/hook.ts
import axios from "axios";
export default async function hook(req: { body: object }) {
  await axios.post("http://hook", req.body); // expect: http-timeout
}

// case: where no program serves, a file that nothing imports may be what is offered
// file: package.json
{ "name": "rates", "dependencies": { "axios": "1" } }
// file: src/rates.ts
import axios from "axios";
export const rates = () => axios.get("http://rates"); // expect: http-timeout

// case: programs that somebody runs by hand, where the server has another library
// file: package.json
{ "name": "bot", "dependencies": { "express": "5", "pg": "8", "axios": "1" } }
// file: src/main.js
const express = require("express");
express().listen(80);
// file: setup-triggers.js
const { Pool } = require("pg");
const pool = new Pool({ max: 5 });
async function setUp() {
  try {
    await pool.query("CREATE TRIGGER a");
  } finally {
    await pool.end();
  }
}
setUp();
// file: src/db/ensure-indexes.js
import { Pool } from "pg";
export async function ensureIndexes(pool = new Pool({ max: 1 })) {
  await pool.query("CREATE INDEX IF NOT EXISTS a ON b (c)");
}
if (import.meta.url === `file://${process.argv[1]}`) await ensureIndexes();
// file: src/worker.js
const axios = require("axios");
if (require.main === module) {
  process.on("SIGTERM", () => process.exit(0));
  setInterval(() => axios.get("http://orders"), 1000); // expect: http-timeout
}
// file: try-it.js
const { MongoMemoryServer } = require("mongodb-memory-server");
const mongoose = require("mongoose");
async function run() {
  const server = await MongoMemoryServer.create();
  await mongoose.connect(server.getUri());
}
run();

// case: what a barrel hands on is used by who takes it from there
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { rates } from "./services";
express().get("/", () => rates()).listen(80);
// file: src/services/index.ts
export { rates } from "./rates";
export { prices } from "./prices";
export * from "./news";
export * from "./weather";
// file: src/services/rates.ts
import axios from "axios";
export const rates = () => axios.get("http://rates"); // expect: http-timeout
// file: src/services/prices.ts
import axios from "axios";
export const prices = () => axios.get("http://prices");
// file: src/services/news.ts
import axios from "axios";
export const news = () => axios.get("http://news");
// file: src/services/weather.ts
import axios from "axios";
export const weather = () => axios.get("http://weather"); // expect: http-timeout
// file: src/jobs.ts
import * as services from "./services";
export const jobs = () => services.weather();
// file: src/worker.ts
import { jobs } from "./jobs";
setInterval(() => jobs(), 1000);

// case: a router that is not used, and one that is
// file: package.json
{ "name": "shop", "main": "server.js", "dependencies": { "express": "5", "axios": "1" } }
// file: server.js
const express = require("express");
const app = express();
app.use(require("./routes/rates"));
// app.use(require("./routes/prices"));
app.listen(80);
// file: routes/rates.js
const axios = require("axios");
const router = require("express").Router();
router.get("/rates", async (request, response) => response.json((await axios.get("http://rates")).data)); // expect: http-timeout
module.exports = router;
// file: routes/prices.js
const axios = require("axios");
const router = require("express").Router();
router.get("/prices", async (request, response) => response.json((await axios.get("http://prices")).data));
module.exports = router;

// case: programs that end when their work is done, which nothing of the package starts
// file: package.json
{ "name": "shop", "main": "index.js", "scripts": { "start": "node index.js", "import": "node import/rates.js", "worker": "nodemon src/mail" } }
// file: index.js
const axios = require("axios");
const { start } = require("./app");
axios.get("http://warm").then(start); // expect: http-timeout
// file: app.js
const express = require("express");
exports.start = () => express().listen(80);
// file: cache/collect.js
const axios = require("axios");
async function run() {
  console.log((await axios.get("http://rates")).data);
}
run();
// file: src/mail.js
const axios = require("axios");
axios.get("http://mail").then(console.log); // expect: http-timeout
// file: polls.js
const axios = require("axios");
const bot = connect();
bot.on("message", () => axios.get("http://rates")); // expect: http-timeout
// file: nightly-job.js
const axios = require("axios");
axios.get("http://nightly").then(console.log); // expect: http-timeout

// case: a barrel of what pages ask, and one of them the server
// file: package.json
{ "name": "shop", "dependencies": { "react": "19", "react-dom": "19", "next": "16" } }
// file: services/index.ts
export { createOrders } from "./orders";
export { products } from "./products";
// file: services/orders.ts
import axios from "axios";
export const createOrders = () => axios.get("/orders");
// file: services/products.ts
import axios from "axios";
export const products = () => axios.get("http://products"); // expect: http-timeout
// file: pages/orders.tsx
import { createOrders } from "../services";
export default () => createOrders();
// file: pages/api/products.ts
import { products } from "../../services";
export default async (req: object) => products();

// case: a package is no file of the project that is called like a part of it
// file: package.json
{ "name": "shop", "main": "index.js", "dependencies": { "express": "5", "axios": "1", "@octokit/app": "15" } }
// file: index.js
const express = require("express");
// const app = require("./app");
express().listen(80);
// file: app.js
const { load } = require("./load");
module.exports = () => load();
// file: load.js
const axios = require("axios");
const { App } = require("@octokit/app");
exports.load = () => axios.get(`http://orders/${App.name}`);

// case: what is handed on as a whole
// file: package.json
{ "name": "shop", "main": "src/server.js", "dependencies": { "koa": "3", "axios": "1" } }
// file: src/server.js
import Koa from "koa";
import * as resolvers from "./resolvers";
export const schema = make({ resolvers: { ...resolvers, Query: {} } });
new Koa().listen(80);
// file: src/resolvers/index.js
export * from "./patient";
// file: src/resolvers/patient.js
import axios from "axios";
export const Patient = { image: (patient) => axios.get(`http://images/${patient.id}`) }; // expect: http-timeout

// case: a program that a package below the top starts as it is built
// file: shop/package.json
{ "name": "shop", "scripts": { "start": "node dist/server.js", "start:mail": "node dist/mail.js" }, "dependencies": { "express": "5", "axios": "1" } }
// file: shop/src/server.ts
import express from "express";
express().listen(80);
// file: shop/src/mail.ts
import axios from "axios";
axios.get("http://mail").then(console.log); // expect: http-timeout
// file: shop/src/prices.ts
import axios from "axios";
axios.get("http://prices").then(console.log);

// case: what only the help of a script names, and what a program of another package finds in its own folders
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "pg": "8" } }
// file: src/server.js
require("express")().listen(80);
// file: src/prepare.js
const { Pool } = require("pg");
exports.prepare = () => new Pool({ max: 5 });
// file: tools/prepare-all.js
if (!process.argv[2]) console.log("Usage: prepare.js --all");
// file: web/package.json
{ "name": "web", "dependencies": { "react-dom": "19" } }
// file: web/build.js
const fs = require("fs");
for (const file of fs.readdirSync(".")) require(`./${file}`);

// case: what a command line finds in its folder of commands
// file: package.json
{ "name": "shop", "bin": "bin/run.js", "dependencies": { "@oclif/core": "4", "express": "5", "pg": "8" } }
// file: bin/run.js
require("@oclif/core").execute({ dir: __dirname });
// file: src/commands/serve.js
const { Command } = require("@oclif/core");
const { open } = require("../db");
module.exports = class Serve extends Command {
  async run() {
    const db = open();
    require("express")().get("/", (_, response) => db.query("SELECT 1")).listen(80);
  }
};
// file: src/db.js
const { Pool } = require("pg");
exports.open = () => new Pool({ max: 5 }); // expect: pool-acquire-timeout

// case: what several files of a command line are made of, beside a server
// file: server/package.json
{ "name": "server", "dependencies": { "express": "5", "pg": "8" } }
// file: server/index.js
require("express")().listen(80);
// file: ctl/package.json
{ "name": "ctl", "bin": "run.js", "dependencies": { "@oclif/core": "4", "axios": "1" } }
// file: ctl/base.js
const { Command } = require("@oclif/core");
const axios = require("axios");
exports.Base = class Base extends Command {
  ask = (path) => axios.get(`http://server/${path}`);
};
// file: ctl/commands/orders.js
const { Base } = require("../base");
module.exports = class Orders extends Base {
  run = () => this.ask("orders");
};

// case: a folder that a script has its tests in
// file: package.json
{ "name": "shop", "scripts": { "start": "node app.js", "test": "NODE_ENV=test mocha --timeout 5000 --recursive ./t" }, "dependencies": { "express": "5", "axios": "1" } }
// file: app.js
const axios = require("axios");
const app = require("express")();
app.get("/", async (_, response) => response.json((await axios.get("http://orders")).data)); // expect: http-timeout
app.listen(80);
// file: t/api/orders.js
const axios = require("axios");
axios.get("http://localhost/").then(({ data }) => console.log(data.length === 2));

// case: a program whose text is not read
// file: package.json
{ "name": "shop", "scripts": { "start": "node ./bin/www", "worker": "node worker.js" }, "dependencies": { "express": "4", "axios": "1", "amqplib": "1" } }
// file: app.js
const app = require("express")();
app.use("/", require("./routes"));
module.exports = app;
// file: routes.js
const axios = require("axios");
const router = require("express").Router();
const old = () => axios.get("http://old"); // expect: http-timeout
router.get("/", async (_, response) => response.json(await axios.get("http://orders"))); // expect: http-timeout
module.exports = router;
// file: worker.js
const amqp = require("amqplib");
amqp.connect("amqp://queue").then((queue) => queue.createChannel()).then((channel) => channel.consume("mail", console.log));

// case: a function that would serve, in a file that nothing imports
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
require("express")().listen(80);
// file: src/trace.js
const axios = require("axios");
exports.collect = (bus) => bus.subscribe("trace", (span) => axios.post("http://traces", span));

// case: what a Procfile and a Dockerfile start, and what an image is built with
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: Procfile
web: node server.js
clock: node src/clock.js
// file: worker/Dockerfile
FROM node:24
RUN node src/warm.js
CMD ["node", "worker/run.js"]
// file: server.js
require("express")().listen(80);
// file: src/clock.js
const { prices } = require("./prices");
const main = () => prices();
if (require.main === module) main().then(() => process.exit(0));
module.exports = main;
// file: src/prices.js
const axios = require("axios");
exports.prices = () => axios.get("http://prices"); // expect: http-timeout
// file: worker/run.js
const axios = require("axios");
axios.get("http://work").then(() => process.exit(0)); // expect: http-timeout
// file: src/warm.js
const { warm } = require("./warming");
warm().then(() => process.exit(0));
// file: src/warming.js
const axios = require("axios");
exports.warm = () => axios.get("http://warm");

// case: a private package of the repository, and one that others install
// file: packages/own/package.json
{ "name": "@shop/own", "private": true, "main": "index.js", "dependencies": { "axios": "1" } }
// file: packages/own/index.js
module.exports = require("./client");
// file: packages/own/client.js
const axios = require("axios");
exports.orders = () => axios.get("http://orders"); // expect: http-timeout
exports.prices = () => axios.get("http://prices");
// file: packages/open/package.json
{ "name": "@shop/open", "main": "index.js", "dependencies": { "axios": "1" } }
// file: packages/open/index.js
const axios = require("axios");
exports.prices = () => axios.get("http://prices"); // expect: http-timeout
// file: apps/shop/package.json
{ "name": "shop", "dependencies": { "express": "5", "@shop/own": "1" } }
// file: apps/shop/server.js
const { orders } = require("@shop/own");
require("express")().get("/", async (_, response) => response.json(await orders())).listen(80);

// case: a program in a folder of scripts that a package starts by a name of its own
// file: package.json
{ "name": "shop", "scripts": { "start": "node server.js", "create-admin": "node src/scripts/create-admin.js" }, "dependencies": { "express": "5", "pg": "8" } }
// file: server.js
require("express")().listen(80);
// file: src/admins.js
const { Pool } = require("pg");
exports.open = () => new Pool({ max: 2 });
// file: src/scripts/create-admin.js
const { open } = require("../admins");
open().query("INSERT INTO admins DEFAULT VALUES");

// case: programs that scripts of other names start, once, and one that goes on
// file: package.json
{ "name": "shop", "scripts": { "start": "node server.js", "releases": "node src/releases.js", "mail": "node src/mail.js" }, "dependencies": { "express": "5", "axios": "1" } }
// file: server.js
require("express")().listen(80);
// file: src/releases.js
const axios = require("axios");
axios.get("http://releases").then(({ data }) => console.log(data));
// file: src/mail.js
const axios = require("axios");
async function send() {
  await axios.post("http://mail"); // expect: http-timeout
  setTimeout(send, 60_000);
}
send();

// case: what only scripts and command lines are made of, and a worker that reads its command line
// file: package.json
{ "name": "shop", "scripts": { "start": "node server.js" }, "dependencies": { "express": "5", "axios": "1", "yargs": "17" } }
// file: server.js
require("express")().listen(80);
// file: cards/package.json
{ "name": "cards", "dependencies": { "axios": "1" } }
// file: cards/src/cards.js
const axios = require("axios");
exports.cards = () => axios.get("http://cards");
// file: cards/scripts/import.js
const { cards } = require("../src/cards");
cards().then(console.log);
// file: cards/bin/list.js
#!/usr/bin/env node
const { cards } = require("../src/cards");
cards().then(console.log);
// file: bin/task.js
const yargs = require("yargs");
const { work } = require("../src/work");
const argv = yargs.option("once", {}).argv;
const check = () => work().then(() => argv.once || setTimeout(check, 1000));
check();
// file: src/work.js
const axios = require("axios");
exports.work = () => axios.post("http://work"); // expect: http-timeout

// case: what is required from the folder of the package
// file: package.json
{ "name": "shop", "scripts": { "start": "node server/index.js" }, "dependencies": { "express": "5", "axios": "1" } }
// file: server/index.js
const { prices } = require("server/prices");
require("express")().get("/", async (_, response) => response.json(await prices())).listen(80);
// file: server/prices.js
const axios = require("axios");
exports.prices = () => axios.get("http://prices"); // expect: http-timeout
exports.old = () => axios.get("http://prices/old");

// case: files that only import one another, beside a server
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: server.js
require("express")().listen(80);
// file: flows/orders.js
const { prices } = require("./prices");
const axios = require("axios");
exports.orders = () => axios.get("http://orders", prices); // expect: http-timeout
// file: flows/prices.js
const { orders } = require("./orders");
exports.prices = {};
setInterval(orders, 60_000);

// case: a package in a folder of the one that uses it, which only a script uses
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1", "prices": "file:./lib/prices", "lists": "file:lib/lists" } }
// file: app.js
const express = require("express");
const prices = require("prices");
express().get("/", async (_, response) => response.json(await prices.now())).listen(80);
// file: lib/prices/package.json
{ "name": "prices", "main": "./lib/api.js" }
// file: lib/prices/lib/api.js
const axios = require("axios");
exports.now = () => axios.get("http://prices"); // expect: http-timeout
exports.refill = () => axios.post("http://prices/refill");
// file: lib/lists/package.json
{ "name": "lists", "main": "./lib/api.js" }
// file: lib/lists/lib/api.js
const axios = require("axios");
exports.all = () => axios.get("http://lists");
// file: scripts/refill.js
const prices = require("prices");
const lists = require("lists");
prices.refill().then(() => lists.all()).then(() => process.exit());

// case: programs that serve in the place of the one that the package starts, and what is kept beside what took its place
// file: package.json
{ "name": "shop", "scripts": { "start": "node server/index.js" }, "dependencies": { "express": "5", "mongodb": "6" } }
// file: server/index.js
const express = require("express");
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/shop"); // expect: pool-acquire-timeout
express().get("/", async (_, response) => response.json(await client.db().collection("a").findOne())).listen(80);
// file: server/index.minimal.js
const express = require("express");
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/shop");
express().get("/", async (_, response) => response.json(await client.db().collection("a").findOne())).listen(81);
// file: server/test-backend.js
const express = require("express");
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/shop");
express().get("/", async (_, response) => response.json(await client.db().collection("a").findOne())).listen(82);
// file: server/worker.js
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/shop"); // expect: pool-acquire-timeout
setInterval(() => client.db().collection("a").deleteMany({}), 1000);
// file: server.bak/package.json
{ "name": "shop-server", "scripts": { "start": "node index.js" } }
// file: server.bak/index.js
const express = require("express");
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/shop");
express().get("/", async (_, response) => response.json(await client.db().collection("a").findOne())).listen(80);

// case: a server called simple where nothing else is started, and what is old and still in use
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "mongodb": "6", "axios": "1" } }
// file: simple-server.js
const express = require("express");
const { MongoClient } = require("mongodb");
const { prices } = require("./_old/prices");
const client = new MongoClient("mongodb://db/shop"); // expect: pool-acquire-timeout
express().get("/", async (_, response) => response.json(await prices(client))).listen(80);
// file: _old/prices.js
const axios = require("axios");
exports.prices = () => axios.get("http://prices"); // expect: http-timeout

// case: a stand-in for a database that only the setup of tests takes, also by way of a barrel
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "mongoose": "8" } }
// file: src/server.ts
import express from "express";
express().listen(80);
// file: src/testing/database.ts
import { MongoMemoryServer } from "mongodb-memory-server";
import mongoose from "mongoose";
export const connect = async () => mongoose.connect((await MongoMemoryServer.create()).getUri());
// file: src/testing/index.ts
export * from "./database";
// file: src/testing/database.jest.ts
import { connect } from "./database";
beforeAll(() => connect());

// case: programs beside what a framework serves, and files that its pages do not lead to
// file: package.json
{ "name": "shop", "scripts": { "dev": "next dev", "start": "next start" }, "dependencies": { "next": "16", "react-dom": "19", "pg": "8" } }
// file: src/app/orders/page.tsx
import { orders } from "@/lib/orders";
export default async function Page() {
  return <p>{(await orders()).length}</p>;
}
// file: src/app/api/prices/route.ts
import { Pool } from "pg";
const pool = new Pool({ max: 5 }); // expect: pool-acquire-timeout
export const GET = async () => Response.json(await pool.query("SELECT * FROM prices"));
// file: src/lib/orders.ts
import { Pool } from "pg";
const pool = new Pool({ max: 5 }); // expect: pool-acquire-timeout
export const orders = async () => (await pool.query("SELECT * FROM orders")).rows;
export const all = async () => (await new Pool({ max: 5 }).query("SELECT * FROM orders")).rows;
// file: src/lib/old-orders.ts
import { Pool } from "pg";
const pool = new Pool({ max: 5 });
export const orders = async () => (await pool.query("SELECT * FROM orders")).rows;
// file: ingest/permits.ts
import { Pool } from "pg";
const pool = new Pool({ max: 5 });
async function main() {
  await pool.query("DELETE FROM permits");
  process.exit(0);
}
main();
// file: ingest/worker.ts
import { Pool } from "pg";
const pool = new Pool({ max: 5 }); // expect: pool-acquire-timeout
setInterval(() => pool.query("DELETE FROM permits"), 60_000);
// file: tsconfig.json
{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"] } } }

// case: programs by hand about tasks, jobs that a schedule starts, and a server in the place of the one that works
// file: package.json
{ "name": "clinic", "scripts": { "start": "node backend/server.js" }, "dependencies": { "express": "5", "mongodb": "6" } }
// file: backend/server.js
const express = require("express");
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/clinic"); // expect: pool-acquire-timeout
express().get("/", async (_, response) => response.json(await client.db().collection("a").findOne())).listen(80);
// file: backend/server-simple-working.js
const express = require("express");
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/clinic");
express().get("/", async (_, response) => response.json(await client.db().collection("a").findOne())).listen(80);
// file: create-missing-tasks.js
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/clinic");
async function create() {
  await client.db().collection("tasks").insertOne({});
}
create().catch(console.error);
// file: jobs/remind.js
const { MongoClient } = require("mongodb");
const client = new MongoClient("mongodb://db/clinic"); // expect: pool-acquire-timeout
async function remind() {
  await client.db().collection("tasks").updateMany({}, { $set: { late: true } });
}
remind().catch(console.error);
