import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GrammarBytes } from "../../linter/index.ts";

/** The parsers, which lie beside the bundles in `folder`. */
export function grammarsIn(folder: string): GrammarBytes {
  const bytes = (name: string) => readFileSync(join(folder, "wasm", name));
  return {
    runtime: bytes("tree-sitter.wasm"),
    typescript: bytes("tree-sitter-typescript.wasm"),
    tsx: bytes("tree-sitter-tsx.wasm"),
  };
}
