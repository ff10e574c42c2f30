import type { Source } from "../../components/source.ts";
import type { Ledgers } from "../../engine/ledgers.ts";
import { Breakdown } from "../../measure/breakdown.ts";

/** Latencies that are kept to find the order of all; of longer runs the first ones stand for the rest. */
const MOST = 5_000_000;

/** The latencies of all answered requests. */
export class Latencies extends Breakdown {
  readonly all: number[] = [];

  override record(latency: number): void {
    if (this.all.length < MOST) this.all.push(latency);
  }

  override clear(): void {
    this.all.length = 0;
  }
}

/** Requests whose latency lies in a band: those above `low` up to `high`. */
export type Band = { low: number; high: number; breakdown: Breakdown };

/** Where the time of the requests of several bands went. A second run knows from a first one where they begin and end. */
export class Bands extends Breakdown {
  readonly bands: readonly Band[];

  constructor(bands: readonly Band[]) {
    super();
    this.bands = bands;
  }

  override record(latency: number, ledgers: Ledgers, ledger: number): void {
    for (const { low, high, breakdown } of this.bands) {
      if (latency > low && latency <= high) breakdown.record(latency, ledgers, ledger);
    }
  }

  override clear(): void {
    for (const { breakdown } of this.bands) breakdown.clear();
  }
}

/** The band that holds the latencies between two shares of their order: of equal ones all or none. */
export function bandOf(sorted: Float64Array, from: number, to: number): Band {
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NEGATIVE_INFINITY;
  return {
    low: from === 0 ? Number.NEGATIVE_INFINITY : at(from),
    high: to === 1 ? Number.POSITIVE_INFINITY : at(to),
    breakdown: new Breakdown(),
  };
}

/** From now on what a source tells its breakdown goes here. */
export function listen<T extends Breakdown>(source: Source, breakdown: T): T {
  Object.assign(source, { breakdown });
  return breakdown;
}
