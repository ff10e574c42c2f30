// Shapes that servers in modern TypeScript showed (NestJS, Next.js, tRPC, GraphQL), each beside its neighbour that is right as it is.

// case: an object that others are spread into has their keys
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function problemsOf(answer: string): Record<string, string[]>;
export async function report(answer: string, isChecked: boolean) {
  let found = {};
  if (isChecked) found = problemsOf(answer);
  await tell({ ...found });
}
async function tell(problems: Record<string, string[]>) {
  for (const title in problems) {
    const known = await prisma.alert.findFirst({ where: { title } }); // expect: n-plus-one
    if (!known) console.log(problems[title]);
  }
}
export async function usual() {
  await tellAll({ slow: ["a"], down: ["b"] });
}
async function tellAll(problems: Record<string, string[]>) {
  for (const title in problems) console.log(await prisma.alert.findFirst({ where: { title } }));
}

// case: where a kept list is too short there is nothing to do, and nothing is kept
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function traces(host: string): Promise<string[]>;
export async function scan(host: string, kinds: string[]) {
  const traceCache = await traces(host);
  if (traceCache.length < 10) return;
  for (const kind of kinds) console.log(await prisma.alert.findFirst({ where: { kind } })); // expect: n-plus-one
}
export async function kindsOf(rows: { host: string; cached: string[] }[]) {
  for (const { host, cached } of rows) {
    if (cached.length > 0) console.log(cached);
    else console.log(await prisma.alert.findMany({ where: { host } }));
  }
  for (const { host, cached } of rows) {
    if (cached.length < 1) console.log(await prisma.alert.findMany({ where: { host } }));
  }
}
