import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import type { FileAccess } from "../../linter/workspace/walk.ts";

/**
 * The files of this machine. Whatever cannot be read is as if it were not there. `native` turns a path of the linter into one of the
 * machine.
 */
export function fileAccess(native: (path: string) => string): FileAccess {
  return {
    async list(folder) {
      try {
        const entries = await readdir(native(folder), { withFileTypes: true });
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
    async state(path) {
      try {
        const { size, mtimeMs } = await stat(native(path));
        return { size, modified: mtimeMs };
      } catch {
        return undefined;
      }
    },
    async text(path) {
      try {
        return await readFile(native(path), "utf8");
      } catch {
        return undefined;
      }
    },
    textNow(path) {
      try {
        return readFileSync(native(path), "utf8");
      } catch {
        return "";
      }
    },
  };
}
