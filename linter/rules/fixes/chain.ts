import type { CallFact, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project.ts";

/** One call of a chain. */
export interface Link {
  call: CallFact;
  /** What it calls of the value before it; "" where that itself is called: `db("users")`. */
  name: string;
}

/** `users.find(id).lean()`: what it begins with, and the calls from there on. */
export interface Chain {
  base: Value;
  links: Link[];
}

export function chainOf(file: FileNode, last: CallFact): Chain {
  const links: Link[] = [];
  for (let at = last, hops = 0; ; hops++) {
    const { callee } = at;
    if (callee.kind !== "member") return { base: callee, links: [{ call: at, name: "" }, ...links] };
    links.unshift({ call: at, name: callee.name });
    const before = callee.of.kind === "call" ? file.facts.calls[callee.of.call] : undefined;
    if (before === undefined || hops > 40) return { base: callee.of, links };
    at = before;
  }
}

/** A part of a text with another in its place. */
export interface Change {
  start: number;
  end: number;
  text: string;
}

/** The text of a place with some of its parts changed. */
export function changed(file: FileNode, place: { start: number; end: number }, changes: Change[]): string {
  const ordered = changes.toSorted((a, b) => b.start - a.start || b.end - a.end);
  return ordered.reduce(
    (text, { start, end, text: put }) =>
      text.slice(0, start - place.start) + put + text.slice(end - place.start),
    file.source.slice(place.start, place.end),
  );
}

/** Calls a link by another name. */
export function renamed({ call }: Link, name: string): Change {
  const { end } = call.callee;
  const length = call.callee.kind === "member" ? call.callee.name.length : 0;
  return { start: end - length, end, text: name };
}

/** Leaves a link out. */
export function without({ call }: Link): Change {
  const from = call.callee.kind === "member" ? call.callee.of.end : call.start;
  return { start: from, end: call.end, text: "" };
}
