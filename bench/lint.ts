// npm run bench:lint [-- FOLDER] [--rounds 3]: how long the linter takes for a backend, beside ESLint with the TypeScript parser and
// `no-await-in-loop` (where `npm ci` was run in bench/peers), in turns. Without a folder a backend of 205,000 lines is written for it.
// The linter runs as the package ships it: bundled, in a process of its own, with its threads and its cache.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { writtenBackend } from "./backend.ts";
import { linterBundles } from "./linter-bundles.ts";
import { median } from "./processes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" } },
});

interface Run {
  wallMs: number;
  cpuMs: number;
  megabytes: number;
  said: string;
}

function main(): void {
  const [given] = positionals;
  const folder = given ?? writtenBackend(200_000);
  const dist = linterBundles({ cli: "cli/main.ts", "lint-edits": "bench/lint-edits.ts" });
  const cache = mkdtempSync(join(tmpdir(), "spillway-bench-cache-"));
  try {
    compare(folder, dist, cache, Number(values.rounds));
  } finally {
    for (const made of [dist, cache, ...(given === undefined ? [folder] : [])])
      rmSync(made, { recursive: true });
  }
}

function compare(folder: string, dist: string, cache: string, rounds: number): void {
  const lint = (...more: string[]) =>
    run(folder, join(dist, "cli.js"), [
      "lint",
      "--stats",
      "--format",
      "json",
      "--cache-location",
      cache,
      ...more,
    ]);
  const runs = { cold: [] as Run[], warm: [] as Run[], changed: [] as Run[], eslint: [] as Run[] };
  let edited: string[] = [];
  for (let round = 0; round < rounds; round++) {
    rmSync(cache, { recursive: true, force: true });
    const { out, ...cold } = lint();
    runs.cold.push(cold);
    runs.warm.push(lint());
    edited = foundIn(folder, out);
    const [first] = edited;
    if (first !== undefined) {
      const text = readFileSync(first, "utf8");
      writeFileSync(first, `${text}\nvoid 0;\n`);
      runs.changed.push(lint());
      writeFileSync(first, text);
    }
    const peer = join(import.meta.dirname, "peers/eslint.mjs");
    if (existsSync(join(import.meta.dirname, "peers/node_modules")))
      runs.eslint.push(run(folder, peer, [folder]));
  }
  const peer = runs.eslint.length > 0 ? middle(runs.eslint) : undefined;
  if (peer === undefined) console.log("ESLint is not here: npm ci in bench/peers\n");
  else tell("ESLint, no-await-in-loop", peer, undefined);
  tell("Spillway, no cache yet", middle(runs.cold), peer);
  tell("Spillway, nothing changed", middle(runs.warm), peer);
  if (runs.changed.length > 0) tell("Spillway, one file changed", middle(runs.changed), peer);
  console.log(`\n${runs.cold.at(-1)?.said ?? ""}`);
  edits(folder, dist, edited);
}

/** What an edit costs while the project is in memory, as in the language server. */
function edits(folder: string, dist: string, files: readonly string[]): void {
  const done = spawnSync(process.execPath, [join(dist, "lint-edits.js"), dist, folder, ...files], {
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
  const { inside, seen } = JSON.parse(done.stdout) as { inside: number[]; seen: number[] };
  const told = (times: number[]) =>
    `median ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms of ${times.length}`;
  console.log(`an edit inside a function, parsed, linked and judged: ${told(inside)}`);
  console.log(`an edit that other files can see:                     ${told(seen)}`);
}

function run(folder: string, script: string, args: readonly string[]): Run & { out: string } {
  const usage = join(tmpdir(), `spillway-bench-usage-${process.pid}.json`);
  const from = performance.now();
  const done = spawnSync(
    process.execPath,
    ["--require", join(import.meta.dirname, "usage.cjs"), script, ...args],
    {
      cwd: script.endsWith("eslint.mjs") ? dirname(script) : folder,
      encoding: "utf8",
      env: { ...process.env, BENCH_USAGE: usage },
      maxBuffer: 1 << 28,
    },
  );
  const wallMs = performance.now() - from;
  if (done.status !== 0 && done.status !== 1) throw new Error(done.stderr);
  const { cpuMs, megabytes } = JSON.parse(readFileSync(usage, "utf8")) as Pick<Run, "cpuMs" | "megabytes">;
  rmSync(usage);
  return { wallMs, cpuMs, megabytes, said: done.stderr.trim(), out: done.stdout };
}

function middle(runs: readonly Run[]): Pick<Run, "wallMs" | "cpuMs" | "megabytes"> {
  return {
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
  };
}

type Told = ReturnType<typeof middle>;

function tell(what: string, { wallMs, cpuMs, megabytes }: Told, peer: Told | undefined): void {
  const ratio = (mine: number, theirs: number | undefined) =>
    theirs === undefined ? "" : `${(theirs / mine).toFixed(1)} x`.padStart(8);
  console.log(
    `${what.padEnd(28)} ${wallMs.toFixed(0).padStart(7)} ms${ratio(wallMs, peer?.wallMs)}  ${cpuMs.toFixed(0).padStart(7)} ms of CPU${ratio(cpuMs, peer?.cpuMs)}  ${megabytes.toFixed(0).padStart(5)} MB at most`,
  );
}

/** Up to twenty files in which something was found. */
function foundIn(folder: string, out: string): string[] {
  const { findings } = JSON.parse(out) as { findings: { file: string }[] };
  return [...new Set(findings.map(({ file }) => join(folder, file)))].slice(0, 20);
}

main();
