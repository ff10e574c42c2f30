import { type Filling, type Sentence, sentence } from "../../../words/sentence.ts";
import type { Sameness } from "../way/sameness.ts";

/** What is known of a query that runs again and again. */
export interface Repetition {
  /** The query, or the calls that lead to it. */
  where: string;
  formula: string;
  /** What is gone through; "" where it has no name. */
  collection: string;
  /** It runs for each parent object of a GraphQL field. */
  resolver: boolean;
  sameness: Sameness | undefined;
  /** Each turn asks for a range of its own. */
  ranged: boolean;
  /** What takes many rows at once, as code or in words. */
  bulk: Filling | undefined;
}

export function messageOf({
  where,
  formula,
  collection,
  resolver,
  sameness,
  ranged,
  bulk,
}: Repetition): Sentence {
  if (sameness === "query" && !resolver)
    return sentence(
      "{0} asks the same in every turn of this loop, whatever else it is passed: {1} queries where one is enough. Ask before the loop, and pass the answer on.",
      where,
      formula,
    );
  if (sameness !== undefined)
    return resolver
      ? sentence(
          "{0} asks the same for each parent: {1} queries where one for the request is enough.",
          where,
          formula,
        )
      : sentence(
          "{0} asks the same in every turn of this loop: {1} queries where one before the loop is enough.",
          where,
          formula,
        );
  return sentence(
    "{0}: {1} queries. {2}",
    often(where, collection, resolver),
    formula,
    ranged ? sentence("Ask once for all of them, and divide the rows.") : instead(bulk, resolver),
  );
}

/** How often it runs. */
function often(where: string, collection: string, resolver: boolean): Sentence {
  if (resolver) return sentence("{0} runs once for each element that is resolved", where);
  return collection === ""
    ? sentence("{0} runs in every turn of this loop", where)
    : sentence("{0} runs once for each element of {1}", where, collection);
}

/** What to do about a query that runs once per element. */
function instead(bulk: Filling | undefined, resolver: boolean): Sentence {
  if (bulk === undefined) {
    return resolver
      ? sentence("Ask once for all of them, behind a DataLoader.")
      : sentence("Ask once for all of them.");
  }
  return resolver
    ? sentence("Ask once for all of them, with {0}, behind a DataLoader.", bulk)
    : sentence("Ask once for all of them, with {0}.", bulk);
}

/** How many rows are read or written at once, by the key that the code asks by; undefined where it asks by several, and "" where it does not say one. */
export function keyed(bulk: Filling, key: string | undefined): Filling {
  if (typeof bulk === "string")
    return bulk.replace(/‹(.*?)›/, (_, usual: string) => (key === "" ? usual : (key ?? "…")));
  if (typeof bulk === "number") return bulk;
  return { ...bulk, values: bulk.values.map((value) => keyed(value, key)) };
}
