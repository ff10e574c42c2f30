import { evaluate, parseExpression } from "../simulator/scenario/expression.ts";
import { parseScenario } from "../simulator/scenario/parse.ts";
import { type Measurement, measurements } from "../simulator/study/measurements.ts";
import { Run } from "../simulator/study/run.ts";
import { changed } from "../simulator/study/timeline.ts";

/** What every variant of a lesson measures with a seed, by `variant metric component window`. */
export function measure(
  text: string,
  wanted: readonly number[],
): { expectations: string[]; seeds: Map<string, number>[]; variants: boolean } {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const names = Object.keys(parsed.scenario.variants);
  const sets = names.length > 0 ? Object.entries(parsed.scenario.variants) : [["", {}] as const];
  const seeds = wanted.map((seed) => {
    const found = new Map<string, number>();
    for (const [variant, values] of sets) {
      const document = changed(parsed.raw, values as Parameters<typeof changed>[1]);
      const run = new Run(document, seed, true);
      const progress = run.advance(document.scenario.run.duration, Number.POSITIVE_INFINITY);
      if (progress !== "reached") throw new Error(`${variant}: ${progress}`);
      for (const one of measurements(run.network)) found.set(keyOf(variant, one), one.value);
    }
    return found;
  });
  return { expectations: parsed.scenario.expect, seeds, variants: names.length > 0 };
}

export const keyOf = (variant: string, { metric, component, window }: Omit<Measurement, "value">): string =>
  [variant, metric, component, window ?? ""].join(" ");

/** What was expected of the measurements of some seeds and does not hold: one line for each seed and statement. */
export function brokenPromises(
  { expectations, seeds, variants }: ReturnType<typeof measure>,
  wanted: readonly number[],
): string[] {
  return expectations.flatMap((text) => {
    const read = parseExpression(text, { variants });
    if (!read.ok) throw new Error(`${text}: ${read.fault.message}`);
    return seeds.flatMap((found, i) => {
      const { holds, left, right } = evaluate(
        read.expression,
        (metric, variant, component, window) =>
          found.get(
            keyOf(variant ?? "", { metric, component, ...(window === undefined ? {} : { window }) }),
          ) ?? Number.NaN,
      );
      return holds ? [] : [`seed ${wanted[i]}: ${text} (${left} and ${right})`];
    });
  });
}
