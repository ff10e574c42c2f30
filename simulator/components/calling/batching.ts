import type { Build } from "../../engine/build.ts";
import { NO_CALL } from "../../engine/calls.ts";
import { Component } from "../../engine/component.ts";
import { NO_EVENT } from "../../engine/event-list.ts";
import * as Field from "../../engine/field.ts";
import * as Flag from "../../engine/flag.ts";
import type { Link } from "../../engine/link.ts";
import { doubles, ints } from "../../engine/memory.ts";
import { Outcome } from "../../outcome.ts";
import type { Batching as Parameters } from "../../scenario/schema/call.ts";

const SEND = 0;

/**
 * Calls that are made about the same time become one call, whose answer is that of all of them. It is not on the stage.
 *
 * A call's register `a` is the frame of the batch that it was sent in. A batch is a frame that nobody waits for, with a clock of
 * its own, which is added to that of each call in it.
 */
export class Batching extends Component {
  private readonly owner: Component;
  private readonly link: Link;
  private parameters: Parameters;
  private readonly waitPart: number;
  /** The calls that wait for the next batch, and when it is sent. */
  private next: number[] = [];
  private readonly keys = new Set<number>();
  private event = NO_EVENT;
  /** The calls in each batch under way. */
  private readonly members = new Map<number, number[]>();

  constructor(build: Build, owner: Component, name: string, link: Link, parameters: Parameters) {
    super(build.simulation, `${owner.id}/${name}.batch`);
    this.owner = owner;
    this.link = link;
    this.parameters = parameters;
    this.waitPart = this.simulation.ledgers.part(owner.id, "batch wait");
  }

  /** Not a component of the scenario: its owner says what has changed. */
  override configure(): void {}

  set(parameters: Parameters): void {
    this.parameters = parameters;
  }

  override enter(call: number): void {
    const { simulation, next, keys, parameters } = this;
    const { now } = simulation;
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.frame;
    ints[call + Field.a] = NO_CALL;
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.waitPart, now);
    this.station.waiting.add(1, now);
    if (next.length === 0) this.event = simulation.schedule(now + parameters.window, this.index, SEND, 0);
    next.push(call);
    keys.add(ints[call + Field.key] as number);
    if ((parameters.coalesce ? keys.size : next.length) >= parameters.maxSize) {
      simulation.eventList.cancel(this.event);
      this.send();
    }
  }

  override happen(): void {
    this.send();
  }

  private send(): void {
    const { simulation, next, members, station } = this;
    const { calls, now } = simulation;
    const { calls: tally } = this.owner.station;
    const first = next[0] as number;
    const batch = calls.detached(first);
    ints[batch + Field.flags] =
      Flag.background | Flag.frame | Flag.ownsLedger | ((ints[first + Field.flags] as number) & Flag.shown);
    ints[batch + Field.ledger] = simulation.ledgers.open(now);
    let deadline = Number.NEGATIVE_INFINITY;
    for (const call of next) {
      ints[call + Field.a] = batch;
      deadline = Math.max(deadline, doubles[(call >> 1) + Field.deadline] as number);
    }
    doubles[(batch >> 1) + Field.deadline] = deadline;
    doubles[(batch >> 1) + Field.work] = doubles[(first >> 1) + Field.work] as number;
    tally.batches++;
    tally.batched += next.length;
    station.waiting.add(-next.length, now);
    station.active.add(1, now);
    members.set(batch, next);
    this.startNext();
    const child = calls.child(batch, this.index);
    doubles[(child >> 1) + Field.work] = doubles[(batch >> 1) + Field.work] as number;
    simulation.send(child, this.link);
  }

  private startNext(): void {
    this.event = NO_EVENT;
    this.next = [];
    this.keys.clear();
  }

  override childDone(batch: number, _child: number, outcome: number): void {
    const { simulation, members } = this;
    const { ledgers, now } = simulation;
    this.station.active.add(-1, now);
    for (const call of members.get(batch) as number[]) {
      ledgers.join(ints[call + Field.ledger] as number, ints[batch + Field.ledger] as number, now);
      simulation.complete(call, outcome);
    }
    members.delete(batch);
    simulation.complete(batch, outcome);
  }

  /** The batch is sent without it, or goes on for the others. */
  override abandoned(call: number): void {
    const { simulation, next } = this;
    const batch = ints[call + Field.a] as number;
    const group = batch === NO_CALL ? next : (this.members.get(batch) as number[]);
    group.splice(group.indexOf(call), 1);
    if (batch === NO_CALL) {
      this.station.waiting.add(-1, simulation.now);
      this.keys.clear();
      for (const other of next) this.keys.add(ints[other + Field.key] as number);
      if (next.length === 0) {
        simulation.eventList.cancel(this.event);
        this.startNext();
      }
    } else if (group.length === 0) {
      // Its work is for nobody from now on.
      ints[batch + Field.flags] = (ints[batch + Field.flags] as number) | Flag.abandoned;
    }
    simulation.complete(call, Outcome.cancelled);
  }
}
