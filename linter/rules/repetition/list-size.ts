import type { CallFact, Value } from "../../facts.ts";
import { inPieces } from "../../link/file/fixed-lists.ts";
import { callsOf } from "../../link/graph/all-calls.ts";
import type { CalledFunction } from "../../link/graph/call-targets.ts";
import { exportedValue, takenOf } from "../../link/project/exported.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isAnswered } from "./answered.ts";
import { isEmptyList } from "./empty-list.ts";
import { ofFewRows } from "./few-rows.ts";
import { filledThrough } from "./fillings.ts";
import {
  fixedField,
  isCapital,
  isChoice,
  isConstant,
  isMetadata,
  isTableOfLists,
  numberOf,
  parameterIn,
  picksFromCode,
  pushed,
  returnedBy,
  usualList,
} from "./in-the-code.ts";
import { isInsideCode } from "./inside-the-code.ts";

import { settledAtStart } from "./settled.ts";

/** How often the inside of a loop runs: once per element of data, or a number that the code fixes. */
export type Repetition = { runs: "many"; weak: boolean } | { runs: "few" | "chunks" | "pages"; why: string };

export const many: Repetition = { runs: "many", weak: false };

/** A list cut to at most this many elements is no N. */
const small = 10;

export function ofList(linked: Linked, file: FileNode, value: Value, hops = 0): Repetition {
  const found = ofCollection(linked, file, value, hops);
  const settled = found.runs === "many" ? settledAtStart(linked, file, value) : undefined;
  return settled === undefined ? found : { runs: "few", why: settled };
}

export function ofCollection(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  if (hops > 8) return many;
  if (isInsideCode(linked, file, value)) return { runs: "few", why: "the lists are in the code" };
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
      // It says what such lists are.
      const usual = usualList(value);
      if (usual !== undefined && ofCollection(linked, file, usual, hops + 1).runs === "few")
        return { runs: "many", weak: true };
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
      return ofObject(linked, file, value, hops);
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
    if (put === "many") return ofFillings(linked, file, value.binding, hops);
    if (put > 0 && isEmptyList(file, initial.value))
      return put > small ? many : { runs: "few", why: `at most ${put} elements are put in` };
  }
  // An object that begins without a key gets its keys elsewhere.
  if (initial.value.kind === "object" && initial.value.properties.length === 0) return many;
  if (initial.value.kind === "parameter") return ofParameter(linked, file, initial.value, hops);
  // `for (const id in counts)`
  if (initial.value.kind === "object" && growsByKey(file, value.binding)) return many;
  return ofCollection(linked, file, initial.value, hops + 1);
}

/** A list of the function that is filled one by one from few others. */
function ofFillings(linked: Linked, file: FileNode, index: number, hops: number): Repetition {
  const made = file.facts.bindings[index]?.start ?? 0;
  const isIt = (list: Value) => list.kind === "name" && list.binding === index;
  const lists = hops > 4 ? undefined : filledThrough(linked, file, isIt, made);
  const each = lists?.map((list) => ofList(linked, file, list, hops + 1)) ?? [many];
  return each.find(({ runs }) => runs !== "few") ?? each[0] ?? many;
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

/** What all callers pass, of a function that nobody else can call. */
function ofArguments(linked: Linked, file: FileNode, of: number, index: number, hops: number): Repetition {
  if (hops > 4) return many;
  const calls = callsOf(linked.evaluator, file, of);
  if (calls.length === 0 || calls.length > 12) return many;
  const each = calls.map(({ file: from, call }) => {
    const spread = call.arguments.slice(0, index + 1).some(({ kind }) => kind === "spread");
    const argument = spread ? undefined : call.arguments[index];
    return argument === undefined ? many : ofList(linked, from, argument, hops + 1);
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
  if (!isGivenByAll(linked, file, value.of)) return many;
  for (const entity of linked.evaluator.value(file, value.of)) {
    // `import * as constants`
    const whole = entity.kind === "file" ? project.files.get(entity.file) : undefined;
    const exported = whole === undefined ? undefined : exportedValue(project, whole, value.name);
    if (exported !== undefined) return ofCollection(linked, exported.file, exported.value, hops + 1);
    if (entity.kind === "instance" || entity.kind === "class") {
      const held = fixedField(project.files.get(entity.file), entity.class, value.name);
      // `details: Detail[] = []` of what a request is read into: who reads it from elsewhere fills it there, too.
      const isFilled = held !== undefined && value.of.kind !== "this" && isEmptyList(held.file, held.value);
      if (held !== undefined && !isFilled) return ofCollection(linked, held.file, held.value, hops + 1);
    }
    if (entity.kind !== "object") continue;
    const from = project.files.get(entity.file);
    const held = entity.value.properties.find(({ key }) => key === value.name);
    // `{ count: 0, result: [] }`: what is given when there is nothing says nothing of the rest.
    // What stands in for a server in tests says nothing of what the server gives.
    const isMock = /mock|fake|stub/i.test(entity.file) || project.isForTests(entity.file);
    if (from !== undefined && !isMock && held?.value.kind === "array" && held.value.items.length > 0)
      return ofCollection(linked, from, held.value, hops + 1);
  }
  return many;
}

/** Of a parameter, what one caller puts together says nothing of what another has from elsewhere. */
function isGivenByAll(linked: Linked, file: FileNode, value: Value): boolean {
  const held = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : undefined;
  if (held?.kind !== "parameter") return true;
  return callsOf(linked.evaluator, file, held.function).every(({ file: from, call }) => {
    const argument = call.arguments[held.index];
    return argument !== undefined && linked.evaluator.value(from, argument).length > 0;
  });
}

function ofCall(linked: Linked, file: FileNode, index: number, hops: number): Repetition {
  const call = file.facts.calls[index];
  if (call === undefined) return many;
  const { callee } = call;
  const [first, second] = call.arguments;
  const title = titleOf(callee);
  const last = lastName(callee);
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
  if (inPieces.test(last) && !givesRows(linked, file, index))
    return { runs: "chunks", why: `${last} cuts the list into pieces` };
  if (callee.kind === "member") {
    if (last === "get" && isConstant(callee.of)) return ofCollection(linked, file, callee.of, hops + 1);
    const end = last === "slice" ? numberOf(file, second) : undefined;
    if (end !== undefined && end <= small) return { runs: "few", why: `at most ${end} elements` };
    if (last === "map" && picksFromCode(file, call))
      return { runs: "few", why: "they are in an object of the code" };
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
  const few = ofFewRows(linked, file, index, small);
  return few === undefined ? ofResult(linked, file, index, call, hops) : { runs: "few", why: few };
}

/**
 * `await jobs.next()` of pages, `await claimBatch(size)`, `await findPages(author)` of a site: what is passed nothing, gives one batch, or pages, and reads, gives rows
 * and cuts no list into pieces.
 */
function givesRows(linked: Linked, file: FileNode, index: number): boolean {
  const call = file.facts.calls[index];
  const isNamedSo = call !== undefined && /[a-z](Batch|Chunk)$|[a-z]Pages/.test(lastName(call.callee));
  if (call === undefined || (call.arguments.length > 0 && !isNamedSo)) return false;
  const { functions = [] } = linked.graph.targetsOf(file).get(index) ?? {};
  const isGenerator = ({ ref }: CalledFunction) =>
    linked.project.files.get(ref.file)?.facts.functions[ref.function]?.generator === true;
  return functions.some((one) => linked.graph.reachOf(one.ref).read !== undefined && !isGenerator(one));
}

/** A list that becomes part of another, or one element of it. */
function ofPart(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  const isOne = value.kind === "object" || value.kind === "literal" || value.kind === "text";
  return isOne ? counted() : ofCollection(linked, file, value, hops + 1);
}

/** `getFormats()` gives a list that stands in the code, where that is all that the function returns; `distinct(list)` what it is passed. */
function ofResult(linked: Linked, file: FileNode, index: number, call: CallFact, hops: number): Repetition {
  if (isAnswered(linked, file, index)) return many;
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

function counted(): Repetition {
  return { runs: "few", why: "a number that the code fixes" };
}

/** The keys of an enumeration or of an object in the code are few; those of an object made from data are data. */
function ofObject(linked: Linked, file: FileNode, value: Value, hops: number): Repetition {
  if (value.kind === "object") {
    // `{ ...Common, FAILED: "failed" }`
    const spread = value.properties.flatMap(({ value: held }) => (held.kind === "spread" ? [held.of] : []));
    const isOpen = hops > 6 || spread.some((of) => ofObject(linked, file, of, hops + 1).runs !== "few");
    return isOpen ? many : { runs: "few", why: "the keys are in the code" };
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
    if (isOfPackage(linked, file, value.binding))
      return { runs: "few", why: `${value.name} stands in a package` };
    return ofDefinition(linked, file, value, hops);
  }
  const [initial] = binding.values;
  if (initial === undefined || binding.values.length !== 1) return many;
  const made = initial.value.kind === "await" ? initial.value.of : initial.value;
  if (made.kind === "call") return ofResultKeys(linked, file, made.call, hops);
  const taken = takenOf(file, value.binding);
  const from = taken === undefined ? undefined : linked.project.resolve(taken.module, file);
  const exported = from === undefined ? undefined : exportedValue(linked.project, from, taken?.name ?? "");
  if (exported !== undefined) return ofObject(linked, exported.file, exported.value, hops + 1);
  if (made.kind === "member" && isWritten(linked, file, made))
    return { runs: "few", why: "the keys are in the code" };
  if (made.kind !== "object" || made.properties.length === 0) return many;
  return growsByKey(file, value.binding) ? many : ofObject(linked, file, initial.value, hops + 1);
}

/** `Object.keys(kinds)` of `import { kinds } from "kinds-of-things"`: a table that a package has by a name of its own stands in its code. */
function isOfPackage({ project }: Linked, file: FileNode, binding: number): boolean {
  const fact = file.imports.get(binding);
  if (fact === undefined || fact.name === "default" || fact.name === "*") return false;
  return /^(@[a-z\d]|[a-z\d])/i.test(fact.module) && project.resolve(fact.module, file) === undefined;
}

/** `counts[row.id] = 1`, `Object.assign(counts, { [row.id]: 1 })` */
function growsByKey({ facts }: FileNode, binding: number): boolean {
  const isIt = (value: Value | undefined) => value?.kind === "name" && value.binding === binding;
  return (
    facts.assignments.some(({ target }) => target.kind === "element" && isIt(target.of)) ||
    facts.calls.some(
      ({ callee, arguments: [first] }) =>
        callee.kind === "member" && /^(assign|extend|merge|set)$/.test(callee.name) && isIt(first),
    )
  );
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
