import type { Span } from "./text.ts";

/**
 * What one source file says, without its syntax tree: plain data that can be cached by the hash of the text and sent between threads.
 * Language front ends write it, linking and rules read it; nothing in it is of one language only. All cross references are
 * indexes into the arrays of the same file. Places are offsets in UTF-16 code units; `lineStarts` turns them into lines.
 */
export interface FileFacts {
  version: number;
  language: LanguageId;
  lineStarts: number[];
  imports: ImportFact[];
  /** What `require` and `import()` name, wherever they stand: a module, or a pattern with `*` where the program puts the name together. */
  loads: string[];
  exports: ExportFact[];
  bindings: Binding[];
  /** The first is the file itself: what runs when it is loaded. */
  functions: FunctionFact[];
  classes: ClassFact[];
  types: TypeFact[];
  /** Blocks that matter for how often and whether code runs. The first is the body of `functions[0]`. */
  regions: Region[];
  calls: CallFact[];
  /** Assignments to something that is not a variable of the file: `this.pool = …`, `module.exports = …`, `database = …` that nothing declares. */
  assignments: Assignment[];
  exits: Exit[];
  directives: Directive[];
  /** Places that the parser could not understand. */
  errors: Span[];
}

/** Part of every cache key: raised whenever the same text would give other facts. */
export const factsVersion = 21;

export type LanguageId = "typescript" | "javascript" | "json";

export interface ImportFact {
  binding: number;
  module: string;
  /** Exported name over there; "default", or "*" for the module itself. */
  name: string;
  start: number;
  end: number;
}

export interface ExportFact {
  /** "default", "*" for everything of `module`, "=" for the whole module (CommonJS). */
  name: string;
  value?: Value;
  /** Re-export: `imported` of `module`. */
  module?: string;
  imported?: string;
}

export type BindingKind =
  | "constant"
  | "variable"
  | "parameter"
  | "element"
  | "import"
  | "function"
  | "class"
  | "type"
  | "caught";

/** A declared name. */
export interface Binding {
  name: string;
  kind: BindingKind;
  start: number;
  end: number;
  region: number;
  type?: TypeRef;
  /** The initialiser first, then every later assignment. */
  values: AssignedValue[];
  /** For kinds function, class and type: index in the array of that kind. */
  target?: number;
}

export interface AssignedValue {
  value: Value;
  region: number;
  start: number;
  /** False for the initialiser. */
  later: boolean;
}

export type FunctionKind = "module" | "function" | "arrow" | "method" | "getter" | "setter" | "constructor";

export interface FunctionFact {
  name: string;
  kind: FunctionKind;
  start: number;
  end: number;
  /** The name, or the first characters of the function where it has none. */
  nameStart: number;
  nameEnd: number;
  /** Region in which the function is written. */
  region: number;
  /** Region that its body is. */
  body: number;
  /** Class it is a member of, or -1. */
  class: number;
  static: boolean;
  async: boolean;
  generator: boolean;
  parameters: ParameterFact[];
  returnType?: TypeRef;
  returns: ReturnFact[];
  decorators: Decorator[];
}

export interface ParameterFact {
  name: string;
  /** Binding of a plain parameter, -1 for a destructured one. */
  binding: number;
  type?: TypeRef;
  optional: boolean;
  rest: boolean;
  /** A constructor parameter that is also a field. */
  field: boolean;
  decorators: Decorator[];
}

/** What a function returns; of a generator, what it yields. */
export interface ReturnFact {
  value: Value;
  region: number;
}

export interface ClassFact {
  name: string;
  binding: number;
  start: number;
  end: number;
  abstract: boolean;
  superclass?: Value;
  superArguments: TypeRef[];
  implements: TypeRef[];
  decorators: Decorator[];
  fields: FieldFact[];
  methods: MethodFact[];
}

export interface FieldFact {
  name: string;
  static: boolean;
  type?: TypeRef;
  value?: Value;
  decorators: Decorator[];
  start: number;
  end: number;
}

export interface MethodFact {
  name: string;
  static: boolean;
  function: number;
}

export interface Decorator {
  /** The expression after the @, usually a call. */
  value: Value;
  start: number;
  end: number;
}

/** An interface or a type alias. */
export interface TypeFact {
  name: string;
  binding: number;
  extends: TypeRef[];
  type: TypeRef;
  /** Enumerations are types too; their members are constants. */
  enumeration: boolean;
  /** The names of its type parameters, where it has any. */
  parameters?: string[];
  /** An interface inside `declare module "fastify"` or `declare global`: it adds to one that somebody else declares. */
  adds?: true;
}

export type TypeRef =
  | { kind: "named"; name: string; binding: number; path: string[]; arguments: TypeRef[] }
  | { kind: "union" | "intersection"; of: TypeRef[] }
  | { kind: "object"; members: { name: string; type: TypeRef }[] }
  | { kind: "array"; of: TypeRef }
  | { kind: "query"; value: Value }
  | { kind: "function"; parameters: TypeRef[]; returns: TypeRef }
  | { kind: "lookup"; of: TypeRef; key: string }
  | { kind: "unknown" };

export type RegionKind =
  | "function"
  /** A counting loop with a header of three parts. */
  | "count"
  /** A loop over the elements (or keys) of `over`. */
  | "each"
  | "while"
  | "branch"
  /** An arm of a switch: `break` leaves it, not the loop around it. */
  | "case"
  | "try"
  | "catch"
  | "finally";

export interface Region {
  kind: RegionKind;
  parent: number;
  function: number;
  start: number;
  end: number;
  /** Where the header of a loop ends, the place to point at. */
  headEnd: number;
  /** The collection of an `each`. */
  over?: Value;
  /** The condition of a loop or branch; of an arm of a switch the operation `case` of what is told apart and of its labels. */
  condition?: Value;
  /** The step of a counting loop. */
  step?: Value;
  /** `for await`: the elements arrive one by one. */
  awaits: boolean;
  /** Which arm of a branch; arms of one branch share `group` and exclude one another. Negative for the other kinds. */
  arm: number;
  group: number;
}

/** What happens to the result of a call. */
export type Use = "awaited" | "returned" | "discarded" | "chained" | "argument" | "property" | "kept";

export interface CallFact {
  /** An "element" is a component in markup: what its attributes hold are its arguments, but for functions. */
  form: "call" | "new" | "tag" | "element";
  callee: Value;
  arguments: Value[];
  /** Type arguments as written. */
  types: TypeRef[];
  start: number;
  end: number;
  region: number;
  use: Use;
}

export interface Assignment {
  target: Value;
  value: Value;
  region: number;
  start: number;
  end: number;
}

export interface Exit {
  kind: "return" | "break" | "continue" | "throw";
  region: number;
  start: number;
  end: number;
  value?: Value;
}

/** A comment that speaks to the linter. */
export interface Directive {
  /** "off" holds from its place until an "on", or to the end of the file; "unknown" is one that there is not. */
  kind: "off-line" | "off-next-line" | "off" | "on" | "unknown";
  /** As it is spelled: `spillway-disable`. */
  word: string;
  /** Empty = every rule. */
  rules: string[];
  reason: string;
  start: number;
  end: number;
  /** The end of the comments that follow it directly: those of other tools may stand between it and its line. */
  until: number;
}

export interface Property {
  /** Undefined for a computed name. */
  key: string | undefined;
  value: Value;
  start: number;
  end: number;
  /** `{ a }`: the value has no text of its own. */
  shorthand: boolean;
}

/** An expression, reduced to what linking and rules ask about. */
export type Value = (
  | { kind: "name"; name: string; binding: number }
  | { kind: "member"; of: Value; name: string }
  | { kind: "element"; of: Value; key: Value }
  | { kind: "call"; call: number }
  | { kind: "function"; function: number }
  | { kind: "class"; class: number }
  | { kind: "object"; properties: Property[] }
  | { kind: "array"; items: Value[] }
  | { kind: "literal"; value: string | number | boolean | null }
  /** A text with holes: `${a} b`. */
  | { kind: "text"; strings: string[]; of: Value[] }
  | { kind: "await"; of: Value }
  | { kind: "spread"; of: Value }
  /** One of these: `a ? b : c`, `a ?? b`, `a || b`; a condition that is not a result is `when`. */
  | { kind: "choice"; of: Value[]; when?: Value }
  | { kind: "operation"; operator: string; of: Value[] }
  | { kind: "this" }
  /** Each element of a collection in turn. */
  | { kind: "each"; of: Value }
  /** What is passed to a function. */
  | { kind: "parameter"; function: number; index: number }
  /** All that a module exports: `require("pg")`, `import("pg")`. */
  | { kind: "module"; module: string }
  | { kind: "unknown" }
) &
  Place & {
    /** What the author says that it is: `repo as UserRepo`, and in JavaScript a comment with `@type`. */
    as?: TypeRef;
  };

export interface Place {
  start: number;
  end: number;
}
