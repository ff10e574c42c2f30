import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { contextOf } from "../../linter/workspace/context.ts";
import { english } from "../../words/sentence.ts";
import { applied } from "./applied.ts";
import { newLinter } from "./linter.ts";

const schema = `
datasource db {
  provider = "postgresql"
}
model User {
  id      String  @id
  email   String? @unique
  orders  Order[]
  written Order[] @relation("Writer")
}
model Order {
  id       String   @id @default(cuid())
  userId   String
  user     User     @relation(fields: [userId], references: [id], onDelete: Cascade)
  writerId String?
  writer   User?    @relation("Writer", fields: [writerId], references: [id])
  items    Item[]
  invoice  Invoice?
}
model Item {
  id      String @id
  orderId String
  place   Int
  order   Order  @relation(fields: [orderId], references: [id])
  @@unique([orderId, place])
}
model Invoice {
  id      String @id
  orderId String @unique
  order   Order  @relation(fields: [orderId], references: [id])
}
`;

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

const head = 'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\n';

/** The text after the first fix, without its head, or why there is none. */
function fixed(
  body: string,
  more: { schema?: string; files?: Record<string, string>; js?: true } = {},
): string {
  linter.setContext(contextOf(new Map([["prisma/schema.prisma", more.schema ?? schema]])));
  const path = more.js === true ? "main.js" : "main.ts";
  const text = head + body;
  for (const [other, code] of Object.entries(more.files ?? {})) linter.update(other, code);
  linter.update(path, text);
  const [finding] = linter.findings(path).filter(({ rule }) => rule === "n-plus-one");
  for (const one of [path, ...Object.keys(more.files ?? {})]) linter.remove(one);
  const [fix] = finding?.fixes ?? [];
  return fix === undefined
    ? `unfixable: ${english(finding?.unfixable ?? "nothing is found")}`
    : applied(text, fix.edits).slice(head.length);
}

test("the one row that a relation leads to comes with the rows of the list", () => {
  expect(
    fixed(`export async function names() {
  const out: string[] = [];
  const orders = await prisma.order.findMany({
    where: { id: { not: "" } },
  });
  for (const order of orders) {
    const user = await prisma.user.findUnique({ where: { id: order.userId } });
    out.push(user?.email ?? "");
  }
  return out;
}
`),
  ).toBe(`export async function names() {
  const out: string[] = [];
  const orders = await prisma.order.findMany({
    where: { id: { not: "" } },
    include: { user: true },
  });
  for (const order of orders) {
    const user = order.user;
    out.push(user?.email ?? "");
  }
  return out;
}
`);
});

test("rows of many come with their conditions, their order and what they are chosen by", () => {
  expect(
    fixed(`export async function count(least: number) {
  let sum = 0;
  for (const order of await prisma.order.findMany()) {
    const items = await prisma.item.findMany({ where: { orderId: order.id, place: { gt: least } }, orderBy: { place: "asc" }, take: 3, select: { place: true } });
    sum += items.length;
  }
  return sum;
}
`),
  ).toBe(`export async function count(least: number) {
  let sum = 0;
  for (const order of await prisma.order.findMany({ include: { items: { where: { place: { gt: least } }, orderBy: { place: "asc" }, take: 3, select: { place: true } } } })) {
    const items = order.items;
    sum += items.length;
  }
  return sum;
}
`);
});

test("the first of many is the one that comes with each", () => {
  expect(
    fixed(`export async function firsts() {
  const orders = await prisma.order.findMany({ select: { id: true } });
  return Promise.all(orders.map(async (order) => (await prisma.item.findFirst({ where: { orderId: order.id }, orderBy: { place: "desc" } }))?.place));
}
`),
  ).toBe(`export async function firsts() {
  const orders = await prisma.order.findMany({ select: { id: true, items: { orderBy: { place: "desc" }, take: 1 } } });
  return Promise.all(orders.map(async (order) => (order.items[0] ?? null)?.place));
}
`);
});

test.each([
  [
    "a condition around",
    "if (order.writerId) console.log(await prisma.user.findUnique({ where: { id: order.writerId } }));",
    "console.log(order.writer)",
  ],
  [
    "a variable of the turn",
    "const { writerId } = order; if (writerId !== null) console.log(await prisma.user.findUnique({ where: { id: writerId } }));",
    "console.log(order.writer)",
  ],
  [
    "the other side of one to one",
    "console.log(await prisma.invoice.findUnique({ where: { orderId: order.id } }));",
    "console.log(order.invoice)",
  ],
  [
    "a row that must be there",
    "console.log((await prisma.user.findUniqueOrThrow({ where: { id: order.userId } })).email);",
    "console.log((order.user).email)",
  ],
  [
    "a copy that has the row in its place",
    "out.push({ ...order, user: await prisma.user.findUnique({ where: { id: order.userId } }) });",
    "{ ...order, user: order.user }",
  ],
  [
    "a copy that has the row by its name",
    "const user = await prisma.user.findUnique({ where: { id: order.userId } }); out.push({ ...order, user });",
    "const user = order.user;",
  ],
])("included: %s", (_, turn, expected) => {
  const text = fixed(`export async function all(out: unknown[]) {
  const orders = await prisma.order.findMany({ include: { items: true } });
  for (const order of orders) {
    ${turn}
  }
}
`);
  expect(text).toContain(expected);
  expect(text).toContain("include: { items: true, ");
});

test("what comes with the rows already is used as it is, whoever sees them", () => {
  expect(
    fixed(`export async function all() {
  const orders = await prisma.order.findMany({ include: { user: true } });
  for (const order of orders) console.log(order, await prisma.user.findUnique({ where: { id: order.userId } }));
  return orders;
}
`),
  ).toContain("console.log(order, order.user)");
});

const batch = "const userById = new Map(";
test.each([
  [
    "a row that is handed on",
    "const user = await prisma.user.findUnique({ where: { id: order.userId } }); out.push(order, user);",
    batch,
  ],
  [
    "a copy that has the row under another name",
    "out.push({ ...order, owner: await prisma.user.findUnique({ where: { id: order.userId } }) });",
    batch,
  ],
  [
    "an error of its own",
    "try { out.push(await prisma.user.findUnique({ where: { id: order.userId } })); } catch { out.push(null); }",
    "an error of the query is handled in its own turn",
  ],
  [
    "a condition on the one row",
    "out.push(await prisma.user.findFirst({ where: { id: order.userId, email: null } }));",
    batch,
  ],
  [
    "a row that may be missing where it throws",
    "if (order.writerId) out.push(await prisma.user.findUniqueOrThrow({ where: { id: order.writerId } }));",
    batch,
  ],
  [
    "another field than the relation holds",
    "out.push(await prisma.user.findUnique({ where: { email: order.userId } }));",
    "const userByEmail",
  ],
  [
    "what is only known in the loop",
    "const least = Date.now(); out.push(await prisma.item.findMany({ where: { orderId: order.id, place: { gt: least } } }));",
    "the query is not by one unique key alone",
  ],
  [
    "a condition about what else is asked for",
    "if (latest) out.push(await prisma.item.findMany({ where: { orderId: order.id, place: latest.place } }));",
    "a condition in the loop is about what else",
  ],
  [
    "a write of what is read",
    'await prisma.user.update({ where: { id: "1" }, data: { email: "" } }); out.push(await prisma.user.findUnique({ where: { id: order.userId } }));',
    "the loop writes",
  ],
  [
    "a comment",
    "out.push(await prisma.user.findUnique({ /* May be gone. */ where: { id: order.userId } }));",
    batch,
  ],
])("not included: %s", (_, turn, expected) => {
  const text = fixed(`export async function all(out: unknown[], latest?: { place: number }) {
  const orders = await prisma.order.findMany({ take: 10000 });
  for (const order of orders) {
    ${turn}
  }
}
`);
  expect(text).toContain(expected);
  expect(text).not.toContain("include");
});

const plain = (list: string) => `export async function all(out: unknown[]) {
  ${list}
  for (const order of orders) out.push(await prisma.user.findUnique({ where: { id: order.userId } }));
  return out;
}
`;
test.each([
  [
    "a list with a type of its own",
    plain("const orders: { userId: string }[] = await prisma.order.findMany();"),
  ],
  [
    "a list that is returned, too",
    plain("const orders = await prisma.order.findMany();").replace("return out", "return orders"),
  ],
  [
    "a write in between",
    plain(
      'const orders = await prisma.order.findMany(); await prisma.user.update({ where: { id: "1" }, data: { email: "" } });',
    ),
  ],
  [
    "a list that a function of before names",
    plain("const send = () => console.log(orders); const orders = await prisma.order.findMany();"),
  ],
  [
    "a list of the module",
    "export const orders = await prisma.order.findMany();\nfor (const order of orders) console.log(await prisma.user.findUnique({ where: { id: order.userId } }));\n",
  ],
  [
    "the first of many in no order",
    plain("const orders = await prisma.order.findMany();").replace(
      "user.findUnique({ where: { id: order.userId } })",
      "item.findFirst({ where: { orderId: order.id } })",
    ),
  ],
  ["another client", plain("const orders = await new PrismaClient().order.findMany();")],
  ["options that are not seen", plain("const orders = await prisma.order.findMany(options); ")],
])("not included: %s", (_, body) => {
  expect(fixed(body)).not.toContain("order.user;");
  expect(fixed(body)).not.toContain("include:");
});

test.each([
  ["relations that the client keeps", schema.replace('"postgresql"', '"mysql"\n  relationMode = "prisma"')],
  [
    "a schema that has two of that relation",
    schema
      .replace(
        "items    Item[]",
        'items    Item[]\n  other User @relation("Other", fields: [userId], references: [id])',
      )
      .replace("written ", 'others Order[] @relation("Other")\n  written '),
  ],
  ["a model with something that is not understood", schema.replace("model Order {", "model Order {\n  ???")],
  ["no schema", ""],
])("not included: %s", (_, other) => {
  expect(fixed(plain("const orders = await prisma.order.findMany();"), { schema: other })).toContain(batch);
});

test.each([
  [
    "an extension that changes queries",
    "export const client = new PrismaClient().$extends({ query: { user: { findMany: ({ args, query }) => query({ ...args }) } } });",
  ],
  [
    "an extension from elsewhere",
    'import { softDelete } from "soft";\nexport const client = new PrismaClient().$extends(softDelete);',
  ],
  ["a middleware", "const client = new PrismaClient();\nclient.$use((params, next) => next(params));"],
])("not included: %s", (_, code) => {
  const files = { "client.ts": `import { PrismaClient } from "@prisma/client";\n${code}\n` };
  expect(fixed(plain("const orders = await prisma.order.findMany();"), { files })).toContain(batch);
});

test("what the schema says to be unique is asked for all at once", () => {
  const loop = (query: string) =>
    fixed(`export async function all(out: unknown[], rows: { key: string; place: number }[], orderId: string) {
  for (const row of rows) out.push(await prisma.${query});
}
`);
  expect(loop("user.findFirst({ where: { email: row.key } })")).toContain("userByEmail.get(row.key) ?? null");
  expect(loop("item.findFirst({ where: { orderId, place: row.place } })")).toContain(
    "itemByPlace.get(row.place)",
  );
  expect(loop("item.findFirst({ where: { place: row.place } })")).toContain("not by one unique key");
  expect(loop("item.findFirst({ where: { orderId: { in: [orderId] }, place: row.place } })")).toContain(
    "not by one unique key",
  );
  expect(loop("user.findFirst({ where: { orders: row.key } })")).toContain("not by one unique key");
});

test("what is only asked for to tell rows apart is not handed on", () => {
  const loop = (query: string) =>
    fixed(`export async function all(out: unknown[], rows: { key: string }[]) {
  for (const row of rows) out.push(await prisma.${query});
}
`);
  expect(loop("user.findUnique({ where: { id: row.key }, select: { email: true } })")).toContain(
    "select: { id: true, email: true } })).map(({ id, ...row }) => [id, row] as const)",
  );
  const lists = loop("item.findMany({ where: { orderId: row.key }, select: { place: true } })");
  expect(lists).toContain(
    'new Map<(typeof allItems)[number]["orderId"], Omit<(typeof allItems)[number], "orderId">[]>()',
  );
  expect(lists).toContain("for (const { orderId, ...row } of allItems) {");
  expect(
    loop("item.aggregate({ where: { orderId: row.key }, _sum: { place: true }, _count: true })"),
  ).toContain("itemByOrderId.get(row.key) ?? { _sum: { place: null }, _count: 0 }");
});

test("a write is no obstacle to what the schema says it is not read with", () => {
  const loop = (select: string, write: string) =>
    fixed(`export async function all(out: unknown[], ids: string[]) {
  for (const id of ids) {
    out.push(await prisma.order.findUnique({ where: { id }, select: ${select} }));
    await prisma.${write}({ where: { id }, data: { id: "" } });
  }
}
`);
  const items = "{ id: true, items: { select: { place: true } } }";
  expect(loop(items, "user.update")).toContain("orderById.get(id) ?? null");
  expect(loop(items, "item.update")).toContain("the loop writes");
  expect(
    loop("{ id: true, items: { where: { order: { user: { email: null } } } } }", "user.update"),
  ).toContain("the loop writes");
  expect(loop("chosen", "user.update")).toContain("unfixable");
});

test("a list that is kept in a variable of before is asked for before it", () => {
  expect(
    fixed(`export async function all(ids: string[]) {
  let out: unknown[] = [];
  if (ids.length > 1) {
    out = await Promise.all(ids.map(async (id) => prisma.item.findMany({ where: { orderId: id } })));
  }
  return out;
}
`),
  ).toContain("    }\n    out = await Promise.all(ids.map(async (id) => itemsByOrderId.get(id) ?? []));");
});

const resolver = (body: string) => `export const resolvers = {
  User: {
    orders: async (user: { id: string }, args: { least: number }, { db }: { db: PrismaClient }) => ${body},
  },
};
`;
test.each([
  [
    "db.order.findMany({ where: { userId: user.id } })",
    "db.user.findUnique({ where: { id: user.id } }).orders().then((rows) => rows ?? [])",
  ],
  [
    '(await prisma.order.findMany({ where: { userId: user.id, id: { not: "" } }, orderBy: { id: "asc" }, take: args.least })).length',
    '((await prisma.user.findUnique({ where: { id: user.id } }).orders({ where: { id: { not: "" } }, orderBy: { id: "asc" }, take: args.least })) ?? []).length',
  ],
])("a field resolver asks by the relation of its parent, which Prisma joins: %s", (before, after) => {
  expect(fixed(resolver(before))).toBe(resolver(after));
  expect(fixed(resolver(after))).toBe("unfixable: nothing is found");
  const kept = schema.replace('"postgresql"', '"postgresql"\n  relationMode = "prisma"');
  expect(fixed(resolver(before), { schema: kept })).toContain("unfixable");
});

test.each([
  "db.order.findMany({ where: { userId: { not: user.id } } })",
  "db.order.findMany({ where: { ...args, userId: user.id } })",
  "db.order.findMany({ where: { id: user.id } })",
  "db.order.findMany({ /* All. */ where: { userId: user.id } })",
  "db.order.findFirst({ where: { userId: user.id } })",
  "db.invoice.findMany({ where: { orderId: user.id } })",
])("a field resolver does not ask by a relation where that is another question: %s", (query) => {
  expect(fixed(resolver(query))).toContain("unfixable");
});
