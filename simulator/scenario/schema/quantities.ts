import * as z from "zod";
import { DURATION, parseDuration, parseRate, RATE } from "../units.ts";

/** How the inspector offers a value: what kind of control, its useful range, and the words that stand for "no limit". */
export type Control = {
  kind: "duration" | "count" | "ratio" | "rate" | "factor" | "choice" | "flag";
  /** Slider range in the unit of the parsed value: seconds, 1/s, or a plain number. */
  min?: number;
  max?: number;
  scale?: "linear" | "log";
  /** The word that stands for "no limit": `none` for times, `unlimited` for counts. */
  word?: "none" | "unlimited";
  choices?: readonly string[];
};

/** What every field says about itself; it becomes the JSON Schema's title and description and the inspector's label. */
export type About = { title: string; description: string; control?: Partial<Control> };

const shown = (input: unknown): string => JSON.stringify(input) ?? String(input);

function durationMessage(input: unknown, word: "none" | undefined): string {
  const or = word === undefined ? "" : ` or "${word}"`;
  if (typeof input === "number") {
    if (input === 0 && word !== undefined) return `0 is ambiguous here: write "none" for no limit`;
    return `${input} has no unit: write a duration such as "${input}ms" or "${input}s"${or}`;
  }
  return `${shown(input)} is not a duration: write a number with a unit such as "50ms", "1.5s", "2m"${or}`;
}

/** A duration in seconds, zero allowed. */
export const duration = ({ control, ...about }: About) =>
  z
    .string({ error: (issue) => durationMessage(issue.input, undefined) })
    .regex(DURATION, { error: (issue) => durationMessage(issue.input, undefined) })
    .transform((text) => parseDuration(text) as number)
    .meta({ ...about, control: { kind: "duration", min: 0.0001, max: 10, scale: "log", ...control } });

/** A duration above zero in seconds. */
export const positiveDuration = (about: About) =>
  duration(about).refine((seconds) => seconds > 0, { error: () => "a duration above zero is needed here" });

/** A limit in time: a duration above zero in seconds, or `"none"`, which is Infinity. */
export const timeLimit = ({ control, ...about }: About) =>
  z
    .string({ error: (issue) => durationMessage(issue.input, "none") })
    .regex(new RegExp(`${DURATION.source}|^none$`), {
      error: (issue) => durationMessage(issue.input, "none"),
    })
    .refine((text) => parseDuration(text) !== 0, {
      error: (issue) => `${shown(issue.input)} is ambiguous here: write "none" for no limit`,
    })
    .transform((text) => (text === "none" ? Number.POSITIVE_INFINITY : (parseDuration(text) as number)))
    .meta({
      ...about,
      control: { kind: "duration", min: 0.001, max: 60, scale: "log", word: "none", ...control },
    });

/** A rate in events per second, zero allowed. */
export const rate = ({ control, ...about }: About) => {
  const message = (issue: { input?: unknown }) =>
    typeof issue.input === "number"
      ? `${issue.input} has no unit: write a rate such as "${issue.input}/s"`
      : `${shown(issue.input)} is not a rate: write a number per time such as "120/s" or "30/m"`;
  return z
    .string({ error: message })
    .regex(RATE, { error: message })
    .transform((text) => parseRate(text) as number)
    .meta({ ...about, control: { kind: "rate", min: 1, max: 2000, scale: "log", ...control } });
};

/** Beyond what is counted exactly. */
const isTooLarge = (input: unknown): input is number =>
  typeof input === "number" && input > Number.MAX_SAFE_INTEGER;
const tooLarge = (input: number): string => `${input} is too large: at most ${Number.MAX_SAFE_INTEGER}`;

/** A whole number of at least `least`. */
export const count = ({ control, ...about }: About, least = 0) => {
  const message = (issue: { input?: unknown }) =>
    isTooLarge(issue.input)
      ? tooLarge(issue.input)
      : `${shown(issue.input)} is not a whole number of at least ${least}`;
  return z
    .int({ error: message })
    .min(least, { error: message })
    .meta({
      ...about,
      control: { kind: "count", min: Math.max(1, least), max: 1000, scale: "log", ...control },
    });
};

/** A whole number of at least `least`, or `"unlimited"`, which is Infinity. */
export const countLimit = ({ control, ...about }: About, least = 1) => {
  const message = (issue: { input?: unknown }) =>
    issue.input === 0 && least > 0
      ? `0 is ambiguous here: write "unlimited" for no limit, or a whole number of at least ${least}`
      : isTooLarge(issue.input)
        ? tooLarge(issue.input)
        : `${shown(issue.input)} is not a whole number of at least ${least}, or "unlimited"`;
  return z
    .union([z.int().min(least), z.literal("unlimited")], { error: message })
    .transform((value) => (value === "unlimited" ? Number.POSITIVE_INFINITY : value))
    .meta({
      ...about,
      control: {
        kind: "count",
        min: Math.max(1, least),
        max: 1000,
        scale: "log",
        word: "unlimited",
        ...control,
      },
    });
};

/** A share from 0 to 1. */
export const ratio = ({ control, ...about }: About) => {
  const message = (issue: { input?: unknown }) =>
    `${shown(issue.input)} is not a ratio: write a number from 0 to 1`;
  return z
    .number({ error: message })
    .min(0, { error: message })
    .max(1, { error: message })
    .meta({ ...about, control: { kind: "ratio", min: 0, max: 1, scale: "linear", ...control } });
};

/** A plain factor above zero, such as a weight or a multiplier. */
export const factor = ({ control, ...about }: About) => {
  const message = (issue: { input?: unknown }) => `${shown(issue.input)} is not a number above 0`;
  return z
    .number({ error: message })
    .gt(0, { error: message })
    .meta({ ...about, control: { kind: "factor", min: 0.1, max: 100, scale: "log", ...control } });
};

/** One word of a closed list. */
export const choice = <const T extends readonly [string, ...string[]]>(
  words: T,
  { control, ...about }: About,
) => z.enum(words).meta({ ...about, control: { kind: "choice", choices: words, ...control } });

export const flag = ({ control, ...about }: About) =>
  z
    .boolean({ error: (issue) => `${shown(issue.input)} is not true or false` })
    .meta({ ...about, control: { kind: "flag", ...control } });

/** The name of a component: a letter, then letters, digits, `-`, `_`. */
export const componentId = (about: Pick<About, "title" | "description">) =>
  z
    .string({
      error: (issue) => `${shown(issue.input)} is not a component id: write text such as "orders-db"`,
    })
    .regex(/^[A-Za-z][\w-]{0,63}$/, {
      error: (issue) =>
        `${shown(issue.input)} is not a component id: a letter, then up to 63 letters, digits, "-" or "_"`,
    })
    .meta(about);

const refusal = (issue: { input?: unknown }) => `${shown(issue.input)} cannot be a name here`;

/** A name of up to 64 characters under which something is kept; not one that every JavaScript object answers to. */
export const name = (pattern: RegExp = /./) =>
  z
    .string({ error: refusal })
    .min(1, { error: refusal })
    .max(64, { error: refusal })
    .regex(pattern, { error: refusal })
    .refine((text) => !(text in Object.prototype), { error: refusal });
