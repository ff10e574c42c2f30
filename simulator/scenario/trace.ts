import { csvParseRows } from "d3-dsv";
import { suggest } from "../../words/nearest.ts";
import type { Json } from "../protocol.ts";
import { parseDuration } from "./units.ts";

/** Where a trace cannot be read, and what is wrong there. */
export class TraceError extends Error {
  constructor(place: string, message: string) {
    super(`${place}: ${message}`);
    this.name = "TraceError";
  }
}

/** Units that a column's name may end in, in seconds. */
const UNITS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1 };

type Column = { what: "time" | "timestamp" | "work" | "key"; seconds: number | undefined };

/** The columns that a trace may have, as they are written. */
const NAMES = ["time", "timestamp", "work", "key"].flatMap((name) =>
  name === "key" ? [name] : [name, ...Object.keys(UNITS).map((unit) => `${name}_${unit}`)],
);

/**
 * A recorded trace as a source's arrival. CSV with a header, or a JSON list of objects, with the columns `time` (from the start of the run)
 * or `timestamp` (the first one is the start), and where known `work` and `key`. Numbers need a unit: in the name of the column, as in
 * `time_ms`, or with each value, as `12.5ms`. Other columns are left alone. Throws a TraceError.
 */
export function readTrace(text: string): {
  model: "trace";
  times: string[];
  works?: string[];
  keys?: number[];
} {
  const isJson = text.trimStart().startsWith("[");
  const [header = [], ...rows] = isJson ? jsonRows(text) : csvParseRows(text.trim());
  // Lines of a CSV count from 1, its header included; what is in a JSON list may take several.
  const placeOf = (row: number) => (isJson ? `request ${row + 1}` : `line ${row + 2}`);
  const start = isJson ? "request 1" : "line 1";
  const columns = header.map(columnOf);
  const place = (what: Column["what"]) => columns.findIndex((column) => column?.what === what);
  const timestamps = place("timestamp");
  const at = timestamps >= 0 ? timestamps : place("time");
  if (at < 0) {
    const near = header
      .map((name) => suggest(name, NAMES, ""))
      .find((one) => one?.startsWith("did you mean"));
    const apart =
      header.length === 1 && /[;\t]/.test(header[0] ?? "") ? "commas stand between columns" : near;
    throw new TraceError(
      start,
      `there is no column "time_ms", "time_s" or "timestamp_ms"${apart === undefined ? "" : ` (${apart})`}`,
    );
  }
  if (rows.length === 0) throw new TraceError(start, "there are no requests after the header");
  const seconds = (index: number) =>
    rows.map((row, i) =>
      durationOf(row[index] ?? "", columns[index] as Column, header[index] as string, placeOf(i)),
    );
  const given = seconds(at);
  const first = timestamps >= 0 ? (given[0] as number) : 0;
  const order = given.map((_, i) => i).sort((a, b) => (given[a] as number) - (given[b] as number));
  const inOrder = <T>(list: readonly T[]) => order.map((i) => list[i] as T);
  const work = place("work");
  const key = place("key");
  return {
    model: "trace",
    times: inOrder(given.map((time) => written(time - first))),
    ...(work < 0 ? {} : { works: inOrder(seconds(work).map(written)) }),
    ...(key < 0 ? {} : { keys: inOrder(keysOf(rows.map((row) => row[key] ?? ""))) }),
  };
}

function columnOf(name: string): Column | undefined {
  const [, what, unit] = /^(time|timestamp|work|key)(?:_(us|ms|s))?$/.exec(name.trim().toLowerCase()) ?? [];
  if (what === undefined) return undefined;
  return { what: what as Column["what"], seconds: unit === undefined ? undefined : UNITS[unit] };
}

function durationOf(text: string, { seconds }: Column, name: string, place: string): number {
  const value =
    seconds === undefined
      ? parseDuration(text.trim())
      : text.trim() === ""
        ? Number.NaN
        : Number(text) * seconds;
  if (value !== undefined && Number.isFinite(value) && value >= 0) return value;
  throw new TraceError(
    place,
    seconds === undefined
      ? `${JSON.stringify(text)} in column "${name}" has no unit: call the column "${name}_ms" or "${name}_s", or write a unit with each value`
      : `${JSON.stringify(text)} in column "${name}" is not a number of at least 0`,
  );
}

/** Numbers the distinct keys of a trace in the order in which they appear. */
function keysOf(texts: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  });
}

/** Nanoseconds are as fine as clocks are. */
const written = (seconds: number): string => `${Number((seconds * 1e6).toFixed(3))}us`;

function jsonRows(text: string): string[][] {
  let list: Json;
  try {
    list = JSON.parse(text) as Json;
  } catch (error) {
    throw new TraceError("line 1", `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const rows = Array.isArray(list) ? list : [];
  const header = Object.keys((rows[0] ?? {}) as object);
  return [
    header,
    ...rows.map((row) => header.map((name) => String((row as Record<string, Json> | null)?.[name] ?? ""))),
  ];
}
