import { existsSync } from "node:fs";
import { above, isIn, type SettingsPlace } from "../../linter/workspace/nearest.ts";
import { usualSettings } from "../../linter/workspace/settings.ts";
import { settingsFile, settingsIn } from "../../linter/workspace/settings-file.ts";
import { Refusal } from "../exit.ts";
import { readText } from "../text-file.ts";

/** What a project has at its top. */
const tops = [settingsFile, "package.json", ".git"];

/**
 * The folder that is read, so that a query in another file than those asked for is found: where the command runs, if that is a project
 * that holds all of them; else the nearest project around them. Paths are absolute with `/`.
 */
export function projectOf(asked: readonly string[], here: string): string {
  const shared = commonFolder(asked);
  const inside = isBelow(shared, [here]);
  if (inside && isProject(here)) return here;
  for (const folder of upwards(shared)) {
    if (isProject(folder)) return folder;
    if (folder === here) break;
  }
  return shared;
}

function isProject(folder: string): boolean {
  return tops.some((name) => existsSync(`${folder}/${name}`));
}

/** The settings of a project, from its folder or one around it in the same repository, and the folder that their globs are about. */
export async function settingsOf(project: string): Promise<SettingsPlace> {
  for (const folder of upwards(project)) {
    const file = `${folder}/${settingsFile}`;
    if (existsSync(file)) return settingsAt(file);
    if (existsSync(`${folder}/.git`)) break;
  }
  return { settings: usualSettings, folder: project };
}

/** The settings in a file, given by its path. */
export async function settingsAt(file: string): Promise<SettingsPlace> {
  const { settings, problems } = settingsIn(await readText(file));
  if (problems.length === 0) return { folder: above(file), settings };
  const lines = problems.map(
    ({ line, character, message }) => `${file}:${line + 1}:${character + 1} ${message}`,
  );
  throw new Refusal(lines.join("\n"));
}

/** A path of the machine as all paths are here: with `/`. */
export function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

export function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((one) => isIn(one, path));
}

/** The folder that all paths share. */
export function commonFolder(paths: readonly string[]): string {
  const [first = "/", ...rest] = paths;
  let folder = /\.[cm]?[jt]sx?$/.test(first) ? above(first) : first;
  while (!rest.every((path) => isBelow(path, [folder]))) folder = above(folder);
  return folder;
}

function* upwards(folder: string): Generator<string> {
  for (let at = folder; ; at = above(at)) {
    yield at;
    if (at === above(at)) return;
  }
}
