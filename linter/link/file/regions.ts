import type { FileFacts, Region } from "../../facts.ts";

/** The regions from one outwards, as far as the function that they are in, which is none of them. */
export function* regionsInFunction({ regions }: FileFacts, from: number): Generator<Region, void> {
  for (let at = from, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined || region.kind === "function") return;
    yield region;
    at = region.parent;
  }
}

/** The region and those around it, as far as the loop. */
export function regionsUpTo(facts: FileFacts, from: number, loop: number): Set<number> {
  const out = new Set<number>();
  for (let at = from; at >= 0 && at !== loop && out.size < 300; at = facts.regions[at]?.parent ?? -1) {
    out.add(at);
  }
  return out;
}
