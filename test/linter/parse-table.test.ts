import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Language } from "@vscode/tree-sitter-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { giveRows } from "../../linter/languages/parse-table.ts";
import { type ParserMemory, startRuntime, treeSitter } from "../../linter/languages/runtime.ts";

const wasm = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter.js"));
const root = join(import.meta.dirname, "../..");
let memory: ParserMemory;
beforeAll(async () => {
  memory = await startRuntime(readFileSync(join(wasm, "tree-sitter.wasm")));
});

/** Each has data of its own. */
const load = (grammar: string) =>
  treeSitter.Language.load(readFileSync(join(wasm, `tree-sitter-${grammar}.wasm`)));

function symbolsIn(language: Language, state: number): number[] {
  const symbols: number[] = [];
  const iterator = language.lookaheadIterator(state);
  if (iterator === null) return symbols;
  for (const _ of iterator) symbols.push(iterator.currentTypeId);
  iterator.delete();
  return symbols.sort((a, b) => a - b);
}

function treeOf(language: Language, text: string): string | undefined {
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  const tree = parser.parse(text);
  const written = tree?.rootNode.toString();
  tree?.delete();
  parser.delete();
  return written;
}

describe.each(["typescript", "tsx"])("a grammar with a row for every state of its parser: %s", (grammar) => {
  let listed: Language;
  let rowed: Language;
  beforeAll(async () => {
    [listed, rowed] = [await load(grammar), await load(grammar)];
    giveRows(rowed, memory);
  });

  it("does the same in every state", () => {
    for (let state = 0; state < listed.stateCount; state++) {
      const symbols = symbolsIn(listed, state);
      expect(symbolsIn(rowed, state)).toEqual(symbols);
      for (const symbol of symbols) {
        if (rowed.nextState(state, symbol) !== listed.nextState(state, symbol))
          expect.fail(`another state after ${symbol} in ${state}`);
      }
    }
  });

  it("parses the same", () => {
    const sources = readdirSync(join(root, "linter/rules"), { recursive: true, encoding: "utf8" })
      .filter((name, index) => name.endsWith(".ts") && index % 8 === 0)
      .map((name) => readFileSync(join(root, "linter/rules", name), "utf8"));
    expect(sources.length).toBeGreaterThan(3);
    for (const text of sources) {
      const broken = text.replaceAll(/[)}]/g, (sign, at: number) => (at % 7 === 0 ? "" : sign));
      for (const one of [text, broken]) expect(treeOf(rowed, one)).toBe(treeOf(listed, one));
    }
  });

  it("is given them once", () => {
    const before = [...memory.HEAPU32.slice(addressOf(rowed), addressOf(rowed) + 13)];
    giveRows(rowed, memory);
    expect([...memory.HEAPU32.slice(addressOf(rowed), addressOf(rowed) + 13)]).toEqual(before);
  });
});

function addressOf(language: Language): number {
  return (language as unknown as Record<0, number>)[0] >>> 2;
}
