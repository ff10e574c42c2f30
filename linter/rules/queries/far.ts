import type { CallFact } from "../../facts.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import type { Linked } from "../rule.ts";

/** Far away and behind conditions, the query may be for other callers; very far, it is something that all calls of the program do. */
export function isFar(linked: Linked, reach: Reach, steps: number, conditional: boolean): boolean {
  // What decides right at the beginning is about the row: `if (row.isOwn) await publish(row)`.
  const most = reach.onward?.onward?.conditional === true ? 6 : conditional ? 8 : 10;
  return steps > most && steps - handedOn(linked, reach) > most;
}

/**
 * How many steps the file that sends the query in the end takes by itself, handing on what it was passed: `selectIds → select → query → client.query` are
 * one to who calls it.
 */
function handedOn(linked: Linked, reach: Reach): number {
  let inside = 0;
  let { file } = reach;
  for (let at = reach.onward; at !== undefined; at = at.onward) {
    const here = linked.project.files.get(at.file);
    const call = here?.facts.calls[at.at.call];
    inside = at.file === file && here !== undefined && handsOn(here, call) ? inside + 1 : 0;
    file = at.file;
  }
  return file === reach.file ? 0 : inside;
}

function handsOn({ facts }: FileNode, call: CallFact | undefined): boolean {
  return (
    call?.arguments.some(
      (given) =>
        given.kind === "function" ||
        (given.kind === "name" && facts.bindings[given.binding]?.kind === "parameter"),
    ) ?? false
  );
}
