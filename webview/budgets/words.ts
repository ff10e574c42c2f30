import type { BudgetCheck, Network } from "../../simulator/protocol.ts";
import { t } from "../strings.ts";
import { formatCount, formatRate, formatSeconds, formatShare } from "../text/numbers.ts";

type Budget = Pick<BudgetCheck, "metric" | "of" | "window" | "below" | "atLeast" | "unit">;

/** What a budget asks for: "latency.p99 of clients below 500 ms". */
export function budgetText(budget: Budget): string {
  const { metric, of, window, below, atLeast, unit } = budget;
  const what =
    window === undefined ? t("{0} of {1}", metric, of) : t("{0} of {1} in {2}", metric, of, window);
  return below === undefined
    ? t("{0} at least {1}", what, formatIn(unit, atLeast ?? Number.NaN))
    : t("{0} below {1}", what, formatIn(unit, below));
}

/** The mean with its interval: "312 ms ± 20 ms"; of a single run there is none. */
export function estimateText({ unit, mean, half }: Pick<BudgetCheck, "unit" | "mean" | "half">): string {
  // Over JSON what is no number comes as nothing.
  if (!Number.isFinite(mean)) return "–";
  return Number.isFinite(half) ? `${formatIn(unit, mean)} ± ${formatIn(unit, half)}` : formatIn(unit, mean);
}

export const VERDICT_SIGNS = { pass: "✓", fail: "✕", undecided: "≈" } as const;

export function verdictText(verdict: BudgetCheck["verdict"]): string {
  switch (verdict) {
    case "pass":
      return t("met");
    case "fail":
      return t("missed");
    case "undecided":
      return t("too close to call");
    default:
      return verdict satisfies never;
  }
}

/** A number of a metric with its unit. */
export function formatIn(unit: BudgetCheck["unit"], value: number): string {
  switch (unit) {
    case "seconds":
      return formatSeconds(value);
    case "perSecond":
      return formatRate(value);
    case "ratio":
      return formatShare(value);
    case "count":
      return formatCount(value);
    default:
      return unit satisfies never;
  }
}

/** The budgets of a scenario that has not been checked. */
export const unchecked = (network: Network | undefined): readonly Budget[] => network?.budgets ?? [];
