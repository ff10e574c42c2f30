import type { FileNode } from "./file-node.ts";

/** Who imports whom: found out when it is first asked for, and brought up to each file that changes. */
export class Importers {
  private readonly files: ReadonlyMap<string, FileNode>;
  private readonly resolve: (module: string, from: FileNode) => FileNode | undefined;
  /** The paths of files by the path of what they import. */
  private paths: Map<string, Set<string>> | undefined;
  /** The same as files, for those that were asked for since something changed last. */
  private found = new Map<string, readonly FileNode[]>();
  /** Counts the changes. */
  private state = 0;

  constructor(
    files: ReadonlyMap<string, FileNode>,
    resolve: (module: string, from: FileNode) => FileNode | undefined,
  ) {
    this.files = files;
    this.resolve = resolve;
  }

  /** The files that import a file, take it with `require`, or export something of it, in the order of their paths. */
  of(file: FileNode): readonly FileNode[] {
    for (const _ of this.preparing());
    let found = this.found.get(file.path);
    if (found === undefined) {
      found = [...(this.paths?.get(file.path) ?? [])].sort().flatMap((path) => this.files.get(path) ?? []);
      this.found.set(file.path, found);
    }
    return found;
  }

  /** Finds out who imports whom, in small steps; anew where something changes between two of them. */
  *preparing(): Generator<void, void> {
    while (this.paths === undefined) {
      const { state } = this;
      const index = new Map<string, Set<string>>();
      for (const file of this.files.values()) {
        for (const path of this.importedBy(file)) addTo(index, path, file.path);
        yield;
        if (state !== this.state) break;
      }
      if (state === this.state) this.paths = index;
    }
  }

  /** A file has other facts. The paths of what other files import, of which it has another opinion now than before. */
  replaced(old: FileNode, node: FileNode): string[] {
    if (modulesOf(old).join() === modulesOf(node).join()) return [];
    const [before, now] = [this.importedBy(old), this.importedBy(node)];
    const gone = before.filter((path) => !now.includes(path));
    const come = now.filter((path) => !before.includes(path));
    const { paths } = this;
    if (paths !== undefined) {
      for (const path of gone) paths.get(path)?.delete(node.path);
      for (const path of come) addTo(paths, path, node.path);
    }
    return [...gone, ...come];
  }

  /** Paths lead to other files than before. */
  changed(): void {
    this.state++;
    this.found = new Map();
  }

  /** Imports may lead to other paths. */
  forget(): void {
    this.paths = undefined;
    this.changed();
  }

  private importedBy(file: FileNode): string[] {
    return [...new Set(modulesOf(file).flatMap((module) => this.resolve(module, file)?.path ?? []))];
  }
}

/** What a file imports, requires or hands on, each once. */
export function modulesOf({ outline }: FileNode): string[] {
  return [...new Set([...outline.imports.map(({ module }) => module), ...outline.required])];
}

function addTo(index: Map<string, Set<string>>, key: string, path: string): void {
  const paths = index.get(key);
  if (paths === undefined) index.set(key, new Set([path]));
  else paths.add(path);
}
