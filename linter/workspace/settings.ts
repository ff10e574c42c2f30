import { type Certainty, certainties, type Finding, type RuleId, ruleIds } from "../finding.ts";
import { oncePer } from "../once-per.ts";
import { matcherOf } from "./glob.ts";

export const severities = ["off", "hint", "information", "warning", "error"] as const;
export type Severity = (typeof severities)[number];

/** How findings are judged; from the editor's settings, `.spillwayrc.json` and the command line. */
export interface LintSettings {
  rules: Partial<Record<RuleId, Severity>>;
  /** Findings below this are not shown. */
  minimumCertainty: Certainty;
  /** Globs relative to the root; empty = everything. */
  include: string[];
  /** Added to what is left out by itself. One that begins with `!` takes back what those before it leave out. */
  exclude: string[];
  /** Other settings for some of the files; of several that match, the last decides. */
  overrides: Override[];
  /** The file that lists what the project agrees to live with, relative to the root. */
  baseline: string | undefined;
}

export interface Override {
  /** Globs relative to the root. */
  files: string[];
  rules: Partial<Record<RuleId, Severity>>;
  minimumCertainty?: Certainty;
}

/** What the globs of each match: it is asked about every file and every finding. */
const matcherFor = oncePer(({ files }: Override) => matcherOf(files));

/** The settings that hold for one file, given relative to the root. */
export function settingsAt(settings: LintSettings, relative: string): LintSettings {
  const own = settings.overrides.filter((override) => matcherFor(override)(relative));
  if (own.length === 0) return settings;
  const rules = Object.assign({}, settings.rules, ...own.map((override) => override.rules));
  const minimumCertainty = own.findLast(
    (override) => override.minimumCertainty !== undefined,
  )?.minimumCertainty;
  return { ...settings, rules, minimumCertainty: minimumCertainty ?? settings.minimumCertainty };
}

/** Code that runs once, by hand or in a test: it may be as slow as it likes. */
export const usualExcludes = [
  "**/{test,tests,testing,test-utils,test-helpers,test-harness,*-test-harness,integration-tests,__tests__,__integration__,__mocks__,e2e,spec,fixtures,cypress,playwright,step_definitions,step-definitions,manual-test*}/**",
  "**/*.{test,spec,e2e,stories,bench}.*",
  "**/{cypress,playwright,jest,vitest}.config.*",
  "**/*.*-{spec,test}.*",
  // What a server answers to tests alone: `cypressController.js`
  "**/cypress*.{js,ts,mjs,cjs}",
  "**/{vitest-*,jest-*,*-test-environment,*-test-setup,test-setup*,test-global-*,test-fixture*}.*",
  // What stands in for a database in tests.
  "**/{in-memory,in-memory-*}/**",
  "**/in-memory-*.*",
  "**/{testUtil,testUtils,testHelper,testHelpers,test-util,test-utils,test-helper,test-helpers}.*",
  "**/*.{testUtil,testUtils,testHelper,testHelpers,test-util,test-utils,test-helper,test-helpers}.*",
  "**/{migrations,migration,data-migration,data-transfer,data_transfer,migrator,migrators,seeds,seeders,seeder,seed,seed-data,seed_data,seedData,scripts,.scripts}/**",
  "**/{*-scripts,*.scripts,migrationScripts,migrationJobs,migration-jobs,*-upgrader,*-upgraders,upgraders,*-migration,*_migration,*-migrations,*_migrations,*Migrations}/**",
  "**/{seed,seeder,seeds}.*",
  "**/{migrate,migration,migrations,Migration,Migrations}.*",
  "**/*.{seed,seeder,migration,migrations}.*",
  "**/{run,apply}{Migration,Migrations,-migration,-migrations,_migration,_migrations}.*",
  "**/*{-,_}migration.*",
  "**/*-{seed,seeder}.*",
  "**/{upgrade,migrate-*,migrate_*,migrateFrom*,*.migrateFrom*,backfill-*,backfill_*}.*",
  "**/{experiments,backfills,one-time,one-time-jobs,one-time-job,one-off,oneOff,one-shot,oneshot,repl}/**",
  "**/{seed,seeder}-*.*",
  "**/seed{A,B,C,D,E,F,G,H,I,J,K,L,M,N,O,P,Q,R,S,T,U,V,W,X,Y,Z}*.*",
  "**/*-seed-*.*",
  "**/prisma/seed*",
  // `updates/3.0.0.js`, `upgrade/from0to1.js`
  "**/{update,updates,upgrade,upgrades,patch,patches}/{*.*.*,from*to*}.{js,ts,mjs,cjs}",
  "**/*{script-runner,scriptRunner,migration-runner,migrationRunner}*.*",
  "**/{mock,mocks,example,sample}.{ts,js,mts,mjs,cts,cjs}",
  "**/{e2e-*,e2e_*,*-e2e}/**",
  "**/{tmp,.tmp,temp,.temp,scratch}/**",
  "{packages,apps,libs}/*/{example,examples,sample,samples,demo,demos}/**",
  "{dev,tools,script,docs,documentation,example,examples,sample,samples,demo,demos,templates,Templates,archive,archives,attic,deprecated,unused}/**",
  "**/{example,examples}/**",
  "**/*.d.ts",
];

export const usualSettings: LintSettings = {
  rules: {},
  minimumCertainty: "likely",
  include: [],
  exclude: usualExcludes,
  // Programs of their own, run by hand: a pool in one still wants its limits.
  overrides: [
    {
      files: ["**/{bin,*-cli}/**", "**/cli.*", "**/*.cli.*"],
      rules: { "n-plus-one": "off", "write-in-loop": "off" },
    },
  ],
  baseline: undefined,
};

export function severityOf(settings: LintSettings, finding: Finding): Severity {
  const chosen = settings.rules[finding.rule];
  if (chosen !== undefined) return chosen;
  const { data } = finding;
  if (finding.rule === "query-timeout") return "hint";
  if (data.kind === "suppression" || (data.kind === "limit" && data.optional)) return "information";
  return finding.certainty === "possible" ? "information" : "warning";
}

/** The findings that the settings ask for and no comment switches off, in the order of the file. */
export function shown(settings: LintSettings, findings: readonly Finding[]): Finding[] {
  return asked(settings, findings).filter(({ suppressed }) => suppressed === undefined);
}

/** The findings that the settings ask for, those that comments switch off among them. */
export function asked(settings: LintSettings, findings: readonly Finding[]): Finding[] {
  const least = certainties.indexOf(settings.minimumCertainty);
  return findings.filter(
    (finding) => certainties.indexOf(finding.certainty) >= least && severityOf(settings, finding) !== "off",
  );
}

/** Whether findings in a file, given relative to the root, are wanted. Its facts are used either way. */
export function scopeOf({ include, exclude }: LintSettings): (relative: string) => boolean {
  const isIncluded = inclusionOf(include);
  const isExcluded = exclusionOf(exclude);
  return (relative) => isIncluded(relative) && isExcluded(relative) !== true;
}

/** Whether a file, given relative to where the globs begin, is among what is asked for, which is everything where nothing is said. */
export function inclusionOf(globs: readonly string[]): (relative: string) => boolean {
  return globs.length === 0 ? () => true : matcherOf(globs);
}

/** Whether a file is left out, or taken back by a glob with `!`; undefined where no glob is about it. The last one decides. */
export function exclusionOf(globs: readonly string[]): (relative: string) => boolean | undefined {
  const ordered = globs.map((glob) => ({
    isBack: glob.startsWith("!"),
    matches: matcherOf([glob.replace(/^!/, "")]),
  }));
  return (relative) => {
    const last = ordered.findLast(({ matches }) => matches(relative));
    return last === undefined ? undefined : !last.isBack;
  };
}

/** What is wrong with a setting. */
export interface Flaw {
  /** Where in the settings. */
  path: readonly (string | number)[];
  /** The name is wrong, not the value. */
  isKey: boolean;
  /** With the value, and what it may be. */
  message: string;
}

/** Settings from unknown JSON. Everything that is wrong is said in words; what is right is used. */
export function settingsFrom(
  value: unknown,
  base: LintSettings = usualSettings,
): { settings: LintSettings; problems: Flaw[] } {
  const problems: Flaw[] = [];
  const settings: LintSettings = { ...base, rules: { ...base.rules } };
  if (!isRecord(value)) {
    problems.push(wrong([], value, "an object with the settings"));
    return { settings, problems };
  }
  for (const [key, held] of Object.entries(value)) {
    switch (key) {
      case "$schema":
        break;
      case "rules":
        rulesFrom(held, [key], settings.rules, problems);
        break;
      case "minimumCertainty":
        if (isOneOf(certainties, held)) settings.minimumCertainty = held;
        else problems.push(wrong([key], held, `one of ${certainties.join(", ")}`));
        break;
      case "include":
      case "exclude":
        if (isGlobs(held)) settings[key] = key === "exclude" ? [...base.exclude, ...held] : held;
        else problems.push(wrong([key], held, "a list of globs"));
        break;
      case "overrides":
        if (Array.isArray(held)) {
          settings.overrides = [
            ...base.overrides,
            ...held.flatMap((one, index) => overrideFrom(one, [key, index], problems)),
          ];
        } else problems.push(wrong([key], held, "a list of objects"));
        break;
      case "baseline":
        if (typeof held === "string" && held !== "") settings.baseline = held;
        else problems.push(wrong([key], held, "the name of a file"));
        break;
      default:
        problems.push(
          unknown([key], "setting", "rules, minimumCertainty, include, exclude, overrides, baseline"),
        );
    }
  }
  return { settings, problems };
}

function overrideFrom(value: unknown, at: Flaw["path"], problems: Flaw[]): Override[] {
  if (!isRecord(value)) {
    problems.push(wrong(at, value, "an object"));
    return [];
  }
  const override: Override = { files: [], rules: {} };
  for (const [key, held] of Object.entries(value)) {
    const path = [...at, key];
    if (key === "files") {
      if (isGlobs(held)) override.files = held;
      else problems.push(wrong(path, held, "a list of globs"));
    } else if (key === "rules") rulesFrom(held, path, override.rules, problems);
    else if (key !== "minimumCertainty") {
      problems.push(unknown(path, "setting", "files, rules, minimumCertainty"));
    } else if (isOneOf(certainties, held)) override.minimumCertainty = held;
    else problems.push(wrong(path, held, `one of ${certainties.join(", ")}`));
  }
  if (!Object.hasOwn(value, "files") || (isGlobs(value.files) && value.files.length === 0)) {
    const message = `${named(at)} has no files that it is for; give them as a list of globs`;
    problems.push({ path: at, isKey: false, message });
  }
  return [override];
}

function rulesFrom(value: unknown, at: Flaw["path"], into: LintSettings["rules"], problems: Flaw[]): void {
  if (!isRecord(value)) {
    problems.push(wrong(at, value, "an object from rule to severity"));
    return;
  }
  for (const [rule, severity] of Object.entries(value)) {
    const path = [...at, rule];
    if (!isOneOf(ruleIds, rule)) problems.push(unknown(path, "rule", ruleIds.join(", ")));
    else if (!isOneOf(severities, severity)) {
      problems.push(wrong(path, severity, `one of ${severities.join(", ")}`));
    } else into[rule] = severity;
  }
}

function wrong(path: Flaw["path"], value: unknown, may: string): Flaw {
  const said = (JSON.stringify(value) ?? "nothing").slice(0, 60);
  return { path, isKey: false, message: `${named(path)} is ${said}; it should be ${may}` };
}

function unknown(path: Flaw["path"], what: string, all: string): Flaw {
  return { path, isKey: true, message: `unknown ${what} "${named(path)}"; there are ${all}` };
}

/** `overrides[0].rules.http-timeout` */
function named(path: Flaw["path"]): string {
  if (path.length === 0) return "the file";
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isGlobs(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return typeof value === "string" && (all as readonly string[]).includes(value);
}
