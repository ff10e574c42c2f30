import * as z from "zod";
import { certainties, ruleIds } from "../../linter/finding.ts";
import { severities } from "../../linter/workspace/settings.ts";
import { OUTCOMES } from "../../simulator/outcome.ts";
import { FORMAT_VERSION } from "./format-version.ts";

/** The form of every JSON result. docs/json.md says what each field means; a test holds the results against this. */

const number = z.number().nullable();
const verdict = z.enum(["pass", "fail", "undecided"]);
const values = z.record(z.string(), z.json());
const unit = z.enum(["seconds", "perSecond", "ratio", "count"]);
const measured = { metric: z.string(), component: z.string(), window: z.string().optional() };
const estimate = { mean: number, half: number, runs: z.int() };
const study = { runs: z.int(), seed: z.int(), confidence: z.number() };

const beginning = <Kind extends string>(kind: Kind) => ({
  formatVersion: z.literal(FORMAT_VERSION),
  kind: z.literal(kind),
  file: z.string(),
});

const simulated = {
  name: z.string(),
  ...study,
  duration: z.number(),
  warmUp: z.number(),
  set: values,
  verdict,
  overloadedRuns: z.int(),
  budgets: z.array(
    z.object({
      metric: z.string(),
      of: z.string(),
      below: z.number().optional(),
      atLeast: z.number().optional(),
      window: z.string().optional(),
      ...estimate,
      verdict,
    }),
  ),
  expectations: z.array(
    z.object({
      statement: z.string(),
      verdict,
      held: z.int(),
      of: z.int(),
      difference: z.object(estimate),
    }),
  ),
  estimates: z.array(z.object({ ...measured, unit, ...estimate })),
};

const difference = z.object({
  ...measured,
  unit,
  a: z.object(estimate),
  b: z.object(estimate),
  difference: z.object(estimate),
  verdict: z.enum(["higher", "lower", "same", "undecided"]),
  better: z.enum(["a", "b"]).optional(),
});

const objective = z.object({ ...measured, better: z.enum(["lower", "higher"]) });

const judged = {
  objective: z.object(estimate),
  goals: z.array(z.object({ text: z.string(), margin: z.object(estimate), verdict })),
  verdict,
  unstable: z.boolean(),
  estimates: z.array(z.object({ ...measured, unit, ...estimate })),
};
const point = z.object({ values: z.array(z.json()), ...judged });

const cohort = z.object({
  name: z.string(),
  requests: z.int(),
  latency: number,
  parts: z.array(z.object({ component: z.string(), part: z.string(), seconds: number, share: number })),
});

const finding = z.object({
  rule: z.string(),
  text: z.string(),
  components: z.array(z.string()),
  values: z.record(z.string(), number),
  span: z.tuple([z.number(), z.number()]).optional(),
});

const second = z.object({
  at: z.number(),
  ...{ arrived: z.int(), ended: z.int(), failed: z.int(), inTime: z.int(), attempts: z.int(), hits: z.int() },
  ...{ active: number, waiting: number, waitingMax: number, open: number, p50: number, p99: number },
});

const evidence = z.object({
  seed: z.int(),
  from: z.number(),
  width: z.number(),
  time: z.number(),
  unstable: z.boolean(),
  sources: z.array(z.object({ id: z.string(), cohorts: z.array(cohort), reference: cohort.optional() })),
  components: z.array(
    z.object({
      id: z.string(),
      arrived: z.int(),
      ended: z.int(),
      outcomes: z.partialRecord(z.enum(OUTCOMES), z.int()),
      work: number,
      deadWork: number,
      seconds: z.array(second),
    }),
  ),
});

const load = z.object({ factor: z.number(), load: values });

const place = z.object({ line: z.int(), character: z.int() });
const range = z.object({ start: place, end: place });
const found = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("repetition"),
    library: z.string(),
    effect: z.enum(["read", "write"]),
    query: z.string(),
    subject: z.string(),
    formula: z.string(),
    collection: z.string(),
    concurrent: z.boolean(),
    invariant: z.boolean(),
    path: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("limit"),
    library: z.string(),
    property: z.string(),
    concept: z.string(),
    optional: z.boolean(),
  }),
  z.object({ kind: z.literal("place"), library: z.string(), per: z.enum(["request", "element"]) }),
  z.object({ kind: z.literal("suppression") }),
]);

export const result = z.discriminatedUnion("kind", [
  z.object({
    formatVersion: z.literal(FORMAT_VERSION),
    kind: z.literal("lint"),
    findings: z.array(
      z.object({
        rule: z.enum(ruleIds),
        severity: z.enum(severities).exclude(["off"]),
        certainty: z.enum(certainties),
        doubt: z.string().optional(),
        file: z.string(),
        range,
        message: z.string(),
        related: z.array(z.object({ file: z.string(), range, message: z.string() })),
        fixes: z
          .array(
            z.object({
              title: z.string(),
              isPreferred: z.boolean(),
              edits: z.array(z.object({ file: z.string(), range, newText: z.string() })),
            }),
          )
          .optional(),
        unfixable: z.string().optional(),
        data: found,
      }),
    ),
  }),
  z.object({ ...beginning("simulate"), ...simulated }),
  z.object({
    formatVersion: z.literal(FORMAT_VERSION),
    kind: z.literal("check"),
    verdict,
    files: z.array(z.object({ file: z.string(), ...simulated })),
  }),
  z.object({
    ...beginning("compare"),
    a: z.object({ name: z.string(), set: values }),
    b: z.object({ name: z.string(), set: values }),
    ...study,
    tolerance: z.number(),
    unstable: z.object({ a: z.int(), b: z.int() }),
    judged: z.array(z.object({ metric: z.string(), component: z.string(), allowed: number, verdict })),
    verdict,
    differences: z.array(difference),
  }),
  z.object({
    ...beginning("sweep"),
    axes: z.array(z.object({ path: z.string(), values: z.array(z.json()) })),
    objective,
    goals: z.array(z.string()),
    ...study,
    points: z.array(point),
    best: z.int(),
    asGood: z.array(z.int()),
    verdict,
  }),
  z.object({
    ...beginning("recommend"),
    path: z.string(),
    now: z.json(),
    objective,
    goals: z.array(z.string()),
    state: z.enum(["found", "none", "undecided"]),
    value: z.json(),
    range: z.array(z.json()),
    tooClose: z.array(z.json()),
    guess: z.object({ value: z.int(), rate: z.number(), seconds: z.number() }).optional(),
    bounds: z.array(
      z.object({ least: z.number().optional(), most: z.number().optional(), because: z.string() }),
    ),
    ...study,
    looked: z.array(point),
    fresh: z.object({ seed: z.int(), points: z.array(point) }),
    gain: z.array(difference),
    text: z.array(z.string()),
  }),
  z.object({
    ...beginning("explain"),
    source: z.string(),
    runs: z.int(),
    confidence: z.number(),
    findings: z.array(finding),
    verdicts: z.array(finding),
    whatIfs: z.array(
      z.object({
        set: values,
        because: z.string(),
        latency: difference,
        inTime: difference,
        text: z.string(),
      }),
    ),
    evidence,
  }),
  z.object({
    ...beginning("breakpoint"),
    sources: z.array(z.string()),
    objective,
    goals: z.array(z.string()),
    precision: z.number(),
    ...study,
    now: verdict,
    holds: load.optional(),
    breaks: load.optional(),
    points: z.array(z.object({ factor: z.number(), set: values, runs: z.int(), ...judged })),
    text: z.array(z.string()),
  }),
  z.object({
    formatVersion: z.literal(FORMAT_VERSION),
    kind: z.literal("components"),
    components: z.array(
      z.object({
        type: z.string(),
        description: z.string(),
        options: z.array(
          z.object({
            path: z.string(),
            takes: z.string(),
            required: z.boolean(),
            standard: z.json().optional(),
            description: z.string(),
          }),
        ),
        presets: z.array(z.object({ name: z.string(), source: z.string(), defaults: values })),
        metrics: z.array(z.object({ name: z.string(), unit, description: z.string() })),
      }),
    ),
  }),
]);

/**
 * As JSON Schema (draft-07). For readers it allows more fields, as new ones may come within a version; `closed` allows none that is
 * not said.
 */
export function resultSchema(closed = false): z.core.JSONSchema.BaseSchema {
  const made: z.core.JSONSchema.BaseSchema = z.toJSONSchema(result, {
    target: "draft-7",
    io: closed ? "output" : "input",
    override: ({ jsonSchema }) => {
      // Bounds of whole numbers that say nothing.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return Object.assign(made, { title: "Result of a Spillway command" });
}
