import type { Source } from "./source.ts";

/** The groups of files that need one another to run, each in the order of the alphabet (Tarjan's strongly connected components). */
export function circles(sources: readonly Source[]): string[][] {
  const needs = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target),
    ]),
  );
  const found: string[][] = [];
  /** The files in the order in which they were come upon, and the earliest that each leads back to. */
  const order = new Map<string, number>();
  const earliest = new Map<string, number>();
  const open: string[] = [];
  const visit = (path: string): number => {
    const own = order.size;
    order.set(path, own);
    open.push(path);
    let back = own;
    for (const next of needs.get(path) ?? []) {
      if (!needs.has(next)) continue;
      if (!order.has(next)) back = Math.min(back, visit(next));
      else if (open.includes(next)) back = Math.min(back, earliest.get(next) ?? order.get(next) ?? own);
    }
    earliest.set(path, back);
    if (back === own) {
      const circle = open.splice(open.indexOf(path));
      if (circle.length > 1) found.push(circle.sort());
    }
    return back;
  };
  for (const path of needs.keys()) if (!order.has(path)) visit(path);
  return found;
}
