import type { Construction, ConstructionProperty } from "../../linter/construction.ts";
import type { Range } from "../../linter/text.ts";
import { sentence } from "../../words/sentence.ts";

export const at = (line: number, from: number, to: number): Range => ({
  start: { line, character: from },
  end: { line, character: to },
});

/** What the linter says of `export const orders = new Pool({ max: 20 })` in line 14, with these properties instead. */
export function pgPool(
  properties: ConstructionProperty[] = [literal("max", "pool.max", 20, "count")],
): Construction {
  return {
    library: "pg",
    kind: "pool",
    name: "orders",
    file: "file:///home/ada/shop/src/db.ts",
    range: at(13, 22, 43),
    argumentRange: at(13, 31, 42),
    properties,
    known: [
      { property: "max", concept: "pool.max", unit: "count", default: 10 },
      { property: "min", concept: "pool.min", unit: "count", default: 0 },
      {
        property: "connectionTimeoutMillis",
        concept: "pool.acquireTimeout",
        unit: "ms",
        default: "unlimited",
        unlimited: 0,
      },
      {
        property: "idleTimeoutMillis",
        concept: "pool.idleTimeout",
        unit: "ms",
        default: 10_000,
        unlimited: 0,
      },
      {
        property: "maxLifetimeSeconds",
        concept: "pool.maxLifetime",
        unit: "s",
        default: "unlimited",
        unlimited: 0,
      },
      { property: "maxUses", concept: "pool.maxUses", unit: "count", default: "unlimited" },
    ],
    unsupported: [
      { concept: "pool.waitQueueLimit", reason: sentence("pg-pool has no limit on how many requests wait") },
    ],
    containers: [{ path: "", insertAt: { at: { line: 13, character: 40 }, before: ", ", after: "" } }],
  };
}

export function literal(
  property: string,
  concept: ConstructionProperty["concept"],
  value: number,
  unit: ConstructionProperty["unit"],
): ConstructionProperty {
  return {
    property,
    concept,
    value,
    unit,
    range: at(13, 38, 40),
    text: String(value),
    source: { kind: "literal" },
  };
}
