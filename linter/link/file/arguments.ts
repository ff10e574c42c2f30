import type { CallFact, FileFacts, Value } from "../../facts.ts";

/**
 * What a call passes at a position, also through what it spreads: of `ask(pool, ...args)`, where `args` is all that the function around it is passed, the
 * second argument is the first of that function. Undefined where the list that is spread is not in sight.
 */
export function argumentAt(facts: FileFacts, call: CallFact, position: number): Value | undefined {
  const at = call.arguments.findIndex(({ kind }) => kind === "spread");
  if (at < 0 || at > position) return call.arguments[position];
  const spread = call.arguments[at];
  const rest = spread?.kind === "spread" ? restOf(facts, spread.of) : undefined;
  return rest === undefined ? undefined : { ...rest, index: rest.index + position - at };
}

/** The parameter that takes the rest of what a function is passed, where the value is that. */
function restOf({ bindings, functions }: FileFacts, value: Value) {
  const held = value.kind === "name" ? bindings[value.binding]?.values : undefined;
  const [only] = held ?? [];
  if (only?.value.kind !== "parameter" || held?.length !== 1) return undefined;
  return functions[only.value.function]?.parameters[only.value.index]?.rest ? only.value : undefined;
}
