import type { ClassFact, Value } from "../../facts.ts";
import type { Entity } from "../entity.ts";
import { classAbove, moduleOf } from "../project/passes.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { fewFiles, type Importing, importing } from "./importing.ts";

/** Places that pass something, of which more help nobody. */
const mostCalls = 3;

/** Classes that inherit a constructor, of which more help nobody. */
const mostHeirs = 24;

interface Maker {
  file: FileNode;
  class: number;
}

/** The class of a constructor, and those that inherit it: whoever makes one of these calls it. */
function makersOf(evaluator: Evaluator, file: FileNode, index: number): Maker[] {
  const out: Maker[] = [{ file, class: index }];
  for (const { file: of, class: above } of out) {
    const name = of.facts.classes[above]?.name ?? "";
    if (name === "" || out.length > mostHeirs) continue;
    for (const heir of evaluator.heirsOf(name)) {
      const below = evaluator.project.files.get(heir.file);
      const fact = below?.facts.classes[heir.class];
      if (below === undefined || fact === undefined || hasConstructor(fact)) continue;
      if (out.some((one) => one.file === below && one.class === heir.class)) continue;
      evaluator.enter(below);
      const extended = fact.superclass === undefined ? [] : evaluator.value(below, fact.superclass);
      const isBelow = extended.some((e) => e.kind === "class" && e.file === of.path && e.class === above);
      if (isBelow) out.push({ file: below, class: heir.class });
    }
  }
  return out;
}

/** A class that others extend is handed things of one kind by all of them, however many they are. */
function isAbove(evaluator: Evaluator, file: FileNode, index: number): boolean {
  const name = file.facts.classes[index]?.name ?? "";
  return name !== "" && evaluator.heirsOf(name).length > 0;
}

function hasConstructor({ methods }: ClassFact): boolean {
  return methods.some(({ name }) => name === "constructor");
}

/**
 * What other files pass for a parameter without a type: `new UserStore(User)`, `super(prisma.user)`, `require("./users")({ db })`. That is how programs
 * without types are put together.
 */
export function passedIn(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const { project } = evaluator;
  const fact = file.facts.functions[of];
  if (fact === undefined || fact.kind === "getter" || fact.kind === "setter") return [];
  // Of an object's own methods too many files know the name.
  if (fact.kind === "method" && !fact.static) return [];
  const isConstructor = fact.kind === "constructor";
  const makers = isConstructor ? makersOf(evaluator, file, fact.class) : [];
  const importers = importing(evaluator, file);
  if (importers.length > fewFiles && !(isConstructor && isAbove(evaluator, file, fact.class))) return [];
  const isIt = (entity: Entity): boolean => {
    if (entity.kind === "class")
      return makers.some((maker) => entity.file === maker.file.path && entity.class === maker.class);
    return entity.kind === "function" && entity.file === file.path && entity.function === of;
  };
  // A function that is exported by itself is no member of what else the file exports, which may be in the middle of being found out.
  const isItself = [...file.exports.values()]
    .flat()
    .some(({ value }) => value?.kind === "function" && value.function === of);
  const leadsTo = (callee: Value, { from, by }: Importing): boolean => {
    const module = moduleOf(from, callee);
    return module !== undefined && project.resolve(module, from) === by;
  };
  const out: Entity[] = [];
  let calls = 0;
  search: for (const one of isConstructor ? makingFiles(evaluator, makers, importers) : importers) {
    const other = one.from;
    for (const call of evaluator.passedBy(other, one.by)) {
      const argument = call.arguments[index];
      const above = isConstructor ? classAbove(other, call) : undefined;
      const callee = above ?? call.callee;
      const isForm = call.form === "new" || above !== undefined || (call.form === "call" && !isConstructor);
      if (!isForm || argument === undefined || argument.kind === "spread") continue;
      if (other !== one.by && !leadsTo(callee, one)) continue;
      if (isItself && callee.kind === "member" && callee.of.kind === "member") continue;
      if (!evaluator.value(other, callee).some(isIt)) continue;
      out.push(...evaluator.value(other, argument));
      if (++calls >= mostCalls) break search;
    }
  }
  return isConstructor && calls > 1 ? ofSeveral(out) : out;
}

/**
 * Where classes are made, and by way of which file: their own files, those that import them, and among these those that make one that
 * they have by another name: `for (const Model of Object.values(models)) new Model(database)`.
 */
function makingFiles(
  evaluator: Evaluator,
  makers: readonly Maker[],
  above: readonly Importing[],
): Importing[] {
  const out = new Map<string, Importing>();
  const add = (one: Importing) => out.set(`${one.from.path} ${one.by.path}`, one);
  makers.forEach(({ file }, index) => {
    add({ from: file, by: file });
    const importers = index === 0 ? above : importing(evaluator, file);
    if (index > 0 && importers.length > fewFiles) return;
    for (const one of importers) {
      add(one);
      add({ from: one.from, by: one.from });
    }
  });
  return [...out.values()];
}

/** What several hand to one class, the classes below it each their own: of the one that is meant no more is known than its kind. */
function ofSeveral(found: readonly Entity[]): Entity[] {
  return found.map((one) => (one.kind === "library" ? { ...one, label: "" } : one));
}
