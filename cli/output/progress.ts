/** How wide the bar is, characters. */
const WIDTH = 24;

/** One line on a terminal that says how far a study is; nothing where nobody watches. */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #name: string;
  readonly #begun = performance.now();

  constructor(out: NodeJS.WriteStream, name: string) {
    this.#out = out;
    this.#name = name;
  }

  show(finished: number, of: number): void {
    if (!this.#out.isTTY) return;
    const seconds = (performance.now() - this.#begun) / 1000;
    const bare = progressLine({ name: "", finished, of, seconds });
    // Of a long name less is shown, so that how far it is can be read on a narrow terminal too.
    const room = Math.max(0, this.#out.columns - 1 - bare.length);
    const line = progressLine({ name: this.#name.slice(0, room), finished, of, seconds });
    this.#out.write(`\r${line.slice(0, this.#out.columns - 1)}\u001b[K`);
  }

  end(): void {
    if (this.#out.isTTY) this.#out.write("\r\u001b[K");
  }
}

/** Such as `Missing acquire timeout ████████░░░░ run 7/20 · ~3 s`. */
export function progressLine(done: { name: string; finished: number; of: number; seconds: number }): string {
  const { name, finished, of, seconds } = done;
  const full = Math.round((WIDTH * finished) / of);
  const left = finished === 0 ? "" : ` · ~${Math.ceil((seconds / finished) * (of - finished))} s`;
  return `${name} ${"█".repeat(full)}${"░".repeat(WIDTH - full)} run ${finished}/${of}${left}`;
}
