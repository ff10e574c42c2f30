import { jsonSchema } from "../simulator/scenario/json-schema.ts";
import { METRICS, type Unit } from "../simulator/scenario/metrics.ts";

/** What of JSON Schema our schema is made of. */
type Schema = {
  title?: string;
  description?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | Schema[];
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  definitions?: Record<string, Schema>;
};

/** The reference page of the scenario file: a hand-written introduction, then every key as the schema describes it. */
export function scenarioReference(introduction: string): string {
  const root = jsonSchema() as Schema;
  const { definitions = {} } = root;
  const component = itemOf(root.properties?.components);
  const event = itemOf(root.properties?.events);
  return [
    introduction.trim(),
    "<!-- Made by `npm run schema` from simulator/scenario/schema; edit the descriptions there. -->",
    "## The document",
    table(root, new Set(["components", "events"])),
    "## Components",
    "Every component has an `id` and a `type`, and may have a `label`, a `preset` and a `source` (where in the code its values came from).",
    ...options(component).flatMap((each) => [
      `### ${word(each, "type")}`,
      table(each, new Set(["id", "type", "label", "preset", "source"])),
    ]),
    "## Steps",
    "What a server does for a request: a list, each item with exactly one of the keys that head these sections.",
    ...options(definitions.step).flatMap((each) => {
      const [key = "", value = {}] = Object.entries(each.properties ?? {})[0] ?? [];
      // A step that is an object has all its keys within; another one may have some beside the key that names it.
      const rows =
        value.properties === undefined ? table({ properties: each.properties ?? {} }) : table(value);
      return [`### ${key}`, value.description ?? "", rows];
    }),
    "## Calls",
    "How long a call waits, and what it does when it fails: keys of a source's calls and of a `call` step.",
    ...["retry", "hedge", "fallback", "batch", "connection"].flatMap((name) => [
      `### ${name}`,
      definitions[name]?.description ?? "",
      table(definitions[name] ?? {}),
    ]),
    "## Distributions",
    ...options(definitions.distribution).flatMap((each) => [
      `### ${word(each, "distribution")}`,
      table(each, new Set(["distribution"])),
    ]),
    "## Events",
    "A fault, or parameters that change, at a time of the run.",
    ...options(event).flatMap((each) => [
      `### ${word(each, "fault") ?? "set"}`,
      table(each, new Set(["fault"])),
    ]),
    "## Metrics",
    "Budgets and expectations may name these, of components of the types given. Percentiles are of all requests after the warm-up.",
    metricTable(),
    "",
  ].join("\n\n");
}

const itemOf = (list: Schema | undefined): Schema => (Array.isArray(list?.items) ? {} : (list?.items ?? {}));

const options = (schema: Schema | undefined): Schema[] => schema?.oneOf ?? schema?.anyOf ?? [];

const word = (schema: Schema, key: string): string | undefined => {
  const value = schema.properties?.[key]?.const;
  return typeof value === "string" ? value : undefined;
};

function table(schema: Schema, without: ReadonlySet<string> = new Set()): string {
  const rows = rowsOf(schema, "", without);
  if (rows.length === 0) return "No further keys.";
  return ["| key | value | default | meaning |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** A row for each key; the keys of an object inside follow it, with its own key in front. */
function rowsOf(schema: Schema, prefix: string, without: ReadonlySet<string>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, field]) => {
    if (prefix === "" && without.has(key)) return [];
    const path = `${prefix}${key}`;
    const standard =
      field.default !== undefined
        ? code(field.default)
        : schema.required?.includes(key)
          ? "**required**"
          : "";
    const row = `| \`${path}\` | ${cell(kind(field))} | ${cell(standard)} | ${cell(field.description ?? "")} |`;
    return [row, ...inside(field, path)];
  });
}

function inside(field: Schema, path: string): string[] {
  if (field.type === "object") return rowsOf(field, `${path}.`, new Set());
  const item = itemOf(field);
  const forms = [field, ...options(field), item, ...options(item)].filter(
    (form) => form.properties !== undefined,
  );
  const named = field.items === undefined ? path : `${path}[]`;
  return [...new Set(forms.flatMap((form) => rowsOf(form, `${named}.`, new Set())))];
}

/** What kind of value a key takes, in words. */
function kind(schema: Schema): string {
  if (schema.$ref !== undefined) return `[${refName(schema.$ref)}](#${anchor(refName(schema.$ref))})`;
  if (schema.allOf?.[0] !== undefined) return kind(schema.allOf[0]);
  if (Array.isArray(schema.type)) return "number or duration";
  if (schema.const !== undefined) return code(schema.const);
  if (schema.title === "metric") return "[metric](#metrics)";
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  const forms = options(schema);
  if (forms.length > 0) return [...new Set(forms.map(kind))].join(" or ");
  switch (schema.type) {
    case "string":
      return textKind(schema.pattern);
    case "integer":
      return schema.minimum === undefined ? "whole number" : `whole number, ${schema.minimum} or more`;
    case "number":
      return schema.minimum === 0 && schema.maximum === 1 ? "ratio" : "number";
    case "boolean":
      return "true or false";
    case "array":
      return Array.isArray(schema.items)
        ? `[${schema.items.map(kind).join(", ")}]`
        : `list of ${kind(itemOf(schema))}`;
    case "object":
      return schema.properties === undefined ? "object by name" : "object";
    default:
      return "any value";
  }
}

function textKind(pattern: string | undefined): string {
  if (pattern === undefined) return "text";
  if (pattern.includes("us|ms")) return "duration";
  if (pattern.includes("\\/")) return "rate";
  return pattern.startsWith("^[A-Za-z][") ? "id" : "text";
}

const refName = (ref: string): string => ref.split("/").at(-1) ?? "";

const anchor = (name: string): string =>
  name === "step" ? "steps" : name === "distribution" ? "distributions" : name;

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const UNITS: Record<Unit, string> = { seconds: "s", perSecond: "1/s", ratio: "0..1", count: "number" };

function metricTable(): string {
  return [
    "| metric | unit | of | meaning | OpenTelemetry |",
    "| --- | --- | --- | --- | --- |",
    ...METRICS.map(({ name, unit, of, system, description, openTelemetry }) => {
      const types = [...of, ...(system ? ["system"] : [])].join(", ");
      const instrument = openTelemetry === undefined ? "" : `\`${openTelemetry}\``;
      return `| \`${name}\` | ${UNITS[unit]} | ${types} | ${cell(description)} | ${instrument} |`;
    }),
  ].join("\n");
}
