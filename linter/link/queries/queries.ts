import { search } from "../../catalog/index.ts";
import type { Effect, Library, Operation } from "../../catalog/library.ts";
import type { CallFact, Value } from "../../facts.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Entity } from "../entity.ts";
import { argumentAt } from "../file/arguments.ts";
import { guardedByCache } from "../file/memo/guarded.ts";
import { perElement } from "../file/taker-names.ts";
import { isTask } from "../file/tasks.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { calleesOf } from "./by-text.ts";
import {
  bindingOf,
  goesOnWithPassed,
  isCarriedOn,
  isFragment,
  isGiven,
  isPartOfOther,
  isPiece,
  isUnited,
  isWrittenLater,
  isWrittenTo,
  takesPiece,
} from "./query-parts.ts";
import { parentParameter } from "./resolvers.ts";
import {
  type Asked,
  asked,
  askedEvidently,
  insertOfMany,
  isPartOfText,
  type SqlParameter,
  sqlText,
} from "./sql.ts";

/** One call that sends something to a server. */
export interface Query {
  library: Library;
  /** `prisma.user.findMany`, as a person would say it. */
  title: string;
  effect: Effect;
  operation: Operation;
  /** What it is asked of: the model, the table; "" where not known. */
  subject: string;
  name: string;
  /** False where the library was recognised by a usual name only. */
  sure: boolean;
  /** What it sends is text that the callers of its function pass: they decide on the effect. */
  text?: SqlParameter;
  /** What it sends is text that is not to be seen in the code. */
  hidden?: true;
  /** It locks what it reads. */
  locks?: true;
  /** It is built by the function that the call is given as this argument, and runs once for each of its elements. */
  handed?: number;
}

/** The queries that a call of the file sends itself. */
export function queriesOf(evaluator: Evaluator, file: FileNode, index: number): Query[] {
  const call = file.facts.calls[index];
  if (call === undefined || call.form === "new" || call.form === "element") return [];
  const out: Query[] = [];
  const callsOwn = call.use !== "chained" && evaluator.value(file, call.callee).some(isFunction);
  if (callsOwn) out.push(...builtElsewhere(evaluator, file, call, index));
  if (isMapping(call.callee)) out.push(...builtByCallback(evaluator, file, call));
  for (const entity of calleesOf(evaluator, file, call)) {
    if (entity.kind !== "operation" && entity.kind !== "library") continue;
    if (!entity.sure && asksAsList(call)) continue;
    const called =
      entity.kind === "operation"
        ? entity.member.call
        : search(entity.library, entity.type, (type) => type.call);
    const operation = called?.command === undefined ? called : commandGiven(evaluator, file, call, called);
    if (operation === undefined) continue;
    // A tagged text inside another is a piece of it.
    if (operation.tag === true && (call.form !== "tag" || call.use === "kept" || isFragment(file, call)))
      continue;
    if (operation.tag === true && operation.sql !== undefined && isPartOfText(evaluator, file, call))
      continue;
    const { effect, from, hidden, named } = effectOf(evaluator, file, index, operation, entity.library);
    if (effect === undefined) continue;
    const name = entity.kind === "operation" ? entity.name : entity.label;
    const stores = effect === "read" && storesResult(file, call);
    const inserts =
      operation.sql !== undefined &&
      operation.bulk !== undefined &&
      effect === "write" &&
      /^\s*insert\b/i.test(sqlText(evaluator, file, call.arguments[operation.sql]) ?? "");
    const query: Query = {
      library: entity.library,
      title: saidOf(file, call.callee),
      effect: stores ? "write" : effect,
      operation: stores
        ? { ...operation, many: true }
        : inserts
          ? { ...operation, bulk: insertOfMany }
          : operation,
      subject: entity.label,
      name,
      sure: entity.sure && named === undefined,
    };
    if (from !== undefined) query.text = from;
    if (hidden !== undefined) query.hidden = hidden;
    if (effect === "read" && locks(evaluator, file, call, operation)) query.locks = true;
    out.push(query);
  }
  return out;
}

/** `models.Kinds.find((kind) => kind.id === id)`: what is known by its name alone and is looked through as a list is one. */
function asksAsList({ callee, arguments: [first], use }: CallFact): boolean {
  return first?.kind === "function" && use !== "discarded" && perElement.has(lastName(callee));
}

/** `client.send(new GetCommand(…))`: what the command does. */
function commandGiven(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  { command = 0 }: Operation,
): Operation | undefined {
  const given = call.arguments[command];
  for (const entity of given === undefined ? [] : evaluator.value(file, given)) {
    const sends =
      entity.kind === "library" ? search(entity.library, entity.type, (type) => type.sends) : undefined;
    if (sends !== undefined) return sends;
  }
  return undefined;
}

function effectOf(
  evaluator: Evaluator,
  file: FileNode,
  index: number,
  operation: Operation,
  library: Library,
): Asked {
  const nothing: Asked = { effect: undefined };
  const call = file.facts.calls[index];
  if (call === undefined) return nothing;
  if (operation.opens === true && (call.callee.kind !== "member" || call.callee.of.kind !== "call"))
    return nothing;
  if (operation.effect !== undefined) return { effect: operation.effect };
  if (operation.ownText === true)
    return call.callee.kind === "member" ? asked(evaluator, file, call.callee.of) : nothing;
  if (operation.sql !== undefined) {
    if (isPiece(evaluator, file, call, library)) return nothing;
    // `update({ name: db.raw("…") })`, `builder.where(db.raw("…"), 1)`
    if (library.takesPieces === true && (call.use === "property" || isGiven(file, call))) return nothing;
    // `select(columns.map((column) => db.raw("max(??)", [column])))`
    if (library.takesPieces === true && isFragment(file, call)) return nothing;
    // `const last = db.raw("…"); query.select({ last })`
    if (library.takesPieces === true && call.use === "kept" && isCarriedOn(evaluator, file, index, library))
      return nothing;
    const ask = library.byText === undefined ? asked : askedEvidently;
    const found = ask(evaluator, file, argumentAt(file.facts, call, operation.sql));
    return (found.hidden === true ? effectSaid(evaluator, file, call, operation) : undefined) ?? found;
  }
  // A builder runs where its chain ends.
  const runs =
    operation.returns === undefined ? undefined : search(library, operation.returns, (type) => type.runs);
  if (runs === undefined || !isRun(evaluator, file, index, library)) return nothing;
  const isWrite = runs === "read" && isWrittenLater(file, call, isBegun(evaluator, file, call));
  return { effect: isWrite ? "write" : runs };
}

/** It is asked of a builder, and not of the table or model that a builder begins with. */
function isBegun(evaluator: Evaluator, file: FileNode, { callee }: CallFact): boolean {
  if (callee.kind !== "member") return false;
  return evaluator
    .value(file, callee.of)
    .some((e) => e.kind === "library" && search(e.library, e.type, (type) => type.runs) !== undefined);
}

/** `query(text, { type: QueryTypes.SELECT })`: what the options say of a text that nobody sees. */
function effectSaid(
  evaluator: Evaluator,
  file: FileNode,
  call: CallFact,
  { saidBy }: Operation,
): Asked | undefined {
  const options = saidBy === undefined ? undefined : call.arguments[saidBy.argument];
  for (const entity of options === undefined ? [] : evaluator.value(file, options)) {
    if (entity.kind !== "object") continue;
    const said = entity.value.properties.findLast(({ key }) => key === saidBy?.property)?.value;
    const word = said?.kind === "literal" ? String(said.value) : said === undefined ? "" : lastName(said);
    if (/^select$/i.test(word)) return { effect: "read" };
    if (/^(insert|update|bulkupdate|bulkdelete|delete|upsert)$/i.test(word)) return { effect: "write" };
  }
  return undefined;
}

/** `aggregate([…, { $out: "totals" }])`: the rows go into a collection, and none comes back. */
function storesResult(file: FileNode, call: CallFact): boolean {
  const isStage = (value: Value) =>
    value.kind === "object" && value.properties.some(({ key }) => key === "$out" || key === "$merge");
  for (let at: CallFact | undefined = call, hops = 0; at?.callee.kind === "member" && hops < 40; hops++) {
    if (at.callee.name === "aggregate") {
      const [given] = at.arguments;
      const [held] = given?.kind === "name" ? (file.facts.bindings[given.binding]?.values ?? []) : [];
      const pipeline = held?.value ?? given;
      return pipeline?.kind === "array" && pipeline.items.some(isStage);
    }
    const { of }: { of: Value } = at.callee;
    at = of.kind === "call" ? file.facts.calls[of.call] : undefined;
  }
  return false;
}

const locking =
  /^(forUpdate|forShare|forNoKeyUpdate|forKeyShare|skipLocked|noWait|setLock|setOnLocked|lock)$/;

/** `.forUpdate()`, `{ lock: true }`, `FOR UPDATE`: the row is held for what follows, one after the other. */
function locks(evaluator: Evaluator, file: FileNode, call: CallFact, operation: Operation): boolean {
  for (let at: CallFact | undefined = call, hops = 0; at?.callee.kind === "member" && hops < 40; hops++) {
    if (locking.test(at.callee.name)) return true;
    // Drizzle's `.for("update")`.
    if (at.callee.name === "for" && at.arguments[0]?.kind === "literal") return true;
    const { of }: { of: Value } = at.callee;
    at = of.kind === "call" ? file.facts.calls[of.call] : undefined;
  }
  if (operation.sql !== undefined) {
    return /\bfor\s+(no\s+key\s+)?update\b/i.test(
      sqlText(evaluator, file, call.arguments[operation.sql]) ?? "",
    );
  }
  return call.arguments.some(
    (argument) =>
      argument.kind === "object" &&
      argument.properties.some(
        ({ key, value }) =>
          (key === "lock" || key === "lockMode") && !(value.kind === "literal" && value.value === false),
      ),
  );
}

/** `find().then(…)`: who asks for the answer sends the query, whoever gets the promise. */
function isSent({ facts }: FileNode, call: CallFact): boolean {
  for (let at: CallFact | undefined = call, hops = 0; at?.callee.kind === "member" && hops < 40; hops++) {
    if (at.callee.name === "then") return true;
    const { of }: { of: Value } = at.callee;
    at = of.kind === "call" ? facts.calls[of.call] : undefined;
  }
  return false;
}

/** Whether a query that only runs when it is awaited is awaited where this call is. */
function isRun(evaluator: Evaluator, file: FileNode, index: number, library: Library): boolean {
  const call = file.facts.calls[index];
  if (call === undefined) return false;
  if (call.use === "chained" || call.use === "property") return false;
  if (isSent(file, call)) return true;
  switch (call.use) {
    case "awaited":
      return true;
    case "kept":
      // `sql`… ${db.select().from(users)}``: a subquery.
      if (file.templated.has(call) || file.reassigned.has(index)) return false;
      if (isCarriedOn(evaluator, file, index, library) || isUnited(file, call)) return false;
      return !isReturnedByName(file, call) || isRunByTaker(evaluator, file, call, library);
    case "argument":
      if (isUnited(file, call) || isWrittenTo(file, call)) return false;
      return !isPiece(evaluator, file, call, library);
    case "discarded":
      // Nobody waits, so nothing runs; except where a callback is handed over.
      return library.takesCallbacks === true && isHandedCallback(file, call);
    case "returned":
      return isRunByTaker(evaluator, file, call, library);
  }
}

/** A plain function hands the builder on; its caller runs it. A callback hands it to whoever awaits the list. */
function isRunByTaker(evaluator: Evaluator, file: FileNode, call: CallFact, library: Library): boolean {
  const made = file.facts.regions[call.region]?.function ?? 0;
  if (file.facts.functions[made]?.async === true) return true;
  // A GraphQL server awaits what a resolver gives, and so does what runs a list of functions.
  if (parentParameter(evaluator, file, made) !== undefined || isTask(file, made)) return true;
  const passed = file.passedTo.get(made);
  const taker = passed === undefined ? undefined : file.facts.calls[passed.call];
  if (taker !== undefined && isListDropped(taker)) {
    return library.takesCallbacks === true && isHandedCallback(file, call);
  }
  // `query.where((inner) => inner.orWhere(…))` only builds, and so does a list for `unionAll`.
  return (
    taker !== undefined &&
    !takesPiece(evaluator, file, taker, library) &&
    !isPartOfOther(evaluator, file, taker, library) &&
    !goesOnWithPassed(evaluator, file, call, made)
  );
}

/** `filters.forEach((filter) => query.where(filter))`: what the callback gives is awaited by nobody. */
function isListDropped({ callee, use }: CallFact): boolean {
  return use === "discarded" && callee.kind === "member" && /^(forEach|map|flatMap)$/.test(callee.name);
}

function isReturnedByName(file: FileNode, call: CallFact): boolean {
  const held = bindingOf(file, call);
  const returns = file.facts.functions[file.facts.regions[call.region]?.function ?? 0]?.returns ?? [];
  return held !== undefined && returns.some(({ value }) => value.kind === "name" && value.binding === held);
}

/** `find(id, (error, row) => …)`, `find(id, done)`, `find(id, events.done((row) => …))`, `find(id, this.show.bind(this))` */
function isHandedCallback({ facts }: FileNode, { arguments: given }: CallFact): boolean {
  return given.some((value) => {
    if (value.kind === "function") return true;
    const callee = value.kind === "call" ? facts.calls[value.call]?.callee : undefined;
    if (callee !== undefined) return /^(bind|done|doneLater|group|intercept)$/.test(lastName(callee));
    return value.kind === "name" && /^(cb|callback|next|done)$/.test(value.name);
  });
}

/** The query that a function of the project has built and this call runs: `await this.baseQuery().where(…)`, `await find(id)`. */
function builtElsewhere(evaluator: Evaluator, file: FileNode, call: CallFact, index: number): Query[] {
  const { callee } = call;
  const value = { kind: "call" as const, call: index, start: call.start, end: call.end };
  const built = evaluator
    .value(file, value)
    .flatMap((made) =>
      made.kind === "library" && isRun(evaluator, file, index, made.library)
        ? queryMade(made, titleOf(callee))
        : [],
    );
  if (built.length === 0 || call.arguments.some((argument) => isSentInPlace(evaluator, file, argument)))
    return [];
  const functions = evaluator.value(file, callee).filter(isFunction);
  return functions.some((entity) => sendsOrKeeps(evaluator, entity)) ? [] : built;
}

function isMapping(callee: Value): boolean {
  return callee.kind === "member" && (callee.name === "map" || callee.name === "flatMap");
}

function isFunction(entity: Entity): entity is Extract<Entity, { kind: "function" }> {
  return entity.kind === "function";
}

/** `timed(() => db("users").first())`: what the function builds counts where it is written. */
function isSentInPlace(evaluator: Evaluator, file: FileNode, argument: Value): boolean {
  if (argument.kind !== "function") return false;
  const returns = file.facts.functions[argument.function]?.returns ?? [];
  return returns.some(
    ({ value }) => value.kind === "call" && queriesOf(evaluator, file, value.call).length > 0,
  );
}

/** What an async function gives back it has waited for, and so has sent; another may keep what it has built for the next who asks. */
function sendsOrKeeps({ project }: Evaluator, of: { file: string; function: number }): boolean {
  const file = project.files.get(of.file);
  const fact = file?.facts.functions[of.function];
  if (file === undefined || fact === undefined) return false;
  return (
    fact.async ||
    file.facts.calls.some(
      ({ start, end }, index) =>
        start >= fact.start && end <= fact.end && guardedByCache(file, index, of.function),
    )
  );
}

/** `Promise.all(ids.map(find))`, where `find` builds a query and hands it on. A callback written in place runs it itself. */
function builtByCallback(evaluator: Evaluator, file: FileNode, { arguments: [callback] }: CallFact): Query[] {
  if (callback === undefined || (callback.kind !== "name" && callback.kind !== "member")) return [];
  return evaluator.value(file, callback).flatMap((entity) => {
    const given = entity.kind === "function" ? evaluator.returnedBy(entity) : [];
    return given.flatMap((made) => queryMade(made, titleOf(callback), 0));
  });
}

/** The query that a value is as long as nobody has awaited it. */
function queryMade(made: Entity, title: string, handed?: number): Query[] {
  if (made.kind !== "library") return [];
  const effect = search(made.library, made.type, (type) => type.runs);
  if (effect === undefined) return [];
  const bulk = search(made.library, made.type, (type) => type.bulk);
  return [
    {
      library: made.library,
      title,
      effect,
      operation: { returns: made.type, ...(bulk === undefined ? {} : { bulk }) },
      subject: made.label,
      name: "",
      sure: made.sure,
      ...(handed === undefined ? {} : { handed }),
    },
  ];
}

/** An expression for a person: of a chain of calls the first and the last name, as in `db.select(…).where`. */
export function saidOf(file: FileNode, value: Value): string {
  switch (value.kind) {
    case "await":
      return saidOf(file, value.of);
    case "call": {
      const callee = file.facts.calls[value.call]?.callee;
      const said = callee === undefined ? "" : saidOf(file, callee);
      return said === "" ? "" : `${said}(…)`;
    }
    case "member": {
      const of = saidOf(file, value.of);
      const called = of.indexOf("(…)");
      const begun = called < 0 ? of : of.slice(0, called + "(…)".length);
      return begun === "" ? value.name : `${begun}.${value.name}`;
    }
    case "element": {
      const of = saidOf(file, value.of);
      return of === "" ? "" : `${of}[…]`;
    }
    default:
      return titleOf(value);
  }
}
