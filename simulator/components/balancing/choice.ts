import type { RandomStream } from "../../engine/random-stream.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";
import { consistentHash, keyHash } from "./hashing.ts";
import { least, leastWeighted, powerOfMany, powerOfTwo } from "./least-connections.ts";
import { nearest } from "./nearest.ts";
import { peakEwma } from "./peak-ewma.ts";
import { random, weightedRandom } from "./random.ts";
import { blockRoundRobin, roundRobin, smoothRoundRobin } from "./round-robin.ts";
import type { Choice, Targets } from "./targets.ts";

/** A balancing algorithm with a state of its own. */
export function choiceFor(spec: ComponentOf<"balancer">, targets: Targets, stream: RandomStream): Choice {
  switch (spec.algorithm) {
    case "roundRobin":
      return roundRobin(targets);
    case "weightedRoundRobin":
      return smoothRoundRobin(targets);
    case "blockRoundRobin":
      return blockRoundRobin(targets);
    case "random":
      return random(targets, stream);
    case "weightedRandom":
      return weightedRandom(targets, stream);
    case "leastConnections":
      return least(targets, stream);
    case "weightedLeastConnections":
      return leastWeighted(targets, stream);
    case "powerOfTwo":
      return spec.choices === 2 ? powerOfTwo(targets, stream) : powerOfMany(targets, stream, spec.choices);
    case "peakEwma":
      return peakEwma(targets, stream, spec.decay);
    case "keyHash":
      return keyHash(targets);
    case "consistentHash":
      return consistentHash(targets, spec.virtualNodes, spec.ring);
    case "nearest":
      return nearest(targets, stream);
  }
}
