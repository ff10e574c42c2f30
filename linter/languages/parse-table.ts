import type { Language } from "@vscode/tree-sitter-wasm";
import type { ParserMemory } from "./runtime.ts";

/*
 * What is done in a state of the parser with the symbol that comes next, a grammar of tree-sitter says in two ways, so as to be small: in a row with a place
 * for every symbol where a state has many, in a list that is gone through each time where it has few.
 */

/** Where a grammar says it, in words of 32 bits. */
const language = { abi: 0, symbols: 1, states: 5, rowedStates: 6, rows: 10, lists: 11, listStarts: 12 };
/** The versions of the format that are laid out so. */
const known = [14, 15];

/** Gives every state of a grammar a row: 5 MB, and a quarter less time to parse. Does nothing the second time. */
export function giveRows(parsed: Language, memory: ParserMemory): void {
  const at = (parsed as unknown as Record<0, number>)[0] >>> 2;
  const said = (field: number) => memory.HEAPU32[at + field] as number;
  const [symbols, states, rowed] = [
    said(language.symbols),
    said(language.states),
    said(language.rowedStates),
  ];
  if (rowed >= states || !known.includes(said(language.abi))) return;
  const rows = memory._calloc(states * symbols, 2);
  if (rows === 0) return;
  // The memory may have grown: views of before see nothing any more.
  const { HEAPU16: halves, HEAPU32: words } = memory;
  const before = said(language.rows) >>> 1;
  halves.copyWithin(rows >>> 1, before, before + rowed * symbols);
  const lists = said(language.lists) >>> 1;
  const starts = said(language.listStarts) >>> 2;
  for (let state = rowed; state < states; state++) {
    const row = (rows >>> 1) + state * symbols;
    // Groups of symbols for which the same is done: what it is, how many they are, the symbols.
    let next = lists + (words[starts + state - rowed] as number);
    for (let groups = halves[next++] as number; groups > 0; groups--) {
      const done = halves[next++] as number;
      for (let count = halves[next++] as number; count > 0; count--) {
        halves[row + (halves[next++] as number)] = done;
      }
    }
  }
  words[at + language.rows] = rows;
  words[at + language.rowedStates] = states;
}
