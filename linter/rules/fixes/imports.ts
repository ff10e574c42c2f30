import type { FileNode } from "../../link/project/project.ts";
import type { TextEdit } from "../../text.ts";
import { beforeImports, replace } from "./place.ts";
import { styleOf } from "./style.ts";

/** The edit that imports a name, where the file does not have it: among the names that it has from there, or on a line of its own. */
export function importing(file: FileNode, { name, module }: { name: string; module: string }): TextEdit[] {
  if (file.facts.bindings.some((binding) => binding.name === name)) return [];
  const more = among(file, name, module);
  if (more !== undefined) return [more];
  const { quote, end } = styleOf(file);
  const from = quote + module + quote;
  const modern = file.facts.imports.length === 0 || /^import\b/m.test(file.source);
  const text = modern
    ? `import { ${name} } from ${from}${end}\n`
    : `const { ${name} } = require(${from})${end}\n`;
  return [beforeImports(file, text)];
}

/** `import { Entity } from "typeorm"` becomes `import { Entity, In } from "typeorm"`. */
function among(file: FileNode, name: string, module: string): TextEdit | undefined {
  const pattern = new RegExp(
    `^(?:import\\s+(?:[\\w$]+\\s*,\\s*)?|const\\s+)\\{([^{}/]*[\\w$]),?\\s*\\}\\s*(?:from\\s*|=\\s*require\\()["']${module}["']`,
    "m",
  );
  const found = pattern.exec(file.source);
  const [whole, names] = found ?? [];
  if (found === null || whole === undefined || names === undefined) return undefined;
  const at = found.index + whole.indexOf("{") + 1 + names.length;
  const line = /\r?\n[ \t]*(?=[^\n]*$)/.exec(names)?.[0];
  return replace(file, { start: at, end: at }, `,${line ?? " "}${name}`);
}
