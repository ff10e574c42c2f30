import { Network } from "../engine/network.ts";
import type { Json } from "../protocol.ts";
import { otherWay } from "../scenario/checks/ways.ts";
import { EVENTS } from "../scenario/document.ts";
import type { Scenario } from "../scenario/schema/scenario.ts";
import type { Progress } from "./stopped.ts";
import { type Control, changed, controlsOf, RefusedChange } from "./timeline.ts";

/** Events in one go; where all of them happen at one moment, the network goes round in circles that take no time. */
const MOST_AT_ONE_MOMENT = 2_000_000;

/** A document that was found valid, with what it says. */
export type ValidDocument = { raw: Json; scenario: Scenario };

/** A source keeps the way in which its requests arrive: users who wait for answers are not turned into a rate while they wait. */
function refuseOtherArrivals(before: Scenario, after: Scenario): void {
  after.components.forEach((component, i) => {
    const was = before.components[i];
    if (
      component.type !== "source" ||
      was?.type !== "source" ||
      component.arrival.model === was.arrival.model
    )
      return;
    throw new RefusedChange([
      {
        path: `${component.id}.arrival.model`,
        message: `the arrivals of ${component.id} are ${was.arrival.model}: they cannot become ${component.arrival.model} while it runs`,
      },
    ]);
  });
}

/** A running network keeps its ways: who calls whom, and what its calls are made of. */
function refuseOtherWays(before: Scenario, after: Scenario): void {
  after.components.forEach((component, i) => {
    const was = before.components[i];
    const place = was === undefined || was === component ? undefined : otherWay(was, component);
    if (place === undefined) return;
    const path = `${component.id}.${place}`;
    throw new RefusedChange([{ path, message: `"${path}" cannot come, go or lead elsewhere while it runs` }]);
  });
}

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
  /** The time at the end of the last slice, and the events that have happened at it since. */
  private moment = -1;
  private atMoment = 0;

  /** `forgetWarmUp`: what is counted before the end of the warm-up is forgotten then. A session that shows a run as it goes keeps it. */
  constructor(document: ValidDocument, seed: number, forgetWarmUp: boolean) {
    this.current = document;
    this.seed = seed;
    this.network = new Network(document.scenario, seed);
    this.controls = this.timeline(document.scenario.events);
    for (const window of this.network.windows) {
      this.schedule({ at: window.from, apply: () => window.open() });
      this.schedule({ at: window.to, apply: () => window.close() });
    }
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

  private timeline(events: Scenario["events"]): Control[] {
    return controlsOf(events, (values) => {
      this.change(values);
    });
  }

  /** Adds an event to the document, at a time that has not passed. Throws a RefusedChange, and then nothing has changed. */
  add(event: Json): void {
    const next = changed(this.current.raw, { [EVENTS]: event });
    for (const control of this.timeline(next.scenario.events.slice(-1))) this.schedule(control);
    this.current = next;
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
    refuseOtherArrivals(this.current.scenario, next.scenario);
    refuseOtherWays(this.current.scenario, next.scenario);
    this.network.configure(next.scenario);
    this.current = next;
  }

  /** Runs to a time, at most `atMost` events; see Simulation.run. */
  advance(until: number, atMost: number): Progress {
    const { simulation } = this.network;
    const limit = simulation.events + atMost;
    for (;;) {
      const at = Math.min(until, this.nextControlAt);
      const before = simulation.events;
      const most = Math.min(limit - before, MOST_AT_ONE_MOMENT);
      const progress = simulation.run(at, most);
      if (this.goesRound(simulation.events - before)) return "stuck";
      if (progress === "more" && simulation.events < limit) continue;
      if (progress !== "reached") return progress;
      while (this.nextControlAt <= simulation.now) {
        (this.controls[this.nextControl++] as Control).apply(this.network);
      }
      if (simulation.now >= until) return "reached";
    }
  }

  /** Whether too many events have happened at the present moment, however small the slices are in which they were run. */
  private goesRound(events: number): boolean {
    const { now } = this.network.simulation;
    // The slice may have begun before this moment: only what follows is surely at it.
    this.atMoment = now === this.moment ? this.atMoment + events : 0;
    this.moment = now;
    return this.atMoment >= MOST_AT_ONE_MOMENT;
  }
}
