import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { MAX_DEPTH, type Reading, type SyntaxFault, type Tree, tooDeep } from "./tree.ts";

/** Reads JSON in which comments and trailing commas are welcome. */
export function readJson(text: string): Reading {
  const deep = depthFault(text);
  if (deep !== undefined) return { faults: [deep] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const faults = errors.map(({ error, offset, length }) => ({
    offset,
    message: sentence(printParseErrorCode(error), text.slice(offset, offset + Math.min(length, 40))),
  }));
  if (root === undefined) return { faults };
  return { tree: tree(root, text, faults), faults };
}

/** Strings and comments, also ones that do not end, and brackets. */
const TOKEN = /"(?:\\.|[^"\\\r\n])*"?|\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|[[\]{}]/g;

/** The parser is recursive, so depth is counted on tokens first. */
function depthFault(text: string): SyntaxFault | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if ((token === "{" || token === "[") && ++depth > MAX_DEPTH) return tooDeep(index);
    if (token === "}" || token === "]") depth--;
  }
  return undefined;
}

function tree(node: Node, text: string, faults: SyntaxFault[]): Tree {
  const span = { start: node.offset, end: node.offset + node.length };
  switch (node.type) {
    case "array":
      return {
        ...span,
        kind: "list",
        flow: true,
        items: (node.children ?? []).map((child) => tree(child, text, faults)),
      };
    case "object":
      return {
        ...span,
        kind: "map",
        flow: true,
        entries: (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
          // A key without a value is a syntax error that was reported already.
          key === undefined || value === undefined
            ? []
            : {
                key: String(key.value),
                keySpan: { start: key.offset, end: key.offset + key.length },
                value: tree(value, text, faults),
              },
        ),
      };
    default: {
      const value: unknown = node.value;
      if (typeof value === "number" && !Number.isFinite(value)) {
        faults.push({
          offset: span.start,
          message: `${text.slice(span.start, span.end)} is too large a number`,
        });
      }
      return { ...span, kind: "scalar", value: value as string | number | boolean | null };
    }
  }
}

function sentence(code: string, found: string): string {
  const shown = JSON.stringify(found);
  switch (code) {
    case "InvalidSymbol":
      return `${shown} is not JSON: text needs double quotes`;
    case "InvalidNumberFormat":
      return `${shown} is not a number`;
    case "PropertyNameExpected":
      return `a key in double quotes is expected here, found ${shown}`;
    case "ValueExpected":
      return `a value is expected here, found ${shown}`;
    case "ColonExpected":
      return `":" is expected here, found ${shown}`;
    case "CommaExpected":
      return `"," is missing before ${shown}`;
    case "CloseBraceExpected":
      return `"}" is missing`;
    case "CloseBracketExpected":
      return `"]" is missing`;
    case "EndOfFileExpected":
      return `nothing more is expected after the document, found ${shown}`;
    case "UnexpectedEndOfComment":
      return "a comment does not end";
    case "UnexpectedEndOfString":
      return "a text does not end: its closing quote is missing";
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return `${shown} has an escape that JSON does not know`;
    case "InvalidCharacter":
      return `${shown} has a control character, which JSON writes as an escape`;
    default:
      return `not JSON: ${code} at ${shown}`;
  }
}
