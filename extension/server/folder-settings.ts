import type { Finding } from "../../linter/finding.ts";
import { jsonIn } from "../../linter/json.ts";
import { type Baseline, listedIn, readBaseline } from "../../linter/workspace/baseline.ts";
import { above, Nearest, seenFrom } from "../../linter/workspace/nearest.ts";
import { type LintSettings, settingsAt, shown, usualSettings } from "../../linter/workspace/settings.ts";
import { settingsFile, settingsIn } from "../../linter/workspace/settings-file.ts";
import { type ServerSettings, serverSettings, startSettings } from "./settings.ts";

/** A folder whose files have the same settings, but for those in others further in. */
export interface SettingsFolder {
  folder: string;
  /** Where the settings file lies, whose globs and baseline begin there: the folder, or one around it. */
  project: string;
  /** The folder of the workspace that it is in, where the globs of the editor begin. */
  of: string;
  settings: ServerSettings;
}

/** The settings of each folder of a workspace, and those of what is in none. */
export class FolderSettings {
  private readonly folders: Nearest<SettingsFolder>;
  private readonly elsewhere: ServerSettings;
  private readonly sources: ReadonlySet<string>;
  private readonly wanted = new Map<string, boolean>();

  /** @param sources the files that they were read from, or would have been */
  constructor(
    folders: readonly SettingsFolder[],
    elsewhere = startSettings,
    sources: ReadonlySet<string> = new Set(),
  ) {
    this.folders = new Nearest(folders);
    this.elsewhere = elsewhere;
    this.sources = sources;
  }

  /** Whether they are others when this file changes. */
  hangOn(path: string): boolean {
    return this.sources.has(path) || path.endsWith(`/${settingsFile}`);
  }

  /** Those of the innermost folder that the file is in. */
  at(path: string): ServerSettings {
    return this.folders.at(path)?.settings ?? this.elsewhere;
  }

  /** How findings in the file are judged. */
  lintAt(path: string): LintSettings {
    return settingsAt(this.at(path).lint, this.inProject(path));
  }

  /** Whether findings in the file are to be seen at all. */
  isWanted(path: string): boolean {
    const known = this.wanted.get(path);
    if (known !== undefined) return known;
    const { enabled, wanted } = this.at(path);
    const of = this.folders.at(path)?.of;
    const isWanted =
      enabled && wanted(this.inProject(path), of === undefined ? nameOf(path) : seenFrom(of, path));
    this.wanted.set(path, isWanted);
    return isWanted;
  }

  /** Those of the findings in a file that are to be seen. */
  shown(path: string, findings: readonly Finding[]): Finding[] {
    const open = shown(this.lintAt(path), findings);
    const { baseline } = this.at(path);
    if (baseline === undefined) return open;
    const named = open.map((finding) => ({ path: seenFrom(baseline.folder, path), finding }));
    const listed = listedIn(baseline.lists, named);
    return named.filter((one) => !listed.has(one)).map(({ finding }) => finding);
  }

  private inProject(path: string): string {
    const project = this.folders.at(path)?.project;
    return project === undefined ? nameOf(path) : seenFrom(project, path);
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * The settings of each folder: what the nearest `.spillwayrc.json` says, of the folder or one above it in the same repository, under what the
 * editor says of it. Files in no folder have the editor's settings over those of the first folder's file.
 * @param folders those of the workspace
 * @param files the settings files that lie somewhere in them
 * @param section the section `spillway` of the editor's settings, for a folder or, without one, for everything
 */
export async function readFolderSettings(
  folders: readonly string[],
  files: Iterable<string>,
  section: (folder: string | undefined) => Promise<unknown>,
  text: (path: string) => Promise<string | undefined>,
): Promise<{ settings: FolderSettings; problems: string[] }> {
  const problems = new Set<string>();
  const sources = new Set<string>();
  const baselineOf = async (file: string): Promise<Baseline | undefined> => {
    sources.add(file);
    const held = await text(file);
    const baseline = held === undefined ? undefined : readBaseline(jsonIn(held));
    if (baseline === undefined)
      problems.add(`${file} is no baseline; spillway lint --write-baseline ${file} makes one`);
    return baseline;
  };
  /** The nearest settings file for a folder, which is the folder's own where there is none. */
  const fileFor = async (folder: string): Promise<{ project: string; held: string | undefined }> => {
    for (let at = folder; ; at = above(at)) {
      const file = `${at}/${settingsFile}`;
      sources.add(file);
      const held = await text(file);
      if (held !== undefined) return { project: at, held };
      const isTop = (await text(`${at}/.git/HEAD`)) ?? (await text(`${at}/.git`));
      if (isTop !== undefined || !/^file:\/\/.*\/[^/]/.test(at)) return { project: folder, held: undefined };
    }
  };
  const read = async (folder: string, of: string | undefined): Promise<SettingsFolder> => {
    const { project, held } = await fileFor(folder);
    const own = held === undefined ? { settings: usualSettings, problems: [] } : settingsIn(held);
    for (const { line, character, message } of own.problems)
      problems.add(`${project}/${settingsFile}:${line + 1}:${character + 1} ${message}`);
    const { settings, problems: others } = serverSettings(await section(of), own.settings);
    for (const { message } of others) problems.add(message);
    const listed = settings.lint.baseline;
    const lists = listed === undefined ? undefined : await baselineOf(`${project}/${listed}`);
    const baseline = lists === undefined ? {} : { baseline: { folder: project, lists } };
    return { folder, project, of: of ?? folder, settings: { ...settings, ...baseline } };
  };
  const workspace = new Nearest(folders.map((folder) => ({ folder })));
  const known = new Set(folders);
  const further = [...files].map(above).filter((folder) => !known.has(folder));
  const each = await Promise.all(
    [...folders, ...further].map((folder) => read(folder, workspace.at(folder)?.folder)),
  );
  const [first] = folders;
  const { settings: elsewhere } =
    first === undefined ? serverSettings(await section(undefined)) : await read(first, undefined);
  return {
    settings: new FolderSettings(withOuterBaselines(each), elsewhere, sources),
    problems: [...problems],
  };
}

/** What a folder agrees to live with holds further in too, where no other baseline is named. */
function withOuterBaselines(folders: readonly SettingsFolder[]): SettingsFolder[] {
  const named = new Nearest(folders.filter(({ settings }) => settings.baseline !== undefined));
  return folders.map((one) => {
    const baseline = named.at(one.folder)?.settings.baseline;
    return baseline === undefined ? one : { ...one, settings: { ...one.settings, baseline } };
  });
}
