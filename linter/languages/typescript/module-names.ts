import type { SyntaxTree } from "../syntax.ts";
import { textOfString } from "./literals.ts";

const added = /^__dirname\s*\+\s*(?:"([^"]*)"|'([^']*)')$/;
const filled = /^`\$\{__dirname\}([^`$]*)`$/;
const joined = /^(?:\w+\.)?(?:join|resolve)\(\s*__dirname\s*((?:,\s*(?:"[^"]*"|'[^']*')\s*)+),?\s*\)$/;

/**
 * The module that `require(…)` or `import(…)` is passed: a string, or a path that begins at the folder of the file, `__dirname + "/db"`,
 * `path.join(__dirname, "..", "config.json")`. Undefined where it is known only when the program runs.
 */
export function moduleNamed(tree: SyntaxTree, argument: number): string | undefined {
  if (tree.type(argument) === "string") return textOfString(tree, argument);
  const text = tree.textOf(argument);
  if (!text.includes("__dirname")) return undefined;
  const plain = added.exec(text) ?? filled.exec(text);
  if (plain !== null) return `./${plain[1] ?? plain[2] ?? ""}`;
  const parts = joined.exec(text)?.[1];
  if (parts === undefined) return undefined;
  return [".", ...[...parts.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? "")].join("/");
}
