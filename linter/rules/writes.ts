import { sentence } from "../../words/sentence.ts";
import type { Value } from "../facts.ts";
import type { Finding } from "../finding.ts";
import type { Reach } from "../link/graph.ts";
import type { Iteration } from "../link/iteration.ts";
import { dependsOn } from "../link/mentions.ts";
import type { FileNode } from "../link/project.ts";
import { sqlText } from "../link/sql.ts";
import { bindingsHolding } from "./exemptions.ts";
import { changingIn } from "./repetition.ts";
import type { Linked } from "./rule.ts";

/** Why a write in a loop cannot be one statement for all rows, or undefined where it can. */
export function writeExemption(
  linked: Linked,
  file: FileNode,
  index: number,
  loop: Iteration,
  reach: Reach,
): string | undefined {
  const { operation, name } = reach.query;
  if (operation.many === true) return "writes many rows already";
  if (operation.sql !== undefined && reach.next === undefined) {
    const text = sqlText(linked.evaluator, file, file.facts.calls[index]?.arguments[operation.sql]);
    if (text !== undefined && /\bselect\b/i.test(text)) return "writes all rows that it selects";
  }
  if (reach.next === undefined && operation.sql === undefined && givesList(file, index))
    return "writes many rows already";
  if (operation.bulk === undefined) return "each row is written in its own way";
  if (bindingsHolding(file, index).size > 0) return "the row that was written is needed";
  if (/^update/.test(name) && reach.next === undefined && !sameData(file, index, loop)) {
    return "each row gets other values";
  }
  return undefined;
}

/** What is written is a list that was gathered for this element. */
function givesList(file: FileNode, index: number): boolean {
  const lists = (value: Value, hops: number): boolean => {
    if (value.kind === "array") return true;
    if (value.kind === "await") return lists(value.of, hops);
    if (value.kind === "call") {
      const callee = file.facts.calls[value.call]?.callee;
      return callee?.kind === "member" && /^(map|flatMap|filter|slice|concat)$/.test(callee.name);
    }
    if (value.kind !== "name" || hops > 3) return false;
    const binding = file.facts.bindings[value.binding];
    if (binding?.type?.kind === "array") return true;
    return binding?.values.some((held) => lists(held.value, hops + 1)) ?? false;
  };
  return file.facts.calls[index]?.arguments.some((argument) => lists(argument, 0)) ?? false;
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
  const title = found.data.kind === "repetition" ? (found.data.path.at(-1) ?? "") : reach.query.title;
  return {
    ...found,
    rule: "write-in-loop",
    message:
      bulk === undefined
        ? sentence("{0} writes row by row: N statements where one is enough.", title)
        : sentence("{0} writes row by row: N statements where one is enough, with {1}.", title, bulk),
    certainty: reach.distance > 0 ? "possible" : "likely",
  };
}
