import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KeptFactCache } from "./fact-cache.ts";
import { digestOf, KeptFiles } from "./kept-files.ts";
import { ResultCache } from "./result-cache.ts";

/** What a linter keeps of a project between two runs. */
export interface LintCache {
  facts: KeptFactCache;
  results: ResultCache;
}

/**
 * The cache of the project at `root`, in `folder`. Another version of the bundles in `dist`, whatever differs in it, makes another
 * cache. `note` is told in a sentence when the cache is damaged or cannot be written; then it is as if it were empty.
 */
export function lintCache(
  folder: string,
  root: string,
  dist: string,
  bundle: "cli.js" | "server.js",
  note: (problem: string) => void,
): LintCache {
  const files = new KeptFiles(folder, note);
  const parser = digestOf(
    readFileSync(join(dist, "parsing.js")),
    String(readFileSync(join(dist, "wasm/tree-sitter-tsx.wasm")).length),
  );
  const linter = digestOf(readFileSync(join(dist, bundle)));
  return { facts: new KeptFactCache(files, root, parser), results: new ResultCache(files, root, linter) };
}
