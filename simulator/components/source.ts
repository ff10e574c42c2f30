import type { Build } from "../engine/build.ts";
import { Component } from "../engine/component.ts";
import { Draw, picker } from "../engine/draw.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import { KeyDraw } from "../engine/keys.ts";
import { doubles, ints } from "../engine/memory.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { BatchMeans } from "../measure/batch-means.ts";
import { Breakdown } from "../measure/breakdown.ts";
import { Station } from "../measure/station.ts";
import { Outcome } from "../outcome.ts";
import type { SourceCall } from "../scenario/schema/call.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { Arrivals } from "./arrivals.ts";
import { type Caller, callerFor } from "./calling/caller.ts";

const ARRIVAL = 0;
const THOUGHT = 1;
const NEXT_STATE = 2;

/** One of the calls that a source makes. */
type Endpoint = { name: string; index: number; priority: number; policy: Caller; station: Station };

/** A span of time whose requests are measured apart: those that arrive in from <= time < to. */
export type MeasuredWindow = {
  name: string;
  from: number;
  to: number;
  station: Station;
  endpoints: Station[];
};

/** Where requests come from, and where their answers are counted. */
export class Source extends Component {
  spec: ComponentOf<"source">;
  /** The only call that is made; -1 where they are drawn. */
  private onlyCall = -1;
  private closed = false;
  private replays = false;
  readonly endpoints: Endpoint[] = [];
  readonly windows: MeasuredWindow[] = [];
  readonly breakdown = new Breakdown();
  readonly batches = new BatchMeans();
  /** Requests under way. */
  underWay = 0;
  private pickCall: (u: number) => number = () => 0;
  private readonly mix: RandomStream;
  private keys: KeyDraw | undefined;
  private readonly keyStream: RandomStream;
  private arrivals: Arrivals | undefined;
  private pending = NO_EVENT;
  private pendingAt = 0;
  private readonly think: Draw;
  /** How long clients wait, where that is drawn. */
  private patience: Draw | undefined;
  private readonly patienceStream: RandomStream;
  /** Closed: users that exist. Trace: the next arrival. */
  private users = 0;
  private traceAt = 0;
  /** Requests of the trace that have begun. */
  private traced = 0;
  private requests = 0;
  private measuredFrom = 0;
  private begun = false;

  constructor(build: Build, spec: ComponentOf<"source">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.mix = build.stream(spec.id, "mix");
    this.keyStream = build.stream(spec.id, "keys");
    this.patienceStream = build.stream(spec.id, "patience");
    const { arrival } = spec;
    if (arrival.model !== "closed" && arrival.model !== "trace") {
      this.arrivals = new Arrivals(build, spec.id, arrival);
    }
    this.think = new Draw(
      build.stream(spec.id, "think"),
      arrival.model === "closed" ? arrival.thinkTime : { distribution: "constant", value: 0 },
    );
  }

  wire(build: Build): void {
    this.spec.calls.forEach((call: SourceCall, i) => {
      const name = call.endpoint ?? "";
      this.endpoints.push({
        name: call.endpoint ?? call.target,
        index: build.endpoint(name),
        priority: call.priority,
        policy: callerFor(build, this, `calls.${i}`, call.target, call),
        // The only call is all that the source does.
        station: this.spec.calls.length === 1 ? this.station : new Station(),
      });
    });
    this.configure(this.spec);
  }

  measureWindow(name: string, from: number, to: number): void {
    this.windows.push({
      name,
      from,
      to,
      station: new Station(),
      endpoints: this.endpoints.map(() => new Station()),
    });
  }

  /** The first arrival. Called once, when the network is complete. */
  begin(): void {
    const { arrival } = this.spec;
    this.begun = true;
    if (this.arrivals !== undefined) {
      this.scheduleArrival(this.arrivals, this.arrivals.draw());
      this.scheduleState(this.arrivals);
    } else if (arrival.model === "closed") {
      this.addUsers(arrival.users);
    } else if (arrival.model === "trace") {
      this.scheduleTrace();
    }
  }

  override configure(spec: Spec): void {
    if (spec.type !== "source") return;
    this.spec = spec;
    this.onlyCall = this.endpoints.length === 1 ? 0 : -1;
    this.closed = spec.arrival.model === "closed";
    this.replays = spec.arrival.model === "trace";
    this.pickCall = picker(
      spec.calls.map((call) => call.weight / spec.calls.reduce((sum, other) => sum + other.weight, 0)),
    );
    spec.calls.forEach((call, i) => {
      const endpoint = this.endpoints[i];
      if (endpoint === undefined) return;
      endpoint.priority = call.priority;
      endpoint.policy.setPolicy(call);
    });
    if (spec.patience === undefined) this.patience = undefined;
    else if (this.patience !== undefined) this.patience.set(spec.patience);
    else this.patience = new Draw(this.patienceStream, spec.patience);
    this.keys = spec.keys === undefined ? undefined : new KeyDraw(this.keyStream, spec.keys);
    if (spec.arrival.model === "closed") {
      this.think.set(spec.arrival.thinkTime);
      if (this.users > 0) this.addUsers(spec.arrival.users - this.users);
    }
    this.disturbed();
  }

  /** The rate has changed: what is left until the next arrival is passed at the new rate. */
  override disturbed(): void {
    const { arrivals, simulation, spec } = this;
    const { arrival } = spec;
    if (arrivals === undefined || arrival.model === "closed" || arrival.model === "trace") return;
    const { now } = simulation;
    const left = this.pending === NO_EVENT ? arrivals.draw() : arrivals.amount(now, this.pendingAt);
    const pending = this.pending !== NO_EVENT;
    arrivals.set(arrival, this.disturbance.traffic);
    if (!this.begun) return;
    if (pending) simulation.eventList.cancel(this.pending);
    this.pending = NO_EVENT;
    this.scheduleArrival(arrivals, left);
  }

  private scheduleArrival(arrivals: Arrivals, amount: number): void {
    const { simulation } = this;
    const at = arrivals.timeOf(simulation.now, amount);
    this.pendingAt = at;
    if (at < Number.POSITIVE_INFINITY) this.pending = simulation.schedule(at, this.index, ARRIVAL, 0);
  }

  private scheduleState(arrivals: Arrivals): void {
    const seconds = arrivals.drawStateDuration();
    if (seconds < Number.POSITIVE_INFINITY) {
      this.simulation.schedule(this.simulation.now + seconds, this.index, NEXT_STATE, 0);
    }
  }

  private scheduleTrace(): void {
    const { arrival } = this.spec;
    if (arrival.model !== "trace") return;
    const at = arrival.times[this.traceAt];
    if (at !== undefined) this.simulation.schedule(Math.max(at, this.simulation.now), this.index, ARRIVAL, 0);
    this.traceAt++;
  }

  private addUsers(users: number): void {
    for (let i = 0; i < users; i++) this.thinkThenCall();
    if (users > 0) this.users += users;
  }

  private thinkThenCall(): void {
    this.simulation.schedule(this.simulation.now + this.think.next(), this.index, THOUGHT, 0);
  }

  override enter(): void {
    throw new Error(`${this.id}: a source is never called`);
  }

  override happen(kind: number): void {
    if (kind === ARRIVAL) {
      if (this.arrivals !== undefined) {
        this.pending = NO_EVENT;
        this.scheduleArrival(this.arrivals, this.arrivals.draw());
      } else {
        this.scheduleTrace();
      }
      this.request();
    } else if (kind === THOUGHT) {
      this.request();
    } else if (this.arrivals !== undefined) {
      const left =
        this.pending === NO_EVENT
          ? this.arrivals.draw()
          : this.arrivals.amount(this.simulation.now, this.pendingAt);
      this.arrivals.nextState();
      if (this.pending !== NO_EVENT) this.simulation.eventList.cancel(this.pending);
      this.pending = NO_EVENT;
      this.scheduleArrival(this.arrivals, left);
      this.scheduleState(this.arrivals);
    }
  }

  /** A request begins. */
  private request(): void {
    const { simulation, station, endpoints, spec } = this;
    const { calls, now } = simulation;
    const which = this.onlyCall >= 0 ? this.onlyCall : this.pickCall(this.mix.uniform());
    const endpoint = endpoints[which] as Endpoint;
    this.requests = (this.requests + 1) & 0x7fffffff;
    station.arrived++;
    if (endpoint.station !== station) endpoint.station.arrived++;
    if (this.windows.length > 0) this.arrivedInWindows(which);
    this.underWay++;
    const { patience, keys } = this;
    const { policy } = endpoint;
    const call = calls.root(now, this.index, this.requests, simulation.ledgers.open(now));
    doubles[(call >> 1) + Field.deadline] =
      now + (patience === undefined ? spec.deadline : Math.min(spec.deadline, patience.next()));
    ints[call + Field.node] = policy.index;
    ints[call + Field.route] = which;
    ints[call + Field.endpoint] = endpoint.index;
    ints[call + Field.priority] = endpoint.priority;
    ints[call + Field.key] = keys === undefined || this.replays ? 0 : keys.next();
    if (this.replays) this.bringAlong(call);
    if (simulation.trace !== undefined && hash(this.requests) % simulation.showOneIn === 0) {
      ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.shown;
    }
    policy.enter(call);
  }

  /** Gives a request of a trace its work and key. */
  private bringAlong(call: number): void {
    const trace = this.spec.arrival;
    if (trace.model !== "trace") return;
    const place = this.traced++;
    const work = trace.works?.[place];
    if (work !== undefined) doubles[(call >> 1) + Field.work] = work;
    const key = trace.keys?.[place] ?? this.keys?.next();
    if (key !== undefined) ints[call + Field.key] = key;
  }

  /** A request has its answer. */
  override childDone(_none: number, call: number, outcome: number): void {
    const { simulation, station } = this;
    const { now, ledgers } = simulation;
    const start = doubles[(call >> 1) + Field.born] as number;
    const seconds = now - start;
    const result =
      outcome <= Outcome.late
        ? now > (doubles[(call >> 1) + Field.deadline] as number)
          ? Outcome.late
          : Outcome.inTime
        : outcome;
    this.underWay--;
    if (start >= this.measuredFrom) {
      const ledger = ints[call + Field.ledger] as number;
      ledgers.enter(ledger, 0, now);
      station.end(result, seconds);
      const { station: ofEndpoint } = this.endpoints[ints[call + Field.route] as number] as Endpoint;
      if (ofEndpoint !== station) ofEndpoint.end(result, seconds);
      if (result <= Outcome.late) {
        this.breakdown.record(seconds, ledgers, ledger);
        this.batches.record(seconds, this.underWay);
      }
    }
    if (this.windows.length > 0) this.endedInWindows(call, result);
    if (this.closed) this.userAnswered();
  }

  private userAnswered(): void {
    const { arrival } = this.spec;
    if (arrival.model === "closed" && this.users > arrival.users) this.users--;
    else this.thinkThenCall();
  }

  private arrivedInWindows(which: number): void {
    const { now } = this.simulation;
    for (const { from, to, station, endpoints } of this.windows) {
      if (now < from || now >= to) continue;
      station.arrived++;
      (endpoints[which] as Station).arrived++;
    }
  }

  private endedInWindows(call: number, result: number): void {
    const { now } = this.simulation;
    const start = doubles[(call >> 1) + Field.born] as number;
    const which = ints[call + Field.route] as number;
    for (const { from, to, station, endpoints } of this.windows) {
      if (start < from || start >= to) continue;
      station.end(result, now - start);
      (endpoints[which] as Station).end(result, now - start);
    }
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.measuredFrom = this.simulation.now;
    for (const endpoint of this.endpoints) endpoint.station.restart(this.simulation.now);
    this.breakdown.clear();
    this.batches.clear();
  }
}

/** Spreads consecutive numbers, so that one in n of them is no rhythm. */
function hash(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
  return (h ^ (h >>> 16)) >>> 0;
}
