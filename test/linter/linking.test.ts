import { expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { createFrontEnd } from "../../linter/languages/front-end.ts";
import { Project } from "../../linter/link/project/project.ts";
import { PASSED } from "../../linter/link/project/questions.ts";
import { grammars, linterOf, newLinter } from "./linter.ts";

const db = `import { PrismaClient } from "@prisma/client";
export const prisma = new PrismaClient();
`;
const users = `import { prisma } from "./db";
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
`;
const silent = "export const find = (id: string) => id;\n";
const service = `import { find } from "./users";
export const load = (id: string) => find(id);
`;
const main = `import { load } from "./service";
export async function all(ids: string[]) {
  for (const id of ids) await load(id);
}
`;
const apart = 'export const apart = () => "nothing";\n';
const files = { "db.ts": db, "users.ts": users, "service.ts": service, "main.ts": main, "apart.ts": apart };

const rulesIn = (linter: Linter, path: string) => linter.findings(path).map(({ rule }) => rule);

function stepsOf(work: Generator<void, void>, most = Number.POSITIVE_INFINITY): number {
  let steps = 0;
  while (steps < most && work.next().done !== true) steps++;
  return steps;
}

test("files are linked in many steps, and then judged as in one go", async () => {
  const linter = await linterOf(files);
  expect(stepsOf(linter.linking(["main.ts"]))).toBeGreaterThan(3);
  expect(linter.isLinked("main.ts")).toBe(true);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

test("what a file does not call is not linked for it", async () => {
  const linter = await linterOf(files);
  linter.findings("main.ts");
  expect(Object.keys(files).filter((path) => linter.isLinked(path))).toEqual([
    "users.ts",
    "service.ts",
    "main.ts",
  ]);
  linter.findings("apart.ts");
  expect(linter.isLinked("main.ts")).toBe(true);
  expect(stepsOf(linter.linking(["apart.ts", "main.ts"]))).toBe(0);
});

test("a file that is linked later knows what was found before", async () => {
  const linter = await linterOf({ ...files, "other.ts": main });
  expect(rulesIn(linter, "users.ts")).toEqual([]);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
  expect(rulesIn(linter, "other.ts")).toEqual(["n-plus-one"]);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

const changes: [string, (linter: Linter) => void, string[]][] = [
  ["the helper asks no more", (linter) => linter.update("users.ts", silent), []],
  ["the helper is gone", (linter) => linter.remove("users.ts"), []],
  ["a line before the helper", (linter) => linter.update("users.ts", `\n${users}`), ["n-plus-one"]],
  ["no loop any more", (linter) => linter.update("main.ts", service), []],
  ["a file comes in", (linter) => linter.update("new.ts", users), ["n-plus-one"]],
];

test.each(changes)("at whatever step something changes, it is taken in: %s", async (_, change, expected) => {
  const most = stepsOf((await linterOf(files)).linking(["main.ts"]));
  for (let cut = 0; cut <= most; cut++) {
    const linter = await linterOf(files);
    const work = linter.linking(["main.ts"]);
    stepsOf(work, cut);
    change(linter);
    stepsOf(work);
    expect(rulesIn(linter, "main.ts"), `after ${cut} steps`).toEqual(expected);
  }
});

test("two links under way at the same time do not spoil each other", async () => {
  const most = stepsOf((await linterOf(files)).linking(["main.ts"]));
  for (let cut = 0; cut <= most; cut++) {
    const linter = await linterOf(files);
    const [one, other] = [linter.linking(["main.ts"]), linter.linking(["service.ts", "apart.ts"])];
    stepsOf(one, cut);
    stepsOf(other);
    linter.update("users.ts", silent);
    stepsOf(other, cut);
    stepsOf(one);
    stepsOf(other);
    expect(rulesIn(linter, "main.ts")).toEqual([]);
  }
});

test("a helper that begins to ask is found by callers that were linked before", async () => {
  const linter = await linterOf({ ...files, "users.ts": silent });
  expect(rulesIn(linter, "main.ts")).toEqual([]);
  linter.update("users.ts", users);
  expect(rulesIn(linter, "users.ts")).toEqual([]);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

test("who calls an interface hears of a class that begins or ceases to implement it, of an object that does, and of no others", async () => {
  const shape = "export interface Users { find(id: string): Promise<unknown> }\n";
  const loop = `import type { Users } from "./shape";
export async function all(users: Users, ids: string[]) {
  for (const id of ids) await users.find(id);
}
`;
  const made = (what: string) => `import { prisma } from "./db";
import type { Users } from "./shape";
${what}
`;
  const method = "find(id: string) { return prisma.user.findFirst({ where: { id } }); }";
  const linter = await linterOf({ "db.ts": db, "shape.ts": shape, "loop.ts": loop, "made.ts": made("") });
  const found = (what: string) => {
    linter.update("made.ts", made(what));
    return rulesIn(linter, "loop.ts");
  };
  expect(found("")).toEqual([]);
  expect(found(`export class Stored implements Users { ${method} }`)).toEqual(["n-plus-one"]);
  expect(found(`export class Stored { ${method} }`)).toEqual([]);
  expect(found(`export class Stored implements Others { ${method} }`)).toEqual([]);
  expect(found(`class First {} export class Stored implements Users { ${method} }`)).toEqual(["n-plus-one"]);
  expect(found(`export class Stored implements Users { ${method} }`)).toEqual(["n-plus-one"]);
  expect(found(`export const stored: Users = { ${method} };`)).toEqual(["n-plus-one"]);
  expect(found(`const first = () => 0; export const stored: Users = { ${method} };`)).toEqual(["n-plus-one"]);
  expect(found(`export const stored: Others = { ${method} };`)).toEqual([]);
});

test("a function hears of who begins or ceases to pass it what it queries", async () => {
  const store = `module.exports = function store(given) {
  return { all: async (ids) => { for (const id of ids) await given.user.count({ where: { id } }); } };
};
`;
  const program = `const { PrismaClient } = require("@prisma/client");
require("./store")(new PrismaClient());
`;
  const linter = await linterOf({ "store.js": store, "program.js": program });
  const found = async (text: string) => {
    linter.update("program.js", text);
    const fresh = await linterOf({ "store.js": store, "program.js": text });
    expect(rulesIn(linter, "store.js")).toEqual(rulesIn(fresh, "store.js"));
    return rulesIn(linter, "store.js");
  };
  expect(await found(program)).toEqual(["n-plus-one"]);
  expect(await found(program.replace("./store", "./other"))).toEqual([]);
  expect(await found(program)).toEqual(["n-plus-one"]);
  expect(await found(program.replace("new PrismaClient()", "null"))).toEqual([]);
});

test.each([
  ["a variable", "function run() { const db = new PrismaClient(); require('./store')(db); }"],
  ["a parameter", "const run = (db) => require('./store')(db); run(new PrismaClient());"],
  [
    "a callback",
    "const using = (db, run) => run(db); using(new PrismaClient(), (db) => require('./store')(db));",
  ],
  ["an object's own", "const app = { db: new PrismaClient(), run() { require('./store')(this.db); } };"],
  ["a call", "const made = (db) => ({ db }); require('./store')(made(new PrismaClient()).db);"],
])("a function hears of what it is passed by way of %s", async (_, text) => {
  const files = {
    "store.js": `module.exports = function store(given) {
  return { all: async (ids) => { for (const id of ids) await given.user.count({ where: { id } }); } };
};
`,
  };
  const start = 'const { PrismaClient } = require("@prisma/client");\n';
  const linter = await linterOf({ ...files, "program.js": start + text });
  for (const now of [text, text.replace("new PrismaClient()", "null"), text]) {
    linter.update("program.js", start + now);
    const fresh = await linterOf({ ...files, "program.js": start + now });
    expect(rulesIn(linter, "store.js"), now).toEqual(rulesIn(fresh, "store.js"));
  }
});

test("who calls a function hears of what its author says that it gives", async () => {
  const made = (type: string) => `import type { PrismaClient } from "@prisma/client";
export const held = (ctx) => {
  const client = ctx.client as ${type};
  return client;
};
`;
  const loop = `import { held } from "./made";
export async function all(ctx, ids: string[]) {
  for (const id of ids) await held(ctx).user.count({ where: { id } });
}
`;
  const linter = await linterOf({ "made.ts": made("PrismaClient"), "loop.ts": loop });
  for (const type of ["PrismaClient", "Map", "PrismaClient"]) {
    linter.update("made.ts", made(type));
    expect(rulesIn(linter, "loop.ts")).toEqual(type === "Map" ? [] : ["n-plus-one"]);
  }
});

test("an edit is felt by who is passed something else by it, and by no others", async () => {
  const front = await createFrontEnd(grammars);
  const project = new Project();
  const put = (path: string, text: string) => {
    const facts = front.read(path, text);
    if (facts === undefined) throw new Error(path);
    return project.put(project.node(path, facts, text));
  };
  const before = `import { find } from "./users";
import { load } from "./orders";
export function all(db) {
  const pool = db.pool;
  find(pool, 1);
  load(db);
  const store = new Store(db);
}
class Store {}
`;
  put("users.ts", "export const find = (pool, id) => pool.query(id);\n");
  put("orders.ts", "export const load = (db) => db.query();\n");
  put("main.ts", before);
  const names = (text: string) => {
    const change = put("main.ts", text);
    put("main.ts", before);
    return change;
  };
  expect(names(`${before}\nvoid 0;\n`)).toEqual({ extent: "inside", names: [] });
  expect(names(before.replace("find(", "console.log(pool);\n  find("))).toEqual({
    extent: "inside",
    names: [],
  });
  expect(names(before.replace("find(pool, 1)", "find(pool, 2)")).names).toEqual([
    PASSED("main.ts", "users.ts"),
  ]);
  expect(names(before.replace("= db.pool", "= db.reader")).names).toEqual([PASSED("main.ts", "users.ts")]);
  expect(names(before.replace("load(db)", "load(other)")).names).toEqual([PASSED("main.ts", "orders.ts")]);
  expect(names(before.replace("new Store(db)", "new Store()")).names).toEqual([PASSED("main.ts", "main.ts")]);
  front.dispose();
});

test("paths that nobody knows are linked to nothing", async () => {
  const linter = await newLinter();
  stepsOf(linter.linking(["nowhere.ts"]));
  expect(linter.findings("nowhere.ts")).toEqual([]);
});

test("who knows a function by its name hears of every function of that name", async () => {
  const asks =
    'import { pool } from "./pool"; export const made = () => ({ findByLogin: (login: string) => pool.query("SELECT 1 FROM users WHERE login = $1", [login]) });';
  const asksNothing = "export const made = () => ({ findByLogin: async (login: string) => login });";
  const keeps =
    'import { pool } from "./pool"; const findByLogin = (login: string) => pool.query("SELECT 1 FROM users WHERE login = $1", [login]); export const made = () => findByLogin("a");';
  const files = {
    "pool.ts": 'import { Pool } from "pg"; export const pool = new Pool({ connectionTimeoutMillis: 1000 });',
    "invite.js":
      "exports.invite = async (store, logins) => { for (const login of logins) await store.findByLogin(login); };",
  };
  const linter = await linterOf(files);
  const texts: Record<string, string> = { ...files };
  const found = async (path: string, text: string | undefined) => {
    if (text === undefined) {
      delete texts[path];
      linter.remove(path);
    } else {
      texts[path] = text;
      linter.update(path, text);
    }
    expect(rulesIn(linter, "invite.js")).toEqual(rulesIn(await linterOf(texts), "invite.js"));
    return rulesIn(linter, "invite.js");
  };
  expect(await found("users.ts", asks)).toEqual(["n-plus-one"]);
  expect(await found("users.ts", asks.replace("findByLogin", "findByMail"))).toEqual([]);
  expect(await found("users.ts", `export const first = () => 0; ${asks}`)).toEqual(["n-plus-one"]);
  expect(await found("guests.ts", asksNothing)).toEqual([]);
  expect(await found("guests.ts", asks)).toEqual(["n-plus-one"]);
  expect(await found("guests.ts", asksNothing)).toEqual([]);
  expect(await found("guests.ts", keeps)).toEqual(["n-plus-one"]);
  expect(await found("guests.ts", undefined)).toEqual(["n-plus-one"]);
  expect(await found("users.ts", keeps)).toEqual([]);
  expect(await found("users.ts", asks)).toEqual(["n-plus-one"]);
  expect(await found("users.ts", undefined)).toEqual([]);
});

test("a project in a folder of tests is no project for tests, but what is for tests in it is", async () => {
  const asks = `const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.makeUsers = () => ({
  findByLogin: (login) => pool.query("SELECT * FROM users WHERE login = $1", [login]),
});
`;
  const loops =
    "exports.invite = async (store, logins) => {\n  for (const login of logins) await store.findByLogin(login);\n};\n";
  const place = {
    name: "shop",
    folder: "/home/test/shop",
    majors: {},
    browser: "none" as const,
    entries: [],
    subpaths: [],
    programs: [],
    started: [],
    tests: [],
    private: false,
    onBun: false,
    isServed: false,
    foundAt: [],
  };
  for (const [users, found] of [
    ["/home/test/shop/users.js", ["n-plus-one"]],
    ["/home/test/shop/test/users.js", []],
  ] as const) {
    const linter = await linterOf({ [users]: asks, "/home/test/shop/invite.js": loops });
    linter.setContext({ compilers: [], packages: [place], schemas: [] });
    expect(rulesIn(linter, "/home/test/shop/invite.js")).toEqual(found);
  }
});

test.each([
  [
    "a class, for a type in a comment",
    'import { Pool } from "pg";\nexport class Repo {\n  async find(id) { return new Pool().query("SELECT * FROM users WHERE id = $1", [id]); }\n}\n',
    '/** @param {import("./repo.js").Repo} repo */\nexport async function all(repo, ids) {\n  for (const id of ids) await repo.find(id);\n}\n',
  ],
  [
    "a function, for who requires the file",
    'const { Pool } = require("pg");\nmodule.exports = (id) => new Pool().query("SELECT * FROM users WHERE id = $1", [id]);\n',
    'exports.all = async (ids) => {\n  for (const id of ids) await require("./repo.js")(id);\n};\n',
  ],
])("what a file did not export yet is found when it does: %s", async (_, repo, main) => {
  const linter = await linterOf({ "repo.js": "i", "main.js": main });
  expect(rulesIn(linter, "main.js")).toEqual([]);
  linter.update("repo.js", repo.slice(0, repo.indexOf("\n") + 1));
  expect(rulesIn(linter, "main.js")).toEqual([]);
  linter.update("repo.js", repo);
  expect(rulesIn(linter, "main.js")).toEqual(["n-plus-one"]);
});

test("an index may hand on more files than a chain may have links", async () => {
  const parts = Array.from({ length: 90 }, (_, at) => `part${at}`);
  const linter = await linterOf({
    "db.ts": db,
    "users.ts": users,
    ...Object.fromEntries(parts.map((part) => [`${part}.ts`, `export const ${part} = "nothing";\n`])),
    "index.ts": [...parts, "users"].map((part) => `export * from "./${part}";\n`).join(""),
    "main.ts": main.replace("{ load }", "{ find as load }").replace("./service", "./index"),
  });
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

test("an association that is written or taken away in a function is taken in by who asks for it elsewhere", async () => {
  const order = (associate: string) =>
    `module.exports = (sequelize) => {\n  const Order = sequelize.define("Order", {});\n  Order.associate = (models) => { ${associate} };\n  return Order;\n};\n`;
  const linter = await linterOf({
    "models/order.js": order("Order.belongsTo(models.Customer);"),
    "models/index.js":
      'const Sequelize = require("sequelize");\nconst sequelize = new Sequelize("postgres://localhost/app");\nmodule.exports = { Order: require("./order")(sequelize) };\n',
    "main.js":
      "exports.all = async (orders) => {\n  for (const order of orders) await order.getCustomer();\n};\n",
  });
  expect(rulesIn(linter, "main.js")).toEqual(["n-plus-one"]);
  linter.update("models/order.js", order(""));
  expect(rulesIn(linter, "main.js")).toEqual([]);
  linter.update("models/order.js", order("Order.belongsTo(models.Customer);"));
  expect(rulesIn(linter, "main.js")).toEqual(["n-plus-one"]);
});

test("an edit of a configuration is felt by who builds a pool of it", async () => {
  const linter = await linterOf({
    "config.json": '{ "db": { "max": 5 } }',
    "db.ts":
      'import { Pool } from "pg";\nimport config from "./config";\nexport const pool = new Pool(config.db);\n',
  });
  const told = () => linter.findings("db.ts").map(({ rule }) => rule);
  expect(told()).toContain("pool-acquire-timeout");
  linter.update("config.json", '{ "db": { "max": 5, "connectionTimeoutMillis": 2000 } }');
  expect(told()).not.toContain("pool-acquire-timeout");
  linter.update("config.json", '{ "db": { "max": 5, "connectionTimeout');
  linter.update("config.json", '{ "db": { "max": 5 } }');
  expect(told()).toContain("pool-acquire-timeout");
  linter.remove("config.json");
  expect(told()).toEqual([]);
  linter.dispose();
});

test("a connection that subscribes waits on purpose, another one of its kind may not", async () => {
  const linter = await linterOf({
    "bus.ts": `import Redis from "ioredis";
const publisher = new Redis({ host: "bus" });
const subscriber = new Redis({ host: "bus" });
subscriber.subscribe("orders");
export const publish = (text: string) => publisher.publish("orders", text);
`,
  });
  expect(linter.findings("bus.ts").map(({ rule, range }) => `${rule} ${range.start.line}`)).toEqual([
    "query-timeout 1",
  ]);
});
