import type { Finding } from "../../linter/finding.ts";
import { nameOf } from "./fact-cache.ts";
import { digestOf, type KeptFiles } from "./kept-files.ts";

/** Findings by path. */
export type FindingsOfFiles = Record<string, Finding[]>;

/** What was found the last time, for when nothing at all has changed since. */
export class ResultCache {
  readonly #files: KeptFiles;
  readonly #name: string;
  readonly #version: string;

  constructor(files: KeptFiles, root: string, version: string) {
    this.#files = files;
    this.#name = `${nameOf(files, root)}.findings`;
    this.#version = version;
  }

  /** What was found in a project for which all of `state` was the same, or undefined. */
  find(state: readonly string[]): FindingsOfFiles | undefined {
    const content = this.#files.read(this.#name)?.content;
    if (content === undefined || content.toString("latin1", 0, 32) !== this.#key(state)) return undefined;
    this.#files.touch(this.#name);
    return JSON.parse(content.toString("utf8", 32)) as FindingsOfFiles;
  }

  put(state: readonly string[], findings: FindingsOfFiles): void {
    this.#files.write(this.#name, [
      Buffer.from(this.#key(state), "latin1"),
      Buffer.from(JSON.stringify(findings)),
    ]);
  }

  #key(state: readonly string[]): string {
    return digestOf(this.#version, ...state.map((part) => `\n${part}`));
  }
}
