import type { Value } from "../facts.ts";
import type { Iteration } from "../link/iteration.ts";
import type { FileNode } from "../link/project.ts";
import { titleOf } from "../link/queries.ts";
import { lengthOf } from "./lengths.ts";
import { ofCollection, ofList, type Repetition } from "./list-size.ts";
import type { Linked } from "./rule.ts";

/** `for (;;)`: over a list when its end is a length and its step is one. */
export function counting(linked: Linked, file: FileNode, loop: Iteration): Repetition {
  const region = file.facts.regions[loop.region];
  const condition = region?.condition;
  if (condition === undefined) return { runs: "pages", why: "a loop without an end of its own" };
  const step = region?.step;
  const steps = step?.kind === "operation" ? step : undefined;
  const byOne = steps === undefined || (steps.of.length === 1 && /^(\+\+|--)$/.test(steps.operator));
  const addsOne = steps?.of[1]?.kind === "literal" && steps.of[1].value === 1;
  if (!byOne && !addsOne) return { runs: "chunks", why: "each turn takes a piece of the list" };
  const list = lengthOf(file, condition) ?? lengthAtStart(file, condition, steps);
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
    const list = first === undefined || first.later ? undefined : lengthOf(file, first.value);
    if (list !== undefined) return list;
  }
  return undefined;
}

/** `while`: over a list when each turn takes one element out of it or goes on by one, and none puts new ones in. */
export function conditional(linked: Linked, file: FileNode, loop: Iteration): Repetition {
  const pages: Repetition = { runs: "pages", why: "the loop goes on until the data says so" };
  const condition = file.facts.regions[loop.region]?.condition;
  const list = condition === undefined ? undefined : lengthOf(file, condition);
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
