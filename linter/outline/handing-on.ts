import type { CallFact, FileFacts, Value } from "../facts.ts";

/** The functions of a file that hand all that they are passed on to another, and give what that gives. */
export function handingOn(facts: FileFacts): number[] {
  return facts.functions.flatMap((_, index) => (handedTo(facts, index) === undefined ? [] : [index]));
}

/**
 * The call by which a function hands all that it is passed on: `client(...all)` of `(...all) => client(...all)`, and of
 * `(...all) => import("client").then((client) => client(...all))`.
 */
export function handedTo(facts: FileFacts, index: number): CallFact | undefined {
  const [all, ...others] = facts.functions[index]?.parameters ?? [];
  return all?.rest === true && others.length === 0 ? givenBy(facts, index, index) : undefined;
}

/** The call of which a function gives the answer and nothing else, where it passes all that the function `of` is passed. */
function givenBy(facts: FileFacts, index: number, of: number): CallFact | undefined {
  const [only, ...others] = facts.functions[index]?.returns ?? [];
  return only === undefined || others.length > 0 ? undefined : passing(facts, only.value, of);
}

function passing(facts: FileFacts, value: Value, of: number): CallFact | undefined {
  if (value.kind === "await") return passing(facts, value.of, of);
  const call = value.kind === "call" ? facts.calls[value.call] : undefined;
  if (call === undefined) return undefined;
  const { callee, arguments: given } = call;
  const [first, ...more] = given;
  if (first?.kind === "spread" && more.length === 0) return isAll(facts, first.of, of) ? call : undefined;
  if (callee.kind !== "member" || callee.name !== "then") return undefined;
  return (
    passing(facts, callee.of, of) ??
    (first?.kind === "function" ? givenBy(facts, first.function, of) : undefined)
  );
}

/** The variable that holds the list of all that a function is passed. */
function isAll({ bindings }: FileFacts, value: Value, of: number): boolean {
  const [only, ...others] = (value.kind === "name" && bindings[value.binding]?.values) || [];
  return only?.value.kind === "parameter" && only.value.function === of && others.length === 0;
}
