import type { Build } from "../../engine/build.ts";
import { NO_CALL } from "../../engine/calls.ts";
import { Component } from "../../engine/component.ts";
import * as Field from "../../engine/field.ts";
import * as Flag from "../../engine/flag.ts";
import { doubles, ints } from "../../engine/memory.ts";
import { Outcome } from "../../outcome.ts";
import type { Fallback } from "../../scenario/schema/call.ts";
import type { CallPolicy } from "../call-policy.ts";
import type { Policy } from "./caller.ts";
import { FallbackWay } from "./fallback-way.ts";

const ANSWERED = 0;

/**
 * A call with a fallback: when all tries have failed, it is answered otherwise. It is not on the stage. A call's registers: `c` 1
 * once the fallback answers it, `d` the call that it waits for.
 */
export class FallbackCaller extends Component {
  private readonly owner: Component;
  private readonly inner: CallPolicy;
  private readonly way: FallbackWay;

  constructor(build: Build, owner: Component, name: string, inner: CallPolicy, fallback: Fallback) {
    super(build.simulation, `${owner.id}/${name}.fallback`);
    this.owner = owner;
    this.inner = inner;
    this.way = new FallbackWay(build, owner, this, fallback);
  }

  /** Not a component of the scenario: its owner says what has changed. */
  override configure(): void {}

  setPolicy(policy: Policy): void {
    this.inner.setPolicy(policy);
    if (policy.fallback !== undefined) this.way.set(policy.fallback);
  }

  override enter(call: number): void {
    const { simulation, inner } = this;
    const { calls } = simulation;
    // It is the call of its tries, and not over a link itself.
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.frame;
    const child = calls.child(call, inner.index);
    doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
    ints[call + Field.c] = 0;
    ints[call + Field.d] = child;
    inner.enter(child);
  }

  override childDone(call: number, _child: number, outcome: number): void {
    const { simulation } = this;
    if (outcome <= Outcome.late || ints[call + Field.c] === 1) {
      simulation.complete(call, outcome);
      return;
    }
    ints[call + Field.c] = 1;
    this.owner.station.calls.fallbacks++;
    if (!this.way.begin(call, ANSWERED)) simulation.complete(call, Outcome.inTime);
  }

  override happen(_kind: number, call: number): void {
    ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.scheduled;
    this.simulation.complete(call, Outcome.inTime);
  }

  override abandoned(call: number): void {
    this.way.stop(call);
    ints[call + Field.d] = NO_CALL;
    this.simulation.complete(call, Outcome.cancelled);
  }
}
