import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brokenPromises, type measure } from "./lessons.ts";
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
    const measured = await thread.call<ReturnType<typeof measure>>(
      new URL("./lessons.ts", import.meta.url),
      "measure",
      readFileSync(new URL(file, folder), "utf8"),
      SEEDS,
    );
    expect(measured.expectations.length).toBeGreaterThan(0);
    expect(brokenPromises(measured, SEEDS)).toEqual([]);
  });
});
