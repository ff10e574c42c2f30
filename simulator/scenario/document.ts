import { suggest } from "../../words/nearest.ts";
import type { Json } from "../protocol.ts";
import type { Segment } from "./path.ts";

type JsonObject = { [key: string]: Json };

/** A parameter path that leads nowhere; the message names the nearest place that exists. */
export class PathError extends Error {
  readonly suggestion: string | undefined;
  constructor(message: string, suggestion?: string) {
    super(message);
    this.name = "PathError";
    this.suggestion = suggestion;
  }
}

/** The one place of a document that a changed parameter rewrites, and what stands there afterwards. */
export type Change = { at: Segment[]; value: Json };

/** Where a parameter stands, or would stand: the last value that is there, and the keys that are missing below it. */
type Spot = { at: Segment[]; found: Json; missing: string[] };

/** The path of a change that adds an event, such as a fault, to the document. */
export const EVENTS = "events";

/** Lists in which a plain text is short for `{ target: text }`. */
const SHORTHANDS: ReadonlySet<Segment> = new Set(["calls", "targets", "call"]);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The document with one parameter changed; nothing else of it is touched, and equal parts are shared. `path` is
 * `component.parameter`, such as `api.calls.orders.retry.maxRetries`, or `run.parameter`; items of a list go by index, `id` or
 * `target`. With the path `events` the value is added to the events. Throws a PathError. The result is not yet checked: parseRaw does
 * that.
 */
export function withParameter(raw: Json, path: string, value: Json): Json {
  const change = changeOf(raw, path, value);
  return replaced(raw, change.at, change.value);
}

/** What the document says at a path; undefined where it is silent. Throws a PathError where the path leads nowhere. */
export function parameterAt(raw: Json, path: string): Json | undefined {
  const spot = locate(raw, path);
  return spot.missing.length === 0 ? spot.found : undefined;
}

/** The smallest change of the document that gives a parameter a value. Throws a PathError. */
export function changeOf(raw: Json, path: string, value: Json): Change {
  if (path === EVENTS) return addition(raw, value);
  const { at, found, missing } = locate(raw, path);
  const [key, ...below] = missing;
  if (key === undefined) return { at, value };
  const nested = below.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
  // A shorthand has to be written out before something can stand inside it.
  if (typeof found === "string") return { at, value: { target: found, [key]: nested } };
  return { at: [...at, key], value: nested };
}

function addition(raw: Json, event: Json): Change {
  const events = isObject(raw) ? raw[EVENTS] : undefined;
  return Array.isArray(events)
    ? { at: [EVENTS, events.length], value: event }
    : { at: [EVENTS], value: [event] };
}

/** The place in the document that a parameter path speaks of, as far as it is there. Throws a PathError. */
export function placeOf(raw: Json, path: string): Segment[] {
  return locate(raw, path).at;
}

/** The index of the component that a parameter path starts with; undefined for `run`. Throws a PathError. */
export function componentIndex(raw: Json, path: string): number | undefined {
  const [, index] = start(raw, path).at;
  return typeof index === "number" ? index : undefined;
}

function start(raw: Json, path: string): Spot & { rest: string } {
  const dot = path.indexOf(".");
  const head = dot < 0 ? path : path.slice(0, dot);
  const rest = dot < 0 ? "" : path.slice(dot + 1);
  if (!isObject(raw)) throw new PathError("the document is not an object");
  if (rest === "")
    throw new PathError(`"${path}" names no parameter: write component.parameter, such as orders-db.max`);
  if (head === "run") {
    return {
      at: isObject(raw.run) ? ["run"] : [],
      found: isObject(raw.run) ? raw.run : raw,
      missing: [],
      rest,
    };
  }
  const components = Array.isArray(raw.components) ? raw.components : [];
  const ids = components.map((component) => (isObject(component) ? component.id : undefined));
  const index = ids.indexOf(head);
  const found = components[index];
  if (found === undefined) {
    const known = ids.filter((id) => typeof id === "string");
    throw new PathError(`there is no component "${head}"`, suggest(head, [...known, "run"], "components"));
  }
  return { at: ["components", index], found, missing: [], rest };
}

function locate(raw: Json, path: string): Spot {
  const { at, found, rest } = start(raw, path);
  if (path.startsWith("run.") && at.length === 0) return { at, found, missing: ["run", ...keys(rest, path)] };
  let here = { at, found };
  let left = rest;
  while (left !== "") {
    const step = inside(here.found, here.at, left, path);
    if (step === undefined) return { ...here, missing: keys(left, path) };
    here = { at: step.segment === undefined ? here.at : [...here.at, step.segment], found: step.found };
    left = step.left;
  }
  return { ...here, missing: [] };
}

/** `segment` is absent where a shorthand stands for what is in it. */
type Step = { segment?: Segment; found: Json; left: string };

/** Goes one step into a value. Undefined where the key is missing, and could be added. */
function inside(value: Json, at: readonly Segment[], left: string, path: string): Step | undefined {
  const dot = left.indexOf(".");
  const head = dot < 0 ? left : left.slice(0, dot);
  if (Array.isArray(value)) {
    const index = itemIndex(value, head);
    const found = index === undefined ? undefined : value[index];
    if (index !== undefined && found !== undefined) {
      return { segment: index, found, left: dot < 0 ? "" : left.slice(dot + 1) };
    }
    throw new PathError(
      `"${path}" leads nowhere: ${near(path, left)} has ${value.length} items, and none of them is "${head}"`,
    );
  }
  if (isObject(value)) {
    // Names of endpoints may have dots in them: the longest key that fits is meant.
    const fitting = Object.keys(value).filter((key) => left === key || left.startsWith(`${key}.`));
    const key = fitting.reduce<string | undefined>(
      (a, b) => (a !== undefined && a.length > b.length ? a : b),
      undefined,
    );
    const found = key === undefined ? undefined : value[key];
    if (key === undefined || found === undefined) return undefined;
    return { segment: key, found, left: left.slice(key.length + 1) };
  }
  if (typeof value === "string" && isShorthand(at)) {
    return head === "target" && dot < 0 ? { found: value, left: "" } : undefined;
  }
  throw new PathError(
    `"${path}" leads nowhere: ${near(path, left)} is ${JSON.stringify(value)}, which has nothing inside`,
  );
}

function isShorthand(at: readonly Segment[]): boolean {
  const last = at.at(-1);
  return SHORTHANDS.has((typeof last === "number" ? at.at(-2) : last) ?? "");
}

function itemIndex(items: readonly Json[], name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name) < items.length ? Number(name) : undefined;
  const named = items.flatMap((item, index) =>
    item === name || (isObject(item) && (item.id === name || item.target === name)) ? [index] : [],
  );
  return named.length === 1 ? named[0] : undefined;
}

/** The part of a path that was found. */
const near = (path: string, left: string): string => path.slice(0, path.length - left.length - 1);

function keys(left: string, path: string): string[] {
  const names = left.split(".");
  const wrong = names.find((name) => name === "" || /^\d+$/.test(name) || name === "__proto__");
  if (wrong === undefined) return names;
  throw new PathError(`"${path}" leads nowhere: ${near(path, left)} has nothing that is called "${left}"`);
}

/** A copy in which the value at a place is another. */
export function replaced(raw: Json, at: readonly Segment[], value: Json): Json {
  const [segment, ...rest] = at;
  if (segment === undefined) return value;
  if (Array.isArray(raw)) {
    if (segment === raw.length) return [...raw, replaced(null, rest, value)];
    return raw.map((item, index) => (index === segment ? replaced(item, rest, value) : item));
  }
  if (!isObject(raw)) return value;
  return { ...raw, [segment]: replaced(raw[segment] ?? null, rest, value) };
}
