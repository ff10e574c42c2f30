import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { shown, usualSettings } from "../../linter/workspace/settings.ts";
import { casesIn } from "./cases.ts";
import { newLinter } from "./linter.ts";

const folder = join(import.meta.dirname, "corpus");
let linter: Linter;

beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

for (const path of globSync("*.ts", { cwd: folder }).sort()) {
  describe(basename(path, ".ts"), () => {
    test.each(casesIn(readFileSync(join(folder, path), "utf8")))("$title", ({ files, expected }) => {
      for (const file of files) linter.update(file.path, file.text);
      const found = shown(usualSettings, linter.all())
        .map(({ file, range, rule }) => `${file}:${range.start.line + 1} ${rule}`)
        .sort();
      for (const file of files) linter.remove(file.path);
      expect(found).toEqual(expected);
    });
  });
}

test("the corpus has at least 150 labelled cases, good and bad, no two of one name", () => {
  const all = globSync("*.ts", { cwd: folder }).flatMap((path) =>
    casesIn(readFileSync(join(folder, path), "utf8")),
  );
  expect(all.length).toBeGreaterThanOrEqual(150);
  expect(all.filter(({ expected }) => expected.length === 0).length).toBeGreaterThan(60);
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
});
