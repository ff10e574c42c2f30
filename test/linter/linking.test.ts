import { expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { linterOf, newLinter } from "./linter.ts";

const db = `import { PrismaClient } from "@prisma/client";
export const prisma = new PrismaClient();
`;
const users = `import { prisma } from "./db";
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
`;
const silent = "export const find = (id: string) => id;\n";
const service = `import { find } from "./users";
export const load = (id: string) => find(id);
`;
const main = `import { load } from "./service";
export async function all(ids: string[]) {
  for (const id of ids) await load(id);
}
`;
const apart = 'export const apart = () => "nothing";\n';
const files = { "db.ts": db, "users.ts": users, "service.ts": service, "main.ts": main, "apart.ts": apart };

const rulesIn = (linter: Linter, path: string) => linter.findings(path).map(({ rule }) => rule);

function stepsOf(work: Generator<void, void>, most = Number.POSITIVE_INFINITY): number {
  let steps = 0;
  while (steps < most && work.next().done !== true) steps++;
  return steps;
}

test("files are linked in many steps, and then judged as in one go", async () => {
  const linter = await linterOf(files);
  expect(stepsOf(linter.linking(["main.ts"]))).toBeGreaterThan(3);
  expect(linter.isLinked("main.ts")).toBe(true);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

test("what a file does not call is not linked for it", async () => {
  const linter = await linterOf(files);
  linter.findings("main.ts");
  expect(Object.keys(files).filter((path) => linter.isLinked(path))).toEqual([
    "users.ts",
    "service.ts",
    "main.ts",
  ]);
  linter.findings("apart.ts");
  expect(linter.isLinked("main.ts")).toBe(true);
  expect(stepsOf(linter.linking(["apart.ts", "main.ts"]))).toBe(0);
});

test("a file that is linked later knows what was found before", async () => {
  const linter = await linterOf({ ...files, "other.ts": main });
  expect(rulesIn(linter, "users.ts")).toEqual([]);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
  expect(rulesIn(linter, "other.ts")).toEqual(["n-plus-one"]);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

const changes: [string, (linter: Linter) => void, string[]][] = [
  ["the helper asks no more", (linter) => linter.update("users.ts", silent), []],
  ["the helper is gone", (linter) => linter.remove("users.ts"), []],
  ["a line before the helper", (linter) => linter.update("users.ts", `\n${users}`), ["n-plus-one"]],
  ["no loop any more", (linter) => linter.update("main.ts", service), []],
  ["a file comes in", (linter) => linter.update("new.ts", users), ["n-plus-one"]],
];

test.each(changes)("at whatever step something changes, it is taken in: %s", async (_, change, expected) => {
  const most = stepsOf((await linterOf(files)).linking(["main.ts"]));
  for (let cut = 0; cut <= most; cut++) {
    const linter = await linterOf(files);
    const work = linter.linking(["main.ts"]);
    stepsOf(work, cut);
    change(linter);
    stepsOf(work);
    expect(rulesIn(linter, "main.ts"), `after ${cut} steps`).toEqual(expected);
  }
});

test("two links under way at the same time do not spoil each other", async () => {
  const most = stepsOf((await linterOf(files)).linking(["main.ts"]));
  for (let cut = 0; cut <= most; cut++) {
    const linter = await linterOf(files);
    const [one, other] = [linter.linking(["main.ts"]), linter.linking(["service.ts", "apart.ts"])];
    stepsOf(one, cut);
    stepsOf(other);
    linter.update("users.ts", silent);
    stepsOf(other, cut);
    stepsOf(one);
    stepsOf(other);
    expect(rulesIn(linter, "main.ts")).toEqual([]);
  }
});

test("a helper that begins to ask is found by callers that were linked before", async () => {
  const linter = await linterOf({ ...files, "users.ts": silent });
  expect(rulesIn(linter, "main.ts")).toEqual([]);
  linter.update("users.ts", users);
  expect(rulesIn(linter, "users.ts")).toEqual([]);
  expect(rulesIn(linter, "main.ts")).toEqual(["n-plus-one"]);
});

test("paths that nobody knows are linked to nothing", async () => {
  const linter = await newLinter();
  stepsOf(linter.linking(["nowhere.ts"]));
  expect(linter.findings("nowhere.ts")).toEqual([]);
});
