import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { progressTo } from "../../cli/lint/progress.ts";
import { type Ended, type Program, program } from "./program.ts";

let spillway: Program;
/** A project of its own for each test. */
let project = "";

beforeAll(async () => {
  spillway = await program();
  project = join(spillway.folder, "shop");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));
afterAll(() => spillway.remove());

const pool = 'import { Pool } from "pg";\nexport const a = new Pool({ max: 20, statement_timeout: 4000 });\n';
const limited = pool.replace("max: 20", "max: 20, connectionTimeoutMillis: 2000");

function write(files: Record<string, string | Buffer>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}

/** `spillway lint` in the project, or a folder of it. */
async function lint(...args: string[]): Promise<Ended> {
  return spillway.runIn(project, ["lint", "--no-cache", ...args]);
}

const lintIn = (folder: string, ...args: string[]) =>
  spillway.runIn(join(project, folder), ["lint", "--no-cache", ...args]);

describe("what is told at the end", () => {
  it("counts findings by severity, and files", async () => {
    write({ "package.json": "{}", "a.ts": pool, "b.ts": pool, "c.ts": limited });
    const { code, out, err } = await lint();
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/^a\.ts:2:18 warning pool-acquire-timeout a: /);
    expect(out).toMatch(/\n2 findings \(2 warnings\) in 3 files\n$/);
  });

  it("says that a folder holds nothing to lint", async () => {
    write({ "README.md": "" });
    expect(await lint()).toEqual({
      code: 0,
      out: "0 findings in 0 files\n",
      err: `${project} has no JavaScript or TypeScript file to lint\n`,
    });
  });

  it("reads configurations that code imports, and counts code alone", async () => {
    write({
      "a.js": 'const { Pool } = require("pg");\nmodule.exports = new Pool(require("./config/db.json"));\n',
      "config/db.json": '{ "max": 5 }',
      "data.json": "{",
      "package.json": "{}",
    });
    const { out } = await lint();
    expect(out).toContain("a.js:2:18 warning");
    expect(out).toMatch(/\n2 findings \(1 warning, 1 hint\) in 1 file\n$/);
  });

  it("says why a file that was asked for is not linted", async () => {
    write({
      "package.json": "{}",
      ".gitignore": "made.ts\n",
      ".spillwayrc.json": '{ "exclude": ["old"] }',
      "made.ts": pool,
      "old/a.ts": pool,
      "a.test.ts": pool,
      "lib.min.js": "",
    });
    const { code, err } = await lint("package.json", "made.ts", "old/a.ts", "a.test.ts", "lib.min.js");
    expect(code).toBe(0);
    expect(
      err
        .trim()
        .split("\n")
        .map((line) => line.slice(project.length + 1)),
    ).toEqual([
      "package.json is not linted: it is neither JavaScript nor TypeScript",
      "made.ts is not linted: .gitignore leaves it out, or it is in a folder that is never entered",
      "old/a.ts is not linted: the settings leave it out, or the usual ones for tests, migrations and scripts",
      "a.test.ts is not linted: the settings leave it out, or the usual ones for tests, migrations and scripts",
      "lib.min.js is not linted: minified",
    ]);
  });
});

describe("encodings", () => {
  it("reads UTF-16 with its mark, UTF-8 with one, and other bytes as far as they are ASCII", async () => {
    const text = pool.replace("\n", "\n// café\n");
    write({
      "package.json": "{}",
      "little.ts": Buffer.from(`\uFEFF${text}`, "utf16le"),
      "big.ts": Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
      "mark.ts": `\uFEFF${text}`,
      "latin.ts": Buffer.from(text, "latin1"),
    });
    const { out } = await lint();
    expect(out.match(/^\w+\.ts:3:18 /gm)).toEqual(
      ["big", "latin", "little", "mark"].map((n) => `${n}.ts:3:18 `),
    );
  });
});

describe("the project", () => {
  it("is the nearest around what is asked for, with its settings and other files, and paths are those from here", async () => {
    write({
      "package.json": "{}",
      ".spillwayrc.json": '{ "rules": { "n-plus-one": "error" }, "exclude": ["src/old/"] }',
      "lib/find.ts":
        'import { PrismaClient } from "@prisma/client";\nconst db = new PrismaClient();\nexport const find = (id: string) => db.user.findUnique({ where: { id } });\n',
      "src/all.ts":
        'import { find } from "../lib/find";\nexport async function all(ids: string[]) {\n  for (const id of ids) await find(id);\n}\n',
      "src/old/a.ts": pool,
    });
    const above = await spillway.run("lint", "--no-cache", "shop/src");
    expect(above.out).toMatch(/^shop\/src\/all\.ts:3:\d+ error n-plus-one find /);
    expect(above.out).toMatch(/\n {4}shop\/lib\/find\.ts:3 The query: db\.user\.findUnique\n/);
    expect(above.out).toMatch(/\n1 finding \(1 error\) in 1 file\n$/);
    expect((await lint("src/all.ts")).out).toMatch(/^src\/all\.ts:3:\d+ error /);
    expect((await lintIn("lib", "../src/all.ts")).out).toMatch(/^\.\.\/src\/all\.ts/);
  });

  it("is that of what a link leads to, and links below it are left alone", async () => {
    write({ "package.json": "{}", "lib/a.ts": pool, "lib/b.ts": pool, "apart/package.json": "{}" });
    symlinkSync(join(project, "lib"), join(project, "apart/lib"));
    symlinkSync(join(project, "lib/b.ts"), join(project, "apart/b.ts"));
    symlinkSync(project, join(project, "apart/round"));
    symlinkSync(join(project, "nowhere"), join(project, "apart/lost"));
    const folder = await lint("apart/lib");
    expect(folder.out).toMatch(/^lib\/a\.ts:2:18 warning .*\nlib\/b\.ts:2:18 warning .* in 2 files\n$/s);
    expect((await lintIn("apart", "b.ts")).out).toMatch(/^\.\.\/lib\/b\.ts:2:18 warning .* in 1 file\n$/s);
    expect((await lint("apart/round")).out).toMatch(/\n2 findings \(2 warnings\) in 2 files\n$/);
    expect((await lint("apart/lib/a.ts")).out).toMatch(/^lib\/a\.ts:2:18 /);
    expect(await lint("apart/lost")).toMatchObject({ code: 2, err: expect.stringContaining("there is no ") });
  });

  it("has settings up to the top of its repository", async () => {
    write({
      ".spillwayrc.json": '{ "rules": { "pool-acquire-timeout": "off" } }',
      "api/package.json": "{}",
      "api/a.ts": pool,
      "other/.git/HEAD": "",
      "other/a.ts": pool,
    });
    expect((await lintIn("api")).out).toBe("0 findings in 1 file\n");
    expect((await lintIn("other")).code).toBe(1);
  });
});

describe("a mistake in .spillwayrc.json", () => {
  it.each([
    ["{", "1:2 is no valid JSON: close brace expected"],
    ["", "1:1 is no valid JSON: value expected"],
    ["[]", "1:1 the file is []; it should be an object with the settings"],
    ['{\n  "rule": {}\n}', '2:3 unknown setting "rule"; there are rules, minimumCertainty, '],
    [
      '{\n  "rules": { "n-plus-two": "off" }\n}',
      '2:14 unknown rule "rules.n-plus-two"; there are n-plus-one, ',
    ],
    ['{ "rules": { "n-plus-one": "loud" } }', '1:28 rules.n-plus-one is "loud"; it should be one of off, '],
    ['{ "exclude": ["a", 3] }', '1:14 exclude is ["a",3]; it should be a list of globs'],
    [
      '{ "overrides": [\n {} ] }',
      "2:2 overrides[0] has no files that it is for; give them as a list of globs",
    ],
    [
      '{ "rules": { "n-plus-one": "off" },\n "overrides": [{ "files": ["a"], "rules": { "n-plus-one": "off", "n-plus-one": "error" } }] }',
      '2:66 "n-plus-one" stands here a second time; only this one would hold, so leave one of them',
    ],
  ])("%j is told with its place, its value and what it may be", async (text, said) => {
    write({ ".spillwayrc.json": text, "a.ts": pool });
    const { code, out, err } = await lint();
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`${project}/.spillwayrc.json:${said}`);
  });

  it("is every one, each in a line; comments and trailing commas are none", async () => {
    write({ ".spillwayrc.json": '{ "include": 1, "exclude": 2, }', "a.ts": pool });
    expect((await lint()).err.trim().split("\n")).toHaveLength(2);
    write({ ".spillwayrc.json": '{ // loud\n "rules": { "pool-acquire-timeout": "error", }, }' });
    expect((await lint()).out).toContain("(1 error)");
  });

  it("is a folder of that name, too", async () => {
    write({ ".spillwayrc.json/a": "" });
    expect(await lint()).toMatchObject({
      code: 2,
      err: `${project}/.spillwayrc.json cannot be read: it is a folder\n`,
    });
  });
});

describe("settings in a folder further in", () => {
  it("hold there in place of the project's, from wherever the command runs", async () => {
    write({
      "package.json": "{}",
      ".spillwayrc.json": '{ "rules": { "pool-acquire-timeout": "error" } }',
      "api/package.json": "{}",
      "api/.spillwayrc.json": '{ "rules": { "pool-acquire-timeout": "hint" }, "exclude": ["/old"] }',
      "a.ts": pool,
      "api/src/a.ts": pool,
      "api/old/a.ts": pool,
      "old/a.ts": pool,
    });
    const severities = ({ out }: Ended) => out.match(/^\S+\.ts:\S+ \w+/gm);
    expect(severities(await lint())).toEqual([
      "a.ts:2:18 error",
      "api/src/a.ts:2:18 hint",
      "old/a.ts:2:18 error",
    ]);
    expect(severities(await lint("api"))).toEqual(["api/src/a.ts:2:18 hint"]);
    expect(severities(await lintIn("api"))).toEqual(["src/a.ts:2:18 hint"]);
  });

  it("are refused with their place where something in them is wrong", async () => {
    write({ "package.json": "{}", "api/.spillwayrc.json": '{ "rules": { "n+1": "off" } }', "a.ts": pool });
    const { code, err } = await lint();
    expect(code).toBe(2);
    expect(err).toMatch(/api\/\.spillwayrc\.json:1:14 unknown rule "rules\.n\+1"; there are n-plus-one, /);
  });
});

describe("a baseline", () => {
  it("is made, lets pass what it lists, and says what it lists for nothing", async () => {
    write({ "package.json": "{}", "a.ts": pool, "b.ts": pool });
    expect(await lint("--write-baseline", "known.json")).toEqual({
      code: 0,
      out: "",
      err: "known.json lists 2 findings; --baseline known.json lets them pass\n",
    });
    expect(await lint("--baseline", "known.json")).toEqual({
      code: 0,
      out: "0 findings in 2 files; 2 more in the baseline\n",
      err: "",
    });
    write({ "a.ts": limited });
    expect(await lint("--baseline", "known.json")).toEqual({
      code: 0,
      out: "0 findings in 2 files; 1 more in the baseline\n",
      err: "known.json lists 1 finding that is there no more; --write-baseline known.json leaves them out\n",
    });
    // Where less was looked at, nobody knows.
    expect((await lint("a.ts", "--baseline", "known.json")).err).toBe("");
  });

  it("of the project's settings passes without being told, wherever the command runs", async () => {
    write({
      "package.json": "{}",
      ".spillwayrc.json": '{ "baseline": "ci/known.json" }',
      "ci/other.json": "{}",
      "src/a.ts": pool,
      "src/b.ts": pool,
    });
    expect((await lint()).err).toBe("there is no ci/known.json; --write-baseline makes it\n");
    expect((await lint("--write-baseline", "ci/known.json")).err).toBe(
      "ci/known.json lists 2 findings; they pass from now on\n",
    );
    expect((await lint()).out).toBe("0 findings in 2 files; 2 more in the baseline\n");
    expect((await lintIn("src", "a.ts")).out).toBe("0 findings in 1 file; 1 more in the baseline\n");
    write({ "src/b.ts": limited });
    expect((await lint()).err).toBe(
      "ci/known.json lists 1 finding that is there no more; --write-baseline ci/known.json leaves them out\n",
    );
    expect((await lint("--baseline", "ci/other.json")).err).toBe(
      "ci/other.json is no baseline; --write-baseline makes one\n",
    );
  });

  it("of a folder further in is about that folder, and the project's about the rest", async () => {
    write({
      "package.json": "{}",
      ".spillwayrc.json": '{ "baseline": "known.json" }',
      "api/.spillwayrc.json": '{ "baseline": "known.json" }',
      "a.ts": pool,
      "api/a.ts": pool,
    });
    await lint("--write-baseline", "api/known.json");
    expect((await lint("--write-baseline", "known.json")).err).toBe(
      "known.json lists 1 finding; they pass from now on\n",
    );
    expect(await lint()).toEqual({
      code: 0,
      out: "0 findings in 2 files; 2 more in the baseline\n",
      err: "",
    });
    write({ "api/a.ts": limited });
    expect((await lint()).err).toBe(
      "api/known.json lists 1 finding that is there no more; --write-baseline api/known.json leaves them out\n",
    );
  });

  it.each([
    [["--baseline", "none.json"], "there is no none.json; --write-baseline makes it"],
    [["--baseline", "package.json"], "package.json is no baseline; --write-baseline makes one"],
    [["--baseline", "."], ". cannot be read: it is a folder"],
    [
      ["--write-baseline", "nowhere/known.json"],
      "nowhere/known.json cannot be written: there is no such folder",
    ],
  ])("%j is refused: %s", async (args, said) => {
    write({ "package.json": "{}", "a.ts": pool });
    expect(await lint(...args)).toEqual({ code: 2, out: "", err: `${said}\n` });
  });
});

describe("--changed-since", () => {
  it("does not go with the writing of a baseline, which is of all that is found", async () => {
    write({ "package.json": "{}", "a.ts": pool });
    expect(await lint("--changed-since", "HEAD", "--write-baseline", "known.json")).toEqual({
      code: 2,
      out: "",
      err: "--write-baseline lists all that is found; leave out --changed-since\n",
    });
  });

  it("refuses what git does not know, where there is no repository, and no git", async () => {
    write({ "package.json": "{}", "a.ts": pool });
    expect((await lint("--changed-since", "HEAD")).err).toMatch(
      /^git does not know what changed since "HEAD" in \S+: not a git repository/,
    );
    execFileSync("git", ["init", "-q"], { cwd: project });
    expect(await lint("--changed-since", "nowhere")).toEqual({
      code: 2,
      out: "",
      err: `git does not know what changed since "nowhere" in ${project}: bad revision 'nowhere'\n`,
    });
    const withoutGit = { ...process.env, PATH: join(project, "nowhere") };
    expect(await spillway.runIn(project, ["lint", "--changed-since", "HEAD"], withoutGit)).toMatchObject({
      code: 2,
      err: "--changed-since asks git, which is not installed here, or not in the PATH\n",
    });
  });
});

it("takes each --rule with one name, and what follows as a path", async () => {
  write({ "package.json": "{}", "src/quiet.ts": "export const quiet = 1;" });
  const asked = ["--rule", "http-timeout", "--rule", "n-plus-one", "src"];
  expect(await lint(...asked)).toMatchObject({ code: 0, err: "" });
});

describe("an option that is wrong", () => {
  it.each([
    [["--max-warnings", "few"], '--max-warnings is "few"; it should be a whole number, 0 or more'],
    [["--max-warnings", ""], '--max-warnings is ""; it should be a whole number, 0 or more'],
    [["--rule", "n-plus-two"], "Allowed choices are n-plus-one, write-in-loop"],
    [["--format", "xml"], "Allowed choices are text, json, sarif, github"],
    [["nowhere"], "there is no "],
  ])("%j is refused: %s", async (args, said) => {
    write({ "package.json": "{}" });
    const { code, err } = await lint(...args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});

describe("the terminal", () => {
  it("is not told how far it is where nobody watches, and a reader may stop early", () => {
    write({ "package.json": "{}" });
    for (let n = 0; n < 400; n++) write({ [`a${n}.ts`]: pool });
    const cli = join(spillway.dist, "cli.js");
    const { stdout, stderr } = spawnSync(
      "bash",
      [
        "-c",
        `"${process.execPath}" "${cli}" lint --no-cache --format json | head -c 1; echo "\${PIPESTATUS[0]}"`,
      ],
      { cwd: project, encoding: "utf8" },
    );
    expect([stdout, stderr]).toEqual(["{1\n", ""]);
  });

  it("shows how far it is in one line, which is gone before the findings come", () => {
    const written: string[] = [];
    const progress = progressTo({ isTTY: true, write: (text) => written.push(text) });
    progress.show(50);
    progress.end();
    expect(written).toEqual(["\r50 files read\u001b[K", "\r\u001b[K"]);
    progressTo({ isTTY: false, write: (text) => written.push(text) }).show(100);
    expect(written).toHaveLength(2);
  });

  it("tells once that the cache cannot be written", async () => {
    write({ "package.json": "{}", "a.ts": pool });
    const { code, err } = await spillway.runIn(project, ["lint", "--cache-location", "package.json"]);
    expect(code).toBe(1);
    expect(err.match(/cannot be written/g)).toHaveLength(1);
  });
});

describe("--fix", () => {
  const loop = `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export async function names(ids: string[]) {
  const out: unknown[] = [];
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } });
    const item = await prisma.item.findUnique({ where: { id } });
    out.push(user, item);
  }
  return out;
}
`;

  it("makes the preferred fixes, says so, and tells what is left", async () => {
    write({
      "package.json": "{}",
      "a.ts": loop,
      "lib/b.ts": loop.replace("findUnique({ where: { id } })", "findFirst()"),
    });
    const { code, out, err } = await lint("--fix", "--rule", "n-plus-one");
    expect(err).toBe("a.ts: 2 fixes made\nlib/b.ts: 1 fix made\n");
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/^lib\/b\.ts:9:.*asks the same[\s\S]*\n1 finding /),
    ]);
    const made = readFileSync(join(project, "a.ts"), "utf8");
    expect(made).toContain("await prisma.user.findMany({ where: { id: { in: ids } } })");
    expect(made).toContain("await prisma.item.findMany({ where: { id: { in: ids } } })");
    expect(await lint("--fix", "--rule", "n-plus-one", "a.ts")).toMatchObject({ code: 0, err: "" });
  });

  it("leaves alone what was not asked for, what is let pass, conflicts and what is not in UTF-8", async () => {
    const off = "  // spillway-disable-next-line n-plus-one -- few\n";
    const files = {
      "old/a.ts": loop,
      "b.ts": loop
        .replace("    const user", `${off}    const user`)
        .replace("    const item", `${off}    const item`),
      "c.ts": `${loop}/*\n<<<<<<< HEAD\n*/\n`,
      "d.ts": Buffer.from(`\ufeff${loop}`, "utf16le"),
      "e.ts": `\ufeff${loop}`,
    };
    write({ "package.json": "{}", ...files });
    const { err } = await lint("--fix", "--rule", "n-plus-one", "b.ts", "c.ts", "d.ts", "e.ts");
    expect(err.split("\n").toSorted()).toEqual([
      "",
      "c.ts is left as it is: it has a conflict that git left",
      "d.ts is left as it is: it is not in UTF-8",
      "e.ts: 2 fixes made",
    ]);
    for (const [path, text] of Object.entries(files).slice(0, 4))
      expect(readFileSync(join(project, path))).toEqual(Buffer.from(text));
    expect(readFileSync(join(project, "e.ts"), "utf8").codePointAt(0)).toBe(0xfeff);
  });

  it("tells fixes to programs", async () => {
    write({ "package.json": "{}", "a.ts": loop });
    const { out } = await lint("--format", "json", "--rule", "n-plus-one");
    const { findings } = JSON.parse(out) as {
      findings: { fixes: { title: string; isPreferred: boolean; edits: object[] }[] }[];
    };
    expect(findings[0]?.fixes).toMatchObject([{ title: "Ask once before the loop", isPreferred: true }]);
    expect(findings[0]?.fixes[0]?.edits[0]).toMatchObject({
      file: "a.ts",
      range: { start: { line: 4, character: 2 } },
    });
  });
});
