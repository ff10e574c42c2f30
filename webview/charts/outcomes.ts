import type { OutcomeName } from "../../simulator/outcome.ts";
import type { PatternId } from "../stage/patterns.ts";
import { t } from "../strings.ts";
import type { Tone } from "./plot.ts";

/** How an outcome is drawn. Failures have one colour and a pattern each. */
export const OUTCOME_LOOK: Record<OutcomeName, { tone: Tone; pattern?: PatternId }> = {
  inTime: { tone: "working" },
  late: { tone: "late", pattern: "hatch-dead" },
  timeout: { tone: "failed", pattern: "rows-failed" },
  acquireTimeout: { tone: "failed", pattern: "cross-failed" },
  queueFull: { tone: "failed", pattern: "dots-failed" },
  queueTimeout: { tone: "failed", pattern: "columns-failed" },
  rateLimited: { tone: "secondary", pattern: "hatch-secondary" },
  shortCircuited: { tone: "secondary", pattern: "hatch-secondary" },
  error: { tone: "failed" },
  unavailable: { tone: "failed", pattern: "cross-failed" },
  cancelled: { tone: "idle" },
};

export function outcomeName(outcome: OutcomeName): string {
  switch (outcome) {
    case "inTime":
      return t("in time");
    case "late":
      return `▲ ${t("late")}`;
    case "timeout":
      return t("timed out");
    case "acquireTimeout":
      return t("acquire timeout");
    case "queueFull":
      return t("queue full");
    case "queueTimeout":
      return t("queue timeout");
    case "rateLimited":
      return t("rate limited");
    case "shortCircuited":
      return `⊘ ${t("short-circuited")}`;
    case "error":
      return `◆ ${t("error")}`;
    case "unavailable":
      return `✕ ${t("unavailable")}`;
    case "cancelled":
      return t("cancelled");
    default:
      return outcome satisfies never;
  }
}
