import type { Finding } from "../../linter/finding.ts";
import type { Linter } from "../../linter/index.ts";
import type { FolderSettings } from "./folder-settings.ts";

/** Calls `judge` for each of these files when all that its findings hang on is known, step by step. */
export function* judging(
  linter: Linter,
  paths: Iterable<string>,
  judge: (path: string) => void,
): Generator<void, void> {
  const waiting = new Set(paths);
  for (const path of waiting) {
    if (!linter.isLinked(path)) yield* linter.linking(waiting);
    judge(path);
    waiting.delete(path);
    yield;
  }
}

/** What the settings of its folder want to be seen of a file. */
export function findingsOf(linter: Linter, settings: FolderSettings, path: string): Finding[] {
  return settings.isWanted(path) ? settings.shown(path, linter.findings(path)) : [];
}
