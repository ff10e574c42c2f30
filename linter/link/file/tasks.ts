import type { Value } from "../../facts.ts";
import type { FileNode } from "../project/project.ts";

/** What people call that which runs a list of functions. */
const runners = /all|parallel|series|limit|throttle|concurren|sequen|batch|pool/i;

/**
 * `queue.addAll(ids.map((id) => () => load(id)))`: whether a function is one of those that a `map` makes for something that runs them
 * all, so that its inside runs once per element.
 */
export function isTask({ facts, passedTo }: FileNode, index: number): boolean {
  const body = facts.functions[index]?.body ?? -1;
  const maker = facts.regions[facts.regions[body]?.parent ?? -1]?.function ?? 0;
  const gives = facts.functions[maker]?.returns.some(
    ({ value }) => value.kind === "function" && value.function === index,
  );
  const mapping = gives === true ? passedTo.get(maker)?.call : undefined;
  const callee = mapping === undefined ? undefined : facts.calls[mapping]?.callee;
  if (callee?.kind !== "member" || callee.name !== "map") return false;
  const isList = (value: Value): boolean => {
    if (value.kind === "call") return value.call === mapping;
    const held = value.kind === "name" ? facts.bindings[value.binding]?.values[0]?.value : undefined;
    return held?.kind === "call" && held.call === mapping;
  };
  return facts.calls.some(({ callee: runner, arguments: [first] }) => {
    if (first === undefined || (runner.kind !== "member" && runner.kind !== "name")) return false;
    // `Promise.all` waits for promises, and calls nothing.
    const waits = runner.kind === "member" && runner.of.kind === "name" && runner.of.name === "Promise";
    return !waits && runners.test(runner.name) && isList(first);
  });
}
