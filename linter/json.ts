import { createScanner, type Node, type ParseError, parse, parseTree } from "jsonc-parser";

/** What people write is not nested deeper, and the parser recurses. */
const deepest = 200;

/** What a JSON text holds, as far as it can be read; comments and trailing commas are let pass. Undefined where it holds nothing, or is nested too deep. */
export function jsonIn(text: string): unknown {
  return tooDeepAt(text) === undefined ? parse(text) : undefined;
}

/** The same with places. */
export function jsonTree(text: string, errors: ParseError[] = []): Node | undefined {
  return tooDeepAt(text) === undefined ? parseTree(text, errors, { allowTrailingComma: true }) : undefined;
}

/** Where a text begins to be nested too deep to be read. */
export function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const mark = text.charAt(scanner.getTokenOffset());
    if (mark === "{" || mark === "[") depth++;
    else if (mark === "}" || mark === "]") depth--;
    if (depth > deepest) return scanner.getTokenOffset();
  }
  return undefined;
}
