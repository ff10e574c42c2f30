import type { PrismaField } from "../../../languages/prisma/schema.ts";
import { fieldOf, leadsTo, type ModelPlace, otherSide } from "../../../link/project/prisma-models.ts";

/** A relation of a model, by which rows of another one come with its own. */
export interface Related {
  name: string;
  /** Rows come as a list; else the one row, or null. */
  list: boolean;
  /** There is a row for each. */
  always: boolean;
}

/**
 * The relation that a query stands for which asks for the rows of `there` whose `key` is what `field` of a row of `here` says. Undefined where the
 * schema has none, or two, or where the client keeps relations and a row of one that must be there may be gone.
 */
export function relationBetween(
  here: ModelPlace,
  field: string,
  there: ModelPlace,
  key: string,
): Related | undefined {
  if (here.schema !== there.schema) return undefined;
  const found = here.model.fields.flatMap((one): Related[] => {
    if (leadsTo(here, one)?.model !== there.model) return [];
    const { name, list, optional } = one;
    if (holds(one, field, key)) return list ? [] : [{ name, list, always: !optional }];
    const other = otherSide(here, one);
    return other !== undefined && holds(other, key, field) ? [{ name, list, always: false }] : [];
  });
  const [relation, ...others] = found;
  if (relation === undefined || others.length > 0) return undefined;
  if (relation.always && here.schema.source.relationsInClient) return undefined;
  // What may be null finds nothing, and so do two that are null.
  return fieldOf(here.model, field)?.list === false ? relation : undefined;
}

/** `@relation(fields: [userId], references: [id])` */
function holds({ relation }: PrismaField, field: string, key: string): boolean {
  return relation?.fields.length === 1 && relation.fields[0] === field && relation.references[0] === key;
}
