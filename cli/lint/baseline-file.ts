import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { jsonIn } from "../../linter/json.ts";
import {
  type Baseline,
  baselineOf,
  listedIn,
  readBaseline,
  sizeOf,
} from "../../linter/workspace/baseline.ts";
import { Nearest, type SettingsPlace } from "../../linter/workspace/nearest.ts";
import { Refusal } from "../exit.ts";
import { readText, writeText } from "../text-file.ts";
import { slashed } from "./project.ts";
import type { Reported } from "./report.ts";

/** A file of what a project has agreed to live with. */
export interface BaselineFile {
  /** As the person knows it. */
  file: string;
  /** What its paths are relative to. Absolute, with `/`. */
  folder: string;
  /** Settings name it: it is about the files in its folder that no other one further in is about. Otherwise it is about all. */
  isNamed: boolean;
}

/** The files that settings name. */
export function namedBaselines(
  places: readonly SettingsPlace[],
  shownAs: (path: string) => string,
): BaselineFile[] {
  return places.flatMap(({ folder, settings: { baseline } }) =>
    baseline === undefined
      ? []
      : [{ folder, file: shownAs(slashed(resolve(folder, baseline))), isNamed: true }],
  );
}

/** Which findings are listed, each in the file of the innermost folder, and how many entries of each file nothing answers to any more. */
export async function listedBy(
  files: readonly BaselineFile[],
  found: readonly Reported[],
): Promise<{ listed: Map<Reported, string>; unanswered: Map<BaselineFile, number> }> {
  const listed = new Map<Reported, string>();
  const unanswered = new Map<BaselineFile, number>();
  for (const one of files) {
    const baseline = await baselineIn(one.file);
    const known = listedIn(baseline, aboutIn(one, files, found));
    for (const { reported } of known) listed.set(reported, one.file);
    unanswered.set(one, sizeOf(baseline) - known.size);
  }
  return { listed, unanswered };
}

/** What a project has agreed to live with, from its file. */
export async function baselineIn(file: string): Promise<Baseline> {
  if (!existsSync(file)) throw new Refusal(`there is no ${file}; --write-baseline makes it`);
  const baseline = readBaseline(jsonIn(await readText(file)));
  if (baseline === undefined) throw new Refusal(`${file} is no baseline; --write-baseline makes one`);
  return baseline;
}

/**
 * Writes what was found, in the order of the paths, so that it changes no more than the findings do.
 * @param all the file among the others that settings name
 * @returns how many findings it lists
 */
export async function writeBaseline(
  one: BaselineFile,
  all: readonly BaselineFile[],
  found: readonly Reported[],
): Promise<number> {
  const about = aboutIn(one, all, found);
  await writeText(one.file, `${JSON.stringify(baselineOf(about), null, 2)}\n`);
  return about.length;
}

/** The findings that a baseline is about, with their paths as it has them. */
function aboutIn(one: BaselineFile, all: readonly BaselineFile[], found: readonly Reported[]) {
  const nearest = new Nearest(all);
  return found
    .filter(({ finding }) => !one.isNamed || nearest.at(finding.file) === one)
    .map((reported) => {
      const { finding } = reported;
      return { reported, finding, path: slashed(relative(one.folder, finding.file)) };
    });
}
