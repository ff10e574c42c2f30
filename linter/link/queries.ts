import { search } from "../catalog/index.ts";
import type { Effect, Library, Operation } from "../catalog/library.ts";
import type { CallFact, Value } from "../facts.ts";
import { lastName, titleOf } from "../value-parts.ts";
import { argumentAt } from "./arguments.ts";
import { calleesOf } from "./by-text.ts";
import type { Entity } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { dependsOn } from "./mentions.ts";
import type { FileNode } from "./project.ts";
import { parentParameter } from "./resolvers.ts";
import { type Asked, asked, askedEvidently, insertOfMany, type SqlParameter, sqlText } from "./sql.ts";
import { isTask } from "./tasks.ts";
import { returnedBy } from "./types.ts";

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
  const out: Query[] = [
    ...builtElsewhere(evaluator, file, index),
    ...builtByCallback(evaluator, file, index),
  ];
  for (const entity of calleesOf(evaluator, file, call)) {
    if (entity.kind !== "operation" && entity.kind !== "library") continue;
    const called =
      entity.kind === "operation"
        ? entity.member.call
        : search(entity.library, entity.type, (type) => type.call);
    const operation = called?.command === undefined ? called : commandGiven(evaluator, file, call, called);
    if (operation === undefined) continue;
    // A tagged text inside another is a piece of it.
    if (operation.tag === true && (call.form !== "tag" || call.use === "kept" || isFragment(file, call)))
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
    const ask = library.byText === undefined ? asked : askedEvidently;
    const found = ask(evaluator, file, argumentAt(file.facts, call, operation.sql));
    return (found.hidden === true ? effectSaid(evaluator, file, call, operation) : undefined) ?? found;
  }
  // A builder runs where its chain ends.
  const runs =
    operation.returns === undefined ? undefined : search(library, operation.returns, (type) => type.runs);
  return runs !== undefined && isRun(evaluator, file, index, library) ? { effect: runs } : nothing;
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
      return !isPiece(evaluator, file, call, library) && !isUnited(file, call);
    case "discarded":
      // Nobody waits, so nothing runs; except where a callback is handed over.
      return library.takesCallbacks === true && call.arguments.some(isCallback);
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
    return library.takesCallbacks === true && call.arguments.some(isCallback);
  }
  // `query.where((inner) => inner.orWhere(…))` only builds, and so does a list for `unionAll`.
  return (
    taker !== undefined &&
    !belongsTo(evaluator, file, taker.callee, library) &&
    !isPartOfOther(evaluator, file, taker, library)
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

/** What the call gives is handed to the library: `unionAll(rows.map(…))`, also by way of a variable. */
function isPartOfOther(evaluator: Evaluator, file: FileNode, call: CallFact, library: Library): boolean {
  const around = file.argumentOf.get(call);
  const outer = around === undefined ? undefined : file.facts.calls[around];
  if (outer !== undefined) return belongsTo(evaluator, file, outer.callee, library);
  const held = bindingOf(file, call);
  return (
    held !== undefined &&
    file.facts.calls.some(
      ({ arguments: given, callee }) =>
        given.some((value) => dependsOn(file, value, new Set([held]))) &&
        belongsTo(evaluator, file, callee, library),
    )
  );
}

/** The variable that a call is kept in, also as one of two: `const query = all ? find() : count()`. */
function bindingOf(file: FileNode, call: CallFact): number | undefined {
  const gives = (value: Value): boolean =>
    value.kind === "call"
      ? file.facts.calls[value.call] === call
      : value.kind === "choice" && value.of.some(gives);
  const held = file.facts.bindings.findIndex(({ values }) => values.some(({ value }) => gives(value)));
  return held < 0 ? undefined : held;
}

/** A builder in a variable that other calls go on with, or take as a subquery: those run it. */
function isCarriedOn(evaluator: Evaluator, file: FileNode, index: number, library: Library): boolean {
  const { calls } = file.facts;
  const call = calls[index];
  const held = call === undefined ? undefined : bindingOf(file, call);
  if (held === undefined) return false;
  const isHeld = (value: Value) => value.kind === "name" && value.binding === held;
  return calls.some((other) => {
    const goesOn = other.callee.kind === "member" && isHeld(other.callee.of);
    if (goesOn && other.use !== "discarded") return true;
    // `const total = db.select(…); … sql`${total}``
    if (other.form === "tag" && other.arguments.some((text) => text.kind === "text" && text.of.some(isHeld)))
      return true;
    return other.arguments.some(isHeld) && takesPiece(evaluator, file, other, library);
  });
}

/** `parts.push(User.query().where("tag", tag))` for a list that becomes one query: `builder.intersect(parts)`. */
function isUnited(file: FileNode, call: CallFact): boolean {
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

/** The callee is a member of this library. */
function belongsTo(evaluator: Evaluator, file: FileNode, callee: Value, library: Library): boolean {
  return evaluator
    .value(file, callee)
    .some((e) => (e.kind === "operation" || e.kind === "library") && e.library === library);
}

function isCallback(value: Value): boolean {
  return value.kind === "function" || (value.kind === "name" && /^(cb|callback|next|done)$/.test(value.name));
}

/** `or(types.map((type) => sql`type = ${type}`))`: a list of tagged texts that nobody waits for are pieces of another. */
function isFragment(file: FileNode, call: CallFact): boolean {
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
function isGiven(file: FileNode, call: CallFact): boolean {
  if (call.use !== "argument") return false;
  const outer = file.facts.calls[file.argumentOf.get(call) ?? -1] ?? listedFor(file, call);
  return outer !== undefined && !/^(Promise\.\w+|push|.+\.push)$/.test(titleOf(outer.callee));
}

/** The call that is given a list with this one in it. */
function listedFor({ facts: { calls } }: FileNode, call: CallFact): CallFact | undefined {
  const isIt = (value: Value) => value.kind === "call" && calls[value.call] === call;
  return calls.find((outer) =>
    outer.arguments.some((list) => list.kind === "array" && list.items.some(isIt)),
  );
}

/** The query that a function of the project has built and this call runs: `await this.baseQuery().where(…)`, `await find(id)`. */
function builtElsewhere(evaluator: Evaluator, file: FileNode, index: number): Query[] {
  const call = file.facts.calls[index];
  if (call === undefined || call.use === "chained") return [];
  const { callee } = call;
  if (!evaluator.value(file, callee).some((entity) => entity.kind === "function")) return [];
  const value = { kind: "call" as const, call: index, start: call.start, end: call.end };
  return evaluator
    .value(file, value)
    .flatMap((made) =>
      made.kind === "library" && isRun(evaluator, file, index, made.library)
        ? queryMade(made, titleOf(callee))
        : [],
    );
}

/** `Promise.all(ids.map(find))`, where `find` builds a query and hands it on. A callback written in place runs it itself. */
function builtByCallback(evaluator: Evaluator, file: FileNode, index: number): Query[] {
  const call = file.facts.calls[index];
  const [callback] = call?.arguments ?? [];
  if (call?.callee.kind !== "member" || !/^(map|flatMap)$/.test(call.callee.name)) return [];
  if (callback === undefined || (callback.kind !== "name" && callback.kind !== "member")) return [];
  return evaluator.value(file, callback).flatMap((entity) => {
    const given = entity.kind === "function" ? returnedBy(evaluator, entity) : [];
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

/** A query that is built to be part of another: `whereIn("id", knex("t").select("id"))`. */
function isPiece(evaluator: Evaluator, file: FileNode, call: CallFact, library: Library): boolean {
  if (call.use !== "argument") return false;
  const around = file.argumentOf.get(call);
  const outer = around === undefined ? undefined : file.facts.calls[around];
  return outer !== undefined && takesPiece(evaluator, file, outer, library);
}

/** A condition, or a member of the library: what it is given becomes part of another query. */
function takesPiece(evaluator: Evaluator, file: FileNode, { callee }: CallFact, library: Library): boolean {
  return pieces.test(titleOf(callee)) || belongsTo(evaluator, file, callee, library);
}

const pieces = /^(inArray|notInArray|exists|notExists|eq|ne|gt|gte|lt|lte|union|unionAll|sql|raw)$/;

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
