import { certainties } from "../../linter/finding.ts";
import type { Baseline } from "../../linter/workspace/baseline.ts";
import {
  type Flaw,
  type LintSettings,
  scopeOf,
  settingsFrom,
  usualSettings,
} from "../../linter/workspace/settings.ts";

/** The section `spillway` of the editor's settings, as far as the server reads it. */
export interface ServerSettings {
  enabled: boolean;
  /** Findings of files that are not open are shown too. */
  workspace: boolean;
  lint: LintSettings;
  /** Whether findings in a file, relative to its folder, are wanted. */
  wanted(relative: string): boolean;
  /** What the project agrees to live with. */
  baseline?: Baseline;
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
      ...(Array.isArray(lint.include) ? { include: lint.include } : {}),
      ...(Array.isArray(lint.exclude) ? { exclude: lint.exclude } : {}),
    },
    project,
  );
  return {
    settings: {
      enabled: lint.enabled !== false,
      workspace: lint.workspace === true,
      lint: settings,
      wanted: scopeOf(settings),
    },
    problems,
  };
}

export const startSettings: ServerSettings = {
  enabled: true,
  workspace: false,
  lint: usualSettings,
  wanted: scopeOf(usualSettings),
};

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function oneOf(value: unknown): boolean {
  return typeof value === "string" && (certainties as readonly string[]).includes(value);
}
