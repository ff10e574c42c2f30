import type { Value } from "../../../facts.ts";
import type { FileNode } from "../../../link/project/project.ts";
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
  const text = declarationOf(linked, file, model);
  const field = fieldIn(text, key);
  if (isSimple(field) && /\b(unique|primaryKey)\s*:\s*true\b/.test(field)) return true;
  const column = new RegExp(`\\b${key}\\s*:[^:]*?\\.(unique|primaryKey)\\(`).exec(text)?.[0] ?? "";
  if (column !== "" && !/,\s*\n/.test(column)) return true;
  if (!isSimple(field) && !isSimple(plainIn(text, key))) return false;
  for (const [, fields = ""] of text.matchAll(
    /\.index\(\s*\{([^{}]*)\}\s*,\s*\{[^{}]*\bunique\s*:\s*true/g,
  )) {
    const names = [...fields.matchAll(/["']?([\w.]+)["']?\s*:/g)].map(([, name = ""]) => name);
    if (names.includes(key) && names.every((name) => among.includes(name))) return true;
  }
  return false;
}

/** Whether the schema of a model says that the field holds one number, text or id, as it was given. */
export function isDeclaredSimple(linked: Linked, file: FileNode, model: Value, key: string): boolean {
  if (model.kind !== "name" || !/^\w+$/.test(key)) return false;
  const text = declarationOf(linked, file, model);
  return isSimple(fieldIn(text, key)) || isSimple(plainIn(text, key));
}

/** `email: { type: String, unique: true }` */
function fieldIn(text: string, key: string): string {
  return new RegExp(`\\b${key}\\s*:\\s*\\{([^{}]*)\\}`).exec(text)?.[1] ?? "";
}

/** `email: String` */
function plainIn(text: string, key: string): string {
  return new RegExp(`\\b${key}\\s*:\\s*([\\w.]+)`).exec(text)?.[1] ?? "";
}

/** A list in a field is found by each of its parts, and what is changed on its way in is not found by what was asked for. */
function isSimple(said: string): boolean {
  return (
    !/\b(lowercase|uppercase|trim|set|get)\b|\[/.test(said) &&
    /\b(String|Number|ObjectId|DataTypes\.(STRING|INTEGER|BIGINT|UUID))\b/.test(said)
  );
}

/** The field that a model of Sequelize says is its key: `id`, where none is said; undefined where there are several. */
export function primaryKeyOf(linked: Linked, file: FileNode, model: Value): string | undefined {
  if (model.kind !== "name") return undefined;
  const own = declarationOf(linked, file, model);
  const above = textsAbove(linked, file, model);
  if (own === "" || above === undefined) return undefined;
  const text = [own, ...above].join("\n");
  const named = [
    ...text.matchAll(/\b(\w+)\s*:\s*\{[^{}]*\bprimaryKey\s*:\s*true/g),
    ...text.matchAll(/@PrimaryKey\b(?:\s*@\w+(?:\([^()]*\))?)*\s*(?:(?:declare|public|readonly)\s+)*(\w+)/g),
  ].map(([, name = ""]) => name);
  const keys = new Set(named);
  if (keys.size > 1 || (keys.size === 0 && /\bprimaryKey\b/i.test(text))) return undefined;
  return named[0] ?? "id";
}

/** The classes that a class of the project extends; undefined where one of them is not seen. */
function textsAbove(linked: Linked, file: FileNode, model: Value): string[] | undefined {
  const out: string[] = [];
  let classes = linked.evaluator.value(file, model).filter(({ kind }) => kind === "class");
  for (let hops = 0; hops < 8; hops++) {
    const [one, ...more] = classes;
    if (one?.kind !== "class" || more.length > 0) return one === undefined ? out : undefined;
    const there = linked.project.files.get(one.file);
    const fact = there?.facts.classes[one.class];
    if (there === undefined || fact === undefined) return undefined;
    if (hops > 0) out.push(there.source.slice(fact.start, fact.end));
    if (fact.superclass === undefined) return out;
    const entities = linked.evaluator.value(there, fact.superclass);
    if (entities.length === 0) return undefined;
    if (entities.every(({ kind }) => kind !== "class" && kind !== "external")) return out;
    classes = entities.filter(({ kind }) => kind === "class");
  }
  return undefined;
}

function declarationOf(linked: Linked, file: FileNode, model: Extract<Value, { kind: "name" }>): string {
  const imported = file.imports.get(model.binding);
  const there = imported === undefined ? file : linked.project.resolve(imported.module, file);
  return there === undefined ? "" : declaration(there.source, imported?.name ?? model.name);
}

/** The text that declares one model: the file, where it has one schema, or the statement that begins with the name. */
function declaration(source: string, name: string): string {
  if ((source.match(/\bnew\s+(mongoose\.)?Schema\b/g) ?? []).length === 1) return source;
  const start = source.search(new RegExp(`\\b(const|class)\\s+${name.replaceAll("$", "\\$")}\\b`));
  if (start < 0) return "";
  const end = source.slice(start + 1).search(/\n(export|const|let|class|function|import)\b/);
  return end < 0 ? source.slice(start) : source.slice(start, start + 1 + end);
}
