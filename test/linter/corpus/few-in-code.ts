// Elements of which the code says that they are few.

// case: elements that are keys of an object in the code
// file: networks.ts
export const networks: { [chain: string]: { url: string } } = {
  MAINNET: { url: "https://main.example" },
  GNOSIS: { url: "https://gnosis.example" },
};
// file: main.ts
import { PrismaClient } from "@prisma/client";
import { networks } from "./networks";
const prisma = new PrismaClient();
const labels = { open: "Open", closed: "Closed" };
declare function latest(url: string): Promise<number>;
export async function sync(chains: string[], pools: { id: string; chain: string; status: "open" | "closed" }[]) {
  for (const chain of chains) {
    const network = networks[chain];
    await prisma.pool.findMany({ where: { chain, block: await latest(network.url) } });
    for (const pool of pools) await prisma.token.findMany({ where: { pool: pool.id } }); // expect: n-plus-one
  }
  for (const pool of pools) {
    const network = networks[pool.chain];
    const label = labels[pool.status];
    await prisma.pool.findMany({ where: { id: pool.id, label, url: network.url } }); // expect: n-plus-one
  }
}

// case: only for the element that has the wanted name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pull(wanted: string, lists: { id: string; name: string; kind: string }[], kind: string) {
  for (const list of lists) {
    if (list.name === wanted) await prisma.domain.findMany({ where: { list: list.id } });
    if (list.kind === kind) await prisma.domain.findMany({ where: { list: list.id } }); // expect: n-plus-one
    const name = list.kind;
    if (list.name === name) await prisma.domain.findMany({ where: { list: list.id } }); // expect: n-plus-one
  }
}

// case: a program that reads its command line, a server that does, and what one imports
// file: import-contacts.ts
import { update } from "./contacts";
import { run } from "./server";
const isDanger = process.argv.includes("--danger");
run(async (rows: string[]) => {
  for (const row of rows) if (isDanger) await update(row);
});
// file: main.ts
import { createServer } from "node:http";
import { update } from "./contacts";
const port = Number(process.argv[2] ?? 80);
export async function all(rows: string[]) {
  for (const row of rows) await update(row); // expect: n-plus-one
}
createServer().listen(port);
// file: contacts.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const update = (email: string) => prisma.contact.findFirst({ where: { email } });
export const isVerbose = process.argv.includes("--verbose");
export async function updateAll(rows: string[]) {
  for (const row of rows) await update(row); // expect: n-plus-one
}
// file: server.ts
export const run = (work: (rows: string[]) => Promise<void>) => work([]);

// case: a switch on the key under another name
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
enum Service {
  Drive = "drive",
  Vpn = "vpn",
}
export async function remove(features: Record<string, { on: boolean }>, user: string, ids: string[]) {
  for (const key of Object.keys(features)) {
    const service = key as Service;
    switch (service) {
      case Service.Drive:
        await prisma.drive.findFirst({ where: { user } });
        break;
      case Service.Vpn:
        await prisma.vpn.findFirst({ where: { user } });
        break;
    }
  }
  for (const key of ids) {
    const id = key;
    if (id !== user) await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
}
