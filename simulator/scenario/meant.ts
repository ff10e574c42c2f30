import type * as z from "zod";

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];

const defOf = (schema: Schema): Def => schema._zod.def as Def;

/** The schema of what is written in the document: without defaults, transforms and references. */
export function written(schema: Schema): Schema {
  const def = defOf(schema);
  switch (def.type) {
    case "optional":
    case "default":
    case "prefault":
      return written(def.innerType);
    case "pipe":
      return written(def.in);
    case "lazy":
      return written(def.getter());
    default:
      return schema;
  }
}

const isObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw);

/** Which option of a union was meant by a value, or undefined where none looks like it. */
export function meantOption(options: readonly Schema[], raw: unknown): number | undefined {
  let best: number | undefined;
  let bestLikeness = 0;
  const apart = discriminatorOf(options);
  for (const [index, option] of options.entries()) {
    const likeness = isStranger(option, raw, apart?.key) ? 0 : likenessOf(option, raw);
    if (likeness > bestLikeness) {
      best = index;
      bestLikeness = likeness;
    }
  }
  return best;
}

/** Whether a value has more keys that an option without the telling word does not know than keys that it knows. */
function isStranger(option: Schema, raw: unknown, apart: string | undefined): boolean {
  const def = defOf(written(option));
  if (apart === undefined || def.type !== "object" || !isObject(raw)) return false;
  if (Object.hasOwn(def.shape, apart)) return !Object.hasOwn(raw, apart);
  const keys = Object.keys(raw);
  return keys.filter((key) => Object.hasOwn(def.shape, key)).length * 2 <= keys.length;
}

/** How much a value looks like a schema: 0 not at all. A literal that agrees outweighs any number of shared keys. */
function likenessOf(schema: Schema, raw: unknown): number {
  const def = defOf(written(schema));
  switch (def.type) {
    case "union":
      return Math.max(...def.options.map((option) => likenessOf(option, raw)));
    case "object": {
      if (!isObject(raw)) return 0;
      let likeness = 0;
      for (const [key, field] of Object.entries(def.shape)) {
        if (!Object.hasOwn(raw, key)) continue;
        const words = literalsOf(field);
        if (words === undefined) likeness += 1;
        else if (words.includes(raw[key])) likeness += 1000;
        else return 0;
      }
      return likeness;
    }
    case "string":
      return typeof raw === "string" ? 1 : 0;
    case "number":
      return typeof raw === "number" ? 1 : 0;
    case "array":
    case "tuple":
      return Array.isArray(raw) ? 1 : 0;
    default:
      return 0;
  }
}

function literalsOf(schema: Schema): readonly unknown[] | undefined {
  const def = defOf(written(schema));
  return def.type === "literal" ? def.values : undefined;
}

/** The schema of a value with unions resolved to the option that was meant; undefined where none was. */
export function meant(schema: Schema, raw: unknown): Schema | undefined {
  const plain = written(schema);
  const def = defOf(plain);
  if (def.type !== "union") return plain;
  const index = meantOption(def.options, raw);
  const option = index === undefined ? undefined : def.options[index];
  return option && meant(option, raw);
}

/** The schema of the value that stands under a key or index of `raw`; undefined where the key is not known. */
export function inside(schema: Schema, raw: unknown, segment: string | number): Schema | undefined {
  const plain = meant(schema, raw);
  const def = plain && defOf(plain);
  switch (def?.type) {
    case "object":
      return Object.hasOwn(def.shape, segment) ? def.shape[segment] : undefined;
    case "record":
      return def.valueType;
    case "array":
      return def.element;
    case "tuple":
      return def.items[Number(segment)];
    default:
      return undefined;
  }
}

/** The keys that an object may have here; none where the place takes no object. */
export function knownKeys(schema: Schema, raw: unknown): string[] {
  const plain = meant(schema, raw) ?? written(schema);
  return [...new Set(keysOf(plain))];
}

function keysOf(schema: Schema): string[] {
  const def = defOf(written(schema));
  if (def.type === "object") return Object.keys(def.shape);
  if (def.type === "union") return def.options.flatMap(keysOf);
  return [];
}

/** The key by which the options of a union are told apart, and its words: `distribution`, `type`, `fault`. */
export function discriminator(schema: Schema): { key: string; words: string[] } | undefined {
  const def = defOf(written(schema));
  return def.type === "union" ? discriminatorOf(def.options) : undefined;
}

function discriminatorOf(options: readonly Schema[]): { key: string; words: string[] } | undefined {
  const words = new Map<string, string[]>();
  for (const option of options) collect(option, words);
  for (const [key, found] of words) if (found.length > 1) return { key, words: found };
  return undefined;
}

function collect(schema: Schema, into: Map<string, string[]>): void {
  const def = defOf(written(schema));
  if (def.type === "union") for (const option of def.options) collect(option, into);
  if (def.type !== "object") return;
  for (const [key, field] of Object.entries(def.shape)) {
    const literals = literalsOf(field);
    if (literals !== undefined) into.set(key, [...(into.get(key) ?? []), ...literals.map(String)]);
  }
}

/** What kinds of value a schema takes, in words. */
export function kinds(schema: Schema): string[] {
  const def = defOf(written(schema));
  return def.type === "union" ? [...new Set(def.options.flatMap(kinds))] : [KINDS[def.type] ?? def.type];
}

/** Kinds of value in words, with their article. */
export const KINDS: Record<string, string> = {
  object: "an object",
  record: "an object",
  array: "a list",
  tuple: "a list of two values",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};
