import type { Json } from "../../simulator/protocol.ts";
import type { ComponentType, Option } from "../../simulator/scenario/catalogue.ts";
import { csvLines } from "./csv.ts";
import { FORMAT_VERSION } from "./format-version.ts";

/** Columns before a description wraps no further: it stands behind the names and values. */
const NAMES = 40;

const shown = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));

export function componentsText(all: readonly ComponentType[]): string {
  const lines = all.flatMap(({ type, description, options, presets }) => [
    `${type.padEnd(12)}${description}`,
    `${"".padEnd(12)}${options.length} options${presets.length === 0 ? "" : `; presets: ${presets.map(({ name }) => name).join(", ")}`}`,
  ]);
  return `${[...lines, "", "spillway components TYPE lists the options and defaults of one."].join("\n")}\n`;
}

/** One type with its options, what each preset says, and its metrics. */
export function componentText({ type, description, options, presets, metrics }: ComponentType): string {
  const lines = [
    `${type}: ${description}`,
    "",
    "Options",
    ...options.flatMap(optionLines),
    ...(presets.length === 0 ? [] : ["", "Presets"]),
    ...presets.flatMap(({ name, source, defaults }) => [
      `  ${name} (${source})`,
      `    ${Object.entries(defaults)
        .map(([path, value]) => `${path}: ${shown(value)}`)
        .join(", ")}`,
    ]),
    "",
    "Metrics",
    ...metrics.map(({ name, unit, description }) => `  ${name.padEnd(NAMES)}${unit}: ${description}`),
  ];
  return `${lines.join("\n")}\n`;
}

function optionLines({ path, takes, required, standard, description }: Option): string[] {
  const value = required ? "required" : standard === undefined ? "" : `= ${shown(standard)}`;
  return [`  ${path.padEnd(NAMES)}${takes}${value === "" ? "" : `  ${value}`}`, `      ${description}`];
}

/** For programs; docs/cli.md says what each field is. */
export function componentsJson(components: readonly ComponentType[]): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, kind: "components", components }, undefined, 2)}\n`;
}

/** A line for each option, and for each default of each preset. */
export function componentsCsv(all: readonly ComponentType[]): string {
  return csvLines(
    ["type", "preset", "option", "takes", "default", "description"],
    all.flatMap(({ type, options, presets }) => [
      ...options.map(({ path, takes, standard, description }) => [
        type,
        "",
        path,
        takes,
        standard === undefined ? "" : shown(standard),
        description,
      ]),
      ...presets.flatMap(({ name, defaults }) =>
        Object.entries(defaults).map(([path, value]) => [type, name, path, "", shown(value), ""]),
      ),
    ]),
  );
}
