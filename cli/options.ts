import { InvalidArgumentError } from "commander";
import type { Json } from "../simulator/protocol.ts";
import { parseDuration } from "../simulator/scenario/units.ts";
import type { AxisRequest } from "../simulator/studies.ts";

/** Readers of option values; each says what it would have taken. */

export function port(text: string): number {
  return whole(text, 0, 65_535, "a port number");
}

export function runs(text: string): number {
  return whole(text, 1, 100_000, "a number of runs");
}

export function seed(text: string): number {
  return whole(text, 0, 0xffff_ffff, "a seed");
}

export function threads(text: string): number {
  return whole(text, 1, 256, "a number of threads");
}

/** Seconds of a duration such as `90s`. */
export function duration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined || seconds === 0) {
    throw new InvalidArgumentError(`"${text}" is not a duration such as 90s or 2m.`);
  }
  return seconds;
}

/** A share of the mean that an interval's half may be, such as 0.02. */
export function precision(text: string): number {
  const share = Number(text);
  if (!(share > 0 && share < 1))
    throw new InvalidArgumentError(`"${text}" is not a share between 0 and 1, such as 0.02.`);
  return share;
}

/** How much worse something may be, such as 0.01. */
export function tolerance(text: string): number {
  const share = Number(text);
  if (!(text.trim() !== "" && share >= 0 && share < 1))
    throw new InvalidArgumentError(`"${text}" is not a share from 0 to below 1, such as 0.01.`);
  return share;
}

/** `clients=trace.csv`: the trace that a source replays, added to those before it. */
export function trace(text: string, before: Record<string, string>): Record<string, string> {
  const [, source, file] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (source === undefined || file === undefined) {
    throw new InvalidArgumentError(`"${text}" is not of the form source=file.csv.`);
  }
  return { ...before, [source]: file };
}

/** `orders-db.max=20`, added to those before it. A value that is not JSON is a text: `api.timeout=1s`. */
export function setting(text: string, before: Record<string, Json>): Record<string, Json> {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new InvalidArgumentError(`"${text}" is not of the form component.parameter=value.`);
  }
  return { ...before, [path]: jsonOrText(value) };
}

/** `orders-db.max=4..100` or `orders-db.max=4,8,16`, added to those before it. */
export function axis(text: string, before: AxisRequest[]): AxisRequest[] {
  const [, path, values] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (path === undefined || values === undefined) {
    throw new InvalidArgumentError(
      `"${text}" is not of the form component.parameter=4..100 or component.parameter=4,8,16.`,
    );
  }
  const [from = "", to, more] = values.split("..");
  if (to !== undefined && more === undefined) {
    return [...before, { path, from: jsonOrText(from), to: jsonOrText(to) }];
  }
  return [...before, { path, values: values.split(",").map((value) => jsonOrText(value.trim())) }];
}

/** A statement, added to those before it. */
export function listed(text: string, before: string[]): string[] {
  return [...before, text];
}

/** How many points a sweep may have. */
export function points(text: string): number {
  return whole(text, 2, 10_000, "a number of points");
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function whole(text: string, least: number, most: number, what: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new InvalidArgumentError(`"${text}" is not ${what} from ${least} to ${most}.`);
  }
  return number;
}
