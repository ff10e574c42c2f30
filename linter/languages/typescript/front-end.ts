import type { Language } from "@vscode/tree-sitter-wasm";
import type { LanguageId } from "../../facts.ts";
import type { FrontEnd, GrammarBytes } from "../front-end.ts";
import { giveRows } from "../parse-table.ts";
import { startRuntime, treeSitter } from "../runtime.ts";
import { type Grammar, SyntaxTree, Treatment } from "../syntax.ts";
import { factsOf } from "./file.ts";

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
  "predefined_type",
  "jsx_text",
  "html_comment",
]);
/** What stands between the parts of everything and says nothing that their places and fields do not say. */
const silent = new Set(
  "( ) { } [ ] , ; : . ... ' \" ` ${ => ? ?. if else for try catch throw return new import export from function class".split(
    " ",
  ),
);

/** TypeScript and JavaScript, by file ending. */
export async function createTypeScriptFrontEnd(bytes: GrammarBytes): Promise<FrontEnd> {
  const memory = await startRuntime(bytes.runtime);
  const languages = {
    typescript: await treeSitter.Language.load(bytes.typescript),
    tsx: await treeSitter.Language.load(bytes.tsx),
  };
  const grammars = { typescript: grammarOf(languages.typescript), tsx: grammarOf(languages.tsx) };
  const parser = new treeSitter.Parser();
  const syntax = new SyntaxTree(memory);
  return {
    read(path, text, languageId) {
      const dialect = dialectOf(path) ?? dialects[languageId ?? ""];
      if (dialect === undefined) return undefined;
      const used = languages[dialect.grammar];
      giveRows(used, memory);
      parser.setLanguage(used);
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
  const { types, fields } = language;
  const named = types.map((_, id) => language.nodeTypeIsNamed(id));
  const treatment = Uint8Array.from(types, (type, id) => {
    // Some node is also called by a token's name.
    if (named[id] !== true) return silent.has(type) ? Treatment.none : Treatment.leaf;
    return leaves.has(type) ? Treatment.leaf : Treatment.whole;
  });
  return { types, fields, named, treatment };
}
