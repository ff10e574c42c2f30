import type { Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";
import { loopsAround } from "../way/loops-around.ts";
import { lengthOf } from "./lengths.ts";

/**
 * `for (const each of config.servers) servers.push(new Server(each))`: the lists that the loops go through in which a list, empty at first,
 * is filled one by one; undefined where it is filled in another way. `made` is where it begins to be: loops around that do not count.
 */
export function filledThrough(
  linked: Linked,
  file: FileNode,
  isIt: (list: Value) => boolean,
  made: number,
): Value[] | undefined {
  const out: Value[] = [];
  for (const { callee, arguments: given, region } of file.facts.calls) {
    if (callee.kind !== "member" || !isIt(callee.of)) continue;
    if (/^(splice|concat)$/.test(callee.name)) return undefined;
    if (!/^(push|unshift|add|set)$/.test(callee.name)) continue;
    if (given.some(({ kind }) => kind === "spread")) return undefined;
    const loops = loopsAround(linked, file, region).filter(({ start }) => start > made);
    const lists = loops.map((loop) => listOf(file, loop));
    // A method that adds one may be called for each row.
    if (lists.length === 0 || !lists.every((list) => list !== undefined)) return undefined;
    out.push(...lists);
  }
  return out.length === 0 ? undefined : out;
}

function listOf(file: FileNode, { kind, collection, region }: Iteration): Value | undefined {
  const condition = kind === "count" ? file.facts.regions[region]?.condition : undefined;
  return condition === undefined ? collection : lengthOf(file, condition);
}
