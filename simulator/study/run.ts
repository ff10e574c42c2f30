import { Network } from "../engine/network.ts";
import type { Progress } from "../engine/simulation.ts";
import type { Json } from "../protocol.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";
import { type Control, changed, controlsOf } from "./timeline.ts";

/** A document that was found valid, with what it says. */
export type ValidDocument = { raw: Json; scenario: Scenario };

/**
 * One run of a scenario with a seed: the network, and what is done to it over time. Runs in slices of any size with the same
 * result; the same document, seed and changes give the same run.
 */
export class Run {
  readonly network: Network;
  readonly seed: number;
  private current: ValidDocument;
  private readonly controls: Control[];
  private nextControl = 0;

  /** `forgetWarmUp`: what is counted before the end of the warm-up is forgotten then. A session that shows a run as it goes keeps it. */
  constructor(document: ValidDocument, seed: number, forgetWarmUp: boolean) {
    this.current = document;
    this.seed = seed;
    this.network = new Network(document.scenario, seed);
    this.controls = controlsOf(document.scenario, (values) => {
      this.change(values);
    });
    const { warmUp } = document.scenario.run;
    if (forgetWarmUp && warmUp > 0)
      this.schedule({ at: warmUp, apply: (network) => network.restartMeasures() });
  }

  /** Adds something to be done, behind what is to be done at the same time. */
  schedule(control: Control): void {
    let place = this.controls.length;
    while (place > this.nextControl && (this.controls[place - 1] as Control).at > control.at) place--;
    this.controls.splice(place, 0, control);
  }

  /** Simulated time, seconds. */
  get now(): number {
    return this.network.simulation.now;
  }

  /** The document as changed so far. */
  get document(): ValidDocument {
    return this.current;
  }

  /** When something is done to the network next; Infinity where nothing is. */
  get nextControlAt(): number {
    return this.controls[this.nextControl]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Changes parameters from now on. Throws a RefusedChange or PathError, and then nothing has changed. */
  change(values: Readonly<Record<string, Json>>): void {
    const next = changed(this.current.raw, values);
    this.network.configure(next.scenario);
    this.current = next;
  }

  /** Runs to a time, at most `most` events; see Simulation.run. */
  advance(until: number, most: number): Progress {
    const { simulation } = this.network;
    const limit = simulation.events + most;
    for (;;) {
      const at = Math.min(until, this.nextControlAt);
      const progress = simulation.run(at, limit - simulation.events);
      if (progress !== "reached") return progress;
      while (this.nextControlAt <= simulation.now) {
        (this.controls[this.nextControl++] as Control).apply(this.network);
      }
      if (simulation.now >= until) return "reached";
    }
  }
}
