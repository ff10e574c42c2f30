import * as z from "zod";
import { distribution } from "../distribution.ts";
import {
  choice,
  componentId,
  count,
  countLimit,
  duration,
  factor,
  flag,
  ratio,
  timeLimit,
} from "../quantities.ts";

const locks = z
  .strictObject({
    takenBy: choice(["nobody", "writes", "all"], {
      title: "locked by",
      description: "Which queries take a lock: none, those that write, or all.",
    }).default("nobody"),
    count: countLimit({
      title: "locks",
      description:
        'How many locks there are. A query takes the one that its key falls on; with "unlimited" each key has its own.',
      control: { max: 4096 },
    }).default(1),
    share: ratio({
      title: "locked share",
      description: "The share of its work, at its end, for which a query holds its lock.",
    }).default(1),
    timeout: timeLimit({
      title: "lock timeout",
      description: "How long a query waits for its lock before it fails.",
    }).prefault("none"),
  })
  .meta({
    title: "locks",
    description: "Locks that queries hold while they work, one query at a time each.",
  });

const synchronous = z
  .strictObject({
    count: count(
      {
        title: "acknowledgements",
        description: "How many of the replicas must have a write before it is answered.",
        control: { max: 8, scale: "linear" },
      },
      1,
    ).default(1),
    when: choice(["received", "applied"], {
      title: "acknowledged",
      description: "When a replica has a write: as soon as it got it, or when reads there see it.",
    }).default("received"),
    timeout: timeLimit({
      title: "goes on alone after",
      description:
        "When a write has waited this long it is answered all the same, and those after it do not wait until enough replicas are back; none of them is ever given up otherwise.",
      control: { max: 60 },
    }).prefault("none"),
  })
  .meta({
    title: "synchronous replication",
    description: "Writes wait until replicas have them; they are answered at once where left out.",
  });

const replicas = z
  .strictObject({
    count: count({
      title: "replicas",
      description: "Copies of the primary that answer reads, each with `cores` of its own.",
      control: { min: 0, max: 8, scale: "linear" },
    }).default(0),
    lag: duration({
      title: "replica lag",
      description: "How long a write takes to reach a replica, before the replica applies it.",
    }).prefault("0ms"),
    applyRatio: ratio({
      title: "apply cost",
      description: "What applying a write costs a replica, as a share of the write's own work.",
    }).default(0.5),
    routing: choice(["roundRobin", "weighted", "random", "leastConnections"], {
      title: "read routing",
      description: "Which replica a read goes to.",
    }).default("roundRobin"),
    weights: z
      .array(factor({ title: "weight", description: "Of a replica, in their order." }))
      .max(64)
      .meta({ title: "weights", description: "One for each replica; 1 each where left out." })
      .optional(),
    primaryReads: flag({
      title: "primary reads",
      description: "The primary takes its turn in answering reads.",
    }).default(false),
    pinAfterWrite: duration({
      title: "pin after write",
      description: "For this long after a write of a key, reads of it go to the primary (read your writes).",
    }).prefault("0ms"),
    detectionTime: duration({
      title: "detection time",
      description: "How long reads are still sent to a replica that is down.",
    }).prefault("1s"),
    fallBackToPrimary: flag({
      title: "fall back to primary",
      description: "Reads go to the primary while no replica takes any.",
    }).default(true),
    promotionTime: timeLimit({
      title: "promotion time",
      description:
        'How long after the primary went down a replica becomes the primary; "none" is never. Writes fail meanwhile.',
      control: { max: 600 },
    }).prefault("30s"),
    synchronous: synchronous.optional(),
  })
  .meta({ title: "replicas", description: "Copies of the database: a primary takes the writes." });

/** A database: queries share its cores. */
export const database = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("database"),
  cores: countLimit({
    title: "cores",
    description: "Queries beyond this many share them (processor sharing), so each gets slower.",
  }).prefault("unlimited"),
  maxConnections: countLimit({
    title: "max connections",
    description: "How many connections the pools in front of it may hold in all; a further one is refused.",
  }).prefault("unlimited"),
  contentionPerExtra: ratio({
    title: "contention per extra query",
    description: "Each runnable query beyond the cores makes all of them slower by this share.",
    control: { max: 0.2 },
  }).default(0),
  serviceTime: distribution({
    title: "service time",
    description: "How long a query runs on an idle database, where the query does not say it.",
  }).prefault("1ms"),
  rowTime: duration({
    title: "row time",
    description: "What each row beyond the first adds to a query's work.",
    control: { max: 0.1 },
  }).prefault("0ms"),
  locks: locks.prefault({}),
  replicas: replicas.prefault({}),
});

export type Database = z.output<typeof database>;
