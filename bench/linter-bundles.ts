import { copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { asShipped } from "./as-shipped.ts";

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, "..");

/** Bundles what parses, and these entries, as the package has them. Returns the folder that they are in. */
export function linterBundles(entries: Readonly<Record<string, string>>): string {
  const dist = mkdtempSync(join(tmpdir(), "spillway-bench-dist-"));
  mkdirSync(join(dist, "wasm"));
  const grammars = dirname(require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter.js"));
  for (const file of ["tree-sitter.wasm", "tree-sitter-typescript.wasm", "tree-sitter-tsx.wasm"]) {
    copyFileSync(join(grammars, file), join(dist, "wasm", file));
  }
  const own = Object.entries(entries).map(([name, entry]) => [name, join(root, entry)]);
  buildSync({
    entryPoints: {
      ...Object.fromEntries(own),
      parsing: join(root, "linter/worker.ts"),
      worker: join(dirname(require.resolve("piscina")), "worker.js"),
    },
    outdir: dist,
    ...asShipped,
  });
  return dist;
}
