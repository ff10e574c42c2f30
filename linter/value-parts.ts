import type { Value } from "./facts.ts";

/** The values directly inside one in its own file: what a call passes and a function returns are elsewhere in the facts. */
export function partsInside(value: Value): readonly Value[] {
  const parts: Value[] = [];
  addPartsInside(value, parts);
  return parts;
}

/** Adds them to a list. */
export function addPartsInside(value: Value, to: Value[]): void {
  switch (value.kind) {
    case "member":
    case "await":
    case "spread":
    case "each":
      to.push(value.of);
      return;
    case "element":
      to.push(value.of, value.key);
      return;
    case "object":
      for (const property of value.properties) to.push(property.value);
      return;
    case "array":
      for (const item of value.items) to.push(item);
      return;
    case "text":
    case "operation":
      for (const part of value.of) to.push(part);
      return;
    case "choice":
      for (const part of value.of) to.push(part);
      if (value.when !== undefined) to.push(value.when);
      return;
    default:
      return;
  }
}

/** What a name or a member is called in the end: `find` for `find` and for `this.users.find`; empty for anything else. */
export function lastName(value: Value): string {
  return value.kind === "member" || value.kind === "name" ? value.name : "";
}

/** What an answer is where nothing was found: `null`, `undefined`, `false`, `0`. */
export function isNoAnswer(value: Value): boolean {
  if (value.kind === "literal") return value.value === null || value.value === 0 || value.value === false;
  return value.kind === "name" && value.name === "undefined" && value.binding < 0;
}

/** The callee as written, without what is between its parentheses. */
export function titleOf(value: Value): string {
  switch (value.kind) {
    case "name":
      return value.name;
    case "this":
      return "this";
    case "member": {
      const of = titleOf(value.of);
      return of === "" ? value.name : `${of}.${value.name}`;
    }
    case "await":
      return titleOf(value.of);
    default:
      return "";
  }
}
