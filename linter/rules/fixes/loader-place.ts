import { sentence } from "../../../words/sentence.ts";
import type { Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { TextEdit } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { before, beforeImports, freeName, indentAt, replace } from "./place.ts";
import { styleOf } from "./style.ts";

export const noLoader = sentence("the project has no DataLoader yet: it is a package of its own");

/** The class of DataLoader as a file calls it, with the import where it is missing. */
export interface LoaderClass {
  name: string;
  edits: TextEdit[];
}

/** What DataLoader is called here; undefined where the project does not have it. */
export function classOf(linked: Linked, file: FileNode): LoaderClass | undefined {
  const known = file.facts.imports.find(({ module }) => module === "dataloader");
  if (known !== undefined) {
    const name = file.facts.bindings[known.binding]?.name;
    return name === undefined ? undefined : { name, edits: [] };
  }
  if (!/^import\b/m.test(file.source) || file.facts.bindings.some(({ name }) => name === "DataLoader"))
    return undefined;
  for (const { outline } of linked.project.files.inOrder()) {
    const found = outline.imports.find(({ module }) => module === "dataloader");
    if (found === undefined) continue;
    const what = found.name === "*" ? "* as DataLoader" : "DataLoader";
    const { quote, end } = styleOf(file);
    const text = `import ${what} from ${quote}dataloader${quote}${end}\n`;
    return { name: "DataLoader", edits: [beforeImports(file, text)] };
  }
  return undefined;
}

/** Where the statement of the module begins that `offset` is in: the last line before it that can only be one. */
export function topStatement(file: FileNode, offset: number): number | undefined {
  const { functions, classes, lineStarts } = file.facts;
  const start = lineStarts.findLast(
    (line) =>
      line <= offset &&
      /^(export|const|let|var|function|async function|builder\.)\b/.test(file.source.slice(line, line + 40)),
  );
  if (start === undefined) return undefined;
  const inside = [...functions.slice(1), ...classes].some((one) => one.start < start && one.end > start);
  return inside || classes.some((one) => one.start >= start && one.start <= offset && one.end >= offset)
    ? undefined
    : start;
}

/** Where the members of a class begin, behind its brace; undefined where its head is no simple one. */
export function insideClass({ facts, source }: FileNode, index: number): number | undefined {
  const { start = 0, end = 0, name = "" } = facts.classes[index] ?? {};
  const head = new RegExp(
    `\\bclass\\s+${name}\\b(?:\\s+extends\\s+[\\w.]+(?:<[\\w\\s,.<>\\[\\]]*>)?)?(?:\\s+implements\\s+[\\w\\s,.<>]+?)?\\s*\\{`,
  ).exec(source.slice(start, end));
  return name === "" || head === null ? undefined : start + head.index + head[0].length;
}

export const noStatement = sentence(
  "the resolver is not in a statement of the module that returns or awaits the query",
);

/** A field of the parent: `post.authorId`, or that taken out in the parameter list. */
export function isOf(value: Value, parents: ReadonlySet<number>): boolean {
  if (value.kind === "member") return isOf(value.of, parents);
  return value.kind === "name" && parents.has(value.binding);
}

/** What is of the resolver itself: its parameters and variables. */
export function ownBindings(file: FileNode, index: number): Set<number> {
  const { bindings, functions } = file.facts;
  const fact = functions[index];
  const out = new Set<number>();
  bindings.forEach(({ start }, binding) => {
    if (fact !== undefined && start >= fact.start && start < fact.end) out.add(binding);
  });
  return out;
}

/** Where the loader stands: in the class of the resolver, or before the statement that the resolver is in. */
export function placeOf(file: FileNode, index: number, callee: Value): LoaderPlace | undefined {
  const fact = file.facts.functions[index];
  if (fact === undefined) return undefined;
  let root = callee;
  while (root.kind === "member") root = root.of;
  if (fact.kind === "method" && fact.class >= 0 && !fact.static) {
    const at = insideClass(file, fact.class);
    return at === undefined ? undefined : { at, isField: true };
  }
  if (root.kind === "this") return undefined;
  const top = topStatement(file, file.facts.regions[fact.body]?.start ?? fact.start);
  return top === undefined ? undefined : { at: top, isField: false };
}

interface LoaderPlace {
  at: number;
  isField: boolean;
}

/** A name that the file, and the class of the resolver, has free. */
export function loaderName(file: FileNode, index: number, wanted: string, names: Set<string>): string {
  const { methods = [], fields = [] } = file.facts.classes[file.facts.functions[index]?.class ?? -1] ?? {};
  const members = [...methods, ...fields].map((member) => member.name);
  const name = freeName(file, wanted, new Set([...names, ...members]));
  names.add(name);
  return name;
}

/** Puts a loader there, whose batch function is made of these lines. It keeps nothing between two ticks. */
export function loaderAt(
  file: FileNode,
  { at, isField }: LoaderPlace,
  { name, of, type }: { name: string; of: string; type: string },
  body: readonly string[],
): TextEdit {
  const { indent, end } = styleOf(file);
  const isTyped = file.facts.language === "typescript";
  const head = isField ? `${isTyped ? "private readonly " : ""}${name} =` : `const ${name} =`;
  const lines = [
    `${head} new ${of}(`,
    `${indent}async ${isTyped ? `(keys: readonly ${type}[])` : "(keys)"} => {`,
    ...body.map((line) => indent + indent + line),
    `${indent}},`,
    `${indent}{ cache: false },`,
    `)${end}`,
  ];
  if (!isField) return before(file, at, [...lines, ""]);
  const newline = file.source.includes("\r\n") ? "\r\n" : "\n";
  const step = indentAt(file, at - 1) + indent;
  const text = lines.map((line) => step + line).join(newline);
  return replace(file, { start: at, end: at }, `${newline}${text}${newline}`);
}
