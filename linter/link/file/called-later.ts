import type { CallFact, FileFacts, FunctionFact, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import type { FileNode } from "../project/file-node.ts";
import { callsWith } from "./calls-with.ts";
import { guardedByCache } from "./memo/guarded.ts";
import { regionsInFunction } from "./regions.ts";

/** A parameter that is called later, and how many arguments stand before those that the caller passes. */
interface Later {
  position: number;
  bound: number;
  /** Its answer is kept for who asks again. */
  kept: boolean;
}

/** The parameters of a function that what it gives back calls or hands on once. */
export const calledLater = oncePer(
  ({ parameters, returns }: FunctionFact, file: FileNode): readonly Later[] => {
    const { facts } = file;
    const given = returns.flatMap(({ value }) => functionIn(facts, value));
    return parameters.flatMap(({ binding, rest }, position) => {
      if (binding < 0 || rest) return [];
      const uses: number[] = [];
      let before: number | undefined = 0;
      for (const inside of given) {
        for (const index of callsWith(facts, binding)) {
          const call = facts.calls[index];
          if (call === undefined || call.start < inside.start || call.end > inside.end) continue;
          uses.push(index);
          if (call.callee.kind === "name" && call.callee.binding === binding)
            before = filledBefore(file, inside, call);
        }
      }
      if (uses.length === 0 || before === undefined) return [];
      const regionOf = (index: number) => facts.calls[index]?.region ?? -1;
      const isOnce = uses.every(
        (index) => ![...regionsInFunction(facts, regionOf(index))].some(({ kind }) => kind === "each"),
      );
      const kept = uses.some((index) =>
        guardedByCache(file, index, facts.regions[regionOf(index)]?.function ?? -1),
      );
      return isOnce ? [{ position, bound: before, kept }] : [];
    });
  },
);

/**
 * What a function is passed goes on in its order, perhaps behind other things: `(id) => work(id)`, `(...given) => work(pool, ...given)`. How many
 * those are; undefined where it is passed otherwise.
 */
function filledBefore(
  { facts }: FileNode,
  { parameters, body }: FunctionFact,
  { arguments: passed }: CallFact,
): number | undefined {
  const own = passed.map((value) => {
    const given = value.kind === "spread" ? value.of : value;
    const binding = given.kind === "name" ? facts.bindings[given.binding] : undefined;
    const held =
      binding?.kind === "parameter" && binding.region === body ? binding.values[0]?.value : undefined;
    return held?.kind === "parameter" ? held.index : undefined;
  });
  const first = own.findIndex((index) => index !== undefined);
  if (first < 0) return passed.length === 0 || parameters.length === 0 ? passed.length : undefined;
  return own.slice(first).every((index, position) => index === position) ? first : undefined;
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
