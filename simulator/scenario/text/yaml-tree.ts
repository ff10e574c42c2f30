import { Composer, CST, isAlias, isMap, isPair, isScalar, isSeq, Lexer, type ParsedNode, Parser } from "yaml";
import { MAX_DEPTH, type Reading, type Span, type SyntaxFault, type Tree, tooDeep } from "./tree.ts";

/** YAML takes some ten times as long to read as JSON. */
export const MAX_YAML_LENGTH = 1_000_000;

/**
 * Reads YAML 1.2 (core schema) with one document. Anchors with aliases and tags are refused: a value that stands in two
 * places could not be edited in one.
 */
export function readYaml(text: string): Reading {
  if (text.length > MAX_YAML_LENGTH) {
    const message = `the document has ${text.length} characters: of YAML, at most ${MAX_YAML_LENGTH} are read`;
    return { faults: [{ offset: 0, message, suggestion: "write it as JSON" }] };
  }
  const onOneLine = lineDepthFault(text);
  if (onOneLine !== undefined) return { faults: [onOneLine] };
  const tokens = [...new Parser().parse(text)];
  const deep = depthFault(tokens);
  if (deep !== undefined) return { faults: [deep] };
  // Duplicate keys are found later, for both formats; the library's own check is quadratic.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: "silent", merge: false });
  const documents = [...composer.compose(tokens, false, text.length)];
  const [document, second] = documents;
  if (document === undefined) return { faults: [] };
  const faults: SyntaxFault[] = [...document.errors, ...document.warnings].map((error) => ({
    offset: error.pos[0],
    message: `not YAML: ${error.message}`,
  }));
  if (second !== undefined) {
    faults.push({
      offset: second.range[0],
      message: "a second document starts here: a scenario is one document",
    });
  }
  const contents = document.contents as ParsedNode | null;
  if (contents === null || faults.length > 0) return { faults };
  return { tree: tree(contents, faults), faults };
}

/** Finds brackets and dashes that nest too deep before anything is built of them; the parser takes its time over those. */
function lineDepthFault(text: string): SyntaxFault | undefined {
  let brackets = 0;
  let onLine = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    switch (CST.tokenType(token)) {
      case "flow-seq-start":
      case "flow-map-start":
        brackets++;
        break;
      case "flow-seq-end":
      case "flow-map-end":
        brackets--;
        break;
      case "seq-item-ind":
      case "explicit-key-ind":
        onLine++;
        break;
      case "newline":
        onLine = 0;
        break;
      case "doc-mode":
      case "flow-error-end":
      case "scalar":
        // Marks of the lexer's own, which stand for no text, or for text of unknown kind.
        if (token.length === 1 && token < " ") continue;
        break;
      default:
    }
    if (brackets > MAX_DEPTH || onLine > MAX_DEPTH) return tooDeep(offset);
    offset += token.length;
  }
  return undefined;
}

/** The composer is recursive, so depth is measured on the syntax tree first, without recursion. */
function depthFault(tokens: CST.Token[]): SyntaxFault | undefined {
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    // A collection and its item are a level each here, where a document's value is none.
    if (depth > MAX_DEPTH + 1) return tooDeep(level[0]?.offset ?? 0);
    level = level.flatMap(inside);
  }
  return undefined;
}

function inside(token: CST.Token): CST.Token[] {
  if (token.type === "document") return token.value === undefined ? [] : [token.value];
  if (!CST.isCollection(token)) return [];
  return token.items.flatMap(({ key, value }) => [...(key ? [key] : []), ...(value ? [value] : [])]);
}

function tree(node: ParsedNode | null, faults: SyntaxFault[], empty: number = 0): Tree {
  if (node === null) return { start: empty, end: empty, kind: "scalar", value: null };
  const [start, end] = node.range;
  const span: Span = { start, end };
  if (isAlias(node)) {
    faults.push({ offset: start, message: `"*${node.source}" refers to another place: write the value out` });
    return { ...span, kind: "scalar", value: null };
  }
  if (node.tag !== undefined && !node.tag.startsWith("tag:yaml.org,2002:")) {
    faults.push({
      offset: start,
      message: `the tag "${node.tag}" is not known: write the value without a tag`,
    });
  }
  if (isSeq(node)) {
    return {
      ...span,
      kind: "list",
      flow: node.flow === true,
      items: node.items.map((item) => {
        if (!isPair(item)) return tree(item as ParsedNode, faults, end);
        faults.push({ offset: start, message: "a list item is a pair: write { key: value }" });
        return { ...span, kind: "scalar", value: null };
      }),
    };
  }
  if (isMap(node)) {
    return {
      ...span,
      kind: "map",
      flow: node.flow === true,
      entries: node.items.flatMap(({ key, value }) => {
        if (!isScalar(key)) {
          faults.push({ offset: key?.range[0] ?? start, message: "a key must be plain text" });
          return [];
        }
        const [keyStart, keyEnd] = key.range;
        return {
          key: key.source ?? String(key.value),
          keySpan: { start: keyStart, end: keyEnd },
          value: tree(value, faults, keyEnd),
        };
      }),
    };
  }
  return { ...span, kind: "scalar", value: scalar(node.value, start, faults) };
}

function scalar(value: unknown, offset: number, faults: SyntaxFault[]): string | number | boolean | null {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  faults.push({ offset, message: `${String(value)} is not a value that a scenario can hold` });
  return null;
}
