import type { RandomStream } from "../../engine/random-stream.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";
import { least } from "../balancing/least-connections.ts";
import { random } from "../balancing/random.ts";
import { roundRobin, smoothRoundRobin } from "../balancing/round-robin.ts";
import type { Choice, Targets } from "../balancing/targets.ts";

/** How a read finds its replica: the balancer's algorithms of the same names. */
export function choiceOfReplica(
  routing: ComponentOf<"database">["replicas"]["routing"],
  targets: Targets,
  stream: RandomStream,
): Choice {
  switch (routing) {
    case "roundRobin":
      return roundRobin(targets);
    case "weighted":
      return smoothRoundRobin(targets);
    case "random":
      return random(targets, stream);
    case "leastConnections":
      return least(targets, stream);
  }
}
