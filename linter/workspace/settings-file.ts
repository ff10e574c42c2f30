import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  printParseErrorCode,
} from "jsonc-parser";
import { jsonTree, tooDeepAt } from "../json.ts";
import { lineStarts, type Position, positionAt } from "../text.ts";
import { type LintSettings, settingsFrom, usualSettings } from "./settings.ts";

/** The name of the file that a project keeps its settings in. */
export const settingsFile = ".spillwayrc.json";

/** Something wrong in it, at the place where it is written. */
export interface SettingsProblem extends Position {
  message: string;
}

/** The settings in the text of such a file; comments and trailing commas are let pass. Everything that is wrong is said; what is right is used. */
export function settingsIn(text: string): { settings: LintSettings; problems: SettingsProblem[] } {
  const errors: ParseError[] = [];
  const tree = jsonTree(text, errors);
  const starts = lineStarts(text);
  const [syntax] = errors;
  const deep = tooDeepAt(text);
  const invalid: SettingsProblem[] =
    deep !== undefined
      ? [{ ...positionAt(starts, deep), message: "is nested too deep to be read" }]
      : syntax === undefined
        ? []
        : [{ ...positionAt(starts, syntax.offset), message: `is no valid JSON: ${wordsOf(syntax)}` }];
  if (tree === undefined) return { settings: usualSettings, problems: invalid };
  const { settings, problems } = settingsFrom(getNodeValue(tree));
  const placed = problems.map(({ path, isKey, message }) => {
    const node = findNodeAtLocation(tree, [...path]);
    const offset = (isKey ? node?.parent : node)?.offset ?? tree.offset;
    return { ...positionAt(starts, offset), message };
  });
  const twice = namedTwice(tree).map(({ offset, value }) => ({
    ...positionAt(starts, offset),
    message: `"${value}" stands here a second time; only this one would hold, so leave one of them`,
  }));
  return { settings, problems: [...invalid, ...placed, ...twice] };
}

/** The names that another before them, in the same object, is like. */
function namedTwice(node: Node): Node[] {
  const inside = (node.children ?? []).flatMap(namedTwice);
  if (node.type !== "object") return inside;
  const seen = new Set<unknown>();
  const again = (node.children ?? []).flatMap(({ children: [name] = [] }) => {
    if (name === undefined || !seen.has(name.value)) {
      seen.add(name?.value);
      return [];
    }
    return [name];
  });
  return [...again, ...inside];
}

/** `PropertyNameExpected` as "property name expected". */
function wordsOf({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/\B[A-Z]/g, (c) => ` ${c.toLowerCase()}`)
    .toLowerCase();
}
