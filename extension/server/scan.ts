import type { Linter } from "../../linter/index.ts";
import { contextOf } from "../../linter/workspace/context.ts";
import { type FileAccess, unreadable, walk } from "../../linter/workspace/walk.ts";

/** What a scan tells while it runs, and how it is stopped. */
export interface ScanWatch {
  stopped(): boolean;
  /** A file was read; the count so far. */
  read(count: number): void;
  skipped(uri: string, reason: string): void;
  /** Lets other messages be answered. */
  pause(): Promise<void>;
}

/** How many files are read between two pauses. */
const slice = 8;

/**
 * Reads every source file below the folders into the linter, except those that the editor holds. Returns the URIs of what was read;
 * a scan that is stopped leaves what it has read so far.
 */
export async function scan(
  folders: readonly string[],
  linter: Linter,
  access: FileAccess,
  isOpen: (uri: string) => boolean,
  watch: ScanWatch,
): Promise<Set<string>> {
  const read = new Set<string>();
  const manifests = new Map<string, string>();
  for (const folder of folders) {
    for await (const found of walk(folder, access, () => false)) {
      if (watch.stopped()) return read;
      if (found.kind === "skipped") {
        watch.skipped(found.path, found.reason);
        continue;
      }
      if (isOpen(found.path)) continue;
      const text = await access.text(found.path);
      if (text === undefined) continue;
      if (found.kind === "manifest") {
        manifests.set(found.path, text);
        continue;
      }
      const reason = unreadable(text);
      if (reason !== undefined) watch.skipped(found.path, reason);
      else if (linter.update(found.path, text)) read.add(found.path);
      if (read.size % slice === 0) {
        watch.read(read.size);
        await watch.pause();
      }
    }
  }
  linter.setContext(contextOf(manifests));
  watch.read(read.size);
  return read;
}
