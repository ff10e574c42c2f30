import { libraryOfModule, libraryOfName } from "../catalog/index.ts";
import type { CallFact, ExportFact, FileFacts, ImportFact, Value } from "../facts.ts";
import { pack } from "../packed/pack.ts";
import type { PackedFacts } from "../packed/packed.ts";
import { unpack, unpackOutline } from "../packed/unpack.ts";
import type { Entity } from "./entity.ts";
import type { OpenFiles } from "./open-files.ts";
import { type Outline, outlineOf } from "./outline.ts";

/** What a file says, ready to be looked things up in. */
interface Opened {
  facts: FileFacts;
  imports: Map<number, ImportFact>;
  exports: Map<string, ExportFact[]>;
  passedTo: Map<number, { call: number; argument: number }>;
  argumentOf: Map<CallFact, number>;
  templated: Set<CallFact>;
  reassigned: Set<number>;
  selfCalled: Map<number, { call: number; argument: number }>;
}

/**
 * A file of the project: its facts, with what linking keeps beside them. Facts take twenty times the room of their packed form, so
 * a file that was not looked at for a while is closed, and opened again when it is next asked.
 */
export class FileNode {
  readonly path: string;
  readonly outline: Outline;
  /** How much there is to say of it: the length of its packed facts, or what that will be about. Bytes. */
  readonly weight: number;
  /** Names of the libraries that the file imports. */
  readonly libraries: ReadonlySet<string>;
  /** The turn of `OpenFiles` in which somebody looked at its facts last. */
  asked = 0;
  /** The turn that `values` and `results` are of. */
  turn = -1;
  /** The state of the project's paths that `modules` is of. */
  paths = -1;
  readonly values = new Map<Value, Entity[]>();
  readonly results = new Map<number, Entity[]>();
  readonly modules = new Map<string, string | undefined>();
  private readonly text: string | (() => string);
  private readonly openFiles: OpenFiles;
  /** The text, where it had to be got. */
  private quoted: string | undefined;
  private packed: PackedFacts | undefined;
  private opened: Opened | undefined;

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
      this.opened = openedOf(facts);
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

  get imports(): Map<number, ImportFact> {
    return this.open().imports;
  }

  get exports(): Map<string, ExportFact[]> {
    return this.open().exports;
  }

  /** Function expressions that are arguments of a call. */
  get passedTo(): Map<number, { call: number; argument: number }> {
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

  /** Function expressions that are called where they stand: `(async () => { … })()`. */
  get selfCalled(): Map<number, { call: number; argument: number }> {
    return this.open().selfCalled;
  }

  /** Gives back the room of the facts, and of what was concluded from them. */
  close(): void {
    if (this.opened === undefined) return;
    this.packed ??= pack(this.opened.facts);
    this.opened = undefined;
    this.quoted = undefined;
    this.forget(-1);
  }

  /** Drops what was concluded. The maps are old when their content is young, so dropping the maps would let it grow old with them. */
  forget(turn: number): void {
    this.turn = turn;
    this.values.clear();
    this.results.clear();
  }

  private open(): Opened {
    if (this.opened === undefined) {
      if (this.packed === undefined) throw new Error(`${this.path} has no facts`);
      this.opened = openedOf(unpack(this.packed));
      this.openFiles.opened(this);
    }
    this.asked = this.openFiles.turn;
    return this.opened;
  }
}

function librariesOf({ imports }: Outline): Set<string> {
  const used = new Set<string>();
  for (const { module, name } of imports) {
    const library = libraryOfModule(module) ?? libraryOfName(name);
    if (library !== undefined) used.add(library.name);
  }
  return used;
}

function openedOf(facts: FileFacts): Opened {
  const opened: Opened = {
    facts,
    imports: new Map(facts.imports.map((fact) => [fact.binding, fact])),
    exports: new Map(),
    passedTo: new Map(),
    argumentOf: new Map(),
    templated: new Set(),
    reassigned: new Set(
      facts.bindings.flatMap(({ values }) =>
        values.flatMap(({ value, later }) => (later && value.kind === "call" ? [value.call] : [])),
      ),
    ),
    selfCalled: new Map(),
  };
  const add = (fact: ExportFact) => {
    const list = opened.exports.get(fact.name);
    if (list === undefined) opened.exports.set(fact.name, [fact]);
    else list.push(fact);
  };
  facts.exports.forEach(add);
  for (const { target, value } of facts.assignments) {
    const name = commonName(target);
    if (name !== undefined) add({ name, value });
  }
  facts.calls.forEach((call, index) => {
    if (call.callee.kind === "function")
      opened.selfCalled.set(call.callee.function, { call: index, argument: -1 });
    call.arguments.forEach((argument, position) => {
      const inner = argument.kind === "call" ? facts.calls[argument.call] : undefined;
      if (inner !== undefined) opened.argumentOf.set(inner, index);
      for (const hole of call.form === "tag" && argument.kind === "text" ? argument.of : []) {
        const held = hole.kind === "call" ? facts.calls[hole.call] : undefined;
        if (held !== undefined) opened.templated.add(held);
      }
      if (argument.kind === "function")
        opened.passedTo.set(argument.function, { call: index, argument: position });
    });
  });
  return opened;
}

/** `module.exports = …` is "=", `exports.a = …` is "a". */
function commonName(target: Value): string | undefined {
  if (target.kind !== "member") return undefined;
  const whole = (value: Value) =>
    value.kind === "member" &&
    value.name === "exports" &&
    value.of.kind === "name" &&
    value.of.name === "module";
  if (whole(target)) return "=";
  const bare = target.of.kind === "name" && target.of.name === "exports" && target.of.binding < 0;
  return bare || whole(target.of) ? target.name : undefined;
}
