import type { Filling, Sentence } from "../../words/sentence.ts";
import type { Concept, Unit } from "../construction.ts";

/**
 * What a library's exports, types and calls mean, as data. A name in code is matched to it by where it was imported from or by its
 * declared type, never by the name of a method alone.
 */
export interface Library {
  /** Short id used in findings and constructions: `pg`. */
  name: string;
  /** As a person writes it: `node-postgres`. */
  title: string;
  /** Modules it is imported from; `*` stands for any text. */
  modules: string[];
  /** Exported names so distinctive that they are recognised from a module that cannot be found (generated clients). */
  anywhere?: string[];
  /** By exported name; "default" is also what `require` gives, next to the named ones. */
  exports: Record<string, Member>;
  /** What one of its modules exports otherwise, by module: a driver that builds its own pool. */
  submodules?: Record<string, Record<string, Member>>;
  /** By the name used in type annotations and in this catalog. */
  types: Record<string, LibraryType>;
  /** Type names as other modules of the library spell them. */
  aliases?: Record<string, string>;
  /** Names that values of a type go by where the type itself cannot be found; they count as likely, never as certain. Distinctive ones go by no other thing, whether or not the project imports the library. */
  usualNames?: { names: string[]; type: string; distinctive?: true }[];
  /** Names of objects that hold such things by their own names: `models.User`; `define` is the method that says such a name. */
  usualHolders?: { names: string[]; holds: string; define?: string };
  /** A method that nothing else of the project's databases has, asked with a text: `db.collection("users")`, where nothing is known of `db`. */
  usualMethod?: {
    name: string;
    gives: string;
    /** A package that says so in its name, or in that of what it exports, has the library inside. */
    from: RegExp;
  };
  /** Methods that hardly anything but this library has: on what they are called it is a value of the type, where nothing else is known of it. */
  usualMethods?: {
    names: string[];
    type: string;
    /** The like of its rows. */
    ofRows?: { names: string[]; type: string };
    /** A class of a package that says so in its name, or in that of the class, is such a type too: what extends it has all that the type has. */
    base?: RegExp;
    /** Also on what is taken out of a package, or made by one, that says so in its name, or in that of what it exports. */
    from?: RegExp;
  };
  /** Methods that are the library's on what is reached by a name of its own: `query` in `….query.users.findMany()`, `select` in `….select().from(users)`. */
  usualChains?: { names: string[]; behind: string; type: string }[];
  /** What takes text that is plainly SQL, where nothing else is known of it: the members that such a call and such a tagged text are. */
  byText?: {
    asks: { type: string; member: string };
    tag: { type: string; member: string };
    /** Not what a package of such a name made, nor in a file that imports one. */
    butOf: RegExp;
  };
  /** A query that is handed a callback runs without being awaited. */
  takesCallbacks?: boolean;
  /** SQL text as a value of an object is part of the query that takes the object. */
  takesPieces?: boolean;
  /** Names that need no import. */
  globals?: Record<string, Member>;
  /** What the options of its pools and clients mean; `builds` points in here. */
  pool?: PoolFacts[];
}

export interface LibraryType {
  extends?: string;
  /** "*" is every other name. */
  members: Record<string, Member>;
  /** Members of the class itself. */
  statics?: Record<string, Member>;
  /** What calling the value does: knex("users"), sql`…`. */
  call?: Operation;
  /** Constructing it builds a pool or client: index of its facts in `pool`. */
  builds?: number;
  /** A query that runs when it is awaited, not when it is built. */
  runs?: Effect;
  /** What takes many rows at once in the place of such a query. */
  bulk?: Filling;
  /** A command: a client that is given one sends it. */
  sends?: { effect: Effect; bulk?: Filling };
  /** A cursor: `for await` and `next` give its rows one by one, however they are fetched. */
  rowByRow?: true;
  /** Holds such things; iterating gives the type named here. */
  element?: string;
  /** What `new` on a value of this type gives: a document of a model. */
  instances?: string;
  /** Functions that a project puts under this name of a schema are members, too. */
  added?: "statics" | "methods";
  /** What an association makes a member: `getOrders` of a model that has many orders. */
  associated?: Member;
  /** A table or a server: what two of them are asked cannot be one query. */
  place?: true;
}

export interface Member {
  /** The member's type. */
  type?: string;
  /** The member is this class (it can be constructed and extended). */
  class?: string;
  call?: Operation;
}

/** One query or more goes to the server; `batch` marks the form that takes many rows at once. */
export type Effect = "read" | "write";

export interface Operation {
  effect?: Effect;
  /** The effect is that of the SQL text in this argument; unknown text counts as a read, unless `effect` says what every text does. */
  sql?: number;
  /** Of text that is not in sight this property of an argument says what it does: `{ type: QueryTypes.SELECT }`. */
  saidBy?: { argument: number; property: string };
  /** The effect is that of the command in this argument; of another one nothing is known. */
  command?: number;
  /** The effect is that of the SQL text that the call is made on. */
  ownText?: true;
  /** Type of the result (of the promise). */
  returns?: string;
  /** The result is what it is called on, bound to something: Objection's `bindKnex`. */
  same?: true;
  /** Parameters of a callback, by argument index. */
  callbacks?: Record<number, Callback>;
  /** Equal reads issued in one tick travel as one query (Prisma's findUnique). */
  coalesced?: boolean;
  /** The result is this argument: MikroORM's `defineConfig`. */
  hands?: number;
  /** What it loads its receiver keeps, and does not ask for again: MikroORM's `loadItems`. */
  keeps?: true;
  /**
   * Reads a row by key, and this is how many rows are read in one: for the message, as code or in words. What is in ‹ › is the key, called as it is mostly; the
   * message says the one that the code asks by.
   */
  bulk?: Filling;
  /** Asks only behind the call that gives its receiver: `find().next()`; of a cursor that is kept it goes on. */
  opens?: true;
  /** The form that takes many rows may still send a statement for each: TypeORM's `save` of rows that were changed, in one transaction. */
  eachStill?: true;
  /** Writes the row that it is called on, which is all that says which row is meant: Sequelize's `row.update(values)`. */
  ofItself?: true;
  /** Already takes many rows at once. */
  many?: boolean;
  /** Only as a tagged template is it a query: sql`…`, not sql(ids). */
  tag?: boolean;
  /** Builds a pool or client: index of its facts in `pool`. */
  builds?: number;
  /** The members of the object that is this argument are the result's, too: TypeORM's `extend`. */
  joins?: number;
}

/** As the type of a callback's parameter: what the call is given first, or that bound to something. */
export const FIRST_ARGUMENT = "its first argument";

export interface Callback {
  /** Types of the callback's parameters; "" = nothing known, or `FIRST_ARGUMENT`. */
  parameters: string[];
  /** "once" in place, "each" for every row, "later" when something happens. */
  runs: "once" | "each" | "later";
}

/** What the options of a pool or client mean. */
export interface PoolFacts {
  kind: "pool" | "client";
  /** Whose pool it is, by the short name of that library, where it is not this one's own. */
  driver?: string;
  /** Which argument holds the options; -1 = the last one. */
  argument: number;
  /** The options may also stand alone, as the first argument: `axios({ url })`. */
  alone?: true;
  /** Behind the options there may be a function that is called with the answer. */
  callback?: true;
  /** Which argument may be a connection string with options of its own. */
  url?: number;
  /** The options that may be a connection string with options of its own. */
  urlProperties?: string[];
  /** Parameters of that connection string whose value can take a limit away. */
  urlParameters?: { parameter: string; concept: Concept; unlimited: string }[];
  /**
   * The option that holds the pool's own options, or its connection string; a connection string alone will do as well. Whatever else the
   * call is given is a pool already, and none is built.
   */
  connection?: string;
  /** The option without which no connection is opened: what only builds queries holds none. */
  opensBy?: string;
  /** Only where an option has one of these values: TypeORM's `type`. Else the facts at `otherwise` hold, or none. */
  when?: { property: string; values: string[]; otherwise?: number };
  /** From these versions of a package on, where `package.json` says so, the facts at such an index hold instead: of several that hold those of the last. */
  since?: { package: string; major: number; facts: number }[];
  /** Text by which another file of the package may set a limit for every call. */
  elsewhere?: RegExp;
  /** A module of Nest that brings in what is asked by, by its type here, and text by which another file of the package may register it with a limit. */
  broughtBy?: { type: string; registered: RegExp };
  /** Text in the file by which a call may be limited from outside. */
  around?: RegExp;
  /**
   * Options that the library does not read where people put them: limits on waiting for a connection, unless `concept` says otherwise. With the name in
   * `rename` the library reads them where they stand.
   */
  misplaced?: { path: string; belongs: Sentence; concept?: Concept; rename?: string }[];
  properties: PropertyFacts[];
  /** Limits that the library does not have; `remedy` is the nearest option that it has. */
  unsupported: {
    concept: Concept;
    /** Without a full stop. */
    reason: Sentence;
    /** What to do instead, after "Instead, ". */
    advice: Sentence;
    remedy?: { property: string; value: number };
  }[];
  /** Where these facts were read: package, version, file. */
  source: string;
}

export interface PropertyFacts {
  property: string;
  concept: Concept;
  unit: Unit;
  /** Value when left out; "unlimited" waits for ever. */
  default: number | "unlimited" | null;
  /** Other spellings that the library takes. */
  aliases?: string[];
  /** The default is a limit that nobody waits for: told where it is asked for. */
  tooLong?: true;
  /** Value to write when the limit is missing, in `unit`. */
  recommended?: number;
  /** The same as text, for what is no number. */
  recommendedText?: string;
  /** Another option without which the library does not read this one, and has no such limit. */
  onlyWith?: string;
  /** A value that also means no limit: pg's 0. */
  unlimited?: number;
}
