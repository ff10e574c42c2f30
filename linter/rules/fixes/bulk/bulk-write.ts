import { type Sentence, sentence } from "../../../../words/sentence.ts";
import type { CallFact } from "../../../facts.ts";
import { dependsOn, mentions } from "../../../link/file/mentions.ts";
import type { Iteration } from "../../../link/graph/iteration.ts";
import type { FileNode } from "../../../link/project/project.ts";
import type { Query } from "../../../link/queries/queries.ts";
import { changingIn } from "../../way/elements.ts";
import type { LoopedCall } from "../../way/looped-call.ts";
import { importing } from "../imports.ts";
import { type Fixed, isPlain, refused, replace } from "../place.ts";
import { bulkByKey } from "./by-key.ts";
import { bulkCreate } from "./create.ts";
import { hasHooks } from "./hooks.ts";
import { bulkInsert } from "./insert-text.ts";
import { savedTogether } from "./saved-together.ts";
import { doesMore, writeSite } from "./site.ts";

/** The rewrite of a loop that does nothing but write each row, to one statement. */
export function bulkWriteFix(looped: LoopedCall): Fixed {
  const { file, call, loop, reach } = looped;
  if (reach.next !== undefined)
    return refused(sentence("the write is in another function, which would have to take many"));
  const site = writeSite(looped);
  if ("template" in site) {
    const together = site === doesMore ? savedTogether(looped) : undefined;
    return together === undefined ? refused(site) : { fixes: [together] };
  }
  const created = isSameBesides(file, call, loop)
    ? (bulkInsert(file, call, reach, site) ?? bulkCreate(file, call, reach, site))
    : undefined;
  const bulk = created ?? bulkByKey(looped, site);
  if (bulk === undefined) return refused(whyNone(reach.query));
  if (hasHooks(looped))
    return refused(sentence("hooks of the project run for each row that is written by itself"));
  // Where no row is an error, nothing is written, as before.
  if (bulk.needsRows && !isPlain(site.collection))
    return refused(sentence("the loop is not over a list that is kept in a variable"));
  if (bulk.needsRows && !site.isListed) return refused(sentence("no row at all would be an error"));
  if (bulk.needsRows && site.isArm) return refused(sentence("the loop is the one statement of a branch"));
  const condition = bulk.needsRows ? `if (${site.list}.length > 0) ` : "";
  const edits = [
    replace(file, site.place, `${condition}await ${bulk.text}${site.end}`),
    ...(bulk.needs === undefined ? [] : importing(file, bulk.needs)),
  ];
  const title =
    bulk.most === undefined
      ? sentence("Write all rows at once")
      : sentence("Write all rows at once, up to {0}", bulk.most);
  return { fixes: [{ title, edits, isPreferred: bulk.most === undefined }] };
}

function whyNone({ library, name }: Query): Sentence {
  return library.name === "prisma" && /^(delete|update)$/.test(name)
    ? sentence("a row that is not there is an error here, and would be none among many")
    : sentence("what is written may not be possible for many rows at once");
}

/** Not another place for each row, and nothing that is waited for before each. */
function isSameBesides(file: FileNode, call: CallFact, loop: Iteration): boolean {
  const { callee } = call;
  const place = callee.kind === "member" ? callee.of : callee;
  const isWaitedFor = call.arguments.some((one) => mentions(file, one, ({ kind }) => kind === "await"));
  return !isWaitedFor && !dependsOn(file, place, changingIn(file, loop));
}
