import { above, Nearest, type SettingsPlace, seenFrom } from "../../linter/workspace/nearest.ts";
import { type LintSettings, scopeOf, settingsAt } from "../../linter/workspace/settings.ts";

/** The settings of every file. */
export interface SettingsOfAll {
  /** The project's first. */
  places: readonly SettingsPlace[];
  settingsOf(path: string): LintSettings;
  /** Whether findings in it are wanted. */
  isWanted(path: string): boolean;
}

/**
 * @param project those of the project
 * @param files those with settings that lie below its root, which hold there in their place
 */
export async function readSettings(
  project: SettingsPlace,
  files: readonly string[],
  settingsIn: (file: string) => Promise<SettingsPlace>,
): Promise<SettingsOfAll> {
  const others = files.toSorted().filter((file) => above(file) !== project.folder);
  const places = [project, ...(await Promise.all(others.map(settingsIn)))];
  const nearest = new Nearest(places.map((place) => ({ ...place, wanted: scopeOf(place.settings) })));
  return {
    places,
    settingsOf(path) {
      const { folder, settings } = nearest.at(path) ?? project;
      return settingsAt(settings, seenFrom(folder, path));
    },
    isWanted(path) {
      const place = nearest.at(path);
      return place?.wanted(seenFrom(place.folder, path)) ?? false;
    },
  };
}
