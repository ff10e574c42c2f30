import { existsSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { type Command, Option } from "commander";
import { CacheFailure } from "../host/linter/fact-cache.ts";
import { atOnce, fileAccess } from "../host/linter/files.ts";
import { lintCache } from "../host/linter/lint-cache.ts";
import { ParsingThreads } from "../host/linter/parsing-threads.ts";
import { cacheFolder } from "../host/linter/places.ts";
import { keepHeapSmall } from "../host/linter/small-heap.ts";
import { certainties, type RuleId, ruleIds } from "../linter/finding.ts";
import { createLinker } from "../linter/index.ts";
import type { SettingsPlace } from "../linter/workspace/nearest.ts";
import { type LintSettings, severities } from "../linter/workspace/settings.ts";
import { notReadable } from "../linter/workspace/walk.ts";
import { version } from "../package.json";
import { EXIT, Refusal } from "./exit.ts";
import { DIST } from "./folders.ts";
import {
  type BaselineFile,
  baselineIn,
  listedBy,
  namedBaselines,
  writeBaseline,
} from "./lint/baseline-file.ts";
import { changedSince } from "./lint/changed.ts";
import { makeFixes, PASSES } from "./lint/fixing.ts";
import { progressTo } from "./lint/progress.ts";
import { commonFolder, isBelow, projectOf, settingsAt, settingsOf, slashed } from "./lint/project.ts";
import { type Format, formats, githubReport, jsonReport, type Reported, textReport } from "./lint/report.ts";
import { type LintRun, type LintTask, lint, type Stats } from "./lint/run.ts";
import { sarifReport } from "./lint/sarif.ts";
import { unlinted } from "./lint/unlinted.ts";

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
  fix?: boolean;
  stats?: boolean;
}

const EXAMPLES = `
Examples:
  spillway lint                                          the project in this folder
  spillway lint src routes/orders.ts                     folders and files; the rest is read, not reported
  spillway lint --rule n-plus-one --rule http-timeout    two rules only
  spillway lint --write-baseline known.json              an old project agrees to live with what is there,
  spillway lint --baseline known.json                    and hears of what is new
  spillway lint --changed-since main                     what a branch touched
  spillway lint --fix src                                mend what can be mended, to be looked at with git diff
  spillway lint --format sarif > spillway.sarif          for code scanning

Settings are in .spillwayrc.json, in this folder or above it. Ends with 0 where there is no error and no more warnings than
--max-warnings lets pass, 1 where there is, 2 where something is not valid.`;

/** Adds `lint [paths...]`. */
export function registerLint(program: Command): void {
  program
    .command("lint")
    .description("find N+1 queries, missing timeouts and their relatives in code")
    .argument("[paths...]", "folders or files", ["."])
    .addOption(new Option("--format <format>", "how to tell").choices(formats).default("text"))
    .addOption(repeated(new Option("--rule <rule>", "only this rule, and others so named").choices(ruleIds)))
    .addOption(
      new Option("--min-certainty <certainty>", "leave out what is less certain").choices(certainties),
    )
    .option("--max-warnings <n>", "how many warnings are let pass")
    .option("--baseline <file>", "leave out what this file lists")
    .option("--write-baseline <file>", "list all that is found there, and let it pass")
    .option("--no-suppressed", "leave out of SARIF what a comment or the baseline lets pass")
    .option("--fix", "make the preferred fixes in the files, and tell what is left")
    .option("--changed-since <revision>", "report only files that differ from a git revision")
    .option("--no-cache", "parse every file, and keep nothing for the next run")
    .option("--cache-location <folder>", "keep what was parsed and found there")
    .option("--stats", "tell how long what took, on standard error")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], options: LintOptions) => {
      process.exitCode = await start(paths, options);
    });
}

/** An option that takes one value each time it is given: what follows it is a path. */
function repeated(option: Option): Option {
  const { parseArg } = option;
  return option.argParser((value, before?: unknown[]) => [
    ...(before ?? []),
    parseArg === undefined ? value : parseArg<unknown>(value, undefined),
  ]);
}

async function start(paths: string[], options: LintOptions): Promise<number> {
  const allowed = options.maxWarnings === undefined ? 0 : Number(options.maxWarnings);
  if (!Number.isInteger(allowed) || allowed < 0 || options.maxWarnings?.trim() === "") {
    throw new Refusal(`--max-warnings is "${options.maxWarnings}"; it should be a whole number, 0 or more`);
  }
  // What is in the files that did not change would be gone from it.
  if (options.writeBaseline !== undefined && options.changedSince !== undefined)
    throw new Refusal("--write-baseline lists all that is found; leave out --changed-since");
  const here = slashed(resolve("."));
  const asked = paths.map(placeOf);
  const root = projectOf(asked, here);
  const project = await settingsOf(root);
  const { changedSince: revision } = options;
  const shownAs = (path: string) => slashed(relative(here, path));
  const changed = revision === undefined ? undefined : changedSince(commonFolder(asked), revision);
  const only = (path: string) => isBelow(path, asked) && (changed === undefined || changed.has(path));
  const baselines = (places: readonly SettingsPlace[]): BaselineFile[] =>
    options.baseline === undefined
      ? namedBaselines(places, shownAs)
      : [{ ...baselineAt(options.baseline, namedBaselines(places, shownAs), here), isNamed: false }];
  // One that cannot be read is told before everything is looked at.
  if (options.writeBaseline === undefined)
    for (const { file } of baselines([project])) await baselineIn(file);
  const task = {
    root,
    settings: withOptions(project, options),
    settingsIn: async (file: string) => withOptions(await settingsAt(file), options),
    shownAs,
    only,
  };
  const openOf = ({ found }: LintRun) => found.filter(({ finding }) => finding.suppressed === undefined);
  const run = await (options.fix === true ? fixed : linted)(task, options, async (one) => {
    if (options.writeBaseline !== undefined) return openOf(one);
    const { listed } = await listedBy(baselines(one.places), openOf(one));
    return openOf(one).filter((reported) => !listed.has(reported));
  });
  const open = openOf(run);
  if (changed === undefined) for (const line of unlinted(asked, run)) note(line);
  for (const { path, reason } of run.stats.skipped)
    if (reason === notReadable && options.stats !== true) note(`${path} cannot be read`);
  for (const [path, reason] of run.faults)
    note(`${shownAs(path)} is not linted, for Spillway fails on it: ${reason}. Please report it`);
  if (options.stats === true) note(statsText(run.stats));
  if (options.writeBaseline !== undefined) {
    const named = namedBaselines(run.places, shownAs);
    const one = baselineAt(options.writeBaseline, named, here);
    const count = await writeBaseline(one, named, open);
    const passes = one.isNamed ? "they pass from now on" : `--baseline ${one.file} lets them pass`;
    note(`${one.file} lists ${count === 1 ? "1 finding" : `${count} findings`}; ${passes}`);
    return EXIT.pass;
  }
  const used = baselines(run.places);
  const { listed, unanswered } = await listedBy(used, open);
  // Whether an entry is still of use can be told where all was looked at.
  const isWhole =
    isBelow(root, asked) &&
    [changed, options.rule, options.minCertainty].every((narrower) => narrower === undefined);
  for (const [{ file, folder }, count] of unanswered) {
    if (count <= 0 || !isWhole || (options.baseline === undefined && !isBelow(folder, [root]))) continue;
    const what = count === 1 ? "1 finding that is" : `${count} findings that are`;
    note(`${file} lists ${what} there no more; --write-baseline ${file} leaves them out`);
  }
  const reported = open.filter((one) => !listed.has(one));
  const out = report(options, run, reported, used.length === 0 ? undefined : listed);
  if (out !== "") {
    // Not as one text: a long report would be copied for its last line.
    process.stdout.write(out);
    process.stdout.write("\n");
  }
  const errors = reported.filter(({ severity }) => severity === "error").length;
  const warnings = reported.filter(({ severity }) => severity === "warning").length;
  if (run.faults.size > 0) return EXIT.internal;
  return errors > 0 || warnings > allowed ? EXIT.failed : EXIT.pass;
}

/** A file that was asked for; one that settings name is about their folder, wherever the command runs, another one about where it runs. */
function baselineAt(path: string, named: readonly BaselineFile[], here: string): BaselineFile {
  const file = slashed(relative(here, resolve(path))) || ".";
  return named.find((one) => one.file === file) ?? { file, folder: here, isNamed: false };
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Where a path leads to, if it is a link or goes through one. */
function placeOf(path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new Refusal(`there is no ${slashed(absolute)}`);
  return slashed(realpathSync(absolute)).replace(/(.)\/$/, "$1");
}

/** Makes fixes and lints again until none is left, and tells how many were made in which file. */
async function fixed(
  task: Task,
  options: LintOptions,
  wanted: (run: LintRun) => Promise<Reported[]>,
): Promise<LintRun> {
  const made = new Map<string, number>();
  const refused = new Map<string, string>();
  let run = await linted(task, options);
  for (let pass = 0; pass < PASSES; pass++) {
    const files = await makeFixes(await wanted(run), task.only);
    for (const { path, count, refused: why } of files) {
      if (why === undefined) made.set(path, (made.get(path) ?? 0) + count);
      else refused.set(path, why);
    }
    if (files.every(({ count }) => count === 0)) break;
    run = await linted(task, options);
  }
  for (const [path, why] of refused) note(`${path} is left as it is: ${why}`);
  for (const [path, count] of made) note(`${path}: ${count === 1 ? "1 fix" : `${count} fixes`} made`);
  return run;
}

type Task = Omit<LintTask, "reader" | "linker" | "results" | "progress" | "parsed">;

/** Lints with worker threads, and with what is kept from the last run where that is not switched off. */
async function linted(task: Task, options: LintOptions): Promise<LintRun> {
  const folder =
    options.cacheLocation === undefined
      ? cacheFolder(task.root, process.env, process.platform)
      : resolve(options.cacheLocation);
  const cache = options.cache ? lintCache(folder, task.root, DIST, "cli.js", note) : undefined;
  keepHeapSmall();
  const threads = new ParsingThreads(DIST, availableParallelism());
  const progress = progressTo(process.stderr);
  const tools = {
    reader: { access: fileAccess((path) => path, atOnce), parse: threads.parse },
    linker: createLinker(),
    progress: progress.show,
    parsed: () => {
      progress.end();
      return threads.destroy();
    },
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

function report(
  { format, suppressed }: LintOptions,
  run: LintRun,
  reported: readonly Reported[],
  listed: ReadonlyMap<Reported, string> | undefined,
): string {
  switch (format) {
    case "text":
      return textReport(reported, { files: run.linted.length, listed: listed?.size ?? 0 });
    case "json":
      return jsonReport(reported);
    case "sarif":
      return sarifReport(suppressed ? run.found : reported, version, listed);
    case "github":
      return githubReport(reported);
  }
}

function withOptions({ folder, settings }: SettingsPlace, options: LintOptions): SettingsPlace {
  const out = { ...settings, rules: { ...settings.rules } };
  if (options.minCertainty !== undefined) out.minimumCertainty = options.minCertainty;
  if (options.rule !== undefined) {
    for (const rule of ruleIds) if (!options.rule.includes(rule)) out.rules[rule] = severities[0];
  }
  return { folder, settings: out };
}

function statsText(stats: Stats): string {
  const skipped = stats.skipped.map(({ path, reason }) => `skipped ${path}: ${reason}`);
  const total = stats.readMs + stats.judgeMs;
  const judged = stats.unchanged ? "nothing had changed, what was found last was read" : "linked and judged";
  const megabytes = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  const left =
    stats.tests === 0 ? "" : `; ${stats.tests} ${stats.tests === 1 ? "test was" : "tests were"} not read`;
  return [
    ...skipped,
    `${stats.files} files, ${stats.lines} lines in ${Math.round(total)} ms: read and parsed in ${Math.round(stats.readMs)} ms, ${judged} in ${Math.round(stats.judgeMs)} ms`,
    `${stats.known} of ${stats.files} files were known from the cache; ${megabytes} MB of memory at most${left}`,
  ].join("\n");
}
