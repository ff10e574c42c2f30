import type { Value } from "../facts.ts";
import type { Entity } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { fewFiles, type Importing, importing } from "./importing.ts";
import { classAbove, moduleOf } from "./passes.ts";
import type { FileNode } from "./project.ts";

/** Places that pass something, of which more help nobody. */
const mostCalls = 3;

/** A class that others extend is handed things of one kind by all of them, however many they are. */
function isAbove(evaluator: Evaluator, file: FileNode, index: number): boolean {
  const name = file.facts.classes[index]?.name ?? "";
  return name !== "" && evaluator.heirsOf(name).length > 0;
}

/**
 * What other files pass for a parameter without a type: `new UserStore(User)`, `super(prisma.user)`, `require("./users")({ db })`. That is how programs
 * without types are put together.
 */
export function passedIn(evaluator: Evaluator, file: FileNode, of: number, index: number): Entity[] {
  const { project } = evaluator;
  const fact = file.facts.functions[of];
  if (fact === undefined || fact.kind === "method" || fact.kind === "getter" || fact.kind === "setter")
    return [];
  const isConstructor = fact.kind === "constructor";
  const importers = importing(evaluator, file);
  if (importers.length > fewFiles && !(isConstructor && isAbove(evaluator, file, fact.class))) return [];
  const isIt = (entity: Entity): boolean => {
    if (isConstructor)
      return entity.kind === "class" && entity.file === file.path && entity.class === fact.class;
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
  const own: Importing = { from: file, by: file };
  search: for (const one of isConstructor ? [own, ...importers] : importers) {
    const other = one.from;
    for (const call of evaluator.passedBy(other, one.by)) {
      const argument = call.arguments[index];
      const above = isConstructor ? classAbove(other, call) : undefined;
      const callee = above ?? call.callee;
      const isForm = call.form === "new" || above !== undefined || (call.form === "call" && !isConstructor);
      if (!isForm || argument === undefined || argument.kind === "spread") continue;
      if (other !== file && !leadsTo(callee, one)) continue;
      if (isItself && callee.kind === "member" && callee.of.kind === "member") continue;
      if (!evaluator.value(other, callee).some(isIt)) continue;
      out.push(...evaluator.value(other, argument));
      if (++calls >= mostCalls) break search;
    }
  }
  return isConstructor && calls > 1 ? ofSeveral(out) : out;
}

/** What several hand to one class, the classes below it each their own: of the one that is meant no more is known than its kind. */
function ofSeveral(found: readonly Entity[]): Entity[] {
  return found.map((one) => (one.kind === "library" ? { ...one, label: "" } : one));
}
