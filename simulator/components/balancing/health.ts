import type { ComponentOf } from "../../scenario/schema/scenario.ts";
import type { Targets } from "./targets.ts";

type Spec = ComponentOf<"balancer">;

/**
 * Which targets get calls, and how many: health checks that the balancer makes (as HAProxy), targets that it takes out after
 * failures in a row (as Envoy's outlier detection), and a slow start for those that come back.
 */
export class Health {
  private readonly targets: Targets;
  private readonly healthy: Uint8Array;
  /** Checks in a row that went against the present opinion. */
  private readonly streak: Int32Array;
  private readonly failures: Int32Array;
  private readonly ejectedUntil: Float64Array;
  private readonly backSince: Float64Array;

  constructor(targets: Targets) {
    this.targets = targets;
    this.healthy = new Uint8Array(targets.size).fill(1);
    this.streak = new Int32Array(targets.size);
    this.failures = new Int32Array(targets.size);
    this.ejectedUntil = new Float64Array(targets.size);
    this.backSince = new Float64Array(targets.size).fill(Number.NEGATIVE_INFINITY);
  }

  /** The result of a health check. */
  checked(target: number, up: boolean, now: number, { fall, rise }: NonNullable<Spec["healthCheck"]>): void {
    const was = this.healthy[target] === 1;
    if (up === was) {
      this.streak[target] = 0;
      return;
    }
    const streak = (this.streak[target] as number) + 1;
    this.streak[target] = streak;
    if (streak < (was ? fall : rise)) return;
    this.streak[target] = 0;
    this.healthy[target] = up ? 1 : 0;
    if (up) this.backSince[target] = now;
  }

  /** How a call ended. A target with too many failures in a row is taken out for a while, unless too many are out already. */
  ended(
    target: number,
    failed: boolean,
    now: number,
    { consecutiveFailures, openFor, maxRatio }: NonNullable<Spec["ejection"]>,
  ): void {
    if (!failed) {
      this.failures[target] = 0;
      return;
    }
    const failures = (this.failures[target] as number) + 1;
    this.failures[target] = failures;
    if (failures < consecutiveFailures || (this.ejectedUntil[target] as number) > now) return;
    let out = 0;
    for (const until of this.ejectedUntil) if (until > now) out++;
    if (out + 1 > maxRatio * this.targets.size) return;
    this.failures[target] = 0;
    this.ejectedUntil[target] = now + openFor;
    this.backSince[target] = now + openFor;
  }

  /** Works out what counts now. */
  refresh(now: number, slowStart: number): void {
    const { targets } = this;
    for (let i = 0; i < targets.size; i++) {
      const weight = targets.weights[i] as number;
      const out = this.healthy[i] === 0 || (this.ejectedUntil[i] as number) > now;
      const started = slowStart > 0 ? Math.min(1, (now - (this.backSince[i] as number)) / slowStart) : 1;
      // Never nothing: a target that is back is given a first call.
      targets.effective[i] = out ? 0 : weight * Math.max(0.01, started);
    }
  }
}
