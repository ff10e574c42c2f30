import type { FileFacts } from "../../facts.ts";
import type { PackedFacts } from "../../packed/packed.ts";
import { addedBy } from "./added-in.ts";
import { Declared, type Heir } from "./declared.ts";
import { FileNames } from "./file-names.ts";
import { FileNode } from "./file-node.ts";
import { Files } from "./files.ts";
import { isForTests, isStandIn } from "./for-tests.ts";
import { Importers } from "./importers.ts";
import { emptyContext, Modules, type ProjectContext } from "./modules.ts";
import { OpenFiles } from "./open-files.ts";
import { closeBehind } from "./order.ts";
import { otherKeys } from "./other-keys.ts";
import { passesOf } from "./passes.ts";
import { type ModelPlace, modelFor } from "./prisma-models.ts";
import { ADDED_TO, IMPORTERS_OF, PASSED } from "./questions.ts";
import { shapeOf } from "./shape.ts";
import { unresolvedPackages } from "./unresolved.ts";

export type { FileNode } from "./file-node.ts";

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

/** The facts of every file, and what has been found out about them so far. */
export class Project {
  readonly files = new Files();
  /** Names of the libraries that some file imports: evidence for guesses by usual names. */
  readonly libraries = new Map<string, number>();
  private readonly openFiles = new OpenFiles();
  private turn = 0;
  /** Counts the changes of what there is to import. */
  private paths = 0;
  private context = emptyContext;
  private modules: Modules | undefined;
  /** Files by the name of a library that they import. */
  private readonly users = new Map<string, readonly FileNode[]>();
  private readonly declared = new Declared(this.files, {
    isStandIn: (path) => isStandIn(this.resolver.inProject(path)),
    isApart: (file) => this.isForTests(file.path) || this.inBrowser(file),
  });
  private readonly importing = new Importers(this.files, (module, from) => this.resolve(module, from));

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
    const passes = (file: FileNode) => passesOf(file, (module) => this.resolve(module, file)?.path);
    return {
      extent: shapeOf(old) === shapeOf(node) ? "inside" : "seen",
      names: [
        ...this.declared.replaced(old, node),
        ...otherKeys(passes(old), passes(node)).map((path) => PASSED(node.path, path)),
        ...this.importing.replaced(old, node).map(IMPORTERS_OF),
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
    this.declared.forget();
    this.importing.forget();
    this.forgetConclusions();
    return everything;
  }

  /** Values are looked up again when they are next asked for; the old answers go as their files are looked at. */
  forgetConclusions(): void {
    this.turn++;
    this.importing.changed();
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

  /** The package says that it starts the file. */
  isStarted({ path }: FileNode): boolean {
    return this.resolver.isStarted(path);
  }

  /** Whether the package around a file says of one that there is that it starts it. */
  hasStarted({ path }: FileNode): boolean {
    return this.resolver.hasStarted(path);
  }

  /** Whether the scripts of the package around a file have a framework serve it. */
  isServed({ path }: FileNode): boolean {
    return this.resolver.isServed(path);
  }

  /** Whether the package around a file starts a program whose text is not read, so that nobody knows what that imports. */
  startsUnread({ path }: FileNode): boolean {
    return this.resolver.startsUnread(path);
  }

  /** Whether the package around a file is private, and another one of the project imports it: all that use it are known. */
  isOwnLibrary(file: FileNode): boolean {
    const folder = this.packageOf(file);
    return this.resolver.privateEntries(file.path).some((path) => {
      const entry = this.files.get(path);
      return entry !== undefined && this.importersOf(entry).some((one) => this.packageOf(one) !== folder);
    });
  }

  runsOnBun({ path }: FileNode): boolean {
    return this.resolver.runsOnBun(path);
  }

  /** Whether something outside of the code may load the file: a framework by its place, or who imports its package. */
  isOffered({ path }: FileNode): boolean {
    return this.resolver.isOffered(path, (name) => unresolvedPackages(this, this.state).has(name));
  }

  /** The folder of the package that a file is in; undefined where it is in none. */
  packageOf({ path }: FileNode): string | undefined {
    return this.resolver.packageOf(path);
  }

  /** The path of a file below the outermost package that it is in. */
  inProject({ path }: FileNode): string {
    return this.resolver.inProject(path);
  }

  isForTests(path: string): boolean {
    return isForTests(this.resolver.inProject(path)) || this.isInTestFolder(path);
  }

  /** Whether a script of a package has a runner of tests go through a folder that the file is in. */
  isInTestFolder(path: string): boolean {
    return this.resolver.isInTestFolder(path);
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
    return this.importing.of(file);
  }

  /** Finds out who imports whom, in small steps. */
  preparing(): Iterable<void> {
    return this.importing.preparing();
  }

  /** The files that import a library. */
  usersOf(library: string): readonly FileNode[] {
    let found = this.users.get(library);
    if (found === undefined) {
      found = [...this.files.inOrder()].filter(({ libraries }) => libraries.has(library));
      this.users.set(library, found);
    }
    return found;
  }

  /** A file takes its own place among the users of a library, so that they stay in the order of the files. */
  private replaceUser(old: FileNode | undefined, node: FileNode): void {
    for (const library of new Set([...(old?.libraries ?? []), ...node.libraries])) {
      const users = this.users.get(library);
      const at = users === undefined || old === undefined ? -1 : users.indexOf(old);
      if (users !== undefined && at >= 0 && node.libraries.has(library))
        this.users.set(library, users.with(at, node));
      else this.users.delete(library);
    }
  }

  /** Classes that name `name` as what they extend or implement. */
  heirsOf(name: string): Heir[] {
    return this.declared.heirsOf(name);
  }

  /** The paths of files with object literals that are declared to be of a type of this name. */
  withObjectsOf(name: string): ReadonlySet<string> {
    return this.declared.withObjectsOf(name);
  }

  /** The paths of files that hand out something under a name. */
  handingOut(name: string): ReadonlySet<string> {
    return this.declared.handingOut(name);
  }

  /** The paths of files that are called so, in the way of a variable. */
  filesNamed(name: string): readonly string[] {
    return this.declared.filesNamed(name);
  }

  /** The paths of files that have a function of a distinctive name; imitations for tests have none, nor have pages. */
  naming(name: string): readonly string[] {
    return this.declared.naming(name);
  }

  private get resolver(): Modules {
    this.modules ??= new Modules(this.context, new FileNames(this.files));
    return this.modules;
  }

  private count({ libraries }: FileNode, by: number): void {
    for (const name of libraries) this.libraries.set(name, (this.libraries.get(name) ?? 0) + by);
  }
}

const everything: Change = { extent: "everything", names: [] };
