import type { Value } from "./facts.ts";

/** The values directly inside one in its own file: what a call passes and a function returns are elsewhere in the facts. */
export function partsInside(value: Value): readonly Value[] {
  switch (value.kind) {
    case "member":
    case "await":
    case "spread":
    case "each":
      return [value.of];
    case "element":
      return [value.of, value.key];
    case "object":
      return value.properties.map((property) => property.value);
    case "array":
      return value.items;
    case "text":
    case "operation":
      return value.of;
    case "choice":
      return value.when === undefined ? value.of : [...value.of, value.when];
    default:
      return [];
  }
}
