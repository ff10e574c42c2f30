import type { FileNode, Linker } from "../../linter/index.ts";
import { type Reader, readFolders } from "../../linter/workspace/reading.ts";

/** What a scan tells while it runs, and how it is stopped. */
export interface ScanWatch {
  stopped(): boolean;
  /** Another scan has begun since, which reads all that is still there: nothing of this one is taken. */
  superseded(): boolean;
  /** So many files have been read. */
  read(count: number): void;
  skipped(path: string, reason: string): void;
  /** Whether findings in a test are wanted; others are not read. */
  isWanted(path: string): boolean;
  /** Whether something newer than the file on disk is known by now. */
  isNewer(path: string): boolean;
}

/**
 * Reads every source file below the folders, and gives them to the linter in one piece at the end: until then it answers about the documents that
 * are open, from what it has. Returns the paths of what was read, of tests that were not, and of the files with settings; a scan that is stopped gives what it
 * has so far, and one that is superseded nothing.
 */
export async function scan(
  folders: readonly string[],
  linter: Linker,
  reader: Reader,
  watch: ScanWatch,
): Promise<{ paths: Set<string>; tests: string[]; known: number; settings: string[] } | undefined> {
  const files: FileNode[] = [];
  const tests: string[] = [];
  const settings: string[] = [];
  let known = 0;
  const context = await readFolders(folders, reader, {
    stopped: () => watch.stopped() || watch.superseded(),
    read: watch.read,
    skipped: watch.skipped,
    settings: (path) => settings.push(path),
    isWanted: watch.isWanted,
    leftOut: (path) => tests.push(path),
    take(batch) {
      for (const file of batch) {
        files.push(linter.prepare(file.path, file.facts(), file.text));
        if (file.known) known++;
      }
    },
  });
  if (watch.superseded()) return undefined;
  for (const file of files) if (!watch.isNewer(file.path)) linter.put(file);
  if (!watch.stopped()) linter.setContext(context);
  return { paths: new Set(files.map(({ path }) => path)), tests, known, settings };
}
