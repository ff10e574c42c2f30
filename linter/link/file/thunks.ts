import type { FileFacts, FunctionFact, Value } from "../../facts.ts";
import type { Entity } from "../entity.ts";
import type { FileNode, Project } from "../project/project.ts";

/**
 * `ask((db) => () => db.get(id))`: the functions that a function gives, where one of those that it is handed to calls what it gives:
 * `const run = await given(db); return await run();`.
 */
export function thunksOf(
  project: Project,
  { file: path, function: index }: Extract<Entity, { kind: "function" }>,
  takers: readonly Entity[],
  position: number,
): number[] {
  const given = project.files.get(path)?.facts.functions[index];
  const thunks = given?.returns.flatMap(({ value }) => (value.kind === "function" ? [value.function] : []));
  if (thunks === undefined || thunks.length === 0) return [];
  const runs = takers.some((taker) => {
    const file = taker.kind === "function" ? project.files.get(taker.file) : undefined;
    const fact = taker.kind === "function" ? file?.facts.functions[taker.function] : undefined;
    return file !== undefined && fact !== undefined && callsWhatIsGiven(file, fact, position);
  });
  return runs ? thunks : [];
}

/** Of a function that is passed and called, `given()`, its name; of one that it gives and that is called, `given()()`, that too. */
export function passedCall({ bindings, calls }: FileFacts, callee: Value): string | undefined {
  const asked = (value: Value | undefined, said: string): string | undefined => {
    if (value?.kind === "await") return asked(value.of, said);
    const inner = value?.kind === "call" ? calls[value.call]?.callee : undefined;
    return inner?.kind === "name" && bindings[inner.binding]?.kind === "parameter"
      ? `${inner.name}${said}`
      : undefined;
  };
  if (callee.kind !== "name") return asked(callee, "()");
  const held = bindings[callee.binding];
  return held?.kind === "parameter" ? callee.name : asked(held?.values[0]?.value, "()");
}

function callsWhatIsGiven(
  { facts: { bindings, calls } }: FileNode,
  fact: FunctionFact,
  position: number,
): boolean {
  const parameter = fact.parameters[position]?.binding ?? -1;
  if (parameter < 0) return false;
  const isGiven = (value: Value | undefined): boolean => {
    if (value?.kind === "await") return isGiven(value.of);
    const callee = value?.kind === "call" ? calls[value.call]?.callee : undefined;
    return callee?.kind === "name" && callee.binding === parameter;
  };
  return calls.some(({ callee, start }) => {
    if (start < fact.start || start >= fact.end) return false;
    return isGiven(callee.kind === "name" ? bindings[callee.binding]?.values[0]?.value : callee);
  });
}
