import { Bucket } from "../../simulator/frame.ts";
import type { BucketRow, History } from "./history.ts";

/** The seconds of the run before this one, by the id of the component: what the charts compare with. */
export type Ghost = ReadonlyMap<string, readonly BucketRow[]>;

/**
 * The run before, when the seconds of a run are given up. A run that goes back along its own way, as when the playhead is dragged, is
 * not another: then what reached further stays.
 */
export function ghostAfter(
  ghost: Ghost | undefined,
  { rows }: History,
  components: readonly { id: string }[],
): Ghost | undefined {
  const given = new Map(components.map(({ id }, index) => [id, rows[index] ?? []]));
  if ([...given.values()].every((list) => list.length === 0)) return ghost;
  const isPart = ghost !== undefined && [...given].every(([id, list]) => agree(ghost.get(id) ?? [], list));
  return isPart ? ghost : given;
}

/** Whether one run is the same as another as far as that one goes. */
function agree(longer: readonly BucketRow[], shorter: readonly BucketRow[]): boolean {
  const last = shorter.at(-1);
  if (last === undefined) return true;
  const there = longer.find((row) => row[Bucket.start] === last[Bucket.start]);
  return there?.every((value, i) => Object.is(value, last[i])) ?? false;
}
