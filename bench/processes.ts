import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { forNode } from "../scripts/shipping.mts";

/** Bundles an entry as the package bundles the simulator (one minified file, Node 20 syntax), and returns where it is. */
export function bundled(entry: string): string {
  const directory = mkdtempSync(join(tmpdir(), "spillway-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const outfile = join(directory, "bench.cjs");
  buildSync({
    ...forNode,
    entryPoints: [join(import.meta.dirname, entry)],
    outfile,
    minify: true,
    logLevel: "error",
  });
  return outfile;
}

/** Runs a script in a process of its own and reads the line of JSON that it prints. */
export function inOwnProcess<T>(script: string, ...args: string[]): T {
  const out = execFileSync(process.execPath, ["--no-warnings", "--expose-gc", script, ...args], {
    encoding: "utf8",
  });
  return JSON.parse(out) as T;
}

/** The middle one of some numbers; the lower middle one of an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}
