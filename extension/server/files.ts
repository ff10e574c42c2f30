import { readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FileAccess } from "../../linter/workspace/walk.ts";
import { uriOf } from "./uris.ts";

/** The files of this machine, by decoded URI. Whatever cannot be read is as if it were not there. */
export const fileAccess: FileAccess = {
  async list(folder) {
    try {
      const entries = await readdir(fileURLToPath(uriOf(folder)), { withFileTypes: true });
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
      return (await stat(fileURLToPath(uriOf(path)))).size;
    } catch {
      return -1;
    }
  },
  async text(path) {
    try {
      return await readFile(fileURLToPath(uriOf(path)), "utf8");
    } catch {
      return undefined;
    }
  },
};
