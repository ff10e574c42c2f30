import { createHash, randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** What was not used for so long goes, milliseconds. */
const OLDEST = 30 * 24 * 60 * 60 * 1000;
/** All that is kept in one folder, bytes; the oldest goes first. */
const LARGEST = 500_000_000;

/** Characters of a digest. */
const DIGEST = 32;

/** Short enough for the name of a file, long enough that no two things share one. */
export function digestOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, DIGEST);
}

/**
 * Files in a folder of their own, each with the digest of its content in front. What was cut off or changed by somebody else is as if
 * it were not there, and so is whatever cannot be written.
 */
export class KeptFiles {
  readonly folder: string;
  readonly #note: (problem: string) => void;
  /** Told once: the next file of the folder would not fare better. */
  #unwritable = false;

  constructor(folder: string, note: (problem: string) => void) {
    this.folder = folder;
    this.#note = note;
  }

  read(name: string): { content: Buffer; digest: string } | undefined {
    const file = join(this.folder, name);
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch {
      return undefined;
    }
    const content = bytes.subarray(DIGEST);
    const digest = bytes.toString("latin1", 0, DIGEST);
    if (digest === digestOf(content)) return { content, digest };
    this.#note(`The cache ${file} is damaged; it is made again.`);
    return undefined;
  }

  /**
   * Whole or not at all: another process that reads at the same time sees the old file or the new one. The parts are asked for one
   * after the other and written at once. Returns the digest of what was written; "" where nothing could be.
   */
  write(name: string, parts: Iterable<Uint8Array>): string {
    const file = join(this.folder, name);
    const part = `${file}.${randomUUID()}`;
    try {
      makeFolder(this.folder);
      writeFileSync(join(this.folder, ".gitignore"), "*\n");
      const digest = writeWithDigest(part, parts);
      renameSync(part, file);
      return digest;
    } catch (error) {
      this.#drop(part);
      if (!this.#unwritable) {
        this.#note(`The cache ${file} cannot be written: ${error instanceof Error ? error.message : error}`);
      }
      this.#unwritable = true;
      return "";
    }
  }

  remove(name: string): void {
    this.#drop(join(this.folder, name));
  }

  /** Marks a file as used, so that it stays. */
  touch(name: string): void {
    const now = Date.now() / 1000;
    try {
      utimesSync(join(this.folder, name), now, now);
    } catch {
      // It is gone, or the folder is read-only: nothing depends on it.
    }
  }

  /** Removes what was not used for long, and the oldest where there is too much. */
  tidy(now = Date.now()): void {
    let left = LARGEST;
    for (const { file, used, size } of this.#files()) {
      left -= size;
      if (left < 0 || now - used > OLDEST) this.#drop(file);
    }
  }

  #drop(file: string): void {
    try {
      rmSync(file, { force: true });
    } catch {
      // The folder is read-only, or is none: there is nothing to remove, or nothing to be done.
    }
  }

  /** The last used first. */
  #files(): { file: string; used: number; size: number }[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name !== ".gitignore")
        .map((name) => {
          const file = join(this.folder, name);
          const { mtimeMs, size } = statSync(file);
          return { file, used: mtimeMs, size };
        })
        .sort((a, b) => b.used - a.used);
    } catch {
      return [];
    }
  }
}

/** The digest stands in front, and is known when the rest is written. */
function writeWithDigest(file: string, parts: Iterable<Uint8Array>): string {
  const hash = createHash("sha256");
  const open = openSync(file, "w");
  try {
    writeFileSync(open, " ".repeat(DIGEST));
    for (const part of parts) {
      hash.update(part);
      writeFileSync(open, part);
    }
    const digest = hash.digest("hex").slice(0, DIGEST);
    writeSync(open, digest, 0, "latin1");
    return digest;
  } finally {
    closeSync(open);
  }
}

/** Makes a folder and those above it, one by one: Node's own way never ends where the system says of a folder that it has that it is not there (`/proc`). */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(path) === path || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    mkdirSync(path);
  }
}
