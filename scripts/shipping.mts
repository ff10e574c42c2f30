// How the package bundles what runs in Node: said once, for the build, for measurements and for tests of the whole program.
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { BuildOptions } from "esbuild";

const require = createRequire(import.meta.url);

/** CommonJS: piscina finds its worker through __dirname, which an ESM bundle does not have. */
export const forNode = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  // The native timer is loaded by piscina only where niceIncrement is set, which we never do.
  external: ["vscode", "@napi-rs/nice"],
} satisfies BuildOptions;

/** piscina starts `worker.js` beside the bundle that holds it; its exports map hides the file, hence the path. */
export const threadWorker = join(dirname(require.resolve("piscina")), "worker.js");

/** Where the parsers are. */
export const grammars = dirname(require.resolve("@vscode/tree-sitter-wasm"));

/** Puts the parsers where the bundles in a folder look for them. */
export function copyGrammars(dist: string): void {
  mkdirSync(join(dist, "wasm"), { recursive: true });
  for (const name of ["tree-sitter", "tree-sitter-typescript", "tree-sitter-tsx"])
    copyFileSync(join(grammars, `${name}.wasm`), join(dist, "wasm", `${name}.wasm`));
}
