import type { ResultCache } from "../../host/linter/result-cache.ts";
import { keepingYoungSmall } from "../../host/linter/small-heap.ts";
import type { Finding } from "../../linter/finding.ts";
import type { Linker } from "../../linter/index.ts";
import { isCode } from "../../linter/languages/front-end.ts";
import { type SettingsPlace, seenFrom } from "../../linter/workspace/nearest.ts";
import { type Reader, type ReadFile, readFolders } from "../../linter/workspace/reading.ts";
import { asked, severityOf } from "../../linter/workspace/settings.ts";
import { readSettings, type SettingsOfAll } from "./all-settings.ts";
import type { Reported } from "./report.ts";

/** What a run of the linter did, for `--stats`. */
export interface Stats {
  files: number;
  lines: number;
  /** Tests that were not read. */
  tests: number;
  /** Files whose facts were known from before. */
  known: number;
  /** Nothing had changed, so that the findings were known too. */
  unchanged: boolean;
  skipped: { path: string; reason: string }[];
  /** Milliseconds spent reading and parsing, and linking and judging. */
  readMs: number;
  judgeMs: number;
}

export interface LintRun {
  /** What the settings ask for, by path; what comments switch off is marked so. */
  found: Reported[];
  /** The files that it was looked for in. */
  linted: string[];
  /** The settings that were used, the project's first. */
  places: readonly SettingsPlace[];
  /** All files that were come across, also those that were not read because they are tests. */
  met: ReadonlySet<string>;
  stats: Stats;
  /** What Spillway failed on, by the file that it was looking at. */
  faults: ReadonlyMap<string, string>;
}

/** What is linted, and with what. */
export interface LintTask {
  /** Absolute, with `/`, as all paths. */
  root: string;
  /** The settings of the root. */
  settings: SettingsPlace;
  /** Those in a file below it, which hold there in their place. */
  settingsIn(file: string): Promise<SettingsPlace>;
  /** A path as the person knows it; relative to the root where left out. */
  shownAs?: (path: string) => string;
  /** Narrows what is reported, not what is read: a query may be in any file. */
  only: (path: string) => boolean;
  reader: Reader;
  linker: Linker;
  /** Findings of the last run. */
  results?: ResultCache;
  progress?: (files: number) => void;
  /** No more will be parsed. */
  parsed?: () => Promise<void>;
}

/** Lints what lies below the root. */
export async function lint(task: LintTask): Promise<LintRun> {
  const { root } = task;
  const started = performance.now();
  const skipped: Stats["skipped"] = [];
  const files: ReadFile[] = [];
  const below: string[] = [];
  const tests: string[] = [];
  let known: Promise<SettingsOfAll> | undefined;
  // Where settings lie is known once all was come across.
  const settingsOfAll = () => {
    known ??= readSettings(task.settings, below, task.settingsIn);
    return known;
  };
  const context = await readFolders([root], task.reader, {
    stopped: () => false,
    read: task.progress ?? (() => {}),
    skipped: (path, reason) => skipped.push({ path, reason }),
    settings: (path) => below.push(path),
    isWanted: async (path) => (await settingsOfAll()).isWanted(path),
    leftOut: (path) => tests.push(path),
    take: (batch) => files.push(...batch),
  });
  await task.parsed?.();
  const read = performance.now();
  const relative = task.shownAs ?? ((path: string) => seenFrom(root, path));
  const { places, settingsOf, isWanted } = await settingsOfAll();
  const paths = files
    .map(({ path }) => path)
    .filter((path) => isCode(path) && isWanted(path) && task.only(path))
    .sort();
  const state = [JSON.stringify(context), ...files.map(({ path, hash }) => `${hash} ${path}`)];
  const before = task.results?.find(state);
  const unchanged = before !== undefined && paths.every((path) => Object.hasOwn(before, path));
  let judgements = before ?? {};
  if (!unchanged) {
    judgements = judged(task.linker, files, paths, context);
    if (task.linker.faults().size === 0) task.results?.put(state, judgements);
  }
  const found = paths
    .flatMap((path) => asked(settingsOf(path), judgements[path] ?? []))
    .map((finding) => ({
      finding,
      severity: severityOf(settingsOf(finding.file), finding),
      path: relative(finding.file),
      relative,
    }));
  const stats: Stats = {
    files: files.length,
    lines: files.reduce((sum, { lines }) => sum + lines, 0),
    tests: tests.length,
    known: files.filter(({ known }) => known).length,
    unchanged,
    skipped,
    readMs: read - started,
    judgeMs: performance.now() - read,
  };
  return {
    found,
    linted: paths,
    places,
    met: new Set([...files.map(({ path }) => path), ...tests]),
    stats,
    faults: task.linker.faults(),
  };
}

function judged(
  linker: Linker,
  files: readonly ReadFile[],
  paths: readonly string[],
  context: Parameters<Linker["setContext"]>[0],
): Record<string, Finding[]> {
  for (const { path, facts, text } of files) linker.updateFacts(path, facts(), text);
  linker.setContext(context);
  const found: Record<string, Finding[]> = {};
  for (const one of keepingYoungSmall(linker.judging(paths)))
    if (one !== undefined) found[one.path] = one.findings;
  return found;
}
