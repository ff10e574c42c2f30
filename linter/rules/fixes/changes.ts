import type { FileNode } from "../../link/project/project.ts";
import type { Link } from "../way/chain.ts";

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
