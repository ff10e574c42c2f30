import { libraries, search } from "../../catalog/index.ts";
import type { Library } from "../../catalog/library.ts";
import type { Value } from "../../facts.ts";
import { MODEL_OF } from "../../outline/defined-models.ts";
import { ITSELF, ROLE } from "../../outline/outline.ts";
import { type Entity, most, none } from "../entity.ts";
import { ofCache } from "../file/caches.ts";
import type { FileNode } from "../project/project.ts";
import { addedMembers } from "./added-members.ts";
import { byName } from "./by-name.ts";
import type { Evaluator } from "./evaluator.ts";
import { byHandedOut } from "./handed-out.ts";
import { isMadeElsewhere } from "./made-elsewhere.ts";
import { parentsOf } from "./members.ts";
import { labelOf } from "./results.ts";

/** Things of libraries by the names that people give them. */
const usuallyNamed = new Map<string, { library: Library; type: string; distinctive: boolean }[]>();
for (const library of libraries) {
  for (const { names, type, distinctive = false } of library.usualNames ?? []) {
    for (const name of names) {
      const known = usuallyNamed.get(name) ?? [];
      if (known.every((one) => one.library !== library)) known.push({ library, type, distinctive });
      usuallyNamed.set(name, known);
    }
  }
}

/** Libraries of whose things people keep many in one. */
const holding = libraries.filter(({ usualHolders }) => usualHolders !== undefined);

/** What they call it. */
const holders = new Set(holding.flatMap(({ usualHolders }) => usualHolders?.names ?? []));

/** Libraries that put a getter into rows for each association. */
const associating = libraries.flatMap((library) =>
  Object.entries(library.types).flatMap(([type, { associated }]) =>
    associated === undefined ? [] : [{ library, type }],
  ),
);

/** `const trx = await R.begin()`: another package made it, whatever it is called. */
function isBegunElsewhere(evaluator: Evaluator, file: FileNode, value: Value): boolean {
  const first = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : undefined;
  const made = first?.kind === "await" ? first.of : first;
  const callee = made?.kind === "call" ? file.facts.calls[made.call]?.callee : undefined;
  return callee?.kind === "member" && evaluator.value(file, callee).some(({ kind }) => kind === "external");
}

/** `models.User`, `db.User`, `import { User } from "./models"`: the models of a project whose declaration says nothing. */
function byUsualHolder(evaluator: Evaluator, file: FileNode, value: Value): Entity[] {
  const taken = takenFrom(file, value);
  return taken === undefined ? none : modelTaken(evaluator, taken);
}

function modelTaken(evaluator: Evaluator, { from, name }: Taken): Entity[] {
  const used = evaluator.project.libraries;
  for (const library of holding) {
    const usual = library.usualHolders;
    if (!usual?.names.some((one) => from.includes(one))) continue;
    if ((used.get(library.name) ?? 0) === 0) continue;
    const defined = usual.define === undefined ? none : evaluator.handedOut(MODEL_OF(library.name, name));
    const [model] = defined.filter((e) => e.kind === "library" && e.library === library);
    if (model !== undefined) return [model];
    if (!/^[A-Z]/.test(name)) continue;
    const declared = modelClass(evaluator, library, usual.holds, name);
    return [declared ?? { kind: "library", library, type: usual.holds, label: name, sure: false }];
  }
  return none;
}

/** `sequelize.models.user`: the class of the project that is that model, with methods of its own; it is known by its name. */
export function modelClass(
  evaluator: Evaluator,
  library: Library,
  type: string,
  name: string,
): Entity | undefined {
  const parent = search(library, type, (known) => known.instances);
  if (parent === undefined) return undefined;
  const named = evaluator.heirsOf(parent).filter(({ own }) => own.toLowerCase() === name.toLowerCase());
  const [only] = named;
  if (only === undefined || named.length > 1) return undefined;
  const file = evaluator.project.files.get(only.file);
  if (file === undefined) return undefined;
  evaluator.enter(file);
  const made = { kind: "class" as const, file: only.file, class: only.class };
  const isModel = parentsOf(evaluator, made).some((e) => e.kind === "library class" && e.library === library);
  return isModel ? made : undefined;
}

/** A name that people give to one thing, where the project uses that library and nothing better is known. */
export function byUsualName(evaluator: Evaluator, file: FileNode, value: Value): Entity[] {
  if (value.kind === "call") {
    const handed = byHandedOut(evaluator, file, value);
    return handed.length > 0 ? handed : byUsualMethod(evaluator, file, value.call);
  }
  if ((value.kind !== "name" && value.kind !== "member") || isBegunElsewhere(evaluator, file, value))
    return none;
  const table = byUsualHolder(evaluator, file, value);
  if (table.length > 0) return table;
  const handed = byHandedOut(evaluator, file, value);
  if (handed.length > 0) return handed;
  for (const { library, type, distinctive } of usuallyNamed.get(withoutMark(value.name)) ?? []) {
    if (distinctive || (evaluator.project.libraries.get(library.name) ?? 0) > 0)
      return [{ kind: "library", library, type, label: "", sure: false }];
  }
  const kept = value.kind === "member" ? byKeeper(evaluator, file, value) : none;
  if (kept.length > 0) return kept;
  const role = byRole(evaluator, file, value.name);
  if (role.length > 0 || value.kind === "name" || !file.called.has(value)) return role;
  const chained = byUsualChain(evaluator, file, value);
  const usual = chained.length > 0 ? chained : byUsualMethods(evaluator, file, value);
  if (usual.length > 0) return usual;
  const named = byName(evaluator, file, value);
  return named.length > 0 ? named : byAssociation(evaluator, file, value);
}

/** `app._redis`: a mark that it is nobody else's is no part of a name. */
function withoutMark(name: string): string {
  return name.startsWith("_") ? name.slice(1) : name;
}

/** `order.getCustomer()`, where a model has a customer, and no function of the project that name: what the library mixes into its rows. */
function byAssociation(
  evaluator: Evaluator,
  file: FileNode,
  value: Extract<Value, { kind: "member" }>,
): Entity[] {
  const { of, name } = value;
  if (of.kind !== "name" || !/^(get|count)[A-Z]/.test(name) || evaluator.isNamed(name)) return none;
  for (const { library, type } of associating) {
    if ((evaluator.project.libraries.get(library.name) ?? 0) === 0) continue;
    const call = file.facts.calls.find(({ callee }) => callee === value);
    const [given, another] = call?.arguments ?? [];
    const isGetter = another === undefined && (given === undefined || given.kind === "object");
    if (!isGetter || evaluator.project.inBrowser(file)) return none;
    if (evaluator.value(file, of).length > 0 || isMadeElsewhere(evaluator, file, of, 0)) return none;
    return addedMembers(evaluator, { kind: "library", library, type, label: "", sure: false }, name);
  }
  return none;
}

/** `({ dataSources: { userService } }) => …`: what a context or a container hands out, by the only class of that name. */
function byRole(evaluator: Evaluator, file: FileNode, name: string): Entity[] {
  if (!ROLE.test(name) || !/^[a-z]/.test(name) || evaluator.project.inBrowser(file)) return none;
  const [only, another] = evaluator.heirsOf(ITSELF(`${name[0]?.toUpperCase()}${name.slice(1)}`));
  if (only === undefined || another !== undefined) return none;
  return [{ kind: "instance", file: only.file, class: only.class }];
}

/** What things of one kind are kept in, and what their classes are called. */
const keepers: readonly { end: string; name: RegExp; kinds: readonly string[] }[] = [
  { end: "odels", name: /(^|[a-z])[mM]odels$/, kinds: ["Model"] },
  { end: "epositories", name: /(^|[a-z])[rR]epositories$/, kinds: ["Repository", "Repo"] },
  { end: "epos", name: /(^|[a-z])[rR]epos$/, kinds: ["Repository", "Repo"] },
  { end: "ervices", name: /(^|[a-z])[sS]ervices$/, kinds: ["Service"] },
  { end: "aos", name: /(^|[a-z])[dD]aos$/, kinds: ["Dao", "DAO"] },
  { end: "tores", name: /(^|[a-z])[sS]tores$/, kinds: ["Store"] },
];

function keeperOf(name: string): (typeof keepers)[number] | undefined {
  // Every member of something is asked: the end of the name turns nearly all away.
  return keepers.find((one) => name.endsWith(one.end) && one.name.test(name));
}

/** `models.user`, `req.repositories.user`: of the only class `UserModel`, `UserRepository`, or of those that extend it under its name. */
function byKeeper(
  evaluator: Evaluator,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): Entity[] {
  if (of.kind !== "name" && of.kind !== "member") return none;
  const keeper = keeperOf(of.name);
  if (keeper === undefined || !/^[a-z]/.test(name) || evaluator.project.inBrowser(file)) return none;
  return onlyKept(evaluator, keeper.kinds, name);
}

function onlyKept(evaluator: Evaluator, kinds: readonly string[], name: string): Entity[] {
  const classes = kinds.flatMap((kind) =>
    evaluator.heirsOf(ITSELF(`${name[0]?.toUpperCase()}${name.slice(1)}${kind}`)),
  );
  if (classes.length > most) return none;
  const own = classes.map(({ file: path, class: index }) => ({
    kind: "class" as const,
    file: path,
    class: index,
  }));
  const isAmong = (e: Entity) =>
    own.some((one) => e.kind === "class" && e.file === one.file && e.class === one.class);
  const [first, another] = own.filter((one) => own.length === 1 || !parentsOf(evaluator, one).some(isAmong));
  return first === undefined || another !== undefined ? none : [{ ...first, kind: "instance" }];
}

/** Made by a function of a package: `getFirestore()`. */
function isOfPackage(evaluator: Evaluator, file: FileNode, value: Value, hops: number): boolean {
  if (hops > 8) return false;
  switch (value.kind) {
    case "await":
    case "member":
      return isOfPackage(evaluator, file, value.of, hops + 1);
    case "call": {
      const callee = file.facts.calls[value.call]?.callee;
      if (callee === undefined) return false;
      return (
        evaluator.value(file, callee).some(({ kind }) => kind === "external") ||
        isOfPackage(evaluator, file, callee, hops + 1)
      );
    }
    case "name": {
      const held = file.facts.bindings[value.binding]?.values ?? [];
      return held.slice(0, most).some((one) => isOfPackage(evaluator, file, one.value, hops + 1));
    }
    default:
      return false;
  }
}

/** Taken out of a package whose name, or that of what it exports, says what it has inside: `require("@shop/mongo").models.User`, or made of that. */
function isFromPackage(
  evaluator: Evaluator,
  file: FileNode,
  value: Value,
  says: RegExp,
  hops: number,
): boolean {
  if (hops > 8) return false;
  const found = evaluator.value(file, value);
  // What is known by its name alone says nothing of where it is from.
  if (found.some((one) => one.kind !== "external" && !(one.kind === "library" && !one.sure))) return false;
  if (found.some((one) => one.kind === "external" && says.test(`${one.module} ${one.name}`))) return true;
  const inner = (one: Value | undefined) =>
    one !== undefined && isFromPackage(evaluator, file, one, says, hops + 1);
  if (value.kind === "member" || value.kind === "await") return inner(value.of);
  if (value.kind === "call") return inner(file.facts.calls[value.call]?.callee);
  if (value.kind !== "name") return false;
  const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
  return another === undefined && inner(held?.value);
}

/** Libraries by the method that only they have, where nothing is known of what it is asked. */
const byOwnMethod = new Map<string, { library: Library; usual: NonNullable<Library["usualMethod"]> }[]>();
for (const library of libraries) {
  const usual = library.usualMethod;
  if (usual !== undefined)
    byOwnMethod.set(usual.name, [...(byOwnMethod.get(usual.name) ?? []), { library, usual }]);
}

/** What a method gives that only one library has, on a thing of which nothing is known. */
function byUsualMethod(evaluator: Evaluator, file: FileNode, index: number): Entity[] {
  const call = file.facts.calls[index];
  const having = call?.callee.kind === "member" ? byOwnMethod.get(call.callee.name) : undefined;
  const [first, another] = call?.arguments ?? [];
  if (having === undefined || call?.callee.kind !== "member") return none;
  if (first === undefined || another !== undefined) return none;
  const { of } = call.callee;
  for (const { library, usual } of having) {
    if ((evaluator.project.libraries.get(library.name) ?? 0) === 0) continue;
    const found = evaluator.value(file, of);
    const isWrapped =
      found.length > 0 &&
      found.every((one) => one.kind === "external" && usual.from.test(`${one.module} ${one.name}`));
    if (!isWrapped && (found.length > 0 || isOfPackage(evaluator, file, of, 0))) continue;
    return [{ kind: "library", library, type: usual.gives, label: labelOf(first), sure: false }];
  }
  return none;
}

/** Libraries by the methods that hardly any other has. */
const byMethod = new Map<string, { library: Library; type: string; from: RegExp | undefined }[]>();
for (const library of libraries)
  for (const usual of [library.usualMethods, library.usualMethods?.ofRows])
    for (const name of usual?.names ?? [])
      byMethod.set(name, [
        ...(byMethod.get(name) ?? []),
        { library, type: usual?.type ?? "", from: library.usualMethods?.from },
      ]);

/** `models[key].findByPk`, `crowi.model("Page").findById`: a method that only one of the libraries of the project has. */
function byUsualMethods(
  evaluator: Evaluator,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): Entity[] {
  for (const { library, type, from } of byMethod.get(name) ?? []) {
    if ((evaluator.project.libraries.get(library.name) ?? 0) === 0) continue;
    const isOther =
      ofCache(of) ||
      evaluator.project.inBrowser(file) ||
      ((evaluator.value(file, of).length > 0 || isMadeElsewhere(evaluator, file, of, 0)) &&
        !(from !== undefined && isFromPackage(evaluator, file, of, from, 0)));
    if (isOther) return none;
    return evaluator.member({ kind: "library", library, type, label: "", sure: false }, name);
  }
  return none;
}

/** Libraries by the methods that are theirs behind a name. */
const byChain = new Map<string, { library: Library; behind: string; type: string }[]>();
for (const library of libraries)
  for (const { names, behind, type } of library.usualChains ?? [])
    for (const name of names) byChain.set(name, [...(byChain.get(name) ?? []), { library, behind, type }]);

/** `ctx.db.query.users.findMany`, `this.store.select().from`, of which only the project knows what it is. */
function byUsualChain(
  evaluator: Evaluator,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): Entity[] {
  const chains = byChain.get(name);
  const before = chains === undefined ? undefined : nameBehind(file, of);
  const usual = chains?.find(({ behind }) => behind === before);
  if (usual === undefined || (evaluator.project.libraries.get(usual.library.name) ?? 0) === 0) return none;
  // What a package carries for the project is the project's: `inbox.data.db.query`.
  const isOther =
    evaluator.project.inBrowser(file) || evaluator.value(file, of).some(({ kind }) => kind !== "external");
  if (isOther) return none;
  return evaluator.member({ ...usual, kind: "library", label: labelBehind(of), sure: false }, name);
}

/** `query` of `x.query.users` and `x.query[table]`, `select` of `x.select(columns)`. */
function nameBehind({ facts }: FileNode, of: Value): string | undefined {
  if (of.kind === "call") {
    const callee = facts.calls[of.call]?.callee;
    return callee?.kind === "member" ? callee.name : undefined;
  }
  const holder = of.kind === "member" || of.kind === "element" ? of.of : undefined;
  return holder?.kind === "member" ? holder.name : undefined;
}

function labelBehind(of: Value): string {
  return of.kind === "member" ? of.name : "";
}

/** What a value is called in the object or the file of the project that it is taken from, and the usual names of that. */
interface Taken {
  from: string[];
  name: string;
}

/** Undefined of most: they are taken from nothing that is called as what holds things of a library. */
function takenFrom(file: FileNode, value: Value): Taken | undefined {
  if (value.kind === "name") {
    const fact = file.imports.get(value.binding);
    return fact === undefined ? undefined : ofModule(fact.module, fact.name);
  }
  if (value.kind !== "member") return undefined;
  const { of, name } = value;
  if (of.kind === "module") return ofModule(of.module, name);
  if (of.kind !== "name" && of.kind !== "member") return undefined;
  const module = of.kind === "name" ? wholeModule(file, of.binding) : undefined;
  const taken = module === undefined ? undefined : ofModule(module, name);
  if (!holders.has(of.name)) return taken;
  return { from: [of.name, ...(taken?.from ?? [])], name };
}

function ofModule(module: string, name: string): Taken | undefined {
  const last = lastOf(module);
  return holders.has(last) ? { from: [last], name } : undefined;
}

/** The module that a name stands for: `const Tables = require("./models")`, `import * as Tables from "./models"`. */
function wholeModule({ facts, imports }: FileNode, binding: number): string | undefined {
  const fact = imports.get(binding);
  if (fact !== undefined) return fact.name === "*" || fact.name === "default" ? fact.module : undefined;
  const held = facts.bindings[binding]?.values[0]?.value;
  return held?.kind === "module" ? held.module : undefined;
}

/** `models` of "../models", "../models/index.js" and "@/models". */
function lastOf(module: string): string {
  const path = module.replace(/(\/index)?(\.[cm]?[jt]s)?$/, "");
  return path.slice(path.lastIndexOf("/") + 1);
}
