import type { LintSettings } from "./settings.ts";

/** Settings, and the folder that their globs and their baseline are about: where their file lies. */
export interface SettingsPlace {
  folder: string;
  settings: LintSettings;
}

/** Which of several folders holds for a path: the innermost that it lies in. */
export class Nearest<T extends { readonly folder: string }> {
  private readonly innermostFirst: readonly T[];

  constructor(places: readonly T[]) {
    this.innermostFirst = places.toSorted((a, b) => b.folder.length - a.folder.length);
  }

  at(path: string): T | undefined {
    return this.innermostFirst.find(({ folder }) => isIn(folder, path));
  }
}

/** The path as seen from a folder; as it is where it lies elsewhere. */
export function seenFrom(folder: string, path: string): string {
  return isIn(folder, path) ? path.slice(folder === "/" ? 1 : folder.length + 1) : path;
}

/** The folder of a file, or the one around a folder. */
export function above(path: string): string {
  const cut = path.lastIndexOf("/");
  // `/` and `C:/` are above all.
  return cut <= 0 ? "/" : path.slice(0, cut);
}

/** Whether a path is a folder, or lies in it. */
export function isIn(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? folder : `${folder}/`);
}
