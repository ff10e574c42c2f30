import type { Build } from "../engine/build.ts";
import { Component } from "../engine/component.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import { OutcomeWindow } from "../measure/outcome-window.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { FallbackWay } from "./calling/fallback-way.ts";

const HALF_OPEN = 0;
const ANSWERED = 1;

type State =
  | { name: "closed"; failuresInARow: number }
  | { name: "open"; until: number; event: number }
  | { name: "halfOpen"; underWay: number; succeeded: number; failed: number; slow: number };

/**
 * A circuit breaker. Closed, it counts failures and opens at too many; open, it answers at once; after a while it lets probes
 * through, and closes when all of them succeed. A call's register `a` is the opening that it belongs to, so that answers to calls from
 * before the last opening do not count as probes; `b` is the call to the target, `c` 1 once the fallback answers the call.
 */
export class Breaker extends Component {
  private spec: ComponentOf<"breaker">;
  private link: Link | undefined;
  private fallback: FallbackWay | undefined;
  private state: State = { name: "closed", failuresInARow: 0 };
  private window: OutcomeWindow;
  /** Grows with each change of state. */
  private era = 0;

  constructor(build: Build, spec: ComponentOf<"breaker">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.window = new OutcomeWindow(spec.window);
  }

  wire(build: Build): void {
    const { target, fallback } = this.spec;
    this.link = build.link(this.id, target);
    if (fallback !== undefined) this.fallback = new FallbackWay(build, this, this, fallback);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "breaker") return;
    const { window } = this.spec;
    this.spec = spec;
    if (spec.fallback !== undefined) this.fallback?.set(spec.fallback);
    if (JSON.stringify(window) !== JSON.stringify(spec.window)) this.window = new OutcomeWindow(spec.window);
  }

  get stateName(): State["name"] {
    return this.state.name;
  }

  /** Seconds until it lets probes through; 0 unless it is open. */
  get opensAgainIn(): number {
    return this.state.name === "open" ? this.state.until - this.simulation.now : 0;
  }

  /** Calls and the share of failures in the window. */
  get recent(): { calls: number; failureRatio: number } {
    return this.window.read(this.simulation.now);
  }

  override enter(call: number): void {
    const { simulation, station, state } = this;
    const { calls, now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    if (this.disturbance.refuses()) {
      const outcome = this.disturbance.down ? Outcome.unavailable : Outcome.error;
      station.end(outcome, 0);
      simulation.complete(call, outcome);
      return;
    }
    if (this.spec.counting === "begun") this.window.began(now);
    if (
      state.name === "open" ||
      (state.name === "halfOpen" && state.underWay + state.succeeded >= this.spec.probes)
    ) {
      station.end(Outcome.shortCircuited, 0);
      this.answer(call, Outcome.shortCircuited);
      return;
    }
    if (state.name === "halfOpen") state.underWay++;
    ints[call + Field.a] = this.era;
    ints[call + Field.c] = 0;
    station.active.add(1, now);
    const child = calls.child(call, this.index);
    ints[call + Field.b] = child;
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    simulation.send(child, this.link as Link);
  }

  override childDone(call: number, _child: number, outcome: number): void {
    const { simulation } = this;
    const { now } = simulation;
    if (this.fallback !== undefined && ints[call + Field.c] === 1) {
      simulation.complete(call, outcome);
      return;
    }
    this.leave(call, outcome, now - (doubles[(call >> 1) + Field.start] as number));
    this.answer(call, outcome);
  }

  /** Answers a call with what its target or the breaker says, unless that is a failure and there is a fallback. */
  private answer(call: number, outcome: number): void {
    const { simulation, station, fallback } = this;
    if (outcome <= Outcome.late || fallback === undefined) {
      simulation.complete(call, outcome);
      return;
    }
    ints[call + Field.c] = 1;
    station.calls.fallbacks++;
    if (!fallback.begin(call, ANSWERED)) simulation.complete(call, Outcome.inTime);
  }

  /** A caller that stopped waiting has seen a failure, as when a timeout is inside of what the breaker wraps. */
  override abandoned(call: number): void {
    const { simulation } = this;
    if (this.fallback !== undefined && ints[call + Field.c] === 1) {
      this.fallback.stop(call);
      simulation.complete(call, Outcome.cancelled);
      return;
    }
    this.leave(call, Outcome.timeout, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.leaveBehind(call, ints[call + Field.b] as number);
    simulation.complete(call, Outcome.timeout);
  }

  private leave(call: number, outcome: number, seconds: number): void {
    const { simulation, station } = this;
    station.active.add(-1, simulation.now);
    station.end(outcome, seconds);
    const failed = outcome > Outcome.late;
    const slow = seconds > this.spec.slowCallDuration;
    const isOfThisEra = ints[call + Field.a] === this.era;
    if (this.spec.counting === "begun") this.countAny(failed, slow, isOfThisEra);
    else if (isOfThisEra) this.count(failed, slow);
  }

  /** As opossum: every answer counts at any time, and any that comes while it is half open decides. */
  private countAny(failed: boolean, slow: boolean, isOfThisEra: boolean): void {
    const { state, spec } = this;
    this.window.ended(this.simulation.now, failed, slow);
    if (state.name === "closed") {
      this.judge(failed);
    } else if (state.name === "halfOpen") {
      if (isOfThisEra) state.underWay--;
      if (failed || slow) this.trip();
      else if (++state.succeeded >= spec.probes) this.close();
    }
  }

  private count(failed: boolean, slow: boolean): void {
    const { state, spec } = this;
    const { now } = this.simulation;
    if (state.name === "halfOpen") {
      state.underWay--;
      if (spec.probeVerdict === "together") this.countProbe(state, failed, slow);
      else if (failed || slow) this.trip();
      else if (++state.succeeded >= spec.probes) this.close();
      return;
    }
    if (state.name === "open") return;
    this.window.record(now, failed, slow);
    this.judge(failed);
  }

  /** Closed, it looks at what it has counted after a call. */
  private judge(failed: boolean): void {
    const { state, spec } = this;
    if (state.name !== "closed") return;
    state.failuresInARow = failed ? state.failuresInARow + 1 : 0;
    const { calls, failureRatio, slowRatio } = this.window.read(this.simulation.now);
    const enough = calls >= spec.minimumCalls;
    if (
      state.failuresInARow >= spec.consecutiveFailures ||
      (enough &&
        (this.failsTooOften(failed, failureRatio) || (slowRatio > 0 && slowRatio >= spec.slowCallRatio)))
    ) {
      this.trip();
    }
  }

  /** As resilience4j: when all probes have ended, their shares of failed and slow ones decide as those of the window do. */
  private countProbe(state: Extract<State, { name: "halfOpen" }>, failed: boolean, slow: boolean): void {
    const { probes, slowCallRatio } = this.spec;
    state.succeeded++;
    if (failed) state.failed++;
    if (slow) state.slow++;
    if (state.succeeded < probes) return;
    const isBad = this.failsTooOften(true, state.failed / probes);
    if (isBad || (state.slow > 0 && state.slow / probes >= slowCallRatio)) this.trip();
    else this.close();
  }

  /** opossum looks at the ratio after each failure, and opens above it; resilience4j looks after each call, and opens at it. */
  private failsTooOften(failed: boolean, ratio: number): boolean {
    const { failureRatio, opensAt } = this.spec;
    return opensAt === "above" ? failed && ratio > failureRatio : ratio > 0 && ratio >= failureRatio;
  }

  private trip(): void {
    const { simulation } = this;
    if (this.state.name === "open" && this.state.event !== NO_EVENT)
      simulation.eventList.cancel(this.state.event);
    const until = simulation.now + this.spec.openFor;
    this.state = { name: "open", until, event: simulation.schedule(until, this.index, HALF_OPEN, 0) };
    this.era++;
    this.station.opened++;
    this.station.connecting.set(1, simulation.now);
  }

  private close(): void {
    this.state = { name: "closed", failuresInARow: 0 };
    this.era++;
    if (this.spec.counting === "ended") this.window.clear();
    this.station.connecting.set(0, this.simulation.now);
  }

  override happen(kind: number, argument: number): void {
    if (kind === ANSWERED) {
      ints[argument + Field.flags] = (ints[argument + Field.flags] as number) & ~Flag.scheduled;
      this.simulation.complete(argument, Outcome.inTime);
      return;
    }
    this.state = { name: "halfOpen", underWay: 0, succeeded: 0, failed: 0, slow: 0 };
    this.era++;
    this.station.connecting.set(0, this.simulation.now);
  }
}
