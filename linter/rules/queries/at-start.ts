import type { CallFact } from "../../facts.ts";
import { callsOf } from "../../link/graph/all-calls.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** What a framework calls once, when the program starts. */
const hook = /^(onModuleInit|onApplicationBootstrap)$/;
/** What people call what they do then. Others call so what they do every hour: `seedBlocks`. */
const starting = /^seed$|^ensureIndex|^(seed|ensure|create|init|initiali[sz]e|load|sync)Defaults?($|[A-Z_])/;

/** `onModuleInit() { for (const tenant of await tenants()) … }`: the loop, or all that leads to it, runs once in the life of the program. */
export function isAtStart(linked: Linked, file: FileNode, call: CallFact): boolean {
  const of = namedFunction(file, call);
  if (of === undefined) return false;
  const name = nameOf(file, of);
  if (hook.test(name) || starting.test(name)) return true;
  const calls = callsOf(linked.evaluator, file, of);
  return (
    calls.length > 0 &&
    calls.every(({ file: from, call: by }) => {
      const around = namedFunction(from, by);
      return around !== undefined && hook.test(nameOf(from, around));
    })
  );
}

function nameOf({ facts }: FileNode, index: number): string {
  return facts.functions[index]?.name ?? "";
}

/** The function with a name that a call stands in; undefined at the top of a file. */
function namedFunction({ facts }: FileNode, { region }: CallFact): number | undefined {
  for (let at = region, hops = 0; at > 0 && hops < 300; hops++) {
    const here = facts.regions[at];
    if (here?.kind === "function" && here.function > 0 && facts.functions[here.function]?.name !== "")
      return here.function;
    at = here?.parent ?? -1;
  }
  return undefined;
}
