import { search } from "../../catalog/index.ts";
import type { Library } from "../../catalog/library.ts";
import type { CallFact, Value } from "../../facts.ts";
import { dependsOn, mentions, mentionsDeep } from "../../link/file/mentions.ts";
import { type Iteration, runnerOf } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { calleesOf } from "../../link/queries/by-text.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isWrittenIn, passedOn } from "../way/carried.ts";
import { elementBindings, handedElements } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import { stepsOn } from "../way/way.ts";
import { tablesInText, tablesPassedInText } from "./tables-in-text.ts";

/** `for (const model of models) await model.count()`, `prisma[name].count()`, `knex(table)`: the element says which table is asked. */
export function asksAnotherTable(linked: Linked, file: FileNode, call: CallFact, loop: Iteration): boolean {
  const elements = new Set(elementBindings(file, loop));
  return (
    saysTable(linked, file, call, elements) ||
    saysOnlyTable(file, call, elements) ||
    saysServer(file, call, elements)
  );
}

const address = /^(database|db|connection)_?(url|uri|string)$|^dsn$/i;

/** `migrate({ databaseUrl: config.databaseUrl })`, `migrate(tenant.dsn)`: each element has a database of its own. */
function saysServer(file: FileNode, { arguments: given }: CallFact, elements: ReadonlySet<number>): boolean {
  const isAddress = (name: string | undefined) => name !== undefined && address.test(name);
  return given.some((argument) =>
    mentions(file, argument, (value) => {
      if (value.kind === "member") return isAddress(value.name) && dependsOn(file, value.of, elements);
      if (value.kind !== "object") return false;
      return value.properties.some((p) => isAddress(p.key) && dependsOn(file, p.value, elements));
    }),
  );
}

/** `countRows(session, model.tableName)`: all that the call is told of the element is which table it is. */
function saysOnlyTable(
  file: FileNode,
  { arguments: given }: CallFact,
  elements: ReadonlySet<number>,
): boolean {
  const isElement = (value: Value) => value.kind === "name" && elements.has(value.binding);
  let named = 0;
  let all = 0;
  for (const argument of given)
    mentions(file, argument, (value) => {
      if (isElement(value)) all++;
      if (value.kind === "member" && tableOf.test(value.name) && isElement(value.of)) named++;
      return false;
    });
  return named > 0 && named === all;
}

const tableOf = /^(tableName|modelName|collectionName|tablePath)$/;

/** Whether these variables say which table, or which server, the call asks. */
function saysTable(linked: Linked, file: FileNode, call: CallFact, elements: ReadonlySet<number>): boolean {
  const ofElement = (value: Value) => dependsOn(file, value, elements);
  const isOfElement = (value: Value | undefined) =>
    value !== undefined && isMadeOf(linked, file, value, elements);
  const names = (made: CallFact): boolean => {
    const name = made.callee.kind === "member" ? made.callee.name : "";
    const [first] = made.arguments;
    const isDirect = made.form === "call" && made.callee.kind === "name";
    if (!(isDirect || naming.test(name)) || first?.kind === "object" || !isOfElement(first)) return false;
    return naming.test(name) || isTable(linked, file, made.callee);
  };
  const asked = call.callee.kind === "member" ? call.callee.of : undefined;
  // What has to do with the element is seldom a table, and whether it is one takes longest to find out.
  const isElementsTable = (value: Value) =>
    (ofElement(value) || isHandedFor(linked, file, value, elements) || isToldPlace(file, value, elements)) &&
    (isTable(linked, file, value) || (value === asked && asksUnknown(linked, file, call)));
  if (names(call) || tablesInText(linked.evaluator, file, call).some(isOfElement)) return true;
  // `countOld(mongoose.model(name), before)`, which builds what is asked here
  if (isMadeFor(file, call.callee, isElementsTable) || call.arguments.some(isElementsTable)) return true;
  for (let at = call.callee, hops = 0; hops < 60; hops++) {
    switch (at.kind) {
      case "element":
        // `handlers[row.kind](row)` chooses a function, and no table, and so does `handlers[row.kind].handle(row)`.
        if (at !== call.callee && !isOfProject(linked, file, at)) return isOfElement(at.key);
        at = at.of;
        break;
      case "name":
        return isElementsTable(at);
      case "call": {
        const made = file.facts.calls[at.call];
        if (made === undefined) return false;
        if (names(made) || tablesInText(linked.evaluator, file, made).some(isOfElement)) return true;
        // `shardOf(id).user.findFirst(…)`; what a callback asks for says nothing about the place: `db.with("old", (cte) => …)`.
        const given = made.arguments.filter(({ kind }) => kind !== "function");
        if (given.some(isOfElement) && isTable(linked, file, at)) return true;
        at = made.callee;
        break;
      }
      case "member":
        if (isElementsTable(at)) return true;
        at = at.of;
        break;
      default:
        return false;
    }
  }
  return false;
}

/**
 * `countUsersFactory({ db: region })()`, `new Users(clientOf(tenant)).count()`, also by way of a variable: a function, or an object, made for one of these tables, or
 * servers.
 */
function isMadeFor(file: FileNode, callee: Value, isTableOf: (value: Value) => boolean): boolean {
  const asked = callee.kind === "member" ? callee.of : callee;
  const binding = asked.kind === "name" ? file.facts.bindings[asked.binding] : undefined;
  const held = binding?.kind === "constant" ? binding.values[0]?.value : asked;
  const made = held?.kind === "call" ? file.facts.calls[held.call] : undefined;
  if (callee.kind === "member" && made?.form !== "new") return false;
  const given = made?.arguments.flatMap((argument) =>
    argument.kind === "object" ? argument.properties.map(({ value }) => value) : [argument],
  );
  return given?.some(isTableOf) ?? false;
}

/** The same in a function on the way, of what hangs on these variables. */
function isMadeForPlace(
  linked: Linked,
  file: FileNode,
  callee: Value,
  elements: ReadonlySet<number>,
): boolean {
  return isMadeFor(file, callee, (value) => dependsOn(file, value, elements) && isTable(linked, file, value));
}

/** One of the variables itself, a part of it, or a text that is made of it: no row that was looked up by it. */
function isMadeOf(
  linked: Linked,
  file: FileNode,
  value: Value,
  elements: ReadonlySet<number>,
  hops = 0,
): boolean {
  return mentions(file, value, (part) => {
    if (part.kind !== "name") return false;
    if (elements.has(part.binding)) return true;
    const binding = hops > 4 ? undefined : file.facts.bindings[part.binding];
    const held = binding?.kind === "constant" ? binding.values[0]?.value : undefined;
    if (held === undefined) return false;
    const isOf = (one: Value | undefined) =>
      one !== undefined && isMadeOf(linked, file, one, elements, hops + 1);
    if (isText(held)) return isOf(held);
    const call = held.kind === "call" ? file.facts.calls[held.call] : undefined;
    if (call === undefined) return false;
    // `escape(table)`, `quoteIdentifier(table)`
    if (/^(escape|quote)/i.test(lastName(call.callee))) return call.arguments.some(isOf);
    // `_.get(tenant, "id")`
    if (/^(_|lodash)\.get$/.test(titleOf(call.callee))) return isOf(call.arguments[0]);
    return isTextOf(linked, file, call, isOf, hops);
  });
}

/** `tableFor(tenant.id)`, a function of the project that gives a text with what it is passed in it. */
function isTextOf(
  linked: Linked,
  file: FileNode,
  call: CallFact,
  isOf: (value: Value | undefined) => boolean,
  hops: number,
): boolean {
  if (!call.arguments.some(isOf)) return false;
  return linked.evaluator.value(file, call.callee).some((entity) => {
    const inside = entity.kind === "function" ? linked.project.files.get(entity.file) : undefined;
    const fact = entity.kind === "function" ? inside?.facts.functions[entity.function] : undefined;
    if (inside === undefined || fact === undefined || fact.async) return false;
    const told = new Set(
      fact.parameters.flatMap(({ binding }, at) => (isOf(call.arguments[at]) ? [binding] : [])),
    );
    return fact.returns.some(
      ({ value }) =>
        (value.kind === "text" || value.kind === "operation") &&
        isMadeOf(linked, inside, value, told, hops + 1),
    );
  });
}

function isText({ kind }: Value): boolean {
  return /^(text|operation|member|name|choice)$/.test(kind);
}

/** `withTenant(tenant, (db) => db.user.count())`: the parameter of a callback, which its taker gets for one of these variables. */
function isHandedFor(linked: Linked, file: FileNode, value: Value, elements: ReadonlySet<number>): boolean {
  const handed = value.kind === "name" ? file.facts.bindings[value.binding]?.values[0]?.value : undefined;
  if (handed?.kind !== "parameter") return false;
  const runner = runnerOf(file, handed.function);
  const taker = runner === undefined ? undefined : file.facts.calls[runner.call];
  if (runner === undefined || taker === undefined) return false;
  return linked.evaluator.value(file, taker.callee).some((entity) => {
    const inside = entity.kind === "function" ? linked.project.files.get(entity.file) : undefined;
    if (entity.kind !== "function" || inside === undefined) return false;
    const callback = inside.facts.functions[entity.function]?.parameters[runner.argument]?.binding ?? -1;
    const passed = passedOn(file, taker, elements, inside, entity.function);
    return inside.facts.calls.some(({ callee, arguments: given }) => {
      const argument = given[handed.index];
      if (argument === undefined || callback < 0 || callee.kind !== "name") return false;
      if (callee.binding !== callback) return false;
      return dependsOn(inside, argument, passed) || isToldPlace(inside, argument, passed);
    });
  });
}

/** `await client.query(`SET search_path TO ${schema}`)`: a connection that one of these variables tells where to look. */
function isToldPlace({ facts }: FileNode, connection: Value, elements: ReadonlySet<number>): boolean {
  if (connection.kind !== "name") return false;
  return facts.calls.some(({ callee, arguments: [said] }) => {
    if (callee.kind !== "member" || callee.of.kind !== "name" || callee.of.binding !== connection.binding)
      return false;
    return (
      said?.kind === "text" &&
      /^\s*(set|use|select\s+set_config)\b/i.test(said.strings[0] ?? "") &&
      said.of.some((part) => part.kind === "name" && elements.has(part.binding))
    );
  });
}

/** `for (const repository of repositories) await exportAll(repository)`: the functions on the way ask what they are passed. */
export function passesTable({ linked, file, call, loop, reach: way }: LoopedCall): boolean {
  let elements: ReadonlySet<number> = new Set(elementBindings(file, loop));
  let from = file;
  let step = call;
  // `tableOf(element).rows()`: inside, `this.name` says it.
  let self = false;
  let foreign = false;
  for (const next of stepsOn(linked, way)) {
    if (next === undefined) return false;
    const { text } = next.reach;
    const holes = text === undefined ? [] : tablesPassedInText(from, step, text, next.bound);
    if (holes.some((hole) => isMadeOf(linked, from, hole, elements))) return true;
    // A function written in place sees the variables around it.
    if (from !== next.file || !isWrittenIn(step, next.function)) {
      const { callee } = step;
      const receiver: Value | undefined = callee.kind === "member" ? callee.of : undefined;
      const stays: boolean = self && receiver?.kind === "this";
      const outer = elements;
      const handed = step === call ? handedElements(file, call, loop, next) : undefined;
      elements = handed
        ? new Set(handed)
        : passedOn(from, step, outer, next.file, next.function, self, next.bound);
      self = stays || (receiver !== undefined && dependsOn(from, receiver, outer));
      foreign ||= receiver !== undefined && isForeign(from, receiver, outer);
    }
    if (elements.size === 0 && !self) return false;
    from = next.file;
    step = next.call;
    if (isMadeForPlace(linked, from, step.callee, elements)) return true;
  }
  if (step === call) return false;
  return saysTable(linked, from, step, elements) || (self && !foreign && saysOwnTable(linked, from, step));
}

/** What is made for `event.projectId` is one for all events of a project. */
function isForeign(file: FileNode, made: Value, elements: ReadonlySet<number>): boolean {
  return mentionsDeep(file, made, (value) => {
    if (value.kind === "member") return foreignKey.test(value.name) && dependsOn(file, value.of, elements);
    if (value.kind !== "name" || !elements.has(value.binding)) return false;
    const taken = file.facts.bindings[value.binding]?.values[0]?.value.kind === "member";
    return taken && foreignKey.test(value.name);
  });
}

const foreignKey = /[a-z]Id$|[a-z]_id$/;

/**
 * `this.collection().find()`, `this.rows.find()` in an object that was made for the element: a method or a field of its own gives the table, by a
 * name that is made of what the object was made with.
 */
function saysOwnTable(linked: Linked, file: FileNode, call: CallFact): boolean {
  for (let at = startOf(file, call.callee), hops = 0; at !== undefined && hops < 20; hops++) {
    const made: CallFact | undefined = at.kind === "call" ? file.facts.calls[at.call] : undefined;
    const callee: Value = made === undefined ? at : made.callee;
    if (callee.kind !== "member") return false;
    if (callee.of.kind === "this") return givesOwnTable(linked, file, callee, made !== undefined);
    at = startOf(file, callee.of);
  }
  return false;
}

/** A value, or what a variable was made of: `const cursor = this.collection().find(); await cursor.toArray()`. */
function startOf(file: FileNode, value: Value): Value | undefined {
  if (value.kind !== "name") return value;
  const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
  return another === undefined ? held?.value : undefined;
}

function givesOwnTable(
  linked: Linked,
  file: FileNode,
  member: Extract<Value, { kind: "member" }>,
  isCalled: boolean,
): boolean {
  // What a method is passed says nothing of the object.
  const isOwn = (inside: FileNode, value: Value) =>
    mentions(
      inside,
      value,
      (part) =>
        part.kind === "this" || (!isCalled && part.kind === "name" && isParameter(inside, part.binding)),
    );
  const names = (inside: FileNode, value: Value): boolean => {
    const made = value.kind === "call" ? inside.facts.calls[value.call] : undefined;
    const [first] = made?.arguments ?? [];
    const name = made?.callee.kind === "member" ? made.callee.name : "";
    return naming.test(name) && first !== undefined && isOwn(inside, first);
  };
  if (!isCalled)
    return file.facts.assignments.some(
      ({ target, value }) =>
        target.kind === "member" &&
        target.of.kind === "this" &&
        target.name === member.name &&
        names(file, value),
    );
  return linked.evaluator.value(file, member).some((entity) => {
    const inside = entity.kind === "function" ? linked.project.files.get(entity.file) : undefined;
    if (inside === undefined || entity.kind !== "function") return false;
    const returns = inside.facts.functions[entity.function]?.returns ?? [];
    return returns.some(({ value }) => names(inside, value));
  });
}

function isParameter({ facts }: FileNode, index: number): boolean {
  return facts.bindings[index]?.kind === "parameter";
}

/** `models[key].findByPk(id)`: what it is called on is known by the method alone, and so it is what is asked. */
function asksUnknown({ evaluator }: Linked, file: FileNode, call: CallFact): boolean {
  const { callee } = call;
  return (
    callee.kind === "member" &&
    evaluator.value(file, callee.of).length === 0 &&
    calleesOf(evaluator, file, call).some((e) => e.kind === "operation" && isPlace(e))
  );
}

/** Methods whose first argument is the table. */
const naming =
  /^(from|table|collection|model|getRepository|getCollection|getTreeRepository|getMongoRepository|selectFrom|withSchema|useDb)$/;

/** One of the project's own objects, whatever it asks. */
function isOfProject(linked: Linked, file: FileNode, value: Value): boolean {
  const found = linked.evaluator.value(file, value);
  return found.length > 0 && found.every(({ kind }) => kind === "instance" || kind === "object");
}

/** Something of a library that rows are asked of, and no row itself. */
function isTable(linked: Linked, file: FileNode, value: Value): boolean {
  if (value.as === undefined && noTable.has(value.kind)) return false;
  return linked.evaluator.value(file, value).some((e) => e.kind === "library" && isPlace(e));
}

/** What is written so is a list, an object or a text, and nothing of a library. */
const noTable: ReadonlySet<Value["kind"]> = new Set([
  "array",
  "object",
  "function",
  "literal",
  "text",
  "operation",
]);

function isPlace({ library, type }: { library: Library; type: string }): boolean {
  return search(library, type, (known) => known.place) === true;
}
