import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { libraries } from "../../linter/catalog/index.ts";
import type { Linter } from "../../linter/index.ts";
import { type Filling, told } from "../../words/sentence.ts";
import { expectNoEnglish, expectTranslated, pseudo } from "../pseudo.ts";
import { casesIn } from "./cases.ts";
import { newLinter } from "./linter.ts";

let linter: Linter;
beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

const programs = globSync("test/linter/corpus/*.ts").flatMap((path) => casesIn(readFileSync(path, "utf8")));

test("everything that a finding of the corpus says is said in the language of the person", () => {
  const told = new Set<string>();
  for (const { files } of programs) {
    for (const { path, text } of files) linter.update(path, text);
    for (const text of linter.all().flatMap(said)) told.add(text);
    for (const { path } of files) linter.remove(path);
  }
  expect(told.size).toBeGreaterThan(100);
  for (const text of told) expectNoEnglish(text);
});

test("what the catalog says of a library is in words that can be translated, or code", () => {
  const texts = (value: unknown): string[] => {
    if (typeof value !== "object" || value === null) return [];
    // Elasticsearch has a method `bulk`.
    const isMember = (held: object) => "call" in held;
    return Object.entries(value).flatMap(([key, held]) =>
      /^(bulk|reason|advice|belongs)$/.test(key) && !isMember(Object(held))
        ? [told(held as Filling, pseudo)]
        : texts(held),
    );
  };
  const all = libraries.flatMap(texts);
  expect(all.length).toBeGreaterThan(100);
  for (const text of all) expectTranslated(text);
});

function said({ message, related, fixes, unfixable }: ReturnType<Linter["all"]>[number]): string[] {
  const all = [message, ...related.map((place) => place.message), ...fixes.map(({ title }) => title)];
  return [...all, ...(unfixable === undefined ? [] : [unfixable])].map((one) => told(one, pseudo));
}
