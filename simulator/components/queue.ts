import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { Messages } from "./queueing/messages.ts";

const PUBLISHED = 0;
const DELIVERED = 1;
const VISIBILITY_TIMEOUT = 2;
const VISIBLE = 3;
const EXPIRED = 4;
const LINGERED = 5;

/** What a delivery is: its messages wait for the target's answer · are done with · are in the queue again · are dead letters. */
const Delivery = { pending: 0, acknowledged: 1, expired: 2, deadLetter: 3 } as const;

/** What became of messages, since the last restart. */
class Tally {
  acknowledged = 0;
  redelivered = 0;
  deadLettered = 0;
  expired = 0;
  dropped = 0;
  lost = 0;
}

/**
 * A broker's queue with its consumers. A call publishes a message and is answered at once. Consumers take messages and call the target; that
 * is work of its own, which no client waits for: the message is a call without a parent, whose deadline is never.
 *
 * A message's registers: `a` deliveries so far, `x` when it was published, `event` its end of life or the end of its absence. In a
 * delivery messages are linked by `next`.
 * A delivery's registers: `a` the call to the target, `b` what it is, `c` how many messages, `d` the first of them, `x` when they were taken.
 */
export class Queue extends Component {
  private spec: ComponentOf<"queue">;
  private link: Link | undefined;
  private deadLetters: Link | undefined;
  private readonly messages: Messages;
  /** Messages that consumers have taken, and deliveries that they work on. */
  private taken = 0;
  private busy = 0;
  private absent = 0;
  private linger = NO_EVENT;
  tally = new Tally();
  private oldestEver = 0;
  private readonly publishPart: number;

  constructor(build: Build, spec: ComponentOf<"queue">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.messages = new Messages();
    this.messages.order = spec.order;
    this.publishPart = this.simulation.ledgers.part(spec.id, "publish");
  }

  wire(build: Build): void {
    this.link = build.link(this.id, this.spec.target);
    if (this.spec.deadLetter !== undefined) this.deadLetters = build.link(this.id, this.spec.deadLetter);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "queue") return;
    this.spec = spec;
    this.messages.order = spec.order;
    this.dispatch();
  }

  override disturbed(): void {
    this.dispatch();
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.tally = new Tally();
    this.oldestEver = 0;
  }

  /** How many messages consumers can have at once. */
  get capacity(): number {
    const { consumers, batch } = this.spec;
    return consumers === 0 ? 0 : this.slots * (batch?.size ?? 1);
  }

  private get slots(): number {
    const { consumers, prefetch } = this.spec;
    return consumers === 0 ? 0 : consumers * prefetch;
  }

  /** Seconds since the first message that waits was published; 0 where none waits. */
  get oldestAge(): number {
    const oldest = this.messages.oldest();
    return oldest === NO_CALL ? 0 : this.simulation.now - this.published(oldest);
  }

  /** The largest age that a waiting message has had since the last restart, seconds. */
  get oldestSoFar(): number {
    return Math.max(this.oldestEver, this.oldestAge);
  }

  private published(message: number): number {
    return doubles[(message >> 1) + Field.x] as number;
  }

  override enter(call: number): void {
    const { simulation, station, disturbance, spec } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (disturbance.refuses()) {
      this.end(call, disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    const time = disturbance.stretch(spec.publishTime);
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.publishPart, now);
    if (time > 0) simulation.schedule(now + time, this.index, PUBLISHED, call);
    else this.publish(call);
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }

  private publish(call: number): void {
    const { simulation, messages, spec } = this;
    const { calls, now } = simulation;
    if (messages.size >= spec.limit) {
      if (spec.overflow === "reject") {
        this.end(call, Outcome.queueFull);
        return;
      }
      const oldest = messages.oldest();
      this.takeOut(oldest);
      this.tally.dropped++;
      this.discard(oldest);
    }
    const message = calls.detached(call);
    const shown = (ints[call + Field.flags] as number) & Flag.shown;
    ints[message + Field.flags] = Flag.background | Flag.frame | shown;
    ints[message + Field.a] = 0;
    doubles[(message >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    doubles[(message >> 1) + Field.deadline] = Number.POSITIVE_INFINITY;
    doubles[(message >> 1) + Field.x] = now;
    this.end(call, Outcome.inTime);
    this.queue(message);
    this.dispatch();
  }

  private isReturned(message: number): boolean {
    return (ints[message + Field.a] as number) > 0;
  }

  /** Puts a message in the queue, unless its life is over. */
  private queue(message: number): void {
    const { simulation, messages, spec } = this;
    const { now } = simulation;
    const ends = this.published(message) + spec.messageTtl;
    if (ends <= now) {
      this.expire(message);
      return;
    }
    doubles[(message >> 1) + Field.start] = now;
    messages.push(message, this.isReturned(message));
    this.station.waiting.set(messages.size, now);
    ints[message + Field.event] =
      ends < Number.POSITIVE_INFINITY ? simulation.schedule(ends, this.index, EXPIRED, message) : NO_EVENT;
  }

  /** A message no longer waits. */
  private takeOut(message: number): void {
    const { simulation, messages, station } = this;
    const { now } = simulation;
    messages.remove(message, this.isReturned(message));
    station.waiting.set(messages.size, now);
    this.oldestEver = Math.max(this.oldestEver, now - this.published(message));
    const event = ints[message + Field.event] as number;
    if (event !== NO_EVENT) simulation.eventList.cancel(event);
  }

  /** Hands messages to consumers while there are both. */
  private dispatch(): void {
    while (this.messages.size > 0 && this.busy < this.slots && !this.disturbance.down && this.isFull())
      this.deliver();
  }

  /** Whether there are enough messages for a batch, or the first has waited for others long enough. */
  private isFull(): boolean {
    const { simulation, messages, spec } = this;
    const { batch } = spec;
    if (this.linger !== NO_EVENT) {
      simulation.eventList.cancel(this.linger);
      this.linger = NO_EVENT;
    }
    if (batch === undefined || messages.size >= batch.size) return true;
    const until = messages.since(messages.oldest()) + batch.linger;
    if (until <= simulation.now) return true;
    this.linger = simulation.schedule(until, this.index, LINGERED, 0);
    return false;
  }

  /** A consumer takes the next message, or the next few. */
  private deliver(): void {
    const { simulation, messages, station, spec } = this;
    const { now } = simulation;
    let last = NO_CALL;
    let count = 0;
    let work = 0;
    const delivery = this.frame(messages.first());
    for (const most = spec.batch?.size ?? 1; count < most && messages.size > 0; count++) {
      const message = messages.first();
      this.takeOut(message);
      station.wait.record(now - messages.since(message));
      const deliveries = (ints[message + Field.a] as number) + 1;
      ints[message + Field.a] = deliveries;
      if (deliveries > 1) this.tally.redelivered++;
      work += doubles[(message >> 1) + Field.work] as number;
      ints[last === NO_CALL ? delivery + Field.d : last + Field.next] = message;
      ints[message + Field.next] = NO_CALL;
      last = message;
    }
    ints[delivery + Field.b] = Delivery.pending;
    ints[delivery + Field.c] = count;
    doubles[(delivery >> 1) + Field.work] = work;
    doubles[(delivery >> 1) + Field.x] = now;
    this.busy++;
    this.taken += count;
    station.active.set(this.taken, now);
    simulation.startTimer(delivery, this.index, VISIBILITY_TIMEOUT, spec.visibilityTimeout);
    const time = this.disturbance.stretch(spec.deliveryTime);
    if (time > 0) simulation.schedule(now + time, this.index, DELIVERED, delivery);
    else this.delivered(delivery);
  }

  /** What goes on for nobody: a frame of this component for a message, with a clock of its own. */
  private frame(message: number): number {
    const { simulation } = this;
    const { calls, now } = simulation;
    const frame = calls.detached(message);
    const shown = (ints[message + Field.flags] as number) & Flag.shown;
    ints[frame + Field.flags] = Flag.background | Flag.frame | Flag.ownsLedger | shown;
    ints[frame + Field.ledger] = simulation.ledgers.open(now);
    ints[frame + Field.d] = NO_CALL;
    return frame;
  }

  private delivered(delivery: number): void {
    const first = ints[delivery + Field.d] as number;
    const again = first !== NO_CALL && (ints[first + Field.a] as number) > 1;
    if (this.spec.acknowledge === "onDelivery" && first !== NO_CALL) {
      this.simulation.cancelTimer(delivery);
      ints[delivery + Field.b] = Delivery.acknowledged;
      this.settle(delivery, (message) => this.acknowledge(message));
    }
    this.call(delivery, this.link as Link, again);
  }

  private call(frame: number, link: Link, again: boolean): void {
    const { simulation } = this;
    const { calls } = simulation;
    const child = calls.child(frame, this.index);
    doubles[(child >> 1) + Field.work] = doubles[(frame >> 1) + Field.work] as number;
    ints[frame + Field.a] = child;
    if (again) ints[child + Field.flags] = (ints[child + Field.flags] as number) | Flag.retry;
    simulation.send(child, link);
  }

  /** A delivery is done with its messages; `end` says what becomes of each. */
  private settle(delivery: number, end: (message: number) => void): void {
    const { now } = this.simulation;
    this.taken -= ints[delivery + Field.c] as number;
    this.station.active.set(this.taken, now);
    let message = ints[delivery + Field.d] as number;
    ints[delivery + Field.d] = NO_CALL;
    while (message !== NO_CALL) {
      const after = ints[message + Field.next] as number;
      end(message);
      message = after;
    }
  }

  private acknowledge(message: number): void {
    this.tally.acknowledged++;
    this.station.use.record(this.simulation.now - this.published(message));
    this.simulation.calls.release(message);
  }

  override childDone(delivery: number, _child: number, outcome: number): void {
    const { simulation } = this;
    const failed = outcome > Outcome.late;
    const what = ints[delivery + Field.b] as number;
    if (what === Delivery.deadLetter) {
      if (failed) this.tally.lost++;
      simulation.complete(delivery, outcome);
      return;
    }
    if (what === Delivery.pending) {
      simulation.cancelTimer(delivery);
      const taken = doubles[(delivery >> 1) + Field.x] as number;
      this.settle(delivery, (message) => {
        if (failed) this.fail(message, taken);
        else this.acknowledge(message);
      });
    } else if (what === Delivery.acknowledged && failed) {
      this.tally.lost += ints[delivery + Field.c] as number;
    }
    this.busy--;
    simulation.complete(delivery, outcome);
    this.dispatch();
  }

  /** The target has failed with a message that was taken at `taken`. */
  private fail(message: number, taken: number): void {
    const { simulation, spec } = this;
    const deliveries = ints[message + Field.a] as number;
    const { delay, factor, max } = spec.redelivery;
    if (spec.onFailure === "leave") {
      this.stayAway(message, Math.max(simulation.now, taken + spec.visibilityTimeout));
    } else if (deliveries >= spec.maxDeliveries) {
      this.die(message);
    } else {
      this.stayAway(message, simulation.now + Math.min(max, delay * factor ** (deliveries - 1)));
    }
  }

  /** A message cannot be seen until a time. */
  private stayAway(message: number, until: number): void {
    this.absent++;
    this.station.idle.set(this.absent, this.simulation.now);
    this.simulation.schedule(until, this.index, VISIBLE, message);
  }

  /** A message is there for consumers again, unless it has failed too often. */
  private comeBack(message: number): void {
    if ((ints[message + Field.a] as number) >= this.spec.maxDeliveries) this.die(message);
    else this.queue(message);
  }

  private die(message: number): void {
    this.tally.deadLettered++;
    this.discard(message);
  }

  private expire(message: number): void {
    this.tally.expired++;
    this.discard(message);
  }

  /** A message leaves for where dead letters go, if there is such a place. */
  private discard(message: number): void {
    const { calls } = this.simulation;
    if (this.deadLetters !== undefined) {
      const letter = this.frame(message);
      ints[letter + Field.b] = Delivery.deadLetter;
      doubles[(letter >> 1) + Field.work] = doubles[(message >> 1) + Field.work] as number;
      this.call(letter, this.deadLetters, false);
    }
    calls.release(message);
  }

  override happen(kind: number, argument: number): void {
    switch (kind) {
      case PUBLISHED:
        this.publish(argument);
        break;
      case DELIVERED:
        this.delivered(argument);
        break;
      case VISIBILITY_TIMEOUT:
        this.timedOut(argument);
        break;
      case VISIBLE:
        this.absent--;
        this.station.idle.set(this.absent, this.simulation.now);
        this.comeBack(argument);
        this.dispatch();
        break;
      case EXPIRED:
        ints[argument + Field.event] = NO_EVENT;
        this.takeOut(argument);
        this.expire(argument);
        break;
      default:
        this.linger = NO_EVENT;
        this.dispatch();
    }
  }

  /** The consumer works on for nothing: its messages are there for others. */
  private timedOut(delivery: number): void {
    ints[delivery + Field.b] = Delivery.expired;
    ints[delivery + Field.flags] = (ints[delivery + Field.flags] as number) | Flag.abandoned;
    this.settle(delivery, (message) => this.comeBack(message));
    this.dispatch();
  }
}
