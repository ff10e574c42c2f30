import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { variantsOf, variantText } from "../../host/variants.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";

const folder = join(import.meta.dirname, "../../examples");
const lessons = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")] as const);
const all = lessons.flatMap(([file, text]) =>
  Object.entries(variantsOf(text)).map(([name, values]) => ({ file, name, text, values })),
);

describe("the variants of the lessons", () => {
  it("are at least two of each lesson", () => {
    for (const [file, text] of lessons) expect(Object.keys(variantsOf(text)).length, file).toBeGreaterThan(1);
  });

  it.each(all)("can be run: $file $name", ({ text, values }) => {
    const parsed = parseScenario(variantText(text, values));
    expect(parsed.ok ? parsed.scenario.components.length : parsed.problems).toBeGreaterThan(0);
  });
});
