import { type Sentence, sentence } from "../words/sentence.ts";
import type { Range, TextEdit } from "./text.ts";

export const ruleIds = [
  "n-plus-one",
  "write-in-loop",
  "pool-acquire-timeout",
  "connect-timeout",
  "query-timeout",
  "http-timeout",
  "pool-per-request",
] as const;

export type RuleId = (typeof ruleIds)[number];

/** From weak to strong. */
export const certainties = ["possible", "likely", "certain"] as const;

/** `certain`: library and repetition are read off the code. `likely`: one step was inferred. `possible`: worth a look. */
export type Certainty = (typeof certainties)[number];

export interface Related {
  file: string;
  range: Range;
  message: Sentence;
}

export interface Fix {
  title: Sentence;
  edits: TextEdit[];
  /** The one to apply without asking, and by "fix all". */
  isPreferred: boolean;
}

/** One thing found, in words for a person and in data for the bridge. */
export interface Finding {
  rule: RuleId;
  message: Sentence;
  file: string;
  /** The smallest text that is wrong. */
  range: Range;
  /** Where the loop is, where the query is, and the calls between. */
  related: Related[];
  certainty: Certainty;
  /** What speaks against it, where it is less than certain. */
  doubt?: Sentence;
  fixes: Fix[];
  /** Why there is no fix, where there is none. */
  unfixable?: Sentence;
  /** The comment that switches it off, with the reason that a person gave, "" where none. */
  suppressed?: { reason: string; range: Range };
  data: FindingData;
}

export type FindingData = QueryRepetition | MissingLimit | PoolPlace | UnusedSuppression;

/** A query that runs once per element. */
export interface QueryRepetition {
  kind: "repetition";
  library: string;
  effect: "read" | "write";
  /** As written: `prisma.user.findUnique`. */
  query: string;
  /** Model or table, "" where not known. */
  subject: string;
  /** How many queries for N elements: `1 + N`. */
  formula: string;
  /** What is looped over, as written. */
  collection: string;
  concurrent: boolean;
  /** True where every turn asks the same. */
  invariant: boolean;
  /** `orders.ts:14 → userService.find → prisma.user.findUnique`. */
  path: string[];
}

/** A limit that is left out. */
export interface MissingLimit {
  kind: "limit";
  library: string;
  /** The option that is missing, "" where the library has none. */
  property: string;
  concept: string;
  /** True where leaving it out is a choice that many make: told as information. */
  optional: boolean;
}

export interface PoolPlace {
  kind: "place";
  library: string;
  /** What creates it again and again. */
  per: "request" | "element";
}

export interface UnusedSuppression {
  kind: "suppression";
}

/** What a person reads of a finding: what is wrong, and where it is not certain, how sure it is and what speaks against it. */
export function messageOf({ message, certainty, doubt }: Finding): Sentence {
  if (doubt === undefined) return message;
  return certainty === "likely"
    ? sentence("{0} Likely: {1}.", message, doubt)
    : sentence("{0} Possible: {1}.", message, doubt);
}

/** The page that explains a rule, relative to the repository. */
export function pageOf(rule: RuleId): string {
  return `docs/rules/${rule}.md`;
}

/** Where the page of a rule is read: in the repository that package.json names, which a test holds against this. */
export const pageUrl = (rule: RuleId): string =>
  `https://github.com/spillway-dev/spillway/blob/main/${pageOf(rule)}`;
