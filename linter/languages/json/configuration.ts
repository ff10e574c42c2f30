import type { Node } from "jsonc-parser";
import type { FileFacts, Property, Value } from "../../facts.ts";
import { jsonTree } from "../../json.ts";
import { emptyModule } from "../module.ts";

/** Longer than this is data, characters. */
const longest = 100_000;

/**
 * Whether a file is read for what code may import of it, by its name: `config.json`, `settings.production.json`, whatever lies in a folder
 * `config`. The other JSON files of a project are its data, its translations and the settings of its tools.
 */
export function isConfiguration(path: string): boolean {
  return (
    /(^|\/)(\.?[\w.-]*(config|configuration|settings|secrets|environment|database|ormconfig|knexfile)[\w.-]*|default|development|production|local|db|env|options)\.json$/i.test(
      path,
    ) || /(^|\/)(config|configs|conf|configuration|settings|environments)\/[^/]+\.json$/i.test(path)
  );
}

/** The facts of a configuration: all that it exports is one value. */
export function configurationFacts(text: string): FileFacts {
  const tree = text.length > longest ? undefined : jsonTree(text);
  const value = tree && valueIn(tree);
  const facts = emptyModule(text, "json");
  if (value !== undefined) facts.exports.push({ name: "=", value });
  return facts;
}

function valueIn(node: Node): Value {
  const place = { start: node.offset, end: node.offset + node.length };
  switch (node.type) {
    case "object":
      return {
        kind: "object",
        properties: (node.children ?? []).flatMap((one) => property(one)),
        ...place,
      };
    case "array":
      return {
        kind: "array",
        items: (node.children ?? []).map((item) => valueIn(item)),
        ...place,
      };
    case "string":
    case "number":
    case "boolean":
      return { kind: "literal", value: node.value as string | number | boolean, ...place };
    case "null":
      return { kind: "literal", value: null, ...place };
    default:
      return { kind: "unknown", ...place };
  }
}

function property({ children: [name, held] = [], offset, length }: Node): Property[] {
  if (name === undefined) return [];
  const value: Value =
    held === undefined ? { kind: "unknown", start: offset, end: offset + length } : valueIn(held);
  return [{ key: String(name.value), value, start: offset, end: offset + length, shorthand: false }];
}
