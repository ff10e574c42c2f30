import { expect, test, vi } from "vitest";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import type { CodeAction } from "vscode-languageserver/node";
import { CacheFailure } from "../../host/linter/fact-cache.ts";
import type { Construction } from "../../linter/construction.ts";
import type { FactCache } from "../../linter/workspace/reading.ts";
import { expectNoEnglish, pseudo } from "../pseudo.ts";
import { applied } from "./applied.ts";
import { editor, letGo } from "./editor.ts";

const helper = `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();
export const find = (id: string) => prisma.user.findFirst({ where: { name: id } });
`;
const loop = `import { find } from "./users";
export async function all(ids: string[]) {
  for (const id of ids) await find(id);
}
`;
const pool = 'import { Pool } from "pg";\nexport const pool = new Pool({ max: 20 });\n';
const quiet = { rules: { "query-timeout": "off" } };

test("a query in another file of the folder is found, with where the loop and the query are", async () => {
  const { type, shown, codes } = await editor({ "file:///app/src/users.ts": helper }, quiet);
  await type("file:///app/src/main.ts", loop);
  await vi.waitFor(() => expect(codes("file:///app/src/main.ts")).toEqual(["n-plus-one"]), 30_000);
  const [found] = shown.get("file:///app/src/main.ts")!;
  expect(found!.range).toEqual({ start: { line: 2, character: 30 }, end: { line: 2, character: 34 } });
  expect(found!.codeDescription!.href).toMatch(/docs\/rules\/n-plus-one\.md$/);
  expect(found!.source).toBe("spillway");
  expect(
    found!.relatedInformation!.map(({ location, message }) => [
      location.uri,
      location.range.start.line,
      message,
    ]),
  ).toEqual([
    ["file:///app/src/main.ts", 2, "The loop"],
    ["file:///app/src/users.ts", 2, expect.stringMatching(/^The query: /)],
    [
      "file:///app/src/main.ts",
      2,
      expect.stringMatching(/^There is no fix: the query is in another function/),
    ],
  ]);
});

test("where the cache turns out to be damaged, the files are read without it", async () => {
  const broken = () => {
    throw new CacheFailure("gone");
  };
  const cache: FactCache = {
    unchanged: () => ({ hash: "1", lines: 1, facts: broken }),
    ofText: () => undefined,
    put: broken,
  };
  const files = { "file:///app/src/users.ts": helper };
  const { type, codes } = await editor(files, quiet, { storage: "/kept", cache });
  await type("file:///app/src/main.ts", loop);
  await vi.waitFor(() => expect(codes("file:///app/src/main.ts")).toEqual(["n-plus-one"]), 5000);
});

test("an edit of the helper changes what is shown at the loop, and closing brings the file back", async () => {
  const uri = "file:///app/src/users.ts";
  const { type, replace, codes, close } = await editor({ [uri]: helper }, quiet);
  await type("file:///app/src/main.ts", loop);
  await vi.waitFor(() => expect(codes("file:///app/src/main.ts")).toEqual(["n-plus-one"]), 30_000);
  await type(uri, helper);
  await replace(uri, 2, "export const find = (id: string) => id;\n");
  await vi.waitFor(() => expect(codes("file:///app/src/main.ts")).toEqual([]), 30_000);
  await close(uri);
  await vi.waitFor(() => expect(codes("file:///app/src/main.ts")).toEqual(["n-plus-one"]), 30_000);
});

const mainUri = "file:///app/src/main.ts";
const helperUri = "file:///app/src/users.ts";

/** The rules of what is found in the loop over the helper, asked for and not waited for. */
async function foundInLoop({ client }: Awaited<ReturnType<typeof editor>>): Promise<string[]> {
  const found = await client.sendRequest<{ rule: string }[]>("spillway/findings", { uri: mainUri });
  return found.map(({ rule }) => rule);
}

/** Something to wait for, and what ends that. */
function held(): [Promise<void>, () => void] {
  let end = () => {};
  const wait = new Promise<void>((resolve) => {
    end = resolve;
  });
  return [wait, () => end()];
}

test("what is opened and closed while the folder is read is known as it is on disk then", async () => {
  const [walked, goOn] = held();
  const files = { [mainUri]: loop, [helperUri]: helper };
  const opened = await editor(files, quiet, { read: () => walked });
  await vi.waitFor(() => expect(opened.workspace).toEqual(["under way 0"]), 30_000);
  await opened.type(helperUri, "");
  await opened.ask();
  await opened.close(helperUri);
  await opened.ask();
  goOn();
  await vi.waitFor(() => expect(opened.workspace).toContain("done 2"), 30_000);
  expect(await foundInLoop(opened)).toEqual(["n-plus-one"]);
});

test("a file that is made while it is open is still known when it is closed, and one that is deleted meanwhile is not", async () => {
  const files: Record<string, string> = { [mainUri]: loop };
  const opened = await editor(files, quiet);
  const { type, close, client, workspace } = opened;
  await vi.waitFor(() => expect(workspace).toContain("done 1"), 30_000);
  const changed = (type: 1 | 2 | 3) =>
    client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: helperUri, type }] });
  await type(helperUri, helper);
  files[helperUri] = helper;
  await changed(1);
  await close(helperUri);
  expect(await foundInLoop(opened)).toEqual(["n-plus-one"]);
  await type(helperUri, helper);
  delete files[helperUri];
  await changed(3);
  expect(await foundInLoop(opened)).toEqual(["n-plus-one"]);
  await close(helperUri);
  expect(await foundInLoop(opened)).toEqual([]);
});

test("what was on disk before does not go over what was read, deleted or opened meanwhile", async () => {
  const files: Record<string, string> = { [mainUri]: loop, [helperUri]: helper };
  const slow: (() => void)[] = [];
  const opened = await editor(files, quiet, {
    reread: (path) =>
      path === helperUri ? new Promise<void>((resolve) => slow.push(resolve)) : Promise.resolve(),
  });
  const { type, close, ask, client, workspace } = opened;
  await vi.waitFor(() => expect(workspace).toContain("done 2"), 30_000);
  const changed = async (type: 2 | 3) => {
    await client.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: helperUri, type }],
    });
    await ask();
  };
  const letRead = async (next: (() => void) | undefined) => {
    next?.();
    await ask();
  };
  // Two readings of one file, of which the one that began first ends last.
  await changed(2);
  files[helperUri] = "export const find = (id: string) => id;\n";
  await changed(2);
  expect(slow).toHaveLength(2);
  await letRead(slow.pop());
  await letRead(slow.pop());
  expect(await foundInLoop(opened)).toEqual([]);
  // It is opened while it is read.
  await changed(2);
  await type(helperUri, helper);
  await client.sendRequest("spillway/findings", { uri: helperUri });
  await letRead(slow.pop());
  expect(await foundInLoop(opened)).toEqual(["n-plus-one"]);
  // It is deleted while it is read.
  files[helperUri] = helper;
  await close(helperUri);
  await ask();
  expect(slow).toHaveLength(1);
  await changed(3);
  await letRead(slow.pop());
  expect(await foundInLoop(opened)).toEqual([]);
});

test("of a folder that is removed while it is read nothing is taken", async () => {
  const [walked, goOn] = held();
  const reading: string[] = [];
  const gone = "file:///other/src/pool.ts";
  const files = { [mainUri]: loop, [helperUri]: helper, [gone]: pool };
  const { client, codes, workspace, ask } = await editor(files, quiet, {
    ofFolder: { "file:///app": quiet, "file:///other": { ...quiet, lint: { workspace: true } } },
    read: (path) => {
      reading.push(path);
      return walked;
    },
  });
  await vi.waitFor(() => expect(reading.length).toBeGreaterThan(0), 30_000);
  await client.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [], removed: [{ uri: "file:///other", name: "other" }] },
  });
  await ask();
  goOn();
  await vi.waitFor(() => expect(workspace).toContain("done 2"), 30_000);
  await ask();
  expect(await client.sendRequest("spillway/constructions", { uri: gone })).toEqual([]);
  expect(codes(gone)).toBeUndefined();
});

test("of settings that are read twice at once the later ones hold, whichever comes first", async () => {
  const settings = { ...quiet, rules: { ...quiet.rules } as Record<string, string> };
  const slow: (() => void)[] = [];
  let isSlow = false;
  const { client, codes, shown, type, ask, workspace } = await editor({ [mainUri]: loop }, settings, {
    configured: () => (isSlow ? new Promise<void>((resolve) => slow.push(resolve)) : Promise.resolve()),
  });
  const uri = "file:///app/src/pool.ts";
  await vi.waitFor(() => expect(workspace).toContain("done 1"), 30_000);
  await type(uri, pool);
  await vi.waitFor(() => expect(codes(uri)).toEqual(["pool-acquire-timeout"]), 30_000);
  isSlow = true;
  const changed = () => client.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await changed();
  await ask();
  const first = slow.splice(0);
  expect(first.length).toBeGreaterThan(0);
  await changed();
  await ask();
  settings.rules["pool-acquire-timeout"] = "off";
  /** A reading asks several times, one after the other. */
  const letRead = async (begun: (() => void)[]) => {
    for (let round = 0; round < 10; round++) {
      for (const next of begun.splice(0)) next();
      await ask();
      begun.push(...slow.splice(0));
    }
  };
  await letRead(slow.splice(0));
  await vi.waitFor(() => expect(shown.get(uri)).toEqual([]), 30_000);
  // What the earlier reading was told is what held then.
  settings.rules["pool-acquire-timeout"] = "error";
  await letRead(first);
  expect(await client.sendRequest("spillway/findings", { uri })).toEqual([]);
});

test("a fix of two files is one edit, of both as they are by then, and never of all problems at once", async () => {
  const [uri, there] = ["file:///app/src/main.ts", "file:///app/src/users.ts"];
  const before = helper.replace("findFirst({ where: { name: id", "findUnique({ where: { id");
  const { type, replace, codes, client } = await editor({ [there]: before }, quiet);
  await type(there, before);
  await type(uri, loop);
  await vi.waitFor(() => expect(codes(uri)).toEqual(["n-plus-one"]), 30_000);
  // Nobody waits until the linter has looked at this.
  const now = `// The users.\n${before}`;
  await replace(there, 2, now);
  const ask = (only: string[]) =>
    client.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: { line: 2, character: 30 }, end: { line: 2, character: 30 } },
      context: { diagnostics: [], only },
    });
  const [fix] = await ask(["quickfix"]);
  expect([fix?.title, fix?.isPreferred]).toEqual([
    "Ask once before the loop, with findAmong beside find",
    false,
  ]);
  const edit = (file: string, text: string) =>
    applied(
      text,
      (fix?.edit?.changes?.[file] ?? []).map((one) => ({ file, ...one })),
    );
  expect(Object.keys(fix?.edit?.changes ?? {}).sort()).toEqual([uri, there]);
  expect(edit(there, now)).toContain(`findUnique({ where: { id } });

export const findAmong = async (ids: string[]) => {
  const rowByKey = new Map(
    (await prisma.user.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row] as const),
  );
`);
  expect(edit(uri, loop)).toContain(`import { find, findAmong } from "./users";
export async function all(ids: string[]) {
  const userById = await findAmong(ids);
  for (const id of ids) userById(id);
`);
  expect(await ask(["source.fixAll"])).toEqual([]);
});

test("a pool without a limit has a preferred fix, suppressions, and a fix for the whole file", async () => {
  const uri = "untitled:Untitled-1";
  const { type, codes, client } = await editor({}, quiet);
  await type(uri, pool);
  await vi.waitFor(() => expect(codes(uri)).toEqual(["pool-acquire-timeout"]), 30_000);
  const at = { start: { line: 1, character: 22 }, end: { line: 1, character: 22 } };
  const ask = (only?: string[]) =>
    client.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: at,
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
  const actions = await ask();
  expect(actions.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
    ["Set connectionTimeoutMillis to 5000", true],
    ["Disable pool-acquire-timeout for this line", undefined],
    ["Disable pool-acquire-timeout for this file", undefined],
  ]);
  expect(actions[0]!.edit!.changes![uri]).toEqual([
    {
      range: { start: { line: 1, character: 38 }, end: { line: 1, character: 38 } },
      newText: ", connectionTimeoutMillis: 5000",
    },
  ]);
  expect(actions[0]!.diagnostics).toHaveLength(1);
  const [all] = await ask(["source.fixAll"]);
  expect(all!.kind).toBe("source.fixAll.spillway");
});

test("an editor that can is told to select the reason in a comment that switches off, where it stands", async () => {
  const uri = "untitled:Untitled-1";
  const { type, codes, client } = await editor({}, quiet, { selects: true });
  await type(uri, `function make() {\n  ${pool.split("\n").join("\n  ")}\n}\n`);
  await vi.waitFor(() => expect(codes(uri)).toEqual(["pool-acquire-timeout"]), 30_000);
  const at = { line: 2, character: 25 };
  const actions = await client.sendRequest<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const off = actions.filter(({ title }) => title.startsWith("Disable"));
  const selected = off.map(({ command, edit }) => {
    const [of, { start, end }] = command!.arguments!;
    const [put] = edit!.changes![uri]!;
    expect([command!.command, of, put!.range.start]).toEqual([
      "_spillway.select",
      uri,
      { line: start.line, character: 0 },
    ]);
    return put!.newText.slice(start.character, end.character);
  });
  expect(selected).toEqual(["reason", "reason"]);
});

test("constructions are told by the URI that was asked for, special characters and all", async () => {
  const uri = "file:///app/src/%28db%29/%5Bid%5D/pool.ts";
  const { type, client } = await editor({}, quiet);
  await type(uri, pool);
  const found = await client.sendRequest<Construction[]>("spillway/constructions", { uri });
  expect(found).toMatchObject([{ library: "pg", name: "pool", file: uri, argumentFile: uri }]);
});

test("the pools of a workspace are told when all of it is read, without clients and without those of tests", async () => {
  const files = {
    "file:///app/src/pool.ts": pool,
    "file:///app/src/again.ts": `export { pool } from "./pool";`,
    "file:///app/src/http.ts": 'import axios from "axios";\nexport const http = axios.create();\n',
    "file:///app/test/pool.test.ts": pool,
  };
  const { type, client } = await editor(files, quiet);
  await type("file:///app/src/other.ts", pool.replace("pool =", "reports ="));
  const found = await client.sendRequest<Construction[]>("spillway/workspacePools");
  expect(found.map(({ file, name, library }) => [file, name, library])).toEqual([
    ["file:///app/src/pool.ts", "pool", "pg"],
    ["file:///app/src/other.ts", "reports", "pg"],
  ]);
});

test("severity, exclusion and switching off follow the settings", async () => {
  const uri = "file:///app/src/pool.ts";
  const files = { "file:///app/package.json": "{}" };
  const strict = await editor(files, { rules: { "pool-acquire-timeout": "error", "query-timeout": "off" } });
  await strict.type(uri, pool);
  await vi.waitFor(() => expect(strict.shown.get(uri)?.map(({ severity }) => severity)).toEqual([1]), 30_000);
  const off = await editor(files, { lint: { enabled: false } });
  await off.type(uri, pool);
  await vi.waitFor(() => expect(off.codes(uri)).toEqual([]), 30_000);
  const excluded = await editor(files, { lint: { exclude: ["src/**"] } });
  await excluded.type(uri, pool);
  await vi.waitFor(() => expect(excluded.codes(uri)).toEqual([]), 30_000);
});

test("the project's own file sets severities, and the editor's settings win over it", async () => {
  const uri = "file:///app/src/pool.ts";
  const files = {
    "file:///app/.spillwayrc.json":
      '{ "rules": { "pool-acquire-timeout": "error", "query-timeout": "off" } }',
  };
  const plain = await editor(files);
  await plain.type(uri, pool);
  await vi.waitFor(() => expect(plain.shown.get(uri)?.map(({ severity }) => severity)).toEqual([1]), 30_000);
  const other = await editor(files, { rules: { "pool-acquire-timeout": "information" } });
  await other.type(uri, pool);
  await vi.waitFor(() => expect(other.shown.get(uri)?.map(({ severity }) => severity)).toEqual([3]), 30_000);
});

test("what the project's baseline lists is not shown, until it lists it no more", async () => {
  const uri = "file:///app/src/pool.ts";
  const known = "file:///app/known.json";
  const listing = (count: number) =>
    JSON.stringify({
      version: 1,
      findings: { "src/pool.ts": { "pool-acquire-timeout pg connectionTimeoutMillis": count } },
    });
  const files: Record<string, string> = {
    "file:///app/.spillwayrc.json": '{ "baseline": "known.json" }',
    [known]: listing(1),
  };
  const { type, replace, codes, client, log } = await editor(files, quiet);
  const changed = () =>
    client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: known, type: 2 }] });
  await type(uri, pool);
  await vi.waitFor(() => expect(codes(uri)).toEqual([]), 30_000);
  await replace(uri, 2, `${pool}${pool.replace("const pool", "const other").replace(/^import.*/, "")}`);
  await vi.waitFor(() => expect(codes(uri)).toEqual(["pool-acquire-timeout"]), 30_000);
  files[known] = listing(2);
  await changed();
  await vi.waitFor(() => expect(codes(uri)).toEqual([]), 30_000);
  files[known] = "{}";
  await changed();
  await vi.waitFor(() => expect(codes(uri)).toHaveLength(2), 30_000);
  expect(log.filter((line) => line.startsWith("Settings: "))).toEqual([
    `Settings: ${known} is no baseline; spillway lint --write-baseline ${known} makes one`,
  ]);
});

test("each folder of a workspace has its own settings, of the editor and in its file, and a folder in another wins", async () => {
  const files = {
    "file:///shop/.spillwayrc.json": '{ "rules": { "pool-acquire-timeout": "error" } }',
    "file:///shop/package.json": "{}",
    "file:///old%20shop/package.json": "{}",
    "file:///shop/admin/package.json": "{}",
  };
  const { type, shown, client, codes } = await editor(files, quiet, {
    ofFolder: {
      "file:///shop": quiet,
      "file:///old%20shop": { rules: { ...quiet.rules, "pool-acquire-timeout": "hint" } },
      "file:///shop/admin": { lint: { enabled: false } },
    },
  });
  const severities = (uri: string) => shown.get(uri)?.map(({ severity }) => severity);
  for (const folder of ["shop", "old%20shop", "shop/admin"]) await type(`file:///${folder}/pool.ts`, pool);
  await vi.waitFor(() => expect(severities("file:///shop/pool.ts")).toEqual([1]), 30_000);
  await vi.waitFor(() => expect(severities("file:///old%20shop/pool.ts")).toEqual([4]), 30_000);
  await vi.waitFor(() => expect(severities("file:///shop/admin/pool.ts")).toEqual([]), 30_000);
  await client.sendNotification("workspace/didChangeWorkspaceFolders", {
    event: { added: [], removed: [{ uri: "file:///shop/admin", name: "admin" }] },
  });
  await vi.waitFor(() => expect(severities("file:///shop/admin/pool.ts")).toEqual([1]), 30_000);
  expect(codes("file:///shop/admin/pool.ts")).toEqual(["pool-acquire-timeout"]);
});

test("settings further in hold there, once they are read and whenever they change, and those above a folder hold in it", async () => {
  const files: Record<string, string> = {
    "file:///shop/.git/HEAD": "ref: refs/heads/main",
    "file:///shop/.spillwayrc.json":
      '{ "rules": { "pool-acquire-timeout": "error", "query-timeout": "off" }, "exclude": ["app/old"] }',
    "file:///shop/app/package.json": "{}",
    "file:///shop/app/api/.spillwayrc.json":
      '{ "rules": { "pool-acquire-timeout": "hint", "query-timeout": "off" } }',
  };
  const { type, shown, client, codes, log } = await editor(
    files,
    { lint: { exclude: ["api/old"] } },
    { ofFolder: { "file:///shop/app": { lint: { exclude: ["api/old"] } } } },
  );
  const severities = (uri: string) => shown.get(uri)?.map(({ severity }) => severity);
  for (const folder of ["", "old/", "api/", "api/old/"])
    await type(`file:///shop/app/${folder}pool.ts`, pool);
  await vi.waitFor(() => expect(severities("file:///shop/app/api/pool.ts")).toEqual([4]), 30_000);
  await vi.waitFor(() => expect(severities("file:///shop/app/pool.ts")).toEqual([1]), 30_000);
  // Globs begin where they are written: of a file in its folder, of the editor in the folder that is open.
  expect(codes("file:///shop/app/old/pool.ts")).toEqual([]);
  expect(codes("file:///shop/app/api/old/pool.ts")).toEqual([]);
  const deeper = "file:///shop/app/api/old/.spillwayrc.json";
  files[deeper] = "{";
  files["file:///shop/app/api/.spillwayrc.json"] = '{ "rules": { "pool-acquire-timeout": "information" } }';
  await client.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [
      { uri: deeper, type: 1 },
      { uri: "file:///shop/app/api/.spillwayrc.json", type: 2 },
    ],
  });
  await vi.waitFor(() => expect(severities("file:///shop/app/api/pool.ts")).toContain(3), 30_000);
  expect(log.some((line) => line.startsWith(`Settings: ${deeper}:1:2 is no valid JSON`))).toBe(true);
});

test("what the editor leaves open does not go over the project's file", async () => {
  const uri = "file:///app/src/pool.ts";
  const files = { "file:///app/.spillwayrc.json": '{ "include": ["lib"] }' };
  const { type, codes, shown } = await editor(files, { lint: { include: [], exclude: [] } });
  await type(uri, pool);
  await vi.waitFor(() => expect(shown.has(uri)).toBe(true), 30_000);
  expect(codes(uri)).toEqual([]);
});

test("nothing is shown before it is known by what settings", async () => {
  const uri = "file:///app/src/pool.ts";
  const [told, tellThem] = held();
  const off = { lint: { enabled: false } };
  const { type, ask, shown, versions, isPutOff } = await editor({ [uri]: pool }, off, {
    configured: () => told,
  });
  await type(uri, pool);
  await ask();
  await vi.waitFor(() => expect(isPutOff()).toBe(false), 30_000);
  await ask();
  expect(versions).toEqual([]);
  tellThem();
  await vi.waitFor(() => expect(shown.get(uri)).toEqual([]), 30_000);
  expect(versions).toEqual([`${uri} 1`]);
});

test("what is left out by itself or by the project's file is taken back in the editor's settings", async () => {
  const files = { "file:///app/.spillwayrc.json": '{ "exclude": ["old"] }' };
  const { type, codes, shown } = await editor(files, { ...quiet, lint: { exclude: ["!scripts", "!old"] } });
  for (const folder of ["scripts", "old", "test"]) await type(`file:///app/${folder}/pool.ts`, pool);
  await vi.waitFor(() => expect(shown.has("file:///app/test/pool.ts")).toBe(true), 30_000);
  const told = ["scripts", "old", "test"].map((folder) => codes(`file:///app/${folder}/pool.ts`));
  expect(told).toEqual([["pool-acquire-timeout"], ["pool-acquire-timeout"], []]);
});

test("findings of files that are not open are shown where that is asked for", async () => {
  const uri = "file:///app/src/pool.ts";
  const { codes } = await editor({ [uri]: pool }, { ...quiet, lint: { workspace: true } });
  await vi.waitFor(() => expect(codes(uri)).toEqual(["pool-acquire-timeout"]), 30_000);
});

/** An editor that has read a helper, with a server whose every step waits to be let go. */
async function slowEditor(slices: (() => void)[] = [], waits: number[] = []) {
  const opened = await editor({ "file:///app/src/users.ts": helper }, quiet, { slices, waits });
  await letGo(slices, () => opened.log.some((line) => line.startsWith("Read ")));
  return { ...opened, slices, uri: "file:///app/src/main.ts" };
}

test("between any two steps of its work a request is answered", async () => {
  const { type, shown, codes, ask, slices, uri } = await slowEditor();
  await type(uri, loop);
  expect(await letGo(slices, () => shown.has(uri), ask)).toBeGreaterThan(5);
  expect(codes(uri)).toEqual(["n-plus-one"]);
});

test("what is found in a text that is no longer there is not shown", async () => {
  const { type, replace, versions, codes, ask, slices, uri } = await slowEditor();
  await type(uri, loop);
  await letGo(slices, (count) => count === 4);
  await replace(uri, 2, loop.replace("await find(id)", "void id"));
  await ask();
  await letGo(slices, () => versions.length > 0);
  expect(codes(uri)).toEqual([]);
  expect(versions).toEqual([`${uri} 2`]);
});

test("an edit of a helper while its callers are looked at is taken in", async () => {
  const { type, replace, codes, ask, slices, uri } = await slowEditor();
  await type("file:///app/src/users.ts", helper);
  await type(uri, loop);
  await letGo(slices, (count) => count === 4);
  await replace("file:///app/src/users.ts", 2, "export const find = (id: string) => id;\n");
  await ask();
  await letGo(slices, () => codes(uri)?.length === 0);
});

test("a request that nobody waits for any more is given up, and the rest goes on", async () => {
  const { type, codes, client, slices, uri } = await slowEditor();
  await type(uri, loop);
  const source = new CancellationTokenSource();
  const asked = client.sendRequest<unknown>("spillway/workspaceFindings", source.token);
  const ended = asked.then(
    () => "answered",
    (error: { code: number }) => error.code,
  );
  await letGo(slices, (count) => count === 4);
  source.cancel();
  let said: unknown;
  void ended.then((code) => {
    said = code;
  });
  await letGo(slices, () => said !== undefined);
  expect(said).toBe(-32800);
  await letGo(slices, () => codes(uri) !== undefined);
  expect(codes(uri)).toEqual(["n-plus-one"]);
});

test("the first key after a pause waits for nothing, and what is typed while it is looked at is looked at next", async () => {
  const slices: (() => void)[] = [];
  const waits: number[] = [];
  const { type, replace, versions, ask, uri } = await slowEditor(slices, waits);
  await type(uri, loop);
  await letGo(slices, () => versions.length > 0);
  waits.length = 0;
  await replace(uri, 2, `${loop}void 0;\n`);
  await ask();
  expect(waits).toEqual([]);
  expect(slices).not.toEqual([]);
  await letGo(slices, () => versions.includes(`${uri} 2`));
});

test("of a document that was asked about before it is looked at, what was typed comes first all the same", async () => {
  const { type, replace, versions, client, slices, uri } = await slowEditor();
  await type("file:///app/src/other.ts", loop);
  await type(uri, loop);
  await letGo(slices, () => versions.length === 2);
  await replace(uri, 2, `${loop}void 0;\n`);
  await client.sendRequest("spillway/constructions", { uri });
  await letGo(slices, () => versions.length === 3);
  expect(versions.at(-1)).toBe(`${uri} 2`);
});

test("a look at the whole workspace tells how far it is and can be stopped; what was seen by then is kept up to date", async () => {
  const count = 40;
  const paths = Array.from({ length: count }, (_, n) => `file:///app/src/pool${n}.ts`);
  const slices: (() => void)[] = [];
  const progress: string[] = [];
  const tokens: (string | number)[] = [];
  const files = Object.fromEntries(paths.map((path) => [path, pool]));
  const { client, codes, shown, ask, type } = await editor(
    files,
    { ...quiet, lint: { workspace: true } },
    { slices, progress, tokens },
  );
  await letGo(slices, () => shown.size > 0);
  expect(progress.at(-1)).toBe(`${count} files to look at`);
  await client.sendNotification("window/workDoneProgress/cancel", { token: tokens.at(-1) });
  await ask();
  await letGo(slices, (done) => done > 0 && slices.length === 0);
  expect(shown.size).toBeLessThan(count);
  const [first = "", last = ""] = [paths[0], paths.at(-1)];
  expect(codes(first)).toEqual(["pool-acquire-timeout"]);
  expect(shown.has(last)).toBe(false);
  await type("file:///app/src/other.ts", pool);
  await letGo(slices, () => shown.has("file:///app/src/other.ts"));
  await letGo(slices, () => slices.length === 0);
  expect(shown.has(last)).toBe(false);
  files[first] = "";
  await client.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: first, type: 2 }] });
  await letGo(slices, () => codes(first)?.length === 0);
});

test("the editor is told how much of the workspace is known, also where a person stops the reading", async () => {
  const files = { "file:///app/src/a.ts": pool, "file:///app/src/b.ts": pool };
  const whole = await editor(files, quiet);
  await vi.waitFor(() => expect(whole.workspace).toEqual(["under way 0", "done 2"]), 30_000);
  const tokens: (string | number)[] = [];
  const progress: string[] = [];
  const stopped = await editor(files, quiet, {
    tokens,
    progress,
    async read() {
      await vi.waitFor(() => expect(progress).not.toEqual([]), 30_000);
      await stopped.client.sendNotification("window/workDoneProgress/cancel", { token: tokens.at(-1) });
      await stopped.ask();
    },
  });
  await vi.waitFor(() => expect(stopped.workspace).toEqual(["under way 0", "stopped 0"]), 30_000);
});

test("a document that is not linted says why in the log, once", async () => {
  const { type, replace, codes, log, ask } = await editor({}, quiet);
  const uri = "file:///app/bundle.js";
  const minified = `${"x.y(1);".repeat(80)}\n`.repeat(100);
  await type(uri, minified, "javascript");
  await vi.waitFor(() => expect(codes(uri)).toEqual([]), 30_000);
  await replace(uri, 2, `${minified}x()`);
  await ask();
  await vi.waitFor(() => expect(log).toEqual([`Skipped ${uri}: minified`]), 30_000);
});

test("unfinished, empty, binary and very large documents are answered cleanly", async () => {
  const { type, codes, client, log } = await editor({}, quiet);
  const texts = [
    "",
    "import { Pool } from 'pg'; const p = new Pool({ max: ",
    "\u0000\u0001\ufffd{{{",
    "a".repeat(5_000_000),
  ];
  for (const [index, text] of texts.entries()) await type(`untitled:${index}`, text);
  for (const index of texts.keys()) {
    await vi.waitFor(() => expect(codes(`untitled:${index}`)).toBeDefined(), 30_000);
    expect(await client.sendRequest("spillway/constructions", { uri: `untitled:${index}` })).toBeInstanceOf(
      Array,
    );
  }
  expect(await client.sendRequest("spillway/constructions", { uri: "nonsense" })).toEqual([]);
  expect(log.filter((line) => line.includes("Error"))).toEqual([]);
});

test("what the editor shows is in the language of the person", async () => {
  const uri = "file:///app/src/main.ts";
  const progress: string[] = [];
  const { client, type, shown } = await editor({ "file:///app/src/users.ts": helper, [uri]: loop }, quiet, {
    strings: pseudo,
    progress,
    read: () => vi.waitFor(() => expect(progress).toHaveLength(1), 30_000),
  });
  await vi.waitFor(() => expect(progress).toHaveLength(2), 30_000);
  await type(uri, `${pool}${loop}// spillway-disable-line n-plus-one\n`);
  await vi.waitFor(() => expect(shown.get(uri)).toHaveLength(3), 30_000);
  const actions = await client.sendRequest<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    context: { diagnostics: [] },
  });
  expect(actions.length).toBeGreaterThan(4);
  const all = [
    ...progress,
    ...shown
      .get(uri)!
      .flatMap(({ message, relatedInformation }) => [
        String(message),
        ...(relatedInformation ?? []).map((related) => related.message),
      ]),
    ...actions.flatMap(({ title, disabled }) => [
      title,
      ...(disabled === undefined ? [] : [disabled.reason]),
    ]),
  ];
  for (const text of all) expectNoEnglish(text);
});

test("why there is no fix is told, and a comment that switches off stands in line, below the mark of a program", async () => {
  const uri = "untitled:main.ts";
  const { type, codes, client } = await editor({}, quiet);
  await type(
    uri,
    `#!/usr/bin/env node\n${helper}export async function all(ids: string[]) {
  for (const id of ids) {
    await find(id);
  }
}
`,
  );
  await vi.waitFor(() => expect(codes(uri)).toEqual(["n-plus-one"]), 30_000);
  const line = helper.split("\n").length + 2;
  const [none, forLine, forFile] = await client.sendRequest<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri },
    range: { start: { line, character: 0 }, end: { line, character: 0 } },
    context: { diagnostics: [] },
  });
  expect(none).toMatchObject({
    title: "Fix n-plus-one",
    disabled: {
      reason:
        "There is no fix: the query is in another function, which does more than ask by one unique key.",
    },
  });
  const edits = [forLine, forFile].map((action) => action?.edit?.changes?.[uri]?.[0]);
  expect(edits.map((edit) => [edit?.range.start.line, edit?.newText])).toEqual([
    [line, "    // spillway-disable-next-line n-plus-one -- reason\n"],
    [1, "/* spillway-disable n-plus-one -- reason */\n"],
  ]);
});
