import type { Study } from "../study.ts";

/** Every number of every run, one a line; empty where it was not measured. */
export function studyCsv({ runs }: Study): string {
  return csvLines(
    ["seed", "component", "metric", "window", "value"],
    runs.flatMap(({ seed, measurements }) =>
      measurements.map(({ component, metric, window, value }) => [
        seed,
        component,
        metric,
        window ?? "",
        value,
      ]),
    ),
  );
}

/** A header and rows; a number that is none is left empty. */
export function csvLines(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `${[header, ...rows].map((row) => row.map(cell).join(",")).join("\n")}\n`;
}

function cell(value: string | number): string {
  return field(typeof value === "string" ? value : Number.isFinite(value) ? String(value) : "");
}

/** RFC 4180: a field with a comma, a quote or a line break is quoted. A text that a spreadsheet would run is made harmless. */
function field(text: string): string {
  const safe = /^[=+@]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
