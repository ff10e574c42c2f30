import type { Value } from "../../facts.ts";
import { mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { changingIn, elementBindings, isIn } from "../way/elements.ts";
import { type Change, changed } from "./changes.ts";
import { countedOf, isAtCount } from "./counted.ts";
import { asserted, textOf } from "./place.ts";
import { isPure } from "./turn.ts";

/**
 * The text of a value that a turn has, said by the element alone: `const { userId } = row; … find(userId)` asks by `row.userId`.
 * Undefined where it cannot be said before the loop.
 */
export function byElement(file: FileNode, value: Value, loop: Iteration): string | undefined {
  if (!isPure(file, value)) return undefined;
  const elements = new Set(namesOf(file, loop));
  return said(file, value, loop, elements, 0);
}

function said(
  file: FileNode,
  value: Value,
  loop: Iteration,
  elements: ReadonlySet<number>,
  depth: number,
): string | undefined {
  const inner: Change[] = [];
  const changing = changingIn(file, loop);
  const shorthands = new Set<number>();
  const names: Extract<Value, { kind: "name" }>[] = [];
  const counted = countedOf(file, loop);
  mentions(file, value, (at) => {
    if (counted !== undefined && isAtCount(file, counted, at))
      inner.push({ start: at.start, end: at.end, text: counted.name });
    if (at.kind === "name") names.push(at);
    if (at.kind === "object")
      for (const property of at.properties) if (property.shorthand) shorthands.add(property.start);
    return false;
  });
  const whole = [...inner];
  for (const name of names) {
    if (whole.some(({ start, end }) => name.start >= start && name.end <= end)) continue;
    if (name.binding < 0 || elements.has(name.binding)) continue;
    const binding = file.facts.bindings[name.binding];
    if (binding === undefined) return undefined;
    if (!isIn(loop, binding.start)) {
      // A function that the loop calls may assign it.
      if (changing.has(name.binding) || binding.values.some(({ later }) => later)) return undefined;
      continue;
    }
    const [held, ...later] = binding.values;
    if (held === undefined || later.length > 0 || depth > 5) return undefined;
    const text = heldText(file, held.value, loop, elements, depth);
    if (text === undefined) return undefined;
    const named = shorthands.has(name.start) ? `${name.name}: ${text}` : text;
    inner.push({ start: name.start, end: name.end, text: named });
  }
  // A name stands once in a text for each place.
  return changed(file, asserted(file, value), inner);
}

/** What a variable of the turn holds. `const { a } = row` gives a member whose text is the name alone. */
function heldText(
  file: FileNode,
  value: Value,
  loop: Iteration,
  elements: ReadonlySet<number>,
  depth: number,
): string | undefined {
  if (!isPure(file, value)) return undefined;
  if (value.kind === "member" && value.end <= value.of.start) {
    const of = heldText(file, value.of, loop, elements, depth + 1);
    return of === undefined ? undefined : `${of}.${value.name}`;
  }
  // The default of a pattern stands elsewhere than what it is the default of.
  if (mentions(file, value, ({ start, end }) => start < value.start || end > value.end)) return undefined;
  const text = said(file, value, loop, elements, depth + 1);
  return text === undefined || value.kind === "name" || value.kind === "member" ? text : `(${text})`;
}

/** The names of the element itself: the second parameter of a callback is the index. */
function namesOf(file: FileNode, loop: Iteration): readonly number[] {
  const elements = elementBindings(file, loop);
  if (loop.parent !== undefined) return elements;
  const parameters = file.facts.functions[loop.callback]?.parameters ?? [];
  const further = new Set(parameters.slice(1).map(({ binding }) => binding));
  return elements.filter((index) => !further.has(index));
}

/** Whether the value is made of the element, and not only of what is outside the loop. */
export function isOfElement(file: FileNode, value: Value, loop: Iteration): boolean {
  const elements = new Set(elementBindings(file, loop));
  const { bindings } = file.facts;
  const counted = countedOf(file, loop);
  const reaches = (from: Value, hops: number): boolean =>
    mentions(file, from, (at) => {
      if (counted !== undefined && isAtCount(file, counted, at)) return true;
      if (at.kind !== "name" || at.binding < 0) return false;
      if (elements.has(at.binding)) return true;
      const held = bindings[at.binding];
      return (
        hops < 6 &&
        held !== undefined &&
        isIn(loop, held.start) &&
        held.values.some(({ value: more }) => reaches(more, hops + 1))
      );
    });
  return reaches(value, 0);
}

/** The key as it is written, where it is asked for. */
export function writtenKey(file: FileNode, value: Value): string {
  return textOf(file, asserted(file, value));
}
