import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lint } from "../../cli/lint/run.ts";
import { CacheFailure, KeptFactCache } from "../../host/linter/fact-cache.ts";
import { fileAccess } from "../../host/linter/files.ts";
import { KeptFiles } from "../../host/linter/kept-files.ts";
import { cacheFolder } from "../../host/linter/places.ts";
import { ResultCache } from "../../host/linter/result-cache.ts";
import { createLinker } from "../../linter/index.ts";
import type { Parse } from "../../linter/packed/parse.ts";
import { usualSettings } from "../../linter/workspace/settings.ts";
import { parseHere } from "./linter.ts";

let root = "";
let kept = "";
const notes: string[] = [];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "spillway-cache-"));
  kept = join(root, "node_modules", ".cache", "spillway");
  notes.length = 0;
  write("users.ts", helper);
  write("main.ts", loop);
  write("other.ts", "export const one = 1;\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const helper = `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { id } });
`;
const loop = `import { find } from "./users";
export async function all(ids: string[]) {
  for (const id of ids) await find(id);
}
`;

/** Writes a file that is `age` seconds old. */
function write(name: string, text: string, age = 3600): void {
  const path = join(root, name);
  writeFileSync(path, text);
  const time = Date.now() / 1000 - age;
  utimesSync(path, time, time);
}

/** A run of the command line, with the names of what it parsed. */
async function run({ version = "1", folder = kept } = {}) {
  const parsed: string[] = [];
  const parse: Parse = (files) => {
    parsed.push(...files.map(({ path }) => path.slice(root.length + 1)));
    return parseHere(files);
  };
  const files = new KeptFiles(folder, (problem) => notes.push(problem));
  const cache = new KeptFactCache(files, root, version);
  const { found, stats } = await lint({
    root,
    settings: { folder: root, settings: usualSettings },
    settingsIn: () => Promise.reject(new Error("no such file")),
    only: () => true,
    reader: { access: fileAccess((path) => path), parse, cache },
    linker: createLinker(),
    results: new ResultCache(files, root, version),
  });
  cache.save();
  return {
    parsed: parsed.sort(),
    unchanged: stats.unchanged,
    lines: stats.lines,
    found: found.map(({ path, finding }) => `${path}:${finding.range.start.line + 1} ${finding.rule}`),
  };
}

const everything = ["main.ts", "other.ts", "users.ts"];

test("where nothing changed, nothing is parsed or linked, and the same is found", async () => {
  const first = await run();
  expect(first).toMatchObject({ parsed: everything, unchanged: false, found: ["main.ts:3 n-plus-one"] });
  expect(await run()).toEqual({ ...first, parsed: [], unchanged: true });
  expect(notes).toEqual([]);
});

test("only what changed is parsed, and the rest is linked with it", async () => {
  await run();
  write("users.ts", "export const find = (id: string) => id;\n", 60);
  expect(await run()).toMatchObject({ parsed: ["users.ts"], unchanged: false, found: [] });
  write("users.ts", `\n${helper}`, 30);
  expect(await run()).toMatchObject({ parsed: ["users.ts"], found: ["main.ts:3 n-plus-one"] });
});

test("a file that was touched, moved or copied is not parsed again", async () => {
  await run();
  write("users.ts", helper, 60);
  write("copy.ts", helper, 60);
  rmSync(join(root, "other.ts"));
  expect(await run()).toMatchObject({ parsed: [], unchanged: false, found: ["main.ts:3 n-plus-one"] });
});

test("a file that was written in the second in which it was read is looked at again", async () => {
  write("main.ts", loop, 0);
  await run();
  const same = loop.replace("find(id)", "fond(id)");
  const { mtimeMs } = { mtimeMs: Date.now() };
  writeFileSync(join(root, "main.ts"), same);
  utimesSync(join(root, "main.ts"), mtimeMs / 1000, mtimeMs / 1000);
  expect(await run()).toMatchObject({ parsed: ["main.ts"], found: [] });
});

test("how imports resolve is part of what must not have changed", async () => {
  write("main.ts", loop.replace("./users", "@/users"));
  expect(await run()).toMatchObject({ found: [] });
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }');
  expect(await run()).toMatchObject({ parsed: [], unchanged: false, found: ["main.ts:3 n-plus-one"] });
});

test("another version of the linter makes its own cache", async () => {
  await run();
  expect(await run({ version: "2" })).toMatchObject({ parsed: everything, unchanged: false });
  expect(await run({ version: "2" })).toMatchObject({ parsed: [], unchanged: true });
});

test.each(["index", "facts", "findings"])("a damaged file of %s is told and made again", async (kind) => {
  const first = await run();
  const file = join(kept, readdirSync(kept).find((name) => name.endsWith(kind))!);
  const bytes = readFileSync(file);
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(file, bytes);
  write("other.ts", "export const two = 2;\n", 60);
  if (kind === "facts") {
    await expect(run()).rejects.toThrow(CacheFailure);
    truncateSync(file, 10);
    await expect(run()).rejects.toThrow(CacheFailure);
  } else {
    expect((await run()).found).toEqual(first.found);
    expect(await run()).toMatchObject({ parsed: [], unchanged: true, found: first.found });
  }
  expect(notes[0]).toMatch(/damaged/);
});

// `/proc` has no room for folders, and says so in a way in which making them never ends; elsewhere it is a name like any other.
const unwritable = ["other.ts/cache", ...(process.platform === "linux" ? ["/proc/cache/a"] : [])];
test.each(unwritable)(
  "a cache that cannot be written is told, and everything is found all the same: %s",
  async (place) => {
    const folder = resolve(root, place);
    expect(await run({ folder })).toMatchObject({ found: ["main.ts:3 n-plus-one"] });
    expect(notes.join()).toMatch(/cannot be written/);
  },
);

test("a cache makes the folders that it lies in", async () => {
  const folder = join(root, "some", "where", "cache");
  await run({ folder });
  expect(await run({ folder })).toMatchObject({ parsed: [], unchanged: true });
  expect(notes).toEqual([]);
});

test("a cache moves with its project, and leaves nothing for git", async () => {
  await run();
  const moved = mkdtempSync(join(tmpdir(), "spillway-cache-"));
  cpSync(root, moved, { recursive: true, preserveTimestamps: true });
  rmSync(root, { recursive: true });
  root = moved;
  kept = join(root, "node_modules", ".cache", "spillway");
  expect(await run()).toMatchObject({ parsed: [], found: ["main.ts:3 n-plus-one"] });
  expect(readFileSync(join(kept, ".gitignore"), "utf8")).toBe("*\n");
});

test("what was not used for a month goes, and the oldest where there is too much", () => {
  const files = new KeptFiles(kept, (problem) => notes.push(problem));
  files.write("a.facts", [Buffer.from("a")]);
  files.write("b.facts", [Buffer.from("b")]);
  const old = Date.now() / 1000 - 31 * 24 * 3600;
  utimesSync(join(kept, "a.facts"), old, old);
  files.tidy();
  expect(files.read("a.facts")).toBeUndefined();
  expect(files.read("b.facts")?.content.toString()).toBe("b");
});

test("the cache lies with the packages of the project, else where the system keeps caches", () => {
  expect(cacheFolder(root, {}, "linux")).not.toContain(root);
  expect(cacheFolder(root, { XDG_CACHE_HOME: "/x" }, "linux")).toBe("/x/spillway");
  mkdirSync(join(root, "node_modules"));
  expect(cacheFolder(root, {}, "linux")).toBe(join(root, "node_modules/.cache/spillway"));
});

test("links are not followed, round in circles or not, and told where they may lead to code", async () => {
  symlinkSync(root, join(root, "round"));
  symlinkSync(join(root, "users.ts"), join(root, "link.ts"));
  const skipped: string[] = [];
  const { readFolders } = await import("../../linter/workspace/reading.ts");
  await readFolders(
    [root],
    { access: fileAccess((path) => path), parse: parseHere },
    {
      stopped: () => false,
      read() {},
      skipped: (path, reason) => skipped.push(`${path.slice(root.length + 1)} ${reason}`),
      settings() {},
      isWanted: () => false,
      leftOut() {},
      take() {},
    },
  );
  expect(skipped.sort()).toEqual(["link.ts a symbolic link", "round a symbolic link"]);
});

test("a file that the parser fails at is skipped, and its neighbours are read", async () => {
  const skipped: string[] = [];
  const { readFolders } = await import("../../linter/workspace/reading.ts");
  const read: string[] = [];
  const parse: Parse = (files) => {
    if (files.some(({ path }) => path.endsWith("main.ts"))) throw new Error("out of memory");
    return parseHere(files);
  };
  await readFolders(
    [root],
    { access: fileAccess((path) => path), parse },
    {
      stopped: () => false,
      read() {},
      skipped: (path, reason) => skipped.push(`${path.slice(root.length + 1)} ${reason}`),
      settings() {},
      isWanted: () => false,
      leftOut() {},
      take: (files) => read.push(...files.map(({ path }) => path.slice(root.length + 1))),
    },
  );
  expect(skipped).toEqual(["main.ts cannot be parsed: out of memory"]);
  expect(read).toEqual(["other.ts", "users.ts"]);
});
