import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import type { FileAccess } from "../../linter/workspace/walk.ts";

/** How the system is asked. */
interface Calls {
  entries(folder: string): Dirent[] | Promise<Dirent[]>;
  state(path: string): Stats | Promise<Stats>;
  bytes(path: string): Buffer | Promise<Buffer>;
}

/** By other threads, which leaves this one free for whoever waits for an answer. */
export const inTurn: Calls = {
  entries: (folder) => readdir(folder, { withFileTypes: true }),
  state: (path) => stat(path),
  bytes: (path) => readFile(path),
};

/** At once, which takes a fraction of the time: for a process that does nothing else meanwhile. */
export const atOnce: Calls = {
  entries: (folder) => readdirSync(folder, { withFileTypes: true }),
  state: (path) => statSync(path),
  bytes: (path) => readFileSync(path),
};

/**
 * The files of this machine. Whatever cannot be read is as if it were not there. `native` turns a path of the linter into one of the
 * machine.
 */
export function fileAccess(native: (path: string) => string, calls = inTurn): FileAccess {
  return {
    async list(folder) {
      try {
        const entries = await calls.entries(native(folder));
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
        const { size, mtimeMs } = await calls.state(native(path));
        return { size, modified: mtimeMs };
      } catch {
        return undefined;
      }
    },
    async text(path) {
      try {
        return decoded(await calls.bytes(native(path)));
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
