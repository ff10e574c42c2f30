import type { Station } from "./station.ts";

/** The levels of a station. */
export const LEVELS = ["active", "waiting", "idle", "connecting"] as const;
export type LevelName = (typeof LEVELS)[number];

/** The time-weighted means of the levels of stations over a span of time. */
export class LevelWindow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  private readonly stations: readonly Station[];
  /** The integrals of all levels at the beginning and the end, where these have come. */
  private begin: Float64Array | undefined;
  private end: Float64Array | undefined;

  constructor(name: string, [from, to]: readonly [number, number], stations: readonly Station[]) {
    this.name = name;
    this.from = from;
    this.to = to;
    this.stations = stations;
  }

  open(): void {
    this.begin = this.totals(this.from);
  }

  close(): void {
    this.end = this.totals(this.to);
  }

  /** The mean of a level of a station up to `now`; NaN where the window has not begun. */
  mean(station: number, level: LevelName, now: number): number {
    const { begin, end = this.totals(now) } = this;
    if (begin === undefined) return Number.NaN;
    const at = station * LEVELS.length + LEVELS.indexOf(level);
    const seconds = Math.min(now, this.to) - this.from;
    return ((end[at] as number) - (begin[at] as number)) / seconds;
  }

  private totals(now: number): Float64Array {
    return Float64Array.from(
      this.stations.flatMap((station) => LEVELS.map((name) => station[name].total(now))),
    );
  }
}
