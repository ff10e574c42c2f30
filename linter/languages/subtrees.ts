import type { Tree } from "@vscode/tree-sitter-wasm";
import type { ParserMemory } from "./runtime.ts";

/**
 * What is told of a node, before those inside it; `parent` is what was returned for the node around it, or -1. Returns the number under
 * which those inside will name it, or -1 where they are of no interest.
 */
export type Visit = (kind: number, field: number, start: number, end: number, parent: number) => number;

/*
 * How tree-sitter 0.25 lays out what it has parsed, in words of 32 bits. A child is two words: a small leaf itself, marked by the lowest
 * bit, or the address of a record, whose children lie in front of it.
 */
const tree = { root: 0, language: 2 };
const language = { longestAlias: 9, fieldSlices: 16, fieldEntries: 17, publicSymbols: 19, aliases: 21 };
const record = {
  padding: 1,
  size: 4,
  children: 9,
  symbol: 10,
  flags: 11,
  visibleChildren: 12,
  production: 16,
};
/** Bits of a record's flags. Those of a small leaf are one further to the left. */
const flag = { visible: 1, extra: 4 };
const errorSymbol = 0xffff;

/** Where the walk is in the children of one record. */
interface Place {
  /** The next child, in words, and the one after the last. */
  child: number;
  end: number;
  /** How many came before it that are no comments: aliases and fields are counted so. */
  structural: number;
  first: boolean;
  /** Bytes of the text before it. */
  at: number;
  /** Where the names are that the children have here, in half words, or 0. */
  aliases: number;
  /** Which of the language's fields are those of the children, in words. */
  fields: number;
  fieldsEnd: number;
  /** The field of the record where it is no node itself, which its children have then. */
  field: number;
  parent: number;
}

/**
 * Walks through a tree where it lies in the parser's memory. The runtime has a cursor for that, but each of its steps is several calls
 * into WebAssembly, and a file has a hundred steps a line of code.
 */
export class SubtreeWalk {
  private readonly memory: ParserMemory;
  private readonly places: Place[] = [];

  constructor(memory: ParserMemory) {
    this.memory = memory;
  }

  through(parsed: Tree, visit: Visit): void {
    const { HEAPU32: words, HEAPU16: halves } = this.memory;
    const root = (parsed as unknown as Record<0, number>)[0] >>> 2;
    const grammar = (words[root + tree.language] as number) >>> 2;
    const word = (at: number) => words[at] as number;
    const publicSymbols = word(grammar + language.publicSymbols) >>> 1;
    const fieldEntries = word(grammar + language.fieldEntries) >>> 2;
    const fieldSlices = word(grammar + language.fieldSlices) >>> 2;
    const aliases = word(grammar + language.aliases) >>> 1;
    const longestAlias = word(grammar + language.longestAlias) & 0xffff;
    const { places } = this;
    let depth = -1;
    /** Goes into the children of a record. */
    const enter = (at: number, from: number, field: number, parent: number) => {
      depth++;
      const place = places[depth] ?? newPlace();
      places[depth] = place;
      const production = word(at + record.production) >>> 16;
      const slice = word(fieldSlices + production);
      place.child = at - 2 * word(at + record.children);
      place.end = at;
      place.structural = 0;
      place.first = true;
      place.at = from;
      place.aliases = production === 0 ? 0 : aliases + production * longestAlias;
      place.fields = fieldEntries + (slice & 0xffff);
      place.fieldsEnd = place.fields + (slice >>> 16);
      place.field = field;
      place.parent = parent;
    };

    const top = word(root + tree.root) >>> 2;
    const start = word(top + record.padding);
    const kind = word(top + record.symbol) & 0xffff;
    const node = visit(
      kind === errorSymbol ? kind : (halves[publicSymbols + kind] as number),
      0,
      start >>> 1,
      (start + word(top + record.size)) >>> 1,
      -1,
    );
    if (node >= 0) enter(top, start, 0, node);
    while (depth >= 0) {
      const place = places[depth] as Place;
      if (place.child === place.end) {
        depth--;
        continue;
      }
      const { child } = place;
      place.child += 2;
      const head = word(child);
      const isLeaf = (head & 1) === 1;
      const at = head >>> 2;
      const flags = isLeaf ? head >>> 1 : word(at + record.flags);
      const symbol = isLeaf ? (head >>> 8) & 0xff : word(at + record.symbol) & 0xffff;
      const size = isLeaf ? word(child + 1) >>> 24 : word(at + record.size);
      // The first child begins where its parent does.
      if (place.first) place.first = false;
      else place.at += isLeaf ? (word(child + 1) >>> 16) & 0xff : word(at + record.padding);
      const from = place.at;
      place.at += size;
      let alias = 0;
      let field = 0;
      if ((flags & flag.extra) === 0) {
        const position = place.structural++;
        if (place.aliases !== 0) alias = halves[place.aliases + position] as number;
        field = place.field;
        for (let entry = place.fields; entry < place.fieldsEnd; entry++) {
          const said = word(entry);
          // Field, position, and whether it is said of a child further inside.
          if (said >>> 16 !== position) continue;
          field = said & 0xffff;
          break;
        }
      }
      if (alias !== 0 || (flags & flag.visible) !== 0) {
        const internal = alias === 0 ? symbol : alias;
        const inside = visit(
          internal === errorSymbol ? internal : (halves[publicSymbols + internal] as number),
          field,
          from >>> 1,
          (from + size) >>> 1,
          place.parent,
        );
        if (inside >= 0 && !isLeaf && word(at + record.children) > 0) enter(at, from, 0, inside);
      } else if (!isLeaf && word(at + record.children) > 0 && word(at + record.visibleChildren) > 0) {
        enter(at, from, field, place.parent);
      }
    }
  }
}

function newPlace(): Place {
  return {
    child: 0,
    end: 0,
    structural: 0,
    first: true,
    at: 0,
    aliases: 0,
    fields: 0,
    fieldsEnd: 0,
    field: 0,
    parent: -1,
  };
}
