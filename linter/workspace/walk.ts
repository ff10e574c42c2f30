import { dialectOf } from "../languages/typescript/front-end.ts";
import { type Ignores, ignoreRules } from "./ignore.ts";

/** The file system as a shell gives it. Paths are absolute with `/`. */
export interface FileAccess {
  /** Entries of a folder; unreadable folders are empty. Symbolic links are of kind "link" and are not followed. */
  list(folder: string): Promise<{ name: string; kind: "file" | "folder" | "link" | "other" }[]>;
  /** Size in bytes, or -1 where there is no file. */
  size(path: string): Promise<number>;
  /** The text, decoded as UTF-8 with replacement characters; undefined where it cannot be read. */
  text(path: string): Promise<string | undefined>;
}

/** What a walk comes across. */
export type Walked =
  | { kind: "source"; path: string }
  /** tsconfig.json, jsconfig.json, package.json: how imports are resolved. */
  | { kind: "manifest"; path: string }
  | { kind: "skipped"; path: string; reason: string };

/** Larger files are generated or data. */
export const largest = 1_000_000;

const neverEntered = new Set([
  "node_modules",
  "bower_components",
  ".git",
  ".hg",
  ".svn",
  "dist",
  "build",
  "out",
  "coverage",
  ".next",
  ".nuxt",
  ".output",
  ".turbo",
  ".yarn",
  ".vscode-test",
  "vendor",
]);

/** All files below `root` that the linter reads, in a fixed order, leaving out what .gitignore and the usual folders leave out. */
export async function* walk(
  root: string,
  access: FileAccess,
  excluded: (relative: string) => boolean,
): AsyncGenerator<Walked> {
  const waiting: { folder: string; ignores: Ignores }[] = [{ folder: root, ignores: ignoreRules("", "") }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { folder } = next;
    const entries = (await access.list(folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const relative = (name: string) => `${folder}/${name}`.slice(root.length + 1);
    const listed = entries.some((e) => e.name === ".gitignore")
      ? ignoreRules((await access.text(`${folder}/.gitignore`)) ?? "", relative("").replace(/\/$/, ""))
      : undefined;
    const ignores = listed === undefined ? next.ignores : next.ignores.and(listed);
    for (const { name, kind } of entries) {
      const path = `${folder}/${name}`;
      if (kind === "folder") {
        if (neverEntered.has(name) || ignores.ignored(relative(name), true) || excluded(`${relative(name)}/`))
          continue;
        waiting.push({ folder: path, ignores });
      } else if (kind === "file") {
        const found = await fileAt(path, name, access);
        if (found === undefined) continue;
        if (found.kind !== "manifest" && (ignores.ignored(relative(name), false) || excluded(relative(name))))
          continue;
        yield found;
      }
    }
  }
}

async function fileAt(path: string, name: string, access: FileAccess): Promise<Walked | undefined> {
  if (name === "package.json" || /^[tj]sconfig(\..+)?\.json$/.test(name)) return { kind: "manifest", path };
  if (dialectOf(name) === undefined) return undefined;
  if (/[.-]min\.[cm]?js$/.test(name)) return { kind: "skipped", path, reason: "minified" };
  const size = await access.size(path);
  if (size > largest) return { kind: "skipped", path, reason: `larger than ${largest / 1_000_000} MB` };
  return { kind: "source", path };
}

/** Why a text is not worth parsing, or undefined where it is. */
export function unreadable(text: string): string | undefined {
  if (text.length > largest) return `larger than ${largest / 1_000_000} MB`;
  if (text.slice(0, 4000).includes("\0")) return "binary";
  // Bundles: a few lines that go on for ever.
  if (text.length > 50_000 && text.length / text.split("\n", 5000).length > 1000)
    return "generated: very long lines";
  return undefined;
}
