import type { ResultCache } from "../../host/linter/result-cache.ts";
import { keepingYoungSmall } from "../../host/linter/small-heap.ts";
import type { Finding } from "../../linter/finding.ts";
import type { Linker } from "../../linter/index.ts";
import { type Reader, type ReadFile, readFolders } from "../../linter/workspace/reading.ts";
import {
  asked,
  type LintSettings,
  scopeOf,
  settingsAt,
  severityOf,
} from "../../linter/workspace/settings.ts";
import type { Reported } from "./report.ts";

/** What a run of the linter did, for `--stats`. */
export interface Stats {
  files: number;
  lines: number;
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
  /** All files that were read. */
  read: ReadonlySet<string>;
  stats: Stats;
}

/** What is linted, and with what. */
export interface LintTask {
  /** Absolute, with `/`, as all paths. */
  root: string;
  settings: LintSettings;
  /** The folder that the globs of the settings are about; the root where left out. */
  settingsFolder?: string;
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
  const { root, settings } = task;
  const started = performance.now();
  const skipped: Stats["skipped"] = [];
  const files: ReadFile[] = [];
  const context = await readFolders([root], task.reader, {
    stopped: () => false,
    read: task.progress ?? (() => {}),
    skipped: (path, reason) => skipped.push({ path, reason }),
    take: (batch) => files.push(...batch),
  });
  await task.parsed?.();
  const read = performance.now();
  const relative = task.shownAs ?? ((path: string) => within(root, path));
  const inSettings = (path: string) => within(task.settingsFolder ?? root, path);
  const wanted = scopeOf(settings);
  const paths = files
    .map(({ path }) => path)
    .filter((path) => wanted(inSettings(path)) && task.only(path))
    .sort();
  const state = [JSON.stringify(context), ...files.map(({ path, hash }) => `${hash} ${path}`)];
  const before = task.results?.find(state);
  const unchanged = before !== undefined && paths.every((path) => Object.hasOwn(before, path));
  let judgements = before ?? {};
  if (!unchanged) {
    judgements = judged(task.linker, files, paths, context);
    task.results?.put(state, judgements);
  }
  const found = paths
    .flatMap((path) => asked(settingsAt(settings, inSettings(path)), judgements[path] ?? []))
    .map((finding) => ({
      finding,
      severity: severityOf(settingsAt(settings, inSettings(finding.file)), finding),
      path: relative(finding.file),
      relative,
    }));
  const stats: Stats = {
    files: files.length,
    lines: files.reduce((sum, { lines }) => sum + lines, 0),
    known: files.filter(({ known }) => known).length,
    unchanged,
    skipped,
    readMs: read - started,
    judgeMs: performance.now() - read,
  };
  return { found, linted: paths, read: new Set(files.map(({ path }) => path)), stats };
}

function within(folder: string, path: string): string {
  const start = folder === "/" ? folder : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : path;
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
