// Components of a page that a server renders, and the actions that a page calls on its server.

// case: markup: row component queries pg
// file: app/page.tsx
import { Row } from "./row";
import { db } from "./db";
export default async function Page() {
  const rows = await db.user.findMany();
  return <ul>{rows.map((r) => <Row key={r.id} id={r.id} />)}</ul>; // expect: n-plus-one
}
// file: app/row.tsx
import { db } from "./db";
export async function Row({ id }: { id: string }) {
  const posts = await db.post.findMany({ where: { userId: id } });
  return <li>{posts.length}</li>;
}
// file: app/db.ts
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();

// case: markup: row component with children and drizzle, default export
// file: app/page.tsx
import { eq } from "drizzle-orm";
import OrderRow from "./order-row";
import { db } from "./db";
import { orders } from "./schema";
export default async function Page() {
  const list = await db.select().from(orders);
  return (
    <table>
      {list.map((order) => {
        return (
          <tr>
            <OrderRow order={order}>x</OrderRow> // expect: n-plus-one
          </tr>
        );
      })}
    </table>
  );
}
// file: app/order-row.tsx
import { eq } from "drizzle-orm";
import { db } from "./db";
import { items } from "./schema";
const OrderRow = async ({ order }: any) => {
  const lines = await db.select().from(items).where(eq(items.orderId, order.id));
  return <td>{lines.length}</td>;
};
export default OrderRow;
// file: app/db.ts
import { drizzle } from "drizzle-orm/better-sqlite3";
export const db = drizzle("x.db");
// file: app/schema.ts
export const orders = {} as any; export const items = {} as any;

// case: markup: row component is passed its data, which is right
// file: app/page.tsx
import { Row } from "./row";
import { db } from "./db";
export default async function Page() {
  const rows = await db.user.findMany({ include: { posts: true } });
  return <ul>{rows.map((r) => <Row key={r.id} posts={r.posts} />)}</ul>;
}
// file: app/row.tsx
export function Row({ posts }: { posts: string[] }) {
  return <li>{posts.length}</li>;
}
// file: app/db.ts
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();

// case: markup: client component whose handler calls a server action, which is right
// file: app/page.tsx
import { Row } from "./row";
import { db } from "./db";
export default async function Page() {
  const rows = await db.user.findMany();
  return <ul>{rows.map((r) => <Row key={r.id} id={r.id} />)}</ul>;
}
// file: app/row.tsx
"use client";
import { like } from "./actions";
export function Row({ id }: { id: string }) {
  return <button onClick={async () => { await like(id); }}>x</button>;
}
// file: app/actions.ts
"use server";
import { db } from "./db";
export async function like(id: string) {
  await db.post.findMany({ where: { userId: id } });
}
// file: app/db.ts
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();

// case: markup: server form with inline server action, which is right
// file: app/page.tsx
import { db } from "./db";
export default async function Page() {
  const rows = await db.user.findMany();
  return (
    <ul>
      {rows.map((r) => (
        <form
          action={async () => {
            "use server";
            await db.user.findFirst({ where: { id: r.id } });
          }}
        />
      ))}
    </ul>
  );
}
// file: app/db.ts
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();

// case: markup: row with react cache getter still per id
// file: app/page.tsx
import { getUser } from "./get";
import { db } from "./db";
async function Author({ id }: { id: string }) {
  const user = await getUser(id);
  return <b>{user?.name}</b>;
}
export default async function Page() {
  const rows = await db.post.findMany();
  return <ul>{rows.map((r) => <li><Author id={r.authorId} /></li>)}</ul>; // expect: n-plus-one
}
// file: app/get.ts
import { db } from "./db";
export const getUser = async (id: string) => (await db.user.findFirst({ where: { id } }));
// file: app/db.ts
import { PrismaClient } from "@prisma/client";
export const db = new PrismaClient();

// case: server action with helper
// file: actions.ts
"use server";
import { getUser } from "./queries";
export async function notify(ids: string[]) {
  for (const id of ids) await getUser(id); // expect: n-plus-one
}
// file: queries.ts
import { db } from "./db";
import "server-only";
export const getUser = async (id: string) => db.query.users.findFirst({ where: id });
// file: db.ts
import { drizzle } from "drizzle-orm/better-sqlite3";
import * as schema from "./schema";
export const db = drizzle("x.db", { schema });
// file: schema.ts
export const users = 1;

// case: a page that calls its server
// file: actions.ts
"use server";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const run = async (id: string) => prisma.rule.findFirst({ where: { id } });
// file: page.tsx
"use client";
import { run } from "./actions";
export async function all(ids: string[]) {
  for (const id of ids) await run(id);
}
// file: job.ts
import { run } from "./actions";
export async function all(ids: string[]) {
  for (const id of ids) await run(id); // expect: n-plus-one
}

// case: what stands in a folder of the server is no page, also where it writes its mails in markup
// file: server/reminders.tsx
import { Users } from "@acme/collections";
import { sendMail } from "@acme/mails";
import { Reminder } from "./mails";
export async function remind(guests: { userId: string }[]) {
  await Promise.all(
    guests.map(async ({ userId }) => {
      const user = await Users.findOne({ _id: userId }); // expect: n-plus-one
      if (user !== null) await sendMail(user, <Reminder name={user.name} />);
    }),
  );
}
// file: pages/guests.tsx
import { Users } from "@acme/store";
export function Guests({ ids }: { ids: string[] }) {
  return ids.map((id) => <p key={id}>{Users.findOne({ _id: id }).name}</p>);
}
// file: server/ids.ts
import { ObjectId } from "mongodb";
export const newId = () => new ObjectId().toHexString();

// case: what pages take by way of many files that only hand it on
// file: package.json
{ "name": "shop", "dependencies": { "next": "15", "react": "19", "axios": "1" } }
// file: lib/a/b/c/d/e/api.ts
import axios from "axios";
export const upload = (file: Blob) => axios.post("https://files.example", file);
// file: lib/a/b/c/d/e/index.ts
export * from "./api";
// file: lib/a/b/c/d/index.ts
export * from "./e";
// file: lib/a/b/c/index.ts
export * from "./d";
// file: lib/a/b/index.ts
export * from "./c";
// file: lib/a/index.ts
export * from "./b";
// file: lib/session.ts
import axios from "axios";
export const session = () => axios.get("https://sessions.example"); // expect: http-timeout
// file: lib/index.ts
export * from "./a";
export * from "./session";
// file: lib/form.tsx
import { useState } from "react";
import { upload } from "./index";
export function Form() {
  const [file] = useState(new Blob());
  return <button onClick={() => upload(file)}>send</button>;
}
// file: pages/api/session.ts
import { session } from "../../lib";
export default async (request, response) => response.json(await session());
