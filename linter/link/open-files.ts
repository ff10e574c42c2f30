import type { FileNode, Openings } from "./file-node.ts";

/** So many facts may be open at once, with what was concluded from them: some 50 MB. */
const most = 60_000;

/** The files whose facts are unpacked, in the order in which they were opened. */
export class OpenFiles implements Openings {
  private readonly files = new Map<FileNode, number>();
  private weight = 0;

  opened(file: FileNode, weight: number): void {
    this.forget(file);
    this.files.set(file, weight);
    this.weight += weight;
  }

  forget(file: FileNode): void {
    this.weight -= this.files.get(file) ?? 0;
    this.files.delete(file);
  }

  /** Closes those that were opened longest ago, down to half of what may be open, where it is more than that. */
  tidy(): void {
    if (this.weight <= most) return;
    for (const file of this.files.keys()) {
      if (this.weight <= most / 2) return;
      file.close();
      this.forget(file);
    }
  }
}
