import type { Build } from "../engine/build.ts";
import { Draw } from "../engine/draw.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { RateCurve } from "../engine/rate-curve.ts";
import type { Arrival } from "../scenario/schema/components/source.ts";

type Open = Extract<Arrival, { model: "open" | "renewal" | "stages" | "bursty" }>;

/**
 * When the requests of an open source arrive. The wait for the next one is an amount of expected arrivals, exponential for
 * Poisson and 1 for constant; when the rate changes, what is left of the amount is kept, so a change reaches the next arrival
 * at once and the stream of draws does not notice. Of a renewal process it is the time between two arrivals over its mean.
 */
export class Arrivals {
  private readonly stream: RandomStream;
  private readonly stateStream: RandomStream;
  private arrival: Open;
  private curve: RateCurve | undefined;
  private state = 0;
  private traffic = 1;
  /** The rate of the present state; of no use with a curve. */
  private steady = 0;
  /** Arrivals are as regular as the rate. */
  private regular = false;
  /** The times between the arrivals of a renewal process, and their mean, seconds; 1 where that is not finite. */
  private gaps: Draw | undefined;
  private meanGap = 1;

  constructor(build: Build, id: string, arrival: Open) {
    this.stream = build.stream(id, "arrivals");
    this.stateStream = build.stream(id, "states");
    if (arrival.model === "renewal") this.gaps = new Draw(build.stream(id, "gaps"), arrival.between);
    this.arrival = arrival;
    this.set(arrival, 1);
  }

  /** `traffic` multiplies every rate. */
  set(arrival: Open, traffic: number): void {
    this.arrival = arrival;
    this.traffic = traffic;
    this.curve = arrival.model === "stages" ? new RateCurve(arrival.stages) : undefined;
    if (arrival.model === "bursty") this.state %= arrival.states.length;
    if (arrival.model === "renewal" && this.gaps !== undefined) {
      this.gaps.set(arrival.between);
      this.meanGap = Number.isFinite(this.gaps.mean) ? this.gaps.mean : 1;
    }
    this.steady = this.rate(0);
    this.regular = (arrival.model === "open" || arrival.model === "stages") && arrival.process === "constant";
  }

  /** The rate at a time, per second. */
  rate(now: number): number {
    const { arrival, traffic } = this;
    switch (arrival.model) {
      case "open":
        return arrival.rate * traffic;
      case "renewal":
        return traffic / this.meanGap;
      case "stages":
        return (this.curve as RateCurve).rateAt(now) * traffic;
      case "bursty":
        return (arrival.states[this.state]?.rate ?? 0) * traffic;
    }
  }

  /** How many expected arrivals lie between this request and the next. */
  draw(): number {
    if (this.gaps !== undefined) return this.gaps.next() / this.meanGap;
    return this.regular ? 1 : this.stream.exponential();
  }

  /** When an amount of expected arrivals after `now` is reached; Infinity where it never is. */
  timeOf(now: number, amount: number): number {
    if (this.curve === undefined) return now + amount / this.steady;
    return this.traffic > 0 ? +this.curve.timeOf(now, amount / this.traffic) : Number.POSITIVE_INFINITY;
  }

  /** The expected arrivals between two times at the present settings. */
  amount(from: number, to: number): number {
    if (this.curve !== undefined) return this.curve.expected(from, to) * this.traffic;
    return (to - from) * this.rate(from);
  }

  /** Goes on to the next state of a bursty source. */
  nextState(): void {
    if (this.arrival.model === "bursty") this.state = (this.state + 1) % this.arrival.states.length;
    this.steady = this.rate(0);
  }

  /** How long the present state of a bursty source lasts, seconds; Infinity for others. */
  drawStateDuration(): number {
    if (this.arrival.model !== "bursty") return Number.POSITIVE_INFINITY;
    return (this.arrival.states[this.state]?.duration ?? 0) * this.stateStream.exponential();
  }
}
