import type { CallFact, FunctionFact, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { type Entity, none } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** `withTransaction(users, trx).find()`: what a function is passed and gives back as it is. */
export function givenBack(
  evaluator: Evaluator,
  entity: Extract<Entity, { kind: "function" }>,
  file: FileNode,
  call: CallFact,
): Entity[] {
  const from = evaluator.project.files.get(entity.file);
  const fact = from?.facts.functions[entity.function];
  if (from === undefined || fact === undefined || call.arguments.length === 0) return none;
  evaluator.enter(from);
  return returnedParameters(fact).flatMap((position) => {
    const argument = call.arguments[position];
    return argument === undefined || argument.kind === "spread" ? none : evaluator.value(file, argument);
  });
}

const returnedParameters = oncePer(({ parameters, returns, generator }: FunctionFact): readonly number[] => {
  const positions: number[] = [];
  if (generator || parameters.some(({ name }) => name === "this")) return positions;
  parameters.forEach(({ binding, rest }, position) => {
    const isIt = (value: Value): boolean => {
      if (value.kind === "await") return isIt(value.of);
      if (value.kind === "choice") return value.of.some(isIt);
      return value.kind === "name" && value.binding === binding;
    };
    if (binding >= 0 && !rest && returns.some(({ value }) => isIt(value))) positions.push(position);
  });
  return positions;
});
