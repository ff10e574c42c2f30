import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Language, Tree } from "@vscode/tree-sitter-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { type ParserMemory, startRuntime, treeSitter } from "../../linter/languages/runtime.ts";
import { SubtreeWalk } from "../../linter/languages/subtrees.ts";

type Node = [kind: number, field: number, start: number, end: number, parent: number];

const wasm = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter.js"));
const root = join(import.meta.dirname, "../..");
let memory: ParserMemory;
let languages: Language[];

beforeAll(async () => {
  memory = await startRuntime(readFileSync(join(wasm, "tree-sitter.wasm")));
  languages = await Promise.all(
    ["typescript", "tsx"].map((name) =>
      treeSitter.Language.load(readFileSync(join(wasm, `tree-sitter-${name}.wasm`))),
    ),
  );
});

/** The tree as the runtime's own cursor tells it. */
function byCursor(tree: Tree): Node[] {
  const out: Node[] = [];
  const cursor = tree.walk();
  const path: number[] = [];
  for (;;) {
    const { nodeTypeId, currentFieldId, startIndex, endIndex } = cursor;
    const node = out.push([nodeTypeId, currentFieldId, startIndex, endIndex, path.at(-1) ?? -1]) - 1;
    if (cursor.gotoFirstChild()) {
      path.push(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (path.pop() === undefined || !cursor.gotoParent()) {
        cursor.delete();
        return out;
      }
    }
  }
}

function byWalk(tree: Tree): Node[] {
  const out: Node[] = [];
  new SubtreeWalk(memory).through(tree, (...node) => out.push(node) - 1);
  return out;
}

function same(text: string): void {
  for (const language of languages) {
    const parser = new treeSitter.Parser();
    parser.setLanguage(language);
    const tree = parser.parse(text);
    if (tree === null) throw new Error("nothing was parsed");
    expect(byWalk(tree)).toEqual(byCursor(tree));
    tree.delete();
    parser.delete();
  }
}

describe("the walk through the parser's memory sees what its cursor sees", () => {
  const sources = readdirSync(join(root, "linter"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, "linter", name), "utf8"));

  it("in code", () => {
    for (const text of sources.filter((_, index) => index % 4 === 0)) same(text);
  });

  it("in code that is cut off or broken", () => {
    for (const text of sources.filter((_, index) => index % 16 === 0)) {
      same(text.slice(0, text.length * 0.6));
      same(text.replaceAll(/[)}]/g, (sign, at: number) => (at % 7 === 0 ? "" : sign)));
      same(text.replaceAll(/=>|\bconst\b/g, "@@ ünd 😀 \0"));
    }
  });

  it("in what is empty, only comments, or nested deeply", () => {
    for (const text of [
      "",
      " ",
      "\n\n",
      "// one\n/* two */\n",
      "😀",
      "\0",
      "`\u0024{`\u0024{1}`}`",
      "/* open",
    ])
      same(text);
    same(`${"(".repeat(300)}1${")".repeat(300)}`);
    same(
      `f(/* a */ 1, // b\n ...c, /* d */)\nclass A { /* e */ @x() readonly b = <T,>(/* f */ c?: T) => c! }`,
    );
  });

  it("in markup", () => {
    same("const a = <A b={1} {...c}>text {/* d */} <B.C e='f' /></A>;\n");
  });
});
