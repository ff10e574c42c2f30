import type { Value } from "../../facts.ts";
import { dependsOn, mentionsDeep } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";

/** Whether a value is another one when these variables are: it depends on them, or a function in it does something with them. */
export function hangsOn(file: FileNode, value: Value, changing: ReadonlySet<number>): boolean {
  if (changing.size === 0) return false;
  const { bindings } = file.facts;
  return (
    dependsOn(file, value, changing) ||
    mentionsDeep(file, value, (part) => {
      if (part.kind === "function") return worksWith(file, part.function, changing);
      const named = part.kind === "name" ? bindings[part.binding] : undefined;
      return named?.kind === "function" && worksWith(file, named.target ?? -1, changing);
    })
  );
}

/** `(builder) => { builder.where("id", row.id); }`: what a function calls is given one of these variables, or decided by one. */
export function worksWith(file: FileNode, index: number, variables: ReadonlySet<number>): boolean {
  const { calls, functions, regions } = file.facts;
  const { start = 0, end = 0 } = functions[index] ?? {};
  const isInside = (place: { start: number; end: number }) => place.start >= start && place.end <= end;
  const isOf = (value: Value) => dependsOn(file, value, variables);
  return (
    calls.some((call) => isInside(call) && call.arguments.some(isOf)) ||
    regions.some((region) => region.condition !== undefined && isInside(region) && isOf(region.condition))
  );
}
