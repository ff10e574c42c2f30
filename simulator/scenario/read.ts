import { readJson } from "./text/json-tree.ts";
import type { Reading } from "./text/tree.ts";
import { readYaml } from "./text/yaml-tree.ts";

/** Whether a text is JSON rather than YAML: it starts with a brace, or a comment as JSON has them. */
export const isJson = (text: string): boolean => /^\s*(\{|\/\/|\/\*)/.test(text);

/** Reads JSON (with comments and trailing commas) or YAML, told apart by how the text starts. */
export const readText = (text: string): Reading => (isJson(text) ? readJson(text) : readYaml(text));
