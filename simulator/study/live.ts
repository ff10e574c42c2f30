import { Breaker } from "../components/breaker.ts";
import { BUCKET, EDGE, Edge, type Frame, frame, Header } from "../frame.ts";
import type {
  ComponentOptions,
  Edit,
  Json,
  Network as NetworkView,
  Parameter,
  SessionReport,
  SessionState,
} from "../protocol.ts";
import { EVENTS, PathError } from "../scenario/document.ts";
import { writeGauges } from "./gauges.ts";
import { Hops, showOneIn } from "./hops.ts";
import { allParameters, eventsView, networkView, optionsView } from "./network-view.ts";
import { Run, type ValidDocument } from "./run.ts";
import { Series } from "./series.ts";
import type { Progress } from "./stopped.ts";
import { changed, RefusedChange } from "./timeline.ts";

/** Rows of finished buckets that wait for the next frame; older ones than this many seconds are given up. */
const MOST_BUCKETS = 3600;

/** Over how many simulated seconds, at least, the rates of the links are worked out. */
const EDGE_SECONDS = 0.5;

type Cohort = Extract<SessionReport, { type: "breakdown" }>["cohorts"][number];

/**
 * A run that is watched and changed while it goes. It has no clock: whoever holds it says how far to go. All that happened is
 * (document, seed, edits), so going back is running again from the start.
 */
export class LiveSession {
  private readonly document: ValidDocument;
  private seed: number;
  private log: Edit[];
  private run: Run;
  private series: Series;
  private hops: Hops;
  private buckets: number[] = [];
  private sentBefore: Float64Array;
  private failedBefore: Float64Array;
  private sentSince = 0;
  /** Rates of the links, and when they were last worked out. */
  private edgeRates: number[] = [];
  private failureRates: number[] = [];
  private edgesAt = 0;
  private oneIn = 1;
  private sequence = 0;
  /** Simulated seconds a real second, as wanted; for the choice of how many requests are shown. */
  speed: number;

  /** Starts at time 0, or where `state` was left: `advance` goes on until `state.time` at first. */
  constructor(document: ValidDocument, state?: SessionState) {
    this.document = document;
    this.seed = state?.seed ?? document.scenario.run.seed;
    this.log = state?.edits ?? [];
    this.speed = state?.speed ?? 1;
    this.run = this.start();
    this.series = new Series(this.run.network);
    this.hops = new Hops(this.run.network.simulation);
    this.sentBefore = new Float64Array(this.run.network.simulation.links.length);
    this.failedBefore = new Float64Array(this.run.network.simulation.links.length);
    this.show(1);
  }

  private start(): Run {
    const built = this.log.filter((edit) => edit.built === true);
    const document = built.reduce(
      (made, { path, value }) => changed(made.raw, { [path]: value }),
      this.document,
    );
    const run = new Run(document, this.seed, false);
    for (const edit of this.log) {
      if (edit.built === true) continue;
      // An event that was added has its own time.
      if (edit.path === EVENTS) {
        run.add(edit.value);
        continue;
      }
      run.schedule({
        at: edit.at,
        apply: () => {
          again(run, edit);
        },
      });
    }
    return run;
  }

  private restartRun(): void {
    this.run = this.start();
    const { network } = this.run;
    this.series = new Series(network);
    this.hops = new Hops(network.simulation);
    this.buckets = [];
    this.sentBefore = new Float64Array(network.simulation.links.length);
    this.sentSince = 0;
    this.failedBefore = new Float64Array(network.simulation.links.length);
    this.edgeRates = [];
    this.failureRates = [];
    this.edgesAt = 0;
    this.show(this.oneIn);
  }

  get view(): NetworkView {
    return networkView(this.run.document, this.run.network);
  }

  /** Simulated time, seconds. */
  get time(): number {
    return this.run.now;
  }

  /** The end that the scenario gives; a session may go on beyond it. */
  get duration(): number {
    return this.document.scenario.run.duration;
  }

  get edits(): readonly Edit[] {
    return this.log;
  }

  /** Every component's parameters as they are now. */
  get parameters(): Parameter[][] {
    return allParameters(this.run.document);
  }

  /** What a component could have besides what it has now. */
  options(component: string): ComponentOptions {
    return optionsView(this.run.document, component);
  }

  /** Faults and scheduled changes, those that were added while it ran too. */
  get schedule(): NetworkView["events"] {
    return eventsView(this.run.document.scenario);
  }

  /** Arrivals and departures so far. */
  get events(): number {
    return this.run.network.simulation.events;
  }

  state(playing: boolean): SessionState {
    return { edits: [...this.log], time: this.time, speed: this.speed, playing, seed: this.seed };
  }

  /**
   * Goes on to a time, at most `most` events; see Simulation.run. `more` asks to be called again.
   */
  advance(until: number, most: number): Progress {
    let left = most;
    while (this.series.endsAt <= until) {
      const before = this.events;
      const progress = this.run.advance(this.series.endsAt, left);
      if (progress !== "reached") return progress;
      left -= this.events - before;
      this.endBucket();
      if (left <= 0) return this.time >= until ? "reached" : "more";
    }
    return this.run.advance(until, left);
  }

  private endBucket(): void {
    this.series.end(this.buckets);
    const most = MOST_BUCKETS * BUCKET * this.run.network.components.length;
    if (this.buckets.length > most) this.buckets.splice(0, this.buckets.length - most);
    const { simulation } = this.run.network;
    let sent = 0;
    for (const link of simulation.links) sent += link.sent;
    // Each call is a hop there and a hop back.
    const hopsPerSecond = ((sent - this.sentSince) * 2 * Math.min(this.speed, 1000)) / this.series.width;
    this.sentSince = sent;
    this.show(showOneIn(hopsPerSecond, this.oneIn));
  }

  private show(oneIn: number): void {
    this.oneIn = oneIn;
    const { simulation } = this.run.network;
    simulation.showOneIn = oneIn;
    simulation.trace = this.hops;
  }

  /** Goes on to the next moment at which anything happens. */
  step(): Progress {
    const { simulation } = this.run.network;
    const next = Math.min(simulation.eventList.nextTime(), this.run.nextControlAt);
    return next === Number.POSITIVE_INFINITY ? "reached" : this.advance(next, Number.POSITIVE_INFINITY);
  }

  /**
   * Goes on to the next moment at which something begins to wait, fails, changes a breaker, or a fault starts or ends; at most
   * `most` events. Says what it was, or undefined where nothing happened.
   */
  stepInteresting(most: number): string | undefined {
    const from = this.events;
    const before = this.situation();
    const control = this.run.nextControlAt;
    while (this.events - from < most) {
      const { time } = this;
      this.step();
      if (this.time >= control) return "a fault or change begins or ends";
      const now = this.situation();
      for (const [i, was] of before.entries()) {
        const is = now[i] as (typeof before)[number];
        if (was.waiting === 0 && is.waiting > 0) return `${is.id}: a call waits`;
        if (is.failed > was.failed) return `${is.id}: a call fails`;
        if (is.breaker !== was.breaker) return `${is.id}: ${is.breaker}`;
        // What had waited before may begin to wait anew.
        if (is.waiting === 0) was.waiting = 0;
      }
      if (this.time === time && this.run.network.simulation.eventList.size === 0) return undefined;
    }
    return undefined;
  }

  private situation(): { id: string; waiting: number; failed: number; breaker: string }[] {
    return this.run.network.components.map((component) => ({
      id: component.id,
      waiting: component.station.waiting.value,
      failed: component.station.ended - component.station.time.count,
      breaker: component instanceof Breaker ? component.stateName : "",
    }));
  }

  /** Changes a parameter from now on, and logs it. Throws a RefusedChange or PathError, and then nothing has changed. */
  set(path: string, value: Json): void {
    this.run.change({ [path]: value });
    // Many small moves of one slider at one moment are one edit.
    const last = this.log[this.log.length - 1];
    if (last !== undefined && last.path === path && last.at === this.time) this.log.pop();
    this.log.push({ at: this.time, path, value });
  }

  /**
   * Adds a fault from now on, for so many seconds or to the end, and logs it. `fault` is an event of the document without its times.
   * Throws a RefusedChange, and then nothing has changed.
   */
  disturb(fault: { [key: string]: Json }, seconds: number | undefined): void {
    // A time that the document can say exactly; the same run again must do it at the same moment.
    const at = Math.ceil(this.time * 1000) / 1000;
    const until = seconds === undefined ? {} : { until: `${(at + seconds).toFixed(3)}s` };
    const value = { at: `${at.toFixed(3)}s`, ...until, ...fault };
    this.run.add(value);
    this.log.push({ at, path: EVENTS, value });
  }

  /** Adds an option to the document, and begins again with it: `advance` to where it was. Throws a RefusedChange or PathError. */
  add(path: string, value: Json): void {
    // Refused where it cannot be beside all that was changed since, or from the start.
    changed(this.run.document.raw, { [path]: value });
    this.log.push({ at: 0, path, value, built: true });
    try {
      this.restartRun();
    } catch (error) {
      this.log.pop();
      throw error;
    }
  }

  /** Takes the last edit back; `advance` to where it was. Returns false where there is none. */
  undo(): boolean {
    if (this.log.length === 0) return false;
    this.log = this.log.slice(0, -1);
    this.restartRun();
    return true;
  }

  /** Begins again: `advance` goes on from time 0 with the same seed and edits. */
  rewind(): void {
    this.restartRun();
  }

  /** Begins again without a log. With `keepValues` the values of now hold from the start, and faults come when they came. */
  restart(keepValues: boolean): void {
    const added = this.log.filter(({ path }) => path === EVENTS);
    const built = this.log.filter((edit) => edit.built === true);
    const changes = this.log.filter((edit) => edit.built !== true && edit.path !== EVENTS);
    const latest = new Map(changes.map((edit) => [edit.path, edit.value]));
    const values = [...latest].map(([path, value]) => ({ at: 0, path, value }));
    this.log = keepValues ? [...built, ...values, ...added] : [];
    this.restartRun();
  }

  reseed(seed: number): void {
    this.seed = seed;
    this.restartRun();
  }

  /** Where the time of the requests of a source went, for those about the median, the 95th and the 99th percentile. */
  breakdown(id: string): Cohort[] {
    const source = this.run.network.sources.find((one) => one.id === id);
    if (source === undefined) return [];
    const { names } = this.run.network.simulation.ledgers;
    const cohorts = [
      ["p50", 0.49, 0.51],
      ["p95", 0.945, 0.955],
      ["p99", 0.985, 0.995],
    ] as const;
    return cohorts.map(([name, from, to]) => {
      const { latency, parts } = source.breakdown.cohort(from, to);
      const named = Array.from(parts, (seconds, i) => ({
        component: names[i]?.component ?? "",
        part: names[i]?.kind ?? "",
        seconds,
      }));
      return { name, latency, parts: named.filter((part) => part.seconds > 0) };
    });
  }

  /** What is to be seen now, and what has happened since the last frame. */
  frame(achievedSpeed: number): Float64Array<ArrayBuffer> {
    const { network } = this.run;
    const { simulation } = network;
    const made: Frame & { data: Float64Array<ArrayBuffer> } = frame({
      components: network.components.length,
      edges: simulation.links.length,
      hops: this.hops.size,
      buckets: this.buckets.length / BUCKET,
    });
    const { data } = made;
    data[Header.sequence] = this.sequence++;
    data[Header.time] = this.time;
    data[Header.achievedSpeed] = achievedSpeed;
    data[Header.oneIn] = this.oneIn;
    data[Header.live] = network.sources.reduce((sum, source) => sum + source.underWay, 0);
    data[Header.events] = simulation.events;
    data[Header.arrived] = network.sources.reduce((sum, source) => sum + source.station.arrived, 0);
    writeGauges(network, this.series, made.gauges);
    this.writeEdges(made.edges);
    this.hops.take(made.hops);
    made.buckets.set(this.buckets);
    this.buckets = [];
    return data;
  }

  private writeEdges(edges: Float64Array): void {
    const seconds = this.time - this.edgesAt;
    const { links } = this.run.network.simulation;
    if (seconds >= EDGE_SECONDS) {
      this.edgeRates = links.map((link, i) => (link.sent - (this.sentBefore[i] as number)) / seconds);
      this.failureRates = links.map((link, i) => (link.failed - (this.failedBefore[i] as number)) / seconds);
      links.forEach((link, i) => {
        this.sentBefore[i] = link.sent;
        this.failedBefore[i] = link.failed;
      });
      this.edgesAt = this.time;
    }
    links.forEach((_link, i) => {
      edges[i * EDGE + Edge.rate] = this.edgeRates[i] ?? 0;
      edges[i * EDGE + Edge.failureRate] = this.failureRates[i] ?? 0;
    });
  }
}

/** Does an edit again. One that has lost its place, since the value that it was in has another form now, does nothing. */
function again(run: Run, { path, value }: Edit): void {
  try {
    run.change({ [path]: value });
  } catch (error) {
    if (!(error instanceof RefusedChange || error instanceof PathError)) throw error;
  }
}
