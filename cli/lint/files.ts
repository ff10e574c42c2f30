import { readdir, readFile, stat } from "node:fs/promises";
import type { FileAccess } from "../../linter/workspace/walk.ts";

/** The files of this machine. Whatever cannot be read is as if it were not there. */
export const fileAccess: FileAccess = {
  async list(folder) {
    try {
      const entries = await readdir(folder === "" ? "/" : folder, { withFileTypes: true });
      return entries.map((entry) => ({
        name: entry.name,
        kind: entry.isSymbolicLink()
          ? "link"
          : entry.isDirectory()
            ? "folder"
            : entry.isFile()
              ? "file"
              : "other",
      }));
    } catch {
      return [];
    }
  },
  async size(path) {
    try {
      return (await stat(path)).size;
    } catch {
      return -1;
    }
  },
  async text(path) {
    try {
      return await readFile(path, "utf8");
    } catch {
      return undefined;
    }
  },
};
