import type { FileFacts } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";

/** `(row) => row.name`: whether a function, with those inside of it, calls nothing. Whoever runs it sends nothing, then or later. */
export function isIdle(facts: FileFacts, index: number): boolean {
  return !callingIn(facts).has(index) && facts.functions[index]?.generator !== true;
}

/** The functions of a file in which, or in one inside of which, something is called. */
const callingIn = oncePer(({ calls, regions }: FileFacts): ReadonlySet<number> => {
  const out = new Set<number>();
  const met = new Uint8Array(regions.length);
  for (const { region } of calls) {
    for (let at = region; at >= 0 && met[at] === 0; at = regions[at]?.parent ?? -1) {
      met[at] = 1;
      const here = regions[at];
      if (here?.kind === "function") out.add(here.function);
    }
  }
  return out;
});
