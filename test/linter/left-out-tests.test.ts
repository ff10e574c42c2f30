import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settingsAt } from "../../cli/lint/project.ts";
import { lint } from "../../cli/lint/run.ts";
import { fileAccess } from "../../host/linter/files.ts";
import { createLinker } from "../../linter/index.ts";
import { usualSettings } from "../../linter/workspace/settings.ts";
import { walk } from "../../linter/workspace/walk.ts";
import { editor } from "./editor.ts";
import { parseHere } from "./linter.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "spillway-tests-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const pool = 'import { Pool } from "pg";\nexport const pool = new Pool({ max: 20 });\n';
const quiet = { rules: { "query-timeout": "off" } };

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Lints what was written, and notes what was parsed for it. */
async function run(exclude: string[] = []) {
  const parsed: string[] = [];
  const settings = { ...usualSettings, exclude: [...usualSettings.exclude, ...exclude] };
  const done = await lint({
    root,
    settings: { folder: root, settings: { ...settings, rules: { "query-timeout": "off" } } },
    settingsIn: settingsAt,
    only: () => true,
    reader: {
      access: fileAccess((path) => path),
      parse(files) {
        parsed.push(...files.map(({ path }) => path.slice(root.length + 1)));
        return parseHere(files);
      },
    },
    linker: createLinker(),
  });
  return { ...done, parsed: parsed.sort(), found: done.found.map(({ path }) => path).sort() };
}

test("a test is known by its name, or by its folder at the top of a package or a repository", async () => {
  const files = [
    "src/users.ts",
    "src/users.test.ts",
    "src/users.e2e-spec.ts",
    "src/__tests__/users.ts",
    // A part of the program: what a laboratory tests.
    "src/modules/test/service.ts",
    "src/latest.ts",
    "src/load-test.ts",
    "test/helpers/db.ts",
    "packages/api/package.json",
    "packages/api/integration-tests/users.ts",
    "packages/api/src/tests/users.ts",
    "packages/tests/users.ts",
  ];
  write({ ".git/HEAD": "", ...Object.fromEntries(files.map((path) => [path, "export {};\n"])) });
  const kinds: Record<string, string[]> = {};
  for await (const { kind, path } of walk(
    root,
    fileAccess((path) => path),
  )) {
    kinds[kind] ??= [];
    kinds[kind].push(path.slice(root.length + 1));
  }
  expect(kinds.test?.sort()).toEqual([
    "packages/api/integration-tests/users.ts",
    "src/__tests__/users.ts",
    "src/users.e2e-spec.ts",
    "src/users.test.ts",
    "test/helpers/db.ts",
  ]);
  expect(kinds.source?.sort()).toEqual([
    "packages/api/src/tests/users.ts",
    "packages/tests/users.ts",
    "src/latest.ts",
    "src/load-test.ts",
    "src/modules/test/service.ts",
    "src/users.ts",
  ]);
});

test("tests are not read, but where the settings want findings in them", async () => {
  const files = { "src/a.ts": pool, "src/a.test.ts": pool, "test/b.ts": pool, "test/c.ts": pool };
  write({ "package.json": "{}", ...files });
  const usual = await run();
  expect(usual.parsed).toEqual(["src/a.ts"]);
  expect(usual.stats).toMatchObject({ files: 1, lines: 3, tests: 3 });
  expect([...usual.met].sort()).toEqual(
    Object.keys(files)
      .map((path) => `${root}/${path}`)
      .sort(),
  );
  const some = await run(["!test/b.ts"]);
  expect(some.parsed).toEqual(["src/a.ts", "test/b.ts"]);
  expect(some.found).toEqual(["src/a.ts", "test/b.ts"]);
  expect(some.stats.tests).toBe(2);
});

test("settings further in than a test want it, too", async () => {
  write({
    "package.json": "{}",
    "test/a.ts": pool,
    "test/load/.spillwayrc.json": '{ "exclude": ["!**/*"], "rules": { "query-timeout": "off" } }',
    "test/load/b.ts": pool,
  });
  const { parsed, found } = await run();
  expect(parsed).toEqual(["test/load/b.ts"]);
  expect(found).toEqual(["test/load/b.ts"]);
});

test("the editor's tests are left out, and read as soon as the settings want them", async () => {
  const files: Record<string, string> = {
    "file:///app/package.json": "{}",
    "file:///app/src/a.ts": pool,
    "file:///app/src/a.test.ts": pool,
    "file:///app/test/b.ts": pool,
  };
  const { client, codes, log, type, ask, shown, workspace } = await editor(files, {
    ...quiet,
    lint: { workspace: true },
  });
  await vi.waitFor(() => expect(codes("file:///app/src/a.ts")).toEqual(["pool-acquire-timeout"]), 30_000);
  expect(workspace.at(-1)).toBe("done 1");
  // One that is opened, and one that is made among others, are left out like those that were read.
  await type("file:///app/test/b.ts", pool);
  files["file:///app/test/new.ts"] = pool;
  await client.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: "file:///app/test/new.ts", type: 1 }],
  });
  await ask();
  await vi.waitFor(() => expect(shown.get("file:///app/test/b.ts")).toEqual([]), 30_000);
  const constructions = (uri: string) => client.sendRequest("spillway/constructions", { uri });
  expect(await constructions("file:///app/test/b.ts")).toEqual([]);
  expect(await constructions("file:///app/test/new.ts")).toEqual([]);
  const reads = () => log.filter((line) => line.startsWith("Read ")).length;
  expect(reads()).toBe(1);

  files["file:///app/.spillwayrc.json"] = '{ "exclude": ["!test"] }';
  await client.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: "file:///app/.spillwayrc.json", type: 1 }],
  });
  await vi.waitFor(() => expect(reads()).toBe(2), 30_000);
  await vi.waitFor(() => expect(workspace.at(-1)).toBe("done 2"), 30_000);
  await vi.waitFor(() => {
    expect(codes("file:///app/test/b.ts")).toEqual(["pool-acquire-timeout"]);
  }, 30_000);
  expect(codes("file:///app/src/a.test.ts")).toBeUndefined();
});
