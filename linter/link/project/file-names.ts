/** What an import may leave out, in the order in which it is tried. */
const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json", ".d.ts"];

/** The files of a project by what imports call them. */
export class FileNames {
  private readonly files: ReadonlyMap<string, unknown>;
  /** By the path without its ending. */
  private readonly stems = new Map<string, { path: string; rank: number }>();

  /** @param files by their paths */
  constructor(files: ReadonlyMap<string, unknown>) {
    this.files = files;
    for (const path of files.keys()) {
      endings.forEach((ending, rank) => {
        if (!path.endsWith(ending)) return;
        const stem = path.slice(0, -ending.length);
        if (rank < (this.stems.get(stem)?.rank ?? endings.length)) this.stems.set(stem, { path, rank });
      });
    }
  }

  /** The file that is meant by a path whose ending, or whose `/index` with it, may be left out. */
  find(path: string): string | undefined {
    const ending = /\.([cm]?[jt]sx?|json)$/.exec(path)?.[0];
    if (ending !== undefined) {
      if (this.files.has(path)) return path;
      // TypeScript sources import what they are compiled to.
      const found = this.stems.get(path.slice(0, -ending.length));
      if (found !== undefined) return found.path;
    }
    return (this.stems.get(path) ?? this.stems.get(path === "" ? "index" : `${path}/index`))?.path;
  }
}

/** `user-store.js`, `user.store.js` and `UserStore.js` are `userStore`. */
export function nameOfFile(path: string): string {
  const base = path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]sx?$/, "");
  const name = base.replace(/[-_.]+(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `${name[0]?.toLowerCase() ?? ""}${name.slice(1)}`;
}
