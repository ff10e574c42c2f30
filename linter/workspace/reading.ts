import type { ProjectContext } from "../link/project/modules.ts";
import type { PackedFacts } from "../packed/packed.ts";
import type { Parse, SourceText } from "../packed/parse.ts";
import { contextOf } from "./context.ts";
import { type FileAccess, type FileState, notReadable, unreadable, walk } from "./walk.ts";

/** Facts from before, as a shell keeps them. */
export interface FactCache {
  /** What was put for the file when it was in this state; undefined where that is not sure. */
  unchanged(path: string, state: FileState): KeptFacts | undefined;
  /** What was put for this text. */
  ofText(path: string, state: FileState, text: string): KeptFacts | undefined;
  put(path: string, state: FileState, text: string, facts: PackedFacts): KeptFacts;
}

export interface KeptFacts {
  /** Stands for the text: the same for the same one only. */
  hash: string;
  lines: number;
  facts(): PackedFacts;
}

/** What a shell reads files with. */
export interface Reader {
  access: FileAccess;
  parse: Parse;
  cache?: FactCache;
}

/** A file with its facts, made now or known from before. */
export interface ReadFile {
  path: string;
  /** Stands for the text where there is a cache. */
  hash: string | undefined;
  lines: number;
  /** It was not parsed. */
  known: boolean;
  facts(): PackedFacts;
  /** Gets the text. */
  text: () => string;
}

export interface ReadingWatch {
  stopped(): boolean;
  /** So many files have been come across. */
  read(count: number): void;
  skipped(path: string, reason: string): void;
  /** A file with settings lies there. */
  settings(path: string): void;
  /** Whether findings in a test are wanted, which hangs on the settings: asked when all else was come across. */
  isWanted(path: string): boolean | Promise<boolean>;
  /** A test in which none are wanted: it is not read. */
  leftOut(path: string): void;
  /** A batch of files, in the order of the walk. */
  take(files: ReadFile[]): void;
}

/** Characters in a batch: enough that handing it to a thread costs little beside parsing it. */
const batchLength = 100_000;
/** Files in a batch, for those that need no parsing. */
const batchFiles = 50;
/** Batches under way at once: the threads never wait, and little text is held. */
const ahead = 12;

/**
 * Reads every source file below the folders, and says how imports resolve there. Batches are parsed at the same time but come in the
 * order of the walk, so that the same files always give the same findings. Tests in which nothing is to be found are not read: they are a third to a half of
 * many projects, and say nothing of what the program does. A reading that is stopped has given what it had so far.
 */
export async function readFolders(
  folders: readonly string[],
  reader: Reader,
  watch: ReadingWatch,
): Promise<ProjectContext> {
  const manifests = new Map<string, string>();
  const tests: { path: string; state: FileState }[] = [];
  const under: Promise<ReadFile[]>[] = [];
  let batch = new Batch(reader, watch);
  let count = 0;
  const send = async (most: number) => {
    if (batch.files > 0) under.push(batch.read());
    batch = new Batch(reader, watch);
    while (under.length > most) {
      const files = await under.shift();
      if (watch.stopped() || files === undefined) continue;
      watch.take(files);
      count += files.length;
      watch.read(count);
    }
  };
  const add = async (path: string, state: FileState) => {
    batch.add(path, state);
    if (batch.isFull) await send(ahead);
  };
  for (const folder of folders) {
    for await (const found of walk(folder, reader.access)) {
      if (watch.stopped()) break;
      if (found.kind === "skipped") watch.skipped(found.path, found.reason);
      else if (found.kind === "settings") watch.settings(found.path);
      else if (found.kind === "manifest") {
        const text = await reader.access.text(found.path);
        if (text !== undefined) manifests.set(found.path, text);
      } else if (found.kind === "test") tests.push(found);
      else await add(found.path, found.state);
    }
  }
  for (const { path, state } of tests) {
    if (!(await watch.isWanted(path))) watch.leftOut(path);
    else if (!watch.stopped()) await add(path, state);
  }
  await send(0);
  return contextOf(manifests);
}

class Batch {
  private readonly reader: Reader;
  private readonly watch: ReadingWatch;
  private readonly waiting: { path: string; state: FileState }[] = [];
  private length = 0;

  constructor(reader: Reader, watch: ReadingWatch) {
    this.reader = reader;
    this.watch = watch;
  }

  get files(): number {
    return this.waiting.length;
  }

  get isFull(): boolean {
    return this.length >= batchLength || this.waiting.length >= batchFiles;
  }

  add(path: string, state: FileState): void {
    this.waiting.push({ path, state });
    this.length += state.size;
  }

  async read(): Promise<ReadFile[]> {
    const read = await Promise.all(this.waiting.map(({ path, state }) => this.one(path, state)));
    const unparsed = read.filter((file) => file !== undefined && "state" in file);
    const parsed = await this.parsed(unparsed.map(({ path, text }) => ({ path, text })));
    const facts = new Map(unparsed.map((file, index) => [file, parsed[index]]));
    return read.flatMap((file): ReadFile[] => {
      if (file === undefined) return [];
      if (!("state" in file)) return [file];
      const made = facts.get(file);
      if (made === undefined) return [];
      const { path, text, state } = file;
      const kept = this.reader.cache?.put(path, state, text, made);
      return [this.made(path, kept?.hash, made)];
    });
  }

  /** Apart from where texts are at hand: a function keeps alive what is around it where it was made, and this one lives as long as the reading. */
  private made(path: string, hash: string | undefined, facts: PackedFacts): ReadFile {
    return this.file(path, { hash, lines: facts.lines, facts: () => facts }, false);
  }

  /** Where a batch fails, each of its files stands for itself. */
  private async parsed(files: SourceText[]): Promise<(PackedFacts | undefined)[]> {
    if (files.length === 0) return [];
    try {
      return await this.reader.parse(files);
    } catch (error) {
      const [only, more] = files;
      if (more === undefined && only !== undefined) {
        this.watch.skipped(only.path, `cannot be parsed: ${error instanceof Error ? error.message : error}`);
        return [undefined];
      }
      const out: (PackedFacts | undefined)[] = [];
      for (const file of files) out.push(...(await this.parsed([file])));
      return out;
    }
  }

  /** Its text is read again where it is quoted, which is in few files: all of them together are as long as everything that is known of them. */
  private file(path: string, known: Pick<ReadFile, "hash" | "lines" | "facts">, isKnown: boolean): ReadFile {
    return { path, ...known, known: isKnown, text: () => this.reader.access.textNow(path) };
  }

  /** The file as it is known, or its text where that has to be parsed. */
  private async one(path: string, state: FileState): Promise<ReadFile | Unparsed | undefined> {
    const { access, cache } = this.reader;
    const unchanged = cache?.unchanged(path, state);
    if (unchanged !== undefined) return this.file(path, unchanged, true);
    const text = await access.text(path);
    const reason = text === undefined ? notReadable : unreadable(text);
    if (text === undefined || reason !== undefined) {
      this.watch.skipped(path, reason ?? "");
      return undefined;
    }
    const same = cache?.ofText(path, state, text);
    return same === undefined ? { path, text, state } : this.file(path, same, true);
  }
}

interface Unparsed extends SourceText {
  state: FileState;
}
