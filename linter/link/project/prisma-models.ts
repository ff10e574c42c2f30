import type { PrismaField, PrismaModel, PrismaSource } from "../../languages/prisma/schema.ts";
import { inside } from "./modules.ts";

/** A schema of Prisma, of one file or several. */
export interface PrismaSchema {
  folder: string;
  source: PrismaSource;
  models: PrismaModel[];
}

/** A model with the schema that it is of. */
export interface ModelPlace {
  schema: PrismaSchema;
  model: PrismaModel;
}

/**
 * What `prisma.orderItem` stands for, seen from a package: the model of the nearest schema that has it, undefined where two are as near. The
 * packages come innermost first.
 */
export function modelFor(
  schemas: readonly PrismaSchema[],
  packages: readonly string[],
  delegate: string,
): ModelPlace | undefined {
  const having = schemas.flatMap((schema) => {
    const models = schema.models.filter(({ name }) => delegateOf(name) === delegate);
    return models.map((model) => ({ schema, model }));
  });
  for (const around of [...packages, ""]) {
    const [near, ...others] = having.filter(({ schema }) => inside(`${schema.folder}/`, around));
    if (near !== undefined) return others.length === 0 ? near : undefined;
  }
  return undefined;
}

/** `OrderItem` → `orderItem` */
function delegateOf(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}

export function fieldOf({ fields }: PrismaModel, name: string): PrismaField | undefined {
  return fields.find((field) => field.name === name);
}

/** The model that a relation leads to; undefined where the field is none. */
export function leadsTo({ schema }: ModelPlace, { type }: PrismaField): ModelPlace | undefined {
  const [model, ...others] = schema.models.filter(({ name }) => name === type);
  return model === undefined || others.length > 0 ? undefined : { schema, model };
}

/** The field on the other side of a relation. */
export function otherSide(place: ModelPlace, field: PrismaField): PrismaField | undefined {
  const there = leadsTo(place, field)?.model;
  if (there === undefined) return undefined;
  const name = field.relation?.name ?? "";
  const [found, ...others] = there.fields.filter(
    (one) =>
      one.type === place.model.name &&
      (one.relation?.name ?? "") === name &&
      !(there === place.model && one.name === field.name),
  );
  return others.length > 0 ? undefined : found;
}
