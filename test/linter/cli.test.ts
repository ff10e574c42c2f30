import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changedSince } from "../../cli/lint/changed.ts";
import { settingsAt } from "../../cli/lint/project.ts";
import { githubReport, jsonReport, textReport } from "../../cli/lint/report.ts";
import { lint } from "../../cli/lint/run.ts";
import { sarifReport } from "../../cli/lint/sarif.ts";
import { fileAccess } from "../../host/linter/files.ts";
import { createLinker } from "../../linter/index.ts";
import { baselineOf, listedIn, readBaseline } from "../../linter/workspace/baseline.ts";
import { matcherOf } from "../../linter/workspace/glob.ts";
import { settingsFrom, usualSettings } from "../../linter/workspace/settings.ts";
import { notReadable } from "../../linter/workspace/walk.ts";
import { linterOf, parseHere } from "./linter.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "spillway-lint-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const pool = 'import { Pool } from "pg";\nexport const a = new Pool({ max: 20 });\n';

const loop =
  'import { PrismaClient } from "@prisma/client";\nconst db = new PrismaClient();\nexport async function all(ids: string[]) {\n  for (const id of ids) if (id) await db.user.findUnique({ where: { id } });\n}\n';

async function run(
  settings = usualSettings,
  only: (path: string) => boolean = () => true,
  access = fileAccess((path) => path),
) {
  return lint({
    root,
    settings: {
      folder: root,
      settings: { ...settings, rules: { "query-timeout": "off", ...settings.rules } },
    },
    settingsIn: settingsAt,
    only,
    reader: { access, parse: parseHere },
    linker: createLinker(),
  });
}

test("a folder is linted without what .gitignore, tests and the usual folders leave out", async () => {
  for (const folder of ["src", "node_modules/x", "dist", "generated", "test"])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, ".gitignore"), "generated/\n");
  for (const path of [
    "src/a.ts",
    "src/a.test.ts",
    "src/a.js",
    "node_modules/x/a.ts",
    "dist/a.js",
    "generated/a.ts",
    "test/a.ts",
  ]) {
    writeFileSync(join(root, path), pool);
  }
  writeFileSync(join(root, "src/big.ts"), `${pool}// ${"x".repeat(1_000_001)}`);
  writeFileSync(join(root, "src/binary.ts"), Buffer.from([0, 1, 2, 0xff, 0xfe, 0]));
  // Lines of a usual length, but no blanks; and of what is generated for reading there are enough.
  writeFileSync(join(root, "src/bundle.js"), `${"x.y(1);".repeat(30)}\n`.repeat(300));
  writeFileSync(join(root, "src/generated.ts"), `${pool}${"  x.yes_1(1);\n".repeat(5000)}`);
  const { found: reported, stats } = await run();
  expect(reported.map(({ path }) => path)).toEqual(["src/a.ts", "src/generated.ts"]);
  expect(stats.skipped.map(({ path, reason }) => `${path.slice(root.length + 1)} ${reason}`).sort()).toEqual([
    "src/a.js compiled: its source lies beside it",
    "src/big.ts larger than 1 MB",
    "src/binary.ts binary",
    "src/bundle.js minified",
  ]);
});

test("what may not be read is said", async () => {
  mkdirSync(join(root, "closed"));
  writeFileSync(join(root, "closed/a.ts"), pool);
  writeFileSync(join(root, "a.ts"), pool);
  const real = fileAccess((path) => path);
  const { found, stats } = await run(usualSettings, () => true, {
    ...real,
    list: async (folder) => (folder.endsWith("/closed") ? undefined : real.list(folder)),
    text: async (path) => (path.endsWith("/a.ts") ? undefined : real.text(path)),
  });
  expect(found).toEqual([]);
  expect(stats.skipped).toEqual([
    { path: `${root}/closed`, reason: notReadable },
    { path: `${root}/a.ts`, reason: notReadable },
  ]);
});

test("a glob names files, folders with all in them, and paths from the top", () => {
  const matched = (glob: string) =>
    ["old/a.ts", "src/old/a.ts", "src/old.ts", "old.ts"].filter(matcherOf([glob]));
  expect(matched("old")).toEqual(["old/a.ts", "src/old/a.ts"]);
  expect(matched("old/")).toEqual(["old/a.ts", "src/old/a.ts"]);
  expect(matched("/old")).toEqual(["old/a.ts"]);
  expect(matched("./src/old")).toEqual(["src/old/a.ts"]);
  expect(matched("src/**")).toEqual(["src/old/a.ts", "src/old.ts"]);
  expect(matched("*.ts")).toHaveLength(4);
});

test("some files have other settings; of several that match, the last decides", async () => {
  for (const folder of ["src", "src/admin", "jobs"]) mkdirSync(join(root, folder), { recursive: true });
  for (const path of ["src/a.ts", "src/admin/a.ts", "jobs/a.ts"]) writeFileSync(join(root, path), pool);
  const { settings, problems } = settingsFrom({
    overrides: [
      { files: ["jobs/**", "src/admin/**"], rules: { "pool-acquire-timeout": "off" } },
      { files: ["src/admin/**"], rules: { "pool-acquire-timeout": "error" } },
    ],
  });
  expect(problems).toEqual([]);
  const { found: reported } = await run(settings);
  expect(reported.map(({ path, severity }) => `${path} ${severity}`).sort()).toEqual([
    "src/a.ts warning",
    "src/admin/a.ts error",
  ]);
});

test("what is wrong with the settings of some files is said in words", () => {
  const { problems } = settingsFrom({
    overrides: [{ rules: { "n-plus-two": "off" } }, 3, { files: ["a"], minimumCertainty: "sure", speed: 1 }],
  });
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('unknown rule "overrides[0].rules.n-plus-two"'),
    "overrides[0] has no files that it is for; give them as a list of globs",
    "overrides[1] is 3; it should be an object",
    'overrides[2].minimumCertainty is "sure"; it should be one of possible, likely, certain',
    'unknown setting "overrides[2].speed"; there are files, rules, minimumCertainty',
  ]);
});

test("imports are followed through the paths of tsconfig and through packages of the workspace", async () => {
  for (const folder of ["packages/db/src", "apps/api/src"])
    mkdirSync(join(root, folder), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write("packages/db/package.json", '{ "name": "@acme/db", "main": "./dist/index.js" }');
  write(
    "packages/db/src/index.ts",
    'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\nexport const find = (id: string) => prisma.user.findFirst({ where: { id } });\n',
  );
  write("apps/api/tsconfig.json", '{ // comment\n "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }');
  write(
    "apps/api/src/users.ts",
    'import { find } from "@acme/db";\nexport const load = (id: string) => find(id);\n',
  );
  write(
    "apps/api/src/main.ts",
    'import { load } from "~/users";\nexport async function all(ids: string[]) {\n  for (const id of ids) await load(id);\n}\n',
  );
  const { found: reported } = await run();
  expect(reported.map(({ path, finding }) => `${path} ${finding.rule}`)).toEqual([
    "apps/api/src/main.ts n-plus-one",
  ]);
});

test("imports are followed through what a package.json gives module-alias", async () => {
  for (const folder of ["src/models", "src/services"]) mkdirSync(join(root, folder), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write("src/package.json", '{ "_moduleAliases": { "@root": ".", "@models": "models" } }');
  write(
    "src/models/user.js",
    'const { PrismaClient } = require("@prisma/client");\nconst prisma = new PrismaClient();\nexports.find = (id) => prisma.user.findFirst({ where: { id } });\n',
  );
  write("src/models/index.js", 'exports.users = require("@root/models/user");\n');
  write(
    "src/services/all.js",
    'const { users } = require("@models");\nconst { find } = require("@models/user");\nexports.all = async (ids) => {\n  for (const id of ids) await users.find(id);\n  for (const id of ids) await find(id);\n};\n',
  );
  const { found: reported } = await run();
  expect(reported.map(({ path, finding }) => `${path} ${finding.rule}`)).toEqual([
    "src/services/all.js n-plus-one",
    "src/services/all.js n-plus-one",
  ]);
});

test("a package that renders its views on a server is no code for a browser", async () => {
  for (const folder of ["mails", "site"]) mkdirSync(join(root, folder));
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write("mails/package.json", '{ "dependencies": { "preact": "10", "preact-render-to-string": "6" } }');
  write("site/package.json", '{ "dependencies": { "preact": "10" } }');
  for (const folder of ["mails", "site"])
    write(`${folder}/api.ts`, 'import axios from "axios";\nexport const api = axios.create();\n');
  const { found: reported } = await run();
  expect(reported.map(({ path, finding }) => `${path} ${finding.rule}`)).toEqual([
    "mails/api.ts http-timeout",
  ]);
});

test("a package is found by the name that another gives its folder", async () => {
  for (const folder of ["common", "app"]) mkdirSync(join(root, folder));
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write("common/package.json", '{ "name": "@acme/common" }');
  write(
    "common/Users.ts",
    'import { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\nexport const find = (id: string) => prisma.user.findFirst({ where: { id } });\n',
  );
  write("app/package.json", '{ "name": "app", "dependencies": { "Common": "file:../common" } }');
  write(
    "app/main.ts",
    'import { find } from "Common/Users";\nexport async function all(ids: string[]) {\n  for (const id of ids) await find(id);\n}\n',
  );
  const { found: reported } = await run();
  expect(reported.map(({ path, finding }) => `${path} ${finding.rule}`)).toEqual(["app/main.ts n-plus-one"]);
});

test("each format says file, line, rule and severity", async () => {
  writeFileSync(join(root, "a.ts"), pool);
  const { found: reported } = await run();
  expect(textReport(reported, { files: 1 })).toMatch(
    /^a\.ts:2:18 warning pool-acquire-timeout a: connectionTimeoutMillis is not set/,
  );
  expect(githubReport(reported)).toMatch(
    /^::warning file=a\.ts,line=2,endLine=2,col=18,title=pool-acquire-timeout::/,
  );
  expect(JSON.parse(jsonReport(reported)).findings).toMatchObject([
    {
      rule: "pool-acquire-timeout",
      severity: "warning",
      file: "a.ts",
      range: { start: { line: 1, character: 17 } },
    },
  ]);
  const [repeated] = (
    await linterOf({ "a.ts": loop.replace("findUnique", "findFirst").replace("{ id }", "{ name: id }") })
  ).findings("a.ts");
  const relative = (path: string) => path;
  const one = { finding: repeated!, severity: "warning" as const, path: "a.ts", relative };
  expect(JSON.parse(jsonReport([one])).findings).toMatchObject([
    { rule: "n-plus-one", unfixable: "the query is not by one unique key alone" },
  ]);
  const sarif = JSON.parse(sarifReport(reported, "1.2.3"));
  expect(sarif).toMatchObject({
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "Spillway", version: "1.2.3" } } }],
  });
  const [result] = sarif.runs[0].results;
  expect(sarif.runs[0].tool.driver.rules[result.ruleIndex].id).toBe("pool-acquire-timeout");
  expect(result.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: "a.ts" },
    region: { startLine: 2, startColumn: 18 },
  });
});

test("a baseline lets what it lists pass, by number and not by line", async () => {
  writeFileSync(join(root, "a.ts"), pool);
  const { found: reported } = await run();
  const baseline = readBaseline(JSON.parse(JSON.stringify(baselineOf(reported))));
  expect([...listedIn(baseline!, reported)]).toEqual(reported);
  writeFileSync(join(root, "a.ts"), `\n\n${pool}export const b = new Pool({ max: 5 });\n`);
  const { found: later } = await run();
  const listed = listedIn(baseline!, later);
  expect(later.filter((one) => !listed.has(one)).map(({ finding }) => finding.range.start.line)).toEqual([4]);
  expect(readBaseline({ version: 2 })).toBeUndefined();
});

test("only files that differ from a revision are reported", async () => {
  const git = (...words: string[]) =>
    execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@example.org", ...words], {
      stdio: "pipe",
    });
  writeFileSync(join(root, "old.ts"), pool);
  writeFileSync(join(root, "edited.ts"), pool);
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "one");
  writeFileSync(join(root, "edited.ts"), `${pool}\n`);
  writeFileSync(join(root, "new.ts"), pool);
  const changed = changedSince(root, "HEAD");
  const { found: reported } = await run(usualSettings, (path) =>
    [...changed].some((one) => one.endsWith(path.slice(root.length))),
  );
  expect(reported.map(({ path }) => path)).toEqual(["edited.ts", "new.ts"]);
  mkdirSync(join(root, "sub"));
  expect(changedSince(join(root, "sub"), "HEAD")).toEqual(changed);
  const link = `${root}-link`;
  symlinkSync(root, link);
  try {
    expect([...changedSince(link, "HEAD")].sort()).toEqual([`${link}/edited.ts`, `${link}/new.ts`]);
  } finally {
    rmSync(link);
  }
  expect(() => changedSince(root, "nowhere")).toThrow(/does not know/);
  expect(() => changedSince(root, "--output=x")).toThrow(/revision/);
});

test("wrong settings are said in words and the right ones used", () => {
  const { settings, problems } = settingsFrom({
    rules: { "n-plus-one": "error", "n-plus-two": "error", "http-timeout": "loud" },
    minimumCertainty: "sure",
    include: "src",
    colour: 1,
  });
  expect(settings.rules).toEqual({ "n-plus-one": "error" });
  expect(problems.map(({ message }) => message.split(/[;:]/)[0])).toEqual([
    'unknown rule "rules.n-plus-two"',
    'rules.http-timeout is "loud"',
    'minimumCertainty is "sure"',
    'include is "src"',
    'unknown setting "colour"',
  ]);
});
