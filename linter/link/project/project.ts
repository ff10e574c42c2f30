import type { FileFacts } from "../../facts.ts";
import type { Outline } from "../../outline/outline.ts";
import type { PackedFacts } from "../../packed/packed.ts";
import { addedBy } from "./added-in.ts";
import { FileNames, nameOfFile } from "./file-names.ts";
import { FileNode } from "./file-node.ts";
import { isForTests, isStandIn } from "./for-tests.ts";
import { emptyContext, Modules, type ProjectContext } from "./modules.ts";
import { OpenFiles } from "./open-files.ts";
import { closeBehind } from "./order.ts";
import { handedBy, passesOf } from "./passes.ts";
import { type ModelPlace, modelFor } from "./prisma-models.ts";
import { shapeOf } from "./shape.ts";

export type { FileNode } from "./file-node.ts";

/** A class that extends or implements something. */
export interface Heir {
  file: string;
  class: number;
  /** Its own name. */
  own: string;
}

/** How far a change of a file is felt. */
export interface Change {
  /**
   * "inside" says that no file that calls into it can see a difference, "seen" that those which read from it may, and "everything" that any conclusion about any
   * file may be another one now.
   */
  extent: "inside" | "seen" | "everything";
  /** What else can be asked and may be answered otherwise now: see `HEIRS_OF` and its neighbours. */
  names: string[];
}

/** Stands for what `Project.heirsOf` says. */
export const HEIRS_OF = (name: string) => `heirs of ${name}`;
/** Stands for what `Project.importersOf` says. */
export const IMPORTERS_OF = (path: string) => `importers of ${path}`;
/** Stands for what the calls in a file pass to another one. */
export const PASSED = (path: string, to: string) => `passed by ${path} to ${to}`;
/** Stands for what `Project.withObjectsOf` says. */
export const OBJECTS_OF = (name: string) => `objects of ${name}`;
/** Stands for what `Project.handingOut` says, and for what they hand out. */
export const HANDED_OUT = (name: string) => `handed out ${name}`;
/** Stands for what the users of a library add to its types. */
export const ADDED_TO = (library: string) => `added to ${library}`;
/** Stands for what `Project.naming` says. */
export const NAMED = (name: string) => `named ${name}`;

/** The facts of every file, and what has been found out about them so far. */
export class Project {
  readonly files = new Map<string, FileNode>();
  /** Names of the libraries that some file imports: evidence for guesses by usual names. */
  readonly libraries = new Map<string, number>();
  private readonly openFiles = new OpenFiles();
  private turn = 0;
  /** Counts the changes of what there is to import. */
  private paths = 0;
  private context = emptyContext;
  private modules: Modules | undefined;
  /** Classes by the name they are declared with, for interfaces and subclasses; without those that only stand in for others. */
  private heirs: Map<string, Heir[]> | undefined;
  /** Files by the name of a library that they import. */
  private readonly users = new Map<string, FileNode[]>();
  /** The paths of files by the path of what they import. */
  private importers: Map<string, Set<string>> | undefined;
  /** The same as files, for those that were asked for since something changed last. */
  private importing: { turn: number; found: Map<string, readonly FileNode[]> } = {
    turn: -1,
    found: new Map(),
  };
  /** The paths of files by the names of the types of their object literals. */
  private withObjects: Map<string, Set<string>> | undefined;
  /** The paths of files by the names of what they hand out. */
  private handing: Map<string, Set<string>> | undefined;
  /** The paths of files by the names of their functions. */
  private named: Map<string, string | string[]> | undefined;
  /** The paths of files by what they are called. */
  private stems: Map<string, Set<string>> | undefined;

  setContext(context: ProjectContext): void {
    this.context = context;
    this.otherPaths();
  }

  /** Makes what the project knows a file as: the longest part of taking new facts, and nothing sees it yet. */
  node(path: string, facts: FileFacts | PackedFacts, text: string | (() => string)): FileNode {
    return new FileNode(path, facts, text, this.openFiles);
  }

  /** Takes a file, new or with new facts. */
  put(node: FileNode): Change {
    this.tidy();
    const old = this.files.get(node.path);
    const libraries = old === undefined ? "" : this.libraryNames();
    if (old !== undefined) this.count(old, -1);
    this.count(node, 1);
    this.files.set(node.path, node);
    this.replaceUser(old, node);
    this.openFiles.added(node);
    if (old === undefined) return this.otherPaths();
    const change = this.changeOf(old, node);
    this.openFiles.removed(old);
    this.forgetConclusions();
    return this.libraryNames() === libraries ? change : everything;
  }

  /** How far it is felt that a file has other facts, which the indexes are brought up to. */
  private changeOf(old: FileNode, node: FileNode): Change {
    const [before, now] = [old.outline, node.outline];
    const heirs = otherKeys(heirsBy(before), heirsBy(now));
    const objects = otherKeys(counted(before.objects), counted(now.objects));
    const importing = this.otherImports(old, node);
    if (heirs.length > 0) this.heirs = undefined;
    if (objects.length > 0) this.withObjects = undefined;
    if (before.handed.join() !== now.handed.join()) this.handing = undefined;
    const passes = (file: FileNode) => passesOf(file, (module) => this.resolve(module, file)?.path);
    return {
      extent: shapeOf(old) === shapeOf(node) ? "inside" : "seen",
      names: [
        ...heirs.map(HEIRS_OF),
        ...objects.map(OBJECTS_OF),
        ...otherKeys(handedBy(old), handedBy(node)).map(HANDED_OUT),
        ...otherKeys(passes(old), passes(node)).map((path) => PASSED(node.path, path)),
        ...this.otherNamed(old, node).map(NAMED),
        ...importing.map(IMPORTERS_OF),
        ...otherKeys(addedBy(old), addedBy(node)).map(ADDED_TO),
      ],
    };
  }

  remove(path: string): void {
    const old = this.files.get(path);
    if (old === undefined) return;
    this.count(old, -1);
    this.openFiles.removed(old);
    this.files.delete(path);
    this.users.clear();
    this.otherPaths();
  }

  /** Imports may lead to other files. */
  private otherPaths(): Change {
    this.paths++;
    this.modules = undefined;
    this.heirs = undefined;
    this.importers = undefined;
    this.withObjects = undefined;
    this.handing = undefined;
    this.named = undefined;
    this.stems = undefined;
    this.forgetConclusions();
    return everything;
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

  /** Another number after whatever may change a conclusion. */
  get state(): number {
    return this.turn;
  }

  private libraryNames(): string {
    return [...this.libraries]
      .filter(([, count]) => count > 0)
      .map(([name]) => name)
      .sort()
      .join();
  }

  /** Whether two files run in one program, as far as their packages say. */
  isSamePackage(one: FileNode, other: FileNode): boolean {
    return this.resolver.packageOf(one.path) === this.resolver.packageOf(other.path);
  }

  /** The major version of a package that the file's own package depends on, or one around it; undefined where none says. */
  majorOf(file: FileNode, dependency: string): number | undefined {
    return this.resolver.majorOf(file.path, dependency);
  }

  /** What the schema of Prisma that is nearest to a file says of `prisma.orderItem`. */
  prismaModel(file: FileNode, delegate: string): ModelPlace | undefined {
    return modelFor(this.context.schemas, this.resolver.packagesAround(file.path), delegate);
  }

  /** Whether a script of a package starts the file for a person who waits for it. */
  isProgram(path: string): boolean {
    return this.resolver.isProgram(path);
  }

  isForTests(path: string): boolean {
    return isForTests(this.resolver.inProject(path));
  }

  inBrowser(file: FileNode): boolean {
    // A server writes its mails in markup, too.
    const inMarkup = /\.[jt]sx$/.test(file.path) && !/(^|\/)(server|backend|emails?)\//.test(file.path);
    return inMarkup || this.resolver.inBrowser(file.path);
  }

  resolve(module: string, from: FileNode): FileNode | undefined {
    if (from.paths !== this.paths) {
      from.paths = this.paths;
      from.modules.clear();
    }
    let path = from.modules.get(module);
    if (path === undefined && !from.modules.has(module)) {
      path = this.resolver.resolve(module, from.path);
      from.modules.set(module, path);
    }
    return path === undefined ? undefined : this.files.get(path);
  }

  /** The files that import a file, take it with `require`, or export something of it. */
  importersOf(file: FileNode): readonly FileNode[] {
    for (const _ of this.preparing());
    if (this.importing.turn !== this.turn) this.importing = { turn: this.turn, found: new Map() };
    let found = this.importing.found.get(file.path);
    if (found === undefined) {
      found = [...(this.importers?.get(file.path) ?? [])].flatMap((path) => this.files.get(path) ?? []);
      this.importing.found.set(file.path, found);
    }
    return found;
  }

  /** Finds out who imports whom, in small steps. */
  *preparing(): Generator<void, void> {
    while (this.importers === undefined) {
      const { turn } = this;
      const index = new Map<string, Set<string>>();
      for (const file of this.files.values()) {
        for (const path of this.importsOf(file)) addTo(index, path, file.path);
        yield;
        if (turn !== this.turn) break;
      }
      if (turn === this.turn) this.importers = index;
    }
  }

  /** The paths of what other files import, of which this one has another opinion now than before. */
  private otherImports(old: FileNode, node: FileNode): string[] {
    if (modulesOf(old).join() === modulesOf(node).join()) return [];
    const [before, now] = [this.importsOf(old), this.importsOf(node)];
    const gone = before.filter((path) => !now.includes(path));
    const come = now.filter((path) => !before.includes(path));
    for (const path of gone) this.importers?.get(path)?.delete(node.path);
    const { importers } = this;
    if (importers !== undefined) for (const path of come) addTo(importers, path, node.path);
    return [...gone, ...come];
  }

  private importsOf(file: FileNode): string[] {
    return [...new Set(modulesOf(file).flatMap((module) => this.resolve(module, file)?.path ?? []))];
  }

  /** The files that import a library. */
  usersOf(library: string): readonly FileNode[] {
    let found = this.users.get(library);
    if (found === undefined) {
      found = [...this.files.values()].filter(({ libraries }) => libraries.has(library));
      this.users.set(library, found);
    }
    return found;
  }

  /** A file takes its own place among the users of a library, so that they stay in the order of the files. */
  private replaceUser(old: FileNode | undefined, node: FileNode): void {
    for (const library of new Set([...(old?.libraries ?? []), ...node.libraries])) {
      const users = this.users.get(library);
      const at = users === undefined || old === undefined ? -1 : users.indexOf(old);
      if (users !== undefined && at >= 0 && node.libraries.has(library)) users[at] = node;
      else this.users.delete(library);
    }
  }

  /** Classes that name `name` as what they extend or implement. */
  heirsOf(name: string): Heir[] {
    this.heirs ??= this.indexHeirs();
    return this.heirs.get(name) ?? [];
  }

  /** The paths of files with object literals that are declared to be of a type of this name. */
  withObjectsOf(name: string): ReadonlySet<string> {
    this.withObjects ??= this.indexObjects();
    return this.withObjects.get(name) ?? new Set();
  }

  /** The paths of files that hand out something under a name. */
  handingOut(name: string): ReadonlySet<string> {
    this.handing ??= this.indexHanding();
    return this.handing.get(name) ?? new Set();
  }

  /** The paths of files that are called so, in the way of a variable. */
  filesNamed(name: string): readonly string[] {
    if (this.stems === undefined) {
      this.stems = new Map();
      for (const path of this.files.keys()) addTo(this.stems, nameOfFile(path), path);
    }
    return [...(this.stems.get(name) ?? [])];
  }

  /** The paths of files that have a function of a distinctive name; imitations for tests have none, nor have pages. */
  naming(name: string): readonly string[] {
    this.named ??= this.indexNamed();
    const found = this.named.get(name) ?? [];
    return typeof found === "string" ? [found] : [...found].sort();
  }

  private get resolver(): Modules {
    this.modules ??= new Modules(this.context, new FileNames(this.files));
    return this.modules;
  }

  private indexObjects(): Map<string, Set<string>> {
    const index = new Map<string, Set<string>>();
    for (const file of this.files.values()) {
      for (const name of file.outline.objects) addTo(index, name, file.path);
    }
    return index;
  }

  private indexHanding(): Map<string, Set<string>> {
    const index = new Map<string, Set<string>>();
    for (const file of this.files.values()) {
      for (const name of file.outline.handed) addTo(index, name, file.path);
    }
    return index;
  }

  private indexNamed(): Map<string, string | string[]> {
    const index = new Map<string, string | string[]>();
    for (const file of this.files.values()) {
      if (this.mayBeNamed(file)) for (const name of namedBy(file).keys()) addPath(index, name, file.path);
    }
    return index;
  }

  private mayBeNamed(file: FileNode): boolean {
    return !this.isForTests(file.path) && !this.inBrowser(file);
  }

  /** The names under which a file has other functions now. */
  private otherNamed(old: FileNode, node: FileNode): string[] {
    const [before, now] = [namedBy(old), namedBy(node)];
    const index = this.named;
    if (index !== undefined && this.mayBeNamed(node)) {
      for (const name of before.keys()) if (!now.has(name)) removePath(index, name, node.path);
      for (const name of now.keys()) if (!before.has(name)) addPath(index, name, node.path);
    }
    return otherKeys(before, now);
  }

  private indexHeirs(): Map<string, Heir[]> {
    const index = new Map<string, Heir[]>();
    for (const file of this.files.values()) {
      for (const heir of file.outline.heirs) {
        const list = index.get(heir.name) ?? [];
        list.push({ file: file.path, class: heir.class, own: heir.own });
        index.set(heir.name, list);
      }
    }
    for (const [name, list] of index) {
      const inEarnest = list.filter(({ file }) => !isStandIn(this.resolver.inProject(file)));
      if (inEarnest.length > 0) index.set(name, inEarnest);
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

function addTo(index: Map<string, Set<string>>, key: string, path: string): void {
  const paths = index.get(key);
  if (paths === undefined) index.set(key, new Set([path]));
  else paths.add(path);
}

/** Most names are of one file, and a list of one takes more room than the path. */
function addPath(index: Map<string, string | string[]>, name: string, path: string): void {
  const known = index.get(name);
  if (known === undefined) index.set(name, path);
  else if (typeof known === "string") index.set(name, [known, path]);
  else known.push(path);
}

function removePath(index: Map<string, string | string[]>, name: string, path: string): void {
  const known = index.get(name);
  if (known === path) index.delete(name);
  else if (Array.isArray(known))
    index.set(
      name,
      known.filter((one) => one !== path),
    );
}

const everything: Change = { extent: "everything", names: [] };

/** What a file says of the heirs of each name. */
function heirsBy({ heirs }: Outline): Map<string, string> {
  const out = new Map<string, string>();
  for (const { name, class: position, own } of heirs)
    out.set(name, `${out.get(name) ?? ""} ${position} ${own}`);
  return out;
}

function counted(names: readonly string[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const name of names) out.set(name, (out.get(name) ?? 0) + 1);
  return out;
}

function namedBy({ outline }: FileNode): Map<string, string> {
  const out = new Map<string, string>();
  for (const { name, function: index } of outline.named) out.set(name, `${out.get(name) ?? ""} ${index}`);
  return out;
}

/** The keys under which there is something else now. */
function otherKeys<T>(old: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): string[] {
  return [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key));
}
