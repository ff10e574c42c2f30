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
        return undefined;
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
        return decoded(await readFile(native(path)));
      } catch {
        return undefined;
      }
    },
    textNow(path) {
      try {
        return decoded(readFileSync(native(path)));
      } catch {
        return "";
      }
    },
  };
}

/** UTF-8, or UTF-16 where the text begins with its mark, as compilers read it. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0) {
    return bytes.swap16().toString("utf16le");
  }
  return bytes.toString("utf8");
}
