import type { Value } from "../../../facts.ts";
import type { FileNode } from "../../../link/project.ts";
import type { Linked } from "../../rule.ts";

/**
 * Whether the schema or table that a model is declared with says that there is one row at most for these fields: `email: { type: String,
 * unique: true }`, `email: text().unique()`, `schema.index({ tenant: 1, email: 1 }, { unique: true })`.
 */
export function isDeclaredUnique(
  linked: Linked,
  file: FileNode,
  model: Value,
  { key, among }: { key: string; among: readonly string[] },
): boolean {
  if (model.kind !== "name" || !/^\w+$/.test(key)) return false;
  const imported = file.imports.get(model.binding);
  const there = imported === undefined ? file : linked.project.resolve(imported.module, file);
  const text = there === undefined ? "" : declaration(there.source, imported?.name ?? model.name);
  const field = new RegExp(`\\b${key}\\s*:\\s*\\{([^{}]*)\\}`).exec(text)?.[1] ?? "";
  // A list in a field is unique by each of its parts; what is changed on its way in is not found by what was asked for.
  const isSimple = (said: string) =>
    !/\b(lowercase|uppercase|trim|set|get)\b/.test(said) &&
    /\b(String|Number|ObjectId|DataTypes\.(STRING|INTEGER|BIGINT|UUID))\b/.test(said);
  if (isSimple(field) && /\b(unique|primaryKey)\s*:\s*true\b/.test(field)) return true;
  const column = new RegExp(`\\b${key}\\s*:[^:]*?\\.(unique|primaryKey)\\(`).exec(text)?.[0] ?? "";
  if (column !== "" && !/,\s*\n/.test(column)) return true;
  const plain = new RegExp(`\\b${key}\\s*:\\s*([\\w.]+)`).exec(text)?.[1] ?? "";
  if (!isSimple(field) && !isSimple(plain)) return false;
  for (const [, fields = ""] of text.matchAll(
    /\.index\(\s*\{([^{}]*)\}\s*,\s*\{[^{}]*\bunique\s*:\s*true/g,
  )) {
    const names = [...fields.matchAll(/["']?([\w.]+)["']?\s*:/g)].map(([, name = ""]) => name);
    if (names.includes(key) && names.every((name) => among.includes(name))) return true;
  }
  return false;
}

/** The text that declares one model: the file, where it has one schema, or the statement that begins with the name. */
function declaration(source: string, name: string): string {
  if ((source.match(/\bnew\s+(mongoose\.)?Schema\b/g) ?? []).length === 1) return source;
  const start = source.search(new RegExp(`\\b(const|class)\\s+${name.replaceAll("$", "\\$")}\\b`));
  if (start < 0) return "";
  const end = source.slice(start + 1).search(/\n(export|const|let|class|function|import)\b/);
  return end < 0 ? source.slice(start) : source.slice(start, start + 1 + end);
}
