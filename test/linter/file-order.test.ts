import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { casesIn } from "./cases.ts";
import { linterOf } from "./linter.ts";

/** The cases of the corpus whose findings hang on more than one file, each in a folder of its own. */
function casesOfMany(): [path: string, text: string][] {
  const corpus = join(import.meta.dirname, "corpus");
  return globSync("*.ts", { cwd: corpus })
    .sort()
    .flatMap((path) => casesIn(readFileSync(join(corpus, path), "utf8")))
    .map(({ files }) => files.filter(({ path }) => !path.endsWith(".json")))
    .filter((files) => files.length > 1)
    .flatMap((files, n) => files.map(({ path, text }): [string, string] => [`/case${n}/${path}`, text]));
}

// An editor gives the files that are open before those that are read from the folder, the command line in the order of the walk.
test("the same files give the same findings, in whatever order they come", async () => {
  const files = casesOfMany();
  const one = await linterOf(Object.fromEntries(files));
  const other = await linterOf(Object.fromEntries(files.toReversed()));
  for (const [path] of files) expect(other.findings(path), path).toEqual(one.findings(path));
  one.dispose();
  other.dispose();
});

test("who imports a file is gone through in the same order, whichever of them was mended last", async () => {
  const db = `import { Pool } from "pg";
export const make = (options: object) => new Pool(options);
`;
  const passing = (limit: number) => `import { make } from "./db";
export const pool = make({ max: ${limit} });
`;
  const linter = await linterOf({
    "db.ts": db,
    "a.ts": passing(1),
    "b.ts": passing(2),
    "c.ts": "export {};\n",
  });
  linter.findings("db.ts");
  linter.update("a.ts", "export {};\n");
  linter.findings("db.ts");
  linter.update("a.ts", passing(1));
  const cold = await linterOf({
    "a.ts": passing(1),
    "b.ts": passing(2),
    "c.ts": "export {};\n",
    "db.ts": db,
  });
  expect(linter.findings("db.ts")).toEqual(cold.findings("db.ts"));
  linter.dispose();
  cold.dispose();
});
