import { z } from "zod";
import type { Json, Parameter } from "../protocol.ts";
import { inside, meant, written } from "./meant.ts";
import type { Segment } from "./path.ts";
import { presetDefaults } from "./presets.ts";
import type { Control } from "./schema/quantities.ts";
import { type Component, component as schema } from "./schema/scenario.ts";

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];

/** Rules of the linter that warn of a value. */
const WARNINGS: readonly { type: Component["type"]; path: string; value: Json; rule: string }[] = [
  { type: "pool", path: "acquireTimeout", value: "none", rule: "pool-acquire-timeout" },
];

/** Not parameters: who a component is, and where it was read from. */
const IDENTITY: ReadonlySet<string> = new Set(["id", "type", "source", "preset", "label", "zone"]);

/**
 * Every single value of a component that can be changed, nested ones too, as the schema describes them. `raw` is the component as
 * the document has it, `parsed` what it was read as.
 */
export function parametersOf(raw: Json, parsed: Component): Parameter[] {
  const found: Parameter[] = [];
  const preset = presetDefaults(raw);
  collect(schema, { ...preset, ...(raw as Record<string, Json>) }, [], [], found);
  return found.map((found) => {
    const standard = preset[found.path];
    const parameter = standard === undefined ? found : { ...found, standard };
    const warning = WARNINGS.find(
      ({ type, path, value }) => type === parsed.type && path === parameter.path && value === parameter.value,
    );
    return warning === undefined ? parameter : { ...parameter, warning: warning.rule };
  });
}

/** Every single value of something else of the document, such as an event. */
export function parametersIn(schema: Schema, raw: Json): Parameter[] {
  const found: Parameter[] = [];
  collect(schema, raw, [], [], found);
  return found;
}

/** What a schema says of itself, on whichever of its layers it says it. */
type Meta = { title?: string; description?: string; control?: Control; offer?: Record<string, Json> };

function metaOf(schema: Schema): Meta {
  const layers: Meta[] = [];
  for (let layer: Schema | undefined = schema; layer !== undefined; layer = below(layer)) {
    layers.unshift((z.globalRegistry.get(layer) ?? {}) as Meta);
  }
  return Object.assign({}, ...layers);
}

function below(schema: Schema): Schema | undefined {
  const def = schema._zod.def as Def;
  switch (def.type) {
    case "optional":
    case "default":
    case "prefault":
      return def.innerType;
    case "pipe":
      return def.in;
    case "lazy":
      return def.getter();
    default:
      return undefined;
  }
}

/** What holds where the document is silent, as the document would say it; undefined where it must speak. */
function standardOf(schema: Schema): Json | undefined {
  for (let layer: Schema | undefined = schema; layer !== undefined; layer = below(layer)) {
    const def = layer._zod.def as Def;
    if (def.type === "default" || def.type === "prefault") return def.defaultValue as Json;
  }
  return undefined;
}

/**
 * @param raw the value in the document, or what holds in its place
 * @param labels what the value is inside of, for its title
 * @param standard what holds where the document is silent
 * @param isSilent whether the document is silent here, so that `raw` is the standard itself
 */
function collect(
  field: Schema,
  raw: Json,
  path: readonly Segment[],
  labels: readonly string[],
  found: Parameter[],
  standard?: Json,
  isSilent = false,
): void {
  const meta = metaOf(field);
  const option = meant(field, raw);
  // A distribution written as a plain duration has its control one layer further in.
  const control = meta.control ?? (option && metaOf(option).control) ?? controlInside(field, raw);
  if (control !== undefined && (typeof raw !== "object" || raw === null)) {
    const title = [...labels, meta.title ?? String(path.at(-1))].join(": ");
    const description = meta.description ?? "";
    found.push({
      path: path.join("."),
      title,
      description,
      control,
      value: raw,
      ...(standard === undefined ? {} : { standard }),
    });
    return;
  }
  const def = option && (option._zod.def as Def);
  if (Array.isArray(raw)) {
    for (const [index, item] of raw.entries()) collectItem(field, raw, item, [...path, index], labels, found);
  } else if (typeof raw === "object" && raw !== null && def?.type === "record") {
    for (const [key, item] of Object.entries(raw))
      collect(def.valueType, item, [...path, key], [...labels, key], found);
  } else if (typeof raw === "object" && raw !== null && def?.type === "object") {
    for (const [key, inner] of Object.entries(def.shape)) {
      if (path.length === 0 && IDENTITY.has(key)) continue;
      collectField(inner, raw[key], [...path, key], labels, found, isSilent);
    }
  }
}

function collectField(
  field: Schema,
  raw: Json | undefined,
  path: readonly Segment[],
  labels: readonly string[],
  found: Parameter[],
  isSilent: boolean,
): void {
  const standard = isSilent && raw !== undefined ? raw : standardOf(field);
  const { title, control, offer } = metaOf(field);
  const value = raw ?? standard ?? offer;
  if (value === undefined) return;
  const isGroup = control === undefined && typeof value === "object" && path.length > 1;
  const below = isGroup && title !== undefined ? [...labels, title] : labels;
  if (raw === undefined && offer !== undefined) {
    offered(field, offer, path, below, found);
    return;
  }
  collect(
    field,
    value,
    path,
    below,
    found,
    typeof standard === "object" ? undefined : standard,
    isSilent || raw === undefined,
  );
}

/** The one member of an absent group under which it can be brought in: no retries are 0 retries. */
function offered(
  group: Schema,
  offer: Record<string, Json>,
  path: readonly Segment[],
  labels: readonly string[],
  found: Parameter[],
): void {
  for (const [key, value] of Object.entries(offer)) {
    const field = inside(group, offer, key);
    if (field !== undefined) collect(field, value, [...path, key], labels, found, value);
  }
}

function collectItem(
  list: Schema,
  items: Json[],
  item: Json,
  path: readonly Segment[],
  labels: readonly string[],
  found: Parameter[],
): void {
  const field = inside(list, items, path.at(-1) ?? 0);
  if (field === undefined) return;
  // A call that is written as its target alone has all the parameters of a call.
  const target = typeof item === "string" && takesTarget(field) ? { target: item } : item;
  collect(field, target, path, [...labels, labelOf(target, path)], found);
}

function takesTarget(field: Schema): boolean {
  const option = meant(field, { target: "" });
  const def = option && (option._zod.def as Def);
  return def?.type === "object" && Object.hasOwn(def.shape, "target");
}

/** What a list's item is called: by what it leads to, or by its number. */
function labelOf(item: Json, path: readonly Segment[]): string {
  if (typeof item === "object" && item !== null && !Array.isArray(item)) {
    const { endpoint, target } = item;
    if (typeof endpoint === "string") return endpoint;
    if (typeof target === "string") return target;
  }
  const list = String(path.at(-2)).replace(/s$/, "");
  return `${list} ${Number(path.at(-1)) + 1}`;
}

/** The control of the option of a union that a plain value was read as. */
function controlInside(field: Schema, raw: Json): Control | undefined {
  const def = written(field)._zod.def as Def;
  if (def.type !== "union" || (typeof raw === "object" && raw !== null)) return undefined;
  for (const option of def.options) {
    const control = metaOf(option).control;
    if (control !== undefined) return control;
  }
  return undefined;
}
