import * as z from "zod";
import { formatDuration } from "../format.ts";
import { parseDuration } from "../units.ts";
import { balancer } from "./components/balancer.ts";
import { breaker } from "./components/breaker.ts";
import { bulkhead } from "./components/bulkhead.ts";
import { cache } from "./components/cache.ts";
import { database } from "./components/database.ts";
import { limiter } from "./components/limiter.ts";
import { pool } from "./components/pool.ts";
import { queue } from "./components/queue.ts";
import { server } from "./components/server.ts";
import { source } from "./components/source.ts";
import { componentId, count, countLimit, duration, factor, name, ratio } from "./quantities.ts";

/** Where a component's values were read from; written by the bridge. */
const origin = z
  .strictObject({
    file: z.string().meta({ title: "file", description: "Path from the workspace folder." }),
    line: z.int().min(1).meta({ title: "line", description: "Line of the construction, from 1." }),
    library: z.string().meta({ title: "library", description: "Such as pg." }),
    properties: z
      .record(z.string(), z.string())
      .meta({
        title: "properties",
        description:
          'Which property of the code each value came from: { "max": "max", "acquireTimeout": "connectionTimeoutMillis" }.',
      })
      .optional(),
  })
  .meta({ title: "source", description: "Where in the code the values came from." });

const shared = {
  source: origin.optional(),
  preset: z
    .string()
    .max(64)
    .meta({
      title: "preset",
      description: "The library or server whose defaults hold where a value is left out.",
    })
    .optional(),
  label: z.string().max(200).meta({ title: "label", description: "The name shown on the stage." }).optional(),
  group: z
    .string()
    .min(1)
    .max(200)
    .meta({
      title: "group",
      description:
        "What it belongs to: the stage can show the components of a group as one, and begins so where there are more than 24.",
    })
    .optional(),
  zone: name()
    .meta({
      title: "zone",
      description: 'Where it is, such as "eu-west": a balancer with zones counts the way from there.',
    })
    .optional(),
};

export const component = z
  .discriminatedUnion("type", [
    source.extend(shared),
    balancer.extend(shared),
    server.extend(shared),
    pool.extend(shared),
    database.extend(shared),
    cache.extend(shared),
    breaker.extend(shared),
    bulkhead.extend(shared),
    limiter.extend(shared),
    queue.extend(shared),
  ])
  .meta({ title: "component", description: "A part of the system." });

const at = duration({ title: "at", description: "When, from the start of the run." });
const until = duration({
  title: "until",
  description: "When it ends; it lasts to the end of the run where left out.",
}).optional();
const target = componentId({ title: "target", description: "The component that it happens to." });
const node = count({
  title: "node",
  description:
    "Which machine of a database with replicas: 0 began as the primary, 1 is the first replica. All of it where left out.",
}).optional();
const fault = <T extends string, F extends z.core.$ZodLooseShape>(name: T, fields: F) =>
  z.strictObject({ at, until, target, node, fault: z.literal(name), ...fields });

export const event = z
  .union(
    [
      fault("latency", {
        multiplyBy: factor({ title: "times", description: "Work takes this many times as long." }).default(1),
        add: duration({ title: "added", description: "Each piece of work takes this much longer." }).prefault(
          "0ms",
        ),
      }),
      fault("errors", {
        ratio: ratio({ title: "error ratio", description: "The share of calls that fail." }),
      }),
      fault("hang", {
        for: duration({ title: "hang", description: "Each new piece of work takes at least this long." }),
      }),
      fault("down", {}),
      fault("traffic", {
        multiplyBy: factor({ title: "times", description: "The source sends this many times as much." }),
      }),
      fault("cores", {
        ratio: ratio({ title: "share left", description: "The share of the cores or slots that is left." }),
      }),
      fault("flush", {}),
      fault("crash", {
        instances: countLimit({
          title: "instances",
          description: "How many of the server's replicas crash; the others go on.",
        }).prefault("unlimited"),
      }),
      fault("partition", {
        from: componentId({
          title: "from",
          description:
            "The caller that cannot reach it; nobody can where left out. Of a database that is a pool in front of it.",
        }).optional(),
      }),
      z.strictObject({
        at,
        set: z
          .record(z.string(), z.json())
          .meta({ title: "set", description: 'Parameters that change, by path: { "orders-db.max": 20 }.' }),
      }),
    ],
    {
      error: (issue) =>
        `not an event: write { "at", "set" } or { "at", "until", "target", "fault": "latency" | "errors" | "hang" | "down" | "traffic" | "cores" | "flush" | "crash" | "partition" } (found ${JSON.stringify(issue.input)?.slice(0, 80)})`,
    },
  )
  .meta({ title: "event", description: "A fault or a changed parameter at a time." });

const run = z
  .strictObject({
    duration: duration({
      title: "duration",
      description: "Simulated time of one run.",
      control: { max: 600 },
    }).prefault("60s"),
    warmUp: duration({
      title: "warm-up",
      description: "Requests that arrive before this are not measured.",
    }).prefault("0s"),
    seed: z
      .int()
      .min(0)
      .max(0xffff_ffff)
      .meta({ title: "seed", description: "The same seed gives the same run, to the last byte." })
      .default(1),
    replications: count(
      { title: "replications", description: "How many runs with different seeds a study makes." },
      1,
    ).default(20),
    confidence: z
      .number()
      .gt(0.5)
      .lt(1)
      .meta({ title: "confidence", description: "Of the intervals, such as 0.95." })
      .default(0.95),
  })
  .meta({ title: "run", description: "How long and how often it runs." });

const limitValue = z
  .union([z.number(), z.string().refine((text) => parseDuration(text) !== undefined)], {
    error: (issue) => `${JSON.stringify(issue.input)} is neither a number nor a duration such as "500ms"`,
  })
  .transform((value) => (typeof value === "string" ? (parseDuration(value) as number) : value));

/** The name of a window that a budget gives by its times. */
export const windowName = (from: number, to: number): string =>
  `from${formatDuration(from)}To${formatDuration(to)}`.replaceAll(".", "_");

const budget = z
  .strictObject({
    metric: z
      .string()
      .meta({ title: "metric", description: "What is measured, such as latency.p99 or inTime.ratio." }),
    of: componentId({ title: "of", description: "The component that it is measured at." }),
    below: limitValue.meta({ title: "below", description: "It must be below this." }).optional(),
    atLeast: limitValue.meta({ title: "at least", description: "It must be this or more." }).optional(),
    window: z
      .union([z.string(), z.tuple([at, at]).transform(([from, to]) => windowName(from, to))], {
        error: (issue) =>
          `${JSON.stringify(issue.input)} is neither the name of a window nor a span such as ["5s", "20s"]`,
      })
      .meta({
        title: "window",
        description:
          'Requests that arrive in this span, or levels over it, only: the name of a window, or ["5s", "20s"]; the whole run after warm-up where left out.',
      })
      .optional(),
  })
  .refine((b) => (b.below === undefined) !== (b.atLeast === undefined), {
    error: `a budget needs exactly one of "below" and "atLeast"`,
  })
  .meta({ title: "budget", description: "A goal that the system must meet." });

/** The whole document. */
export const scenario = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(1, {
    error: (issue) =>
      `schema version ${JSON.stringify(issue.input)} is not known: this Spillway reads version 1`,
  }),
  name: z.string().min(1).max(200).meta({ title: "name", description: "What the scenario is called." }),
  question: z.string().max(2000).meta({ title: "question", description: "What a lesson asks." }).optional(),
  predictions: z
    .array(z.string().max(500))
    .max(6)
    .meta({ title: "predictions", description: "Answers to choose from before the run." })
    .optional(),
  outcome: z
    .string()
    .max(4000)
    .meta({ title: "outcome", description: "What the run shows, in words." })
    .optional(),
  run: run.prefault({}),
  components: z
    .array(component)
    .min(1)
    .max(2000)
    .meta({ title: "components", description: "The parts of the system." }),
  events: z
    .array(event)
    .max(10_000)
    .meta({ title: "events", description: "Faults and changed parameters over time." })
    .default([]),
  windows: z
    .record(name(/^[A-Za-z]\w*$/), z.tuple([at, at]))
    .meta({
      title: "windows",
      description:
        'Named spans of time over which requests that arrive in them are measured apart: { "late": ["110s", "135s"] }.',
    })
    .default({}),
  budgets: z.array(budget).max(100).meta({ title: "budgets", description: "Goals." }).default([]),
  variants: z
    .record(name(/^[A-Za-z]\w*$/), z.record(z.string(), z.json()))
    .meta({
      title: "variants",
      description: 'Named sets of changed parameters: { "B": { "orders-db.acquireTimeout": "1s" } }.',
    })
    .default({}),
  expect: z
    .array(z.string().max(500))
    .max(100)
    .meta({
      title: "expect",
      description:
        'What must hold for every seed, such as "inTime.ratio(B, clients) - inTime.ratio(A, clients) > 0.12".',
    })
    .default([]),
  sweep: z
    .record(
      z.string(),
      z.union([z.array(z.json()).min(1).max(200), z.strictObject({ from: z.json(), to: z.json() })], {
        error: (issue) =>
          `${JSON.stringify(issue.input)?.slice(0, 80)} is neither a list of values nor a range such as { "from": 4, "to": 100 }`,
      }),
    )
    .meta({
      title: "sweep",
      description:
        'One or two parameters to go through, each with a list of values or a range: { "orders-db.max": { "from": 4, "to": 100 }, "orders-db.acquireTimeout": ["none", "1s"] }.',
    })
    .default({}),
  layout: z
    .record(z.string(), z.tuple([z.number(), z.number()]))
    .meta({ title: "layout", description: "Rank and row of components on the stage." })
    .default({}),
});

/** A parsed scenario: durations in seconds, rates per second, Infinity where the file says none or unlimited. */
export type Scenario = z.output<typeof scenario>;
export type Component = Scenario["components"][number];
export type ScenarioEvent = Scenario["events"][number];
export type FaultEvent = Extract<ScenarioEvent, { fault: string }>;
export type Budget = Scenario["budgets"][number];
export type ComponentOf<T extends Component["type"]> = Extract<Component, { type: T }>;
