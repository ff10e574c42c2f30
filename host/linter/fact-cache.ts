import { relative } from "node:path";
import type { PackedFacts } from "../../linter/packed/packed.ts";
import type { FactCache, KeptFacts } from "../../linter/workspace/reading.ts";
import type { FileState } from "../../linter/workspace/walk.ts";
import { digestOf, type KeptFiles } from "./kept-files.ts";

/** One file: what it was like, and where its facts lie in the file of facts. */
interface Entry {
  size: number;
  modified: number;
  /** When its text was read last, milliseconds since 1970. */
  read: number;
  hash: string;
  lines: number;
  /** Bytes of the packed facts, and characters of their texts. */
  bytes: number;
  texts: number;
  /** The texts take two bytes a character. */
  wide: boolean;
  at: number;
}

interface Index {
  version: string;
  /** The digest of the file of facts that this is the index of. */
  facts: string;
  entries: Record<string, Entry>;
}

/** The facts that the index promised are gone or damaged. Nothing is wrong with the files themselves: read them without a cache. */
export class CacheFailure extends Error {
  override readonly name = "CacheFailure";
}

/** A change within so many milliseconds of the reading may leave no trace in the time of the file. */
const DOUBTFUL = 2000;
/** Facts beyond this are not kept, bytes: some three million lines. */
const LARGEST = 250_000_000;

/**
 * The facts of the files below a root, kept in two files: a small index, which is all that is needed to see that nothing changed, and
 * the facts themselves, which are read when the first is asked for. Facts of another `version` are as if they were not there.
 */
export class KeptFactCache implements FactCache {
  readonly #files: KeptFiles;
  readonly #root: string;
  readonly #name: string;
  readonly #version: string;
  readonly #old: Index;
  readonly #byHash: ReadonlyMap<string, Entry>;
  /** What was asked for: only that is kept. */
  readonly #used = new Map<string, { entry: Entry; facts: PackedFacts | undefined }>();
  #kept: Buffer | undefined;
  #changed = false;

  /** @param root what the cache is of, a folder */
  constructor(files: KeptFiles, root: string, version: string) {
    this.#files = files;
    this.#root = `${root}/`;
    this.#name = nameOf(files, root);
    this.#version = version;
    this.#old = indexIn(files.read(`${this.#name}.index`)?.content, version);
    this.#byHash = new Map(Object.values(this.#old.entries).map((entry) => [entry.hash, entry]));
  }

  unchanged(path: string, { size, modified }: FileState): KeptFacts | undefined {
    const key = this.#key(path);
    const entry = Object.hasOwn(this.#old.entries, key) ? this.#old.entries[key] : undefined;
    if (entry === undefined || entry.size !== size || entry.modified !== modified) return undefined;
    if (entry.read - modified < DOUBTFUL) return undefined;
    return this.#keep(path, entry);
  }

  ofText(path: string, state: FileState, text: string): KeptFacts | undefined {
    const known = this.#byHash.get(digestOf(text));
    if (known === undefined) return undefined;
    this.#changed = true;
    return this.#keep(path, { ...known, ...state, read: Date.now() });
  }

  put(path: string, state: FileState, text: string, facts: PackedFacts): KeptFacts {
    const hash = digestOf(text);
    const { lines, bytes, texts } = facts;
    const entry: Entry = {
      ...state,
      read: Date.now(),
      hash,
      lines,
      bytes: bytes.length,
      texts: texts.length,
      wide: /[^\0-\xff]/.test(texts),
      at: -1,
    };
    this.#changed = true;
    this.#used.set(this.#key(path), { entry, facts });
    return { hash, lines, facts: () => facts };
  }

  /** Writes what is new, and drops what nobody asked for. */
  save(): void {
    const [index, facts] = [`${this.#name}.index`, `${this.#name}.facts`];
    if (!this.#changed && this.#used.size === Object.keys(this.#old.entries).length) {
      this.#files.touch(index);
      this.#files.touch(facts);
      return;
    }
    const moved = [...this.#used.values()].some(({ entry }) => entry.at < 0);
    const next = moved ? this.#writeFacts(facts) : this.#sameFacts();
    this.#files.write(index, [Buffer.from(JSON.stringify(next))]);
    this.#files.tidy();
  }

  /** Removes it all, so that the next run begins anew. */
  remove(): void {
    this.#files.remove(`${this.#name}.index`);
    this.#files.remove(`${this.#name}.facts`);
  }

  /** New times for what is kept already. */
  #sameFacts(): Index {
    const entries = [...this.#used].map(([key, { entry }]) => [key, entry] as const);
    return { version: this.#version, facts: this.#old.facts, entries: Object.fromEntries(entries) };
  }

  #writeFacts(file: string): Index {
    const entries: Record<string, Entry> = {};
    return { version: this.#version, facts: this.#files.write(file, this.#factsOf(entries)), entries };
  }

  /** The facts of what was used, and where each of them lies. */
  *#factsOf(entries: Record<string, Entry>): Generator<Uint8Array> {
    let at = 0;
    for (const [key, { entry, facts }] of this.#used) {
      const { bytes, texts } = facts ?? this.#unpacked(entry);
      const written = Buffer.from(texts, entry.wide ? "utf16le" : "latin1");
      if (at + bytes.length + written.length > LARGEST) break;
      entries[key] = { ...entry, at };
      yield bytes;
      yield written;
      at += bytes.length + written.length;
    }
  }

  #keep(path: string, entry: Entry): KeptFacts {
    this.#used.set(this.#key(path), { entry, facts: undefined });
    return { hash: entry.hash, lines: entry.lines, facts: () => this.#unpacked(entry) };
  }

  #unpacked({ lines, bytes, texts, wide, at }: Entry): PackedFacts {
    const kept = this.#keptFacts();
    const end = at + bytes;
    const textEnd = end + texts * (wide ? 2 : 1);
    return {
      lines,
      bytes: kept.subarray(at, end),
      texts: kept.toString(wide ? "utf16le" : "latin1", end, textEnd),
    };
  }

  #keptFacts(): Buffer {
    if (this.#kept === undefined) {
      const file = this.#files.read(`${this.#name}.facts`);
      if (file?.digest !== this.#old.facts)
        throw new CacheFailure("the cached facts are not those of the index");
      this.#kept = file.content;
    }
    return this.#kept;
  }

  /** A checkout may be moved, and a cache restored in another place. */
  #key(path: string): string {
    return path.startsWith(this.#root) ? path.slice(this.#root.length) : path;
  }
}

/** The same for a root that moves together with the cache inside it. */
export function nameOf(files: KeptFiles, root: string): string {
  return digestOf(relative(files.folder, root)).slice(0, 16);
}

function indexIn(bytes: Buffer | undefined, version: string): Index {
  const index = bytes === undefined ? undefined : (JSON.parse(bytes.toString("utf8")) as Index);
  return index?.version === version ? index : { version, facts: "", entries: {} };
}
