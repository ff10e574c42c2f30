import type { Json } from "../protocol.ts";
import { jsonSchema } from "./json-schema.ts";
import { METRICS } from "./metrics.ts";
import { PRESETS, presetName } from "./presets.ts";
import type { Component } from "./schema/scenario.ts";

/** What of JSON Schema our schema is made of. */
type Schema = {
  description?: string;
  type?: string | string[];
  const?: Json;
  enum?: Json[];
  pattern?: string;
  default?: Json;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  definitions?: Record<string, Schema>;
};

type Definitions = Record<string, Schema>;

/** An option of a type of component: its path, what it takes in words, and what holds where a document is silent. */
export type Option = {
  path: string;
  takes: string;
  required: boolean;
  standard?: Json;
  description: string;
};

/** A type of component with all that a document can say of it. */
export type ComponentType = {
  type: Component["type"];
  description: string;
  options: Option[];
  presets: { name: string; source: string; defaults: Readonly<Record<string, Json>> }[];
  metrics: { name: string; unit: string; description: string }[];
};

/** What each is for, in one line. */
const DESCRIPTIONS: Record<Component["type"], string> = {
  source: "Where requests come from: their rate or their users, their mix, how long they wait.",
  balancer: "Hands each call to one of several targets.",
  server: "A service: takes a request into a slot and does its steps.",
  pool: "A connection pool in front of a database or another component.",
  database: "Queries share its cores; replicas, locks, a limit on connections.",
  cache: "Keys with a time to live, asked by a server or read through.",
  breaker: "A circuit breaker in front of a component.",
  bulkhead: "A limit on calls under way, fixed or adaptive.",
  limiter: "A limit on calls per time.",
  queue: "A broker's queue between who sends and who consumes.",
};

/** Every type of component there is, from the schema, the presets and the metrics themselves. */
export function componentTypes(): ComponentType[] {
  const root = jsonSchema() as Schema;
  const all = root.properties?.components?.items?.oneOf ?? [];
  return all.map((schema) => {
    const type = schema.properties?.type?.const as Component["type"];
    return {
      type,
      description: DESCRIPTIONS[type],
      options: optionsOf(schema, "", root.definitions ?? {}),
      presets: [...PRESETS]
        .filter(([, preset]) => preset.type === type)
        .map(([key, { source, defaults }]) => ({ name: presetName(key), source, defaults })),
      metrics: METRICS.filter(({ of }) => of.includes(type)).map(({ name, unit, description }) => ({
        name,
        unit,
        description,
      })),
    };
  });
}

/** Not options: who a component is, and where it was read from. */
const IDENTITY: ReadonlySet<string> = new Set(["id", "type", "label", "source", "preset"]);

/** Steps and distributions hold one another: they are named, and described where all of them are. */
const NAMED: ReadonlySet<string> = new Set(["step", "distribution"]);

function optionsOf(schema: Schema, prefix: string, definitions: Definitions): Option[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, given]) => {
    const field = resolved(given, definitions);
    if (prefix === "" && IDENTITY.has(key)) return [];
    const path = `${prefix}${key}`;
    const required = schema.required?.includes(key) === true && field.default === undefined;
    const own: Option = {
      path,
      takes: takesOf(given),
      required,
      ...(field.default === undefined ? {} : { standard: field.default }),
      description: field.description ?? "",
    };
    return [own, ...inside(field, path, definitions)];
  });
}

/** What a reference stands for, where that has an end. */
function resolved(schema: Schema, definitions: Definitions): Schema {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  const name = reference?.split("/").at(-1);
  if (name === undefined || NAMED.has(name)) return schema;
  return { ...definitions[name], ...(schema.default === undefined ? {} : { default: schema.default }) };
}

/** The options inside an option: of an object, and of each form that it or its items can have. */
function inside(field: Schema, path: string, definitions: Definitions): Option[] {
  if (field.properties !== undefined) return optionsOf(field, `${path}.`, definitions);
  const item = field.items;
  const forms = [...formsOf(field), ...(item === undefined ? [] : [item, ...formsOf(item)])];
  const base = item === undefined ? path : `${path}[]`;
  const found = forms.flatMap((form) => optionsOf(form, `${base}.`, definitions));
  const merged = new Map<string, Option>();
  for (const option of found) {
    const before = merged.get(option.path);
    // Forms are told apart by a word, and what one of them needs the others do not have.
    const takes = [...new Set([...(before?.takes.split(" | ") ?? []), ...option.takes.split(" | ")])].join(
      " | ",
    );
    merged.set(option.path, before === undefined ? option : { ...before, takes });
  }
  return [...merged.values()];
}

const formsOf = (schema: Schema): Schema[] => schema.oneOf ?? schema.anyOf ?? [];

/** What a value may be, in words. */
function takesOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.allOf?.[0] !== undefined) return takesOf(schema.allOf[0]);
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(" | ");
  const forms = formsOf(schema);
  if (forms.length > 0) return [...new Set(forms.map(takesOf))].join(" | ");
  switch (schema.type) {
    case "string":
      return textOf(schema.pattern ?? "");
    case "integer":
      return "whole number";
    case "number":
      return schema.minimum === 0 && schema.maximum === 1 ? "ratio" : "number";
    case "boolean":
      return "true | false";
    case "array":
      return `list of ${takesOf(schema.items ?? {})}`;
    case "object":
      return "object";
    default:
      return "any value";
  }
}

function textOf(pattern: string): string {
  if (pattern.includes("us|ms")) return "duration";
  if (pattern.includes("\\/")) return "rate";
  return pattern.startsWith("^[A-Za-z][") ? "id" : "text";
}
