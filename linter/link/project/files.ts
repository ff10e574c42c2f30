import type { FileNode } from "./file-node.ts";

/** The files of a project by path, as they came. */
export class Files extends Map<string, FileNode> {
  private paths: readonly string[] | undefined;

  override set(path: string, file: FileNode): this {
    if (!this.has(path)) this.paths = undefined;
    return super.set(path, file);
  }

  override delete(path: string): boolean {
    this.paths = undefined;
    return super.delete(path);
  }

  /**
   * In the order of their paths: of what is equally good the first is taken, and of many only some. What is concluded must not hang on which
   * of them an editor opened first.
   */
  *inOrder(): Generator<FileNode, void> {
    this.paths ??= [...this.keys()].sort();
    for (const path of this.paths) {
      const file = this.get(path);
      if (file !== undefined) yield file;
    }
  }
}
