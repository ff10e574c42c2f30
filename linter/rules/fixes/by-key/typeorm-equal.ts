import type { Value } from "../../../facts.ts";
import type { FileNode } from "../../../link/project/project.ts";

/** `{ id: Equal(row.id) }` asks by `row.id`. */
export function comparedIn(file: FileNode): (value: Value) => Value {
  return (value) => {
    const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
    const [operand, ...more] = call?.arguments ?? [];
    const { callee } = call ?? {};
    const isEqual =
      callee?.kind === "name" &&
      callee.name === "Equal" &&
      file.imports.get(callee.binding)?.module === "typeorm";
    return isEqual && operand !== undefined && more.length === 0 ? operand : value;
  };
}
