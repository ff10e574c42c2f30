import type * as z from "zod";
import type { AbsentOption, Json, Parameter, ValueForm } from "../protocol.ts";
import { metaOf, standardOf } from "./about.ts";
import { componentFlaws } from "./checks/components.ts";
import { withParameter } from "./document.ts";
import { discriminator, inside, meant, written } from "./meant.ts";
import type { Segment } from "./path.ts";
import { presetDefaults } from "./presets.ts";
import { sample } from "./sample.ts";
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
  const found = emptyFound();
  const preset = presetDefaults(raw);
  collect(schema, { ...preset, ...(raw as Record<string, Json>) }, [], [], found);
  return found.parameters.map((found) => {
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
  const found = emptyFound();
  collect(schema, raw, [], [], found);
  return found.parameters;
}

/**
 * What a component could have and has not, each with something usual to begin with. What has no meaning beside the rest of it, such as
 * a step for worker threads that it has not, is left out.
 */
export function absentOptionsOf(raw: Json): AbsentOption[] {
  const found = emptyFound();
  collect(schema, { ...presetDefaults(raw), ...(raw as Record<string, Json>) }, [], [], found);
  return found.absent.filter(({ path, value }) => canBe(raw, path, value));
}

function canBe(raw: Json, path: string, value: Json): boolean {
  const { id } = raw as { id: string };
  const { components } = withParameter({ components: [raw] }, `${id}.${path}`, value) as {
    components: Json[];
  };
  const parsed = schema.safeParse(components[0]);
  return parsed.success && componentFlaws(parsed.data, []).length === 0;
}

/** The values of a component that have several forms, such as distributions, each with something usual of every form. */
export function formsOf(raw: Json): ValueForm[] {
  const found = emptyFound();
  collect(schema, { ...presetDefaults(raw), ...(raw as Record<string, Json>) }, [], [], found);
  return found.forms;
}

type Found = { parameters: Parameter[]; absent: AbsentOption[]; forms: ValueForm[] };
const emptyFound = (): Found => ({ parameters: [], absent: [], forms: [] });

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
  found: Found,
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
    found.parameters.push({
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
    forms(field, raw, path, labels, found);
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
  found: Found,
  isSilent: boolean,
): void {
  const standard = isSilent && raw !== undefined ? raw : standardOf(field);
  const { title, control, offer } = metaOf(field);
  const value = targetIn(field, raw) ?? standard ?? offer;
  if (value === undefined) {
    absent(field, path, labels, found);
    return;
  }
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

/** What a value that tells by a word of its own which form it has could be instead; what forms share is kept. */
function forms(
  field: Schema,
  raw: { [key: string]: Json },
  path: readonly Segment[],
  labels: readonly string[],
  found: Found,
): void {
  const apart = path.length === 0 ? undefined : discriminator(field);
  const current = apart && raw[apart.key];
  if (apart === undefined || typeof current !== "string") return;
  const choices = apart.words.flatMap((word) => {
    const option = meant(field, { [apart.key]: word });
    const value = word === current ? raw : option && sample(option);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    const kept = Object.keys(value).filter((key) => key !== apart.key && raw[key] !== undefined);
    return [{ word, value: { ...value, ...Object.fromEntries(kept.map((key) => [key, raw[key] as Json])) } }];
  });
  if (choices.length < 2) return;
  const title = [...labels, metaOf(field).title ?? String(path.at(-1)), apart.key];
  found.forms.push({ path: path.join("."), title: [...new Set(title)].join(": "), current, choices });
}

/** An option without any neutral value is not there, and is offered with a value to begin with. */
function absent(field: Schema, path: readonly Segment[], labels: readonly string[], found: Found): void {
  const value = sample(field);
  const { title, description = "" } = metaOf(field);
  if (value === undefined || title === undefined) return;
  found.absent.push({ path: path.join("."), title: [...labels, title].join(": "), description, value });
}

/** The one member of an absent group under which it can be brought in: no retries are 0 retries. */
function offered(
  group: Schema,
  offer: Record<string, Json>,
  path: readonly Segment[],
  labels: readonly string[],
  found: Found,
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
  found: Found,
): void {
  const field = inside(list, items, path.at(-1) ?? 0);
  if (field === undefined) return;
  const target = targetIn(field, item);
  collect(field, target, path, [...labels, labelOf(target, path)], found);
}

/** A call that is written as its target alone has all the parameters of a call. */
function targetIn<T extends Json | undefined>(field: Schema, raw: T): T | { target: string } {
  return typeof raw === "string" && takesTarget(field) ? { target: raw } : raw;
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
