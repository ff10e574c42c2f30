import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../linter/finding.ts";
import { casesIn } from "./cases.ts";
import { linterOf, newLinter } from "./linter.ts";
import { numbers, unfinished } from "./typed.ts";

const folder = join(import.meta.dirname, "corpus");
const EDITS = 3;

const told = (findings: Finding[]): string[] =>
  findings
    .map(
      ({ file, range, rule, certainty }) =>
        `${file}:${range.start.line}:${range.start.character} ${rule} ${certainty}`,
    )
    .sort();

test("whatever is typed in whichever file, what is found is what a linter finds that sees it for the first time", async () => {
  const below = numbers(20_261_128);
  const edited = await newLinter();
  const fresh = await newLinter();
  let edits = 0;
  for (const path of globSync("*.ts", { cwd: folder }).sort()) {
    for (const { title, files: all } of casesIn(readFileSync(join(folder, path), "utf8"))) {
      const files = all.filter((file) => !file.path.endsWith(".json"));
      if (files.length === 0) continue;
      const now = new Map(files.map((file) => [file.path, file.text]));
      for (const [file, text] of now) edited.update(file, text);
      edited.all();
      for (let i = 0; i < EDITS; i++) {
        const file = files[below(files.length)] as (typeof files)[number];
        now.set(file.path, unfinished(file.text, below));
        edited.update(file.path, now.get(file.path) as string);
        const found = told(edited.all());
        for (const [each, text] of now) fresh.update(each, text);
        expect(found, `${title}, edit ${i + 1} of ${file.path}`).toEqual(told(fresh.all()));
        for (const each of now.keys()) fresh.remove(each);
        edits++;
      }
      for (const file of now.keys()) edited.remove(file);
    }
  }
  expect(edits).toBeGreaterThan(1000);
  edited.dispose();
  fresh.dispose();
});

test("an import that comes with a type, and one that is mended after it, are both taken in", async () => {
  const repo = `import type { PrismaClient } from "@prisma/client";
export type Repo = { find(id: string): Promise<unknown> };
export function createRepo(prisma: PrismaClient): Repo {
  return { find: (id) => prisma.user.findFirst({ where: { id } }) };
}
`;
  const linter = await linterOf({
    "repo.ts": repo,
    "main.ts": `import type { Repo } from "./repo";
export async function all(repo: Repo, ids: string[]) {
  for (const id of ids) await repo.find(id);
}
`,
  });
  const rules = () => linter.findings("main.ts").map(({ rule }) => rule);
  expect(rules()).toEqual(["n-plus-one"]);
  linter.update("repo.ts", repo.slice(0, repo.indexOf("return")));
  expect(rules()).toEqual([]);
  linter.update("repo.ts", repo.slice("import".length));
  expect(rules()).toEqual([]);
  linter.update("repo.ts", repo);
  expect(rules()).toEqual(["n-plus-one"]);
});

test("where a helper runs what it is passed is taken in, also where nothing else of it can be seen", async () => {
  const helper = (adds: string) => `import { EventEmitter } from "node:events";
const events = new EventEmitter();
export async function listen(name: string, run: (data: unknown) => unknown) {
  const listener = (data: unknown) => run(data);
  events.${adds}(name, listener);
}
`;
  const linter = await linterOf({
    "events.ts": helper("addListener"),
    "main.ts": `import { PrismaClient } from "@prisma/client";
import { listen } from "./events";
const prisma = new PrismaClient();
const load = async (data: unknown) => prisma.ban.findFirst({ where: { data } });
export async function open(names: string[]) {
  for (const name of names) await listen(name, load);
}
`,
  });
  expect(told(linter.all())).toEqual([]);
  linter.update("events.ts", helper("each"));
  expect(told(linter.all())).toEqual(["main.ts:5:34 n-plus-one certain"]);
  linter.update("events.ts", helper("addListener"));
  expect(told(linter.all())).toEqual([]);
  linter.dispose();
});

test("whether a helper calls all functions of an object is taken in, also where it only goes through another one", async () => {
  const helper = (
    of: string,
  ) => `export async function inTurn(tasks: Record<string, () => Promise<unknown>>) {
  const others: Record<string, () => Promise<unknown>> = {};
  for (const run of Object.values(${of})) await run();
}
`;
  const linter = await linterOf({
    "all.ts": helper("tasks"),
    "main.ts": `import { PrismaClient } from "@prisma/client";
import { inTurn } from "./all";
const prisma = new PrismaClient();
const pack = (id: string) => inTurn({ likes: () => prisma.like.count({ where: { postId: id } }) });
export async function list(ids: string[]) {
  for (const id of ids) await pack(id);
}
`,
  });
  expect(told(linter.all())).toEqual(["main.ts:5:30 n-plus-one certain"]);
  linter.update("all.ts", helper("others"));
  expect(told(linter.all())).toEqual([]);
  linter.update("all.ts", helper("tasks"));
  expect(told(linter.all())).toEqual(["main.ts:5:30 n-plus-one certain"]);
  linter.dispose();
});
