import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { circles } from "./architecture/circles.ts";
import { climbs } from "./architecture/layers.ts";
import { readSource } from "./architecture/source.ts";
import { breaches } from "./architecture/walls.ts";

const folders = ["words", "simulator", "linter", "host", "extension", "webview", "cli"];

function sourcesIn(folder: string) {
  const paths = globSync(`${folder}/**/*.ts`).map((path) => path.replaceAll("\\", "/"));
  return paths.map((path) => readSource(path, readFileSync(path, "utf8")));
}

test.each(folders)("nothing in %s/ reaches through a wall", (folder) => {
  const sources = sourcesIn(folder);
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.flatMap(breaches)).toEqual([]);
});

/** Expressions stand in statements, statements in functions, and functions in expressions: a language is a circle. */
const language = /^linter\/languages\/typescript\//;

test("no two files need one another to run, but for those that read the syntax of a language", () => {
  const others = circles(folders.flatMap(sourcesIn)).filter(
    (files) => !files.every((file) => language.test(file)),
  );
  expect(others).toEqual([]);
});

test("what runs in linter/ goes one way through its folders", () => {
  expect(sourcesIn("linter").flatMap(climbs)).toEqual([]);
});

test("an import upwards is seen, and one of a type is none", () => {
  const text = 'import { find } from "../values/a.ts"; import type { Found } from "../values/b.ts";';
  const upwards = climbs(readSource("linter/link/file/a.ts", text));
  expect(upwards).toEqual(["linter/link/file/a.ts imports linter/link/values/a.ts"]);
  expect(climbs(readSource("linter/link/graph/a.ts", text))).toEqual([]);
});

test("a circle of three files is seen, and what hangs on it is none", () => {
  const source = (path: string, ...needed: string[]) =>
    readSource(`linter/${path}.ts`, needed.map((other) => `import { x } from "./${other}.ts";`).join("\n"));
  const types = readSource("linter/e.ts", 'import type { X } from "./a.ts";');
  const all = [source("a", "b", "e"), source("b", "c"), source("c", "a", "d"), source("d"), types];
  expect(circles(all)).toEqual([["linter/a.ts", "linter/b.ts", "linter/c.ts"]]);
});

test.each([
  ["simulator/engine/a.ts", 'import * as vscode from "vscode";', "imports vscode"],
  ["simulator/engine/a.ts", 'import { readFileSync } from "node:fs";', "imports node:fs"],
  [
    "simulator/engine/a.ts",
    'import type { Finding } from "../../linter/finding.ts";',
    "imports linter/finding.ts",
  ],
  ["simulator/engine/a.ts", 'export { run } from "../../cli/run.ts";', "imports cli/run.ts"],
  ["words/a.ts", 'import { run } from "../simulator/run.ts";', "imports simulator/run.ts"],
  ["simulator/engine/a.ts", "const seed = Math.random();", "uses Math.random"],
  ["simulator/engine/a.ts", "const now = new Date();", "uses new Date"],
  ["simulator/engine/a.ts", "setTimeout(step, 10);", "uses setTimeout"],
  [
    "linter/rules/a.ts",
    'import { run } from "../../simulator/engine/run.ts";',
    "imports simulator/engine/run.ts",
  ],
  ["linter/rules/a.ts", 'const { x } = await import("../../extension/ids.ts");', "imports extension/ids.ts"],
  ["webview/a.ts", 'import { ids } from "../extension/ids.ts";', "imports extension/ids.ts"],
  [
    "webview/a.ts",
    'import { SessionCommand } from "../simulator/protocol.ts";',
    "imports simulator/protocol.ts",
  ],
  ["webview/a.ts", 'import { run } from "../simulator/study/run.ts";', "imports simulator/study/run.ts"],
  ["simulator/frame.ts", 'import { z } from "zod";', "imports zod"],
  ["host/a.ts", 'import * as vscode from "vscode";', "imports vscode"],
  [
    "extension/a.ts",
    'import { lint } from "../linter/lint.ts"; import { run } from "../simulator/run.ts";',
    "knows both the simulator and the linter",
  ],
  [
    "extension/server/a.ts",
    'import { run } from "../../simulator/study/run.ts";',
    "imports simulator/study/run.ts",
  ],
  ["linter/a.ts", 'import task from "./worker.ts";', "imports linter/worker.ts"],
  ["host/a.ts", 'import { lint } from "./linter/a.ts";', "imports host/linter/a.ts"],
  ["host/linter/a.ts", 'import { View } from "../view.ts";', "imports host/view.ts"],
  ["cli/a.ts", 'import { activate } from "../extension/extension.ts";', "imports extension/extension.ts"],
  ["elsewhere/a.ts", "", "belongs to no area"],
])("a breach in %s is seen: %s", (path, text, breach) => {
  expect(breaches(readSource(path, text))).toEqual([`${path}:1 ${breach}`]);
});

test.each([
  ["webview/a.ts", 'import type { ToView } from "../simulator/protocol.ts";'],
  ["webview/a.ts", 'import { type FromView, type ToView } from "../simulator/protocol.ts";'],
  [
    "extension/bridge/a.ts",
    'import { lint } from "../../linter/lint.ts"; import { run } from "../../simulator/run.ts";',
  ],
  ["simulator/worker.ts", 'import { parentPort } from "node:worker_threads"; setImmediate(step);'],
  ["linter/worker.ts", 'import { workerData } from "node:worker_threads";'],
  ["host/linter/a.ts", 'import { Threads } from "../threads.ts"; import { lint } from "../../linter/a.ts";'],
  ["webview/a.ts", 'import { told } from "../words/sentence.ts";'],
  ["linter/rules/a.ts", 'import { sentence } from "../../words/sentence.ts";'],
  ["simulator/a.ts", '// import "vscode"\nconst text = "Math.random()";'],
])("what is allowed in %s is let through: %s", (path, text) => {
  expect(breaches(readSource(path, text))).toEqual([]);
});
