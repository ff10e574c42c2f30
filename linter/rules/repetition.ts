import type { Binding, CallFact, Value } from "../facts.ts";
import { ownCalls } from "../link/callers.ts";
import { exportedValue } from "../link/exported.ts";
import { type Iteration, inPieces } from "../link/iteration.ts";
import { dependsOn, mentions } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import { titleOf } from "../link/queries.ts";
import { parentBindings } from "../link/resolvers.ts";
import { areKeysOfCode } from "./keys-of-code.ts";
import type { Linked } from "./rule.ts";
import { settledAtStart } from "./settled.ts";

/** How often the inside of a loop runs: once per element of data, or a number that the code fixes. */
export type Repetition = { runs: "many"; weak: boolean } | { runs: "few" | "chunks" | "pages"; why: string };

const many: Repetition = { runs: "many", weak: false };
/** A list cut to at most this many elements is no N. */
const small = 10;

export function repetitionOf(linked: Linked, file: FileNode, loop: Iteration, call?: CallFact): Repetition {
  switch (loop.kind) {
    case "each":
    case "callback":
      if (loop.collection === undefined) return many;
      if (elementsArePieces(linked, file, loop, call))
        return { runs: "chunks", why: "each turn takes a piece of the list" };
      if (areKeysOfCode(linked, file, loop, new Set(elementBindings(file, loop))))
        return { runs: "few", why: "the elements are keys of an object in the code" };
      if (loop.awaits && !isList(linked, file, loop.collection)) return { runs: "pages", why: "a stream" };
      return ofList(linked, file, loop.collection);
    case "count":
      return counting(linked, file, loop);
    case "while":
      return conditional(linked, file, loop);
  }
}

function ofList(linked: Linked, file: FileNode, value: Value, hops = 0): Repetition {
  const found = ofCollection(linked, file, value, hops);
  const settled = found.runs === "many" ? settledAtStart(linked, file, value) : undefined;
  return settled === undefined ? found : { runs: "few", why: settled };
}

function ofCollection(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  if (hops > 8) return many;
  switch (value.kind) {
    case "array": {
      const spread = value.items.flatMap((item) =>
        item.kind === "spread" ? [ofCollection(linked, file, item.of, hops + 1)] : [],
      );
      const [first] = spread;
      if (first !== undefined) return spread.find(({ runs }) => runs !== "few") ?? first;
      return { runs: "few", why: `the list has ${value.items.length} elements in the code` };
    }
    case "literal":
      return { runs: "few", why: "a text" };
    case "await":
      return ofCollection(linked, file, value.of, hops + 1);
    case "choice": {
      if (hasUsualList(value)) return { runs: "many", weak: true };
      const each = value.of.map((one) => ofCollection(linked, file, one, hops + 1));
      // `rows ?? []`: the empty list says nothing.
      return each.find((one) => one.runs === "many") ?? each[0] ?? many;
    }
    case "member":
      if (isCapital(value.name)) return { runs: "few", why: `${value.name} is a constant` };
      if (isMetadata(file, value)) return { runs: "few", why: "a decorator says them" };
      return ofDefinition(linked, file, value, hops);
    case "name":
      return ofName(linked, file, value, hops);
    case "call":
      if (isMetadata(file, value)) return { runs: "few", why: "a decorator says them" };
      return ofAnswers(linked, file, value, hops) ?? ofCall(linked, file, value.call, hops);
    case "object":
      return { runs: "few", why: "the keys are in the code" };
    case "element":
      if (isTableOfLists(linked, file, value.of)) return { runs: "few", why: "the lists are in the code" };
      return isConstant(value.of) || value.of.kind === "each"
        ? ofCollection(linked, file, value.of, hops + 1)
        : many;
    case "each":
      return isConstant(value.of) || value.of.kind === "each"
        ? ofCollection(linked, file, value.of, hops + 1)
        : many;
    default:
      return many;
  }
}

/** `kindsByRole[role]`, where the object stands in the code and holds nothing but lists that do. */
function isTableOfLists(linked: Linked, file: FileNode, value: Value): boolean {
  const [entity, another] = linked.evaluator.value(file, value);
  if (entity?.kind !== "object" || another !== undefined) return false;
  const { properties } = entity.value;
  return (
    properties.length > 0 &&
    properties.every(
      ({ value: held }) =>
        held.kind === "array" && held.items.length > 0 && held.items.every(({ kind }) => kind !== "spread"),
    )
  );
}

/** `KINDS`, `Kinds`: a thing that stands in the code, and so does what is in it. */
function isConstant(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && /^[A-Z]/.test(value.name);
}

/** `this.reflector.get("roles", handler)`, or a part of it: what a decorator keeps stands in the code. */
function isMetadata(file: FileNode, value: Value, hops = 0): boolean {
  if (hops > 4) return false;
  switch (value.kind) {
    case "member":
      return isMetadata(file, value.of, hops + 1);
    case "name": {
      const binding = file.facts.bindings[value.binding];
      const held = binding?.values.length === 1 ? binding.values[0]?.value : undefined;
      return held !== undefined && isMetadata(file, held, hops + 1);
    }
    case "call": {
      const callee = file.facts.calls[value.call]?.callee;
      return (
        callee !== undefined && /(^|\.)reflector\.get|^Reflect\.get(Own)?Metadata$/.test(titleOf(callee))
      );
    }
    default:
      return false;
  }
}

function ofName(
  linked: Linked,
  file: FileNode,
  value: Extract<Value, { kind: "name" }>,
  hops: number,
): Repetition {
  const binding = file.facts.bindings[value.binding];
  if (binding === undefined) return many;
  if (binding.kind === "import") {
    if (isCapital(value.name)) return { runs: "few", why: `${value.name} is a constant` };
    return ofDefinition(linked, file, value, hops);
  }
  if (binding.kind === "type") return { runs: "few", why: `${value.name} is an enumeration` };
  const [initial] = binding.values;
  if (initial === undefined) return many;
  if (initial.later || binding.values.length > 1) return ofAssigned(linked, file, value, hops);
  if (binding.kind === "constant" && isCapital(value.name)) {
    return { runs: "few", why: `${value.name} is a constant` };
  }
  // A list that starts in the code and is filled with data later is data.
  if (initial.value.kind === "array" || initial.value.kind === "call") {
    const put = pushed(file, value.binding);
    if (put === "many") return many;
    if (put > 0 && initial.value.kind === "array" && initial.value.items.length === 0)
      return put > small ? many : { runs: "few", why: `at most ${put} elements are put in` };
  }
  if (initial.value.kind === "parameter") return ofParameter(linked, file, initial.value, hops);
  return ofCollection(linked, file, initial.value, hops + 1);
}

/** `let kinds = []; if (all) kinds = [...Kinds]; else kinds = [kind];`: few where every value is. */
function ofAssigned(
  linked: Linked,
  file: FileNode,
  value: Extract<Value, { kind: "name" }>,
  hops: number,
): Repetition {
  const values = file.facts.bindings[value.binding]?.values ?? [];
  if (
    values.length > 6 ||
    values.some((held) => held.value.kind !== "array" && held.value.kind !== "call") ||
    pushed(file, value.binding) !== 0
  )
    return many;
  const each = values.map((held) => ofCollection(linked, file, held.value, hops + 1));
  return each.find(({ runs }) => runs !== "few") ?? each[0] ?? many;
}

/** `Promise.all([a(), b()]).then((answers) => …)`: as many as were asked for. */
function ofParameter(
  linked: Linked,
  file: FileNode,
  { function: of, index }: Extract<Value, { kind: "parameter" }>,
  hops: number,
): Repetition {
  const passed = file.passedTo.get(of);
  const callee = passed?.argument === 0 && index === 0 ? file.facts.calls[passed.call]?.callee : undefined;
  const isAnswer = callee?.kind === "member" && callee.name === "then" && callee.of.kind === "call";
  if (isAnswer) return ofAnswers(linked, file, callee.of, hops) ?? many;
  return passed === undefined ? ofArguments(linked, file, of, index, hops) : many;
}

/** What all callers pass, of a function that only its own file can call. */
function ofArguments(linked: Linked, file: FileNode, of: number, index: number, hops: number): Repetition {
  const calls = ownCalls(file, of);
  if (hops > 4 || calls.length === 0 || calls.length > 12) return many;
  const each = calls.map((call) => {
    const spread = call.arguments.slice(0, index + 1).some(({ kind }) => kind === "spread");
    const argument = spread ? undefined : call.arguments[index];
    return argument === undefined ? many : ofList(linked, file, argument, hops + 1);
  });
  return each.find(({ runs }) => runs !== "few") ?? each[0] ?? many;
}

/** The list of answers that `Promise.all` of a list in the code gives. */
function ofAnswers(linked: Linked, file: FileNode, value: Value, hops: number): Repetition | undefined {
  const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
  const [first] = call?.arguments ?? [];
  const isAll = call !== undefined && /^Promise\.all(Settled)?$/.test(titleOf(call.callee));
  return isAll && first?.kind === "array" ? ofCollection(linked, file, first, hops + 1) : undefined;
}

/** `(sizes: number[] = [360, 480])`: what stands for the argument when it is left out says what such lists are. */
function hasUsualList({ of, when }: Extract<Value, { kind: "choice" }>): boolean {
  const [given, usual] = of;
  if (when !== undefined || given?.kind !== "parameter" || usual?.kind !== "array") return false;
  return usual.items.length > 0 && usual.items.every(({ kind }) => kind === "literal");
}

function isCapital(name: string): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(name);
}

/** How many elements are put into a list (a set, a map) of the code, one by one in plain sight; "many" where a loop or a list does it. */
function pushed(file: FileNode, index: number): number | "many" {
  const { bindings, calls, regions } = file.facts;
  const made = bindings[index]?.region ?? 0;
  let count = 0;
  for (const { callee, arguments: given, region } of calls) {
    if (callee.kind !== "member" || callee.of.kind !== "name" || callee.of.binding !== index) continue;
    if (!/^(push|unshift|splice|add|set)$/.test(callee.name)) continue;
    if (callee.name === "splice" || given.some(({ kind }) => kind === "spread")) return "many";
    for (let at = region, hops = 0; at !== made && hops < 300; hops++) {
      const here = regions[at];
      if (here === undefined || /^(function|count|each|while)$/.test(here.kind)) return "many";
      at = here.parent;
    }
    count += /^(push|unshift)$/.test(callee.name) ? given.length : 1;
  }
  return count;
}

/** Follows an import or a member to the object that it is. */
function ofDefinition(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  const { project } = linked;
  if (value.kind === "name") {
    const fact = file.imports.get(value.binding);
    const found = fact === undefined ? undefined : project.resolve(fact.module, file);
    const exported =
      fact === undefined || found === undefined ? undefined : exportedValue(project, found, fact.name);
    if (exported !== undefined) return ofCollection(linked, exported.file, exported.value, hops + 1);
    // `for (const kind in Kind)`, from a package that is not in sight.
    const isType = found === undefined && /^[A-Z]/.test(value.name);
    return isType ? { runs: "few", why: `${value.name} is an enumeration or a constant` } : many;
  }
  if (value.kind !== "member") return many;
  if (/^(options|enumValues|enum)$/.test(value.name) && isChoice(linked, file, value.of))
    return { runs: "few", why: "the choices are in the code" };
  for (const entity of linked.evaluator.value(file, value.of)) {
    // `import * as constants`
    const whole = entity.kind === "file" ? project.files.get(entity.file) : undefined;
    const exported = whole === undefined ? undefined : exportedValue(project, whole, value.name);
    if (exported !== undefined) return ofCollection(linked, exported.file, exported.value, hops + 1);
    if (entity.kind === "instance" || entity.kind === "class") {
      const held = fixedField(project.files.get(entity.file), entity.class, value.name);
      if (held !== undefined) return ofCollection(linked, held.file, held.value, hops + 1);
    }
    if (entity.kind !== "object") continue;
    const from = project.files.get(entity.file);
    const held = entity.value.properties.find(({ key }) => key === value.name);
    // `{ count: 0, result: [] }`: what is given when there is nothing says nothing of the rest.
    if (from !== undefined && held?.value.kind === "array" && held.value.items.length > 0)
      return ofCollection(linked, from, held.value, hops + 1);
  }
  return many;
}

/** `z.enum(["mail", "chat"])`, `pgEnum("kind", ["mail", "chat"])`, also by a name that another file exports. */
function isChoice(linked: Linked, file: FileNode, value: Value, hops = 0): boolean {
  if (hops > 4) return false;
  if (value.kind === "call") {
    const callee = file.facts.calls[value.call]?.callee;
    return (
      (callee?.kind === "member" || callee?.kind === "name") &&
      /^(enum|nativeEnum|picklist|\w+Enum)$/.test(callee.name)
    );
  }
  if (value.kind !== "name") return false;
  const fact = file.imports.get(value.binding);
  const found = fact === undefined ? undefined : linked.project.resolve(fact.module, file);
  if (fact !== undefined) {
    const exported = found === undefined ? undefined : exportedValue(linked.project, found, fact.name);
    return exported !== undefined && isChoice(linked, exported.file, exported.value, hops + 1);
  }
  const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
  return held !== undefined && another === undefined && isChoice(linked, file, held.value, hops + 1);
}

/** A list that a class has from the start, to which nothing in its file puts anything else. */
function fixedField(
  file: FileNode | undefined,
  index: number,
  name: string,
): { file: FileNode; value: Value } | undefined {
  const fact = file?.facts.classes[index];
  if (file === undefined || fact === undefined) return undefined;
  const isIt = (value: Value) => value.kind === "member" && value.name === name;
  const made = fact.methods.find((method) => method.name === "constructor")?.function;
  // `this.kinds = ["a", "b"]` in the constructor is a field all the same.
  const put = file.facts.assignments.find(
    ({ target, region }) =>
      isIt(target) && made !== undefined && file.facts.regions[region]?.function === made,
  );
  const held = fact.fields.find((one) => one.name === name)?.value ?? put?.value;
  if (held === undefined) return undefined;
  const grows = file.facts.calls.some(
    ({ callee }) =>
      callee.kind === "member" && /^(push|unshift|splice|add|set)$/.test(callee.name) && isIt(callee.of),
  );
  const changes = file.facts.assignments.some(
    (one) => one !== put && (isIt(one.target) || (one.target.kind === "element" && isIt(one.target.of))),
  );
  return grows || changes ? undefined : { file, value: held };
}

function ofCall(linked: Linked, file: FileNode, index: number, hops: number): Repetition {
  const call = file.facts.calls[index];
  if (call === undefined) return many;
  const { callee } = call;
  const [first, second] = call.arguments;
  const title = titleOf(callee);
  const last = callee.kind === "member" || callee.kind === "name" ? callee.name : "";
  if (/^Object\.(keys|values|entries)$/.test(title) && first !== undefined) {
    return ofObject(linked, file, first, hops);
  }
  if (title === "Array.from" && first?.kind === "object") return counted();
  if (/^Object\.(freeze|seal)$/.test(title) && first !== undefined)
    return ofCollection(linked, file, first, hops + 1);
  if (call.form === "new" && /^(Map|Set)$/.test(title)) {
    return first === undefined ? many : ofCollection(linked, file, first, hops + 1);
  }
  if (title === "Array" || last === "range" || last === "times") return counted();
  const most = /^(take|takeRight|sampleSize)$/.test(last) ? numberOf(file, second ?? first) : undefined;
  if (most !== undefined && most <= small) return { runs: "few", why: `at most ${most} elements` };
  if (inPieces.test(last)) return { runs: "chunks", why: `${last} cuts the list into pieces` };
  if (callee.kind === "member") {
    if (last === "get" && isConstant(callee.of)) return ofCollection(linked, file, callee.of, hops + 1);
    const end = last === "slice" ? numberOf(file, second) : undefined;
    if (end !== undefined && end <= small) return { runs: "few", why: `at most ${end} elements` };
    if (/^(filter|slice|sort|reverse|map|keys|values|entries|fill|toSorted|split)$/.test(last)) {
      return ofCollection(linked, file, callee.of, hops + 1);
    }
    // `[].concat(rows)`, `groups.flatMap((group) => group.rows)`: as many as are put in.
    if (last === "concat" || last === "flatMap") {
      const given = last === "concat" ? call.arguments : returnedBy(file, first);
      const each = [callee.of, ...given].map((part) => ofPart(linked, file, part, hops));
      return each.find(({ runs }) => runs !== "few") ?? each[0] ?? many;
    }
  }
  if (title === "Array.from" && first !== undefined) return ofCollection(linked, file, first, hops + 1);
  return ofResult(linked, file, call, hops);
}

/** What a function that is written in place gives; the function itself, which is no list of the code, where it is not. */
function returnedBy({ facts }: FileNode, value: Value | undefined): Value[] {
  if (value?.kind !== "function") return value === undefined ? [] : [value];
  return facts.functions[value.function]?.returns.map((one) => one.value) ?? [];
}

/** A list that becomes part of another, or one element of it. */
function ofPart(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  const isOne = value.kind === "object" || value.kind === "literal" || value.kind === "text";
  return isOne ? counted() : ofCollection(linked, file, value, hops + 1);
}

/** A number in the code, also by the name of a constant. */
function numberOf(file: FileNode, value: Value | undefined): number | undefined {
  const binding = value?.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  const held = binding?.values.length === 1 ? binding.values[0]?.value : value;
  return held?.kind === "literal" && typeof held.value === "number" ? held.value : undefined;
}

/** `getFormats()` gives a list that stands in the code, where that is all that the function returns; `distinct(list)` what it is passed. */
function ofResult(linked: Linked, file: FileNode, call: CallFact, hops: number): Repetition {
  const [entity, another] = linked.evaluator.value(file, call.callee);
  if (entity?.kind !== "function" || another !== undefined) return many;
  const from = linked.project.files.get(entity.file);
  const returns = from?.facts.functions[entity.function]?.returns ?? [];
  if (from === undefined) return many;
  // Of several, each must be plain to see: `return []` says nothing of what is given where there is something.
  const isPlain = (value: Value) =>
    value.kind === "array" || (value.kind === "name" && isCapital(value.name));
  if (returns.length > 1 && !returns.every(({ value }) => isPlain(value))) return many;
  const each = returns.map(({ value }) => {
    const given = parameterIn(from, value, entity.function, 0);
    const argument = given === undefined ? undefined : call.arguments[given];
    return argument === undefined
      ? ofCollection(linked, from, value, hops + 1)
      : ofCollection(linked, file, argument, hops + 1);
  });
  return each.find(({ runs }) => runs !== "few") ?? each[0] ?? many;
}

/** The parameter of a function that a list is made of, and has no more elements than. */
function parameterIn(file: FileNode, value: Value, of: number, hops: number): number | undefined {
  if (hops > 6) return undefined;
  const inner = (part: Value | undefined) =>
    part === undefined ? undefined : parameterIn(file, part, of, hops + 1);
  switch (value.kind) {
    case "parameter":
      return value.function === of ? value.index : undefined;
    case "await":
      return inner(value.of);
    case "array": {
      const [only, another] = value.items;
      return only?.kind === "spread" && another === undefined ? inner(only.of) : undefined;
    }
    case "name": {
      const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
      return another === undefined ? inner(held?.value) : undefined;
    }
    case "call": {
      const call = file.facts.calls[value.call];
      if (call === undefined) return undefined;
      if (/^(Array\.from|Set)$/.test(titleOf(call.callee))) return inner(call.arguments[0]);
      const { callee } = call;
      return callee.kind === "member" && /^(filter|map|slice|sort|reverse|toSorted)$/.test(callee.name)
        ? inner(callee.of)
        : undefined;
    }
    default:
      return undefined;
  }
}

function counted(): Repetition {
  return { runs: "few", why: "a number that the code fixes" };
}

/** The keys of an enumeration or of an object in the code are few; those of an object made from data are data. */
function ofObject(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  if (value.kind === "object") {
    return value.properties.some((p) => p.value.kind === "spread")
      ? many
      : { runs: "few", why: "the keys are in the code" };
  }
  if (value.kind === "member") {
    const isFixed = /^[A-Z]/.test(value.name) || isWritten(linked, file, value);
    return isFixed ? { runs: "few", why: "a constant" } : many;
  }
  if (value.kind !== "name") return many;
  const binding = file.facts.bindings[value.binding];
  if (binding === undefined) return many;
  if (binding.kind === "type") return { runs: "few", why: `${value.name} is an enumeration` };
  if (binding.kind === "import") {
    if (/^[A-Z]/.test(value.name))
      return { runs: "few", why: `${value.name} is an enumeration or a constant` };
    return ofDefinition(linked, file, value, hops);
  }
  const [initial] = binding.values;
  if (initial === undefined || binding.values.length !== 1) return many;
  const made = initial.value.kind === "await" ? initial.value.of : initial.value;
  if (made.kind === "call") return ofResultKeys(linked, file, made.call, hops);
  if (made.kind === "member" && isWritten(linked, file, made))
    return { runs: "few", why: "the keys are in the code" };
  if (made.kind !== "object") return many;
  const grows = file.facts.assignments.some(
    ({ target }) =>
      target.kind === "element" && target.of.kind === "name" && target.of.binding === value.binding,
  );
  return grows ? many : ofObject(linked, file, initial.value, hops + 1);
}

/** `constants.levels`, an object that stands in another object of the code, or that a class never changes. */
function isWritten(
  linked: Linked,
  file: FileNode,
  { of, name }: Extract<Value, { kind: "member" }>,
): boolean {
  const [entity, another] = linked.evaluator.value(file, of);
  if (entity === undefined || another !== undefined) return false;
  const { project } = linked;
  const held =
    entity.kind === "object"
      ? entity.value.properties.find(({ key }) => key === name)?.value
      : entity.kind === "instance" || entity.kind === "class"
        ? fixedField(project.files.get(entity.file), entity.class, name)?.value
        : undefined;
  return (
    held?.kind === "object" &&
    held.properties.length > 0 &&
    held.properties.every((property) => property.value.kind !== "spread")
  );
}

/** `Object.keys(getKinds())`, where the object stands in the code. */
function ofResultKeys(linked: Linked, file: FileNode, index: number, hops: number): Repetition {
  const callee = file.facts.calls[index]?.callee;
  const [entity, another] = callee === undefined ? [] : linked.evaluator.value(file, callee);
  if (hops > 6 || entity?.kind !== "function" || another !== undefined) return many;
  const from = linked.project.files.get(entity.file);
  const [only, ...more] = from?.facts.functions[entity.function]?.returns ?? [];
  return from === undefined || only === undefined || more.length > 0
    ? many
    : ofObject(linked, from, only.value, hops + 1);
}

/** `for (;;)`: over a list when its end is a length and its step is one. */
function counting(linked: Linked, file: FileNode, loop: Iteration): Repetition {
  const region = file.facts.regions[loop.region];
  const condition = region?.condition;
  if (condition === undefined) return { runs: "pages", why: "a loop without an end of its own" };
  const step = region?.step;
  const steps = step?.kind === "operation" ? step : undefined;
  const byOne = steps === undefined || (steps.of.length === 1 && /^(\+\+|--)$/.test(steps.operator));
  const addsOne = steps?.of[1]?.kind === "literal" && steps.of[1].value === 1;
  if (!byOne && !addsOne) return { runs: "chunks", why: "each turn takes a piece of the list" };
  const list = lengthOf(file, condition, 0) ?? lengthAtStart(file, condition, steps);
  if (list === undefined || isText(file, list, loop))
    return { runs: "few", why: "the number of turns is not that of a list" };
  return ofList(linked, file, list);
}

/** `for (let i = 1; i <= id.length; i++) find(id.substring(0, i))`: the length of a text. */
function isText(file: FileNode, list: Value, loop: Iteration): boolean {
  const title = titleOf(list);
  return file.facts.calls.some(
    ({ callee, start, end }) =>
      callee.kind === "member" &&
      /^(substr|substring|charAt|charCodeAt|codePointAt)$/.test(callee.name) &&
      start >= loop.bodyStart &&
      end <= loop.bodyEnd &&
      titleOf(callee.of) === title,
  );
}

/** `for (let i = rows.length - 1; i >= 0; i--)`: the list whose length the variable that counts down begins with. */
function lengthAtStart(file: FileNode, condition: Value, step: Value | undefined): Value | undefined {
  if (step?.kind !== "operation" || step.operator !== "--" || condition.kind !== "operation")
    return undefined;
  for (const side of condition.of) {
    const first = side.kind === "name" ? file.facts.bindings[side.binding]?.values[0] : undefined;
    const list = first === undefined || first.later ? undefined : lengthOf(file, first.value, 0);
    if (list !== undefined) return list;
  }
  return undefined;
}

/** The list whose length a condition compares with. */
function lengthOf(file: FileNode, value: Value, hops: number): Value | undefined {
  if (hops > 6) return undefined;
  if (value.kind === "member" && (value.name === "length" || value.name === "size")) return value.of;
  if (value.kind === "operation" || value.kind === "choice") {
    for (const part of value.of) {
      const found = lengthOf(file, part, hops + 1);
      if (found !== undefined) return found;
    }
  }
  if (value.kind === "name") {
    const binding = file.facts.bindings[value.binding];
    if (binding?.values.length !== 1) return undefined;
    const [only] = binding.values;
    return only === undefined ? undefined : lengthOf(file, only.value, hops + 1);
  }
  return undefined;
}

/** `while`: over a list when each turn takes one element out of it or goes on by one, and none puts new ones in. */
function conditional(linked: Linked, file: FileNode, loop: Iteration): Repetition {
  const pages: Repetition = { runs: "pages", why: "the loop goes on until the data says so" };
  const condition = file.facts.regions[loop.region]?.condition;
  const list = condition === undefined ? undefined : lengthOf(file, condition, 0);
  if (condition !== undefined && list !== undefined && countsOn(file, condition, loop)) {
    return ofCollection(linked, file, list, 0);
  }
  if (list?.kind !== "name") return pages;
  let takes = false;
  for (const { callee, start, end } of file.facts.calls) {
    if (start < loop.bodyStart || end > loop.bodyEnd || callee.kind !== "member") continue;
    if (callee.of.kind !== "name" || callee.of.binding !== list.binding) continue;
    if (callee.name === "push" || callee.name === "unshift" || callee.name === "splice") return pages;
    if (callee.name === "shift" || callee.name === "pop") takes = true;
  }
  return takes ? { runs: "many", weak: isFilledElsewhere(file, list.binding, loop) } : pages;
}

/** A list that is worked off, and that code outside of this function may put more into: a queue of jobs. */
function isFilledElsewhere(file: FileNode, list: number, loop: Iteration): boolean {
  const { bindings, calls, regions } = file.facts;
  const own = regions[loop.region]?.function;
  const made = bindings[list];
  if (made === undefined || regions[made.region]?.function !== own) return true;
  return calls.some(
    ({ callee, region }) =>
      callee.kind === "member" &&
      callee.of.kind === "name" &&
      callee.of.binding === list &&
      regions[region]?.function !== own,
  );
}

/** `while (i < rows.length) { …; i++; }`: the variable that is compared goes on by one in each turn. */
function countsOn(file: FileNode, condition: Value, loop: Iteration): boolean {
  if (condition.kind !== "operation" || !/^[<>]=?$|^!==?$/.test(condition.operator)) return false;
  return condition.of.some((side) => {
    const binding = side.kind === "name" ? file.facts.bindings[side.binding] : undefined;
    const steps = binding?.values.filter(
      (held) => held.later && held.start >= loop.bodyStart && held.start < loop.bodyEnd,
    );
    const [step] = steps ?? [];
    if (steps?.length !== 1 || step?.value.kind !== "operation") return false;
    const { operator, of } = step.value;
    const one = of[1]?.kind === "literal" && of[1].value === 1;
    return (of.length === 1 && operator === "++") || (operator.startsWith("+") && one);
  });
}

/** `for await` over a plain list is a loop like any other; over anything else the elements come as they are fetched. */
function isList(linked: Linked, file: FileNode, value: Value): boolean {
  if (value.kind === "array" || isPlainProperty(value)) return true;
  if (value.kind === "await") return !opensStream(file, value.of);
  if (linked.evaluator.value(file, value).some((entity) => entity.kind === "array")) return true;
  const binding = value.kind === "name" ? file.facts.bindings[value.binding] : undefined;
  return (
    binding?.values.some(
      ({ value: held }) =>
        held.kind === "array" ||
        (held.kind === "await" && !opensStream(file, held.of)) ||
        isPlainProperty(held),
    ) ?? false
  );
}

/** `await consumer.consume()`: what is waited for is that the stream opens. */
function opensStream(file: FileNode, value: Value): boolean {
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  return (
    (callee?.kind === "member" || callee?.kind === "name") &&
    /^(consume|subscribe|watch|listen|follow|tail|iterate|scan)|(stream|cursor|iterator|subscription|messages)$/i.test(
      callee.name,
    )
  );
}

/** `const { names } = body(request)`, `order["items"]`: what a thing has several of and calls by no name of a stream. */
function isPlainProperty(value: Value): boolean {
  if ((value.kind !== "member" && value.kind !== "element") || value.of.kind === "this") return false;
  const name =
    value.kind === "member" ? value.name : value.key.kind === "literal" ? `${value.key.value}` : "";
  return (
    /s$/i.test(name) &&
    !/(streams?|cursors?|chunks|pages|lines|events|messages|results|packets|entries|parts)$/i.test(name)
  );
}

/** The variables that hold the element of a loop. */
export function elementBindings(file: FileNode, loop: Iteration): number[] {
  const { bindings, functions } = file.facts;
  const out: number[] = [];
  if (loop.parent !== undefined) return parentBindings(file, loop.callback, loop.parent);
  if (loop.callback >= 0) {
    const body = functions[loop.callback]?.body ?? -1;
    bindings.forEach((binding, index) => {
      if (binding.kind === "parameter" && binding.region === body) out.push(index);
    });
  } else if (loop.region >= 0) {
    bindings.forEach((binding, index) => {
      const isElement = binding.kind === "element" && binding.region === loop.region;
      if (isElement || isAtIndex(file, binding, loop)) out.push(index);
    });
  }
  return out;
}

/** `for (let i = 0; …; i++) { const row = rows[i]; … }` */
function isAtIndex(file: FileNode, { start, values }: Binding, loop: Iteration): boolean {
  if (loop.kind !== "count" || start < loop.bodyStart || start >= loop.bodyEnd) return false;
  const [held] = values;
  const key = held?.value.kind === "element" ? held.value.key : undefined;
  const counter = key?.kind === "name" ? file.facts.bindings[key.binding] : undefined;
  return counter !== undefined && counter.start >= loop.start && counter.start < loop.end;
}

/** The variables that are other ones in each turn: the element, what is declared inside, what is assigned inside. */
export function changingIn(file: FileNode, loop: Iteration): Set<number> {
  const changing = new Set(elementBindings(file, loop));
  file.facts.bindings.forEach((binding, index) => {
    if (isIn(loop, binding.start) || isAssignedIn(loop, binding)) changing.add(index);
  });
  // `query.member = member.id`: what has another part is another thing.
  for (const { target, start } of file.facts.assignments) {
    if (!isIn(loop, start)) continue;
    let of = target;
    while (of.kind === "member" || of.kind === "element") of = of.of;
    if (of.kind === "name" && of.binding >= 0) changing.add(of.binding);
  }
  return changing;
}

function isIn({ bodyStart, bodyEnd }: Iteration, place: number): boolean {
  return place >= bodyStart && place < bodyEnd;
}

function isAssignedIn(loop: Iteration, { values }: Binding): boolean {
  for (const { later, start } of values) if (later && isIn(loop, start)) return true;
  return false;
}

/** The element is called a chunk and is used as a list. */
function elementsArePieces(linked: Linked, file: FileNode, loop: Iteration, call?: CallFact): boolean {
  const all = elementBindings(file, loop);
  const named = all.filter((index) =>
    /^(chunk|batch|bundle|slice|page|part|group|segment|ids|rows|items)s?$|(Chunk|Batch|Bundle|Page|Window|Ids)$/.test(
      file.facts.bindings[index]?.name ?? "",
    ),
  );
  if (named.length === 0) return false;
  const elements = new Set(named);
  // `for (const [cardId, items] of byCard)`: what is asked for the key is asked for each.
  const asksFor = (these: Set<number>) =>
    call !== undefined && [call.callee, ...call.arguments].some((value) => dependsOn(file, value, these));
  if (asksFor(new Set(all.filter((index) => !elements.has(index)))) && !asksFor(elements)) return false;
  const isInside = ({ start }: { start: number }) => start >= loop.bodyStart && start < loop.bodyEnd;
  const { calls, bindings } = file.facts;
  const used = calls.filter(isInside).flatMap((inside) => [inside.callee, ...inside.arguments]);
  // `const { type, breed } = animalOrBatch`
  const held = bindings.filter(isInside).flatMap(({ values }) => values.map(({ value }) => value));
  const some = (values: Value[], test: (value: Value) => boolean) =>
    values.some((value) => mentions(file, value, test));
  const isElement = (value: Value) => value.kind === "name" && elements.has(value.binding);
  // A thing with properties of its own is no piece of a list, and one that no call is given says nothing.
  const isOwn = (v: Value) => v.kind === "member" && !asList.test(v.name) && isElement(v.of);
  if (!some(used, isElement) || some([...used, ...held], isOwn)) return false;
  return call === undefined || !isTakenAsOne(linked, file, call, isElement);
}

/** `groups.map((group) => membersOf(group))`, where the function says that it takes a `Group`, and no list of them. */
function isTakenAsOne(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  isElement: (value: Value) => boolean,
): boolean {
  const position = call.arguments.findIndex(isElement);
  if (position < 0) return false;
  return linked.evaluator.value(file, call.callee).some((entity) => {
    const { facts } = (entity.kind === "function" ? linked.project.files.get(entity.file) : undefined) ?? {};
    const taken =
      entity.kind === "function" ? facts?.functions[entity.function]?.parameters[position] : undefined;
    const type = facts?.bindings[taken?.binding ?? -1]?.type;
    // A type of the project, or of a package.
    return (
      type?.kind === "named" &&
      type.binding >= 0 &&
      type.arguments.length === 0 &&
      !/^(Readonly)?(Array|Set|Map)|s$|List|Batch|Chunk/.test(type.name)
    );
  });
}

const asList =
  /^(length|map|filter|forEach|flatMap|reduce|join|slice|some|every|find|includes|push|concat|entries|values|keys|at|sort|size|has)$/;
