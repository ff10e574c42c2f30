import { expect, test } from "vitest";
import { messageOf } from "../../linter/finding.ts";
import { english } from "../../words/sentence.ts";
import { linterOf } from "./linter.ts";

/** What is said of the first repeated query, with the places beside it. */
async function said(text: string): Promise<string[]> {
  const linter = await linterOf({ "main.ts": text });
  const found = linter.findings("main.ts").find(({ data }) => data.kind === "repetition");
  linter.dispose();
  return found === undefined
    ? []
    : [messageOf(found), ...found.related.map(({ message }) => message)].map(english);
}

const mongoose = 'import { model } from "mongoose";\nconst User = model("User", schema);\n';

test("a chain of calls is named by its first and its last name", async () => {
  const [message] = await said(
    `${mongoose}export async function all(ids: string[]) {
  for (const id of ids) await User.findOne({ id }).populate("team").lean().exec();
}`,
  );
  expect(message).toMatch(
    /^User\.findOne\(…\)\.exec runs once for each element of ids: 1 \+ N queries\. Ask once/,
  );
});

test("so is the way to a query in a function, and what is looped over", async () => {
  const all = await said(
    `${mongoose}const find = (id: string) => User.findOne({ id }).populate("team").exec();
export async function all(teams: Record<string, string>) {
  for (const id of Object.keys(teams)) await find(id);
}`,
  );
  expect(all).toEqual([
    expect.stringMatching(
      /^find → User\.findOne\(…\)\.exec runs once for each element of Object\.keys\(…\): 1 \+ N queries\./,
    ),
    "The loop",
    "The query: User.findOne(…).exec",
  ]);
});

test("a loop over nothing that has a name is said to turn", async () => {
  const [message] = await said(
    `${mongoose}export async function all(a: string[], b: string[]) {
  for (const id of [...a, ...b]) await User.findOne({ id });
}`,
  );
  expect(message).toMatch(/^User\.findOne runs in every turn of this loop: 1 \+ N queries\./);
});

test("a computed name is a part of what is asked", async () => {
  const of = (key: string) =>
    said(`${mongoose}export function all(teams: { key: string }[], own: string) {
  teams.forEach(async (team) => console.log(await User.find({ [${key}]: { admin: true } }), own));
}`);
  expect((await of("team.key"))[0]).toMatch(/^User\.find runs once for each element of teams:/);
  expect((await of("own"))[0]).toMatch(/^User\.find asks the same in every turn/);
});

test("what is less than certain says why", async () => {
  const body = "for (const id of ids) await find(id);";
  const of = (find: string) => `${mongoose}${find}\nexport async function all(ids: string[]) { ${body} }`;
  const [sure] = await said(of("const find = (id: string) => User.findOne({ id });"));
  const [behind] = await said(
    of("async function find(id: string) { if (known(id)) return User.findOne({ id }); }"),
  );
  expect(sure).toMatch(/\.$/);
  expect(sure).not.toContain("Likely");
  expect(behind).toMatch(/ Likely: the query is behind a condition\.$/);
});

test.each([
  [
    "one in another",
    "1 + N × M",
    "for (const team of teams) for (const id of team.ids) await User.findOne({ id });",
  ],
  ["in a helper", "1 + N × M", "for (const team of teams) await ofTeam(team);"],
  ["in a helper that is handed to a loop", "1 + N × M", "await Promise.all(teams.map(ofTeam));"],
  ["three of them", "1 + N × M × K", "for (const a of all) for (const team of a.teams) await ofTeam(team);"],
  [
    "in one that counts to three",
    "1 + N",
    "for (let i = 0; i < 3; i++) for (const { ids: [id] } of teams) await User.findOne({ id, i });",
  ],
])("how many queries there are is said of loops in one another: %s", async (_, formula, body) => {
  const [, ...rest] = (
    await said(
      `${mongoose}type Team = { ids: string[] };
export async function run(teams: Team[], all: { teams: Team[] }[]) { ${body} }
async function ofTeam(team: Team) { await Promise.all(team.ids.map((id) => User.findOne({ id }))); }`,
    )
  )[0]!.split(": ");
  expect(rest.join(": ")).toContain(`${formula} queries`);
});

test("what is asked within a context of the element's own is not the same in every turn", async () => {
  const asked = (run: string) =>
    said(`${mongoose}export async function all(tenants: string[]) {
  for (const tenant of tenants) await ${run};
}`);
  const [own] = await asked("context.run(tenant, () => User.find({ active: true }))");
  const [same] = await asked("limit(() => User.find({ active: true }))");
  expect(own).toMatch(/^User\.find runs once for each element of tenants/);
  expect(same).toMatch(/^User\.find asks the same in every turn/);
});

test("a query for a range of its own in each turn is likely, and no list of keys is told for it", async () => {
  const linter = await linterOf({
    "main.ts": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function sales(months: string[]) {
  return Promise.all(months.map((month) => prisma.sale.findMany({ where: { day: { startsWith: month } } })));
}
export async function days(list: Date[]) {
  for (const from of list) {
    const to = new Date(from.getTime() + 86400000);
    await prisma.sale.findMany({ where: { at: { gte: from, lt: to }, isOpen: true } });
  }
}
export async function later(users: { id: string; seen: Date }[]) {
  for (const { id, seen } of users) await prisma.note.findMany({ where: { userId: id, at: { gt: seen } } });
}
`,
  });
  const found = linter.findings("main.ts");
  expect(found.map(({ certainty }) => certainty)).toEqual(["likely", "likely", "certain"]);
  const messages = found.map((one) => english(messageOf(one)));
  expect(messages[0]).toMatch(
    /Ask once for all of them, and divide the rows\. Likely: each turn asks for a range of its own\.$/,
  );
  expect(messages[1]).toMatch(/divide the rows\./);
  expect(messages[2]).toMatch(/with findMany/);
  expect(found.map(({ doubt }) => doubt && english(doubt))).toEqual([
    "each turn asks for a range of its own",
    "each turn asks for a range of its own",
    undefined,
  ]);
  linter.dispose();
});

const inHelper = (helper: string, loop: string) => `${mongoose}${helper}
export async function all(rows: { id: string; load(team: string): Promise<void> }[], team: string, kind: string) { ${loop} }`;
const perRow = "for (const row of rows) await rename(team, row.id);";

test.each([
  ["a parameter", "async function rename(team: string, id: string) { await User.find({ team }); }", perRow],
  [
    "a property that is taken out of what is passed",
    "async function rename({ team }: { team: string; id: string }) { await User.find({ team }); }",
    "for (const row of rows) await rename({ team, id: row.id });",
  ],
  [
    "a condition that is made of it, by way of another function",
    `async function rename(team: string, id: string) { await check({ team, id }); }
async function check({ team, id }: { team: string; id: string }) { await members(team); }
async function members(team: string) { const where = { team, isOpen: true }; return User.find(where); }`,
    "for (const row of rows) await rename(team, row.id);",
  ],
  [
    "one that may be left out",
    "async function rename(team: string, id: string, isOpen = true) { await User.find({ team, isOpen }); }",
    perRow,
  ],
])(
  "a query behind a function that asks the same in every turn belongs before the loop: by %s",
  async (_, helper, loop) => {
    const [message] = await said(inHelper(helper, loop));
    expect(message).toMatch(
      /^rename → .*User\.find asks the same in every turn of this loop, whatever else it is passed: 1 \+ N queries where one is enough\. Ask before the loop, and pass the answer on\.$/,
    );
  },
);

test.each([
  [
    "what is passed",
    "async function rename(team: string, id: string) { await User.find({ team, id }); }",
    perRow,
  ],
  [
    "what is passed in an object",
    "async function rename(given: { team: string; id: string }) { await User.find(given); }",
    "for (const row of rows) await rename({ team, id: row.id });",
  ],
  [
    "the rest of it",
    "async function rename({ team, ...rest }: { team: string; id: string }) { await User.find(rest); }",
    "for (const row of rows) await rename({ team, id: row.id });",
  ],
  [
    "a condition that is filled later",
    "async function rename(team: string, id: string) { const where: any = { team }; where.id = id; await User.find(where); }",
    perRow,
  ],
  [
    "a condition that is filled at times",
    'async function rename(team: string, id: string) { const where: any = {}; if (id === "1") where.team = team; await User.find(where); }',
    perRow,
  ],
  [
    "a variable that is set at times",
    'async function rename(team: string, id: string) { let name = team; if (id === "1") name = "first"; await User.find({ name }); }',
    perRow,
  ],
  [
    "what a query that was begun is told",
    "async function rename(team: string, id: string) { const query = User.find({ team }); query.where({ id }); await query; }",
    perRow,
  ],
  [
    "what is called with all that is passed",
    "async function rename(...given: string[]) { await User.find({ team: given[1] }); }",
    perRow,
  ],
  [
    "the element that a function is handed",
    "async function rename(row: { id: string }) { await User.find({ id: row.id }); }",
    "await Promise.all(rows.map(rename));",
  ],
  [
    "what was written for it before",
    "async function rename(team: string, id: string) { const made = await User.create({ team }); await User.find({ of: made.id }); }",
    perRow,
  ],
  [
    "what the function around it holds",
    "",
    "for (const row of rows) { const rename = async () => User.find({ id: row.id }); await rename(); }",
  ],
])("and not one that hangs on the turn: by %s", async (_, helper, loop) => {
  const [message] = await said(inHelper(helper, loop));
  expect(message).toMatch(/runs (once for each element|in every turn)/);
});

const users = 'import knex from "knex";\nconst db = knex({});\n';

test.each([
  ["in place", "db('users').where((one) => { one.where('name', name); }).first()"],
  ["with a this of its own", "db('users').where(function () { this.where('name', name); }).first()"],
  ["that decides by it", "db('users').modify((one) => { if (name) one.where('isOpen', true); })"],
  [
    "by its name",
    "{ const named = (one) => { one.where('name', name); }; return db('users').where(named); }",
  ],
  [
    "that is declared",
    "{ function named(one) { one.where('name', name); } return db('users').where(named); }",
  ],
  [
    "told later",
    "{ const all = db('users'); all.where((one) => { one.where('name', name); }); return all.first(); }",
  ],
  ["passed on", "matching((one) => { one.where('name', name); })"],
  ["passed on, and called", "built((one) => { one.where('name', name); })"],
  ["that is passed the query", "{ const all = db('users'); withName(all, name); return all.first(); }"],
  [
    "in a chain that is begun",
    "{ const all = db('users'); all.whereNull('gone').where('name', name); return all.first(); }",
  ],
])("what a function is given hangs on the turn with it: one %s", async (_, query) => {
  const [message] = await said(`${users}
const find = async (name: string) => ${query};
const matching = async (build) => db("users").where(build).first();
const built = async (build) => { const all = db("users"); build(all); return all.first(); };
const withName = (one, name: string) => { one.where("name", name); };
export async function all(names: string[]) { for (const name of names) await find(name); }`);
  expect(message).toMatch(/^find → .* runs once for each element of names/);
});

test.each([
  ["in place", "db('users').where((one) => { one.where('team', 1); }).first()"],
  [
    "told later",
    "{ const all = db('users'); all.where((one) => { one.where('team', 1); }); return all.first(); }",
  ],
  ["that is passed the query", "{ const all = db('users'); open(all); log(name); return all.first(); }"],
])("and not with what it leaves alone: one %s", async (_, query) => {
  const [message] = await said(`${users}
const find = async (name: string) => ${query};
const open = (one) => { one.where("isOpen", true); };
export async function all(names: string[]) { for (const name of names) await find(name); }`);
  expect(message).toMatch(/^find → .* asks the same in every turn/);
});

const advised = async (text: string) => (await said(text))[0]?.split(" queries. ")[1];
const prisma = 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\n';
const rows = "rows: { id: string; team: string; tenant: string; ids: string[] }[], tenant: string";

test.each([
  ["{ team: row.team }", "{ team: { in: ids } }"],
  ["{ team: { equals: row.team }, tenant }", "{ team: { in: ids } }"],
  ["{ AND: [{ tenant }, { team: row.team }] }", "{ team: { in: ids } }"],
  ["{ id: row.id, tenant: row.tenant }", "{ id: { in: ids } }"],
  ["{ team: row.team, tenant: row.tenant }", "{ …: { in: ids } }"],
  ["{ team: { in: row.ids } }", "{ …: { in: ids } }"],
])("what is advised names the key that is another in each turn: %s", async (where, told) => {
  const advice = await advised(
    `${prisma}export async function all(${rows}) { for (const row of rows) await prisma.user.findFirst({ where: ${where} }); }`,
  );
  expect(advice).toBe(`Ask once for all of them, with findMany({ where: ${told} }).`);
});

test("also of a query behind functions, in a loop of theirs", async () => {
  const advice = await advised(`${prisma}
async function inTeam(tenant: string, team: string) { return prisma.user.findMany({ where: { tenant, team } }); }
async function ofRow(tenant: string, { ids }: { ids: string[] }) { for (const id of ids) await inTeam(tenant, id); }
export async function all(${rows}) { for (const row of rows) await ofRow(tenant, row); }`);
  expect(advice).toBe("Ask once for all of them, with findMany({ where: { team: { in: ids } } }).");
});

test.each([
  ["typeorm", "users.findOne({ where: { team: Equal(row.team) } })", "find({ where: { team: In(ids) } })"],
  ["typeorm", "users.findOneBy({ team: row.team, tenant })", "find({ where: { team: In(ids) } })"],
  ["typeorm", "users.findOneBy({ team: ILike(row.team) })", "find({ where: { …: In(ids) } })"],
  [
    "typeorm",
    'users.createQueryBuilder("user").where("user.team = :team", { team: row.team }).getMany()',
    'where("… IN (:...ids)", { ids })',
  ],
])("and in %s: %s", async (_, query, told) => {
  const advice = await advised(`import { Equal, ILike, type Repository } from "typeorm";
export async function all(users: Repository<{ team: string; tenant: string }>, ${rows}) { for (const row of rows) await ${query}; }`);
  expect(advice).toBe(`Ask once for all of them, with ${told}.`);
});

test.each([
  ["User.findById(row.id)", "find({ _id: { $in: ids } }), or populate"],
  ["User.findOne({ team: row.team })", "find({ team: { $in: ids } }), or populate"],
])("and in Mongoose: %s", async (query, told) => {
  const advice = await advised(
    `${mongoose}export async function all(${rows}) { for (const row of rows) await ${query}; }`,
  );
  expect(advice).toBe(`Ask once for all of them, with ${told}.`);
});

test.each([
  ['"team", row.team', "whereIn('team', ids)"],
  ["{ team: row.team, tenant }", "whereIn('team', ids)"],
])("and in Knex: where(%s)", async (where, told) => {
  const advice = await advised(`import knex from "knex";
const db = knex({});
export async function all(${rows}) { for (const row of rows) await db("users").where(${where}).first(); }`);
  expect(advice).toBe(`Ask once for all of them, with ${told}.`);
});

test("and in Drizzle", async () => {
  const advice = await advised(`import { drizzle } from "drizzle-orm/node-postgres";
import { and, eq } from "drizzle-orm";
import { users } from "./schema";
const db = drizzle(process.env.URL);
export async function all(${rows}) {
  for (const row of rows) await db.select().from(users).where(and(eq(users.team, row.team), eq(users.tenant, tenant)));
}`);
  expect(advice).toBe("Ask once for all of them, with where(inArray(users.team, ids)).");
});

/** What is said of the first write. */
async function saidOfWrite(text: string): Promise<string> {
  const linter = await linterOf({ "main.ts": text });
  const found = linter.findings("main.ts").find(({ rule }) => rule === "write-in-loop");
  linter.dispose();
  return found === undefined ? "" : english(messageOf(found));
}

test("a write behind a function is told with the way to it, and what one call would do", async () => {
  const message = await saidOfWrite(`${prisma}
async function add(team: string) { await prisma.user.create({ data: { team } }); }
export async function all(${rows}) { for (const row of rows) await add(row.team); }`);
  expect(message).toMatch(
    /^add → prisma\.user\.create writes row by row: N statements where one is enough, with createMany/,
  );
});

test("TypeORM's save of many is one call, which may still be a statement for each", async () => {
  const message = await saidOfWrite(`import type { Repository } from "typeorm";
export async function all(users: Repository<{ isOpen: boolean }>) {
  for (const user of await users.find()) {
    user.isOpen = false;
    await users.save(user);
  }
}`);
  expect(message).toMatch(
    /^users\.save writes row by row: N calls where one is enough, with an array of entities\./,
  );
});

test("a connection string from outside may set a limit, also where the code has one that stands in for it", async () => {
  const doubt = async (address: string) => {
    const linter = await linterOf({
      "main.ts": `import mongoose from "mongoose";\nexport const ready = mongoose.connect(${address});\n`,
    });
    const found = linter.findings("main.ts").find(({ rule }) => rule === "pool-acquire-timeout");
    linter.dispose();
    return found?.doubt === undefined ? found?.certainty : english(found.doubt);
  };
  expect(await doubt('"mongodb://db/shop"')).toBe("certain");
  const hidden = "the connection string cannot be seen here, and may set it";
  expect(await doubt("process.env.MONGO_URL")).toBe(hidden);
  expect(await doubt('process.env.MONGO_URL || "mongodb://localhost/shop"')).toBe(hidden);
});

test("a limit of more than a day is said with what it is set to", async () => {
  const linter = await linterOf({
    "main.ts":
      'import axios from "axios";\nexport const api = axios.create({ timeout: 300_000_000 });\nexport const own = axios.create({ timeout: 0 });',
  });
  expect(linter.findings("main.ts").map(({ message }) => english(message))).toEqual([
    "api: timeout is 300000000 ms, more than a day: whoever waits has given up long before. Set it, to 10000 ms for example.",
    "own: timeout is 0, which means no limit: a server that does not answer is waited for for ever. Set it, to 10000 ms for example.",
  ]);
  linter.dispose();
});
