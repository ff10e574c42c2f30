import type { Effect } from "../../catalog/library.ts";
import type { CallTarget } from "../../link/graph/call-targets.ts";
import type { FunctionRef } from "../../link/graph/function-refs.ts";
import { doTheSame, kindOf, type Reach, type ReachKind } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { leadingIn } from "./leading.ts";

/** The function sends queries, whatever else it does. */
export function asksAnything(linked: Linked, ref: FunctionRef): boolean {
  const { read, coalesced, write } = linked.graph.reachOf(ref);
  return (read ?? coalesced ?? write) !== undefined;
}

/** The query that the call leads to, by itself or through functions. */
export function reachedBy(
  linked: Linked,
  file: FileNode,
  index: number,
  target: CallTarget,
  effect: Effect,
): Reach | undefined {
  const direct = target.queries.find((query) => query.effect === effect && query.text?.evident !== true);
  if (direct !== undefined) {
    return {
      query: direct,
      kind: kindOf(direct),
      file: file.path,
      at: target,
      distance: 0,
      conditional: false,
    };
  }
  // `each(ids, load)`: what is handed over runs as often as the one that takes it says, which leads to it, too.
  const handedFirst = target.functions.some(({ argument }) => argument >= 0)
    ? target.functions.toSorted((a, b) => Number(b.argument >= 0) - Number(a.argument >= 0))
    : target.functions;
  for (const { ref, argument, named } of handedFirst) {
    // A function written in place is looked into where it stands.
    if (argument >= 0 && file.facts.calls[index]?.arguments[argument]?.kind === "function") continue;
    if (file.facts.calls[index]?.callee.kind === "function") continue;
    const way = (kind: ReachKind) => {
      if (named && !doTheSame(target.functions, kind, (one) => linked.graph.reachOf(one))) return undefined;
      if (argument < 0) return linked.graph.wayOf(ref, kind, file.path, target);
      const handed = linked.graph.reachOf(ref)[kind];
      return handed !== undefined && handed.text === undefined ? { ...handed, onward: handed } : undefined;
    };
    const reach = effect === "read" ? (way("read") ?? way("coalesced")) : way("write");
    if (reach !== undefined) {
      return {
        ...reach,
        file: file.path,
        at: target,
        next: ref,
        distance: reach.distance + 1,
        ...(named ? { named } : {}),
      };
    }
  }
  return undefined;
}

/** What else the function that a call leads to reads: what is read on every way through it before the rest. */
export function* otherReads(
  linked: Linked,
  file: FileNode,
  target: CallTarget,
  { next, onward }: Reach,
): Generator<Reach, void> {
  const inside = next === undefined ? undefined : linked.project.files.get(next.file);
  if (next === undefined || inside === undefined) return;
  for (const conditional of [false, true]) {
    for (const at of leadingIn(linked, inside)) {
      const { call: index, place } = at;
      if (at === onward?.at || place?.ref.key !== next.key || place.conditional !== conditional) continue;
      // What only some callers are led to, or pass, is theirs.
      if (place.needs !== undefined || place.parameter !== undefined) continue;
      const way = reachedBy(linked, inside, index, at, "read");
      if (way === undefined || way.text !== undefined || way.query.text !== undefined) continue;
      yield {
        ...way,
        file: file.path,
        at: target,
        next,
        onward: way,
        distance: way.distance + 1,
        conditional: conditional || way.conditional,
      };
    }
  }
}
