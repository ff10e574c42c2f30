import { sentence } from "../../../words/sentence.ts";
import type { FileNode } from "../../link/project.ts";
import type { TextEdit } from "../../text.ts";
import type { Linked } from "../rule.ts";
import { beforeImports } from "./place.ts";
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
  for (const { outline } of linked.project.files.values()) {
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
