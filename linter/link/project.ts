import type { FileFacts } from "../facts.ts";
import type { PackedFacts } from "../packed/packed.ts";
import { FileNode } from "./file-node.ts";
import { emptyContext, Modules, type ProjectContext } from "./modules.ts";
import { OpenFiles } from "./open-files.ts";
import { closeBehind } from "./order.ts";
import { shapeOf } from "./shape.ts";

export type { FileNode } from "./file-node.ts";

/** A class that extends or implements something. */
export interface Heir {
  file: FileNode;
  class: number;
  /** Its own name. */
  own: string;
}

/** The facts of every file, and what has been found out about them so far. */
export class Project {
  readonly files = new Map<string, FileNode>();
  /** Names of the libraries that some file imports: evidence for guesses by usual names. */
  readonly libraries = new Map<string, number>();
  private readonly openFiles = new OpenFiles();
  private turn = 0;
  /** Counts the changes of what there is to import. */
  private paths = 0;
  private modules = this.modulesOf(emptyContext);
  /** Classes by the name they are declared with, for interfaces and subclasses. */
  private heirs: Map<string, Heir[]> | undefined;
  /** Files by the path of what they import. */
  private importers: Map<string, FileNode[]> | undefined;
  /** Files by the names of the types of their object literals. */
  private withObjects: Map<string, Set<FileNode>> | undefined;

  setContext(context: ProjectContext): void {
    this.modules = this.modulesOf(context);
    this.forget();
  }

  /** Makes what the project knows a file as: the longest part of taking new facts, and nothing sees it yet. */
  node(path: string, facts: FileFacts | PackedFacts, text: string | (() => string)): FileNode {
    return new FileNode(path, facts, text, this.openFiles);
  }

  /**
   * Takes a file, new or with new facts. "inside" says that no other file can see a difference, "seen" that those which read from it may, and
   * "everything" that any conclusion about any file may be another one now.
   */
  put(node: FileNode): "inside" | "seen" | "everything" {
    this.tidy();
    const old = this.files.get(node.path);
    const libraries = old === undefined ? "" : this.libraryNames();
    if (old !== undefined) this.count(old, -1);
    this.count(node, 1);
    this.files.set(node.path, node);
    this.openFiles.added(node);
    this.forgetConclusions();
    if (old === undefined) return this.everything();
    this.openFiles.removed(old);
    if (modulesOf(old).join() !== modulesOf(node).join()) this.importers = undefined;
    if (this.libraryNames() !== libraries) return this.everything();
    if (heritageOf(old.facts) !== heritageOf(node.facts)) return this.everything();
    if (String(old.outline.objects) !== String(node.outline.objects)) return this.everything();
    return shapeOf(old.facts) === shapeOf(node.facts) ? "inside" : "seen";
  }

  remove(path: string): void {
    const old = this.files.get(path);
    if (old === undefined) return;
    this.count(old, -1);
    this.openFiles.removed(old);
    this.files.delete(path);
    this.everything();
  }

  /** Drops everything that was concluded from facts; the facts stay. */
  forget(): void {
    this.everything();
  }

  private everything(): "everything" {
    this.heirs = undefined;
    this.importers = undefined;
    this.withObjects = undefined;
    this.forgetConclusions();
    this.paths++;
    return "everything";
  }

  /** Values are looked up again when they are next asked for; the old answers go as their files are looked at. */
  forgetConclusions(): void {
    this.turn++;
  }

  /** Gives back the memory of answers that are quickly found again. */
  release(): void {
    this.turn++;
    for (const node of this.files.values()) this.kept(node);
  }

  /**
   * The paths in the order in which looking at all these files unpacks the fewest of them more than once, with others among them, and
   * undefined for a step on the way to the next.
   */
  inOrder(paths: Iterable<string>): Iterable<string | undefined> {
    if (!this.openFiles.tooMany) return paths;
    return closeBehind(paths, (path) => {
      const file = this.files.get(path);
      return file === undefined
        ? []
        : file.outline.imports.flatMap(({ module }) => this.resolve(module, file)?.path ?? []);
    });
  }

  /** Closes files where too many are open. Only between looks at files: what is being found out holds on to them. */
  tidy(): void {
    this.openFiles.tidy();
  }

  /** The answers about a file that still hold. */
  kept(node: FileNode): FileNode {
    if (node.turn !== this.turn) node.forget(this.turn);
    return node;
  }

  private libraryNames(): string {
    return [...this.libraries]
      .filter(([, count]) => count > 0)
      .map(([name]) => name)
      .sort()
      .join();
  }

  inBrowser(file: FileNode): boolean {
    return /\.[jt]sx$/.test(file.path) || this.modules.inBrowser(file.path);
  }

  resolve(module: string, from: FileNode): FileNode | undefined {
    if (from.paths !== this.paths) {
      from.paths = this.paths;
      from.modules.clear();
    }
    let path = from.modules.get(module);
    if (path === undefined && !from.modules.has(module)) {
      path = this.modules.resolve(module, from.path);
      from.modules.set(module, path);
    }
    return path === undefined ? undefined : this.files.get(path);
  }

  /** The files that import a file, or take it with `require`. */
  importersOf(file: FileNode): readonly FileNode[] {
    this.importers ??= this.indexImporters();
    return this.importers.get(file.path) ?? [];
  }

  private indexImporters(): Map<string, FileNode[]> {
    const index = new Map<string, FileNode[]>();
    for (const file of this.files.values()) {
      for (const module of modulesOf(file)) {
        const path = this.resolve(module, file)?.path;
        if (path === undefined) continue;
        const files = index.get(path);
        if (files === undefined) index.set(path, [file]);
        else files.push(file);
      }
    }
    return index;
  }

  /** Classes that name `name` as what they extend or implement. */
  heirsOf(name: string): Heir[] {
    this.heirs ??= this.indexHeirs();
    return this.heirs.get(name) ?? [];
  }

  /** Files with object literals that are declared to be of a type of this name. */
  withObjectsOf(name: string): ReadonlySet<FileNode> {
    this.withObjects ??= this.indexObjects();
    return this.withObjects.get(name) ?? new Set();
  }

  private modulesOf(context: ProjectContext): Modules {
    return new Modules(context, (path) => this.files.has(path));
  }

  private indexObjects(): Map<string, Set<FileNode>> {
    const index = new Map<string, Set<FileNode>>();
    for (const file of this.files.values()) {
      for (const name of file.outline.objects) {
        const files = index.get(name);
        if (files === undefined) index.set(name, new Set([file]));
        else files.add(file);
      }
    }
    return index;
  }

  private indexHeirs(): Map<string, Heir[]> {
    const index = new Map<string, Heir[]>();
    for (const file of this.files.values()) {
      for (const heir of file.outline.heirs) {
        const list = index.get(heir.name) ?? [];
        list.push({ file, class: heir.class, own: heir.own });
        index.set(heir.name, list);
      }
    }
    return index;
  }

  private count({ libraries }: FileNode, by: number): void {
    for (const name of libraries) this.libraries.set(name, (this.libraries.get(name) ?? 0) + by);
  }
}

function modulesOf({ outline }: FileNode): string[] {
  return [...new Set([...outline.imports.map(({ module }) => module), ...outline.required])];
}

/** What the classes of a file extend and implement. */
function heritageOf(facts: FileFacts): string {
  return JSON.stringify(
    facts.classes.map((c) => [
      c.name,
      c.superclass?.kind === "name" ? c.superclass.name : "",
      c.implements.map((t) => (t.kind === "named" ? [t.name, t.path] : "")),
    ]),
  );
}
