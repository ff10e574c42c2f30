import type { Study } from "../study.ts";

/** Every number of every run, one a line; empty where it was not measured. */
export function studyCsv({ runs }: Study): string {
  const lines = ["seed,component,metric,window,value"];
  for (const { seed, measurements } of runs) {
    for (const { component, metric, window, value } of measurements) {
      const number = Number.isFinite(value) ? String(value) : "";
      lines.push([String(seed), component, metric, window ?? "", number].map(field).join(","));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** RFC 4180: a field with a comma, a quote or a line break is quoted. A text that a spreadsheet would run is made harmless. */
function field(text: string): string {
  const safe = /^[=+@]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
