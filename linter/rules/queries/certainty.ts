import { type Sentence, sentence } from "../../../words/sentence.ts";
import type { CallFact } from "../../facts.ts";
import type { Certainty } from "../../finding.ts";
import type { Reach } from "../../link/graph/reach.ts";
import type { FileNode } from "../../link/project/project.ts";
import { saidOf } from "../../link/queries/queries.ts";
import { lastName } from "../../value-parts.ts";
import { looksForFree } from "../exempt/probing.ts";
import type { Linked } from "../rule.ts";
import { stepsOn } from "../way/way.ts";

/** How sure it is that the query runs for each row of data and need not, and what speaks against it. */
export function certaintyOf(
  linked: Linked,
  file: FileNode,
  reach: Reach,
  seen: {
    weak: boolean;
    aside: boolean;
    locked: boolean;
    delivered: boolean;
    atStart: boolean;
    far: boolean;
    conditional: boolean;
    ranged: boolean;
    resolver: boolean;
  },
): { certainty: Certainty; doubt?: Sentence } {
  const { query } = reach;
  const possible = (doubt: Sentence) => ({ certainty: "possible" as const, doubt });
  const likely = (doubt: Sentence) => ({ certainty: "likely" as const, doubt });
  if (seen.weak) return possible(sentence("the loop may go through something else than rows of data"));
  if (seen.aside)
    return possible(sentence("it is asked on the way to a write, and perhaps for other tables"));
  if (seen.locked)
    return possible(
      sentence("it is read under a lock that is taken in each turn, and must be as it is then"),
    );
  if (seen.delivered)
    return possible(
      sentence("each message that is delivered is dealt with by itself, and may fail by itself"),
    );
  if (seen.atStart) return possible(sentence("it runs once, when the program starts"));
  if (seen.far) return possible(sentence("the query is many calls away and may be meant for other callers"));
  if (query.locks) return possible(sentence("the query locks its rows, perhaps one by one on purpose"));
  if (query.hidden || reach.text !== undefined || (reach.next === undefined && query.text !== undefined)) {
    const said = saysItReads(linked, file, reach);
    return said === undefined
      ? possible(sentence("the text of the query cannot be seen here, and may write"))
      : likely(sentence("{0} is known by its name alone", said));
  }
  if (looksForFree(linked, file, reach.at.call, reach))
    return possible(sentence("it looks for what is free, right before a write"));
  if (query.library.byText !== undefined)
    return likely(sentence("{0} is known by its SQL text alone", query.title));
  if (!query.sure) return likely(sentence("{0} is known by its name alone", query.title));
  if (reach.named) return likely(sentence("{0} is known by its name alone", namedOn(linked, file, reach)));
  if (seen.conditional) return likely(sentence("the query is behind a condition"));
  if (seen.ranged) return likely(sentence("each turn asks for a range of its own"));
  if (seen.resolver) return likely(sentence("a list of parents may be rare or short"));
  return { certainty: "certain" };
}

const writing = /insert|create|update|upsert|delete|remove|save|write|truncate|migrat/i;

/** `db.selectIds("tags/insert", [tag])`: the name that the text is looked up by. */
function namesWriting({ arguments: [name] }: CallFact): boolean {
  return name?.kind === "literal" && writing.test(String(name.value));
}

/** The call on the way to a query with an unknown text that says by its name that it reads, where none says that it writes. */
function saysItReads(linked: Linked, file: FileNode, reach: Reach): string | undefined {
  let said: string | undefined;
  let inside: FileNode = file;
  let call = file.facts.calls[reach.at.call];
  for (const step of stepsOn(linked, reach)) {
    if (step === undefined || call === undefined) return undefined;
    const name = lastName(call.callee);
    if (writing.test(name) || namesWriting(call)) return undefined;
    if (/^(find|get|load|fetch|list|count|search|select|lookup)(?![a-z])/.test(name))
      said ??= saidOf(inside, call.callee);
    inside = step.file;
    call = step.call;
  }
  return said;
}

/** The call on the way whose function is known by its name alone. */
function namedOn(linked: Linked, file: FileNode, reach: Reach): string {
  let inside: FileNode | undefined = file;
  for (let at: Reach | undefined = reach; at !== undefined; at = at.onward) {
    if (at !== reach) inside = linked.project.files.get(at.file);
    const step = inside?.facts.calls[at.at.call];
    if (
      inside !== undefined &&
      step !== undefined &&
      at.at.functions.some(({ ref, named }) => named && ref.key === at.next?.key)
    )
      return saidOf(inside, step.callee);
  }
  return reach.query.title;
}
