import { parse } from "jsonc-parser";
import type { Finding } from "../../linter/finding.ts";
import { type Baseline, listedIn, readBaseline } from "../../linter/workspace/baseline.ts";
import { type LintSettings, settingsAt, shown, usualSettings } from "../../linter/workspace/settings.ts";
import { settingsFile, settingsIn } from "../../linter/workspace/settings-file.ts";
import { type ServerSettings, serverSettings, startSettings } from "./settings.ts";

/** The settings of each folder of a workspace, and those of what is in none. */
export class FolderSettings {
  private readonly folders: readonly string[];
  private readonly ofFolder: ReadonlyMap<string, ServerSettings>;
  private readonly elsewhere: ServerSettings;
  private readonly sources: ReadonlySet<string>;
  private readonly wanted = new Map<string, boolean>();

  /** @param sources the files that they were read from, or would have been */
  constructor(
    folders: readonly string[],
    ofFolder: ReadonlyMap<string, ServerSettings> = new Map(),
    elsewhere = startSettings,
    sources: ReadonlySet<string> = new Set(),
  ) {
    this.folders = folders;
    this.ofFolder = ofFolder;
    this.elsewhere = elsewhere;
    this.sources = sources;
  }

  /** Whether they are others when this file changes. */
  hangOn(path: string): boolean {
    return this.sources.has(path);
  }

  /** Those of the innermost folder that the file is in. */
  at(path: string): ServerSettings {
    const folder = folderOf(this.folders, path);
    return (folder === undefined ? undefined : this.ofFolder.get(folder)) ?? this.elsewhere;
  }

  /** How findings in the file are judged. */
  lintAt(path: string): LintSettings {
    return settingsAt(this.at(path).lint, this.relativeTo(path));
  }

  /** Whether findings in the file are to be seen at all. */
  isWanted(path: string): boolean {
    const known = this.wanted.get(path);
    if (known !== undefined) return known;
    const { enabled, wanted } = this.at(path);
    const isWanted = enabled && wanted(this.relativeTo(path));
    this.wanted.set(path, isWanted);
    return isWanted;
  }

  /** Those of the findings in a file that are to be seen. */
  shown(path: string, findings: readonly Finding[]): Finding[] {
    const open = shown(this.lintAt(path), findings);
    const { baseline } = this.at(path);
    if (baseline === undefined) return open;
    const named = open.map((finding) => ({ path: this.relativeTo(path), finding }));
    const listed = listedIn(baseline, named);
    return named.filter((one) => !listed.has(one)).map(({ finding }) => finding);
  }

  private relativeTo(path: string): string {
    const folder = folderOf(this.folders, path);
    return folder === undefined ? path.replace(/^.*\//, "") : path.slice(folder.length + 1);
  }
}

/** The innermost of the folders that a file is in. */
export function folderOf(folders: readonly string[], path: string): string | undefined {
  return folders
    .filter((folder) => path === folder || path.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/**
 * The settings of each folder: what its own `.spillwayrc.json` says, under what the editor says of it. Files in no folder have the
 * editor's settings over those of the first folder's file.
 * @param section the section `spillway` of the editor's settings, for a folder or, without one, for everything
 */
export async function readFolderSettings(
  folders: readonly string[],
  section: (folder: string | undefined) => Promise<unknown>,
  text: (path: string) => Promise<string | undefined>,
): Promise<{ settings: FolderSettings; problems: string[] }> {
  const problems = new Set<string>();
  const sources = new Set<string>();
  const baselineOf = async (file: string): Promise<Baseline | undefined> => {
    sources.add(file);
    const held = await text(file);
    const baseline = held === undefined ? undefined : readBaseline(parse(held));
    if (baseline === undefined)
      problems.add(`${file} is no baseline; spillway lint --write-baseline ${file} makes one`);
    return baseline;
  };
  const read = async (folder: string | undefined, from = folder): Promise<ServerSettings> => {
    const file = `${from}/${settingsFile}`;
    const own = from === undefined ? undefined : await text(file);
    sources.add(file);
    const project = own === undefined ? { settings: usualSettings, problems: [] } : settingsIn(own);
    for (const { line, character, message } of project.problems)
      problems.add(`${file}:${line + 1}:${character + 1} ${message}`);
    const { settings, problems: others } = serverSettings(await section(folder), project.settings);
    for (const { message } of others) problems.add(message);
    const listed = settings.lint.baseline;
    const baseline = listed === undefined ? undefined : await baselineOf(`${from}/${listed}`);
    return baseline === undefined ? settings : { ...settings, baseline };
  };
  const each = await Promise.all(folders.map(async (folder) => [folder, await read(folder)] as const));
  const elsewhere = await read(undefined, folders[0]);
  return {
    settings: new FolderSettings(folders, new Map(each), elsewhere, sources),
    problems: [...problems],
  };
}
