import { search } from "../../catalog/index.ts";
import type { Library } from "../../catalog/library.ts";
import type { CallFact, Value } from "../../facts.ts";
import { titleOf } from "../../value-parts.ts";
import { dependsOn } from "../file/mentions.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";

/** A query that is built to be part of another: `whereIn("id", knex("t").select("id"))`, also by way of a helper: `whereExists(only(sub))`. */
export function isPiece(evaluator: Evaluator, file: FileNode, call: CallFact, library: Library): boolean {
  for (let at = call, hops = 0; at.use === "argument" && hops < 4; hops++) {
    const outer = file.facts.calls[file.argumentOf.get(at) ?? -1];
    if (outer === undefined) return false;
    if (takesPiece(evaluator, file, outer, library)) return true;
    if (/^Promise\.|^await/.test(titleOf(outer.callee))) return false;
    at = outer;
  }
  return false;
}

/** A condition, or a member of the library: what it is given becomes part of another query. */
export function takesPiece(
  evaluator: Evaluator,
  file: FileNode,
  { callee }: CallFact,
  library: Library,
): boolean {
  if (pieces.test(titleOf(callee)) || (callee.kind === "member" && conditions.test(callee.name))) return true;
  return belongsTo(evaluator, file, callee, library);
}

const pieces = /^(inArray|notInArray|exists|notExists|eq|ne|gt|gte|lt|lte|union|unionAll|sql|raw)$/;
/** Methods that only builders have, so that nothing need be known of what they are called on. */
const conditions = /^(?:(?:or|and)(?:Where|Having)|where(?:Not)?(?:Exists|In|Raw)$)/;

/** The callee is a member of this library. */
export function belongsTo(evaluator: Evaluator, file: FileNode, callee: Value, library: Library): boolean {
  return evaluator
    .value(file, callee)
    .some((e) => (e.kind === "operation" || e.kind === "library") && e.library === library);
}

/** What the call gives is handed to the library: `unionAll(rows.map(…))`, also by way of a variable. */
export function isPartOfOther(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  library: Library,
): boolean {
  const around = file.argumentOf.get(call);
  const outer = around === undefined ? undefined : file.facts.calls[around];
  if (outer !== undefined) return belongsTo(evaluator, file, outer.callee, library);
  const held = bindingOf(file, call);
  if (held === undefined) return false;
  const parts = new Set([held, ...takenFrom(file, held)]);
  return file.facts.calls.some(
    ({ arguments: given, callee }) =>
      given.some((value) => dependsOn(file, value, parts)) && belongsTo(evaluator, file, callee, library),
  );
}

/** `parts.forEach((part) => query.whereIn("id", part))`: the variables that hold each of a list in turn. */
function takenFrom({ facts }: FileNode, list: number): number[] {
  return facts.calls.flatMap(({ callee, arguments: [callback] }) => {
    if (callee.kind !== "member" || callee.of.kind !== "name" || callee.of.binding !== list) return [];
    if (callback?.kind !== "function" || !/^(forEach|map)$/.test(callee.name)) return [];
    return facts.functions[callback.function]?.parameters[0]?.binding ?? [];
  });
}

/**
 * `(query, key) => query.whereNull(key)` goes on with the builder that it is passed, and hands it back: whoever passed it runs it. A
 * connection that is passed (`(trx) => trx("users").where(…)`) is no builder.
 */
export function goesOnWithPassed(
  evaluator: Evaluator,
  file: FileNode,
  { callee }: CallFact,
  made: number,
): boolean {
  const { bindings, calls, regions } = file.facts;
  const isPassedBuilder = (value: Value): boolean => {
    const binding = value.kind === "name" ? bindings[value.binding] : undefined;
    if (binding?.kind !== "parameter" || regions[binding.region]?.function !== made) return false;
    return evaluator
      .value(file, value)
      .some((e) => e.kind === "library" && search(e.library, e.type, (type) => type.runs) !== undefined);
  };
  let at = callee;
  for (let hops = 0; hops < 40; hops++) {
    if (at.kind === "member") at = at.of;
    else if (at.kind === "call") {
      const before = calls[at.call];
      if (before === undefined) return false;
      if (before.callee.kind === "name") return before.arguments.some(isPassedBuilder);
      at = before.callee;
    } else break;
  }
  return isPassedBuilder(at);
}

/** `await scope(Table.query()).update(row)`: what a function is passed comes back from it, and the chain goes on to a write. */
export function isWrittenTo({ facts: { calls }, argumentOf }: FileNode, call: CallFact): boolean {
  const outer = calls[argumentOf.get(call) ?? -1];
  if (outer?.use !== "chained") return false;
  return calls.some(
    ({ callee }) =>
      callee.kind === "member" &&
      callee.of.kind === "call" &&
      calls[callee.of.call] === outer &&
      writing.test(callee.name),
  );
}

/**
 * `const query = table(name); …; query.update(row); return query;`: what the builder in a variable becomes further down is a write, and so is what is
 * asked of it then: `query.then((rows) => rows[0])`.
 */
export function isWrittenLater(file: FileNode, call: CallFact, isBegun: boolean): boolean {
  const of = isBegun && call.callee.kind === "member" ? call.callee.of : undefined;
  const goesOn = call.use !== "kept" && of?.kind === "name";
  if (call.use !== "kept" && !goesOn) return false;
  const held = goesOn ? of.binding : bindingOf(file, call);
  return (
    held !== undefined &&
    file.facts.calls.some(
      ({ callee, use, start }) =>
        callee.kind === "member" &&
        callee.of.kind === "name" &&
        callee.of.binding === held &&
        use === "discarded" &&
        (goesOn || start > call.end) &&
        writing.test(callee.name),
    )
  );
}

const writing = /^(update|insert|upsert|del|delete|increment|decrement|truncate)$/;

/** The variable that a call is kept in, also as one of two: `const query = all ? find() : count()`. */
export function bindingOf(file: FileNode, call: CallFact): number | undefined {
  const held = file.facts.bindings.findIndex(({ values }) =>
    values.some(({ value }) => gives(file, value, call)),
  );
  return held < 0 ? undefined : held;
}

/** The value is what the call gives, also as one of two. */
function gives(file: FileNode, value: Value, call: CallFact): boolean {
  if (value.kind === "call") return file.facts.calls[value.call] === call;
  return value.kind === "choice" && value.of.some((one) => gives(file, one, call));
}

/** A builder in a variable that other calls go on with, or take as a subquery: those run it. */
export function isCarriedOn(evaluator: Evaluator, file: FileNode, index: number, library: Library): boolean {
  const { calls } = file.facts;
  const call = calls[index];
  const held = call === undefined ? undefined : bindingOf(file, call);
  if (held === undefined) return false;
  const isHeld = (value: Value): boolean =>
    value.kind === "object"
      ? // `select({ [name]: total })`
        value.properties.some((property) => isHeld(property.value))
      : value.kind === "name" && value.binding === held;
  return calls.some((other) => {
    const goesOn = other.callee.kind === "member" && isHeld(other.callee.of);
    if (goesOn && other.use !== "discarded") return true;
    // `const total = db.select(…); … sql`${total}``, `db.raw(`(${total})`)`
    const inText = other.arguments.some((text) => text.kind === "text" && text.of.some(isHeld));
    if (inText && other.form === "tag") return true;
    return (inText || other.arguments.some(isHeld)) && takesPiece(evaluator, file, other, library);
  });
}

/** `parts.push(User.query().where("tag", tag))` for a list that becomes one query: `builder.intersect(parts)`. */
export function isUnited(file: FileNode, call: CallFact): boolean {
  const { calls } = file.facts;
  const held = bindingOf(file, call);
  const around = file.argumentOf.get(call);
  const pushing =
    around === undefined
      ? calls.find(({ arguments: given }) => given.some((v) => v.kind === "name" && v.binding === held))
      : calls[around];
  if (pushing?.callee.kind !== "member" || pushing.callee.name !== "push") return false;
  const { of } = pushing.callee;
  const list = of.kind === "name" ? of.binding : -1;
  return (
    list >= 0 &&
    calls.some(
      ({ callee, arguments: given }) =>
        callee.kind === "member" &&
        /^(?:union|unionAll|intersect|intersectAll|except|exceptAll)$/.test(callee.name) &&
        given.some((value) => dependsOn(file, value, new Set([list]))),
    )
  );
}

/** `or(types.map((type) => sql`type = ${type}`))`: a list of tagged texts that nobody waits for are pieces of another. */
export function isFragment(file: FileNode, call: CallFact): boolean {
  const made = file.facts.regions[call.region]?.function ?? 0;
  const passed = file.passedTo.get(made);
  const taker = passed === undefined ? undefined : file.facts.calls[passed.call];
  if (call.use !== "returned" || taker?.callee.kind !== "member") return false;
  if (file.facts.functions[made]?.async === true || !/^(map|flatMap|reduce)$/.test(taker.callee.name))
    return false;
  const around = taker.use === "argument" ? file.argumentOf.get(taker) : undefined;
  const outer = around === undefined ? spreadInto(file, taker) : file.facts.calls[around];
  if (outer !== undefined) return !/^Promise\.\w+$/.test(titleOf(outer.callee));
  const held = new Set([bindingOf(file, taker) ?? -1]);
  const waits = ({ callee, arguments: given }: CallFact) =>
    titleOf(callee).startsWith("Promise.") && given.some((value) => dependsOn(file, value, held));
  return taker.use === "kept" ? !file.facts.calls.some(waits) : taker.callee.name === "reduce";
}

/** `query.select("id", ...columns.map(…))`: the call that takes each of the list. */
function spreadInto(file: FileNode, list: CallFact): CallFact | undefined {
  const isIt = (value: Value) =>
    value.kind === "spread" && value.of.kind === "call" && file.facts.calls[value.of.call] === list;
  return file.facts.calls.find((call) => call.arguments.some(isIt));
}

/** An argument of something other than a list of promises, also as one of a list: `select(["id", db.raw("…")])`. */
export function isGiven(file: FileNode, call: CallFact): boolean {
  if (call.use !== "argument") return false;
  const outer = file.facts.calls[file.argumentOf.get(call) ?? -1] ?? listedFor(file, call);
  return outer !== undefined && !/^(Promise\.\w+|push|.+\.push)$/.test(titleOf(outer.callee));
}

/** The call that is given a list with this one in it, also with others where they are wanted: `[name, ...(last ? [db.raw("last")] : [])]`. */
function listedFor(file: FileNode, call: CallFact): CallFact | undefined {
  const holds = (value: Value): boolean => {
    if (value.kind === "array") return value.items.some(holds);
    if (value.kind === "spread") return holds(value.of);
    return gives(file, value, call) || (value.kind === "choice" && value.of.some(holds));
  };
  return file.facts.calls.find((outer) =>
    outer.arguments.some((list) => list.kind === "array" && holds(list)),
  );
}
