import type { CallTarget } from "./call-targets.ts";

/** The same calls in the same order, perhaps with others between them. */
export function moved(old: Map<number, CallTarget>, found: Map<number, CallTarget>): boolean {
  if (old.size !== found.size) return false;
  const fresh = found.values();
  for (const before of old.values()) {
    const after = fresh.next().value;
    if (after === undefined || said(before) !== said(after)) return false;
  }
  return true;
}

export function keeping(
  old: Map<number, CallTarget>,
  found: Map<number, CallTarget>,
): Map<number, CallTarget> {
  const objects = [...old.values()];
  return new Map(
    [...found.values()].map((fresh, index) => [fresh.call, Object.assign(objects[index] ?? fresh, fresh)]),
  );
}

function said({ queries, functions, place }: CallTarget): string {
  return [
    place?.ref.key,
    place?.conditional,
    place?.parameter,
    place?.keptByObject,
    JSON.stringify(place?.needs),
    ...functions.map(
      ({ ref, argument, named, left, knowsSteps, bound }) =>
        `${ref.key} ${argument} ${named} ${left} ${knowsSteps} ${bound}`,
    ),
    ...queries.map(
      (q) =>
        `${q.library.name} ${q.effect} ${q.title} ${q.subject} ${q.sure} ${q.hidden} ${JSON.stringify(q.text)}`,
    ),
  ].join("|");
}
