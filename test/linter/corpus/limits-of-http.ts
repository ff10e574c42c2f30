// Clients of HTTP with and without a limit: axios, got, node-fetch, undici, Nest's HTTP module.

// case: axios without a timeout
import axios from "axios";
export const load = (id: string) => axios.get(`https://example.org/${id}`); // expect: http-timeout

// case: axios with a timeout
import axios from "axios";
export const load = (id: string) => axios.get(`https://example.org/${id}`, { timeout: 3000 });

// case: an axios instance without a timeout
import axios from "axios";
export const client = axios.create({ baseURL: "https://example.org" }); // expect: http-timeout
export const load = () => client.get("/rows");

// case: an axios instance with a timeout covers its calls
import axios from "axios";
const client = axios.create({ baseURL: "https://example.org", timeout: 2000 });
export const load = () => client.get("/rows");

// case: axios by its defaults
import axios from "axios";
axios.defaults.timeout = 5000;
export const load = () => axios.get("https://example.org");

// case: axios with an abort signal
import axios from "axios";
export const load = () => axios.post("https://example.org", {}, { signal: AbortSignal.timeout(1000) });

// case: axios with a token that a timer cancels
import axios from "axios";
export async function load(url: string) {
  const source = axios.CancelToken.source();
  const timer = setTimeout(() => source.cancel("too late"), 5000);
  const answer = await axios.get(url, { cancelToken: source.token });
  clearTimeout(timer);
  return answer;
}

// case: axios called with its configuration
import axios from "axios";
export const load = () => axios({ url: "https://example.org", method: "get" }); // expect: http-timeout

// case: got without a timeout
import got from "got";
export const load = () => got("https://example.org"); // expect: http-timeout

// case: got with a timeout
import got from "got";
export const load = () => got("https://example.org", { timeout: { request: 2000 } });

// case: undici by itself waits five minutes, and for ever where it is told to
import { Agent, request } from "undici";
export const usual = () => request("https://api.test");
export const never = () => request("https://api.test", { headersTimeout: 0 }); // expect: http-timeout
export const agent = new Agent({ headersTimeout: 0 }); // expect: http-timeout
export const bounded = () => request("https://api.test", { headersTimeout: 5000 });

// case: fetch by itself waits five minutes, which is told where it is asked for
export const usual = () => fetch("https://api.test");
export const bounded = () => fetch("https://api.test", { signal: AbortSignal.timeout(5000) });

// case: what is declared as got may have been extended with a limit
import got, { type Got } from "got";
export const ask = (api: Got) => api.post("chat", { json: {} });
export const bare = () => got.post("https://api.test", { json: {} }); // expect: http-timeout

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

// case: the defaults of an instance in a field are not those of axios
import axios, { type AxiosInstance } from "axios";
export class Client {
  private axios: AxiosInstance = axios.create({ timeout: 1000 });
  configure(timeout: number) {
    this.axios.defaults.timeout = timeout;
  }
}
export const get = (url: string) => axios.get(url); // expect: http-timeout

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
export const signalled = (url: string, signal: AbortSignal) => fetch(url, { signal });
export const bare = (url: string) => fetch(url, { timeout: 0 }); // expect: http-timeout

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
// file: src/client/actions.js
import axios from "axios";
export const remove = (id) => async (dispatch) => {
  await axios.delete(`/orders/${id}`);
  dispatch({ type: "removed", id });
};
// file: server.js
import axios from "axios";
import express from "express";
import { rate } from "./rates";
const app = express();
app.get("/orders", async (req, res) => res.json((await axios.get("http://orders")).data * rate())); // expect: http-timeout
// file: rates.js
import axios from "axios";
export const rate = () => axios.get("http://rates"); // expect: http-timeout

// case: a folder for clients of other services, in a package without pages
// file: package.json
{ "name": "shop", "dependencies": { "express": "5", "axios": "1" } }
// file: src/client/rates.js
import axios from "axios";
export const rate = () => axios.get("http://rates"); // expect: http-timeout
// file: src/frontend/report.js
import axios from "axios";
export const report = (text) => axios.post("/reports", { text });
// file: src/hooks/use-rates.js
import axios from "axios";
import { useQuery } from "@tanstack/react-query";
export const useRates = () => useQuery({ queryKey: ["rates"], queryFn: () => axios.get("/rates") });

// case: the axios instance of Nest's service
import { HttpModule, HttpService } from "@nestjs/axios";
import { Injectable, Module } from "@nestjs/common";
@Injectable()
export class Weather {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.axiosRef.get("https://weather/now"); // expect: http-timeout
  soon = () => this.http.axiosRef.get("https://weather/soon", { timeout: 3000 });
  send = (body: object) => this.http.axiosRef.post("https://weather/send", body, { headers: {} }); // expect: http-timeout
  ask = () => this.http.axiosRef({ url: "https://weather/ask" }); // expect: http-timeout
}
@Module({ imports: [HttpModule], providers: [Weather] })
export class WeatherModule {}

// case: the axios instance of Nest's service, whose module has a limit
// file: weather.ts
import { HttpService } from "@nestjs/axios";
export class Weather {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.axiosRef.get("https://weather/now");
}
// file: module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Weather } from "./weather";
@Module({ imports: [HttpModule.register({ timeout: 5000 })], providers: [Weather] })
export class WeatherModule {}

// case: an instance of axios' class
import { Axios } from "axios";
export const bare = new Axios({ baseURL: "https://example.org" }); // expect: http-timeout
export const limited = new Axios({ baseURL: "https://example.org", timeout: 2000 });

// case: a default that is no limit
import axios from "axios";
axios.defaults.timeout = 0;
export const load = () => axios.get("https://example.org"); // expect: http-timeout

// case: Node's own fetch where there is one
const fetch = global.fetch || require("node-fetch");
exports.load = (url) => fetch(url);

// case: a program that tries an address out, which nobody starts
// file: test-api.js
const axios = require("axios");
async function run() {
  console.log((await axios.get("http://localhost:3000/orders")).data);
}
run();
// file: tools/orders-test.mjs
import axios from "axios";
console.log((await axios.get("http://localhost:3000/orders")).data);
// file: src/load-test.ts
import axios from "axios";
export const loadTest = (url: string) => axios.get(url); // expect: http-timeout

// case: what only pages of a package import, by way of many files
// file: package.json
{ "name": "shop", "dependencies": { "react": "19", "react-dom": "19", "next": "16" } }
// file: pages/index.jsx
import { useRates } from "../hooks/rates";
export default () => useRates();
// file: hooks/rates.ts
import { rates } from "../shared/rates";
export const useRates = () => rates();
// file: shared/rates.ts
import { load } from "./load";
export const rates = () => load("rates");
// file: shared/load.ts
import { ask } from "./ask";
export const load = (name: string) => ask(`/${name}`);
// file: shared/ask.ts
import { send } from "./send";
export const ask = (path: string) => send(path);
// file: shared/send.ts
import axios from "axios";
export const send = (path: string) => axios.get(path);

// case: a file that asks what only a browser has, and those that only look so
// file: web/api.js
import axios from "axios";
export const load = () => axios.get("/orders", { headers: { token: localStorage.getItem("token") } });
// file: web/signed-in.js
const axios = require("axios");
const form = document.getElementById("form");
form.addEventListener("submit", () => axios.post("/orders", new FormData(form)));
// file: server/document.js
import axios from "axios";
import { Document } from "./models.js";
export async function archive(id) {
  const document = await Document.findById(id);
  await axios.post("http://archive", document.toObject()); // expect: http-timeout
}
// file: server/crawl.js
import axios from "axios";
import puppeteer from "puppeteer";
export async function crawl(url) {
  const page = await (await puppeteer.launch()).newPage();
  const title = await page.evaluate(() => document.querySelector("h1").textContent);
  await axios.post("http://index", { url, title }); // expect: http-timeout
}

// case: limits of HTTP that are commented out
// file: api.ts
import axios from "axios";
export const api = axios.create({ baseURL: "https://api" }); // expect: http-timeout
// api.interceptors.request.use(prepare);
// file: weather.ts
import { HttpService } from "@nestjs/axios";
export class Weather {
  constructor(private readonly http: HttpService) {}
  // Once: this.http.get("https://weather/now").pipe(
  // timeout(5000))
  now = () => this.http.get("https://weather/now"); // expect: http-timeout
}
// file: module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Weather } from "./weather";
// HttpModule.register({ timeout: 5000 })
@Module({ imports: [HttpModule], providers: [Weather] })
export class WeatherModule {}

// case: node-fetch as its own README brings it to CommonJS
// file: readme.js
const fetch = (...args) => import("node-fetch").then(({ default: fetch }) => fetch(...args));
exports.load = (url) => fetch(url); // expect: http-timeout
exports.soon = (url) => fetch(url, { signal: AbortSignal.timeout(900) });
// file: whole.js
const fetch = (...args) => import("node-fetch").then((module) => module.default(...args));
exports.load = (url) => fetch(url, { method: "POST" }); // expect: http-timeout
// file: later.js
const fetch = async (...args) => {
  const { default: ask } = await import("node-fetch");
  return await ask(...args);
};
exports.load = (url) => fetch(url); // expect: http-timeout
// file: own.js
const fetch = global.fetch || ((...args) => import("node-fetch").then(({ default: fetch }) => fetch(...args)));
exports.load = (url) => fetch(url);

// case: a function that hands all it is passed on, and some that do more with it
// file: http.ts
import axios from "axios";
export const get = (...args: [string, object?]) => axios.get(...args);
export function logged(...args: [string, object?]) {
  console.log("ask");
  return get(...args).then(({ data }) => data);
}
const late = (ms: number) => new Promise((_, reject) => setTimeout(reject, ms));
export const raced = (...args: [string, object?]) => Promise.race([axios.get(...args), late(900)]);
export const limited = (url: string, ...args: object[]) => axios.get(url, { timeout: 900, ...args[0] });
export const of = (...args: string[]) => axios.get(...args.map((part) => `https://${part}`));
// file: main.ts
import { get, limited, logged, of, raced } from "./http";
export const a = (id: string) => get(`https://example.org/${id}`); // expect: http-timeout
export const b = (id: string) => get(`https://example.org/${id}`, { timeout: 900 });
export const c = (id: string) => logged(`https://example.org/${id}`); // expect: http-timeout
export const d = (id: string) => raced(`https://example.org/${id}`);
export const e = (id: string) => limited(`https://example.org/${id}`);
export const f = (id: string) => of(`https://example.org/${id}`);

// case: isomorphic-fetch, bound to a name and only loaded
// file: bound.js
const fetch = require("isomorphic-fetch");
exports.load = (url) => fetch(url); // expect: http-timeout
exports.soon = (url) => fetch(url, { timeout: 900 });
// file: imported.ts
import fetch from "isomorphic-fetch";
export const load = (url: string) => fetch(url, { method: "POST" }); // expect: http-timeout
// file: required.js
require("isomorphic-fetch");
exports.load = (url) => fetch(url);
// file: loaded.ts
import "isomorphic-fetch";
export const load = (url: string) => fetch(url);

// case: request without a limit and with one
// file: callbacks.js
const request = require("request");
const answer = (error, response) => console.log(error, response);
exports.a = (id) => request(`https://api/${id}`, (error, response, body) => console.log(body)); // expect: http-timeout
exports.b = (id) => request({ url: `https://api/${id}`, json: true }, answer); // expect: http-timeout
exports.c = (id, done) => request.get(`https://api/${id}`, done); // expect: http-timeout
exports.d = (id, body) => request.post(`https://api/${id}`, { body }, answer); // expect: http-timeout
exports.e = (id, response) => request(`https://api/${id}`).pipe(response); // expect: http-timeout
exports.f = (id) => request({ url: `https://api/${id}`, timeout: 900 }, answer);
exports.g = (id) => request.post(`https://api/${id}`, { timeout: 900 }, answer);
exports.h = (id, options, done) => request(`https://api/${id}`, options, done);
exports.i = (options, done) => request(options, done);
exports.j = (id) => request.del(`https://api/${id}`, { timeout: 0 }); // expect: http-timeout
exports.jar = request.jar();
// file: instances.js
const bare = require("request").defaults({ json: true }); // expect: http-timeout
const limited = require("request").defaults({ timeout: 900 });
exports.a = (id) => bare(`https://api/${id}`);
exports.b = (id) => limited.get(`https://api/${id}`);
// file: promises.ts
import rp from "request-promise";
import * as native from "request-promise-native";
import request = require("request");
export const a = (id: string) => rp({ uri: `https://api/${id}` }); // expect: http-timeout
export const b = (id: string) => native.get(`https://api/${id}`); // expect: http-timeout
export const c = (id: string) => native.get(`https://api/${id}`, { timeout: 900 });
export const d = (id: string) => request.put(`https://api/${id}`, { json: true }); // expect: http-timeout
// file: own.ts
import request from "supertest";
export const ask = (app: object) => request(app).get("/orders");

// case: an address that a call gives is no configuration
// file: urls.ts
export class Urls {
  static base = process.env.API;
  static getLoginUrl(type: string) {
    return [this.base, type].join("/");
  }
  static login(type: string): string {
    return [this.base, type].join("/");
  }
  static later = async (type: string): Promise<string> => [this.base, type].join("/");
}
export function added(type: string) {
  return Urls.base + type;
}
// file: main.ts
import axios from "axios";
import { added, Urls } from "./urls";
import { build, loginUrl } from "some-urls";
export const a = (type: string) => axios(Urls.getLoginUrl(type)); // expect: http-timeout
export const b = (type: string) => axios(Urls.login(type)); // expect: http-timeout
export const c = async (type: string) => axios(await Urls.later(type)); // expect: http-timeout
export const d = (type: string) => axios(added(type)); // expect: http-timeout
export const e = (type: string) => axios(loginUrl(type)); // expect: http-timeout
export const f = (type: string) => axios(build(type));
export const g = (type: string) => axios(Urls.getLoginUrl(type), build(type));
// file: options.ts
import axios from "axios";
const withUrl = (type: string) => ({ url: `https://api/${type}`, timeout: 900 });
export const a = (type: string) => axios(withUrl(type));
export const b = (type: string) => axios(of(type));
const of = (type: string): object => ({ ...withUrl(type) });

// case: the HTTP module of Nest as it is, beside one of another module that has a limit
// file: weather/weather.service.ts
import { HttpService } from "@nestjs/axios";
export class Weather {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.get("https://weather/now"); // expect: http-timeout
}
// file: weather/weather.module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Weather } from "./weather.service";
@Module({ imports: [HttpModule], providers: [Weather] })
export class WeatherModule {}
// file: rates/rates.service.ts
import { HttpService } from "@nestjs/axios";
export class Rates {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.get("https://rates/now");
}
// file: rates/rates.module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Rates } from "./rates.service";
@Module({ imports: [HttpModule.register({ timeout: 5000 })], providers: [{ provide: "rates", useClass: Rates }] })
export class RatesModule {}
// file: news/news.service.ts
import { HttpService } from "@nestjs/axios";
export class News {
  constructor(private readonly http: HttpService) {}
  now = () => this.http.get("https://news/now");
}
// file: news/news.module.ts
import { Module } from "@nestjs/common";
import { RatesModule } from "../rates/rates.module";
import { News } from "./news.service";
@Module({ imports: [RatesModule], providers: [News] })
export class NewsModule {}

// case: two modules of Nest that provide one class, and two in one file
// file: mail.service.ts
import { HttpService } from "@nestjs/axios";
export class Mail {
  constructor(private readonly http: HttpService) {}
  send = (body: object) => this.http.post("https://mail", body);
}
// file: modules.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Mail } from "./mail.service";
import { Map } from "./map.service";
@Module({ imports: [HttpModule], providers: [Mail] })
export class MailModule {}
@Module({ imports: [HttpModule.registerAsync({ useFactory: () => ({ timeout: 900 }) })], providers: [Mail] })
export class LimitedMailModule {}
@Module({ imports: [HttpModule], providers: [Map] })
export class MapModule {}
// file: map.service.ts
import { HttpService } from "@nestjs/axios";
export class Map {
  constructor(private readonly http: HttpService) {}
  find = (place: string) => this.http.get(`https://map/${place}`); // expect: http-timeout
}

// case: the HTTP module of Nest as it is, whose axios is given a limit
// file: weather.service.ts
import { HttpService } from "@nestjs/axios";
export class Weather {
  constructor(private readonly http: HttpService) {
    this.http.axiosRef.defaults.timeout = 5000;
  }
  now = () => this.http.get("https://weather/now");
}
// file: weather.module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Weather } from "./weather.service";
@Module({ imports: [HttpModule], providers: [Weather] })
export class WeatherModule {}
// file: other.module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
@Module({ imports: [HttpModule.register({ timeout: 5000 })] })
export class OtherModule {}

// case: a package that Bun starts, whose own fetch stands in the place of node-fetch, and one that it only manages
// file: bot/package.json
{ "name": "bot", "scripts": { "start": "bun --hot src/index.ts" }, "dependencies": { "node-fetch": "3" } }
// file: bot/src/index.ts
import fetch from "node-fetch";
export const load = (url: string) => fetch(url);
// file: shop/package.json
{ "name": "shop", "scripts": { "start": "node dist/index.js", "build": "bun run compile" }, "dependencies": { "node-fetch": "3" } }
// file: shop/src/index.ts
import fetch from "node-fetch";
export const load = (url: string) => fetch(url); // expect: http-timeout

// case: isomorphic-fetch with a limit that it has itself
// file: package.json
{ "name": "old", "dependencies": { "isomorphic-fetch": "^2.2.1" } }
// file: main.js
const fetch = require("isomorphic-fetch");
exports.get = (url) => fetch(url, { timeout: 900 });

// case: what is declared as an instance of axios' class was made with its limit
import { Axios } from "axios";
export class Hltb {
  axios: Axios;
  constructor() {
    this.axios = new Axios({ timeout: 20000 });
  }
  search = (data: object) => this.axios.post("http://search", data, { headers: {} });
}

// case: a circuit breaker and a deadline around the function that asks
// file: rates.ts
import axios from "axios";
import CircuitBreaker from "opossum";
import pTimeout from "p-timeout";
import { withTimeout } from "./deadline";
async function fetchRates() {
  return axios.get("http://rates");
}
const breaker = new CircuitBreaker(fetchRates, { errorThresholdPercentage: 50 });
export const rates = () => breaker.fire();
const run = new CircuitBreaker((act: () => Promise<unknown>) => act());
const callBreaker = run;
export const prices = () => callBreaker.fire(() => axios.get("http://prices"));
export const stock = () => pTimeout(axios.get("http://stock"), { milliseconds: 5000 });
export const orders = () => withTimeout(() => axios.get("http://orders"), 5000);
class Feed {
  private readonly guard = new CircuitBreaker(this.pull.bind(this));
  pull() {
    return axios.get("http://feed");
  }
}
export function later() {
  setTimeout(() => axios.get("http://later"), 1000); // expect: http-timeout
  return axios.get("http://now"); // expect: http-timeout
}

// case: the fetch of the platform, where it has one
// file: rates.js
const fetch1 = typeof fetch === "undefined" ? require("node-fetch") : fetch;
let fetch2 = globalThis.fetch;
if (!fetch2) fetch2 = require("node-fetch");
const fetch3 = require("node-fetch");
exports.a = () => fetch1("http://a");
exports.b = () => fetch2("http://b");
exports.c = () => fetch3("http://c"); // expect: http-timeout

// case: somebody else stops waiting for what a private method asks
// file: mail.ts
import axios from "axios";
export class Mail {
  private send(body: object) {
    return axios.post("http://mail", body);
  }
  private tell(body: object) {
    return axios.post("http://tell", body); // expect: http-timeout
  }
  welcome(to: string) {
    return this.send({ to, text: "Welcome" });
  }
  remind(to: string) {
    return this.tell({ to, text: "Remember" });
  }
}
// file: batch.ts
import { Mail } from "./mail";
export class Batch {
  constructor(private readonly mail: Mail) {}
  run(to: string, late: Promise<never>) {
    return Promise.race([this.mail.welcome(to), late]);
  }
  again(to: string) {
    return this.mail.remind(to);
  }
}

// case: a package of pages that depends on a server and starts none, and one that starts it
// file: admin/package.json
{ "name": "admin", "scripts": { "dev": "vite", "start": "vite preview", "lint": "eslint --ext ts,tsx ." }, "dependencies": { "react-dom": "19", "next": "16", "axios": "1" } }
// file: admin/src/orders.ts
import axios from "axios";
export const orders = () => axios.get("/api/orders");
// file: site/package.json
{ "name": "site", "scripts": { "dev": "vite", "start": "NODE_ENV=production node server.js" }, "dependencies": { "react-dom": "19", "express": "5", "axios": "1" } }
// file: site/src/orders.ts
import axios from "axios";
export const orders = () => axios.get("http://orders"); // expect: http-timeout

// case: a store of pages, in a server's package
// file: package.json
{ "name": "shop", "scripts": { "start": "next start" }, "dependencies": { "next": "16", "react-dom": "19", "axios": "1" } }
// file: store/orders.ts
import axios from "axios";
import { create } from "zustand";
export const useOrders = create((set) => ({ load: async () => set({ orders: await axios.get("/api/orders") }) }));

// case: functions that pages call, and that run on the server
// file: package.json
{ "name": "shop", "scripts": { "start": "next start" }, "dependencies": { "next": "16", "react-dom": "19", "axios": "1" } }
// file: lib/rates.ts
// Rates of the day.
"use server";
import axios from "axios";
export const rates = async () => (await axios.get("http://rates")).data; // expect: http-timeout
// file: lib/prices.ts
import axios from "axios";
export const prices = async () => (await axios.get("/api/prices")).data;
// file: hooks/use-rates.ts
import { useQuery } from "@tanstack/react-query";
import { prices } from "../lib/prices";
import { rates } from "../lib/rates";
export const useRates = () => useQuery({ queryKey: ["rates"], queryFn: async () => [await rates(), await prices()] });
// file: app/page.tsx
import { useRates } from "../hooks/use-rates";
export default function Page() {
  return <p>{useRates().data}</p>;
}

// case: a timer that settles the promise around the call, and one that makes the call
// file: forms.js
const request = require("request");
exports.find = () =>
  new Promise((resolve) => {
    request.get("http://forms", (error, { body }) => resolve(body));
    setTimeout(() => resolve(undefined), 5000);
  });
exports.later = () =>
  new Promise((resolve) => {
    setTimeout(() => request.get("http://forms", (error, { body }) => resolve(body)), 5000); // expect: http-timeout
  });

// case: an axios instance whose calls each have a limit, and one by which nobody asks
import axios, { type AxiosInstance } from "axios";
const api = axios.create({ baseURL: "https://example.org" });
const limit = { timeout: 5000 };
export class Rows {
  private readonly client: AxiosInstance;
  #other = axios.create();
  constructor(token: string) {
    this.client = axios.create({ headers: { token } });
    this.client.defaults.headers.common.agent = "rows";
  }
  list = () => api.get("/rows", { timeout: 3000 }).then(({ data }) => data);
  add = (row: object) => api.post("/rows", row, limit);
  headers = () => ({ ...this.client.defaults.headers });
}

// case: an axios instance of which one call has no limit, or that others may ask by
import axios from "axios";
const api = axios.create({ baseURL: "https://example.org" }); // expect: http-timeout
export const given = axios.create(); // expect: http-timeout
const kept = axios.create(); // expect: http-timeout
export class Given {
  private given = axios.create();
}
export class Rows {
  readonly client = axios.create(); // expect: http-timeout
  list = () => api.get("/rows", { timeout: 3000 });
  add = (row: object) => api.post("/rows", row);
  with = (ask: (client: unknown) => object) => ask(kept);
}

// case: a module of Nest without a limit, whose service says one in each request
// file: module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Proxy } from "./proxy";
@Module({ imports: [HttpModule.register({ maxRedirects: 5 })], providers: [Proxy] })
export class ProxyModule {}
// file: proxy.ts
import { HttpService } from "@nestjs/axios";
import { Injectable } from "@nestjs/common";
@Injectable()
export class Proxy {
  constructor(private readonly http: HttpService) {}
  pass(url: string, limit: number) {
    const config = { url, timeout: limit };
    return this.http.request(config);
  }
}

// case: a module of Nest without a limit, of whose requests one says none
// file: module.ts
import { HttpModule } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { Proxy } from "./proxy";
@Module({ imports: [HttpModule.register({ maxRedirects: 5 })], providers: [Proxy] }) // expect: http-timeout
export class ProxyModule {}
// file: proxy.ts
import { HttpService } from "@nestjs/axios";
import { Injectable } from "@nestjs/common";
@Injectable()
export class Proxy {
  constructor(private readonly http: HttpService) {}
  pass = (url: string, limit: number) => this.http.request({ url, timeout: limit });
  load = (url: string) => this.http.get(url);
}
