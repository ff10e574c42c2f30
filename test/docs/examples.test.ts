import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { brokenPromises, measure } from "../lessons.ts";

const SEEDS = [1, 2, 3];

/** The whole scenarios that the pages about components show. */
const examples = globSync("docs/components/*.md").flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/^```json\n(.*?)^```/gms)].map(([, text = ""], i) => ({
    name: `${page.replaceAll("\\", "/")}, example ${i + 1}`,
    text,
  })),
);

test("there are pages with an example", () => {
  expect(examples.length).toBeGreaterThan(0);
});

test.each(examples)("$name runs, and what it expects holds", ({ text }) => {
  const measured = measure(text, SEEDS);
  expect(measured.expectations.length).toBeGreaterThan(0);
  expect(brokenPromises(measured, SEEDS)).toEqual([]);
});
