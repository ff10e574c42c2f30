// Loops that end at the first hit, or once a free name is found; and such as go on or end at a failure.

// case: what is asked once the right element is found
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function choose(variants: { id: string; rank: number }[], least: number) {
  for (const variant of variants) {
    if (variant.rank > least) {
      const template = await prisma.template.findFirst({ where: { id: variant.id } });
      if (!template) throw new Error("gone");
      return template;
    }
  }
  return undefined;
}

// case: a free slug for each element
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const exists = async (slug: string) => (await prisma.post.count({ where: { slug } })) > 0;
async function free(title: string) {
  let slug = title;
  for (let n = 1; await exists(slug); n++) slug = `${title}-${n}`;
  return slug;
}
export async function all(titles: string[]) {
  for (const title of titles) {
    let slug = title;
    let n = 1;
    while (await exists(slug)) slug = `${title}-${n++}`;
    await prisma.author.findFirst({ where: { title } }); // expect: n-plus-one
  }
  for (const title of titles) {
    let slug = title;
    for (let n = 1; ; n++) {
      const post = await prisma.post.findFirst({ where: { slug } });
      if (post === null) break;
      slug = `${title}-${n}`;
    }
  }
  for (const title of titles) await free(title);
  for (const title of titles) await exists(title); // expect: n-plus-one
}

// case: the turn ends where a limit is reached that the element counts towards
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function used() {
  const { _sum } = await prisma.file.aggregate({ _sum: { size: true } });
  return _sum.size;
}
export async function store(files: { size: number }[]) {
  for (const file of files) {
    const before = await used(); // expect: n-plus-one
    if (before + file.size > 1000) return false;
    console.log(file);
  }
  return true;
}

// case: the first hit among the names of each row, and among those of one
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000, max: 4 });
export async function match(rows: { names: string[] }[], names: string[]) {
  for (const row of rows) {
    for (const name of row.names) {
      const { rows: hits } = await pool.query("SELECT id FROM people WHERE name = $1", [name]); // expect: n-plus-one
      if (hits.length > 0) break;
    }
  }
  for (const row of rows) {
    for (let i = 0; i < 50; i++) {
      const { rows: taken } = await pool.query("SELECT id FROM people WHERE name = $1", [`${row.names[0]}-${i}`]);
      if (taken.length === 0) break;
    }
  }
  for (const name of names) {
    const { rows: hits } = await pool.query("SELECT id FROM people WHERE name = $1", [name]);
    if (hits.length > 0) return hits[0].id;
  }
}

// case: all of them are asked about where each must be the same
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function areMine(ids: string[], ownerId: string) {
  for (const id of ids) {
    const row = await prisma.album.findFirst({ where: { id } }); // expect: n-plus-one
    if (row?.ownerId !== ownerId) return false;
  }
  return true;
}
export async function mayAll(ids: string[], teamId?: string) {
  for (const id of ids) {
    const row = await prisma.album.findFirst({ where: { id } }); // expect: n-plus-one
    if (row) {
      if (teamId && teamId !== row.teamId) return false;
    }
  }
  return true;
}
export async function holder(ids: string[], ownerId: string) {
  for (const id of ids) {
    const row = await prisma.album.findFirst({ where: { id } });
    if (row?.ownerId === ownerId) return id;
  }
  return undefined;
}

// case: where a turn may go on, an error at its end ends nothing
import { MongoClient } from "mongodb";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const rooms = client.db().collection("rooms");
export async function all(channels: string[]) {
  for (const channel of channels) {
    let room = null;
    switch (channel[0]) {
      case "#":
        room = await rooms.findOne({ name: channel }); // expect: n-plus-one
        break;
      default:
        room = await rooms.findOne({ id: channel }); // expect: n-plus-one
        if (room) break;
        throw new Error(channel);
    }
    console.log(room);
  }
  for (const channel of channels) {
    if (!channel.startsWith("#")) continue;
    const room = await rooms.findOne({ name: channel }); // expect: n-plus-one
    console.log(room);
  }
  for (const channel of channels) {
    if (channel === "") {
      const room = await rooms.findOne({ name: channel });
      throw new Error(`${room?.id}`);
    }
  }
}

// case: a loop that ends where nothing was made goes through all of them
import { MongoClient } from "mongodb";
const client = new MongoClient(process.env.MONGO_URL ?? "", { connectTimeoutMS: 1000, waitQueueTimeoutMS: 1000 });
const rooms = client.db().collection("rooms");
export async function all(channels: string[]) {
  for (const channel of channels) {
    const room = await rooms.findOne({ name: channel }); // expect: n-plus-one
    if (!room || !room.id) {
      console.log(channel);
      return;
    }
  }
}
export async function any(channels: string[]) {
  for (const channel of channels) {
    const room = await rooms.findOne({ name: channel });
    if (room || channel === "all") return room;
  }
  return undefined;
}

// case: the shortest beginning of a text that is free
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function shorten(id: string, ids: string[]) {
  for (let end = 6; end <= id.length; end++) {
    const short = id.substring(0, end);
    if (!(await prisma.link.findFirst({ where: { short } }))) break;
  }
  for (let at = 0; at < ids.length; at++) await prisma.link.findFirst({ where: { short: ids[at] } }); // expect: n-plus-one
}

// case: a helper that climbs from child to parent looks for nothing free, one that counts on does
// file: folders.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function pathOf(id: string) {
  const names: string[] = [];
  let at: string | null = id;
  while (at) {
    const folder = await prisma.folder.findFirst({ where: { id: at } });
    if (!folder) break;
    names.unshift(folder.name);
    at = folder.parentId;
  }
  return names;
}
export async function freeName(name: string) {
  let tried = name;
  let count = 1;
  while (tried) {
    const folder = await prisma.folder.findFirst({ where: { name: tried } });
    if (!folder) break;
    tried = `${name} (${count++})`;
  }
  return tried;
}
export async function show(folderId: string) {
  let after = 0;
  while (true) {
    const files = await prisma.file.findMany({ where: { folderId, id: { gt: after } }, take: 50, orderBy: { id: "asc" } });
    if (files.length === 0) break;
    console.log(files);
    after = files[files.length - 1].id;
  }
}
// file: main.ts
import { freeName, pathOf, show } from "./folders";
export async function paths(ids: string[]) {
  for (const id of ids) console.log(await pathOf(id)); // expect: n-plus-one
  for (const id of ids) await show(id);
  for (const id of ids) console.log(await freeName(id));
}

// case: a slug that is made to be unique, and a check that one is
// file: slugs.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function generateUniqueSlug(title: string): Promise<string> {
  const last = await prisma.slug.findFirst({ where: { base: title } });
  return last === null ? title : `${title}-${last.number + 1}`;
}
export async function isUniqueSlug(slug: string) {
  return (await prisma.slug.findFirst({ where: { slug } })) === null;
}
// file: main.ts
import { generateUniqueSlug, isUniqueSlug } from "./slugs";
export async function slugs(titles: string[]) {
  for (const title of titles) console.log(await generateUniqueSlug(title));
  for (const title of titles) console.log(await isUniqueSlug(title)); // expect: n-plus-one
}

// case: a loop that ends at the first error, and one that ends at the first hit
// file: main.ts
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function validate(transfer: { from: string; amount: number }): Promise<string | undefined> {
  const balance = await prisma.balance.findFirst({ where: { account: transfer.from } });
  return balance.total < transfer.amount ? "not enough" : undefined;
}
export async function check(transfers: { from: string; amount: number }[]) {
  const errors: string[] = [];
  for (const transfer of transfers) {
    const error = await validate(transfer); // expect: n-plus-one
    if (error) {
      errors.push(error);
      break;
    }
  }
  return errors;
}
export async function first(transfers: { from: string; amount: number }[]) {
  for (const transfer of transfers) {
    const said = await validate(transfer);
    if (said) return said;
  }
}

// case: a loop that ends in its first turn, around one that goes on
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function check(places: { id: string; systems: { code: string }[] }[]) {
  for (const place of places) {
    const known = await prisma.place.findFirst({ where: { id: place.id } });
    for (const system of place.systems) {
      await prisma.system.findFirst({ where: { place: known?.id, code: system.code } }); // expect: n-plus-one
    }
    return known;
  }
}

// case: a loop that breaks off where a row is missing or fails asks for each of the others
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
async function unlock(id: number) {
  const found = await prisma.rate.findFirst({ where: { id } });
  return found ?? new Error("no such rate");
}
export async function check(ids: number[], candidates: string[]) {
  for (const id of ids) {
    const existing = await prisma.media.findFirst({ where: { id } }); // expect: n-plus-one
    if (existing == null) return { error: "not found" };
  }
  for (const id of ids) {
    const unlocked = await unlock(id); // expect: n-plus-one
    if (unlocked instanceof Error) return unlocked;
  }
  for (const slug of candidates) {
    const existing = await prisma.post.findFirst({ where: { slug } });
    if (existing === null) return slug;
  }
  for (const slug of candidates) {
    const found = await prisma.post.findFirst({ where: { slug } });
    if (found) return found;
  }
  return undefined;
}

// case: find of a helper that returns what is found first
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function domain(hosts: string[]) {
  for (const host of hosts) {
    const found = await prisma.domain.findFirst({ where: { host } });
    if (found !== null) return found;
  }
  return null;
}

// case: a free name is looked for by counting
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function slug(base: string) {
  for (let n = 1; ; n++) {
    const name = `${base}-${n}`;
    const taken = await prisma.page.findFirst({ where: { name } });
    if (taken === null) return name;
  }
}

// case: a loop that gives a failure back asks about each of the others
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare function rejection(reason: string, context: unknown): { reason: string };
declare function found(id: string): { id: string };
class NotAllowedError extends Error {}
export async function check(ids: string[], slugs: string[]) {
  for (const id of ids) {
    const places = await prisma.place.findMany({ where: { id } }); // expect: n-plus-one
    const isFull = places.length > 3;
    if (isFull || id === "") return rejection("no place is left", { id });
  }
  for (const id of ids) {
    const rights = await prisma.right.findMany({ where: { id } }); // expect: n-plus-one
    if (rights.some((right) => right.denied)) return new NotAllowedError(id);
  }
  for (const slug of slugs) {
    const pages = await prisma.page.findMany({ where: { slug } });
    const isFull = pages.length > 3;
    if (isFull) return found(slug);
  }
  return undefined;
}

// case: candidates are tried one by one until nothing fails
import { DataSource } from "typeorm";
const source = new DataSource({ type: "postgres", connectTimeoutMS: 1000 });
class Secret {
  shop!: string;
  key!: string;
}
const secrets = source.getRepository(Secret);
declare function open(text: string, key: string): string;
export async function read(text: string, shops: string[]) {
  for (const shop of shops) {
    const secret = await secrets.findOneBy({ shop });
    try {
      return open(text, secret?.key ?? "");
    } catch (error) {
      console.log(error);
    }
  }
  throw new Error("nobody's");
}
export async function readAll(texts: string[], shop: string) {
  const out: string[] = [];
  for (const text of texts) {
    const secret = await secrets.findOneBy({ shop, key: text }); // expect: n-plus-one
    try {
      out.push(open(text, secret?.key ?? ""));
    } catch (error) {
      console.log(error);
    }
  }
  return out;
}

// case: probing for a free slug
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function slug(base: string) {
  let candidate = base;
  let n = 1;
  while (await prisma.post.findUnique({ where: { slug: candidate } })) candidate = `${base}-${n++}`;
  return candidate;
}

// case: stopping at the first candidate that exists
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function firstOf(names: string[]) {
  for (const name of names) {
    const found = await prisma.team.findFirst({ where: { name } });
    if (found) return found;
  }
  return undefined;
}

// case: an answer that says what is wrong is no first hit, and the row that was looked for is one
import { NextResponse } from "next/server";
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
const isThere = async (name: string, version: number) => (await prisma.release.count({ where: { name, version } })) > 0;
export async function POST(releases: { name: string; version: number }[]) {
  const fresh = [];
  for (const { name, version } of releases) {
    if (await isThere(name, version)) return NextResponse.json({ message: `${name} is there` }, { status: 409 }); // expect: n-plus-one
    fresh.push(name);
  }
  return NextResponse.json(fresh);
}
export async function answered(names: string[], response: any) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } }); // expect: n-plus-one
    if (found) return response.status(400).json({ message: name });
  }
}
export async function checked(names: string[]) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } }); // expect: n-plus-one
    if (found) return { error: `${name} is there` };
  }
  return { error: null };
}
export async function firstOf(names: string[], response: any) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } });
    if (found) return response.status(200).json(found);
  }
}
export async function firstRow(names: string[]) {
  for (const name of names) {
    const found = await prisma.release.findFirst({ where: { name } });
    if (found) return { error: null, found };
  }
}

// case: a variable that the first hit fills stops the rest
// file: find.js
const async = require("async");
const { MongoClient } = require("mongodb");
const sites = new MongoClient(process.env.DB, { waitQueueTimeoutMS: 1000 }).db().collection("sites");
exports.first = (hosts, done) => {
  let found = false;
  let site;
  async.eachSeries(
    hosts,
    (host, next) => {
      if (found) return next();
      sites.findOne({ host }, (error, doc) => {
        if (doc) {
          found = true;
          site = doc;
        }
        next(error);
      });
    },
    (error) => done(error, site),
  );
};
exports.firstOfAll = async (hosts) => {
  let site;
  let found = false;
  await hosts.reduce(async (before, host) => {
    await before;
    if (!found) {
      const doc = await sites.findOne({ host });
      if (doc) {
        found = true;
        site = doc;
      }
    }
  }, Promise.resolve());
  return site;
};
exports.detect = (hosts, done) => async.detectSeries(hosts, (host, next) => sites.findOne({ host }, (error, doc) => next(error, doc)), done);
exports.untilMissing = async (hosts) => {
  let missing = false;
  await hosts.reduce(async (before, host) => {
    await before;
    if (missing) return;
    const doc = await sites.findOne({ host }); // expect: n-plus-one
    if (!doc) missing = true;
  }, Promise.resolve());
  return missing;
};

// case: the first one that is not taken ends the search, all that are not taken are asked about
import { knex } from "knex";
const db = knex({ client: "pg", connection: process.env.DB });
const isTaken = async (room: string, at: string) => Boolean(await db("bookings").where({ room, at }).first());
export async function firstFree(rooms: string[], at: string) {
  for (const room of rooms) if (!(await isTaken(room, at))) return room;
  return undefined;
}
export async function free(rooms: string[], at: string) {
  const out = [];
  for (const room of rooms) if (!(await isTaken(room, at))) out.push(room); // expect: n-plus-one
  return out;
}
export async function allTaken(rooms: string[], at: string) {
  for (const room of rooms) if (!(await isTaken(room, at))) return false; // expect: n-plus-one
  return true;
}

// case: a turn that ends the loop on the condition on which it asks
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function follow(events: AsyncIterable<{ type: string; id: string }> & { type: string; id: string }[]) {
  for (const event of [...events]) {
    if (event.type === "done") await prisma.row.findFirst({ where: { id: event.id } });
    if (event.type === "part") await prisma.row.findFirst({ where: { id: event.id } }); // expect: n-plus-one
    if (event.type === "done" || event.type === "error") break;
  }
}

// case: an answer that something is not there, or not for whoever asks, is no hit
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function change(lists: { id: string; owner: string }[], me: string) {
  for (const list of lists) {
    const existing = await prisma.list.findUnique({ where: { id: list.id } }); // expect: n-plus-one
    if (!existing || existing.owner !== me) return { error: "not found" };
    list.owner = existing.owner;
  }
  return { lists };
}
export async function firstOpen(ids: string[]) {
  for (const id of ids) {
    const existing = await prisma.list.findUnique({ where: { id } });
    if (existing && existing.open) return existing;
  }
}
export async function firstFree(slugs: string[]) {
  for (const slug of slugs) {
    const existing = await prisma.list.findUnique({ where: { slug } });
    if (!existing || existing.closed) return slug;
  }
}

// case: the first that has what is looked for ends the loop
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function owner(ids: string[]) {
  let found = null;
  for (const id of ids) {
    const member = await prisma.member.findFirst({ where: { id, role: "owner" } });
    if (member) {
      found = member;
      break;
    }
  }
  return found;
}

// case: break for another reason does not make it the first hit
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function some(ids: string[], stop: () => boolean) {
  for (const id of ids) {
    if (stop()) break;
    await prisma.member.findFirst({ where: { id } }); // expect: n-plus-one
  }
}

// case: a turn that ends in an error is the last
// file: main.js
const { Pool } = require("pg");
const pool = new Pool({ connectionTimeoutMillis: 1000 });
exports.check = async (rows) => {
  for (const row of rows) {
    if (row.id < 0) {
      const { rows: found } = await pool.query("SELECT * FROM users WHERE id = $1", [row.id]);
      throw new Error(`${row.id} ${found[0].name}`);
    }
  }
  for (const row of rows) {
    try {
      await pool.query("SELECT * FROM users WHERE id = $1", [row.id]); // expect: n-plus-one
      throw new Error(row.id);
    } catch (error) {
      console.error(error);
    }
  }
};

// case: what is looked for in a loop and kept behind it
// file: main.ts
import { Pool } from "pg";
const pool = new Pool({ connectionTimeoutMillis: 1000 });
export async function closest(ids: string[], name: string) {
  let found: object | undefined;
  if (!found) {
    let best: object | undefined;
    for (const id of ids) {
      const { rows } = await pool.query("SELECT * FROM users WHERE id = $1", [id]); // expect: n-plus-one
      if (rows[0].name > name) best = rows[0];
    }
    if (best) found = best;
  }
  return found;
}

// case: a handler that leaves when it has answered with an error, and one that leaves with what it looked for
import { PrismaClient } from "@prisma/client";
import type { Request, Response } from "express";
const prisma = new PrismaClient();
export const schedule = async (req: Request, res: Response) => {
  const shifts = await prisma.shift.findMany();
  for (const shift of shifts) {
    for (let i = 0; i < shift.matches; i++) {
      const match = await prisma.match.findFirst({ where: { number: shift.first + i } }); // expect: n-plus-one
      if (!match) {
        res.status(400).send("there is no such match");
        return;
      }
    }
  }
  res.send("all there");
};
export const first = async (req: Request, res: Response) => {
  const shifts = await prisma.shift.findMany();
  for (const shift of shifts) {
    const match = await prisma.match.findFirst({ where: { shiftId: shift.id } });
    if (match) {
      res.send(match);
      return;
    }
  }
  res.status(404).send("none");
};
