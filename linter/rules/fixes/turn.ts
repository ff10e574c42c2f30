import type { Property, Value } from "../../facts.ts";
import { dependsOn, mentions } from "../../link/file/mentions.ts";
import type { Iteration } from "../../link/graph/iteration.ts";
import type { FileNode } from "../../link/project/project.ts";
import { changingIn } from "../way/elements.ts";

/** What is another thing each time that a query is made: in each turn of a loop, or in each call of a function. */
export interface Turn {
  varies(value: Value): boolean;
  /** The properties that a caller passes in such options: `...options` of a helper. Undefined where that is not seen. */
  passed?(value: Value): readonly Property[] | undefined;
}

export function turnOf(file: FileNode, loop: Iteration): Turn {
  const changing = changingIn(file, loop);
  return { varies: (value) => dependsOn(file, value, changing) };
}

/** Functions of a library that only make a part of a query. */
const makers =
  /^(eq|ne|gt|gte|lt|lte|and|or|not|isNull|isNotNull|asc|desc|IsNull|Not|In|MoreThan|LessThan|MoreThanOrEqual|LessThanOrEqual|Equal|Like|ILike)$/;

/** It is the same in every turn, and whoever asks for it twice gets the same twice. */
export function isSteady(file: FileNode, value: Value, turn: Turn): boolean {
  if (turn.varies(value)) return false;
  return !mentions(file, value, (at) => {
    if (/^(object|array|literal|name|member|this|operation|choice|spread)$/.test(at.kind)) return false;
    const callee = at.kind === "call" ? file.facts.calls[at.call]?.callee : undefined;
    return !(callee?.kind === "name" && makers.test(callee.name) && isImported(file, callee.binding));
  });
}

function isImported(file: FileNode, binding: number): boolean {
  return file.facts.bindings[binding]?.kind === "import";
}

const conversions = /^(String|Number|BigInt|parseInt|ObjectId|Types\.ObjectId|mongoose\.Types\.ObjectId)$/;
const views = /^(toString|toHexString|trim|toLowerCase|toUpperCase)$/;

/** Writing it twice runs nothing twice that anybody would notice: names, their members, and their conversion to texts and numbers. */
export function isPure(file: FileNode, value: Value): boolean {
  switch (value.kind) {
    case "name":
    case "this":
      return true;
    case "literal":
      return true;
    case "member":
      return isPure(file, value.of);
    case "element":
      return isPure(file, value.of) && isPure(file, value.key);
    case "object":
      return value.properties.every((part) => part.key !== undefined && isPure(file, part.value));
    case "text":
    case "operation":
      return value.of.every((part) => isPure(file, part)) && !changes(value);
    case "choice":
      return [...value.of, ...(value.when === undefined ? [] : [value.when])].every((part) =>
        isPure(file, part),
      );
    case "call": {
      const call = file.facts.calls[value.call];
      if (call === undefined || !call.arguments.every((part) => isPure(file, part))) return false;
      const { callee } = call;
      if (callee.kind === "member" && views.test(callee.name)) return isPure(file, callee.of);
      return conversions.test(file.source.slice(callee.start, callee.end));
    }
    default:
      return false;
  }
}

function changes(value: Value): boolean {
  return value.kind === "operation" && /^(\+\+|--|delete)$/.test(value.operator);
}
