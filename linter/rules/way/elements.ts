import type { Binding, CallFact, FileFacts, FunctionFact, Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { parentBindings } from "../../link/queries/resolvers.ts";
import { oncePer } from "../../once-per.ts";

/** The variables that hold the element of a loop. */
export function elementBindings(file: FileNode, loop: Iteration): readonly number[] {
  return elementsOf(loop, file);
}

const elementsOf = oncePer((loop: Iteration, file: FileNode): readonly number[] => {
  const { bindings } = file.facts;
  const out: number[] = [];
  if (loop.parent !== undefined) return parentBindings(file, loop.callback, loop.parent);
  if (loop.callback >= 0) return parametersOf(file, loop.callback);
  if (loop.region >= 0) {
    bindings.forEach((binding, index) => {
      const isElement = binding.kind === "element" && binding.region === loop.region;
      if (isElement || isAtIndex(file, binding, loop)) out.push(index);
    });
  }
  return out;
});

/** Of `rows.map(load)`, which is the loop itself, the variables in `load` that hold the element; undefined of other calls in a loop. */
export function handedElements(
  file: FileNode,
  call: CallFact,
  loop: Iteration,
  { file: inside, function: load, bound }: { file: FileNode; function: number; bound: number },
): readonly number[] | undefined {
  const isLoop = loop.callback < 0 && file.facts.calls[loop.call] === call;
  return isLoop ? parametersOf(inside, load, bound) : undefined;
}

/** The parameters of a function, and what is taken out of them, but for so many that are filled before. */
export function parametersOf({ facts }: FileNode, index: number, bound = 0): readonly number[] {
  const fact = facts.functions[index];
  const all = fact === undefined ? [] : parametersIn(fact, facts);
  return bound === 0 ? all : all.filter((at) => placeOf(facts.bindings[at]?.values[0]?.value) >= bound);
}

const parametersIn = oncePer(({ body }: FunctionFact, { bindings }: FileFacts): readonly number[] =>
  bindings.flatMap(({ kind, region }, at) => (kind === "parameter" && region === body ? [at] : [])),
);

/** Which of the parameters it is that a value is, or is taken out of. */
function placeOf(value: Value | undefined): number {
  let of = value;
  while (of?.kind === "member" || of?.kind === "element") of = of.of;
  return of?.kind === "parameter" ? of.index : 0;
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
export function changingIn(file: FileNode, loop: Iteration): ReadonlySet<number> {
  return changingOf(loop, file);
}

const changingOf = oncePer((loop: Iteration, file: FileNode): ReadonlySet<number> => {
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
});

/** The place is in what is repeated. */
export function isIn({ bodyStart, bodyEnd }: Iteration, place: number): boolean {
  return place >= bodyStart && place < bodyEnd;
}

function isAssignedIn(loop: Iteration, { values }: Binding): boolean {
  for (const { later, start } of values) if (later && isIn(loop, start)) return true;
  return false;
}
