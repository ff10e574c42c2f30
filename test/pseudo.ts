import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Strings } from "../words/sentence.ts";

const templates = Object.keys(JSON.parse(readFileSync("l10n/bundle.l10n.json", "utf8")) as Strings);

/** A language that is written without Latin letters. */
export const pseudo: Strings = Object.fromEntries(
  templates.map((template) => [
    template,
    template.replace(/\{\d+\}|[a-z]/gi, (part) => (part.length > 1 ? part : "ж")),
  ]),
);

/** The text has words, and none is English. */
export function expectNoEnglish(text: string): void {
  expect(text).toMatch(/ж/);
  expectTranslated(text);
}

/** No two words stand beside each other: code, names and numbers are not written so. */
export function expectTranslated(text: string): void {
  // The library is called so.
  expect(text.replaceAll("MongoDB driver", "")).not.toMatch(/\b[A-Za-z]?[a-z]+ [a-z]{2,}\b/);
}
