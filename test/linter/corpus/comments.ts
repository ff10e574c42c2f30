// Comments that switch findings off.

// case: the next line is switched off with a reason
import { Pool } from "pg";
// spillway-disable-next-line pool-acquire-timeout -- three callers at most
export const pool = new Pool();

// case: this line is switched off
import { Pool } from "pg";
export const pool = new Pool(); // spillway-disable-line pool-acquire-timeout -- three callers at most

// case: the rest of the file is switched off
import { Pool } from "pg";
/* spillway-disable pool-acquire-timeout -- a script */
export const a = new Pool();
export const b = new Pool();

// case: another rule's comment does not help
import { Pool } from "pg";
export const pool = new Pool(); // expect: pool-acquire-timeout

// case: every rule at once
import { Pool } from "pg";
// spillway-disable-next-line
export const pool = new Pool();

// case: the comment of another tool stands between
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) {
    // spillway-disable-next-line n-plus-one -- at most three
    // eslint-disable-next-line no-await-in-loop
    await prisma.user.findFirst({ where: { id } });
    // eslint-disable-next-line no-await-in-loop
    // spillway-disable-next-line n-plus-one -- at most three
    await prisma.user.findFirst({ where: { id } });
    // spillway-disable-next-line n-plus-one -- the line behind this one // expect: n-plus-one
    console.log(id);
    await prisma.user.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: the whole file is switched off by that name
// spillway-disable-file n-plus-one -- old code
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function load(ids: string[]) {
  for (const id of ids) await prisma.user.findFirst({ where: { id } });
}
