import { libraryOfModule, libraryOfName } from "../catalog/index.ts";
import type { CallFact, ExportFact, FileFacts, ImportFact, Value } from "../facts.ts";
import type { Entity } from "./entity.ts";
import { emptyContext, inBrowser, type ProjectContext, resolveModule } from "./modules.ts";
import { shapeOf } from "./shape.ts";

/** A file of the project with what linking keeps beside its facts. */
export interface FileNode {
  path: string;
  facts: FileFacts;
  /** The text that the facts are of: messages and fixes quote it. */
  source: string;
  imports: Map<number, ImportFact>;
  exports: Map<string, ExportFact[]>;
  /** Function expressions that are arguments of a call. */
  passedTo: Map<number, { call: number; argument: number }>;
  /** Calls that stand as an argument of another call, and that call. */
  argumentOf: Map<CallFact, number>;
  /** Calls whose result replaces what a variable held before: a builder that grows. */
  reassigned: Set<number>;
  /** Function expressions that are called where they stand: `(async () => { … })()`. */
  selfCalled: Map<number, { call: number; argument: number }>;
  /** The turn that `values` and `results` are of. */
  turn: number;
  /** The state of the project's paths that `modules` is of. */
  paths: number;
  values: Map<Value, Entity[]>;
  results: Map<number, Entity[]>;
  modules: Map<string, string | undefined>;
}

/** The facts of every file, and what has been found out about them so far. */
export class Project {
  readonly files = new Map<string, FileNode>();
  /** Names of the libraries that some file imports: evidence for guesses by usual names. */
  readonly libraries = new Map<string, number>();
  private turn = 0;
  /** Counts the changes of what there is to import. */
  private paths = 0;
  private context: ProjectContext = emptyContext;
  /** Classes by the name they are declared with, for interfaces and subclasses. */
  private heirs: Map<string, { file: FileNode; class: number }[]> | undefined;

  setContext(context: ProjectContext): void {
    this.context = context;
    this.forget();
  }

  /**
   * Takes new facts of a file. "inside" says that no other file can see a difference, "seen" that those which read from it may, and
   * "everything" that any conclusion about any file may be another one now.
   */
  update(path: string, facts: FileFacts, source: string): "inside" | "seen" | "everything" {
    const old = this.files.get(path);
    const node = nodeOf(path, facts, source);
    const libraries = this.libraryNames();
    if (old !== undefined) this.count(old.facts, -1);
    this.count(facts, 1);
    this.files.set(path, node);
    this.forgetConclusions();
    if (old === undefined || this.libraryNames() !== libraries) return this.everything();
    if (heritageOf(old.facts) !== heritageOf(facts)) return this.everything();
    return shapeOf(old.facts) === shapeOf(facts) ? "inside" : "seen";
  }

  remove(path: string): void {
    const old = this.files.get(path);
    if (old === undefined) return;
    this.count(old.facts, -1);
    this.files.delete(path);
    this.everything();
  }

  /** Drops everything that was concluded from facts; the facts stay. */
  forget(): void {
    this.everything();
  }

  private everything(): "everything" {
    this.heirs = undefined;
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

  /** The answers about a file that still hold. */
  kept(node: FileNode): FileNode {
    if (node.turn !== this.turn) {
      node.turn = this.turn;
      node.values = new Map();
      node.results = new Map();
    }
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
    return /\.[jt]sx$/.test(file.path) || inBrowser(file.path, this.context);
  }

  resolve(module: string, from: FileNode): FileNode | undefined {
    if (from.paths !== this.paths) {
      from.paths = this.paths;
      from.modules.clear();
    }
    let path = from.modules.get(module);
    if (path === undefined && !from.modules.has(module)) {
      path = resolveModule(module, from.path, (p) => this.files.has(p), this.context);
      from.modules.set(module, path);
    }
    return path === undefined ? undefined : this.files.get(path);
  }

  /** Classes that name `name` as what they extend or implement. */
  heirsOf(name: string): { file: FileNode; class: number }[] {
    this.heirs ??= this.indexHeirs();
    return this.heirs.get(name) ?? [];
  }

  private indexHeirs(): Map<string, { file: FileNode; class: number }[]> {
    const index = new Map<string, { file: FileNode; class: number }[]>();
    for (const file of this.files.values()) {
      file.facts.classes.forEach((fact, position) => {
        const names = fact.implements.flatMap((t) => (t.kind === "named" ? [t.path.at(-1) ?? t.name] : []));
        if (fact.superclass?.kind === "name") names.push(fact.superclass.name);
        for (const name of names) {
          const list = index.get(name) ?? [];
          list.push({ file, class: position });
          index.set(name, list);
        }
      });
    }
    return index;
  }

  private count(facts: FileFacts, by: number): void {
    const used = new Set<string>();
    for (const { module, name } of facts.imports) {
      const library = libraryOfModule(module) ?? libraryOfName(name);
      if (library !== undefined) used.add(library.name);
    }
    for (const name of used) this.libraries.set(name, (this.libraries.get(name) ?? 0) + by);
  }
}

function nodeOf(path: string, facts: FileFacts, source: string): FileNode {
  const node: FileNode = {
    path,
    facts,
    source,
    imports: new Map(facts.imports.map((fact) => [fact.binding, fact])),
    exports: new Map(),
    passedTo: new Map(),
    argumentOf: new Map(),
    reassigned: new Set(
      facts.bindings.flatMap(({ values }) =>
        values.flatMap(({ value, later }) => (later && value.kind === "call" ? [value.call] : [])),
      ),
    ),
    selfCalled: new Map(),
    turn: -1,
    paths: -1,
    values: new Map(),
    results: new Map(),
    modules: new Map(),
  };
  const add = (fact: ExportFact) => {
    const list = node.exports.get(fact.name);
    if (list === undefined) node.exports.set(fact.name, [fact]);
    else list.push(fact);
  };
  facts.exports.forEach(add);
  for (const { target, value } of facts.assignments) {
    const name = commonName(target);
    if (name !== undefined) add({ name, value });
  }
  facts.calls.forEach((call, index) => {
    if (call.callee.kind === "function")
      node.selfCalled.set(call.callee.function, { call: index, argument: -1 });
    call.arguments.forEach((argument, position) => {
      const inner = argument.kind === "call" ? facts.calls[argument.call] : undefined;
      if (inner !== undefined) node.argumentOf.set(inner, index);
      if (argument.kind === "function")
        node.passedTo.set(argument.function, { call: index, argument: position });
    });
  });
  return node;
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

/** `module.exports = …` is "=", `exports.a = …` is "a". */
function commonName(target: Value): string | undefined {
  if (target.kind !== "member") return undefined;
  const whole = (value: Value) =>
    value.kind === "member" &&
    value.name === "exports" &&
    value.of.kind === "name" &&
    value.of.name === "module";
  if (whole(target)) return "=";
  const bare = target.of.kind === "name" && target.of.name === "exports" && target.of.binding < 0;
  return bare || whole(target.of) ? target.name : undefined;
}
