import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Example } from "../simulator/protocol.ts";
import { headingOf } from "../simulator/scenario/heading.ts";

const SUFFIX = /\.sim\.(json|ya?ml)$/;

/** L2 before L11. */
const byNumber = new Intl.Collator("en", { numeric: true }).compare;

/** The built-in scenarios, in the order of their file names; the file name without its suffix is the id. */
export class Examples {
  readonly #folder: string;
  #list: Promise<Example[]> | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  list(): Promise<Example[]> {
    this.#list ??= this.#read();
    return this.#list;
  }

  /** The document of an example. Rejects where there is none of that id. */
  async text(id: string): Promise<string> {
    const file = (await this.files()).find((name) => name.replace(SUFFIX, "") === id);
    if (file === undefined) throw new Error(`There is no example "${id}".`);
    return readFile(join(this.#folder, file), "utf8");
  }

  /** Names of the files, in order. */
  async files(): Promise<string[]> {
    return (await readdir(this.#folder)).filter((name) => SUFFIX.test(name)).sort(byNumber);
  }

  async #read(): Promise<Example[]> {
    return Promise.all(
      (await this.files()).map(async (file) => {
        const text = await readFile(join(this.#folder, file), "utf8");
        return { id: file.replace(SUFFIX, ""), ...headingOf(text) };
      }),
    );
  }
}
