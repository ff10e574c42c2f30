import type {
  Assignment,
  Binding,
  CallFact,
  ClassFact,
  Directive,
  Exit,
  ExportFact,
  FileFacts,
  FunctionFact,
  ImportFact,
  LanguageId,
  Region,
  TypeFact,
} from "../facts.ts";
import type { Outline } from "../outline/outline.ts";
import type { Span } from "../text.ts";
import type { PackedFacts } from "./packed.ts";
import { Parts } from "./parts.ts";

/**
 * The facts that were packed. Bytes that `pack` did not write give facts of no meaning, or an error when a part is asked for; a cache has to see to
 * that.
 */
export function unpack(packed: PackedFacts): FileFacts {
  return new UnpackedFacts(new Parts(packed));
}

/** What the project has to know of the file at once; a small part of the work. */
export function unpackOutline(packed: PackedFacts): Outline {
  return new Parts(packed).outline();
}

/** Each part is unpacked when it is first asked for: of most files that another one names, a few parts are. */
class UnpackedFacts implements FileFacts {
  readonly version: number;
  readonly language: LanguageId;
  readonly #parts: Parts;
  #lineStarts: number[] | undefined;
  #imports: ImportFact[] | undefined;
  #loads: string[] | undefined;
  #exports: ExportFact[] | undefined;
  #bindings: Binding[] | undefined;
  #functions: FunctionFact[] | undefined;
  #classes: ClassFact[] | undefined;
  #types: TypeFact[] | undefined;
  #regions: Region[] | undefined;
  #calls: CallFact[] | undefined;
  #assignments: Assignment[] | undefined;
  #exits: Exit[] | undefined;
  #directives: Directive[] | undefined;
  #errors: Span[] | undefined;

  constructor(parts: Parts) {
    this.version = parts.version;
    this.language = parts.language;
    this.#parts = parts;
  }

  get lineStarts(): number[] {
    this.#lineStarts ??= this.#parts.lineStarts();
    return this.#lineStarts;
  }

  get imports(): ImportFact[] {
    this.#imports ??= this.#parts.imports();
    return this.#imports;
  }

  get loads(): string[] {
    this.#loads ??= this.#parts.loads();
    return this.#loads;
  }

  get exports(): ExportFact[] {
    this.#exports ??= this.#parts.exports();
    return this.#exports;
  }

  get bindings(): Binding[] {
    this.#bindings ??= this.#parts.bindings();
    return this.#bindings;
  }

  get functions(): FunctionFact[] {
    this.#functions ??= this.#parts.functions();
    return this.#functions;
  }

  get classes(): ClassFact[] {
    this.#classes ??= this.#parts.classes();
    return this.#classes;
  }

  get types(): TypeFact[] {
    this.#types ??= this.#parts.declarations();
    return this.#types;
  }

  get regions(): Region[] {
    this.#regions ??= this.#parts.regions();
    return this.#regions;
  }

  get calls(): CallFact[] {
    this.#calls ??= this.#parts.calls();
    return this.#calls;
  }

  get assignments(): Assignment[] {
    this.#assignments ??= this.#parts.assignments();
    return this.#assignments;
  }

  get exits(): Exit[] {
    this.#exits ??= this.#parts.exits();
    return this.#exits;
  }

  get directives(): Directive[] {
    this.#directives ??= this.#parts.directives();
    return this.#directives;
  }

  get errors(): Span[] {
    this.#errors ??= this.#parts.errors();
    return this.#errors;
  }
}
