import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix } from "node:path";
import { Language, type Node, Parser } from "@vscode/tree-sitter-wasm";

/** One `import`, `export … from`, `import()` or `require()` of a source file. */
export interface Import {
  /** File of this repository, relative to its root, or the name of a package, `vscode` and `node:*` among them. */
  target: string;
  /** Whether only types come over it, so that nothing of it is left when the program runs. */
  typeOnly: boolean;
  line: number;
}

/** What the walls are judged by: taken from the syntax tree, so that a comment or a string is never mistaken for an import. */
export interface Source {
  /** Relative to the root of the repository, with forward slashes. */
  path: string;
  imports: Import[];
  /** Names used from outside the file, such as `Math.random` or `setTimeout`, each with its line. */
  uses: { name: string; line: number }[];
}

const wasm = dirname(createRequire(import.meta.url).resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter.js"));
await Parser.init({ locateFile: (file: string) => join(wasm, file) });
const parser = new Parser();
parser.setLanguage(await Language.load(readFileSync(join(wasm, "tree-sitter-typescript.wasm"))));

/** Reads a TypeScript text; `path` is what its relative imports start from. */
export function readSource(path: string, text: string): Source {
  const tree = parser.parse(text);
  if (!tree) throw new Error(`${path} could not be parsed.`);
  const source: Source = { path, imports: [], uses: [] };
  visit(tree.rootNode, source);
  tree.delete();
  return source;
}

function visit(node: Node, source: Source): void {
  const line = node.startPosition.row + 1;
  const add = (specifier: Node | null, typeOnly: boolean) => {
    if (specifier?.type !== "string") return;
    source.imports.push({ target: resolved(source.path, specifier.text.slice(1, -1)), typeOnly, line });
  };
  switch (node.type) {
    case "import_statement":
    case "export_statement":
      add(node.childForFieldName("source"), onlyTypes(node));
      break;
    case "call_expression": {
      const called = node.childForFieldName("function");
      const name = called?.text ?? "";
      if (name === "import" || name === "require") {
        add(node.childForFieldName("arguments")?.namedChild(0) ?? null, false);
      } else if (called?.type === "identifier") {
        source.uses.push({ name, line });
      }
      break;
    }
    case "member_expression":
      source.uses.push({ name: node.text, line });
      break;
    case "new_expression":
      source.uses.push({ name: `new ${node.childForFieldName("constructor")?.text}`, line });
      break;
  }
  for (const child of node.namedChildren) if (child) visit(child, source);
}

/** `import type …`, or braces in which every name says `type`. */
function onlyTypes(statement: Node): boolean {
  if (statement.children.some((child) => child?.type === "type")) return true;
  const clause = statement.namedChildren.find((child) => /^(import|export)_clause$/.test(child?.type ?? ""));
  const named = clause?.type === "import_clause" ? clause.namedChild(0) : clause;
  if (!named || named.type === "identifier" || named.type === "namespace_import") return false;
  const names = named.namedChildren;
  return names.length > 0 && names.every((name) => name?.child(0)?.type === "type");
}

function resolved(from: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
}
