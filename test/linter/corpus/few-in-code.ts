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
