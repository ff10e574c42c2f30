/**
 * Something to tell a person, before it is told in a language: an English template with `{0}`, `{1}` …, and what fills it in. Plain data. Each text exists
 * once: the command line fills in the English one, an editor its translation of it.
 */
export type Sentence = { template: string; values: readonly Filling[] };

/** What a template is filled in with: a name or a piece of code, which no language changes, a number, or words of their own. */
export type Filling = string | number | Sentence;

/** Templates in a person's language by the English ones; empty in English. */
export type Strings = Readonly<Record<string, string>>;

/** A sentence. The template is a literal, so that scripts/strings.mjs finds it for the translators. */
export const sentence = (template: string, ...values: Filling[]): Sentence => ({ template, values });

/** What is said, in a person's language, and so is what fills it in; English where there is no translation. */
export function told(said: Filling, strings: Strings): string {
  if (typeof said !== "object") return String(said);
  const { template, values } = said;
  const text = Object.hasOwn(strings, template) ? (strings[template] ?? template) : template;
  return text.replace(/\{(\d+)\}/g, (whole, index) => {
    const value = values[Number(index)];
    return value === undefined ? whole : told(value, strings);
  });
}

export const english = (said: Filling): string => told(said, {});

/** "a, b, c" */
export const listed = (all: readonly Filling[]): Filling => joined(all, (a, b) => sentence("{0}, {1}", a, b));

/** "a + b + c" */
export const added = (all: readonly Filling[]): Filling => joined(all, (a, b) => sentence("{0} + {1}", a, b));

/** "a; b; c" */
export const inTurn = (all: readonly Filling[]): Filling => joined(all, (a, b) => sentence("{0}; {1}", a, b));

/** "a and b and c" */
export const both = (all: readonly Filling[]): Filling =>
  joined(all, (a, b) => sentence("{0} and {1}", a, b));

const joined = (all: readonly Filling[], pair: (a: Filling, b: Filling) => Sentence): Filling =>
  all.length === 0 ? "" : all.slice(1).reduce<Filling>((before, one) => pair(before, one), all[0] as Filling);
