import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readZip } from "./zip.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const file = `spillway-${version}.vsix`;
if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run package" first.`);
const vsix = readFileSync(file);
const entries = readZip(vsix);
const names = entries.map(({ name }) => name).toSorted();

/** Files of the folders that hold nothing else than what is shipped. */
const shipped = globSync([
  "examples/*.{json,yaml}",
  "schemas/*.json",
  "l10n/*.json",
  "media/icon.{png,svg}",
  "media/walkthrough/*.svg",
]);

test("the package holds exactly what runs and what a person reads", () => {
  expect(names).toEqual(
    [
      "[Content_Types].xml",
      "extension.vsixmanifest",
      ...[
        "package.json",
        "package.nls.json",
        "readme.md",
        "changelog.md",
        "SUPPORT.md",
        "LICENSE.txt",
        "dist/NOTICES.txt",
        "dist/cli.js",
        "dist/extension.js",
        "dist/parsing.js",
        "dist/server.js",
        "dist/simulation.js",
        "dist/webview.css",
        "dist/webview.js",
        "dist/worker.js",
        "dist/wasm/tree-sitter.wasm",
        "dist/wasm/tree-sitter-tsx.wasm",
        "dist/wasm/tree-sitter-typescript.wasm",
        ...shipped,
      ].map((name) => `extension/${name}`),
    ].toSorted(),
  );
});

test("the package has neither sources nor maps nor modules", () => {
  expect(names.filter((name) => /\.(map|ts|tsx|mts|mjs)$|node_modules/.test(name))).toEqual([]);
  for (const { name, read } of entries.filter(({ name }) => name.endsWith(".js"))) {
    expect(read().includes("sourceMappingURL"), name).toBe(false);
  }
});

test("the package is smaller than 2 MB", () => {
  expect(vsix.length).toBeLessThan(2_000_000);
});

test("the worker that the pool of threads starts stands beside the bundles that start it", () => {
  const worker = entries
    .find(({ name }) => name === "extension/dist/worker.js")
    ?.read()
    .toString();
  expect(worker).toContain("worker_threads");
});

test("no file names a path of the machine that packed it", () => {
  const home = process.cwd();
  const telling = entries.filter(({ name, read }) => /\.(js|css|json)$/.test(name) && read().includes(home));
  expect(telling.map(({ name }) => name)).toEqual([]);
});

test("the licence of every bundled package is passed on", () => {
  const text =
    entries
      .find(({ name }) => name === "extension/dist/NOTICES.txt")
      ?.read()
      .toString() ?? "";
  for (const name of ["d3", "piscina", "vscode-languageclient", "yaml", "zod", "@vscode/tree-sitter-wasm"]) {
    expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
  }
});
