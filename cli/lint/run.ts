import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter, type Linter } from "../../linter/index.ts";
import { contextOf } from "../../linter/workspace/context.ts";
import { type LintSettings, scopeOf, severityOf, shown } from "../../linter/workspace/settings.ts";
import { unreadable, walk } from "../../linter/workspace/walk.ts";
import { fileAccess } from "./files.ts";
import type { Reported } from "./report.ts";

/** What a run of the linter did, for `--stats`. */
export interface Stats {
  files: number;
  lines: number;
  skipped: { path: string; reason: string }[];
  /** Milliseconds spent reading and parsing, and linking and judging. */
  readMs: number;
  judgeMs: number;
}

export interface LintRun {
  reported: Reported[];
  stats: Stats;
}

/** The linter with its grammars, which lie beside the bundle. */
export function linterBeside(folder: string): Promise<Linter> {
  const grammar = (name: string) => readFileSync(join(folder, "wasm", name));
  return createLinter({
    wasm: {
      runtime: grammar("tree-sitter.wasm"),
      typescript: grammar("tree-sitter-typescript.wasm"),
      tsx: grammar("tree-sitter-tsx.wasm"),
    },
  });
}

/**
 * Lints what lies below `root`; `only` narrows what is reported, not what is read: a query may be in any file. Paths are
 * absolute, with `/`.
 */
export async function lint(
  linter: Linter,
  root: string,
  settings: LintSettings,
  only: (path: string) => boolean,
  progress: (files: number) => void = () => {},
): Promise<LintRun> {
  const manifests = new Map<string, string>();
  const stats: Stats = { files: 0, lines: 0, skipped: [], readMs: 0, judgeMs: 0 };
  const paths: string[] = [];
  const started = performance.now();
  for await (const found of walk(root, fileAccess, () => false)) {
    if (found.kind === "skipped") {
      stats.skipped.push(found);
      continue;
    }
    const text = await fileAccess.text(found.path);
    if (text === undefined) continue;
    if (found.kind === "manifest") {
      manifests.set(found.path, text);
      continue;
    }
    const reason = unreadable(text);
    if (reason !== undefined) stats.skipped.push({ path: found.path, reason });
    else if (linter.update(found.path, text)) {
      paths.push(found.path);
      stats.files++;
      stats.lines += text.split("\n").length;
      if (stats.files % 100 === 0) progress(stats.files);
    }
  }
  const read = performance.now();
  stats.readMs = read - started;
  linter.setContext(contextOf(manifests));
  const relative = (path: string) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
  const wanted = scopeOf(settings);
  const reported = paths
    .filter((path) => wanted(relative(path)) && only(path))
    .flatMap((path) => shown(settings, linter.findings(path)))
    .map((finding) => ({
      finding,
      severity: severityOf(settings, finding),
      path: relative(finding.file),
      relative,
    }));
  stats.judgeMs = performance.now() - read;
  return { reported, stats };
}
