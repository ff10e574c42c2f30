import type { Build } from "../../engine/build.ts";
import { Component } from "../../engine/component.ts";
import { Draw } from "../../engine/draw.ts";
import * as Field from "../../engine/field.ts";
import { ints } from "../../engine/memory.ts";
import { Level } from "../../measure/level.ts";
import { Outcome } from "../../outcome.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";
import type { Server } from "../server.ts";
import { Scaler } from "./scaling.ts";
import { Spread } from "./spread.ts";

const STARTS = 0;
const STARTED = 1;
const LOOK = 2;

/** `ordered`: it will begin to start; `away`: it is no more, and may come back as a new one; `crashed`: it comes back when its fault ends. */
type State = "up" | "ordered" | "starting" | "crashed" | "away";

type Member = { server: Server; state: State; event: number | undefined };

/** Whether there is more to a server than one instance that is always there. */
export const hasFleet = (spec: ComponentOf<"server">): boolean =>
  spec.replicas > 1 || spec.startUp !== undefined || spec.scaling !== undefined;

/**
 * The replicas of a server: which there are, which of them gets a call, and how they start, crash, come and go. The first is the server
 * itself. Not a component of the scenario.
 */
export class Fleet extends Component {
  private readonly front: Server;
  private readonly members: Member[] = [];
  private open: Server[] = [];
  private readonly spread: Spread;
  private readonly startTime: Draw;
  private readonly scaler = new Scaler();
  private readonly victims = new Map<object, Member[]>();
  private readonly up = new Level();
  private readonly starting = new Level();
  /** What the autoscaler saw last: integrals of busy slots or waiting calls. */
  private seen = 0;
  private looks = false;

  constructor(build: Build, front: Server) {
    super(build.simulation, `${front.id}/replicas`);
    this.front = front;
    this.spread = new Spread(build.stream(front.id, "spread"));
    this.startTime = new Draw(build.stream(front.id, "start"), { distribution: "constant", value: 0 });
    const { spec } = front;
    const isCold = spec.startUp?.cold === true && this.simulation.now === 0;
    if (spec.startUp !== undefined) this.startTime.set(spec.startUp.time);
    this.members.push({ server: front, state: "up", event: undefined });
    const first = initial(spec);
    for (let i = 1; i < first; i++)
      this.members.push({ server: front.replica(), state: "up", event: undefined });
    if (isCold) for (const member of this.members) this.begin(member);
    this.levels();
    this.up.restart(this.simulation.now);
    this.starting.restart(this.simulation.now);
    this.lookLater();
  }

  /** Whether any replica would take a call. */
  get isListening(): boolean {
    return this.open.length > 0;
  }

  get replicas(): { up: { mean: number; max: number }; starting: { mean: number; max: number } } {
    const { now } = this.simulation;
    const of = (level: Level) => ({ mean: level.mean(now), max: level.max });
    return { up: of(this.up), starting: of(this.starting) };
  }

  get now(): { up: number; starting: number; listening: number } {
    return { up: this.up.value, starting: this.starting.value, listening: this.open.length };
  }

  /** Slots of all that are up. */
  get slots(): number {
    return this.members.reduce((sum, { server, state }) => (state === "up" ? sum + server.slots : sum), 0);
  }

  override enter(): void {
    throw new Error(`${this.id}: calls come to the server`);
  }

  /** A call comes to the server: one of the replicas gets it. */
  accept(call: number): void {
    const { front, open } = this;
    const chosen = open[this.spread.choose(open, front.spec.spread)];
    if (chosen === undefined) {
      front.refuse(call, Outcome.unavailable);
      return;
    }
    if (front.spec.startUp?.requests === "refuse" && this.isStarting(chosen)) {
      front.refuse(call, Outcome.error);
      return;
    }
    ints[call + Field.node] = chosen.index;
    chosen.accept(call);
  }

  private isStarting(server: Server): boolean {
    return this.members.some((member) => member.server === server && member.state === "starting");
  }

  /** The server itself has taken over its parameters. */
  override configure(): void {
    const { spec } = this.front;
    if (spec.startUp !== undefined) this.startTime.set(spec.startUp.time);
    for (const { server } of this.members) if (server !== this.front) server.take(spec);
    // With autoscaling the number of replicas is only where it begins.
    const { scaling } = spec;
    this.resize(
      scaling === undefined ? spec.replicas : Math.min(scaling.max, Math.max(scaling.min, this.existing())),
      0,
    );
    this.lookLater();
  }

  override disturbed(): void {
    for (const { server } of this.members) if (server !== this.front) server.replicaDisturbed();
  }

  /** What was counted is about to be forgotten; the autoscaler goes on from what it has seen. */
  beforeRestart(): void {
    this.seen -= this.integral();
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.up.restart(this.simulation.now);
    this.starting.restart(this.simulation.now);
  }

  /** Some of the replicas that are up or starting crash; what they do is lost. */
  crash(fault: object, instances: number): void {
    const hit = this.members
      .filter(({ state }) => state === "up" || state === "starting")
      .slice(0, instances);
    this.victims.set(fault, hit);
    for (const member of hit) {
      this.cancel(member);
      member.state = "crashed";
    }
    this.levels();
    for (const { server } of hit) server.loseAll();
  }

  /** The replicas that a fault made crash start again. */
  restart(fault: object): void {
    for (const member of this.victims.get(fault) ?? []) if (member.state === "crashed") this.begin(member);
    this.victims.delete(fault);
    this.levels();
  }

  override happen(kind: number, argument: number): void {
    if (kind === LOOK) {
      this.look();
      return;
    }
    const member = this.members[argument] as Member;
    member.event = undefined;
    if (kind === STARTS) this.begin(member);
    else member.state = "up";
    this.levels();
  }

  /** A replica begins to start. */
  private begin(member: Member): void {
    const seconds = this.front.spec.startUp === undefined ? 0 : this.startTime.next();
    member.state = seconds > 0 ? "starting" : "up";
    if (seconds > 0) this.later(member, STARTED, seconds);
  }

  private later(member: Member, kind: number, seconds: number): void {
    const { simulation } = this;
    const place = this.members.indexOf(member);
    member.event = simulation.schedule(simulation.now + seconds, this.index, kind, place);
  }

  private cancel(member: Member): void {
    if (member.event !== undefined) this.simulation.eventList.cancel(member.event);
    member.event = undefined;
  }

  /** Works out who takes calls, and lets those work that are up. */
  private levels(): void {
    const { now } = this.simulation;
    const requests = this.front.spec.startUp?.requests ?? "wait";
    const inState = (wanted: State) => this.members.filter(({ state }) => state === wanted);
    this.up.set(inState("up").length, now);
    this.starting.set(inState("starting").length, now);
    this.open = this.members
      .filter(({ state }) => state === "up" || (state === "starting" && requests !== "wait"))
      .map(({ server }) => server);
    // Who goes away finishes what it has.
    for (const { server, state } of this.members) server.pause(state !== "up" && state !== "away");
  }

  /** Replicas that are there, or will be. */
  private existing(): number {
    return this.members.filter(({ state }) => state !== "away").length;
  }

  /** Orders replicas, which begin to start after `delay`, or gives up those that came last. */
  private resize(replicas: number, delay: number): void {
    for (let there = this.existing(); there < replicas; there++) {
      const member = this.members.find(({ state }) => state === "away") ?? this.add();
      member.state = "ordered";
      if (delay > 0) this.later(member, STARTS, delay);
      else this.begin(member);
    }
    for (let there = this.existing(); there > replicas; there--) {
      const last = this.members.findLast(({ state }) => state !== "away") as Member;
      this.cancel(last);
      last.state = "away";
    }
    this.levels();
  }

  private add(): Member {
    const member: Member = { server: this.front.replica(), state: "away", event: undefined };
    this.members.push(member);
    return member;
  }

  private lookLater(): void {
    const { scaling } = this.front.spec;
    if (scaling === undefined || this.looks) return;
    this.looks = true;
    this.seen = this.integral();
    this.simulation.schedule(this.simulation.now + scaling.interval, this.index, LOOK, 0);
  }

  /** The autoscaler looks at its metric. */
  private look(): void {
    const { scaling } = this.front.spec;
    this.looks = false;
    if (scaling === undefined) return;
    const total = Math.max(0, this.integral() - this.seen) / scaling.interval;
    const there = this.existing();
    const wanted = this.scaler.next(total, there, this.simulation.now, scaling);
    if (wanted !== there) this.resize(wanted, scaling.delay);
    this.lookLater();
  }

  /** Over time, the number of replicas that the busy slots would fill, or the waiting calls. */
  private integral(): number {
    const { front, simulation } = this;
    const { spec, station } = front;
    const { now } = simulation;
    if (spec.scaling?.metric === "waiting") return station.waiting.integral(now);
    if (spec.discipline === "eventLoop") return front.processorMeasures.threads.busy.integral(now);
    if (spec.discipline === "preemptive")
      return front.processorMeasures.threads.busy.integral(now) / spec.concurrency;
    if (spec.discipline === "processorSharing") return station.work / spec.concurrency;
    return station.active.integral(now) / spec.concurrency;
  }
}

/** How many replicas a run begins with. */
function initial({ replicas, scaling }: ComponentOf<"server">): number {
  return scaling === undefined ? replicas : Math.min(scaling.max, Math.max(scaling.min, replicas));
}
