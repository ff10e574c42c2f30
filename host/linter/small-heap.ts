import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/** More room for young things, in bytes, saves little time and would be the largest part of the process. */
const YOUNG = 64 * 2 ** 20;
/** Steps of linking between two looks at how large that room is. */
const STEPS = 32;

/**
 * Tells the engine of this process, which is ours alone, how a linter uses memory. Called before anything is linked.
 *
 * Facts of a large project are unpacked for a moment and dropped. The engine would notice that the first of them outlive a collection,
 * because its room for young things is small at the start, and from then on put all of them among the old, where they pile up; and it
 * would let the old grow to several times of what is in use before it looks at them.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString("--heap-growing-percent=40");
}

/**
 * Hands on the steps of linking, and sees to it that the room for young things is soon as large as `YOUNG` and never larger: in few
 * steps, because whatever lives longer than two collections is copied to the old. While a process runs, the factor by which that room
 * grows is all that can be said about it.
 */
export function* keepingYoungSmall<T>(steps: Iterable<T>): Generator<T, void> {
  let next = 0;
  for (const step of steps) {
    if (next-- === 0) {
      const factor = Math.max(1, Math.floor(YOUNG / youngBytes()));
      setFlagsFromString(`--semi-space-growth-factor=${factor}`);
      if (factor > 1) next = STEPS;
    }
    yield step;
  }
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size || YOUNG;
}
