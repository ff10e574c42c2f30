import { globToRegExp } from "./glob.ts";

/** Which paths a .gitignore leaves out; later lines win, `!` takes back. */
export interface Ignores {
  ignored(relative: string, folder: boolean): boolean;
  and(inner: Ignores): Ignores;
  /** What the rules say of a path: true left out, false taken back, undefined nothing. */
  verdict(relative: string, folder: boolean): boolean | undefined;
}

/** The rules of one .gitignore, for paths relative to the root of the walk; `folder` is where the file lies, "" for the root. */
export function ignoreRules(text: string, folder: string): Ignores {
  const prefix = folder === "" ? "" : `${folder}/`;
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#") && line.length < 500)
    .map((line) => {
      const negated = line.startsWith("!");
      const body = (negated ? line.slice(1) : line).replace(/\/$/, "");
      const folderOnly = line.endsWith("/");
      const anchored = body.includes("/");
      const glob = prefix + (anchored ? body.replace(/^\//, "") : `**/${body}`);
      return { test: globToRegExp(glob), negated, folderOnly };
    });
  const verdict = (relative: string, isFolder: boolean) => {
    const rule = rules.findLast((r) => (isFolder || !r.folderOnly) && r.test.test(relative));
    return rule === undefined ? undefined : !rule.negated;
  };
  return combined(verdict);
}

function combined(verdict: Ignores["verdict"]): Ignores {
  return {
    verdict,
    ignored: (relative, folder) => verdict(relative, folder) === true,
    and: (inner) =>
      combined((relative, folder) => inner.verdict(relative, folder) ?? verdict(relative, folder)),
  };
}
