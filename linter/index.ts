import type { FileFacts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { createFrontEnd, type FrontEnd, type GrammarBytes } from "./languages/typescript/front-end.ts";
import { Evaluator } from "./link/evaluator.ts";
import { Graph } from "./link/graph.ts";
import type { ProjectContext } from "./link/modules.ts";
import { Project } from "./link/project.ts";
import { nPlusOne } from "./rules/n-plus-one.ts";
import type { Linked, Rule } from "./rules/rule.ts";

export type { GrammarBytes } from "./languages/typescript/front-end.ts";

const rules: Rule[] = [nPlusOne];

/** Finds what costs in the files that it is given. Paths are absolute with `/`, or URIs; they are only compared and joined. */
export interface Linter {
  setContext(context: ProjectContext): void;
  /** Gives the text of a file, new or changed. False where the name is of no language that is known. */
  update(path: string, text: string): boolean;
  /** Gives facts made elsewhere: by a worker, or kept from before. */
  updateFacts(path: string, facts: FileFacts): void;
  remove(path: string): void;
  findings(path: string): Finding[];
  all(): Finding[];
  dispose(): void;
}

export async function createLinter(options: { wasm: GrammarBytes }): Promise<Linter> {
  return new ProjectLinter(await createFrontEnd(options.wasm));
}

class ProjectLinter implements Linter {
  private readonly frontEnd: FrontEnd;
  private readonly project = new Project();
  private linked: Linked | undefined;

  constructor(frontEnd: FrontEnd) {
    this.frontEnd = frontEnd;
  }

  setContext(context: ProjectContext): void {
    this.project.setContext(context);
    this.linked = undefined;
  }

  update(path: string, text: string): boolean {
    const facts = this.frontEnd.read(path, text);
    if (facts === undefined) return false;
    this.updateFacts(path, facts);
    return true;
  }

  updateFacts(path: string, facts: FileFacts): void {
    this.project.update(path, facts);
    this.linked = undefined;
  }

  remove(path: string): void {
    this.project.remove(path);
    this.linked = undefined;
  }

  findings(path: string): Finding[] {
    const linked = this.link();
    const file = this.project.files.get(path);
    return file === undefined ? [] : rules.flatMap((rule) => rule.check(linked, file));
  }

  all(): Finding[] {
    return [...this.project.files.keys()].flatMap((path) => this.findings(path));
  }

  dispose(): void {
    this.frontEnd.dispose();
  }

  private link(): Linked {
    if (this.linked !== undefined) return this.linked;
    this.project.forget();
    const evaluator = new Evaluator(this.project);
    const graph = new Graph(evaluator);
    graph.summarise();
    this.linked = { project: this.project, evaluator, graph };
    return this.linked;
  }
}
