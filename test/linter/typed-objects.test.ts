import { afterAll, beforeAll, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { newLinter } from "./linter.ts";

const repo = `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export interface Repo { find(id: string): Promise<unknown> }
export const prismaRepo: Repo = { find: (id) => prisma.user.findFirst({ where: { id } }) };
`;
const main = `import type { Repo } from "./repo";
export async function all(repo: Repo, ids: string[]) {
  for (const id of ids) await repo.find(id);
}
`;
const memory = (type: string) => `import type { Repo } from "./repo";
export const memoryRepo${type} = { find: async (id: string) => id };
`;

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

const found = () => linter.all().map(({ file, rule }) => `${file} ${rule}`);

test("an edit that adds or takes away an implementation changes what the interface leads to", () => {
  linter.update("repo.ts", repo);
  linter.update("main.ts", main);
  linter.update("memory.ts", memory(""));
  expect(found()).toEqual(["main.ts n-plus-one"]);
  linter.update("memory.ts", memory(": Repo"));
  expect(found()).toEqual([]);
  linter.update("memory.ts", memory(""));
  expect(found()).toEqual(["main.ts n-plus-one"]);
  linter.update("repo.ts", repo.replace("prisma.user.findFirst({ where: { id } })", "Promise.resolve(id)"));
  expect(found()).toEqual([]);
});
