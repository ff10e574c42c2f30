import type { RandomStream } from "../../engine/random-stream.ts";
import { lowest } from "./least-connections.ts";
import type { Choice, Targets } from "./targets.ts";

/** The target with the shortest way; ties are drawn. */
export function nearest(targets: Targets, stream: RandomStream): Choice {
  const way = (target: number) => targets.distances[target] ?? 0;
  return () => lowest(targets, stream, way);
}
