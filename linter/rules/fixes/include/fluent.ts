import { sentence } from "../../../../words/sentence.ts";
import type { CallFact, Property } from "../../../facts.ts";
import type { Fix } from "../../../finding.ts";
import { leadsTo, type ModelPlace, otherSide } from "../../../link/project/prisma-models.ts";
import type { FileNode } from "../../../link/project/project.ts";
import { parentBindings } from "../../../link/queries/resolvers.ts";
import { chainOf } from "../../way/chain.ts";
import { answerAt } from "../answer.ts";
import { isOf } from "../loader-place.ts";
import { mayBeMissing } from "../missing-key.ts";
import { awaitAround, replace, textOf } from "../place.ts";
import type { Repeated } from "../repeated.ts";
import { whereOf } from "../terms.ts";
import { hasHooks } from "./hooks.ts";

/**
 * `prisma.order.findMany({ where: { userId: user.id } })` of a field resolver as `prisma.user.findUnique({ where: { id: user.id } }).orders()`, where the
 * schema has that relation: Prisma joins the `findUnique` calls of one tick, and what is asked of their relations.
 */
export function fluentFix({ linked, file, call, loop: resolver, reach }: Repeated): Fix | undefined {
  const { query } = reach;
  if (query.library.name !== "prisma" || query.name !== "findMany" || reach.next !== undefined)
    return undefined;
  const place = linked.project.prismaModel(file, query.subject);
  const [argument, ...more] = call.arguments;
  const { base, links } = chainOf(file, call);
  if (place === undefined || place.schema.source.relationsInClient || more.length > 0) return undefined;
  if (base.kind !== "member" || links.length !== 1 || argument?.kind !== "object") return undefined;
  const parents = new Set(parentBindings(file, resolver.callback, resolver.parent ?? 0));
  const where = whereOf(argument.properties);
  const terms = where?.kind === "object" ? where.properties : [];
  if ([...terms, ...argument.properties].some(({ key }) => key === undefined)) return undefined;
  const [asked, ...others] = terms.flatMap((term) => {
    const owner = isOf(term.value, parents) ? ownerBy(place, term.key ?? "") : undefined;
    return owner === undefined ? [] : { term, owner };
  });
  if (asked === undefined || others.length > 0 || mayBeMissing(linked, file, asked.term.value))
    return undefined;
  // What stands in the middle of the query would be lost.
  if (/\/\/|\/\*/.test(textOf(file, call)) || hasHooks(linked)) return undefined;
  const { model, field, list } = asked.owner;
  const parts = partsWithout(file, argument.properties, terms, asked.term);
  const key = textOf(file, asked.term.value);
  const one = key === field ? field : `${field}: ${key}`;
  const text = `${textOf(file, base.of)}.${model}.findUnique({ where: { ${one} } }).${list}(${parts})`;
  const edit = answered(file, call, text);
  return edit === undefined
    ? undefined
    : {
        title: sentence("Ask by the relation {0}, which Prisma joins for all parents", `${model}.${list}`),
        edits: [edit],
        // One parent alone costs a query more than before.
        isPreferred: false,
      };
}

/** The model that a key of rows belongs to, its own field that the key holds, and what it calls the list of these rows. */
function ownerBy(place: ModelPlace, key: string): { model: string; field: string; list: string } | undefined {
  const [held, ...others] = place.model.fields.filter(({ relation }) => relation?.fields.join() === key);
  const [field] = held?.relation?.references ?? [];
  const owner = held && leadsTo(place, held)?.model;
  const list = held && otherSide(place, held);
  if (owner === undefined || field === undefined || others.length > 0 || list?.list !== true)
    return undefined;
  return { model: owner.name.charAt(0).toLowerCase() + owner.name.slice(1), field, list: list.name };
}

/** What the query is asked with but for its key. */
function partsWithout(
  file: FileNode,
  options: readonly Property[],
  terms: readonly Property[],
  key: Property,
): string {
  const rest = terms.filter((term) => term !== key).map((term) => textOf(file, term));
  const parts = options.flatMap((option) => {
    if (option.key !== "where") return textOf(file, option);
    return rest.length === 0 ? [] : `where: { ${rest.join(", ")} }`;
  });
  return parts.length === 0 ? "" : `{ ${parts.join(", ")} }`;
}

/** Without a parent there are no rows, and not a list of none. */
function answered(file: FileNode, call: CallFact, text: string): ReturnType<typeof replace> | undefined {
  const awaited = awaitAround(file, call);
  if (awaited !== undefined)
    return replace(file, awaited, answerAt(file, { ...awaited, isPromise: false }, `(await ${text}) ?? []`));
  return call.use === "returned" ? replace(file, call, `${text}.then((rows) => rows ?? [])`) : undefined;
}
