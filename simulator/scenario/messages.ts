import * as z from "zod";
import { suggest } from "../../words/nearest.ts";
import type { Json } from "../protocol.ts";
import { type Flaw, shown } from "./flaw.ts";
import { discriminator, inside, KINDS, kinds, knownKeys, meantOption, written } from "./meant.ts";
import type { Segment } from "./path.ts";

type Schema = z.core.$ZodType;
type Issue = z.core.$ZodIssue;

const NOTHING_SAID = "";

/** Parse options under which issues without a message of the schema's own have none, and this file writes it. */
export const ISSUES = { reportInput: true, error: () => NOTHING_SAID } as const;

/** Flaws beyond these are only counted; nobody reads so many. */
const MOST_EXPLAINED = 1000;

/** The flaws that a schema found in a value, each at the place that a person has to change. */
export function flaws(schema: Schema, raw: Json, issues: readonly Issue[]): Flaw[] {
  const rest = issues.slice(MOST_EXPLAINED).map(({ path }) => flaw(path as Segment[], "not explained"));
  return [
    ...issues.slice(0, MOST_EXPLAINED).flatMap((issue) => flawsOf(issue, [], { schema, raw })),
    ...rest,
  ];
}

/** More unknown keys of one object than this are told without a guess at what was meant. */
const MOST_SUGGESTIONS = 100;

/** The whole document and its schema: an issue's path starts there. */
type Whole = { schema: Schema; raw: Json };

function flawsOf(issue: Issue, above: readonly Segment[], whole: Whole): Flaw[] {
  const path = [...above, ...(issue.path as Segment[])];
  const place = follow(whole, path);
  const missing = place.missing;
  if (missing !== undefined) return [missing];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key, i) => unknownKey(key, path, place, i < MOST_SUGGESTIONS));
  if (issue.code === "invalid_union") return unionFlaws(issue, path, place, whole);
  if (issue.code === "invalid_key") {
    return [
      { path, on: "key", message: issue.issues[0]?.message || `${shown(path.at(-1))} cannot be a name here` },
    ];
  }
  return [flaw(path, issue.message === NOTHING_SAID ? plainMessage(issue) : issue.message, hint(issue))];
}

const flaw = (path: readonly Segment[], message: string, suggestion?: string): Flaw => ({
  path,
  on: "value",
  message,
  ...(suggestion === undefined ? {} : { suggestion }),
});

type Place = { schema: Schema | undefined; raw: unknown; missing?: Flaw };

/** What stands at a path, and what should; a key that should be there and is not is the flaw itself. */
function follow({ schema, raw }: Whole, path: readonly Segment[]): Place {
  let here: { schema: Schema | undefined; raw: unknown } = { schema, raw };
  for (const [depth, segment] of path.entries()) {
    const next = here.schema && inside(here.schema, here.raw, segment);
    if (typeof here.raw !== "object" || here.raw === null) return here;
    if (!Object.hasOwn(here.raw, segment)) {
      // A path that goes on below a missing key speaks of a default, which is never wrong.
      return depth < path.length - 1 ? here : { ...here, missing: missing(path, next, here.schema) };
    }
    here = { schema: next, raw: (here.raw as Record<Segment, unknown>)[segment] };
  }
  return here;
}

function missing(path: readonly Segment[], schema: Schema | undefined, holder: Schema | undefined): Flaw {
  const key = String(path.at(-1));
  const apart = holder && discriminator(holder);
  const about = apart?.key === key ? apart.words.map(shown).join(" or ") : schema && descriptionOf(schema);
  return flaw(path.slice(0, -1), `"${key}" is missing`, about && `add "${key}": ${about}`);
}

function descriptionOf(schema: Schema): string | undefined {
  for (const candidate of [schema, written(schema)]) {
    const description = z.globalRegistry.get(candidate)?.description;
    if (description !== undefined) return description;
  }
  const words = (written(schema)._zod.def as { values?: unknown[] }).values;
  return words?.map((word) => JSON.stringify(word)).join(", ");
}

function unknownKey(key: string, path: readonly Segment[], { schema, raw }: Place, isSuggested = true): Flaw {
  const known = schema === undefined || !isSuggested ? [] : knownKeys(schema, raw);
  const suggestion = suggest(key, known, "known keys");
  return {
    path: [...path, key],
    on: "key",
    message: `unknown key ${shown(key)}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function unionFlaws(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly Segment[],
  { schema, raw }: Place,
  whole: Whole,
): Flaw[] {
  if (issue.discriminator !== undefined) {
    const words = (issue as { options?: unknown[] }).options?.map(String) ?? [];
    return [flaw(path, `${shown(raw)} is not known here`, suggest(String(raw), words, "known words"))];
  }
  const options = schema && (written(schema)._zod.def as { options?: readonly Schema[] }).options;
  const index = options && meantOption(options, raw);
  const chosen = index === undefined ? undefined : issue.errors[index];
  const isObject = typeof raw === "object" && raw !== null && !Array.isArray(raw);
  // For plain values the union's own words say it best; an object was written in one of its forms.
  if (chosen !== undefined && chosen.length > 0 && (isObject || issue.message === NOTHING_SAID)) {
    return chosen.flatMap((inner) => flawsOf(inner, path, whole));
  }
  if (isObject && schema !== undefined)
    return [noOption(path, schema, raw as Record<string, unknown>, issue.message)];
  const either = schema === undefined ? "what belongs here" : kinds(schema).join(" or ");
  return [flaw(path, issue.message === NOTHING_SAID ? `${shown(raw)} is not ${either}` : issue.message)];
}

/** An object that is none of a union's forms: the word that tells them apart is wrong, or no key is known. */
function noOption(
  path: readonly Segment[],
  schema: Schema,
  raw: Record<string, unknown>,
  message: string,
): Flaw {
  const apart = discriminator(schema);
  if (apart !== undefined && Object.hasOwn(raw, apart.key)) {
    const word = raw[apart.key];
    return flaw(
      [...path, apart.key],
      `${shown(word)} is not known here`,
      suggest(String(word), apart.words, "known words"),
    );
  }
  const known = knownKeys(schema, raw);
  const [key] = Object.keys(raw).filter((each) => !known.includes(each));
  const said = message === NOTHING_SAID ? `${shown(raw)} does not fit here` : message;
  return key === undefined
    ? flaw(path, said, `known keys: ${known.join(", ")}`)
    : unknownKey(key, path, { schema, raw });
}

const lengthOf = (issue: Issue): number => (issue.input as { length: number }).length;

/** Words for what the schema leaves to us. */
function plainMessage(issue: Issue): string {
  const found = shown(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return `${found} is not ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `${found} is not ${issue.values.length === 1 ? "" : "one of "}${issue.values.map((v) => JSON.stringify(v)).join(", ")}`;
    case "too_small":
      return issue.origin === "array" || issue.origin === "string"
        ? `${lengthOf(issue)} ${issue.origin === "array" ? "items" : "characters"} are too few: at least ${issue.minimum}`
        : `${found} is too small: at least ${issue.minimum}`;
    case "too_big": {
      if (issue.origin !== "array" && issue.origin !== "string")
        return `${found} is too large: at most ${issue.maximum}`;
      const what = issue.origin === "array" ? "items" : "characters";
      return `${lengthOf(issue)} ${what} are too many: at most ${issue.maximum}`;
    }
    default:
      return `${found} does not fit here`;
  }
}

function hint(issue: Issue): string | undefined {
  if (issue.code !== "invalid_value" || typeof issue.input !== "string") return undefined;
  const words = issue.values.map(String);
  const suggestion = suggest(issue.input, words, "");
  return suggestion?.startsWith("did") ? suggestion : undefined;
}
