import { nearest } from "../words/nearest.ts";
import { listed, type Sentence, sentence } from "../words/sentence.ts";
import { type Commented, directives, names } from "./directives.ts";
import type { Directive } from "./facts.ts";
import { type Finding, type Fix, type RuleId, ruleIds } from "./finding.ts";
import { rangeOf, type Span } from "./text.ts";

/** What is wrong with the directives of a file: those that do nothing, and the names in them that do not. `used` says which switched off what. */
export function flawsOf(file: Commented, used: ReadonlyMap<Directive, ReadonlySet<string>>): Finding[] {
  return file.facts.directives.flatMap((directive) => {
    switch (directive.kind) {
      case "unknown":
        return unknownWord(file, directive);
      case "on":
        return endsOne(file, directive)
          ? directive.rules.flatMap((rule) => (isRule(rule) ? [] : [unknownRule(file, directive, rule)]))
          : [idle(file, directive)];
      default:
        return offFlaws(file, directive, used.get(directive) ?? new Set());
    }
  });
}

function offFlaws(file: Commented, directive: Directive, used: ReadonlySet<string>): Finding[] {
  if (used.size === 0 && directive.rules.every(isRule)) return [idle(file, directive)];
  return directive.rules.flatMap((rule) => {
    if (!isRule(rule)) return [unknownRule(file, directive, rule)];
    return used.has(rule) || used.size === 0 ? [] : [idleRule(file, directive, rule)];
  });
}

/** Whether something is switched off before a `spillway-enable` that it switches on again. */
function endsOne({ facts }: Commented, on: Directive): boolean {
  return facts.directives.some(
    (off) =>
      off.kind === "off" &&
      off.start < on.start &&
      (off.rules.length === 0 || off.rules.some((rule) => names(on, rule))),
  );
}

function idle(file: Commented, directive: Directive): Finding {
  return flaw(
    file,
    directive,
    directive.rules.find(isRule),
    directive.kind === "on"
      ? sentence("This comment switches on nothing: nothing is switched off here.")
      : sentence("This comment switches off nothing: no finding is here."),
    withoutComment(file, directive),
  );
}

/** One of several names in a comment that switches something off by another. */
function idleRule(file: Commented, directive: Directive, rule: RuleId): Finding {
  const message = sentence("This comment need not name {0}: no such finding is here.", rule);
  return flaw(file, directive, rule, message, withoutName(file, directive, rule));
}

function unknownRule(file: Commented, directive: Directive, name: string): Finding {
  const near = nearest(name, ruleIds) as RuleId | undefined;
  return near === undefined
    ? flaw(
        file,
        directive,
        undefined,
        sentence('There is no rule "{0}"; the rules are {1}.', name, listed(ruleIds)),
        withoutName(file, directive, name),
      )
    : flaw(
        file,
        directive,
        near,
        sentence('There is no rule "{0}"; is "{1}" meant?', name, near),
        written(file, spanOf(file, directive, name), near),
      );
}

function unknownWord(file: Commented, directive: Directive): Finding[] {
  const { word, start, end } = directive;
  const near = meantBy(word);
  if (near !== undefined) {
    const at = start + file.source.slice(start, end).indexOf(word);
    const message = sentence('There is no "{0}"; is "{1}" meant?', word, near);
    return [flaw(file, directive, undefined, message, written(file, [at, at + word.length], near))];
  }
  // A sentence that begins with the name of this program, or of another like it, is none of ours.
  if (!/^spillway-(ignore|suppress|off|skip)/.test(word)) return [];
  const all = listed([...directives.keys()]);
  return [flaw(file, directive, undefined, sentence('There is no "{0}"; there are {1}.', word, all))];
}

/** The directive that a word begins, or is like but for what they all begin with. */
function meantBy(word: string): string | undefined {
  const all = [...directives.keys()];
  const short = (name: string) => name.slice("spillway-".length);
  const near = nearest(short(word), all.map(short));
  return all.find((name) => name.startsWith(word)) ?? (near && `spillway-${near}`);
}

function flaw(
  { path: file, facts }: Commented,
  { start, end }: Directive,
  rule: RuleId | undefined,
  message: Sentence,
  ...fixes: Omit<Fix, "isPreferred">[]
): Finding {
  return {
    // A rule it must be; where none is named any will do.
    rule: rule ?? "n-plus-one",
    message,
    file,
    range: rangeOf(facts.lineStarts, [start, end]),
    related: [],
    certainty: "certain",
    fixes: fixes.map((fix) => ({ ...fix, isPreferred: true })),
    data: { kind: "suppression" },
  };
}

function written({ path: file, facts }: Commented, span: Span, newText: string): Omit<Fix, "isPreferred"> {
  return {
    title: sentence("Write {0}", newText),
    edits: [{ file, range: rangeOf(facts.lineStarts, span), newText }],
  };
}

function withoutComment(
  { path: file, facts, source }: Commented,
  directive: Directive,
): Omit<Fix, "isPreferred"> {
  const range = rangeOf(facts.lineStarts, withItsLine(source, directive));
  return { title: sentence("Remove the comment"), edits: [{ file, range, newText: "" }] };
}

/** Without a name in a comment, and what separates it from the name before it, or else from the one behind it. Where it is the only one, without the comment. */
function withoutName(file: Commented, directive: Directive, rule: string): Omit<Fix, "isPreferred"> {
  const { path, facts, source } = file;
  if (directive.rules.length === 1) return withoutComment(file, directive);
  const [start, end] = spanOf(file, directive, rule);
  const before = /,\s*$/.exec(source.slice(directive.start, start))?.[0].length ?? 0;
  const behind = before > 0 ? 0 : (/^\s*,?\s*/.exec(source.slice(end, directive.end))?.[0].length ?? 0);
  const range = rangeOf(facts.lineStarts, [start - before, end + behind]);
  return {
    title: sentence("Remove {0} from the comment", rule),
    edits: [{ file: path, range, newText: "" }],
  };
}

function isRule(name: string): name is RuleId {
  return (ruleIds as readonly string[]).includes(name);
}

/** Where a name stands in a comment. */
function spanOf({ source }: Commented, { start, end }: Directive, rule: string): Span {
  const text = source.slice(start, end);
  for (let at = text.indexOf(rule); at >= 0; at = text.indexOf(rule, at + 1)) {
    if (/[\s,]$/.test(text.slice(0, at)) && !/^[\w-]/.test(text.slice(at + rule.length))) {
      return [start + at, start + at + rule.length];
    }
  }
  return [start, start];
}

/** A comment with the line that is its own, or with the blanks before it where other code is on the line. */
function withItsLine(source: string, { start, end }: Directive): Span {
  const blanks = /[ \t]*$/.exec(source.slice(0, start))?.[0].length ?? 0;
  const opens = start - blanks === 0 || /[\r\n]/.test(source.charAt(start - blanks - 1));
  const closes = /^[ \t]*(\r\n|\r|\n|$)/.exec(source.slice(end));
  if (closes === null) return [start, end];
  return opens ? [start - blanks, end + closes[0].length] : [start - blanks, end];
}
