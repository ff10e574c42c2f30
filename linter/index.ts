import type { Construction } from "./construction.ts";
import type { FileFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { createFrontEnd, type FrontEnd, type GrammarBytes } from "./languages/front-end.ts";
import { Graph } from "./link/graph/graph.ts";
import type { ProjectContext } from "./link/project/modules.ts";
import { type FileNode, Project } from "./link/project/project.ts";
import { Evaluator } from "./link/values/evaluator.ts";
import { builtIn, describeConstruction } from "./options/constructions.ts";
import type { PackedFacts } from "./packed/packed.ts";
import { limitRules } from "./rules/clients/limits.ts";
import { poolPerRequest } from "./rules/clients/pool-per-request.ts";
import { nPlusOne, writeInLoop } from "./rules/n-plus-one.ts";
import type { Linked, Rule } from "./rules/rule.ts";
import { withSuppressions } from "./suppress.ts";

export type { GrammarBytes } from "./languages/front-end.ts";
export type { FileNode } from "./link/project/project.ts";

const rules: Rule[] = [nPlusOne, writeInLoop, ...limitRules, poolPerRequest];

/** Finds what costs in the files that it is given. Paths are absolute with `/`, or URIs; they are only compared and joined. */
export interface Linker {
  setContext(context: ProjectContext): void;
  /** Gives facts made elsewhere, by a worker or kept from before, with the text they are of or how to get it. */
  updateFacts(path: string, facts: FileFacts | PackedFacts, text: string | (() => string)): void;
  /** Does what it can with such facts before they are given: `put` takes next to no time then. */
  prepare(path: string, facts: PackedFacts, text: string | (() => string)): FileNode;
  put(prepared: FileNode): void;
  remove(path: string): void;
  /** In the order of the file; what comments switch off is marked so. */
  findings(path: string): Finding[];
  /** The findings of each of these files, in steps of some milliseconds at most: undefined where there is none to give yet. */
  judging(paths: Iterable<string>): Generator<{ path: string; findings: Finding[] } | undefined>;
  all(): Finding[];
  /**
   * Finds out what the findings of these files hang on, in steps of some milliseconds at most; then `findings` of each has little to do. What changes between two steps is
   * taken in.
   */
  linking(paths: Iterable<string>): Generator<void, void>;
  /** Whether that is known of a file, and nothing has changed since. */
  isLinked(path: string): boolean;
  /** What this program failed on, by the file that it was looking at: nothing is found in it, and what is found elsewhere may lack what leads there. */
  faults(): ReadonlyMap<string, string>;
  /** Every pool and client that the file builds. */
  constructions(path: string): Construction[];
}

/** A linker that parses too. */
export interface Linter extends Linker {
  /** Gives the text of a file, new or changed. False where the name is of no language that is known. */
  update(path: string, text: string, languageId?: string): boolean;
  dispose(): void;
}

export async function createLinter(options: { wasm: GrammarBytes }): Promise<Linter> {
  return new ProjectLinter(await createFrontEnd(options.wasm));
}

/** For who has all facts made elsewhere. */
export function createLinker(): Linker {
  return new ProjectLinker();
}

function byPlace(a: Finding, b: Finding): number {
  const lines = a.range.start.line - b.range.start.line;
  return lines !== 0 ? lines : a.range.start.character - b.range.start.character;
}

class ProjectLinker implements Linker {
  private readonly project = new Project();
  private readonly failed = new Map<string, string>();
  private linked = this.anew();

  setContext(context: ProjectContext): void {
    this.project.setContext(context);
    this.failed.clear();
    this.linked.graph.outdateAll();
  }

  updateFacts(path: string, facts: FileFacts | PackedFacts, text: string | (() => string)): void {
    this.put(this.project.node(path, facts, text));
  }

  prepare(path: string, facts: PackedFacts, text: string | (() => string)): FileNode {
    return this.project.node(path, facts, text);
  }

  put(prepared: FileNode): void {
    this.changes(prepared.path);
    this.linked.graph.outdate(prepared.path, this.project.put(prepared));
  }

  remove(path: string): void {
    if (!this.project.files.has(path)) return;
    this.project.remove(path);
    this.changes(path);
    this.linked.graph.outdateAll();
  }

  findings(path: string): Finding[] {
    this.linkNow([path]);
    return this.lookingAt(path, (file) => {
      this.project.tidy();
      const found = rules.flatMap((rule) => rule.check(this.linked, file));
      return (file.outline.hasDirectives ? withSuppressions(file, found) : found).sort(byPlace);
    });
  }

  *judging(paths: Iterable<string>): Generator<{ path: string; findings: Finding[] } | undefined> {
    const asked = new Set(paths);
    for (const _ of this.linking(asked)) yield undefined;
    for (const path of this.project.inOrder(asked))
      yield path !== undefined && asked.has(path) ? { path, findings: this.findings(path) } : undefined;
  }

  all(): Finding[] {
    const paths = [...this.project.files.keys()];
    const found = new Map<string, Finding[]>();
    for (const judged of this.judging(paths))
      if (judged !== undefined) found.set(judged.path, judged.findings);
    return paths.flatMap((path) => found.get(path) ?? []);
  }

  *linking(paths: Iterable<string>): Generator<void, void> {
    const asked = [...paths];
    for (let done = false; !done; ) {
      const { graph } = this.linked;
      try {
        yield* graph.link(asked);
        done = true;
      } catch (error) {
        this.giveUp(graph.lookingAt, error);
      }
    }
  }

  faults(): ReadonlyMap<string, string> {
    return this.failed;
  }

  constructions(path: string): Construction[] {
    const { evaluator, graph } = this.linked;
    return this.lookingAt(path, (file) =>
      builtIn(evaluator, file, graph.outwardCalls(file)).map((built) =>
        describeConstruction(evaluator, file, built),
      ),
    );
  }

  isLinked(path: string): boolean {
    return this.linked.graph.isLinked(path);
  }

  /** What leads into a file that this program fails on may have failed for its sake. */
  private changes(path: string): void {
    if (this.failed.has(path)) this.failed.clear();
  }

  /** What is found in a file; nothing where this program fails on it. */
  private lookingAt<T>(path: string, look: (file: FileNode) => T[]): T[] {
    const file = this.project.files.get(path);
    if (file === undefined || this.failed.has(path)) return [];
    try {
      return look(file);
    } catch (error) {
      this.giveUp(path, error);
      return [];
    }
  }

  /** Goes on without the file that this program fails on, until it changes. Conclusions that were half drawn are drawn anew. */
  private giveUp(path: string, error: unknown): void {
    if (this.failed.has(path)) throw error;
    this.failed.set(path, error instanceof Error ? error.message : String(error));
    this.project.forgetConclusions();
    this.linked = this.anew();
  }

  private anew(): Linked {
    const { project } = this;
    const evaluator = new Evaluator(project);
    return { project, evaluator, graph: new Graph(evaluator, this.failed) };
  }

  private linkNow(paths: Iterable<string>): void {
    for (const _ of this.linking(paths));
  }
}

class ProjectLinter extends ProjectLinker implements Linter {
  private readonly frontEnd: FrontEnd;

  constructor(frontEnd: FrontEnd) {
    super();
    this.frontEnd = frontEnd;
  }

  update(path: string, text: string, languageId?: string): boolean {
    const facts = this.frontEnd.read(path, text, languageId);
    if (facts === undefined) return false;
    this.updateFacts(path, facts, text);
    return true;
  }

  dispose(): void {
    this.frontEnd.dispose();
  }
}
