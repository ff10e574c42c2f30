import type { Value } from "../../facts.ts";
import { exportedValue, takenOf } from "../../link/project/exported.ts";
import type { FileNode } from "../../link/project/project.ts";
import { titleOf } from "../../value-parts.ts";
import type { Linked } from "../rule.ts";
import { isConstant } from "./in-the-code.ts";

/** More steps than this from a list to where it is written are given up. */
const furthest = 8;

/** `for (const region of regions) for (const name of region.names)`, `table[1]`: a part of an element of a list that stands in the code. */
export function isInsideCode(linked: Linked, file: FileNode, value: Value, hops = 0): boolean {
  if (hops > furthest) return false;
  switch (value.kind) {
    case "member":
    case "element":
      return isInsideCode(linked, file, value.of, hops + 1);
    case "each":
      return isWritten(linked, file, value.of, hops + 1) || isInsideCode(linked, file, value.of, hops + 1);
    case "name": {
      const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
      return held !== undefined && another === undefined && isInsideCode(linked, file, held.value, hops + 1);
    }
    case "call": {
      const inner = listIn(file, value);
      return inner !== undefined && isInsideCode(linked, file, inner, hops + 1);
    }
    default:
      return false;
  }
}

/** The list, the object or the `Map` is written out, here or where it comes from, and of more than nothing. */
function isWritten(linked: Linked, file: FileNode, value: Value, hops: number): boolean {
  if (hops > furthest) return false;
  switch (value.kind) {
    case "array":
    case "object":
      return isPlain(value, 0);
    case "name": {
      const imported = takenOf(file, value.binding);
      if (imported === undefined) {
        const [held, another] = file.facts.bindings[value.binding]?.values ?? [];
        return held !== undefined && another === undefined && isWritten(linked, file, held.value, hops + 1);
      }
      const from = linked.project.resolve(imported.module, file);
      const exported = from === undefined ? undefined : exportedValue(linked.project, from, imported.name);
      return exported !== undefined && isWritten(linked, exported.file, exported.value, hops + 1);
    }
    case "call": {
      const call = file.facts.calls[value.call];
      const [first] = call?.arguments ?? [];
      const isMap =
        call?.form === "new" && call.callee.kind === "name" && /^(Map|Set)$/.test(call.callee.name);
      const inner = isMap ? first : listIn(file, value);
      return inner !== undefined && isWritten(linked, file, inner, hops + 1);
    }
    default:
      return false;
  }
}

/** All of it is written out; of a list that holds others, what these hold says nothing. */
function isPlain(value: Value, hops: number): boolean {
  if (hops > 5) return false;
  switch (value.kind) {
    case "literal":
    case "function":
      return true;
    case "array":
      return value.items.length > 0 && value.items.every((item) => isPlain(item, hops + 1));
    case "object":
      return (
        value.properties.length > 0 && value.properties.every((property) => isPlain(property.value, hops + 1))
      );
    case "member":
      return value.of.kind === "name" && isConstant(value.of);
    default:
      return false;
  }
}

/** What `list.entries()` and `Object.values(table)` go through. */
function listIn(file: FileNode, value: Extract<Value, { kind: "call" }>): Value | undefined {
  const call = file.facts.calls[value.call];
  if (call === undefined) return undefined;
  if (/^Object\.(keys|values|entries|freeze)$/.test(titleOf(call.callee))) return call.arguments[0];
  const { callee } = call;
  return callee.kind === "member" && /^(entries|values|keys|filter|slice)$/.test(callee.name)
    ? callee.of
    : undefined;
}
