import { describe, expect, it } from "vitest";
import type { BudgetCheck, CheckProgress } from "../../simulator/protocol.ts";
import { budgetText, estimateText } from "../../webview/budgets/words.ts";
import { initial, next } from "../../webview/store/state.ts";
import { network } from "./fixture/network.ts";

const latency: BudgetCheck = {
  metric: "latency.p99",
  of: "clients",
  unit: "seconds",
  below: 0.5,
  mean: 0.312,
  half: 0.02,
  verdict: "pass",
};

describe("a budget in words", () => {
  it.each([
    [latency, "latency.p99 of clients below 500 ms"],
    [
      { metric: "inTime.ratio", of: "clients", window: "late", unit: "ratio", atLeast: 0.99 } as const,
      "inTime.ratio of clients in late at least 99 %",
    ],
    [
      { metric: "goodput.rate", of: "a", unit: "perSecond", atLeast: 100 } as const,
      "goodput.rate of a at least 100/s",
    ],
  ])("says what is asked %#", (budget, text) => {
    expect(budgetText(budget)).toBe(text);
  });

  it("says the mean with its interval, of one run without, and of none nothing", () => {
    expect(estimateText(latency)).toBe("312 ms ± 20 ms");
    expect(estimateText({ ...latency, half: Number.POSITIVE_INFINITY })).toBe("312 ms");
    expect(estimateText({ ...latency, mean: null as unknown as number })).toBe("–");
  });
});

describe("a check of the budgets", () => {
  const progress: CheckProgress = { done: 7, of: 20, running: true, grew: 0, budgets: [latency] };
  const opened = next(initial, { type: "opened", network });
  const checked = next(opened, { type: "check", ...progress });
  const edits = {
    type: "edits",
    edits: [{ at: 1, path: "a.b", value: 1 }],
    parameters: [],
    events: [],
  } as const;

  it("is of values that were changed since, from the next change on until the next check", () => {
    expect(checked.check).toEqual({ ...progress, stale: false });
    const changed = next(checked, { ...edits, edits: [...edits.edits], parameters: [], events: [] });
    expect(changed.check?.stale).toBe(true);
    expect(next(changed, { type: "check", ...progress }).check?.stale).toBe(true);
    expect(next(changed, { type: "check", ...progress, done: 0 }).check?.stale).toBe(false);
  });

  it("still is of the values of now where the same edits are told again, as after a jump in time", () => {
    expect(next(checked, { type: "edits", edits: [], parameters: [], events: [] }).check?.stale).toBe(false);
  });
});
