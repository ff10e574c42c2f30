import type { Finding } from "../finding.ts";
import type { Reach } from "../link/graph.ts";
import type { Iteration } from "../link/iteration.ts";
import { dependsOn } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import { bindingsHolding } from "./exemptions.ts";
import { changingIn } from "./repetition.ts";

/** Why a write in a loop cannot be one statement for all rows, or undefined where it can. */
export function writeExemption(
  file: FileNode,
  index: number,
  loop: Iteration,
  reach: Reach,
): string | undefined {
  const { operation, name } = reach.query;
  if (operation.many === true) return "writes many rows already";
  if (operation.bulk === undefined) return "each row is written in its own way";
  if (bindingsHolding(file, index).size > 0) return "the row that was written is needed";
  if (/^update/.test(name) && reach.next === undefined && !sameData(file, index, loop)) {
    return "each row gets other values";
  }
  return undefined;
}

/** The values that are written do not depend on the element: only the row does. */
function sameData(file: FileNode, index: number, loop: Iteration): boolean {
  const [first] = file.facts.calls[index]?.arguments ?? [];
  const data = first?.kind === "object" ? first.properties.find(({ key }) => key === "data") : undefined;
  if (data === undefined) return false;
  return !dependsOn(file, data.value, changingIn(file, loop));
}

/** The finding in the words of this rule. Through functions it is only possible: they may be meant for one row. */
export function asWrite(found: Finding, reach: Reach): Finding {
  const bulk = reach.query.operation.bulk;
  const title = found.data.kind === "repetition" ? found.data.path.at(-1) : reach.query.title;
  return {
    ...found,
    rule: "write-in-loop",
    message: `${title} writes row by row: N statements where one is enough${bulk === undefined ? "" : `, with ${bulk}`}.`,
    certainty: reach.distance > 0 ? "possible" : "likely",
  };
}
