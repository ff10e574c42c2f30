import type { Json } from "../protocol.ts";
import type { Segment } from "./path.ts";

/** Something wrong at a place of the document, before the place is looked up in a text. */
export type Flaw = {
  path: readonly Segment[];
  /** Whether the value at the path is wrong, or the key under which it stands. */
  on: "key" | "value";
  /** The character within a text value at which it goes wrong, from 0. */
  within?: number;
  message: string;
  suggestion?: string;
};

/** A path as people write it: by the component's id where it has one, as in `orders-db.max` and `run.seed`. */
export function pathText(raw: Json, path: readonly Segment[]): string {
  const [top, index, ...rest] = path;
  if (top !== "components" || typeof index !== "number") return path.join(".");
  const id = idOf(raw, index);
  return id === undefined ? [`components[${index}]`, ...rest].join(".") : [id, ...rest].join(".");
}

function idOf(raw: Json, index: number): string | undefined {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return undefined;
  const components = raw.components;
  const component = Array.isArray(components) ? components[index] : undefined;
  if (typeof component !== "object" || component === null || Array.isArray(component)) return undefined;
  return typeof component.id === "string" ? component.id.slice(0, 64) : undefined;
}

/** A value in a message: as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
