import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentionsDeep } from "../../link/file/mentions.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isWrittenIn } from "./carried.ts";
import type { Step } from "./way.ts";

/** Variables that hold an object of which only these properties hang on what a way carries: `add({ item: row.id, comment: "…" })`. */
export type Parts = ReadonlyMap<number, ReadonlySet<string>>;

/** Such variables in the function that a call comes to. */
export function partsPassedOn(
  { file, call }: { file: FileNode; call: CallFact },
  carried: ReadonlySet<number>,
  parts: Parts,
  step: Step,
): Parts {
  // A function written in place sees the variables around it.
  if (step.file === file && isWrittenIn(call, step.function)) return parts;
  const out = new Map<number, ReadonlySet<string>>();
  const { parameters = [] } = step.file.facts.functions[step.function] ?? {};
  call.arguments.forEach((argument, index) => {
    const names = partsOf(file, argument, carried, parts);
    const { binding = -1 } = parameters[index + step.bound] ?? {};
    if (binding >= 0 && names !== undefined && names.size > 0) out.set(binding, names);
  });
  return out;
}

function partsOf(
  file: FileNode,
  argument: Value,
  carried: ReadonlySet<number>,
  parts: Parts,
): ReadonlySet<string> | undefined {
  if (argument.kind === "name") return parts.get(argument.binding);
  if (argument.kind !== "object") return undefined;
  const hanging = argument.properties.filter(
    ({ value }) => dependsOn(file, value, carried) || namesPart(file, value, parts),
  );
  return new Set(hanging.flatMap(({ key }) => key ?? []));
}

/** Whether a value is made of such a property: `item.id` of `{ id: row.id, comment: "…" }`. */
export function namesPart(file: FileNode, value: Value, parts: Parts): boolean {
  if (parts.size === 0) return false;
  return mentionsDeep(
    file,
    value,
    (at) => at.kind === "member" && at.of.kind === "name" && parts.get(at.of.binding)?.has(at.name) === true,
  );
}
