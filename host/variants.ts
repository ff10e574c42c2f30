import { parseScenario } from "../simulator/scenario/parse.ts";
import type { Values } from "../simulator/studies.ts";
import { changed } from "../simulator/study/timeline.ts";

export type Variants = Readonly<Record<string, Values>>;

/** The variants of a scenario's text, by name; none where the text is not valid. */
export function variantsOf(text: string): Variants {
  const parsed = parseScenario(text);
  return parsed.ok ? (parsed.scenario.variants as Variants) : {};
}

/** The document that a variant is, as its runs have it. Throws where the text is not valid, or the values do not suit it. */
export function variantText(text: string, values: Values): string {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return JSON.stringify(changed(parsed.raw, values).raw, undefined, 2);
}
