import type { Directive, FileFacts } from "./facts.ts";

/** What a comment may say to the linter, as it is spelled in every language. */
export const directives: ReadonlyMap<string, Directive["kind"]> = new Map([
  ["spillway-disable-next-line", "off-next-line"],
  ["spillway-disable-line", "off-line"],
  ["spillway-disable", "off"],
  ["spillway-disable-file", "off"],
  ["spillway-enable", "on"],
]);

/** A file, as far as what its comments say needs it. */
export interface Commented {
  path: string;
  facts: FileFacts;
  source: string;
}

/** Whether a directive is about a rule. */
export function names({ rules }: Directive, rule: string): boolean {
  return rules.length === 0 || rules.includes(rule);
}
