import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Linter } from "../../linter/index.ts";
import { contextOf } from "../../linter/workspace/context.ts";
import { type LintSettings, shown, usualSettings } from "../../linter/workspace/settings.ts";
import { isManifest } from "../../linter/workspace/walk.ts";
import { casesIn } from "./cases.ts";
import { newLinter } from "./linter.ts";

const folder = join(import.meta.dirname, "corpus");
/** Nearly every program here builds a pool without a limit on queries; that rule has a file of its own. */
const settingsFor = (file: string): LintSettings =>
  file === "query-limits.ts" ? usualSettings : { ...usualSettings, rules: { "query-timeout": "off" } };
let linter: Linter;

beforeAll(async () => {
  linter = await newLinter();
});
afterAll(() => linter.dispose());

for (const path of globSync("*.ts", { cwd: folder }).sort()) {
  describe(basename(path, ".ts"), () => {
    test.each(casesIn(readFileSync(join(folder, path), "utf8")))("$title", ({ files, expected }) => {
      const manifests = files.filter(({ path }) => isManifest(basename(path)));
      linter.setContext(contextOf(new Map(manifests.map((file) => [file.path, file.text]))));
      for (const file of files) linter.update(file.path, file.text);
      const unsaid = linter
        .all()
        .filter(({ certainty, doubt }) => (certainty === "certain") !== (doubt === undefined));
      const found = shown(settingsFor(path), linter.all())
        .map(({ file, range, rule }) => `${file}:${range.start.line + 1} ${rule}`)
        .sort();
      for (const file of files) linter.remove(file.path);
      expect(found).toEqual(expected);
      // What is less than certain says why.
      expect(unsaid).toEqual([]);
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
