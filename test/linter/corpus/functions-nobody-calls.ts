// Pools and clients in functions of files that a program runs, which nothing calls any more; and functions that only look so.

// case: what nobody says the name of
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { prices } from "./prices";
express().get("/prices", async (_, response) => response.json(await prices())).listen(80);
// file: src/prices.ts
import axios from "axios";
export const prices = () => axios.get("http://prices"); // expect: http-timeout
export async function oldPrices() {
  return axios.get("http://prices/old");
}
async function loadAll() {
  return await axios.get("http://prices/all");
}
// loadAll() was too slow
export const both = async () => [await axios.get("http://prices"), await oldPrices()];

// case: what only a test, a script, or what is called by nobody calls
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const express = require("express");
const { prices } = require("./prices");
express().get("/prices", async (_, response) => response.json(await prices())).listen(80);
// file: src/prices.js
const axios = require("axios");
const prices = () => axios.get("http://prices"); // expect: http-timeout
const history = () => axios.get("http://prices/history");
const refill = () => axios.post("http://prices/refill");
module.exports = { prices, history, refill };
// file: src/prices.test.js
const { history } = require("./prices");
test("history", () => history());
// file: scripts/refill.js
const { refill } = require("../src/prices");
refill().then(() => process.exit(0));

// case: methods that nobody asks for, and those that may be asked for
// file: package.json
{ "name": "shop", "dependencies": { "@nestjs/common": "11", "@nestjs/core": "11", "axios": "1" } }
// file: src/main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
NestFactory.create(AppModule).then((app) => app.listen(80));
// file: src/app.module.ts
import { Module } from "@nestjs/common";
import { PricesController } from "./prices.controller";
import { PricesService } from "./prices.service";
@Module({ controllers: [PricesController], providers: [PricesService] })
export class AppModule {}
// file: src/prices.controller.ts
import { Controller, Get } from "@nestjs/common";
import { PricesService } from "./prices.service";
@Controller("prices")
export class PricesController {
  constructor(private readonly prices: PricesService) {}
  @Get() now() {
    return this.prices.current();
  }
}
// file: src/prices.service.ts
import { Injectable, type OnModuleInit } from "@nestjs/common";
import { Cron } from "@nestjs/schedule";
import axios from "axios";
@Injectable()
export class PricesService implements OnModuleInit {
  onModuleInit() {
    return axios.get("http://prices/ready"); // expect: http-timeout
  }
  current() {
    return axios.get("http://prices"); // expect: http-timeout
  }
  @Cron("* * * * *") refresh() {
    return axios.get("http://prices/refresh"); // expect: http-timeout
  }
}
// file: src/stock.service.ts
import { Injectable } from "@nestjs/common";
import axios from "axios";
import { PricesService } from "./prices.service";
@Injectable()
export class StockService {
  private async hidden() {
    return axios.get("http://stock/hidden");
  }
}

// case: methods of a class that takes after nothing from elsewhere
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { Prices } from "./prices";
const prices = new Prices();
express().get("/prices", async (_, response) => response.json(await prices.current())).listen(80);
// file: src/prices.ts
import axios from "axios";
import { Feed } from "feeds";
export class Prices {
  current() {
    return axios.get("http://prices"); // expect: http-timeout
  }
  yesterday() {
    return this.of(new Date());
  }
  private of(day: Date) {
    return axios.get(`http://prices/${day}`);
  }
  last = async () => axios.get("http://prices/last");
}
export class PriceFeed extends Feed {
  pull() {
    return axios.get("http://prices/feed"); // expect: http-timeout
  }
}

// case: an object of functions, taken by their names, and one that is handed on as a whole
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const express = require("express");
const prices = require("./prices");
const stock = require("./stock");
const { serve } = require("./serve");
const app = express();
app.get("/prices", async (_, response) => response.json(await prices.current()));
serve(app, stock);
app.listen(80);
// file: src/serve.js
exports.serve = (app, actions) => {
  for (const [name, act] of Object.entries(actions)) app.get(`/${name}`, async (_, response) => response.json(await act()));
};
// file: src/prices.js
const axios = require("axios");
const api = {
  current: () => axios.get("http://prices"), // expect: http-timeout
  async yesterday() {
    return axios.get("http://prices/yesterday");
  },
};
module.exports = api;
// file: src/stock.js
const axios = require("axios");
module.exports = {
  count: () => axios.get("http://stock/count"), // expect: http-timeout
  async list() {
    return axios.get("http://stock/list"); // expect: http-timeout
  },
};

// case: what is handed on by a barrel, under another name or all of it
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { fetchPrices, services } from "./services";
const app = express();
app.get("/prices", async (_, response) => response.json(await fetchPrices()));
app.get("/stock", async (_, response) => response.json(await services.stock.count()));
app.listen(80);
// file: src/services/index.ts
import * as stock from "./stock";
export { prices as fetchPrices } from "./prices";
export * from "./mail";
export const services = { stock };
// file: src/services/prices.ts
import axios from "axios";
export const prices = () => axios.get("http://prices"); // expect: http-timeout
// file: src/services/stock.ts
import axios from "axios";
export const count = () => axios.get("http://stock"); // expect: http-timeout
// file: src/services/mail.ts
import axios from "axios";
export const send = (to: string) => axios.post("http://mail", { to });

// case: what a text names, a file by its place, or a variable that is picked
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const express = require("express");
const jobs = require("./jobs");
const tasks = require("./tasks");
const { routes } = require("./routes");
const app = express();
for (const [path, name] of routes) app.get(path, async (_, response) => response.json(await jobs.run(name)));
app.get("/tasks/:name", async ({ params }, response) => response.json(await tasks[params.name]()));
app.listen(80);
// file: src/routes.js
exports.routes = [["/prices", "prices.load"]];
// file: src/jobs.js
const axios = require("axios");
const load = () => axios.get("http://prices"); // expect: http-timeout
const drop = () => axios.delete("http://prices");
exports.run = (name) => eval(name.split(".")[1])();
exports.load = load;
exports.drop = drop;
// file: src/tasks.js
const axios = require("axios");
exports.count = () => axios.get("http://count"); // expect: http-timeout

// case: two that only call each other, and two that somebody calls
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: server.js
const express = require("express");
const axios = require("axios");
const app = express();
async function page(at) {
  const { data } = await axios.get(`http://pages/${at}`);
  return data.next ? next(data) : data;
}
const next = (data) => page(data.next);
async function part(at) {
  const { data } = await axios.get(`http://parts/${at}`); // expect: http-timeout
  return data.next ? rest(data) : data;
}
const rest = (data) => part(data.next);
app.get("/", async (_, response) => response.json(await part(1)));
app.listen(80);

// case: where nothing says what is run, nobody can say what is not
// file: package.json
{ "name": "rates", "dependencies": { "axios": "1" } }
// file: rates.ts
import axios from "axios";
export const rates = () => axios.get("http://rates"); // expect: http-timeout
function loadAll() {
  return axios.get("http://rates/all"); // expect: http-timeout
}

// case: a method of a name that other things have, too
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { Prices } from "./prices";
import { Stock } from "./stock";
const prices = new Prices();
const stock = new Stock();
const app = express();
app.get("/prices", async (_, response) => response.json(await prices.current()));
app.get("/stock", async (_, response) => response.json(await stock.all()));
app.listen(80);
// file: src/prices.ts
import axios from "axios";
export class Prices {
  current() {
    return axios.get("http://prices"); // expect: http-timeout
  }
  all() {
    return axios.get("http://prices/all");
  }
}
// file: src/stock.ts
import axios from "axios";
import type { Listed } from "./listed";
export class Stock {
  all() {
    return axios.get("http://stock/all"); // expect: http-timeout
  }
}
export class Orders implements Listed {
  all() {
    return axios.get("http://orders/all"); // expect: http-timeout
  }
}
// file: src/listed.ts
export interface Listed {
  all(): Promise<unknown>;
}

// case: a class that a module provides and nobody asks for, and one that somebody does
// file: package.json
{ "name": "shop", "dependencies": { "@nestjs/common": "11", "@nestjs/core": "11", "axios": "1" } }
// file: src/main.ts
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
NestFactory.create(AppModule).then((app) => app.listen(80));
// file: src/app.module.ts
import { Module } from "@nestjs/common";
import { PricesController } from "./prices.controller";
import { PricesHttp } from "./prices.http";
import { PricesListener } from "./prices.listener";
import { PricesService } from "./prices.service";
@Module({
  controllers: [PricesController],
  providers: [PricesService, PricesHttp, PricesListener],
  exports: [PricesHttp],
})
export class AppModule {}
// file: src/prices.controller.ts
import { Controller, Get } from "@nestjs/common";
import { PricesService } from "./prices.service";
@Controller("prices")
export class PricesController {
  constructor(private readonly prices: PricesService) {}
  @Get() now() {
    return this.prices.get();
  }
}
// file: src/prices.service.ts
import { Injectable } from "@nestjs/common";
import axios from "axios";
@Injectable()
export class PricesService {
  get() {
    return axios.get("http://prices"); // expect: http-timeout
  }
}
// file: src/prices.http.ts
import { Injectable } from "@nestjs/common";
import axios from "axios";
@Injectable()
export class PricesHttp {
  get() {
    return axios.get("http://prices");
  }
}
// file: src/prices.listener.ts
import { Injectable } from "@nestjs/common";
import { OnEvent } from "@nestjs/event-emitter";
import axios from "axios";
@Injectable()
export class PricesListener {
  @OnEvent("price") told() {
    return this.get();
  }
  get() {
    return axios.get("http://prices"); // expect: http-timeout
  }
}

// case: functions that have a name where they are passed, kept or returned
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: server.js
const express = require("express");
const axios = require("axios");
const app = express();
const shop = {};
shop.prices = function prices() {
  return axios.get("http://prices"); // expect: http-timeout
};
app.get("/", function index(_, response) {
  axios.get("http://index").then(({ data }) => response.json(data)); // expect: http-timeout
});
app.listen(80, function ready(error) {
  if (error) process.exit();
  return axios.post("http://ready"); // expect: http-timeout
});
module.exports = shop;

// case: a name in a text that picks nothing by it, and one that does
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { Shop } from "./shop";
const shop = new Shop();
const app = express();
app.get("/prices", async (_, response) => response.json(await shop.prices()));
app.post("/:action", async ({ params, body }, response) => {
  if (params.action === "disconnect") body.on("close", () => response.end());
  console.info("could not close it", `disconnect ${params.action} to close`, `${await shop.prices()}`, "/shop?action=close");
  const known: { [name: string]: "charge" } = { pay: "charge" };
  response.json(await shop[known[params.action]]());
});
app.listen(80);
// file: src/shop.ts
import axios from "axios";
export class Shop {
  prices() {
    return axios.get("http://prices"); // expect: http-timeout
  }
  charge() {
    return axios.post("http://charges"); // expect: http-timeout
  }
  close() {
    return axios.post("http://prices/close");
  }
  disconnect() {
    return axios.post("http://prices/disconnect");
  }
}

// file: src/page.tsx
import { Link } from "react-router-dom";
export const Page = () => <Link to="/shop">Shall we close it, or disconnect the shop?</Link>;

// case: a module that is taken apart where it is used, or handed whole to a script alone
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const express = require("express");
const feeds = require("./feeds");
const { now, later: soon } = feeds;
const all = require("./stock");
const { first, ...others } = all;
express().get("/prices", async (_, response) => response.json([await now(), await soon(), others.pick()])).listen(80);
// file: src/feeds.js
const axios = require("axios");
exports.now = () => axios.get("http://prices"); // expect: http-timeout
exports.later = () => axios.get("http://prices/later"); // expect: http-timeout
exports.old = () => axios.get("http://prices/old");
// file: src/stock.js
const axios = require("axios");
exports.first = () => axios.get("http://stock/first"); // expect: http-timeout
exports.third = () => axios.get("http://stock/third"); // expect: http-timeout
// file: src/admin.js
const axios = require("axios");
exports.reset = () => axios.post("http://admin/reset");
// file: scripts/console.js
require("repl").start().context.admin = { ...require("../src/admin") };

// case: what only who develops comes to
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1", "pg": "8" } }
// file: src/server.ts
import express from "express";
import axios from "axios";
import { Pool } from "pg";
import { tunnel } from "./tunnel";
const base = process.env.ENVIRONMENT === "local" ? await tunnel() : "https://shop.example";
const isTest = process.argv.includes("--test");
const app = express();
app.get("/prices", async (_, response) => {
  if (process.env.NODE_ENV === "development") await axios.post("http://localhost/told");
  else await axios.post("http://told"); // expect: http-timeout
  if (isTest && response.locals.first) return response.json(await axios.get("http://stand-in"));
  if (process.env.NODE_ENV === "production") await axios.post("http://counted"); // expect: http-timeout
  response.json({ base });
});
app.listen(80);
// file: src/tunnel.ts
import axios from "axios";
export const tunnel = async () => (await axios.get("http://localhost:4040/api/tunnels")).data;

// case: a private method that nobody of its class calls, whoever calls one of that name
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.ts
import express from "express";
import { Meetings } from "./meetings";
import { Tokens } from "./tokens";
const meetings = new Meetings();
const tokens = new Tokens();
express()
  .get("/meetings", async (_, response) => response.json([await meetings.list(), await tokens.token()]))
  .listen(80);
// file: src/meetings.ts
import axios from "axios";
export class Meetings {
  list = () => this.#load();
  private async token() {
    return axios.post("http://meetings/token");
  }
  #load() {
    return axios.get("http://meetings"); // expect: http-timeout
  }
  #save() {
    return axios.post("http://meetings");
  }
  private readonly drop = async () => axios.delete("http://meetings");
}
// file: src/tokens.ts
import axios from "axios";
export class Tokens {
  token() {
    return axios.post("http://tokens"); // expect: http-timeout
  }
}

// case: what is behind a condition that never holds
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const axios = require("axios");
const { Polling } = require("./polling");
const { Hooks } = require("./hooks");
require("express")().listen(80);
if (false && process.env.TOKEN) {
  new Polling().start();
}
if (process.env.TOKEN) new Hooks().start();
if (false) axios.get("http://prices");
// file: src/polling.js
const axios = require("axios");
class Polling {
  start() {
    return axios.get("http://updates");
  }
}
module.exports = { Polling };
// file: src/hooks.js
const axios = require("axios");
class Hooks {
  start() {
    return axios.post("http://hooks"); // expect: http-timeout
  }
}
module.exports = { Hooks };

// case: a class that a file is, under another name where it is taken
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const express = require("express");
const Bank = require("./bank");
express().get("/banks", async (_, response) => response.json(await Bank.list())).listen(80);
// file: src/bank.js
const axios = require("axios");
class BankDetails {
  static list() {
    return axios.get("http://banks"); // expect: http-timeout
  }
}
module.exports = BankDetails;

// case: what is a file by itself, and handed on in an object
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/server.js
const express = require("express");
const { Bank, prices } = require("./services");
const services = require("./services");
const app = express();
app.get("/banks", async (_, response) => response.json([await new Bank().list(), await prices()]));
app.get("/rates", async (_, response) => response.json([await services.rates(), await services.weather()]));
app.listen(80);
// file: src/services/index.js
const Bank = require("./bank");
const Branch = require("./branch");
const prices = require("./prices");
module.exports = { Bank, Branch, prices, rates: require("./rates"), weather: require("./weather").now };
// file: src/services/bank.js
const axios = require("axios");
class BankService {
  list() {
    return axios.get("http://banks"); // expect: http-timeout
  }
}
module.exports = BankService;
// file: src/services/branch.js
const axios = require("axios");
class Branch {
  list() {
    return axios.get("http://branches");
  }
}
module.exports = Branch;
// file: src/services/prices.js
const axios = require("axios");
const listed = () => axios.get("http://prices"); // expect: http-timeout
module.exports = listed;
// file: src/services/rates.js
const axios = require("axios");
module.exports = () => axios.get("http://rates"); // expect: http-timeout
// file: src/services/weather.js
const axios = require("axios");
const now = () => axios.get("http://weather"); // expect: http-timeout
const then = () => axios.get("http://weather/then");
module.exports = { now, then };

// case: methods that nobody calls, of a class that takes after something from outside
// file: package.json
{ "name": "shop", "dependencies": { "@nestjs/common": "11", "@nestjs/core": "11", "axios": "1", "passport": "1" } }
// file: src/main.ts
import { NestFactory } from "@nestjs/core";
import { Prices } from "./prices";
import { Rates } from "./rates";
NestFactory.create(Prices, Rates).then((app) => app.listen(80));
// file: src/prices.ts
import { Controller, Get, type OnModuleInit } from "@nestjs/common";
import axios from "axios";
@Controller("prices")
export class Prices implements OnModuleInit {
  async onModuleInit() {
    await axios.get("http://prices"); // expect: http-timeout
  }
  @Get() list() {
    return axios.get("http://prices"); // expect: http-timeout
  }
  old() {
    return axios.get("http://prices/old");
  }
}
// file: src/rates.ts
import axios from "axios";
import { Strategy } from "passport";
export class Rates extends Strategy {
  authenticate() {
    return axios.get("http://rates"); // expect: http-timeout
  }
  private load() {
    return axios.get("http://rates/all");
  }
}
