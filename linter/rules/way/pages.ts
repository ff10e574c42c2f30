import type { CallFact } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { changingIn, elementBindings, isIn } from "./elements.ts";

/**
 * Whether what is asked hangs on what is another in each turn of the loop. What a loop over pages or pieces inside of it has in hand, the
 * piece or the rows that it waits for, is asked about at once: that it is of the turn says nothing.
 */
export function usesElement(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  pages: readonly Iteration[] = [],
): boolean {
  const { bindings } = file.facts;
  const isInPages = (index: number) => {
    const place = bindings[index]?.start ?? -1;
    return pages.some(({ start, bodyEnd }) => place >= start && place < bodyEnd);
  };
  const changing = changingIn(file, loop);
  const elements = pages.length === 0 ? changing : new Set([...changing].filter((one) => !isInPages(one)));
  const inHand = pages.flatMap((page) => inHandOf(file, page));
  return [call.callee, ...call.arguments].some((value) => dependsOn(file, value, elements, inHand));
}

/** The piece of the list, and what is awaited in a turn. */
function inHandOf(file: FileNode, page: Iteration): number[] {
  const awaited = [...file.facts.bindings.entries()].filter(
    ([, { start, values }]) => isIn(page, start) && values.some(({ value }) => value.kind === "await"),
  );
  return [...elementBindings(file, page), ...awaited.map(([index]) => index)];
}
