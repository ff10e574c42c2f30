import type { FileNode } from "./project.ts";

const known = new WeakMap<FileNode, Map<number, number[]>>();

/** The calls of a function by its name, within its own file. */
export function callsInFile(file: FileNode, index: number): readonly number[] {
  let found = known.get(file);
  if (found === undefined) {
    found = find(file);
    known.set(file, found);
  }
  return found.get(index) ?? [];
}

function find(file: FileNode): Map<number, number[]> {
  const { bindings, calls } = file.facts;
  const out = new Map<number, number[]>();
  calls.forEach(({ callee }, position) => {
    if (callee.kind !== "name") return;
    const binding = bindings[callee.binding];
    const [held] = binding?.values ?? [];
    const index =
      binding?.kind === "function"
        ? binding.target
        : held?.value.kind === "function"
          ? held.value.function
          : undefined;
    if (index === undefined) return;
    const list = out.get(index);
    if (list === undefined) out.set(index, [position]);
    else list.push(position);
  });
  return out;
}
