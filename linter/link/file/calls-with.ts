import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";

/** By variable, the indexes of the calls that call what it holds or are passed it, in their order. */
const byBinding = oncePer((facts: FileFacts): ReadonlyMap<number, readonly number[]> => {
  const out = new Map<number, number[]>();
  facts.calls.forEach(({ callee, arguments: given }, index) => {
    const add = (value: Value) => {
      if (value.kind !== "name" || value.binding < 0) return;
      const known = out.get(value.binding);
      if (known === undefined) out.set(value.binding, [index]);
      else if (known.at(-1) !== index) known.push(index);
    };
    add(callee);
    if (isCalling(callee)) add(callee.of);
    for (const value of given) add(value);
  });
  return out;
});

/** `run.call(this, id)` */
function isCalling(callee: Value): callee is Extract<Value, { kind: "member" }> {
  return callee.kind === "member" && (callee.name === "call" || callee.name === "apply");
}

/** The calls that call what a variable holds, `run(id)` and `run.call(this, id)`, or are passed it. */
export function callsWith(facts: FileFacts, binding: number): readonly number[] {
  return byBinding(facts).get(binding) ?? none;
}

const none: readonly number[] = [];

/** Whether a function calls the parameter in its own body. */
export function callsParameter(facts: FileFacts, index: number, parameter: number): boolean {
  const binding = facts.functions[index]?.parameters[parameter]?.binding ?? -1;
  return callsWith(facts, binding).some((at) => {
    const call = facts.calls[at];
    return call !== undefined && isName(call.callee, binding) && isMadeIn(facts, call, index);
  });
}

function isName(value: Value, binding: number): boolean {
  return value.kind === "name" && value.binding === binding;
}

function isMadeIn({ regions }: FileFacts, { region }: CallFact, index: number): boolean {
  return regions[region]?.function === index;
}
