import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluate, parseExpression } from "../simulator/scenario/expression.ts";
import { keyOf, type measure } from "./lessons.ts";
import { Native } from "./native.ts";

const folder = new URL("../examples/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".sim.json"));
const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

let thread: Native;
beforeAll(() => {
  thread = new Native();
});
afterAll(() => thread.close());

describe.each(files)("%s", (file) => {
  test("keeps its promises with every seed from 1 to 20", { timeout: 300_000 }, async () => {
    const { expectations, seeds, variants } = await thread.call<ReturnType<typeof measure>>(
      new URL("./lessons.ts", import.meta.url),
      "measure",
      readFileSync(new URL(file, folder), "utf8"),
      SEEDS,
    );
    expect(expectations.length).toBeGreaterThan(0);
    const broken: string[] = [];
    for (const text of expectations) {
      const read = parseExpression(text, { variants });
      if (!read.ok) throw new Error(`${text}: ${read.fault.message}`);
      seeds.forEach((found, i) => {
        const { holds, left, right } = evaluate(
          read.expression,
          (metric, variant, component, window) =>
            found.get(
              keyOf(variant ?? "", { metric, component, ...(window === undefined ? {} : { window }) }),
            ) ?? Number.NaN,
        );
        if (!holds) broken.push(`seed ${SEEDS[i]}: ${text} (${left} and ${right})`);
      });
    }
    expect(broken).toEqual([]);
  });
});
