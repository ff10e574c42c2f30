/** No more than this many real seconds are caught up with at once: after a pause of the machine the run goes on, it does not race. */
const CATCH_UP = 0.1;
/** Over how many real seconds the achieved speed is measured. */
const MEASURED = 1;

/**
 * Ties simulated time to real time. All times are seconds; real time is whatever the caller's clock says. Where the machine cannot
 * keep up with the wanted speed, the run gets slower instead of falling further and further behind.
 */
export class Pace {
  #speed = 1;
  #goal = 0;
  #last = 0;
  #marks: { real: number; simulated: number }[] = [];

  /** From now on `speed` simulated seconds a real second, beginning at `simulated`. */
  start(real: number, simulated: number, speed: number): void {
    this.#speed = speed;
    this.#goal = simulated;
    this.#last = real;
    this.#marks = [{ real, simulated }];
  }

  /** How far the simulation should be at this real time, when it is at `simulated` now. */
  goal(real: number, simulated: number): number {
    if (this.#speed === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const behind = Math.min(this.#goal - simulated, CATCH_UP * this.#speed);
    const passed = Math.min(real - this.#last, CATCH_UP);
    this.#last = real;
    this.#goal = simulated + Math.max(0, behind) + passed * this.#speed;
    return this.#goal;
  }

  /** Simulated seconds a real second over the last second, at this real and simulated time. */
  achieved(real: number, simulated: number): number {
    this.#marks.push({ real, simulated });
    while (this.#marks.length > 2 && real - (this.#marks[1]?.real ?? real) >= MEASURED) this.#marks.shift();
    const first = this.#marks[0];
    if (first === undefined || real <= first.real) return this.#speed;
    return (simulated - first.simulated) / (real - first.real);
  }
}
