// What a function is given decides what it asks.

// case: a helper that asks only when it is given an id, with and without one
// file: attachments.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function attach({ id, name }: { id?: string; name: string }) {
  if (id) {
    const known = await prisma.attachment.findFirst({ where: { id } });
    if (known) return known;
  }
  return prisma.attachment.create({ data: { name } });
}
// file: main.ts
import { attach } from "./attachments";
export async function attachAll(names: string[], rows: { id: string; name: string }[]) {
  for (const name of names) await attach({ name });
  for (const row of rows) await attach({ id: row.id, name: row.name }); // expect: n-plus-one
}

// case: a helper that loads what it is not given
// file: position.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function position(id: string, guildId: string, guild?: { size: number }) {
  const of = guild ?? (await prisma.guild.findFirst({ where: { id: guildId } }));
  return `${id} of ${of?.size}`;
}
// file: main.ts
import { position } from "./position";
export async function positions(ids: string[], guild: { id: string; size: number }) {
  for (const id of ids) await position(id, guild.id, guild);
  for (const id of ids) await position(id, guild.id); // expect: n-plus-one
}

// case: a helper that asks a loader when there is one
// file: providers.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
type Loaders = { provider: { load(id: string): Promise<unknown> } };
export async function provider(id: string, { loaders = null }: { loaders?: Loaders | null } = {}) {
  return loaders ? loaders.provider.load(id) : prisma.provider.findMany({ where: { id } });
}
// file: main.ts
import { provider } from "./providers";
export async function all(ids: string[], req: { loaders: never }) {
  await Promise.all(ids.map((id) => provider(id, { loaders: req.loaders })));
  await Promise.all(ids.map((id) => provider(id))); // expect: n-plus-one
}

// case: a transaction that is passed on is no condition
// file: teams.ts
import { PrismaClient, type Prisma } from "@prisma/client";
const prisma = new PrismaClient();
const clientOf = (tx?: Prisma.TransactionClient) => tx ?? prisma;
export async function team(id: string, tx?: Prisma.TransactionClient) {
  return clientOf(tx).team.findFirst({ where: { id } });
}
// file: main.ts
import { team } from "./teams";
export async function teams(ids: string[], tx: never) {
  for (const id of ids) await team(id, tx); // expect: n-plus-one
}

// case: an untyped helper of the same file, known by what it is called with
// file: main.js
import { DataTypes, Sequelize } from "sequelize";
const sequelize = new Sequelize("sqlite::memory:");
const Order = sequelize.define("Order", { id: DataTypes.INTEGER });
const hostOf = async (order) => {
  await order.reload();
  return order.host;
};
export async function hosts() {
  const orders = await Order.findAll();
  for (const order of orders) {
    await hostOf(order); // expect: n-plus-one
  }
}

// case: a cache of the project in front of what is asked
// file: cache.ts
import { createClient } from "redis";
const client = createClient();
export const cache = { get: async (key: string) => client.get(key) };
// file: rates.ts
import { cache } from "./cache";
export const rate = async (currency: string) => cache.get(`rate_${currency}`);
// file: main.ts
import { rate } from "./rates";
export async function sum(rows: { currency: string; value: number }[]) {
  let total = 0;
  for (const row of rows) total += row.value * Number(await rate(row.currency));
  return total;
}
