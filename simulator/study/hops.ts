import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import type { Simulation, Trace } from "../engine/simulation.ts";
import { HOP, Hop, SHAPES, type Shape } from "../frame.ts";
import { Outcome } from "../outcome.ts";

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** Hops a real second that a view can show: 1,500 dots that travel 0.3 s each. */
const SHOWN_A_SECOND = 5000;
const HYSTERESIS = 1.2;
/** More hops than this in one frame are not kept: the view could not show them. */
const MOST_A_FRAME = 4000;

const SHAPE = Object.fromEntries(SHAPES.map((name, index) => [name, index])) as {
  readonly [K in Shape]: number;
};

/** Follows one request in n through all of its hops. */
export class Hops implements Trace {
  private readonly simulation: Simulation;
  private readonly rows = new Float64Array(MOST_A_FRAME * HOP);
  private count = 0;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  hop(call: number, link: Link, back: 0 | 1, outcome: number): void {
    if (this.count === MOST_A_FRAME || link.from === link.to) return;
    const { simulation, rows } = this;
    const { now } = simulation;
    const at = this.count++ * HOP;
    const born = doubles[(call >> 1) + Field.born] as number;
    const deadline = doubles[(call >> 1) + Field.deadline] as number;
    const age = now - born;
    rows[at + Hop.time] = now;
    rows[at + Hop.request] = ints[call + Field.request] as number;
    rows[at + Hop.edge] = link.index;
    rows[at + Hop.back] = back;
    rows[at + Hop.shape] = shapeOf(ints[call + Field.flags] as number, outcome, now > deadline);
    rows[at + Hop.age] = age;
    rows[at + Hop.ageRatio] = Number.isFinite(deadline) ? age / (deadline - born) : age;
  }

  /** The number of hops since they were last taken. */
  get size(): number {
    return this.count;
  }

  take(into: Float64Array): void {
    into.set(this.rows.subarray(0, this.count * HOP));
    this.count = 0;
  }

  clear(): void {
    this.count = 0;
  }
}

function shapeOf(flags: number, outcome: number, late: boolean): number {
  if (outcome === Outcome.shortCircuited) return SHAPE.shortCircuited;
  if (outcome === Outcome.error || outcome === Outcome.unavailable) return SHAPE.error;
  if (outcome > Outcome.late) return SHAPE.rejected;
  if (late || flags & Flag.abandoned) return SHAPE.late;
  if (flags & Flag.cached) return SHAPE.cached;
  return flags & Flag.retry ? SHAPE.retry : SHAPE.request;
}

/** One request in how many is shown, at `hopsPerSecond` real hops a real second; it changes only where the present one is far off. */
export function showOneIn(hopsPerSecond: number, present: number): number {
  const wanted = STEPS.find((n) => hopsPerSecond / n <= SHOWN_A_SECOND) ?? 1000;
  if (wanted === present) return present;
  const finer = wanted < present;
  const limit = finer ? SHOWN_A_SECOND / HYSTERESIS : SHOWN_A_SECOND;
  return hopsPerSecond / (finer ? wanted : present) <= limit === finer ? wanted : present;
}
