import type * as z from "zod";
import type { Json } from "../protocol.ts";
import { metaOf, standardOf } from "./about.ts";
import { formatDuration, formatRate } from "./format.ts";
import { written } from "./meant.ts";
import type { Control } from "./schema/quantities.ts";

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];

/**
 * Something usual for an option that a document does not have: the middle of what a control offers, and of a group all that it must
 * have. Undefined where nothing can be said without knowing the system, such as the name of a component.
 */
export function sample(schema: Schema): Json | undefined {
  const { control } = metaOf(schema);
  if (control !== undefined) return ofControl(control);
  const def = written(schema)._zod.def as Def;
  switch (def.type) {
    case "literal":
      return def.values[0] as Json;
    case "object":
      return ofFields(def.shape);
    case "union":
      return first(def.options);
    default:
      return undefined;
  }
}

function first(options: readonly Schema[]): Json | undefined {
  for (const option of options) {
    const value = sample(option);
    if (value !== undefined) return value;
  }
  return undefined;
}

function ofFields(shape: Readonly<Record<string, Schema>>): Json | undefined {
  const values: { [key: string]: Json } = {};
  for (const [key, field] of Object.entries(shape)) {
    if (field._zod.optin === "optional" || standardOf(field) !== undefined) continue;
    const value = sample(field) ?? ofList(field);
    if (value === undefined) return undefined;
    values[key] = value;
  }
  return values;
}

/** Two items, so that it is seen that they follow one another. A list that may be left out says nothing by itself. */
function ofList(list: Schema): Json | undefined {
  const def = written(list)._zod.def as Def;
  const item = def.type === "array" ? sample(def.element) : undefined;
  return item === undefined ? undefined : [item, item];
}

function ofControl(control: Control): Json | undefined {
  const { kind, choices } = control;
  switch (kind) {
    case "choice":
      return choices?.[0];
    case "flag":
      return true;
    case "duration":
      return formatDuration(middle(control));
    case "rate":
      return formatRate(middle(control));
    case "count":
      return Math.round(middle(control));
    case "ratio":
    case "factor":
      return middle(control);
    default:
      return kind satisfies never;
  }
}

/** The middle of a range, to one digit, as a person would say it. */
function middle({ min = 0, max = 100, scale = "linear" }: Control): number {
  const least = min > 0 ? min : max / 10_000;
  const value = scale === "log" ? Math.sqrt(least * max) : (min + max) / 2;
  return Number(value.toPrecision(1));
}
