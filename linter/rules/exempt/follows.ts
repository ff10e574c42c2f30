import type { CallFact } from "../../facts.ts";
import { dependsOn, mentionsDeep } from "../../link/file/mentions.ts";
import { regionsUpTo } from "../../link/file/regions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { elementBindings, isIn } from "../way/elements.ts";
import { setAgainIn } from "../way/set-again.ts";

/** What is asked depends on a variable that the loop itself changes after asking: walking up parents, paging by cursor. */
export function followsChain(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { bindings, calls } = file.facts;
  // What the next row of a cursor is, was settled before.
  const isAsked = ({ callee, use }: CallFact) =>
    use === "awaited" && !(callee.kind === "member" && /^(next|tryNext)$/.test(callee.name));
  // Which elements there are was settled before the first turn.
  const elements = elementBindings(file, loop);
  const carried = new Set<number>();
  for (const position of setAgainIn(file.facts)) {
    const binding = bindings[position];
    if (binding === undefined || isIn(loop, binding.start)) continue;
    // `row = { ...row, text: await render(row) }`: the next turn has an element of its own.
    if (loop.kind !== "count" && elements.includes(position)) continue;
    const changes = binding.values.some(({ value, start, later }) => {
      if (!later || start < loop.bodyStart || start >= loop.bodyEnd) return false;
      if (value.kind === "operation" && /^(\+\+|--)$/.test(value.operator)) return false;
      return mentionsDeep(file, value, (v) => {
        const call = v.kind === "call" ? calls[v.call] : undefined;
        return call !== undefined && isAsked(call);
      });
    });
    if (changes) carried.add(position);
  }
  for (const position of [...carried])
    if (isSetAnew(file, position, call, loop, carried)) carried.delete(position);
  if (carried.size === 0) return false;
  // Of a chain, what is asked stands in every part: `find().where("parent", ids).getMany()`.
  return [call.callee, ...call.arguments].some((part) => dependsOn(file, part, carried, elements));
}

/** `shop = shops.get(row.shopId); if (!shop) shop = await find(row.shopId); await visit(shop)`: nothing is left of the turn before. */
function isSetAnew(
  file: FileNode,
  position: number,
  call: CallFact,
  loop: Iteration,
  carried: ReadonlySet<number>,
): boolean {
  const around = regionsUpTo(file.facts, call.region, loop.region);
  return (file.facts.bindings[position]?.values ?? []).some(
    ({ value, region, later, start }) =>
      later &&
      start >= loop.bodyStart &&
      value.end <= call.start &&
      (region === loop.region || around.has(region)) &&
      !dependsOn(file, value, carried),
  );
}
