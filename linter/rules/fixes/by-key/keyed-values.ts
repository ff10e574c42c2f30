import type { Value } from "../../../facts.ts";
import { isPure, isSteady } from "../turn.ts";
import type { Asked } from "./by-key.ts";

/** Of the values that a text of SQL is given, the one that is another in each turn, where all others are the same in every turn. */
export function oneVaried({ file, turn }: Asked, values: readonly Value[]): Value | undefined {
  const varied = values.filter((value) => turn.varies(value));
  const [value] = varied;
  if (value === undefined || varied.length > 1 || !isPure(file, value)) return undefined;
  // After a list that is spread, nobody knows which place a value has.
  const isKnown = (one: Value) => one === value || (one.kind !== "spread" && isSteady(file, one, turn));
  return values.every(isKnown) ? value : undefined;
}
