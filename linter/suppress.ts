import { listed, sentence } from "../words/sentence.ts";
import type { FileFacts, Suppression } from "./facts.ts";
import { type Finding, type RuleId, ruleIds } from "./finding.ts";
import { positionAt, rangeOf } from "./text.ts";

/** Marks what comments switch off, and adds a finding for each comment that switches nothing off. */
export function withSuppressions(file: string, facts: FileFacts, findings: readonly Finding[]): Finding[] {
  if (facts.suppressions.length === 0) return [...findings];
  const used = new Set<Suppression>();
  const marked = findings.map((finding): Finding => {
    const line = finding.range.start.line;
    const by = facts.suppressions.find((s) => names(s, finding.rule) && covers(facts, s, line));
    if (by === undefined) return finding;
    used.add(by);
    return { ...finding, suppressed: { reason: by.reason, range: rangeIn(facts, by) } };
  });
  const idle = facts.suppressions.filter((s) => !used.has(s));
  return [...marked, ...idle.map((s) => unused(file, facts, s))];
}

const rangeIn = (facts: FileFacts, { start, end }: Suppression) => rangeOf(facts.lineStarts, [start, end]);

function names(suppression: Suppression, rule: RuleId): boolean {
  return suppression.rules.length === 0 || suppression.rules.includes(rule);
}

function covers(facts: FileFacts, suppression: Suppression, line: number): boolean {
  const first = positionAt(facts.lineStarts, suppression.start).line;
  const last = positionAt(facts.lineStarts, suppression.until).line;
  switch (suppression.scope) {
    case "line":
      return line === first;
    case "next-line":
      return line === last + 1;
    case "file":
      return line >= first;
  }
}

function unused(file: string, facts: FileFacts, suppression: Suppression): Finding {
  const known = suppression.rules.find((rule): rule is RuleId =>
    (ruleIds as readonly string[]).includes(rule),
  );
  const unknown = suppression.rules.find((rule) => !(ruleIds as readonly string[]).includes(rule));
  const range = rangeIn(facts, suppression);
  const message =
    unknown === undefined
      ? sentence("This comment switches off nothing: no finding is here.")
      : sentence('There is no rule "{0}"; the rules are {1}.', unknown, listed(ruleIds));
  return {
    rule: known ?? "n-plus-one",
    message,
    file,
    range,
    related: [],
    certainty: "certain",
    fixes: [
      { title: sentence("Remove the comment"), edits: [{ file, range, newText: "" }], isPreferred: true },
    ],
    data: { kind: "suppression" },
  };
}
