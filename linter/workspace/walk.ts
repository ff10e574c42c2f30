import { isCode, isRead } from "../languages/front-end.ts";
import { type Ignores, ignoreRules } from "./ignore.ts";
import { isPrismaText } from "./prisma-schemas.ts";
import { settingsFile } from "./settings-file.ts";
import { isStartFile } from "./start-files.ts";

/** The file system as a shell gives it. Paths are absolute with `/`. */
export interface FileAccess {
  /** Entries of a folder; undefined where it cannot be read. Symbolic links are of kind "link" and are not followed. */
  list(folder: string): Promise<FolderEntry[] | undefined>;
  /** Undefined where there is no file. */
  state(path: string): Promise<FileState | undefined>;
  /** The text, decoded as UTF-8 with replacement characters, or as UTF-16 where it begins so; undefined where it cannot be read. */
  text(path: string): Promise<string | undefined>;
  /** The same at once, and empty where it cannot be read: for quoting from a file whose facts are known. */
  textNow(path: string): string;
}

export interface FolderEntry {
  name: string;
  kind: "file" | "folder" | "link" | "other";
}

/** What tells that a file is as it was before, most of the time. */
export interface FileState {
  /** Bytes. */
  size: number;
  /** When it was changed last, milliseconds since 1970. */
  modified: number;
}

/** What a walk comes across. */
export type Walked =
  | { kind: "source"; path: string; state: FileState }
  /** The same, of a test: no program imports it. */
  | { kind: "test"; path: string; state: FileState }
  /** tsconfig.json, jsconfig.json, package.json: how imports are resolved. Schemas of Prisma: what there is to query. Procfile and its kind: what is started. */
  | { kind: "manifest"; path: string }
  /** `.spillwayrc.json`: how findings of the files below are judged. */
  | { kind: "settings"; path: string }
  | { kind: "skipped"; path: string; reason: string };

/** Why a file or folder is skipped that a person may not read. */
export const notReadable = "cannot be read";

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

/** Names that only a test has. */
export const testFile = /\.([\w-]+-)?(test|spec|e2e|cy|stories)\.[cm]?[jt]sx?$/;
const testFolder = /^__(tests?|mocks?|fixtures?)__$/;
/** Folders of tests where they lie at the top of a package or a repository; further in they may be a part of the program: `src/modules/test`. */
const topOfTests =
  /^(tests?|specs?|e2e|(unit|integration|e2e|functional|load|api)[-_]?tests?|tests?[-_](unit|integration|e2e)|cypress|playwright)$/i;

/** A folder that is still to be looked at. */
interface Waiting {
  folder: string;
  ignores: Ignores;
  /** It lies in one with tests. */
  ofTests: boolean;
}

/** All files below `root` that the linter reads, in a fixed order, leaving out what .gitignore and the usual folders leave out. */
export async function* walk(root: string, access: FileAccess): AsyncGenerator<Walked> {
  const waiting: Waiting[] = [{ folder: root, ignores: ignoreRules("", ""), ofTests: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { folder, ofTests } = next;
    const entries = (await access.list(folder))?.sort((a, b) => (a.name < b.name ? -1 : 1));
    if (entries === undefined) {
      yield { kind: "skipped", path: folder, reason: notReadable };
      continue;
    }
    const relative = (name: string) => `${folder}/${name}`.slice(root.length + 1);
    const listed = entries.some((e) => e.name === ".gitignore")
      ? ignoreRules((await access.text(`${folder}/.gitignore`)) ?? "", relative("").replace(/\/$/, ""))
      : undefined;
    const ignores = listed === undefined ? next.ignores : next.ignores.and(listed);
    const isCompiled = compiledAmong(entries);
    const files = entries.flatMap(({ name, kind }): (Walked | undefined | Promise<Walked | undefined>)[] => {
      // Where a link leads to is not looked at; told is of those that may lead to code.
      const link = kind === "link" && (isCode(name) || !name.includes("."));
      if (kind !== "file" && !link) return [];
      const left = !isManifest(name) && name !== settingsFile && ignores.ignored(relative(name), false);
      if (left || neverEntered.has(name)) return [];
      const path = `${folder}/${name}`;
      if (link) return [{ kind: "skipped", path, reason: "a symbolic link" }];
      if (isCompiled(name)) return [{ kind: "skipped", path, reason: "compiled: its source lies beside it" }];
      return [fileAt(path, name, access, ofTests || testFile.test(name) ? "test" : "source")];
    });
    const isTop = entries.some(({ name }) => name === "package.json" || name === ".git");
    for (const { name, kind } of entries) {
      if (kind !== "folder" || neverEntered.has(name)) continue;
      if (ignores.ignored(relative(name), true)) continue;
      const holdsTests = ofTests || testFolder.test(name) || (isTop && topOfTests.test(name));
      waiting.push({ folder: `${folder}/${name}`, ignores, ofTests: holdsTests });
    }
    for (const found of await Promise.all(files)) if (found !== undefined) yield found;
  }
}

/** Whether a file is what another one of the folder was compiled to: `orders.js` beside `orders.ts`. */
function compiledAmong(entries: readonly FolderEntry[]): (name: string) => boolean {
  const sources = new Set(entries.flatMap(({ name }) => /^(.+)\.[cm]?tsx?$/.exec(name)?.[1] ?? []));
  return (name) => sources.has(/^(.+)\.[cm]?jsx?$/.exec(name)?.[1] ?? "");
}

/** Whether a file of this name says something about the project and is no code. */
export function isManifest(name: string): boolean {
  return (
    name === "package.json" ||
    /^[tj]sconfig(\..+)?\.json$/.test(name) ||
    isPrismaText(name) ||
    isStartFile(name)
  );
}

async function fileAt(
  path: string,
  name: string,
  access: FileAccess,
  kind: "source" | "test",
): Promise<Walked | undefined> {
  if (isManifest(name)) return { kind: "manifest", path };
  if (name === settingsFile) return { kind: "settings", path };
  if (!isRead(path)) return undefined;
  if (/[.-]min\.[cm]?js$/.test(name)) return { kind: "skipped", path, reason: "minified" };
  const state = await access.state(path);
  if (state === undefined) return { kind: "skipped", path, reason: notReadable };
  if (state.size > largest) return { kind: "skipped", path, reason: `larger than ${largest / 1_000_000} MB` };
  return { kind, path, state };
}

/** Why a text is not worth parsing, or undefined where it is. */
export function unreadable(text: string): string | undefined {
  if (text.length > largest) return `larger than ${largest / 1_000_000} MB`;
  if (text.slice(0, 4000).includes("\0")) return "binary";
  if (text.length <= bundled) return undefined;
  // Bundles: a few lines that go on for ever, or hardly a blank, which what a person wrote never lacks.
  if (text.length / text.split("\n", 5000).length > 1000) return "generated: very long lines";
  if (blanksOf(text) < text.length * fewBlanks) return "minified";
  return undefined;
}

/** Shorter texts are quickly linted whatever they are. */
const bundled = 50_000;
/** The share of spaces and line breaks in minified code is some hundredth; in code that is written or generated for reading it is above four of them. */
const fewBlanks = 0.03;

function blanksOf(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) <= 32) count++;
  return count;
}
