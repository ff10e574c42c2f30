import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import { NO_PART } from "../engine/ledgers.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { Outcome } from "../outcome.ts";
import type { Call, Retry } from "../scenario/schema/call.ts";
import { Way } from "./calling/way.ts";
import { RetryBudget } from "./retry-budget.ts";

const TIMEOUT = 0;
const RETRY = 1;
const HEDGE = 2;

type Policy = Pick<Call, "timeout" | "retry" | "hedge" | "batch" | "connection">;

/**
 * How a caller calls: with a timeout, retries and hedged copies. It sits between a source or a server's step and the target, and
 * is not on the stage. Without any of the three a call passes straight through.
 *
 * Each try is a call of its own; when the timer ends, it and its hedged copies are abandoned, and what they began goes on elsewhere.
 * Registers of the waiting call: `a` tries so far, `b` copies under way, `c` copies sent of this try, `d` the only copy where it is
 * not hedged, `x` the last back-off in seconds.
 */
export class CallPolicy extends Component {
  private policy: Policy;
  /** Neither timeout nor retries nor hedged copies. */
  private plain = false;
  private readonly way: Way;
  private readonly link: Link;
  /** Where tries are counted: the component of the scenario that calls. */
  private readonly owner: Component;
  private readonly stream: RandomStream;
  private readonly budget = new RetryBudget();
  private readonly backoffPart: number;
  /** The copies under way of calls that are hedged. */
  private readonly copies = new Map<number, number[]>();

  constructor(build: Build, owner: Component, name: string, target: string, policy: Policy) {
    super(build.simulation, `${owner.id}/${name}`);
    this.owner = owner;
    this.policy = policy;
    this.way = new Way(build, owner, name, target, policy);
    this.link = this.way.link;
    this.setPolicy(policy);
    this.stream = build.stream(this.id, "backoff");
    this.backoffPart = this.simulation.ledgers.part(owner.id, "retry back-off");
  }

  /** Not a component of the scenario: its owner says what has changed. */
  override configure(): void {}

  setPolicy(policy: Policy): void {
    this.policy = policy;
    this.plain =
      policy.timeout === Number.POSITIVE_INFINITY && policy.retry === undefined && policy.hedge === undefined;
    this.way.set(policy);
  }

  override enter(call: number): void {
    const { simulation } = this;
    if (this.plain) {
      this.owner.station.attempts++;
      simulation.send(call, this.link);
      return;
    }
    // Its tries go over the link, and not the call itself.
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.frame;
    ints[call + Field.a] = 0;
    doubles[(call >> 1) + Field.x] = 0;
    this.budget.first(simulation.now);
    this.tryOnce(call);
  }

  /** Another try; what was left of an earlier one has been abandoned. */
  private tryOnce(call: number): void {
    const { simulation, policy } = this;
    ints[call + Field.a] = (ints[call + Field.a] as number) + 1;
    ints[call + Field.b] = 0;
    ints[call + Field.c] = 0;
    ints[call + Field.d] = NO_CALL;
    // The wait for a hedged copy to be sent is nobody's work.
    simulation.ledgers.enter(ints[call + Field.ledger] as number, NO_PART, simulation.now);
    simulation.startTimer(call, this.index, TIMEOUT, policy.timeout);
    this.sendCopy(call);
  }

  private sendCopy(call: number): void {
    const { simulation, policy } = this;
    const { calls } = simulation;
    const copies = (ints[call + Field.c] as number) + 1;
    ints[call + Field.c] = copies;
    ints[call + Field.b] = (ints[call + Field.b] as number) + 1;
    this.owner.station.attempts++;
    const child = calls.child(call, this.index);
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    if ((ints[call + Field.a] as number) > 1)
      ints[child + Field.flags] = (ints[child + Field.flags] as number) | Flag.retry;
    const { hedge } = policy;
    const others = this.copiesOf(call);
    // A copy may be sent of a call that was hedged before the policy changed.
    if (others !== undefined) others.push(child);
    else if (hedge !== undefined) this.copies.set(call, [child]);
    else ints[call + Field.d] = child;
    // Copies that work at the same time need ledgers of their own.
    if (hedge !== undefined || others !== undefined) simulation.fork(child);
    if (hedge !== undefined && copies <= hedge.max) this.scheduleFor(call, HEDGE, hedge.after);
    simulation.send(child, this.link);
  }

  private scheduleFor(call: number, kind: number, seconds: number): void {
    const { now } = this.simulation;
    ints[call + Field.event] = this.simulation.schedule(now + seconds, this.index, kind, call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.scheduled;
  }

  override childDone(call: number, child: number, outcome: number): void {
    const { simulation } = this;
    const left = (ints[call + Field.b] as number) - 1;
    ints[call + Field.b] = left;
    const copies = this.copiesOf(call);
    if (copies !== undefined) copies.splice(copies.indexOf(child), 1);
    else ints[call + Field.d] = NO_CALL;
    // Another copy may still succeed.
    if (outcome > Outcome.late && left > 0) return;
    simulation.cancelTimer(call);
    this.cancelScheduled(call);
    simulation.join(call, child);
    this.abandonCopies(call);
    this.tryEnded(call, outcome);
  }

  override happen(kind: number, call: number): void {
    const { simulation } = this;
    if (kind === TIMEOUT) {
      this.cancelScheduled(call);
      const copy = this.copiesOf(call)?.[0];
      if (copy !== undefined) simulation.join(call, copy);
      this.abandonCopies(call);
      this.tryEnded(call, Outcome.timeout);
      return;
    }
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.scheduled;
    if (kind === RETRY) this.tryOnce(call);
    else this.sendCopy(call);
  }

  /** A server that stops at once stops its tries as well. */
  override abandoned(call: number): void {
    const { simulation } = this;
    simulation.cancelTimer(call);
    this.cancelScheduled(call);
    this.abandonCopies(call);
    simulation.complete(call, Outcome.cancelled);
  }

  /** What is under way for the call is no longer waited for. */
  private abandonCopies(call: number): void {
    const { simulation } = this;
    const copies = this.copiesOf(call);
    if (copies !== undefined) {
      for (const copy of copies) simulation.abandon(copy);
      this.copies.delete(call);
    }
    const child = ints[call + Field.d] as number;
    if (child !== NO_CALL) simulation.leaveBehind(call, child);
    ints[call + Field.d] = NO_CALL;
  }

  /** The hedged copies under way for a call; most policies have none at all. */
  private copiesOf(call: number): number[] | undefined {
    return this.copies.size > 0 ? this.copies.get(call) : undefined;
  }

  private tryEnded(call: number, outcome: number): void {
    const { simulation } = this;
    const { retry } = this.policy;
    if (
      outcome > Outcome.late &&
      retry !== undefined &&
      (ints[call + Field.a] as number) <= retry.maxRetries &&
      this.budget.allows(simulation.now, retry.budgetRatio)
    ) {
      this.retryLater(call, retry);
    } else {
      simulation.complete(call, outcome);
    }
  }

  private retryLater(call: number, retry: Retry): void {
    const { simulation } = this;
    const { now } = simulation;
    const wait = this.backoff(
      retry,
      ints[call + Field.a] as number,
      doubles[(call >> 1) + Field.x] as number,
    );
    doubles[(call >> 1) + Field.x] = wait;
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.backoffPart, now);
    this.scheduleFor(call, RETRY, wait);
  }

  /** Seconds before the retry that follows `tries` tries; `last` is the wait before. Jitter as named by Brooker (2015). */
  private backoff(retry: Retry, tries: number, last: number): number {
    const { initial, factor, max, jitter } = retry.backoff;
    const full = Math.min(max, initial * factor ** (tries - 1));
    switch (jitter) {
      case "none":
        return full;
      case "full":
        return full * this.stream.uniform();
      case "equal":
        return full / 2 + (full / 2) * this.stream.uniform();
      case "decorrelated": {
        const high = 3 * (last > 0 ? last : initial);
        return Math.min(max, initial + (high - initial) * this.stream.uniform());
      }
    }
  }

  private cancelScheduled(call: number): void {
    const { eventList } = this.simulation;
    const flags = ints[call + Field.flags] as number;
    if ((flags & Flag.scheduled) === 0) return;
    ints[call + Field.flags] = flags & ~Flag.scheduled;
    eventList.cancel(ints[call + Field.event] as number);
  }
}
