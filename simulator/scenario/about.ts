import * as z from "zod";
import type { Json } from "../protocol.ts";
import type { Control } from "./schema/quantities.ts";

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes["_zod"]["def"];

/** What a schema says of itself, on whichever of its layers it says it. */
export type Meta = { title?: string; description?: string; control?: Control; offer?: Record<string, Json> };

/** Of the layers that say something the outermost holds. */
export function metaOf(schema: Schema): Meta {
  const layers: Meta[] = [];
  for (let layer: Schema | undefined = schema; layer !== undefined; layer = below(layer)) {
    layers.unshift((z.globalRegistry.get(layer) ?? {}) as Meta);
  }
  return Object.assign({}, ...layers);
}

function below(schema: Schema): Schema | undefined {
  const def = schema._zod.def as Def;
  switch (def.type) {
    case "optional":
    case "default":
    case "prefault":
      return def.innerType;
    case "pipe":
      return def.in;
    case "lazy":
      return def.getter();
    default:
      return undefined;
  }
}

/** What holds where the document is silent, as the document would say it; undefined where it must speak. */
export function standardOf(schema: Schema): Json | undefined {
  for (let layer: Schema | undefined = schema; layer !== undefined; layer = below(layer)) {
    const def = layer._zod.def as Def;
    if (def.type === "default" || def.type === "prefault") return def.defaultValue as Json;
  }
  return undefined;
}
