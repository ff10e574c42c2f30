/**
 * Something to tell a person, before it is told in a language: an English template with `{0}`, `{1}` …, and what fills it in. Plain data. Each text exists
 * once: the command line fills in the English one, a view its translation of it.
 */
export type Sentence = { template: string; values: readonly (string | number | Sentence)[] };

/** A sentence. The template is a literal, so that scripts/strings.mjs finds it for the translators. */
export const sentence = (template: string, ...values: Sentence["values"]): Sentence => ({ template, values });

export function english({ template, values }: Sentence): string {
  return template.replace(/\{(\d+)\}/g, (whole, index) => {
    const value = values[Number(index)];
    return value === undefined ? whole : typeof value === "object" ? english(value) : String(value);
  });
}

type Listed = string | number | Sentence;

/** "a, b, c" */
export const listed = (all: readonly Listed[]): Listed => joined(all, (a, b) => sentence("{0}, {1}", a, b));

/** "a + b + c" */
export const added = (all: readonly Listed[]): Listed => joined(all, (a, b) => sentence("{0} + {1}", a, b));

/** "a and b and c" */
export const both = (all: readonly Listed[]): Listed => joined(all, (a, b) => sentence("{0} and {1}", a, b));

const joined = (all: readonly Listed[], pair: (a: Listed, b: Listed) => Sentence): Listed =>
  all.length === 0 ? "" : all.slice(1).reduce<Listed>((before, one) => pair(before, one), all[0] as Listed);
