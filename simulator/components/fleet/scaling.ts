import type { ComponentOf } from "../../scenario/schema/scenario.ts";

type Scaling = NonNullable<ComponentOf<"server">["scaling"]>;

/**
 * How many replicas there should be: as many as bring the metric to its target, as Kubernetes' horizontal autoscaler works it out. Fewer are
 * wanted only when that was so for all of the cooldown.
 */
export class Scaler {
  /** What was wanted, and when. */
  private wanted: { at: number; replicas: number }[] = [];

  /** `total` is the metric summed over all replicas, its mean since the last time; `replicas` are those that exist, or are on their way. */
  next(total: number, replicas: number, now: number, scaling: Scaling): number {
    const exact = total / scaling.target;
    const isNear = Math.abs(exact - replicas) <= scaling.tolerance * replicas;
    const asked = isNear ? replicas : Math.ceil(exact - 1e-9);
    const within = Math.min(scaling.max, Math.max(scaling.min, asked));
    this.wanted.push({ at: now, replicas: within });
    this.wanted = this.wanted.filter(({ at }) => at > now - scaling.cooldown || at === now);
    if (within >= replicas) return within;
    // The most that was wanted of late, but never more than there are: this is about giving up.
    const most = this.wanted.reduce((most, one) => Math.max(most, one.replicas), 0);
    return Math.min(replicas, most);
  }
}
