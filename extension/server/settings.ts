import { certainties } from "../../linter/finding.ts";
import type { Baseline } from "../../linter/workspace/baseline.ts";
import {
  exclusionOf,
  type Flaw,
  inclusionOf,
  type LintSettings,
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
  return {
    settings: {
      enabled: lint.enabled !== false,
      workspace: lint.workspace === true,
      lint: settings,
      wanted: wantedOf(project, globs),
    },
    problems: [...problems, ...inGlobs],
  };
}

/** What the editor includes goes over what the file does; what it excludes, or takes back, comes after. */
function wantedOf(project: LintSettings, editor: LintSettings): ServerSettings["wanted"] {
  const [inProject, inEditor] = [inclusionOf(project.include), inclusionOf(editor.include)];
  const [outOfProject, outOfEditor] = [exclusionOf(project.exclude), exclusionOf(editor.exclude)];
  return (fromProject, fromFolder) =>
    (editor.include.length > 0 ? inEditor(fromFolder) : inProject(fromProject)) &&
    (outOfEditor(fromFolder) ?? outOfProject(fromProject)) !== true;
}

export const startSettings: ServerSettings = serverSettings({}).settings;

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function oneOf(value: unknown): boolean {
  return typeof value === "string" && (certainties as readonly string[]).includes(value);
}
