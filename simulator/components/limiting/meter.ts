import type { Limiter } from "../../scenario/schema/components/limiter.ts";
import { EvenBucket, LumpBucket } from "./buckets.ts";
import { FixedWindow, SlidingLog, SlidingWindow } from "./windows.ts";

/** Says when calls may pass. Times are in seconds and do not go backwards. */
export type Meter = {
  /** When a further call may pass if none passes before; at or before `now` where it may pass at once. */
  nextAt(now: number): number;
  /** A call passes. */
  take(now: number): void;
  /** Other numbers hold from now on; what was used up stays so. */
  set(parameters: MeterParameters): void;
};

export type MeterParameters = Pick<
  Limiter,
  "algorithm" | "limit" | "period" | "burst" | "refill" | "windows"
>;

export function meterFor(parameters: MeterParameters): Meter {
  switch (parameters.algorithm) {
    case "tokenBucket":
      return parameters.refill === "whole" ? new LumpBucket(parameters) : new EvenBucket(parameters);
    case "leakyBucket":
      return new EvenBucket(parameters);
    case "fixedWindow":
      return new FixedWindow(parameters);
    case "slidingWindow":
      return new SlidingWindow(parameters);
    case "slidingLog":
      return new SlidingLog(parameters);
  }
}

/** Whether meters for these parameters are of the same kind. */
export const isSameKind = (one: MeterParameters, other: MeterParameters): boolean =>
  one.algorithm === other.algorithm && one.refill === other.refill;
