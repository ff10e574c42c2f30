import type { CallFact, Decorator, FileFacts, Value } from "../../facts.ts";
import { dependsOn } from "../../link/file/mentions.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { constructorOf } from "../../link/values/members.ts";
import { lastName } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { carriedOn } from "../way/carried.ts";
import { elementBindings } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";

/** `for (const provider of this.providers) await provider.search(…)`: as many as were registered, and each asks in its own way. */
export function isPartOfProgram({ linked, file, call, loop, reach: way }: LoopedCall): boolean {
  const { callee } = call;
  const name = lastName(callee);
  if (registering.test(name)) return true;
  const elements = new Set(elementBindings(file, loop));
  // `for (const kind of kinds) await send(new kind(row))`: classes are no rows, whatever they are made with.
  if (call.arguments.some((value) => isMadeBy(file, value, elements))) return true;
  if (isAsked(linked, file, call, elements, way)) return true;
  // `for (const worker of this.workers) await listen(worker)`: the function that it is passed asks it.
  for (const step of carriedOn(linked, file, call, way, elements, isNotMade)) {
    if (step === undefined || step.carried.size === 0) return false;
    if (isAsked(linked, step.file, step.call, step.carried, step.reach)) return true;
  }
  return false;
}

/** `notify(new Notice(row))`: what is made of a row is no part of the program for it. */
function isNotMade({ kind }: Value): boolean {
  return kind !== "call" && kind !== "operation" && kind !== "text";
}

/** `new kind(row)`, of a class that is one of these variables. */
function isMadeBy(file: FileNode, value: Value, classes: ReadonlySet<number>): boolean {
  const made = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  return made?.form === "new" && made.callee.kind === "name" && classes.has(made.callee.binding);
}

/** The call is a method of one of these variables, which is a part of the program. */
function isAsked(
  linked: Linked,
  file: FileNode,
  { callee, arguments: given }: CallFact,
  elements: ReadonlySet<number>,
  way: Reach,
): boolean {
  // `for (const [name, check] of Object.entries(checks)) await check()`
  if (callee.kind === "name" && elements.has(callee.binding)) return isInModule(linked, way);
  if (callee.kind !== "member" || callee.of.kind !== "name") return false;
  if (!elements.has(callee.of.binding))
    return isPicked(file, callee.of, given, elements) && isService(linked, way);
  return parts.test(callee.of.name) || isService(linked, way) || isWrittenOut(linked, file, callee.of, way);
}

/** `loaders.find((loader) => loader.key === key)`, asked nothing of the key: one part of the program for each. */
function isPicked(
  file: FileNode,
  part: Value,
  given: readonly Value[],
  elements: ReadonlySet<number>,
): boolean {
  const held = part.kind === "name" ? file.facts.bindings[part.binding]?.values : undefined;
  const made = held?.length === 1 && held[0]?.value.kind === "call" ? held[0].value.call : -1;
  const call = file.facts.calls[made];
  const [by] = call?.arguments ?? [];
  const isKey = (value: Value) => value.kind === "name" && elements.has(value.binding);
  const picks =
    call?.callee.kind === "member" &&
    by !== undefined &&
    (call.callee.name === "get" ? isKey(by) : call.callee.name === "find" && isComparedIn(file, by, isKey));
  return picks && !given.some((value) => dependsOn(file, value, elements));
}

/** `(one) => one.key === key`, with the key itself. */
function isComparedIn({ facts }: FileNode, test: Value, isKey: (value: Value) => boolean): boolean {
  const returns = test.kind === "function" ? (facts.functions[test.function]?.returns ?? []) : [];
  return returns.some(
    ({ value }) => value.kind === "operation" && /^={2,3}$/.test(value.operator) && value.of.some(isKey),
  );
}

/** `module.exports = { name: "expire", run: async (db) => … }`: an object that stands in a file, once, with the function that asks. */
function isWrittenOut(linked: Linked, file: FileNode, element: Value, way: Reach): boolean {
  const { next } = way;
  const facts = next === undefined ? undefined : linked.project.files.get(next.file)?.facts;
  if (next === undefined || facts === undefined || !isInModule(linked, way)) return false;
  return linked.evaluator
    .value(file, element)
    .some(
      (entity) =>
        entity.kind === "object" &&
        entity.file === next.file &&
        entity.value.properties.some(({ value }) => isFunction(facts, value, next.function)),
    );
}

/** The function that a way comes to first stands in its file, once: none is made for each row. */
function isInModule({ project }: Linked, { next }: Reach): boolean {
  const facts = next === undefined ? undefined : project.files.get(next.file)?.facts;
  if (next === undefined || facts === undefined) return false;
  return facts.regions[facts.functions[next.function]?.region ?? -1]?.function === 0;
}

/** A function as it is written, or by its name: `function run() { … }`, `const run = () => …`. */
function isFunction({ bindings }: FileFacts, value: Value, index: number): boolean {
  if (value.kind === "function") return value.function === index;
  const named = value.kind === "name" ? bindings[value.binding] : undefined;
  const [held, another] = named?.values ?? [];
  if (named?.kind === "function") return named.target === index;
  return another === undefined && held?.value.kind === "function" && held.value.function === index;
}

const registering =
  /^register(Task|Handler|Route|Job|Cron|Plugin|Module|Provider|Command|Worker|Hook|Listener|Middleware|Event|Schedule|Queue)s?$/;

/** The method is one of a class that is no row: it has no identity of its own, and no library or decorator makes it an entity. */
function isService(linked: Linked, way: Reach): boolean {
  const from = way.next === undefined ? undefined : linked.project.files.get(way.next.file);
  const own = way.next === undefined || from === undefined ? -1 : classOf(from, way.next.function);
  return from !== undefined && own >= 0 && !isRow(linked, from, own, 0);
}

/** The class that a function is a method of, or an arrow in a field of; -1 where it is none. */
function classOf(file: FileNode, index: number): number {
  const own = file.facts.functions[index]?.class ?? -1;
  if (own >= 0) return own;
  return file.facts.classes.findIndex(({ fields }) =>
    fields.some(({ value }) => value?.kind === "function" && value.function === index),
  );
}

function isRow(linked: Linked, file: FileNode, index: number, hops: number): boolean {
  const fact = file.facts.classes[index];
  const isOfRow = ({ value }: Decorator) => !isInjectable(file, value) && !isRegistering(linked, file, value);
  if (fact === undefined || hops > 6 || fact.decorators.some(isOfRow)) return true;
  const taken = file.facts.functions[constructorOf(fact)]?.parameters ?? [];
  const names = [...fact.fields, ...fact.methods, ...taken.filter(({ field }) => field)].map(
    ({ name }) => name,
  );
  if (names.some((name) => /^[_#]?(id|uuid|guid|props|attributes|data|row|record)$/i.test(name))) return true;
  // Without types, a row is told by what its methods ask of it: `Object.assign(this, row)` declares nothing.
  const source = file.source.slice(fact.start, fact.end);
  if (/\bthis\.[_#]?(id|uuid|guid|row|record|attributes)\b/.test(source) || isAround(source)) return true;
  // What tells others of events is no row.
  if (fact.superclass === undefined || isEmitter(fact.superclass)) return false;
  const parents = linked.evaluator.value(file, fact.superclass);
  return (
    parents.length === 0 ||
    parents.some((parent) => {
      const from = parent.kind === "class" ? linked.project.files.get(parent.file) : undefined;
      return parent.kind !== "class" || from === undefined || isRow(linked, from, parent.class, hops + 1);
    })
  );
}

/** `class Invoicing { constructor(private team: Team) {} count = () => find(this.team.id); }`: one for each row that it is made with. */
function isAround(source: string): boolean {
  return [...source.matchAll(/\bthis\._?(\w+)\.(?:id|uuid|guid)\b/g)].some(
    ([, name = ""]) => !described.test(name),
  );
}

/** What says how a part of the program is to be, and which one it is. */
const described =
  /(config|configuration|options|settings|definition|manifest|meta|metadata|info|module|plugin|provider)$/i;

function isEmitter(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && /Emitter$/.test(value.name);
}

/** `@RegisterRule()`: a decorator of the program's own that puts what it made of the class into a list. */
function isRegistering(linked: Linked, file: FileNode, value: Value): boolean {
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : value;
  const name = callee?.kind === "name" || callee?.kind === "member" ? callee.name : "";
  return (
    callee !== undefined &&
    /regist|provide|rule|plugin|handler|strategy|step|check/i.test(name) &&
    linked.evaluator.value(file, callee).some(({ kind }) => kind === "function")
  );
}

function isInjectable(file: FileNode, value: Value): boolean {
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : value;
  return callee?.kind === "name" && /^(injectable|service|singleton)$/i.test(callee.name);
}

const parts =
  /(service|provider|plugin|handler|strategy|notifier|adapter|hook|listener|driver|middleware|checker|indicator|migration)$/i;

/** A class that a migration tool runs, once: `class AddNames implements MigrationInterface`. */
export function isInMigration({ facts }: FileNode, { region }: CallFact): boolean {
  for (let at = region, hops = 0; at >= 0 && hops < 300; hops++) {
    const here = facts.regions[at];
    const own = facts.classes[facts.functions[here?.function ?? -1]?.class ?? -1];
    if (own !== undefined) {
      const { superclass, implements: of } = own;
      const extended = superclass?.kind === "name" && superclass.name === "Migration";
      return extended || of.some((type) => type.kind === "named" && type.name === "MigrationInterface");
    }
    at = here?.parent ?? -1;
  }
  return false;
}
