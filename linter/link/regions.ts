import type { FileFacts, Region } from "../facts.ts";

/** The regions from one outwards, as far as the function that they are in, which is none of them. */
export function* regionsInFunction({ regions }: FileFacts, from: number): Generator<Region, void> {
  for (let at = from, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined || region.kind === "function") return;
    yield region;
    at = region.parent;
  }
}
