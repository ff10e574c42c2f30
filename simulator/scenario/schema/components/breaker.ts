import * as z from "zod";
import { parseDuration } from "../../units.ts";
import { fallback } from "../call.ts";
import { choice, componentId, count, countLimit, duration, ratio, timeLimit } from "../quantities.ts";

const WINDOW_CALLS = /^(\d+) calls$/;

const window = z
  .string({
    error: (issue) =>
      `${JSON.stringify(issue.input)} is not a window: write a duration such as "10s" or a count such as "100 calls"`,
  })
  .refine((text) => WINDOW_CALLS.test(text) || (parseDuration(text) ?? 0) > 0, {
    error: (issue) =>
      `${JSON.stringify(issue.input)} is not a window: write a duration such as "10s" or a count such as "100 calls"`,
  })
  .transform((text) => {
    const [, calls] = WINDOW_CALLS.exec(text) ?? [];
    return calls === undefined
      ? { kind: "time" as const, seconds: parseDuration(text) as number }
      : { kind: "calls" as const, calls: Number(calls) };
  })
  .meta({
    title: "window",
    description: 'Over which failures are counted: a time such as "10s" or a number such as "100 calls".',
  });

/** A circuit breaker in front of a component. */
export const breaker = z.strictObject({
  id: componentId({ title: "id", description: "The component's name." }),
  type: z.literal("breaker"),
  target: componentId({ title: "target", description: "What it protects." }),
  failureRatio: ratio({
    title: "failure ratio",
    description:
      "Opens when more than this share of the calls in the window failed, or as many where opensAt says so.",
  }).default(0.5),
  opensAt: choice(["above", "reached"], {
    title: "opens",
    description:
      "Whether it takes more than the failure ratio to open (above, as opossum) or the ratio is enough (reached, as resilience4j).",
  }).default("above"),
  consecutiveFailures: countLimit({
    title: "consecutive failures",
    description: 'Opens after this many failures in a row; "unlimited" leaves it to the ratio.',
  }).prefault("unlimited"),
  window: window.prefault("10s"),
  counting: choice(["ended", "begun"], {
    title: "counting",
    description:
      "What the ratio is of. ended: of calls that have ended, anew after each closing, and answers from before do not count. begun: of all calls that came in the window, rejected ones and those under way included, and it is kept through opening and closing (as opossum).",
  }).default("ended"),
  minimumCalls: count({
    title: "minimum calls",
    description: "The ratio counts only from this many calls in the window on.",
    control: { max: 200 },
  }).default(0),
  slowCallDuration: timeLimit({
    title: "slow call",
    description: "A call longer than this counts as slow.",
  }).prefault("none"),
  slowCallRatio: ratio({
    title: "slow call ratio",
    description: "Opens when at least this share of the calls in the window were slow.",
  }).default(1),
  openFor: duration({
    title: "open for",
    description: "How long it stays open before it lets probes through.",
    control: { max: 120 },
  }).prefault("30s"),
  probes: count(
    {
      title: "probes",
      description: "How many calls it lets through when half open.",
      control: { max: 20, scale: "linear" },
    },
    1,
  ).default(1),
  probeVerdict: choice(["each", "together"], {
    title: "verdict on probes",
    description:
      "each: all must succeed to close it, and the first that fails or is slow opens it again; together: when all have ended, the ratios decide as they do when it is closed (as resilience4j).",
  }).default("each"),
  fallback: fallback.optional(),
});

export type Breaker = z.output<typeof breaker>;
