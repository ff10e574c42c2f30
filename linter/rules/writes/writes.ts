import { type Filling, sentence } from "../../../words/sentence.ts";
import type { CallFact, Value } from "../../facts.ts";
import type { Finding } from "../../finding.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Query } from "../../link/queries/queries.ts";
import { insertOfMany, sqlText } from "../../link/queries/sql.ts";
import { lastName } from "../../value-parts.ts";
import { writesWhatItLocked } from "../exempt/locks.ts";
import type { Linked } from "../rule.ts";
import { builtChain } from "../way/chain.ts";
import { changingIn, elementBindings, parametersOf } from "../way/elements.ts";
import { type Changes, changingAmong, isOfMany, isOfOne, sameForAll } from "../way/same-data.ts";
import { wayOf } from "../way/way.ts";
import { type BuiltElsewhere, builtElsewhere } from "./built-elsewhere.ts";
import { commitsInTurn } from "./commits.ts";
import { doneOutside, notesWhatWasDone } from "./done-in-turn.ts";
import { isNeeded } from "./needed.ts";
import { isGivenTheSame, type Turn } from "./of-itself.ts";
import { type Statement, wayToBuilt, wayToStatement } from "./only-writes.ts";
import { statementExemption } from "./statement-text.ts";

/** A write in a loop: why it cannot be one statement for all rows, or how far its statement is in sight, and what takes all rows. */
export type JudgedWrite = { exempt: string } | { isPlain: boolean; bulk?: Filling | undefined };

export function judgeWrite(
  linked: Linked,
  file: FileNode,
  index: number,
  loop: Iteration,
  found: Reach,
): JudgedWrite {
  const call = file.facts.calls[index];
  const changing = changingIn(file, loop);
  const changes = (value: Value) => (dependsOn(file, value, changing) ? 1 : 0);
  const built = builtElsewhere(linked, file, index, found);
  const reach = built === undefined ? found : { ...found, query: { ...found.query, ...named(built) } };
  const from = call === undefined ? undefined : { file, call, changes };
  const way =
    from === undefined
      ? undefined
      : built === undefined
        ? wayToStatement(linked, from, reach)
        : wayToBuilt(linked, from, built.passage);
  const exempt =
    exemptHere(linked, file, index, loop, reach, changes, way) ??
    (way === undefined ? exemptOutOfSight(reach) : exemptBehind(linked, way, loop, reach));
  if (exempt !== undefined) return { exempt };
  const { sql, bulk } = reach.query.operation;
  const text = way === undefined || sql === undefined ? undefined : textOn(linked, way, sql)?.text;
  const inserts = text !== undefined && /^\s*insert\b/i.test(text);
  return {
    isPlain: way !== undefined && isPlain(linked, way, loop, reach),
    bulk: inserts ? insertOfMany : bulk,
  };
}

/** What a statement does that a function has built. */
function named({ operation, name }: BuiltElsewhere): Pick<Query, "operation" | "name"> {
  return { operation, name };
}

/** The statement is in sight, and the turn does no more than to send it. */
function isPlain(linked: Linked, way: readonly Statement[], loop: Iteration, reach: Reach): boolean {
  const [inLoop] = way;
  if (way.length === 1 || inLoop === undefined) return true;
  const { file, call, changes } = inLoop;
  // `await webhooks.send(row); await history.add(row.id)`: what is written says what was done for it.
  if (doneOutside(linked, file, call, loop, changes).length > 0) return false;
  const { sql } = reach.query.operation;
  // The list that goes with a text holds the values of one row.
  if (sql !== undefined) return textOn(linked, way, sql) !== undefined;
  return !givesList(file, call) || givesOne(call, changes);
}

/** What the loop itself says against one statement for all rows. */
function exemptHere(
  linked: Linked,
  file: FileNode,
  index: number,
  loop: Iteration,
  reach: Reach,
  changes: Changes,
  way: readonly Statement[] = [],
): string | undefined {
  const { operation } = reach.query;
  const call = file.facts.calls[index];
  if (operation.many === true) {
    const statement = way.at(-1);
    const isOne =
      call !== undefined &&
      (givesOne(call, changes) || (statement !== undefined && writesOne(reach.query, statement)));
    if (!isOne) return "writes many rows already";
  } else if (operation.bulk === undefined && operation.sql === undefined)
    return "each row is written in its own way";
  if (call === undefined || isNeeded(file, index, loop)) return "the row that was written is needed";
  if (complaints.test(lastName(call.callee))) return "notes what went wrong, which is seldom";
  if (failsAlone(file, call, loop)) return "each row may fail by itself";
  if (writesWhatItLocked(linked, file, call, loop)) return "each row was locked for what is written to it";
  if (commitsInTurn(linked, file, call, loop)) return "each row is written in a transaction of its own";
  return undefined;
}

/** The statement could write many rows, and is told one. */
function writesOne(query: Query, { file, call, changes }: Statement): boolean {
  const finds = /^(update|delete|destroy|native)/.test(query.name);
  return (finds && isOfOne(file, query, [call], changes)) || insertsOne(file, call, changes);
}

/** `Logging.logError(text)`, `audit.warn(text)` */
const complaints = /^(?:log|report|capture|note)?(?:error|warn|warning|exception|failure|fatal)$/i;

/** What a row is given that writes itself cannot be told from afar, and not what a text does that always writes. */
function exemptOutOfSight({ query: { operation } }: Reach): string | undefined {
  if (operation.ofItself === true) return "each row gets other values";
  return operation.sql !== undefined && operation.effect !== undefined
    ? "each statement stands by itself"
    : undefined;
}

/** What the statement says against it that the way leads to. */
function exemptBehind(
  linked: Linked,
  way: readonly Statement[],
  loop: Iteration,
  reach: Reach,
): string | undefined {
  const [inLoop, statement] = [way[0], way.at(-1)];
  if (inLoop === undefined || statement === undefined) return undefined;
  const { operation, name, library } = reach.query;
  if (operation.sql !== undefined) {
    const told = textOn(linked, way, operation.sql);
    return told === undefined ? exemptOutOfSight(reach) : statementExemption(told.at, told.text);
  }
  const { file, call, changes } = statement;
  const chain = builtChain(file, call).links.map((link) => link.call);
  // `labels.add([row])`, `insert(table).values([row])`
  const isOne = givesOne(inLoop.call, inLoop.changes) || chain.some((part) => givesOne(part, changes));
  const many =
    !isOne && (chain.some((part) => givesList(file, part)) || isOfMany(file, reach.query, chain, changes));
  if (operation.many !== true && many) return "writes many rows already";
  // Objection's `row.$query()` is the row, to which the rest of the chain is done.
  const ofItself = operation.ofItself === true || lastName(chain[0]?.callee ?? call.callee) === "$query";
  const changesRows = chain.some(updates) || (name === "save" && savesElement(inLoop, loop));
  if (changesRows && notesWhatWasDone(linked, inLoop.file, inLoop.call, loop, inLoop.changes))
    return "notes in each row what was done for it";
  if (operation.ofItself === true || (ofItself && chain.some(updates))) {
    if (!isGivenTheSame(statement, chain, turnOf(way, loop))) return "each row gets other values";
  } else if (chain.some(updates) && !sameForAll(file, reach.query, chain, changes))
    return "each row gets other values";
  if (/^(create|update)/.test(name) && call.arguments.some((argument) => hasRelated(file, argument)))
    return "writes rows of other tables with it";
  // MongoDB's bulkWrite takes any condition.
  const byAny = /^mongo/.test(library.name) && operation.many !== true;
  const finds =
    deletes.test(name) || chain.some((part) => deletes.test(lastName(part.callee)) || updates(part));
  if (
    !byAny &&
    !ofItself &&
    finds &&
    changingAmong(
      file,
      chain.flatMap((part) => part.arguments),
      changes,
    ) > 1
  )
    return "each row is found by more than one value";
  return undefined;
}

const writing = /^\s*(?:insert|update|delete|replace|merge|upsert|with)\b/i;

/** The SQL text of a statement, and the call on the way to it that brings the text. */
function textOn(
  linked: Linked,
  way: readonly Statement[],
  position: number,
): { text: string; at: Statement } | undefined {
  const last = way.at(-1);
  const own = last && sqlText(linked.evaluator, last.file, last.call.arguments[position]);
  if (last !== undefined && own !== undefined) return { text: own, at: last };
  for (const at of way.slice(0, -1).toReversed())
    for (const argument of at.call.arguments) {
      const text = sqlText(linked.evaluator, at.file, argument);
      if (text !== undefined && writing.test(text)) return { text, at };
    }
  return undefined;
}

/** What is written is a list that was gathered for this element. */
function givesList(file: FileNode, call: CallFact): boolean {
  const lists = (value: Value, hops: number): boolean => {
    if (value.kind === "array") return true;
    if (value.kind === "await") return lists(value.of, hops);
    if (value.kind === "call") {
      const callee = file.facts.calls[value.call]?.callee;
      return callee?.kind === "member" && /^(map|flatMap|filter|slice|concat)$/.test(callee.name);
    }
    if (value.kind !== "name" || hops > 3) return false;
    const binding = file.facts.bindings[value.binding];
    if (binding?.type?.kind === "array") return true;
    return binding?.values.some((held) => lists(held.value, hops + 1)) ?? false;
  };
  return call.arguments.some((argument) => lists(argument, 0));
}

/** `db.delete(table).where(…)` says it where its chain begins. */
const deletes = /^(del$|delete|destroy|remove|softDelete)/;

/** A call that gives rows that are there other values. */
function updates({ callee }: CallFact): boolean {
  return (
    callee.kind === "member" &&
    /^(update|patch$|findOneAndUpdate|findByIdAndUpdate|nativeUpdate)/.test(callee.name)
  );
}

/** `row.save()`, `rows.save(row)`: the element that the loop is at. */
function savesElement({ file, call }: Statement, loop: Iteration): boolean {
  const elements = elementBindings(file, loop);
  const { callee, arguments: given } = call;
  return [...given, ...(callee.kind === "member" ? [callee.of] : [])].some(
    (value) => value.kind === "name" && elements.includes(value.binding),
  );
}

/** Where the statement at the end of the way finds a row, and since when it is that one. */
function turnOf(way: readonly Statement[], loop: Iteration): Turn {
  const [inLoop, behind] = [way[0], way.length > 1 ? way.at(-1) : undefined];
  if (inLoop === undefined) return { rows: new Set(), start: 0 };
  if (behind === undefined)
    return { rows: new Set(elementBindings(inLoop.file, loop)), start: loop.bodyStart };
  const { functions, regions } = behind.file.facts;
  const around = regions[behind.call.region]?.function ?? 0;
  return { rows: new Set(parametersOf(behind.file, around)), start: functions[around]?.start ?? 0 };
}

/** `createQueryBuilder().insert().into(Ping).values({ at: row.at }).execute()` */
function insertsOne(file: FileNode, call: CallFact, changes: Changes): boolean {
  const { links } = builtChain(file, call);
  const values = links.find(({ name }) => name === "values")?.call;
  if (values === undefined || !links.some(({ name }) => name === "insert")) return false;
  return values.arguments.some(changes) && !givesList(file, values);
}

/** `softDelete([id])`, `createMany({ data: [row] })`: what takes many is given one. */
function givesOne(call: CallFact, changes: Changes): boolean {
  return call.arguments
    .flatMap((argument) =>
      argument.kind === "object"
        ? argument.properties.flatMap(({ key, value }) => (key === "data" ? [value] : []))
        : [argument],
    )
    .some(
      (given) =>
        given.kind === "array" &&
        given.items.length === 1 &&
        given.items.some((item) => item.kind !== "spread" && changes(item)),
    );
}

/** `create({ data: { …, lines: { create: lines } } })`: Prisma's way to write related rows, or to ask for them. */
function hasRelated(file: FileNode, argument: Value): boolean {
  if (argument.kind !== "object") return false;
  if (argument.properties.some(({ key }) => key === "include")) return true;
  const data = argument.properties.find(({ key }) => key === "data")?.value;
  return (
    data !== undefined &&
    mentions(
      file,
      data,
      (value) => value.kind === "object" && value.properties.some(({ key }) => related.test(key ?? "")),
    )
  );
}

const related =
  /^(create|createMany|connect|connectOrCreate|disconnect|upsert|delete|deleteMany|updateMany)$/;

/** `try { await write(row) } catch { failed.push(row) }`: what goes wrong with one row does not stop the others. */
function failsAlone(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { regions, exits, calls } = file.facts;
  for (let at = call.region, hops = 0; at >= 0 && at !== loop.region && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined || region.start < loop.bodyStart) break;
    if (region.kind === "try") {
      const caught = regions.findIndex(
        (other) => other.kind === "catch" && other.parent === region.parent && other.start >= region.end,
      );
      // `if (!isDuplicate(error)) throw error` lets the others go on after some failures.
      const stops = exits.some(({ kind, region: from }) => kind !== "continue" && from === caught);
      if (caught >= 0 && !stops) return true;
    }
    at = region.parent;
  }
  // `create(row).catch(report)`; a builder goes on with it.
  return (
    isCaught(file, call) ||
    calls.some(
      (other) =>
        isCaught(file, other) && other.callee.of.kind === "call" && calls[other.callee.of.call] === call,
    )
  );
}

/** `.catch(report)`, and not `.catch((error) => { log(error); throw error; })`, which stops the others as well. */
function isCaught(
  { facts: { exits, functions } }: FileNode,
  call: CallFact,
): call is CallFact & { callee: Extract<Value, { kind: "member" }> } {
  if (call.callee.kind !== "member" || call.callee.name !== "catch") return false;
  const [handler] = call.arguments;
  const body = handler?.kind === "function" ? functions[handler.function]?.body : undefined;
  return !exits.some(({ kind, region }) => kind === "throw" && region === body);
}

/** The finding in the words of this rule. Through functions that do more than to write it is only possible: they may be meant for one row. */
export function asWrite(
  found: Finding,
  reach: Reach,
  { isPlain, bulk }: Exclude<JudgedWrite, { exempt: string }>,
): Finding {
  const { operation } = reach.query;
  const title = found.data.kind === "repetition" ? wayOf(found.data.path) : reach.query.title;
  return {
    ...found,
    rule: "write-in-loop",
    message:
      bulk === undefined
        ? sentence("{0} writes row by row: N statements where one is enough.", title)
        : operation.eachStill === true
          ? sentence("{0} writes row by row: N calls where one is enough, with {1}.", title, bulk)
          : sentence("{0} writes row by row: N statements where one is enough, with {1}.", title, bulk),
    ...(!isPlain && operation.many !== true
      ? { certainty: "possible", doubt: sentence("the function may be meant for one row") }
      : {
          certainty: "likely",
          doubt: sentence("one statement for all rows fails or succeeds as a whole"),
        }),
  };
}
