import type { CallFact, FileFacts } from "../../facts.ts";
import { guardAt, type Need } from "./needs.ts";

/**
 * `const detail = async () => { if (!options.detail) return {}; … }`, then `await detail()`: a function inside another is left at once unless that one was
 * passed something.
 */
export function needOfInner(facts: FileFacts, { callee }: CallFact, around: number): Need | undefined {
  const binding = callee.kind === "name" ? facts.bindings[callee.binding] : undefined;
  // What a module declares sees no parameters.
  if (binding === undefined || facts.regions[binding.region]?.function !== around || around === 0)
    return undefined;
  const [held, another] = binding.values;
  const written = held?.value.kind === "function" && another === undefined ? held.value.function : -1;
  const inner = binding.kind === "function" ? (binding.target ?? -1) : written;
  const body = facts.functions[inner]?.body;
  if (body === undefined) return undefined;
  for (const exit of facts.exits) {
    const guard = facts.regions[exit.region]?.function === inner ? guardAt(facts, exit, around) : undefined;
    if (guard?.region !== body) continue;
    // What is asked before is asked all the same.
    const isBefore = facts.calls.some(
      ({ region, use, start }) =>
        facts.regions[region]?.function === inner && use === "awaited" && start < exit.start,
    );
    return isBefore ? undefined : guard.need;
  }
  return undefined;
}
