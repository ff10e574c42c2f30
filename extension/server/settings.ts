import { certainties } from "../../linter/finding.ts";
import type { Baseline } from "../../linter/workspace/baseline.ts";
import {
  type Flaw,
  type LintSettings,
  scopeOf,
  settingsFrom,
  usualSettings,
} from "../../linter/workspace/settings.ts";

/** The section `spillway` of the editor's settings, as far as the server reads it, over those of a settings file. */
export interface ServerSettings {
  enabled: boolean;
  /** Findings of files that are not open are shown too. */
  workspace: boolean;
  lint: LintSettings;
  /**
   * Whether findings in a file are wanted.
   * @param inProject the file as seen from the folder that the settings file lies in, whose globs begin there
   * @param inFolder the same from the folder of the workspace, where the editor's globs begin
   */
  wanted(inProject: string, inFolder: string): boolean;
  /** What the project agrees to live with, and the folder that its paths begin at. */
  baseline?: { folder: string; lists: Baseline };
}

/** From whatever the editor sends, over what the project's own file says; what is missing or wrong is as usual. */
export function serverSettings(
  section: unknown,
  project: LintSettings = usualSettings,
): { settings: ServerSettings; problems: Flaw[] } {
  const given = record(section);
  const lint = record(given.lint);
  const { settings, problems } = settingsFrom(
    {
      ...(given.rules === undefined || given.rules === null ? {} : { rules: given.rules }),
      ...(oneOf(lint.minimumCertainty) ? { minimumCertainty: lint.minimumCertainty } : {}),
    },
    project,
  );
  const { settings: globs, problems: inGlobs } = settingsFrom(
    {
      ...(Array.isArray(lint.include) ? { include: lint.include } : {}),
      ...(Array.isArray(lint.exclude) ? { exclude: lint.exclude } : {}),
    },
    { ...usualSettings, exclude: [] },
  );
  // What the editor includes goes over what the file does, and what it excludes is left out beside.
  const byFile = scopeOf({ ...project, include: globs.include.length > 0 ? [] : project.include });
  const byEditor = scopeOf(globs);
  return {
    settings: {
      enabled: lint.enabled !== false,
      workspace: lint.workspace === true,
      lint: settings,
      wanted: (inProject, inFolder) => byFile(inProject) && byEditor(inFolder),
    },
    problems: [...problems, ...inGlobs],
  };
}

export const startSettings: ServerSettings = serverSettings({}).settings;

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function oneOf(value: unknown): boolean {
  return typeof value === "string" && (certainties as readonly string[]).includes(value);
}
