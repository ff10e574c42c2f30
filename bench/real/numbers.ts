import { isServed, mean, type Request, waitOf } from "./load.ts";

/** What is compared: seconds, and the share of the requests that waited too long. */
export type Numbers = {
  waitMean: number;
  waitP50: number;
  waitP95: number;
  waitP99: number;
  totalMean: number;
  totalP50: number;
  totalP95: number;
  totalP99: number;
  timeouts: number;
};

export const NUMBERS: readonly { name: keyof Numbers; label: string; unit: "ms" | "%" }[] = [
  { name: "waitMean", label: "wait mean", unit: "ms" },
  { name: "waitP50", label: "wait p50", unit: "ms" },
  { name: "waitP95", label: "wait p95", unit: "ms" },
  { name: "waitP99", label: "wait p99", unit: "ms" },
  { name: "totalMean", label: "total mean", unit: "ms" },
  { name: "totalP50", label: "total p50", unit: "ms" },
  { name: "totalP95", label: "total p95", unit: "ms" },
  { name: "totalP99", label: "total p99", unit: "ms" },
  { name: "timeouts", label: "timed out", unit: "%" },
];

/** Of the measured requests, as the simulator counts: every wait, also one that was given up; totals of those that were served. */
export function numbersOf(requests: readonly Request[]): Numbers {
  const waits = requests.map(waitOf).sort((a, b) => a - b);
  const served = requests.filter(isServed);
  const totals = served.map(({ released, arrived }) => released - arrived).sort((a, b) => a - b);
  return {
    waitMean: mean(waits),
    waitP50: quantile(waits, 0.5),
    waitP95: quantile(waits, 0.95),
    waitP99: quantile(waits, 0.99),
    totalMean: mean(totals),
    totalP50: quantile(totals, 0.5),
    totalP95: quantile(totals, 0.95),
    totalP99: quantile(totals, 0.99),
    timeouts: 1 - served.length / requests.length,
  };
}

/** The smallest value that a share of the sorted values does not exceed. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
