import type { CallFact } from "../../facts.ts";
import type { Entity } from "../entity.ts";
import type { FileNode } from "../project/project.ts";
import type { Evaluator } from "./evaluator.ts";

/** `match(kind).with("a", () => one).otherwise(() => other)` of ts-pattern: one of what its functions give. */
export function matched(evaluator: Evaluator, file: FileNode, call: CallFact): Entity[] | undefined {
  const { calls } = file.facts;
  if (call.callee.kind !== "member" || !/^(exhaustive|otherwise|run)$/.test(call.callee.name))
    return undefined;
  const arms: number[] = [];
  let at: CallFact | undefined = call;
  for (let hops = 0; at?.callee.kind === "member" && hops < 100; hops++) {
    const last = at.arguments.at(-1);
    if (last?.kind === "function") arms.push(last.function);
    const { of }: { of: CallFact["callee"] } = at.callee;
    at = of.kind === "call" ? calls[of.call] : undefined;
  }
  const callee = at?.callee;
  if (callee?.kind !== "name" || file.imports.get(callee.binding)?.module !== "ts-pattern") return undefined;
  return arms.flatMap((arm) => evaluator.returnedBy({ kind: "function", file: file.path, function: arm }));
}
