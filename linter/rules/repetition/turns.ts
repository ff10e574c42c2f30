import type { Binding, Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName, titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isIn } from "../way/elements.ts";
import { bindingsHolding } from "../way/held.ts";
import { lengthOf } from "./lengths.ts";
import { many, ofCollection, ofList, type Repetition } from "./list-size.ts";

/** `for (;;)`: over a list when its end is a length and its step is one. */
export function counting(linked: Linked, file: FileNode, loop: Iteration): Repetition {
  const region = file.facts.regions[loop.region];
  const condition = region?.condition;
  if (condition === undefined) return { runs: "pages", why: "a loop without an end of its own" };
  const step = region?.step;
  const steps = step?.kind === "operation" ? step : undefined;
  const byOne = steps === undefined || (steps.of.length === 1 && /^(\+\+|--)$/.test(steps.operator));
  const addsOne = steps?.of[1]?.kind === "literal" && steps.of[1].value === 1;
  const byPairs =
    steps?.of[1]?.kind === "literal" && steps.of[1].value === 2 && takesNoPiece(file, condition, loop);
  if (!byOne && !addsOne && !byPairs) return { runs: "chunks", why: "each turn takes a piece of the list" };
  const list = lengthOf(file, condition) ?? countedDown(file, condition, loop);
  if (list === undefined || isText(file, list, loop))
    return { runs: "few", why: "the number of turns is not that of a list" };
  if (isSetAnew(file, list, loop)) return { runs: "pages", why: "each turn makes the list of the next" };
  return ofList(linked, file, list);
}

/** `for (let i = 0; i < scores.length; i += 2) find(scores[i], scores[i + 1])`: keys and values in turn, of which no piece is cut. */
function takesNoPiece(file: FileNode, condition: Value, { bodyStart, bodyEnd }: Iteration): boolean {
  const list = lengthOf(file, condition);
  const title = list === undefined ? "" : titleOf(list);
  return (
    title !== "" &&
    file.source.slice(bodyStart, bodyEnd).includes(`${title}[`) &&
    !file.facts.calls.some(
      ({ callee, start, end }) =>
        callee.kind === "member" &&
        start >= bodyStart &&
        end <= bodyEnd &&
        /^(slice|splice|subarray|substr|substring)$/.test(callee.name) &&
        titleOf(callee.of) === title,
    )
  );
}

/** `for (let hop = 0; hop < hops && level.length; hop++) { …; level = [...next]; }`: a walk level by level. */
function isSetAnew({ facts }: FileNode, list: Value, loop: Iteration): boolean {
  const values = list.kind === "name" ? (facts.bindings[list.binding]?.values ?? []) : [];
  return values.some(({ later, start }) => later && isIn(loop, start));
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

/** `for (let i = rows.length - 1; i >= 0; i--)`, `while (i--)`: the list whose length the variable that counts down begins with. */
function countedDown(file: FileNode, condition: Value, loop: Iteration): Value | undefined {
  for (const counter of countersIn(file, condition)) {
    const [first] = counter.values;
    if (first === undefined || first.later || stepOf(counter, loop) !== "--") continue;
    const list = lengthOf(file, first.value);
    if (list !== undefined) return list;
  }
  return undefined;
}

/** `while`: over a list when each turn takes one element out of it or goes on by one, and none puts new ones in. */
export function conditional(linked: Linked, file: FileNode, loop: Iteration): Repetition {
  const pages: Repetition = { runs: "pages", why: "the loop goes on until the data says so" };
  const condition = file.facts.regions[loop.region]?.condition;
  if (condition === undefined) return pages;
  if (findsNext(file, condition)) return many;
  const counted = countedUp(file, condition, loop) ?? countedDown(file, condition, loop);
  if (counted !== undefined) return ofCollection(linked, file, counted, 0);
  const list =
    lengthOf(file, condition) ?? takenFrom(file, condition) ?? takenUntilNone(file, condition, loop);
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

/** `while ((match = pattern.exec(text)) !== null)`: a turn for each place in a text. */
function findsNext(file: FileNode, condition: Value): boolean {
  return mentions(file, condition, (value) => {
    const call = value.kind === "call" ? file.facts.calls[value.call] : undefined;
    if (call?.callee.kind !== "member" || call.callee.name !== "exec") return false;
    return call.arguments.length === 1 && call.use !== "awaited";
  });
}

/** A list that is worked off, and that code outside of this function may put more into: a queue of jobs. */
function isFilledElsewhere(file: FileNode, list: number, loop: Iteration): boolean {
  const { bindings, calls, regions } = file.facts;
  const own = regions[loop.region]?.function;
  const around = regions[bindings[list]?.region ?? -1]?.function;
  // What a function around it has made, nobody else can put anything into.
  if (around === undefined || (around !== own && (around === 0 || !isCopied(file, list)))) return true;
  return calls.some(
    ({ callee, region }) =>
      callee.kind === "member" &&
      callee.of.kind === "name" &&
      callee.of.binding === list &&
      regions[region]?.function !== own,
  );
}

/** `const pending = rows.slice()`: a list of its own. */
function isCopied({ facts }: FileNode, list: number): boolean {
  const [made, another] = facts.bindings[list]?.values ?? [];
  const call = made?.value.kind === "call" ? facts.calls[made.value.call] : undefined;
  const isSpread = made?.value.kind === "array" && made.value.items.some(({ kind }) => kind === "spread");
  const name = call === undefined ? "" : lastName(call.callee);
  return another === undefined && (isSpread || /^(slice|map|filter|concat|from)$/.test(name));
}

/** `while ((row = rows.pop()))`: the list that the condition takes an element out of. */
function takenFrom(file: FileNode, condition: Value): Value | undefined {
  let list: Value | undefined;
  mentions(file, condition, (value) => {
    const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
    if (callee?.kind === "member" && /^(shift|pop)$/.test(callee.name)) list = callee.of;
    return list !== undefined;
  });
  return list;
}

/** `while (true) { const row = rows.pop(); if (!row) return; … }` */
function takenUntilNone(file: FileNode, condition: Value, loop: Iteration): Value | undefined {
  if (condition.kind !== "literal") return undefined;
  const { calls, exits, regions } = file.facts;
  const isInside = ({ start, end }: { start: number; end: number }) =>
    start >= loop.bodyStart && end <= loop.bodyEnd;
  for (const [index, call] of calls.entries()) {
    if (!isInside(call) || call.callee.kind !== "member" || !/^(shift|pop)$/.test(call.callee.name)) continue;
    const held = bindingsHolding(file, index);
    const ends = exits.some((exit) => {
      const { condition: lacks } = regions[exit.region] ?? {};
      if (lacks === undefined || !isInside(exit) || !/^(return|break)$/.test(exit.kind)) return false;
      return mentions(file, lacks, (value) => value.kind === "name" && held.has(value.binding));
    });
    if (ends) return call.callee.of;
  }
  return undefined;
}

/** `while (i < rows.length) { …; i++; }`: the list along which the variable that is compared goes on by one in each turn. */
function countedUp(file: FileNode, condition: Value, loop: Iteration): Value | undefined {
  if (condition.kind !== "operation" || !/^[<>]=?$|^!==?$/.test(condition.operator)) return undefined;
  const goesOn = countersIn(file, condition).some((counter) => stepOf(counter, loop) === "++");
  return goesOn ? lengthOf(file, condition) : undefined;
}

/** The variables that a condition compares, or steps on by itself: `i < n`, `i--`, `++i < n`. */
function countersIn({ facts }: FileNode, condition: Value): Binding[] {
  const isPair = condition.kind === "operation" && condition.of.length > 1;
  return (isPair ? condition.of : [condition]).flatMap((side) => {
    const [operand = side] = side.kind === "operation" && side.of.length === 1 ? side.of : [];
    const binding = operand.kind === "name" ? facts.bindings[operand.binding] : undefined;
    return binding ?? [];
  });
}

/** How a variable goes on in each turn, where it goes by one. */
function stepOf({ values }: Binding, loop: Iteration): "++" | "--" | undefined {
  const steps = values.filter(
    (held) => held.later && held.start >= loop.bodyStart && held.start < loop.bodyEnd,
  );
  const [step] = steps;
  if (steps.length !== 1 || step?.value.kind !== "operation") return undefined;
  const { operator, of } = step.value;
  if (of.length === 1) return operator === "++" || operator === "--" ? operator : undefined;
  if (of[1]?.kind !== "literal" || of[1].value !== 1) return undefined;
  return operator.startsWith("+") ? "++" : operator.startsWith("-") ? "--" : undefined;
}
