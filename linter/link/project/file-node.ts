import { libraryOfModule, libraryOfName } from "../../catalog/index.ts";
import type { CallFact, ExportFact, FileFacts, ImportFact, TypeRef, Value } from "../../facts.ts";
import { libraryOfModel } from "../../outline/defined-models.ts";
import { type Outline, outlineOf } from "../../outline/outline.ts";
import { pack } from "../../packed/pack.ts";
import type { PackedFacts } from "../../packed/packed.ts";
import { unpack, unpackOutline } from "../../packed/unpack.ts";
import type { Entity } from "../entity.ts";
import { OpenFacts, type PassedTo } from "./open-facts.ts";
import type { OpenFiles } from "./open-files.ts";

/**
 * A file of the project: its facts, with what linking keeps beside them. Facts take twenty times the room of their packed form, so
 * a file that was not looked at for a while is closed, and opened again when it is next asked.
 */
export class FileNode {
  readonly path: string;
  readonly outline: Outline;
  /** How much there is to say of it: the length of its packed facts, or what that will be about. Bytes. */
  readonly weight: number;
  /** Names of the libraries that the file imports, or defines models of. */
  readonly libraries: ReadonlySet<string>;
  /** The turn of `OpenFiles` in which somebody looked at its facts last. */
  asked = 0;
  /** The turn that `values`, `results` and `types` are of. */
  turn = -1;
  /** The state of the project's paths that `modules` is of. */
  paths = -1;
  readonly modules = new Map<string, string | undefined>();
  /** Who was noted last as a reader of it, among which readers. */
  readonly noted: { reader: string; in: ReadonlyMap<string, unknown> | undefined } = {
    reader: "",
    in: undefined,
  };
  private readonly text: string | (() => string);
  private readonly openFiles: OpenFiles;
  /** The text, where it had to be got. */
  private quoted: string | undefined;
  private packed: PackedFacts | undefined;
  private exportNames: ReadonlySet<string> | undefined;
  private opened: OpenFacts | undefined;

  /** @param text the text that the facts are of, or how to get it */
  constructor(
    path: string,
    facts: FileFacts | PackedFacts,
    text: string | (() => string),
    openFiles: OpenFiles,
  ) {
    this.path = path;
    this.text = text;
    this.openFiles = openFiles;
    if ("bytes" in facts) {
      this.packed = facts;
      this.weight = facts.bytes.length;
      this.outline = unpackOutline(facts);
    } else {
      this.opened = new OpenFacts(facts);
      this.weight = 50 * facts.lineStarts.length;
      this.outline = outlineOf(facts);
      openFiles.opened(this);
    }
    this.libraries = librariesOf(this.outline);
  }

  /** The text that the facts are of: messages and fixes quote it. */
  get source(): string {
    if (typeof this.text === "string") return this.text;
    this.quoted ??= this.text();
    return this.quoted;
  }

  get facts(): FileFacts {
    return this.open().facts;
  }

  /** Whether a name or a literal of the file may be so; where none is, its text need not be read. */
  mayName(pattern: RegExp): boolean {
    return pattern.test(this.packed?.texts ?? this.source);
  }

  /** What values of the file were found to be. */
  get values(): Map<Value, Entity[]> {
    return this.open().values;
  }

  /** What its functions were found to return. */
  get results(): Map<number, Entity[]> {
    return this.open().results;
  }

  /** What its types were found to be. */
  get types(): Map<TypeRef, Entity[]> {
    return this.open().types;
  }

  get imports(): Map<number, ImportFact> {
    return this.open().imports;
  }

  get exports(): Map<string, ExportFact[]> {
    return this.open().exports;
  }

  /** What it exports under a name. Of those that have none, and they are most of whom a barrel asks, nothing is unpacked. */
  exportsNamed(name: string): ExportFact[] | undefined {
    return this.hasExport(name) ? this.exports.get(name) : undefined;
  }

  hasExport(name: string): boolean {
    this.exportNames ??= new Set(this.outline.exports);
    return this.exportNames.has(name);
  }

  /** Function expressions that are arguments of a call. */
  get passedTo(): Map<number, PassedTo> {
    return this.open().passedTo;
  }

  /** Calls that stand as an argument of another call, and that call. */
  get argumentOf(): Map<CallFact, number> {
    return this.open().argumentOf;
  }

  /** Calls that stand in a hole of a tagged text. */
  get templated(): Set<CallFact> {
    return this.open().templated;
  }

  /** Calls whose result replaces what a variable held before: a builder that grows. */
  get reassigned(): Set<number> {
    return this.open().reassigned;
  }

  /** Members that are called, or handed over. */
  get called(): Set<Value> {
    return this.open().called;
  }

  /** Function expressions that are called where they stand: `(async () => { … })()`. */
  get selfCalled(): Map<number, PassedTo> {
    return this.open().selfCalled;
  }

  /** Gives back the room of the facts, and of what was concluded from them. */
  close(): void {
    if (this.opened === undefined) return;
    this.packed ??= pack(this.opened.facts);
    this.opened = undefined;
    this.quoted = undefined;
  }

  /** Drops what was concluded. */
  forget(turn: number): void {
    this.turn = turn;
    this.opened?.forget();
  }

  private open(): OpenFacts {
    if (this.opened === undefined) {
      if (this.packed === undefined) throw new Error(`${this.path} has no facts`);
      this.opened = new OpenFacts(unpack(this.packed));
      this.openFiles.opened(this);
    }
    this.asked = this.openFiles.turn;
    return this.opened;
  }
}

/** Stands for every package that serves GraphQL. */
export const GRAPHQL = "GraphQL";

function servesGraphql(module: string): boolean {
  return /graphql|apollo|mercurius|pothos/.test(module) && !module.startsWith(".");
}

function librariesOf({ imports, required, handed }: Outline): Set<string> {
  const used = new Set<string>();
  for (const { module, name } of imports) {
    const library = libraryOfModule(module) ?? libraryOfName(name);
    if (library !== undefined) used.add(library.name);
    else if (servesGraphql(module)) used.add(GRAPHQL);
  }
  for (const module of required) {
    const library = libraryOfModule(module);
    if (library !== undefined) used.add(library.name);
    else if (servesGraphql(module)) used.add(GRAPHQL);
  }
  // A file that is passed the library's own object imports nothing.
  for (const name of handed) {
    const library = libraryOfModel(name);
    if (library !== undefined) used.add(library);
  }
  return used;
}
