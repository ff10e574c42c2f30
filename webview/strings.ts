import type { Sentence } from "../simulator/sentence.ts";

let translated: Readonly<Record<string, string>> = {};

/** Takes the person's language: messages by their English text. */
export function useStrings(strings: Readonly<Record<string, string>>): void {
  translated = strings;
}

/** A message in the person's language with `{0}`, `{1}` … filled in; the English text where there is no translation. */
export function t(message: string, ...values: readonly (string | number)[]): string {
  const text = Object.hasOwn(translated, message) ? (translated[message] ?? message) : message;
  return text.replace(/\{(\d+)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

/** A sentence of the simulator in the person's language, and so is what fills it in. */
export const told = ({ template, values }: Sentence): string =>
  t(template, ...values.map((value) => (typeof value === "object" ? told(value) : value)));
