import type { Language } from "@vscode/tree-sitter-wasm";
import * as runtime from "@vscode/tree-sitter-wasm";
import type { FileFacts, LanguageId } from "../../facts.ts";
import { type Grammar, SyntaxTree } from "../syntax.ts";
import { factsOf } from "./file.ts";

// The package is CommonJS: where Node loads it itself, its names are on the default export.
const treeSitter = "default" in runtime ? (runtime.default as typeof runtime) : runtime;

/** The bytes that a shell reads from its own files. */
export interface GrammarBytes {
  runtime: Uint8Array;
  typescript: Uint8Array;
  tsx: Uint8Array;
}

/** Turns text into facts. Holds one parser; not for use from several threads. */
export interface FrontEnd {
  /**
   * Facts of a file, or undefined where it is of another language. Never throws on any text. `languageId` is the editor's, for
   * documents that have no file ending.
   */
  read(path: string, text: string, languageId?: string): FileFacts | undefined;
  dispose(): void;
}

interface Dialect {
  grammar: "typescript" | "tsx";
  language: LanguageId;
}

const dialects: Record<string, Dialect> = {
  typescript: { grammar: "typescript", language: "typescript" },
  typescriptreact: { grammar: "tsx", language: "typescript" },
  javascript: { grammar: "tsx", language: "javascript" },
  javascriptreact: { grammar: "tsx", language: "javascript" },
};

const leaves = new Set([
  "comment",
  "string",
  "regex",
  "number",
  "template_literal_type",
  "jsx_text",
  "html_comment",
]);

/** TypeScript and JavaScript, by file ending. */
export async function createFrontEnd(bytes: GrammarBytes): Promise<FrontEnd> {
  // The runtime's declared options leave out the field that Emscripten reads the bytes from.
  await treeSitter.Parser.init({ wasmBinary: bytes.runtime } as unknown as { locateFile: () => string });
  const languages = {
    typescript: await treeSitter.Language.load(bytes.typescript),
    tsx: await treeSitter.Language.load(bytes.tsx),
  };
  const grammars = { typescript: grammarOf(languages.typescript), tsx: grammarOf(languages.tsx) };
  const parser = new treeSitter.Parser();
  const syntax = new SyntaxTree();
  return {
    read(path, text, languageId) {
      const dialect = dialectOf(path) ?? dialects[languageId ?? ""];
      if (dialect === undefined) return undefined;
      parser.setLanguage(languages[dialect.grammar]);
      const tree = parser.parse(text);
      if (tree === null) return undefined;
      try {
        syntax.fill(tree, text, grammars[dialect.grammar]);
      } finally {
        tree.delete();
      }
      return factsOf(syntax, dialect.language);
    },
    dispose: () => parser.delete(),
  };
}

export function dialectOf(path: string): { grammar: "typescript" | "tsx"; language: LanguageId } | undefined {
  const ending = /\.([cm]?ts|tsx|[cm]?js|jsx)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) return undefined;
  if (ending.endsWith("ts")) return { grammar: "typescript", language: "typescript" };
  return { grammar: "tsx", language: ending === "tsx" ? "typescript" : "javascript" };
}

function grammarOf(language: Language): Grammar {
  return {
    types: language.types,
    fields: language.fields,
    named: language.types.map((_, id) => language.nodeTypeIsNamed(id)),
    leaves,
  };
}
