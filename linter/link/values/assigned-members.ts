import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { lastName } from "../../value-parts.ts";
import { type Entity, instanceOf, none } from "../entity.ts";
import { functionAround } from "../file/objects.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";
import { ofFolder } from "./of-folder.ts";

/** What is put on something after it was made, and where more of it comes from. */
interface Assigned {
  members: Map<string, Value[]>;
  /** What is put there under a name that is known when the program runs: `models[file] = …`. */
  elements: Value[];
  /** Objects whose members are copied: `Object.assign(X.prototype, queries)`. */
  from: Value[];
  /** Constructors whose prototype is behind this one: `util.inherits(X, Base)`. */
  parents: Value[];
}

interface Index {
  /** By what it is put on: `function 3`, `class 0`, `object 120`, and `… prototype` for what their instances have. */
  assigned: Map<string, Assigned>;
  /** By function: what it was put on as a method. */
  places: Map<number, string>;
  /** By the start of an object literal: the prototype that takes its members. */
  objects: Map<number, string>;
}

type Holder = Extract<Entity, { kind: "function" | "class" | "instance" | "object" | "made" }>;

/** `Users.prototype.find = …`, `users.find = …`: a member that the file of a function, a class or an object gives it by assignment. */
export function assignedMember(evaluator: Evaluator, of: Holder, name: string, hops = 0): Entity[] {
  const file = evaluator.project.files.get(of.file);
  if (file === undefined || hops > 8) return none;
  const { assigned } = indexOf(file.facts);
  const found = assigned.size === 0 ? undefined : assigned.get(keyOf(of));
  if (found !== undefined) {
    evaluator.enter(file);
    const own = found.members.get(name)?.slice(-2) ?? [];
    if (own.length > 0) return own.flatMap((value) => evaluator.value(file, value));
    for (const value of found.from) {
      const mixed = evaluator.value(file, value).flatMap((one) => evaluator.member(one, name));
      if (mixed.length > 0) return mixed;
    }
  }
  if (of.kind === "made") {
    const put = putByConstructor(file, of.function, name).flatMap((value) => evaluator.value(file, value));
    if (put.length > 0) return put;
  }
  if (of.kind === "object" || of.kind === "instance") {
    const kept = assignedElements(evaluator, of);
    if (kept.length > 0) return kept;
    const own = found === undefined ? none : ofFolder(evaluator, file, found.elements, name);
    if (own.length > 0) return own;
  }
  for (const parent of found?.parents ?? []) {
    const inherited = evaluator
      .value(file, parent)
      .flatMap(instanceOf)
      .flatMap((one) => evaluator.member(one, name));
    if (inherited.length > 0) return inherited;
  }
  return none;
}

/** `clients[tenant] = createClient()`: what something is given under names that are known when the program runs. */
export function assignedElements(evaluator: Evaluator, of: Holder): Entity[] {
  const file = evaluator.project.files.get(of.file);
  const found = file === undefined ? undefined : indexOf(file.facts).assigned.get(keyOf(of));
  if (file === undefined || found === undefined) return none;
  evaluator.enter(file);
  return found.elements.slice(-2).flatMap((value) => evaluator.value(file, value));
}

/** What `this` is in a method that was put on something, and in a constructor that is a function. */
export function selfOfAssigned(file: FileNode, at: number, object?: Value): Entity[] {
  const { assigned, places, objects } = indexOf(file.facts);
  if (assigned.size === 0) return none;
  const around = functionAround(file, at);
  if (around === undefined) return none;
  const own = assigned.has(`function ${around} prototype`) ? `function ${around} prototype` : undefined;
  const key = object === undefined ? (places.get(around) ?? own) : objects.get(object.start);
  const [kind, number] = key?.split(" ") ?? [];
  if (kind === "class") return [{ kind: "instance", file: file.path, class: Number(number) }];
  if (kind === "function") return [{ kind: "made", file: file.path, function: Number(number) }];
  return none;
}

function keyOf(of: Holder): string {
  switch (of.kind) {
    case "class":
      return `class ${of.class}`;
    case "instance":
      return `class ${of.class} prototype`;
    case "function":
      return `function ${of.function}`;
    case "made":
      return `function ${of.function} prototype`;
    case "object":
      return `object ${of.value.start}`;
  }
}

const indexOf: (of: FileFacts) => Index = oncePer(find);

const copying = new Set(["assign", "extend", "mixin", "defaults", "setPrototypeOf"]);

function find(facts: FileFacts): Index {
  const index: Index = { assigned: new Map(), places: new Map(), objects: new Map() };
  const at = (key: string): Assigned => {
    const found = index.assigned.get(key) ?? { members: new Map(), elements: [], from: [], parents: [] };
    index.assigned.set(key, found);
    return found;
  };
  const mix = (key: string, value: Value) => {
    const parent = parentIn(facts, value);
    if (parent !== undefined) at(key).parents.push(parent);
    else at(key).from.push(value);
    if (value.kind === "object") index.objects.set(value.start, key);
  };
  for (const { target, value } of facts.assignments) {
    // `clients[tenant] = null` takes one out.
    if (target.kind === "element" && value.kind !== "literal") {
      const key =
        target.of.kind === "this" ? instanceAround(facts, target.start) : holderOf(facts, target.of);
      if (key !== undefined) at(key).elements.push(value);
    }
    if (target.kind !== "member") continue;
    const whole = target.name === "prototype" ? holderOf(facts, target) : undefined;
    if (whole !== undefined) {
      mix(whole, value);
      continue;
    }
    const key = holderOf(facts, target.of);
    if (key === undefined) continue;
    const { members } = at(key);
    members.set(target.name, [...(members.get(target.name) ?? []), value]);
    if (value.kind === "function") index.places.set(value.function, key);
  }
  for (const { callee, arguments: given } of facts.calls) {
    const name = lastName(callee);
    const inherits = name === "inherits";
    const mixes = !inherits && /[mM]ixins?$/.test(name);
    if (!inherits && !mixes && !copying.has(name)) continue;
    const [first, ...others] = given;
    const key = first === undefined ? undefined : holderOf(facts, first);
    if (key === undefined) continue;
    const [second] = others;
    if (inherits && second !== undefined) at(`${key} prototype`).parents.push(second);
    else if (copying.has(name)) for (const value of others) mix(key, value);
    else if (second?.kind === "array")
      for (const value of second.items) at(`${key} prototype`).parents.push(value);
  }
  return index;
}

/** `this[name] = client.collection(name)` in a method: what `this` is there. */
function instanceAround({ classes, functions }: FileFacts, at: number): string | undefined {
  const index = classes.findLastIndex(({ start, end }) => start <= at && at < end);
  const isStatic = classes[index]?.methods.some((method) => {
    const { start = 0, end = 0 } = functions[method.function] ?? {};
    return method.static && start <= at && at < end;
  });
  return index < 0 || isStatic ? undefined : `class ${index} prototype`;
}

/** What a name of the file, or its prototype, stands for. */
function holderOf(facts: FileFacts, value: Value, hops = 0): string | undefined {
  if (hops > 3) return undefined;
  if (value.kind === "member") {
    const whole = exportedAs(facts, value);
    if (whole !== undefined) return `object ${whole}`;
    const of = value.name === "prototype" ? holderOf(facts, value.of, hops + 1) : undefined;
    return of === undefined || of.startsWith("object") ? undefined : `${of} prototype`;
  }
  if (value.kind !== "name") return undefined;
  const binding = facts.bindings[value.binding];
  if (binding?.target !== undefined && (binding.kind === "function" || binding.kind === "class"))
    return `${binding.kind} ${binding.target}`;
  const held = binding?.values[0]?.value;
  switch (held?.kind) {
    case "function":
      return `function ${held.function}`;
    case "class":
      return `class ${held.class}`;
    case "object":
      return `object ${held.start}`;
    case "member":
      return held.name === "prototype" ? holderOf(facts, held, hops + 1) : undefined;
    case "parameter": {
      // `(function (orders) { orders.find = …; })(orders)`
      const given = ranAtOnce(facts).get(held.function)?.arguments[held.index];
      return given === undefined ? undefined : holderOf(facts, given, hops + 1);
    }
    default:
      return undefined;
  }
}

/** The calls of functions that are called where they stand, by the function. */
const ranAtOnce = oncePer(({ calls }: FileFacts) => {
  const out = new Map<number, CallFact>();
  for (const call of calls) if (call.callee.kind === "function") out.set(call.callee.function, call);
  return out;
});

/** `exports.collections`: the start of the object that the file exports by that name. */
function exportedAs({ assignments }: FileFacts, value: Value): number | undefined {
  const name = exportedName(value);
  if (name === undefined) return undefined;
  const made = assignments.find((fact) => fact.value.kind === "object" && exportedName(fact.target) === name);
  return made?.value.start;
}

function exportedName(value: Value): string | undefined {
  if (value.kind !== "member" || value.of.kind !== "name") return undefined;
  return value.of.name === "exports" && value.of.binding < 0 ? value.name : undefined;
}

/** `Object.create(Base.prototype)`, `new Base()` and `Base.prototype`: the constructor behind a prototype. */
function parentIn(facts: FileFacts, value: Value): Value | undefined {
  if (value.kind === "member" && value.name === "prototype") return value.of;
  const call = value.kind === "call" ? facts.calls[value.call] : undefined;
  if (call?.form === "new") return call.callee;
  const [first] = call?.arguments ?? [];
  const creates = call?.callee.kind === "member" && call.callee.name === "create";
  return creates && first !== undefined ? parentIn(facts, first) : undefined;
}

/** `this.pool = pool` in a constructor that is a function. */
function putByConstructor({ facts }: FileNode, of: number, name: string): Value[] {
  const { start = 0, end = 0 } = facts.functions[of] ?? {};
  return facts.assignments.flatMap(({ target, value }) => {
    const isIt = target.kind === "member" && target.name === name && target.of.kind === "this";
    return isIt && target.start > start && target.end < end ? [value] : [];
  });
}
