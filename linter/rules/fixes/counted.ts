import type { Value } from "../../facts.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { lastName } from "../../value-parts.ts";
import { changingIn, elementBindings, isIn } from "../way/elements.ts";
import { isPlain } from "./place.ts";
import { singular } from "./queried.ts";

/** A loop that goes through a list by its index: `for (let i = 0; i < ids.length; i++)`. */
export interface Counted {
  list: Value;
  /** The variable that counts. */
  counter: number;
  /** What an element is called. */
  name: string;
}

const head =
  /^for\s*\(\s*(?:let|var)\s+([\w$]+)\s*=\s*0\s*;\s*\1\s*<\s*[\w$.]+\.length\s*;\s*(?:\1\s*\+\+|\+\+\s*\1|\1\s*\+=\s*1)/;

/** The loop as one through all of a list, where neither that nor what counts is changed inside; undefined where it is not. */
export function countedOf(file: FileNode, loop: Iteration): Counted | undefined {
  if (loop.kind !== "count" || !head.test(file.source.slice(loop.start, loop.end))) return undefined;
  const { bindings, regions } = file.facts;
  const condition = regions[loop.region]?.condition;
  const [count, length] = condition?.kind === "operation" ? condition.of : [];
  if (count?.kind !== "name" || length?.kind !== "member" || !isPlain(length.of)) return undefined;
  const counter = bindings[count.binding];
  if (
    counter === undefined ||
    counter.values.some(({ later, start }) => later && start > loop.end && isIn(loop, start))
  )
    return undefined;
  let root: Value = length.of;
  while (root.kind === "member") root = root.of;
  // What is put into the list, or its elements, makes it another one.
  if (root.kind === "name" && changingIn(file, loop).has(root.binding)) return undefined;
  const [element] = elementBindings(file, loop);
  const wanted = singular(lastName(length.of));
  const isFree = /^[A-Za-z]\w*$/.test(wanted) && !bindings.some(({ name }) => name === wanted);
  const name = bindings[element ?? -1]?.name ?? (isFree ? wanted : "element");
  if (element === undefined && bindings.some((other) => other.name === name)) return undefined;
  return { list: length.of, counter: count.binding, name };
}

/** `ids[i]` */
export function isAtCount(file: FileNode, { list, counter }: Counted, value: Value): boolean {
  if (value.kind !== "element" || value.key.kind !== "name" || value.key.binding !== counter) return false;
  return file.source.slice(value.of.start, value.of.end) === file.source.slice(list.start, list.end);
}
