import type { CallFact } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";
import { isLog } from "../way/logs.ts";

/**
 * Whether the program does anything with what a variable holds, from a place on: it is more than told to a log, and more than put into a list
 * of which only the length is asked.
 */
export function isLookedAt(file: FileNode, held: number): boolean {
  const places = placesOf(file, held);
  return places === undefined || places.some((at) => !isNoted(file, at));
}

/** The same between two places, of the key of a row: `user.id`. */
export function isAskedForKey(file: FileNode, held: number, from: number, until: number): boolean {
  const { name = "" } = file.facts.bindings[held] ?? {};
  return (placesOf(file, held) ?? []).some(
    (at) =>
      at >= from &&
      at < until &&
      /^\s*[?!]?\s*\.\s*(_?id|\w*(Id|_id|uuid|UUID))\b/.test(file.source.slice(at + name.length)) &&
      !isNoted(file, at),
  );
}

/** The place is in what a log is told, or in what a list gets that is only counted. */
function isNoted(file: FileNode, place: number): boolean {
  return callsAround(file, place).some(
    (call) => isLog(call) || (pushes(call) && !isLookedInto(file, call.callee.of.binding)),
  );
}

type Push = CallFact & { callee: { kind: "member"; of: { kind: "name"; binding: number } } };

/** `made.push(item)` */
function pushes(call: CallFact): call is Push {
  const { callee } = call;
  return callee.kind === "member" && callee.name === "push" && callee.of.kind === "name";
}

/** Whether somebody asks a list for more than its length. */
function isLookedInto(file: FileNode, list: number): boolean {
  const places = placesOf(file, list);
  if (places === undefined) return true;
  return places.some((at) => {
    const behind = file.source.slice(at + (file.facts.bindings[list]?.name.length ?? 0));
    if (/^\s*\.\s*(push\s*\(|length\b(?!\s*=[^=]))/.test(behind)) return false;
    return !callsAround(file, at).some(isLog);
  });
}

function callsAround({ facts }: FileNode, place: number): CallFact[] {
  return facts.calls.filter(
    ({ arguments: given, start, end }) =>
      start <= place && place < end && given.some((value) => value.start <= place && place < value.end),
  );
}

/**
 * Where its function names a variable, but for where it is declared; undefined where it may be named elsewhere, or is given several values. A
 * member that is called so is another thing; what is spread is it.
 */
function placesOf({ facts, source }: FileNode, index: number): number[] | undefined {
  const { bindings, functions, regions } = facts;
  const { name = "", kind, region, start = 0, values } = bindings[index] ?? {};
  const owner = regions[region ?? -1]?.function ?? -1;
  const around = functions[owner];
  if ((kind !== "constant" && kind !== "variable") || values?.length !== 1) return undefined;
  if (around === undefined) return undefined;
  const named = new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  const places = [...source.slice(around.start, around.end).matchAll(named)];
  return places.map((place) => around.start + place.index).filter((at) => at !== start);
}
