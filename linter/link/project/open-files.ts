import type { FileNode } from "./file-node.ts";

/** A project whose facts are this long when packed, some 50,000 lines, stays open as a whole. Bytes. */
const whole = 3_500_000;
/**
 * Of a larger one this much is open at a time, some twenty files. That little, because the engine clears away for next to nothing what
 * lives for a moment only, but has to look through everything for what lived a little longer.
 */
const few = 300_000;

/** Which files of a project have their facts unpacked. */
export class OpenFiles {
  /** How many times it was tidied. */
  turn = 0;
  /** The turn in which each was opened or, where it was met and left open, asked for last. */
  private readonly open = new Map<FileNode, number>();
  /** Of what is open, and of the whole project, packed bytes. */
  private weight = 0;
  private total = 0;

  added(file: FileNode): void {
    this.total += file.weight;
  }

  removed(file: FileNode): void {
    this.total -= file.weight;
    if (this.open.delete(file)) this.weight -= file.weight;
  }

  opened(file: FileNode): void {
    if (this.open.has(file)) return;
    this.open.set(file, this.turn);
    this.weight += file.weight;
  }

  /** Whether files will be closed before all were looked at. */
  get tooMany(): boolean {
    return this.total > whole;
  }

  /** Closes files where too much is open: those opened first, but after the others what was asked for again since. */
  tidy(): void {
    this.turn++;
    if (!this.tooMany) return;
    for (const [file, since] of this.open) {
      if (this.weight <= few) return;
      this.open.delete(file);
      if (file.asked > since) {
        this.open.set(file, file.asked);
        continue;
      }
      this.weight -= file.weight;
      file.close();
    }
  }
}
