import { type Filling, sentence } from "../../../words/sentence.ts";
import type { Finding } from "../../finding.ts";
import { saidOf } from "../../link/queries/queries.ts";
import { rangeOf } from "../../text.ts";
import { askedByAny, askedOn } from "../way/asked.ts";
import { keyAsked } from "../way/asked-key.ts";
import { changingIn } from "../way/elements.ts";
import type { LoopedCall } from "../way/looped-call.ts";
import type { Sameness } from "../way/sameness.ts";
import { wayOf } from "../way/way.ts";
import { isAtStart } from "./at-start.ts";
import { certaintyOf } from "./certainty.ts";
import { isChosen } from "./chosen.ts";
import { isFar } from "./far.ts";
import { keyed, messageOf } from "./message.ts";
import { asksForRange } from "./ranges.ts";
import { pointAt, route } from "./route.ts";

/** What is told of a query that a call in a loop leads to. */
export function describe(
  looped: LoopedCall,
  seen: { weak: boolean; aside: boolean; locked: boolean; delivered: boolean; loops: number },
  sameness: Sameness | undefined,
): Finding {
  const { linked, file, call, loop, reach } = looped;
  const { related, path, conditional, loops } = route(linked, file, call, reach);
  const formula = formulaOf(seen.loops + loops);
  const collection = loop.collection === undefined ? "" : saidOf(file, loop.collection);
  const query = reach.query;
  const resolver = loop.parent !== undefined;
  const ranged = reach.next === undefined && asksForRange(file, call, changingIn(file, loop));
  const certainty = certaintyOf(linked, file, reach, {
    ...seen,
    ranged,
    far: isFar(linked, reach, path.length, conditional),
    conditional: conditional || isChosen(file, call.callee),
    resolver,
    atStart: isAtStart(linked, file, call),
  });
  const where = reach.next === undefined ? query.title : wayOf(path);
  const bulk = keyedBulk(looped, query.operation.bulk);
  const message = messageOf({ where, formula, collection, resolver, sameness, ranged, bulk });
  return {
    rule: "n-plus-one",
    message,
    file: file.path,
    range: pointAt(file, call),
    related: [
      {
        file: file.path,
        range: rangeOf(file.facts.lineStarts, [loop.start, Math.max(loop.start, loop.end)]),
        message: resolver
          ? sentence("The field resolver, which runs once for each parent")
          : sentence("The loop"),
      },
      ...related,
    ],
    ...certainty,
    fixes: [],
    data: {
      kind: "repetition",
      library: query.library.name,
      effect: query.effect,
      query: query.title,
      subject: query.subject,
      formula,
      collection,
      concurrent: loop.kind === "callback",
      invariant: sameness !== undefined,
      path,
    },
  };
}

/** How many queries that is, with the one for the list, of loops in one another: `1 + N × M`. */
function formulaOf(loops: number): string {
  return `1 + ${["N", "M", "K"].slice(0, loops).join(" × ")}`;
}

/** What takes many rows at once, with the key that is another in each turn. */
export function keyedBulk(looped: LoopedCall, bulk: Filling | undefined): Filling | undefined {
  if (bulk === undefined) return undefined;
  const { linked, file, call, reach } = looped;
  const asked = askedOn(looped) ?? askedByAny(linked, file, call, reach);
  return keyed(bulk, asked === undefined ? undefined : keyAsked(asked, reach.query));
}
