import { type LintSettings, settingsAt, usualSettings } from "../../linter/workspace/settings.ts";
import { settingsFile, settingsIn } from "../../linter/workspace/settings-file.ts";
import { type ServerSettings, serverSettings, startSettings } from "./settings.ts";

/** The settings of each folder of a workspace, and those of what is in none. */
export class FolderSettings {
  private readonly folders: readonly string[];
  private readonly ofFolder: ReadonlyMap<string, ServerSettings>;
  private readonly elsewhere: ServerSettings;
  private readonly wanted = new Map<string, boolean>();

  constructor(
    folders: readonly string[],
    ofFolder: ReadonlyMap<string, ServerSettings> = new Map(),
    elsewhere = startSettings,
  ) {
    this.folders = folders;
    this.ofFolder = ofFolder;
    this.elsewhere = elsewhere;
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
  const read = async (folder: string | undefined, from = folder): Promise<ServerSettings> => {
    const file = `${from}/${settingsFile}`;
    const own = from === undefined ? undefined : await text(file);
    const project = own === undefined ? { settings: usualSettings, problems: [] } : settingsIn(own);
    for (const { line, character, message } of project.problems)
      problems.add(`${file}:${line + 1}:${character + 1} ${message}`);
    const { settings, problems: others } = serverSettings(await section(folder), project.settings);
    for (const { message } of others) problems.add(message);
    return settings;
  };
  const each = await Promise.all(folders.map(async (folder) => [folder, await read(folder)] as const));
  const elsewhere = await read(undefined, folders[0]);
  return { settings: new FolderSettings(folders, new Map(each), elsewhere), problems: [...problems] };
}
