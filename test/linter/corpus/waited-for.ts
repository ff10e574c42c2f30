// What a list of promises gives, and what comes element by element.

// case: queries that were waited for together are lists of rows
import { Model } from "objection";
class Team extends Model {}
class Member extends Model {}
export async function byMember(links: { team: string; member: string }[]) {
  const [teams, members] = await Promise.all([
    Team.query().whereIn("id", links.map((link) => link.team)),
    Member.query().whereIn("id", links.map((link) => link.member)),
  ]);
  for (const link of links) await Team.query().findById(link.team); // expect: n-plus-one
  return links.map((link) => ({
    team: teams.find((team) => team.$id() === link.team),
    member: members.find((member) => member.$id() === link.member),
  }));
}

// case: for await over messages, and over the list in a property
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const consumer: { consume(): Promise<AsyncIterable<string>>; fetchAll(): Promise<string[]> };
declare function page(request: unknown): Promise<any>;
export async function all(request: unknown) {
  for await (const name of await consumer.consume()) await prisma.file.findFirst({ where: { name } });
  for await (const name of await consumer.fetchAll()) await prisma.file.findFirst({ where: { name } }); // expect: n-plus-one
  const found = await page(request);
  for await (const one of found["invitations"]) await prisma.role.findMany({ where: { id: { in: one.roles } } }); // expect: n-plus-one
  for await (const one of found["pages"]) await prisma.role.findMany({ where: { id: { in: one.roles } } });
}

// case: a cache that is waited for beside others is asked, not what fills it
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
class Kept<T> {
  private readonly held = new Map<string, T>();
  async get(key: string, fill: () => Promise<T>): Promise<T> {
    if (!this.held.has(key)) this.held.set(key, await fill());
    return this.held.get(key) as T;
  }
}
const ruleCache = new Kept<number[]>();
const load = async (name: string) => [(await prisma.rule.findFirst({ where: { name } }))?.rate ?? 1];
const first = (list: number[]) => list.map((one) => one * 2)[0];
async function price(from: string, to: string) {
  const [left, right] = await Promise.all([
    ruleCache.get(from, () => load(from)),
    ruleCache.get(to, () => load(to)),
  ]);
  return first(left) / first(right);
}
async function fresh(from: string) {
  return first(await load(from));
}
export async function all(pairs: { from: string; to: string }[]) {
  for (const { from, to } of pairs) await price(from, to);
  for (const { from } of pairs) await fresh(from); // expect: n-plus-one
}

// case: what Keyv keeps is asked for first
import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
declare const keyv: { get(key: string): Promise<string[] | undefined>; set(key: string, value: string[]): Promise<void> };
async function load(guild: string) {
  const found = await prisma.guild.findFirst({ where: { id: guild } });
  const roles: string[] = found?.roles ?? [];
  await keyv.set(`roles:${guild}`, roles);
  return roles;
}
const rolesOf = async (guild: string) => (await keyv.get(`roles:${guild}`)) || (await load(guild));
export async function count(guild: string, members: string[]) {
  let staff = 0;
  for (const member of members) if ((await rolesOf(guild)).includes(member)) staff++;
  for (const member of members) if ((await load(guild)).includes(member)) staff++; // expect: n-plus-one
  return staff;
}
