import { libraryOfName } from "../catalog/index.ts";
import type { Decorator, FileFacts, Value } from "../facts.ts";
import { exportNames } from "./exports.ts";
import { handedIn } from "./handed-in.ts";
import { handingOn } from "./handing-on.ts";
import { namedFunctions } from "./named-functions.ts";
import { typedObjects } from "./typed-objects.ts";

/** What the whole project has to know of every file before any of them is linked. */
export interface Outline {
  imports: { module: string; name: string }[];
  /** Modules that it names in `require` and `import()`, and those that it exports something of. */
  required: string[];
  /** The same of modules that the program finds when it runs: `commands/*`. */
  patterns: string[];
  /** Whether comments in it speak to the linter. */
  hasDirectives: boolean;
  /** The names of what it exports. */
  exports: string[];
  /** The modules of which it exports everything. */
  handedOn: string[];
  /** Each class, with its own name, by the name of each thing that it extends or implements; one with a role also as itself. */
  heirs: { name: string; class: number; own: string }[];
  /** The name of the type of each object literal that is declared with one. */
  objects: string[];
  /** The names under which it hands out something by a context or a container. */
  handed: string[];
  /** The names of its functions that a call may be known by. */
  named: { name: string; function: number }[];
  /** Its functions that hand all that they are passed on to another. */
  handingOn: number[];
}

/** Names of classes of which a program has one object each, called like its class: `userService` is a `UserService`. */
export const ROLE = /[a-z0-9](Service|Repository|Repo|Dao|DAO|UseCase|Storage)$/;

/** Names of classes that programs keep together, under the names of what they are for: `models.user` is a `UserModel`. */
const HELD = /[a-z0-9](Model|Store)$/;

/** What a class with a role is found by, next to what it extends. */
export const ITSELF = (name: string) => `class ${name}`;

/** What the handler of a command or a query of Nest's CQRS is found by. */
export const HANDLER_OF = (name: string) => `handler of ${name}`;

export function outlineOf(facts: FileFacts): Outline {
  const { imports, loads, exports, classes, bindings } = facts;
  const heirs = classes.flatMap((fact, position) => {
    const names = fact.implements.flatMap((t) =>
      t.kind === "named" ? [t.path.at(-1) ?? ownName(facts, t)] : [],
    );
    if (fact.superclass?.kind === "name") names.push(ownName(facts, fact.superclass));
    if (ROLE.test(fact.name) || HELD.test(fact.name)) names.push(ITSELF(fact.name));
    names.push(...fact.decorators.flatMap((decorator) => handledBy(facts, decorator)));
    return names.map((name) => ({ name, class: position, own: fact.name }));
  });
  const objects = typedObjects(facts).map(({ type }) => type.path.at(-1) ?? type.name);
  const isPattern = (module: string) => module.includes("*");
  const required = new Set([
    ...exports.flatMap(({ module }) => module ?? []),
    ...loads.filter((module) => !isPattern(module)),
  ]);
  const taken = imports.map(({ module, name }) => ({ module, name }));
  for (const { values } of bindings) {
    const generated = takenOfGenerated(values[0]?.value);
    if (generated !== undefined) taken.push(generated);
  }
  return {
    imports: taken,
    required: [...required],
    patterns: [...new Set(loads.filter(isPattern))],
    hasDirectives: facts.directives.length > 0,
    exports: exportNames(facts),
    handedOn: exports.flatMap(({ name, module }) => (name === "*" ? (module ?? []) : [])),
    heirs,
    objects,
    handed: [...handedIn(facts).keys()],
    named: namedFunctions(facts),
    handingOn: handingOn(facts),
  };
}

/** What another file of the project calls what a file imports: `import { UserStore as Base } from "../user-store"`. */
function ownName({ imports }: FileFacts, { binding, name }: { binding: number; name: string }): string {
  const taken = imports.find((one) => one.binding === binding);
  if (taken === undefined || taken.name === "default" || taken.name === "*") return name;
  return /^([.~#]|@\/|src\/)/.test(taken.module) ? taken.name : name;
}

/** `const { PrismaClient } = require("../generated")`: what only one library has is an import like any other, wherever it lies. */
function takenOfGenerated(value: Value | undefined): Outline["imports"][number] | undefined {
  if (value?.kind !== "member" || value.of.kind !== "module") return undefined;
  return libraryOfName(value.name) === undefined ? undefined : { module: value.of.module, name: value.name };
}

/** `@QueryHandler(FindUsers)` */
function handledBy({ calls }: FileFacts, { value }: Decorator): string[] {
  const call = value.kind === "call" ? calls[value.call] : undefined;
  const isHandler = call?.callee.kind === "name" && /^(Command|Query)Handler$/.test(call.callee.name);
  const [handled] = call?.arguments ?? [];
  return isHandler && handled?.kind === "name" ? [HANDLER_OF(handled.name)] : [];
}
