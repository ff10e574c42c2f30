import type { LoopedCall } from "../way/looped-call.ts";

/** A read that is made again in each turn, for which a fix is sought. */
export interface Repeated extends LoopedCall {
  /** Names that other fixes of the file take. */
  names: Set<string>;
}
