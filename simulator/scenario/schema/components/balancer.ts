import * as z from "zod";
import {
  choice,
  componentId,
  count,
  duration,
  factor,
  name,
  positiveDuration,
  ratio,
} from "../quantities.ts";

const target = z.strictObject({
  target: componentId({ title: "target", description: "The component that gets a share of the requests." }),
  weight: factor({
    title: "weight",
    description: "Its share relative to the others, for the weighted algorithms.",
  }).default(1),
});

const healthCheck = z
  .strictObject({
    interval: positiveDuration({
      title: "interval",
      description: "Time between two checks of every target.",
    }).prefault("5s"),
    timeout: duration({
      title: "check timeout",
      description: "A target that hangs for this long fails a check.",
    }).prefault("1s"),
    fall: count(
      {
        title: "fall",
        description: "A target gets nothing after this many failed checks in a row.",
        control: { max: 20, scale: "linear" },
      },
      1,
    ).default(3),
    rise: count(
      {
        title: "rise",
        description: "It gets calls again after this many good checks in a row.",
        control: { max: 20, scale: "linear" },
      },
      1,
    ).default(2),
  })
  .meta({
    title: "health check",
    description: "The balancer asks every target again and again whether it is up.",
  });

const ejection = z
  .strictObject({
    consecutiveFailures: count(
      {
        title: "failures in a row",
        description: "A target is taken out after this many failed calls in a row.",
        control: { max: 50 },
      },
      1,
    ).default(5),
    openFor: duration({
      title: "ejected for",
      description: "How long it gets nothing.",
      control: { max: 300 },
    }).prefault("30s"),
    maxRatio: ratio({
      title: "most ejected",
      description: "At most this share of the targets is out at once.",
    }).default(0.5),
  })
  .meta({ title: "ejection", description: "Targets whose calls fail are taken out for a while." });

const sticky = z
  .strictObject({
    ttl: duration({
      title: "session",
      description: "A key stays with its target for this long after its last request.",
      control: { max: 3600 },
    }).prefault("30m"),
  })
  .meta({ title: "sticky sessions", description: "Requests with the same key go to the same target." });

const zonePair = z.strictObject({
  between: z
    .tuple([name(), name()])
    .meta({ title: "between", description: "Two zones; twice the same for the way within one." }),
  roundTrip: duration({
    title: "round trip",
    description: "How long the way there and back takes; half of it each way.",
  }),
});

/** Spreads requests over targets. */
export const balancer = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("balancer"),
  algorithm: choice(
    [
      "roundRobin",
      "weightedRoundRobin",
      "blockRoundRobin",
      "leastConnections",
      "weightedLeastConnections",
      "random",
      "weightedRandom",
      "powerOfTwo",
      "peakEwma",
      "keyHash",
      "consistentHash",
      "nearest",
    ],
    {
      title: "algorithm",
      description:
        "Who gets the next request. weightedRoundRobin is the smooth one of nginx, blockRoundRobin sends as many in a row as the weight says; keyHash is the hash of the request's key modulo the targets that are up; consistentHash is a ring of virtual nodes; nearest is the shortest way by the zones.",
    },
  ).default("roundRobin"),
  virtualNodes: count(
    { title: "virtual nodes", description: "Places of each target on the ring of consistentHash." },
    1,
  ).default(150),
  ring: choice(["murmur3", "nginx", "haproxy"], {
    title: "ring",
    description:
      "How consistentHash places targets and keys: by MurmurHash3, or exactly as nginx or HAProxy do.",
  }).default("murmur3"),
  choices: count(
    {
      title: "choices",
      description: "How many targets powerOfTwo draws, to take the one with the fewest calls under way.",
      control: { max: 10, scale: "linear" },
    },
    1,
  ).default(2),
  decay: positiveDuration({
    title: "decay",
    description: "How fast peakEwma forgets a slow answer.",
    control: { max: 120 },
  }).prefault("10s"),
  slowStart: duration({
    title: "slow start",
    description: "A target that comes back gets its full share only after this long.",
    control: { max: 300 },
  }).prefault("0s"),
  healthCheck: healthCheck.optional(),
  ejection: ejection.optional(),
  sticky: sticky.optional(),
  zones: z
    .array(zonePair)
    .min(1)
    .max(1000)
    .meta({
      title: "zones",
      description:
        "How far it is from the zone of whoever calls the balancer to the zone of a target. Calls take that time, whatever the algorithm.",
    })
    .optional(),
  targets: z
    .array(z.union([target.shape.target.transform((id) => ({ target: id })).pipe(target), target]))
    .min(1)
    .max(1000)
    .meta({ title: "targets", description: "The components behind the balancer." }),
});

export type Balancer = z.output<typeof balancer>;
