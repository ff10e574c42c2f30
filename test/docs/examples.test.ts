import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluate, parseExpression } from "../../simulator/scenario/expression.ts";
import { keyOf, measure } from "../lessons.ts";

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
  const { expectations, seeds, variants } = measure(text, [1, 2, 3]);
  expect(expectations.length).toBeGreaterThan(0);
  const broken: string[] = [];
  for (const expectation of expectations) {
    const read = parseExpression(expectation, { variants });
    if (!read.ok) throw new Error(`${expectation}: ${read.fault.message}`);
    seeds.forEach((found, i) => {
      const { holds, left, right } = evaluate(
        read.expression,
        (metric, variant, component, window) =>
          found.get(
            keyOf(variant ?? "", { metric, component, ...(window === undefined ? {} : { window }) }),
          ) ?? Number.NaN,
      );
      if (!holds) broken.push(`seed ${i + 1}: ${expectation} (${left} and ${right})`);
    });
  }
  expect(broken).toEqual([]);
});
