import type { CallFact, FileFacts, FunctionFact, Value } from "../facts.ts";
import { type Entity, none } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { guardedByCache } from "./memo.ts";
import type { FileNode } from "./project.ts";
import { regionsInFunction } from "./regions.ts";
import { roleOf } from "./roles.ts";

const known = new WeakMap<FunctionFact, readonly number[]>();
const loops = /^(each|count|while)$/;

/**
 * `transactional(find)`: the functions that a function of the project is passed and that the function which it gives back calls. Who calls
 * what it gives calls them.
 */
export function wrapping(
  evaluator: Evaluator,
  entity: Extract<Entity, { kind: "function" }>,
  file: FileNode,
  call: CallFact,
): Entity[] {
  const from = evaluator.project.files.get(entity.file);
  const fact = from?.facts.functions[entity.function];
  if (from === undefined || fact === undefined || call.form !== "call" || call.arguments.length === 0)
    return none;
  evaluator.enter(from);
  return calledLater(from, fact).flatMap((position) => {
    const argument = call.arguments[position];
    if (argument === undefined || argument.kind === "spread") return none;
    // `deferred(async () => …)()` is looked at where it stands.
    if (argument.kind === "function" && call.use === "chained") return none;
    const passed = evaluator.value(file, argument).filter(({ kind }) => kind === "function");
    if (passed.length === 0) return none;
    const { runs } = roleOf(evaluator, file, { ...call, use: "kept" }, position);
    return runs === "once" ? passed : none;
  });
}

/** The parameters of a function that what it gives back calls or hands on once, and of whose answers nothing is kept. */
export function calledLater(file: FileNode, fact: FunctionFact): readonly number[] {
  let positions = known.get(fact);
  if (positions === undefined) {
    positions = find(file, fact);
    known.set(fact, positions);
  }
  return positions;
}

function find(file: FileNode, { parameters, returns }: FunctionFact): readonly number[] {
  const { facts } = file;
  const given = returns.flatMap(({ value }) => functionIn(facts, value));
  return parameters.flatMap(({ binding, rest }, position) => {
    if (binding < 0 || rest) return [];
    const isIt = (value: Value): boolean => value.kind === "name" && value.binding === binding;
    const isCalled = ({ callee, arguments: passed }: CallFact) =>
      isIt(callee) ||
      (callee.kind === "member" && /^(call|apply)$/.test(callee.name) && isIt(callee.of)) ||
      passed.some(isIt);
    const uses: number[] = [];
    let asPassed = true;
    for (const inside of given) {
      facts.calls.forEach((call, index) => {
        if (!isCalled(call) || call.start < inside.start || call.end > inside.end) return;
        uses.push(index);
        // `(id) => work(pool, id)`: what is called gets other things than who calls it passes.
        asPassed &&= !isIt(call.callee) || passesOn(inside, call);
      });
    }
    if (uses.length === 0 || !asPassed) return [];
    const isOnce = uses.every((index) => {
      const at = facts.calls[index]?.region ?? -1;
      return (
        !guardedByCache(file, index, facts.regions[at]?.function ?? -1) &&
        ![...regionsInFunction(facts, at)].some(({ kind }) => loops.test(kind))
      );
    });
    return isOnce ? [position] : [];
  });
}

/** What a function is passed goes on in its order: `(id) => work(id)`, `(...given) => work(...given)`. */
function passesOn({ parameters }: FunctionFact, { arguments: passed }: CallFact): boolean {
  return passed.every((value, position) => {
    const given = value.kind === "spread" ? value.of : value;
    return given.kind === "name" && given.binding === parameters[position]?.binding;
  });
}

/** The function that is written in place, or by whose name it is given back. */
function functionIn({ bindings, functions }: FileFacts, value: Value): FunctionFact[] {
  let index = value.kind === "function" ? value.function : -1;
  if (value.kind === "name") {
    const binding = bindings[value.binding];
    const held = binding?.values[0]?.value;
    if (binding?.kind === "function") index = binding.target ?? -1;
    else if (held?.kind === "function" && binding?.values.length === 1) index = held.function;
  }
  const fact = functions[index];
  return fact === undefined ? [] : [fact];
}
