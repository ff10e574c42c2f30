import { existsSync } from "node:fs";
import { parse } from "jsonc-parser";
import type { Finding } from "../../linter/finding.ts";
import { type Baseline, baselineOf, readBaseline } from "../../linter/workspace/baseline.ts";
import { Refusal } from "../exit.ts";
import { readText, writeText } from "../scenario-file.ts";

/** What a project has agreed to live with, from its file. */
export async function baselineIn(file: string): Promise<Baseline> {
  if (!existsSync(file)) throw new Refusal(`there is no ${file}; --write-baseline makes it`);
  const baseline = readBaseline(parse(await readText(file)));
  if (baseline === undefined) throw new Refusal(`${file} is no baseline; --write-baseline makes one`);
  return baseline;
}

/** Writes all that was found, in the order of the paths, so that it changes no more than the findings do. */
export async function writeBaseline(
  file: string,
  found: readonly { path: string; finding: Finding }[],
): Promise<void> {
  await writeText(file, `${JSON.stringify(baselineOf(found), null, 2)}\n`);
}
