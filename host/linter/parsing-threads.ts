import { join } from "node:path";
import type { PackedFacts } from "../../linter/packed/packed.ts";
import type { Parse, SourceText } from "../../linter/packed/parse.ts";
import { Threads } from "../threads.ts";
import { grammarsIn } from "./grammars.ts";

/** Threads beyond this wait for the one that links. */
const MOST = 8;
/** Facts live until they are packed, which is soon: a small room for what is young keeps the threads small, all of them together. */
const YOUNG_MEGABYTES = 128;

/** Threads that turn texts into facts. `folder` holds the bundles parsing.js and worker.js, and the grammars. */
export class ParsingThreads {
  readonly #threads: Threads<SourceText[], (PackedFacts | undefined)[]>;

  /** @param threads how many files are parsed at once */
  constructor(folder: string, threads: number) {
    const most = Math.max(1, Math.min(MOST, threads));
    this.#threads = new Threads(join(folder, "parsing.js"), {
      name: "parsing",
      most,
      data: grammarsIn(folder),
      youngMegabytes: YOUNG_MEGABYTES / most,
    });
  }

  readonly parse: Parse = (files) => this.#threads.run(files);

  async destroy(): Promise<void> {
    await this.#threads.destroy();
  }
}
