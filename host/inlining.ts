import { setFlagsFromString } from "node:v8";

/**
 * Lets the compiler of this process, which is ours alone, put twice as much code of other functions into one: the event loop of a
 * simulation is many small methods, and runs up to a tenth faster so. An extension host belongs to others as well, and is left as it is.
 * Called before the first simulation.
 */
export function inlineMore(): void {
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=2000");
}
