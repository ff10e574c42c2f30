import type { Json } from "../protocol.ts";
import { windowName } from "./schema/scenario.ts";
import { parseDuration } from "./units.ts";

/** The document with a window for each budget that gives its span by times. What is wrong with them is told of the budget. */
export function withBudgetWindows(raw: { [key: string]: Json }): { [key: string]: Json } {
  if (!Array.isArray(raw.budgets)) return raw;
  const spans = raw.budgets.flatMap((budget) => {
    const span =
      typeof budget === "object" && budget !== null && !Array.isArray(budget) ? budget.window : null;
    const [from, to, more] = Array.isArray(span) ? span : [];
    if (typeof from !== "string" || typeof to !== "string" || more !== undefined) return [];
    const [start, end] = [parseDuration(from), parseDuration(to)];
    if (start === undefined || end === undefined) return [];
    return [{ name: windowName(start, end), span: [from, to] }];
  });
  const { windows = {} } = raw;
  // What is no object is told as it is.
  if (spans.length === 0 || typeof windows !== "object" || windows === null || Array.isArray(windows))
    return raw;
  return {
    ...raw,
    windows: { ...windows, ...Object.fromEntries(spans.map(({ name, span }) => [name, span])) },
  };
}
