import type { PropertyFacts } from "../catalog/library.ts";
import type { Concept } from "../construction.ts";
import { setPropertyEdit } from "../construction.ts";
import type { Finding, Fix, RuleId } from "../finding.ts";
import type { FileNode } from "../link/project.ts";
import { constantOf } from "../options/constant.ts";
import { type Built, builtIn, describeConstruction } from "../options/constructions.ts";
import { rangeOf } from "../text.ts";
import type { Linked, Rule } from "./rule.ts";

/** What happens without the limit, to close the sentence "… so". */
export interface Limit {
  rule: RuleId;
  concept: Concept;
  /** What waits: "a request for a connection". */
  subject: string;
  consequence: string;
}

/** A rule that wants one limit of every pool or client that has an option for it and no limit of its own. */
export function limitRule(limit: Limit): Rule {
  return {
    id: limit.rule,
    check: (linked, file) =>
      builtIn(linked.evaluator, file).flatMap((built) => check(linked, file, built, limit)),
  };
}

function check(linked: Linked, file: FileNode, built: Built, limit: Limit): Finding[] {
  const { facts, options } = built;
  const spellings = facts.properties.filter(({ concept }) => concept === limit.concept);
  const missing = spellings.find((known) => known.default === "unlimited" && known.recommended !== undefined);
  if (missing === undefined) return [];
  const set = options.entries.filter(({ path }) =>
    spellings.some((known) => known.property === path || known.aliases?.includes(path)),
  );
  for (const { file: from, property } of set) {
    const { value } = constantOf(linked.project, from, property.value);
    const known = spellings.find((s) => s.property === property.key) ?? missing;
    if (value === null || value !== known.unlimited) return [];
  }
  // What cannot be seen may well be set there.
  if (!options.complete && set.length === 0) return [];
  return [describe(linked, file, built, limit, missing, set.length > 0)];
}

function describe(
  linked: Linked,
  file: FileNode,
  built: Built,
  limit: Limit,
  missing: PropertyFacts,
  switchedOff: boolean,
): Finding {
  const { call, library } = built;
  const state = switchedOff
    ? `${missing.property} is ${missing.unlimited ?? 0}`
    : `${missing.property} is not set, and ${library.title} has no limit by default`;
  return {
    rule: limit.rule,
    message: `${state}: ${limit.subject} waits for ever ${limit.consequence}. Set it, to ${missing.recommended} ${missing.unit} for example.`,
    file: file.path,
    range: rangeOf(file.facts.lineStarts, [call.start, Math.max(call.callee.end, call.start)]),
    related: [],
    certainty: "certain",
    ...fixesFor(linked, file, built, missing),
    data: { kind: "limit", library: library.name, property: missing.property, concept: missing.concept },
  };
}

function fixesFor(
  linked: Linked,
  file: FileNode,
  built: Built,
  missing: PropertyFacts,
): { fixes: Fix[]; unfixable?: string } {
  const construction = describeConstruction(linked.evaluator, file, built);
  const value = missing.recommended ?? 0;
  const result = setPropertyEdit(construction, missing.property, value);
  if ("refused" in result) return { fixes: [], unfixable: result.refused };
  const title = `Set ${missing.property} to ${value}`;
  return { fixes: [{ title, edits: [result.edit], isPreferred: true }] };
}
