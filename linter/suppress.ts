import { listed, type Sentence, sentence } from "../words/sentence.ts";
import type { FileFacts, Suppression } from "./facts.ts";
import { type Finding, type RuleId, ruleIds } from "./finding.ts";
import { positionAt, rangeOf, type Span } from "./text.ts";

/** The file, as far as what its comments switch off needs it. */
interface Commented {
  path: string;
  facts: FileFacts;
  source: string;
}

/** Marks what comments switch off, and adds a finding for each comment, and each name in one, that switches nothing off. */
export function withSuppressions(file: Commented, findings: readonly Finding[]): Finding[] {
  const { facts } = file;
  if (facts.suppressions.length === 0) return [...findings];
  const used = new Map<Suppression, Set<string>>();
  const marked = findings.map((finding): Finding => {
    const line = finding.range.start.line;
    const by = facts.suppressions.find((s) => names(s, finding.rule) && covers(facts, s, line));
    if (by === undefined) return finding;
    const rules = used.get(by) ?? new Set();
    used.set(by, rules.add(finding.rule));
    return { ...finding, suppressed: { reason: by.reason, range: rangeIn(facts, by) } };
  });
  const idle = facts.suppressions.flatMap((s) => {
    const rules = used.get(s);
    if (rules === undefined) return [unused(file, s)];
    return s.rules.flatMap((rule) => (rules.has(rule) ? [] : [unusedName(file, s, rule)]));
  });
  return [...marked, ...idle];
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

function unused({ path: file, facts, source }: Commented, suppression: Suppression): Finding {
  const known = suppression.rules.find(isRule);
  const unknown = suppression.rules.find((rule) => !isRule(rule));
  return {
    rule: known ?? "n-plus-one",
    message:
      unknown === undefined
        ? sentence("This comment switches off nothing: no finding is here.")
        : noRule(unknown),
    file,
    range: rangeIn(facts, suppression),
    related: [],
    certainty: "certain",
    fixes: [
      {
        title: sentence("Remove the comment"),
        edits: [{ file, range: rangeOf(facts.lineStarts, withItsLine(source, suppression)), newText: "" }],
        isPreferred: true,
      },
    ],
    data: { kind: "suppression" },
  };
}

/** One of several names in a comment that switches something off by another. */
function unusedName(
  { path: file, facts, source }: Commented,
  suppression: Suppression,
  rule: string,
): Finding {
  const place = placeOf(source, suppression, rule);
  const edits = [{ file, range: rangeOf(facts.lineStarts, place), newText: "" }];
  return {
    rule: isRule(rule) ? rule : "n-plus-one",
    message: isRule(rule)
      ? sentence("This comment need not name {0}: no such finding is here.", rule)
      : noRule(rule),
    file,
    range: rangeIn(facts, suppression),
    related: [],
    certainty: "certain",
    fixes: [{ title: sentence("Remove {0} from the comment", rule), edits, isPreferred: true }],
    data: { kind: "suppression" },
  };
}

function noRule(name: string): Sentence {
  return sentence('There is no rule "{0}"; the rules are {1}.', name, listed(ruleIds));
}

function isRule(name: string): name is RuleId {
  return (ruleIds as readonly string[]).includes(name);
}

/** A name in a comment, with what separates it from the name before it, or else from the one behind it. */
function placeOf(source: string, { start, end }: Suppression, rule: string): Span {
  const text = source.slice(start, end);
  const at = nameIn(text, rule);
  const before = /,\s*$/.exec(text.slice(0, at))?.[0].length ?? 0;
  const behind = before > 0 ? 0 : (/^\s*,?\s*/.exec(text.slice(at + rule.length))?.[0].length ?? 0);
  return [start + at - before, start + at + rule.length + behind];
}

function nameIn(text: string, rule: string): number {
  for (let at = text.indexOf(rule); at >= 0; at = text.indexOf(rule, at + 1)) {
    if (/[\s,]$/.test(text.slice(0, at)) && !/^[\w-]/.test(text.slice(at + rule.length))) return at;
  }
  return 0;
}

/** A comment with the line that is its own, or with the blanks before it where other code is on the line. */
function withItsLine(source: string, { start, end }: Suppression): Span {
  const blanks = /[ \t]*$/.exec(source.slice(0, start))?.[0].length ?? 0;
  const opens = start - blanks === 0 || /[\r\n]/.test(source.charAt(start - blanks - 1));
  const closes = /^[ \t]*(\r\n|\r|\n|$)/.exec(source.slice(end));
  if (closes === null) return [start, end];
  return opens ? [start - blanks, end + closes[0].length] : [start - blanks, end];
}
