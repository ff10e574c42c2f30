import { flawsOf } from "./directive-flaws.ts";
import { type Commented, names } from "./directives.ts";
import type { Directive, FileFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { positionAt, rangeOf } from "./text.ts";

/** Marks what comments switch off, and adds a finding for each comment, and each name in one, that does nothing. */
export function withSuppressions(file: Commented, findings: readonly Finding[]): Finding[] {
  const { facts } = file;
  if (facts.directives.length === 0) return [...findings];
  const used = new Map<Directive, Set<string>>();
  const marked = findings.map((finding): Finding => {
    const by = facts.directives.find((directive) => switchesOff(facts, directive, finding));
    if (by === undefined) return finding;
    const rules = used.get(by) ?? new Set();
    used.set(by, rules.add(finding.rule));
    const range = rangeOf(facts.lineStarts, [by.start, by.end]);
    return { ...finding, suppressed: { reason: by.reason, range } };
  });
  return [...marked, ...flawsOf(file, used)];
}

function switchesOff(facts: FileFacts, directive: Directive, { rule, range }: Finding): boolean {
  const { line } = range.start;
  const lineAt = (offset: number) => positionAt(facts.lineStarts, offset).line;
  if (!names(directive, rule)) return false;
  switch (directive.kind) {
    case "off-line":
      return line === lineAt(directive.start);
    case "off-next-line":
      return line === lineAt(directive.until) + 1;
    case "off":
      return (
        line >= lineAt(directive.start) &&
        !facts.directives.some(
          (other) =>
            other.kind === "on" &&
            other.start > directive.start &&
            lineAt(other.start) <= line &&
            names(other, rule),
        )
      );
    case "on":
    case "unknown":
      return false;
  }
}
