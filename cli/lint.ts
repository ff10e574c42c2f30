import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { type Command, Option } from "commander";
import { type ParseError, parse } from "jsonc-parser";
import { CacheFailure } from "../host/linter/fact-cache.ts";
import { fileAccess } from "../host/linter/files.ts";
import { lintCache } from "../host/linter/lint-cache.ts";
import { ParsingThreads } from "../host/linter/parsing-threads.ts";
import { cacheFolder } from "../host/linter/places.ts";
import { keepHeapSmall } from "../host/linter/small-heap.ts";
import { certainties, type RuleId, ruleIds } from "../linter/finding.ts";
import { createLinker } from "../linter/index.ts";
import { type Baseline, baselineOf, listedIn, readBaseline } from "../linter/workspace/baseline.ts";
import { type LintSettings, settingsFrom, severities, usualSettings } from "../linter/workspace/settings.ts";
import { version } from "../package.json";
import { EXIT, Refusal } from "./exit.ts";
import { DIST } from "./folders.ts";
import { changedSince } from "./lint/changed.ts";
import { type Format, formats, githubReport, jsonReport, type Reported, textReport } from "./lint/report.ts";
import { type LintRun, type LintTask, lint, type Stats } from "./lint/run.ts";
import { type SarifBaseline, sarifReport } from "./lint/sarif.ts";

interface LintOptions {
  format: Format;
  rule?: RuleId[];
  minCertainty?: LintSettings["minimumCertainty"];
  maxWarnings?: string;
  baseline?: string;
  writeBaseline?: string;
  changedSince?: string;
  cache: boolean;
  cacheLocation?: string;
  suppressed: boolean;
  stats?: boolean;
}

/** Adds `lint [paths...]`. */
export function registerLint(program: Command): void {
  program
    .command("lint")
    .description("find N+1 queries, missing timeouts and their relatives in code")
    .argument("[paths...]", "folders or files", ["."])
    .addOption(new Option("--format <format>", "how to tell").choices(formats).default("text"))
    .addOption(new Option("--rule <rule...>", "only these rules").choices(ruleIds))
    .addOption(
      new Option("--min-certainty <certainty>", "leave out what is less certain").choices(certainties),
    )
    .option("--max-warnings <n>", "how many warnings are let pass")
    .option("--baseline <file>", "leave out what this file lists")
    .option("--write-baseline <file>", "list all that is found there, and let it pass")
    .option("--no-suppressed", "leave out of SARIF what a comment or the baseline lets pass")
    .option("--changed-since <revision>", "report only files that differ from a git revision")
    .option("--no-cache", "parse every file, and keep nothing for the next run")
    .option("--cache-location <folder>", "keep what was parsed and found there")
    .option("--stats", "tell how long what took, on standard error")
    .action(async (paths: string[], options: LintOptions) => {
      process.exitCode = await start(paths, options);
    });
}

async function start(paths: string[], options: LintOptions): Promise<number> {
  const allowed = options.maxWarnings === undefined ? 0 : Number(options.maxWarnings);
  if (!Number.isInteger(allowed) || allowed < 0) {
    throw new Refusal(`--max-warnings is ${options.maxWarnings}; it is a whole number, 0 or more`);
  }
  const asked = paths.map((path) => resolve(path).replaceAll("\\", "/"));
  for (const path of asked) if (!existsSync(path)) throw new Refusal(`there is no ${path}`);
  const root = resolve(".").replaceAll("\\", "/");
  const base = asked.every((path) => path === root || path.startsWith(`${root}/`))
    ? root
    : commonFolder(asked);
  const settings = withOptions(settingsOf(base), options);
  const { changedSince: revision } = options;
  const changed = revision === undefined ? undefined : changedSince(commonFolder(asked), revision);
  const only = (path: string) => isBelow(path, asked) && (changed === undefined || changed.has(path));
  const known = options.baseline === undefined ? undefined : baselineIn(options.baseline);
  const run = await linted({ root: base, settings, only }, options);
  const { stats, found } = run;
  const open = found.filter(({ finding }) => finding.suppressed === undefined);
  if (options.writeBaseline !== undefined) {
    writeFileSync(options.writeBaseline, `${JSON.stringify(baselineOf(open), null, 2)}\n`);
    return EXIT.pass;
  }
  const listed = known === undefined ? new Set<Reported>() : listedIn(known, open);
  const reported = open.filter((one) => !listed.has(one));
  const out =
    options.format === "sarif"
      ? sarifReport(options.suppressed ? found : reported, version, baselineOfRun(options, listed))
      : report(options.format, reported);
  if (out !== "") process.stdout.write(`${out}\n`);
  if (options.stats === true) process.stderr.write(`${statsText(stats)}\n`);
  const errors = reported.filter(({ severity }) => severity === "error").length;
  const warnings = reported.filter(({ severity }) => severity === "warning").length;
  return errors > 0 || warnings > allowed ? EXIT.failed : EXIT.pass;
}

/** Lints with worker threads, and with what is kept from the last run where that is not switched off. */
async function linted(
  task: Pick<LintTask, "root" | "settings" | "only">,
  options: LintOptions,
): Promise<LintRun> {
  const folder =
    options.cacheLocation === undefined
      ? cacheFolder(task.root, process.env, process.platform)
      : resolve(options.cacheLocation);
  const note = (problem: string) => process.stderr.write(`${problem}\n`);
  const cache = options.cache ? lintCache(folder, task.root, DIST, "cli.js", note) : undefined;
  keepHeapSmall();
  const threads = new ParsingThreads(DIST, availableParallelism());
  const tools = {
    reader: { access: fileAccess((path) => path), parse: threads.parse },
    linker: createLinker(),
    progress: progressTo(process.stderr),
    parsed: () => threads.destroy(),
  };
  if (cache === undefined) return lint({ ...task, ...tools });
  const { facts, results } = cache;
  try {
    const run = await lint({ ...task, ...tools, reader: { ...tools.reader, cache: facts }, results });
    facts.save();
    return run;
  } catch (error) {
    if (!(error instanceof CacheFailure)) throw error;
    facts.remove();
    return linted(task, { ...options, cache: false });
  }
}

function report(format: Exclude<Format, "sarif">, reported: readonly Reported[]): string {
  switch (format) {
    case "text":
      return textReport(reported);
    case "json":
      return jsonReport(reported);
    case "github":
      return githubReport(reported);
  }
}

function baselineOfRun({ baseline }: LintOptions, listed: ReadonlySet<Reported>): SarifBaseline | undefined {
  if (baseline === undefined) return undefined;
  return { file: relative(".", baseline).replaceAll("\\", "/"), listed };
}

function baselineIn(file: string): Baseline {
  if (!existsSync(file)) throw new Refusal(`there is no ${file}; --write-baseline makes it`);
  const baseline = readBaseline(parse(readFileSync(file, "utf8")));
  if (baseline === undefined) throw new Refusal(`${file} is no baseline; --write-baseline makes one`);
  return baseline;
}

/** A line that tells how far reading has come, on a terminal only. */
function progressTo(stream: NodeJS.WriteStream): (files: number) => void {
  if (!stream.isTTY) return () => {};
  return (files) => stream.write(`\r${files} files read`);
}

function settingsOf(root: string): LintSettings {
  const file = `${root}/.spillwayrc.json`;
  if (!existsSync(file)) return usualSettings;
  const errors: ParseError[] = [];
  const value: unknown = parse(readFileSync(file, "utf8"), errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new Refusal(`${file} is not valid JSON`);
  const { settings, problems } = settingsFrom(value);
  if (problems.length > 0) throw new Refusal(`${file}: ${problems.join("; ")}`);
  return settings;
}

function withOptions(settings: LintSettings, options: LintOptions): LintSettings {
  const out = { ...settings, rules: { ...settings.rules } };
  if (options.minCertainty !== undefined) out.minimumCertainty = options.minCertainty;
  if (options.rule !== undefined) {
    for (const rule of ruleIds) if (!options.rule.includes(rule)) out.rules[rule] = severities[0];
  }
  return out;
}

function isBelow(path: string, asked: readonly string[]): boolean {
  return asked.some((one) => path === one || path.startsWith(one === "/" ? "/" : `${one}/`));
}

/** The folder that all paths share. */
function commonFolder(paths: readonly string[]): string {
  const [first = "/", ...rest] = paths;
  let folder = first;
  while (!rest.every((path) => isBelow(path, [folder])) || /\.[cm]?[jt]sx?$/.test(folder)) {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    if (folder === "") return "/";
  }
  return folder;
}

function statsText(stats: Stats): string {
  const skipped = stats.skipped.map(({ path, reason }) => `skipped ${path}: ${reason}`);
  const total = stats.readMs + stats.judgeMs;
  const judged = stats.unchanged ? "nothing had changed, what was found last was read" : "linked and judged";
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1000);
  return [
    ...skipped,
    `${stats.files} files, ${stats.lines} lines in ${Math.round(total)} ms: read and parsed in ${Math.round(stats.readMs)} ms, ${judged} in ${Math.round(stats.judgeMs)} ms`,
    `${stats.known} of ${stats.files} files were known from the cache; ${megabytes} MB of memory at most`,
  ].join("\n");
}
