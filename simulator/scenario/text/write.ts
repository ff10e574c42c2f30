import type { Json } from "../../protocol.ts";

/** A value as JSON on one line, with the spaces that people write. */
export function jsonText(value: Json): string {
  return text(value, (scalar) => JSON.stringify(scalar));
}

/** A value as YAML on one line. Text has quotes only where it would mean something else without them. */
export function yamlText(value: Json): string {
  return text(value, (scalar) =>
    typeof scalar === "string" && isPlain(scalar) ? scalar : JSON.stringify(scalar),
  );
}

function text(value: Json, scalar: (value: string | number | boolean | null) => string): string {
  if (Array.isArray(value)) return `[${value.map((item) => text(item, scalar)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return scalar(value);
  const entries = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${text(item, scalar)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const WORDS = /^(true|false|null|yes|no|on|off|y|n|\.inf|\.nan)$/i;

/** Whether a text starts with a letter, or is a duration or rate, and is no word of YAML's. */
const isPlain = (value: string): boolean =>
  (/^[A-Za-z][\w./-]*$/.test(value) || /^\d+(\.\d+)?(us|ms|s|m|h|\/s|\/m|\/h|\/ms)$/.test(value)) &&
  !WORDS.test(value);
