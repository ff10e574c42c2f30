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
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { choiceFor } from "./balancing/choice.ts";
import { Health } from "./balancing/health.ts";
import { observe } from "./balancing/peak-ewma.ts";
import { type Choice, NO_TARGET, Targets } from "./balancing/targets.ts";
import { Zones } from "./balancing/zones.ts";

const HEALTH_CHECK = 0;
const ARRIVED = 1;
const RETURNED = 2;

/**
 * Spreads calls over its targets. A call's registers: `a` the target it went to, `b` the call to it; on its way between zones `c` how it ended
 * and `x` the seconds of one way.
 */
export class Balancer extends Component {
  private spec: ComponentOf<"balancer">;
  private links: Link[] = [];
  private targets = new Targets([]);
  private health = new Health(this.targets);
  private choose: Choice = () => NO_TARGET;
  /** Sticky sessions: the target of a key, and until when. */
  private readonly stuck = new Map<number, { target: number; until: number }>();
  private checkPending = false;
  private zones: Zones | undefined;
  private readonly networkPart: number;
  private readonly build: Build;
  private readonly stream: RandomStream;

  constructor(build: Build, spec: ComponentOf<"balancer">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.stream = build.stream(spec.id, "choice");
    this.build = build;
    this.networkPart = spec.zones === undefined ? NO_PART : this.simulation.ledgers.part(spec.id, "network");
  }

  wire(build: Build): void {
    const { spec } = this;
    this.links = spec.targets.map(({ target }) => build.link(this.id, target));
    this.targets = new Targets(spec.targets.map(({ target }) => target));
    this.health = new Health(this.targets);
    this.takeOver(spec);
    this.choose = choiceFor(spec, this.targets, this.stream);
    this.scheduleCheck();
  }

  override configure(spec: Spec): void {
    if (spec.type !== "balancer") return;
    const before = this.spec;
    this.takeOver(spec);
    this.scheduleCheck();
    if (
      spec.algorithm !== before.algorithm ||
      spec.choices !== before.choices ||
      spec.virtualNodes !== before.virtualNodes ||
      spec.ring !== before.ring ||
      spec.decay !== before.decay
    ) {
      this.choose = choiceFor(spec, this.targets, this.stream);
    }
  }

  private takeOver(spec: ComponentOf<"balancer">): void {
    this.spec = spec;
    this.targets.weights.set(spec.targets.map(({ weight }) => weight));
    this.targets.effective.set(this.targets.weights);
    this.zones = spec.zones === undefined ? undefined : new Zones(this.build, spec);
  }

  override enter(call: number): void {
    const { simulation, station, spec, targets } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (this.disturbance.refuses()) {
      const outcome = this.disturbance.down ? Outcome.unavailable : Outcome.error;
      station.end(outcome, 0);
      simulation.complete(call, outcome);
      return;
    }
    if (spec.healthCheck !== undefined || spec.ejection !== undefined)
      this.health.refresh(now, spec.slowStart);
    if (this.zones !== undefined) targets.distances = this.zones.from(this.callerOf(call));
    const choice = this.sticky(ints[call + Field.key] as number, now);
    if (choice === NO_TARGET) {
      station.end(Outcome.unavailable, 0);
      simulation.complete(call, Outcome.unavailable);
      return;
    }
    ints[call + Field.a] = choice;
    targets.underWay[choice] = (targets.underWay[choice] as number) + 1;
    station.active.add(1, now);
    if (this.zones === undefined) this.sendOn(call, choice);
    else this.travel(call, choice);
  }

  private sendOn(call: number, choice: number): void {
    const { simulation } = this;
    const { calls } = simulation;
    const child = calls.child(call, this.index);
    ints[call + Field.b] = child;
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    simulation.send(child, this.links[choice] as Link);
  }

  /** The component that made a call. */
  private callerOf(call: number): string {
    const { links, components } = this.simulation;
    const link = links[ints[call + Field.link] as number] as Link;
    return components[link.from]?.id ?? "";
  }

  private travel(call: number, choice: number): void {
    const way = (this.targets.distances[choice] as number) / 2;
    doubles[(call >> 1) + Field.x] = way;
    if (way === 0) {
      this.sendOn(call, choice);
      return;
    }
    ints[call + Field.b] = NO_CALL;
    this.takeWay(call, ARRIVED);
  }

  private takeWay(call: number, kind: number): void {
    const { simulation } = this;
    const { now, ledgers } = simulation;
    const way = doubles[(call >> 1) + Field.x] as number;
    ledgers.enter(ints[call + Field.ledger] as number, this.networkPart, now);
    ints[call + Field.event] = simulation.schedule(now + way, this.index, kind, call);
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.scheduled;
  }

  private endWay(kind: number, call: number): void {
    const { simulation } = this;
    const { now, ledgers } = simulation;
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.scheduled;
    ledgers.enter(ints[call + Field.ledger] as number, NO_PART, now);
    if (kind === ARRIVED) this.sendOn(call, ints[call + Field.a] as number);
    else this.answer(call, ints[call + Field.c] as number);
  }

  /** The target that the key had before, while it takes calls, or a new choice. */
  private sticky(key: number, now: number): number {
    const { sticky } = this.spec;
    if (sticky === undefined) return this.choose(key, now);
    const held = this.stuck.get(key);
    const target =
      held !== undefined && held.until > now && this.targets.takes(held.target)
        ? held.target
        : this.choose(key, now);
    if (target !== NO_TARGET) this.stuck.set(key, { target, until: now + sticky.ttl });
    return target;
  }

  override childDone(call: number, _child: number, outcome: number): void {
    const way = doubles[(call >> 1) + Field.x] as number;
    // A call that was sent before there were zones has an endless one.
    if (this.zones !== undefined && way > 0 && way < Number.POSITIVE_INFINITY) {
      ints[call + Field.b] = NO_CALL;
      ints[call + Field.c] = outcome;
      this.takeWay(call, RETURNED);
    } else {
      this.answer(call, outcome);
    }
  }

  private answer(call: number, outcome: number): void {
    this.leave(call, outcome);
    this.simulation.complete(call, outcome);
  }

  /** A client that closes its connection has that to the target closed as well, and the target may notice. */
  override abandoned(call: number): void {
    const { simulation } = this;
    const flags = ints[call + Field.flags] as number;
    this.leave(call, Outcome.cancelled);
    if (flags & Flag.scheduled) {
      ints[call + Field.flags] = flags & ~Flag.scheduled;
      simulation.eventList.cancel(ints[call + Field.event] as number);
    } else {
      simulation.leaveBehind(call, ints[call + Field.b] as number);
    }
    simulation.complete(call, Outcome.cancelled);
  }

  private leave(call: number, outcome: number): void {
    const { simulation, station, targets, spec } = this;
    const { now } = simulation;
    const choice = ints[call + Field.a] as number;
    const seconds = now - (doubles[(call >> 1) + Field.start] as number);
    targets.underWay[choice] = (targets.underWay[choice] as number) - 1;
    if (spec.algorithm === "peakEwma") observe(targets, choice, now, seconds, spec.decay);
    if (spec.ejection !== undefined && outcome !== Outcome.cancelled)
      this.health.ended(choice, outcome > Outcome.late, now, spec.ejection);
    station.active.add(-1, now);
    station.end(outcome, seconds);
  }

  private scheduleCheck(): void {
    const { healthCheck } = this.spec;
    if (healthCheck === undefined || this.checkPending) return;
    this.checkPending = true;
    this.simulation.schedule(this.simulation.now + healthCheck.interval, this.index, HEALTH_CHECK, 0);
  }

  override happen(kind: number, argument: number): void {
    if (kind !== HEALTH_CHECK) {
      this.endWay(kind, argument);
      return;
    }
    const { healthCheck } = this.spec;
    this.checkPending = false;
    if (healthCheck === undefined) return;
    this.links.forEach(({ target }, i) => {
      const answers = target.answersCheck(healthCheck.timeout);
      this.health.checked(i, answers, this.simulation.now, healthCheck);
    });
    this.scheduleCheck();
  }
}
