import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createLinter, type GrammarBytes, type Linter } from "../../linter/index.ts";
import { createFrontEnd } from "../../linter/languages/front-end.ts";
import { type Parse, parsedBy } from "../../linter/packed/parse.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm"));
const bytes = (name: string) => readFileSync(join(folder, name));

/** The grammars as the package brings them. */
export const grammars: GrammarBytes = {
  runtime: bytes("tree-sitter.wasm"),
  typescript: bytes("tree-sitter-typescript.wasm"),
  tsx: bytes("tree-sitter-tsx.wasm"),
};

export function newLinter(): Promise<Linter> {
  return createLinter({ wasm: grammars });
}

const frontEnd = await createFrontEnd(grammars);

/** Parses without a thread. */
export const parseHere: Parse = parsedBy(frontEnd);

/** A linter that has read these files. */
export async function linterOf(files: Record<string, string>): Promise<Linter> {
  const linter = await newLinter();
  for (const [path, text] of Object.entries(files)) linter.update(path, text);
  return linter;
}
