import type { SyntaxTree } from "../syntax.ts";
import { textOfString } from "./literals.ts";

const plainTemplate = /^`[^`$\\]+`$/;
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
  if (plainTemplate.test(text)) return text.slice(1, -1);
  if (!text.includes("__dirname")) return undefined;
  const plain = added.exec(text) ?? filled.exec(text);
  if (plain !== null) return `./${plain[1] ?? plain[2] ?? ""}`;
  const parts = joined.exec(text)?.[1];
  if (parts === undefined) return undefined;
  return [".", ...[...parts.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b ?? "")].join("/");
}

const chosen = /^`(\.{1,2}\/(?:[\w.@-]+\/)*)([\w.@-]*)\$\{[^`{}]*\}([\w./@-]*)`$/;
const appended =
  /^["'](\.{1,2}\/(?:[\w.@-]+\/)*)([\w.@-]*)["']\s*\+\s*[\w.]+(?:\s*\+\s*["']([\w./@-]*)["'])?$/;

/** `./adapters/*` of ``import(`./adapters/${kind}`)``: modules of a folder, of which the program picks one. */
export function modulesChosen(tree: SyntaxTree, argument: number): string | undefined {
  const text = tree.textOf(argument);
  const found = chosen.exec(text) ?? appended.exec(text);
  return found === null ? undefined : `${found[1]}${found[2]}*${found[3] ?? ""}`;
}

/** `commands/*` of `require(path.join(folder, "commands", file))`: what is said of modules that the program finds when it runs. */
export function modulesPutTogether(tree: SyntaxTree, argument: number): string {
  const text = tree.textOf(argument).slice(0, 500);
  const said = [...text.matchAll(/"([^"]*)"|'([^']*)'|`([^`]*)`/g)];
  const parts = said.map(([, a, b, c]) => (a ?? b ?? c ?? "").replace(/\$\{[^}]*\}/g, "*"));
  return parts.some((part) => part.includes("*")) ? parts.join("/") : [...parts, "*"].join("/");
}
