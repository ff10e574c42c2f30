import type { Build } from "../../engine/build.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";

/** How long the way there and back is between zones, seconds. */
export class Zones {
  private readonly zoneOf: ReadonlyMap<string, string>;
  private readonly targets: readonly string[];
  private readonly roundTrips = new Map<string, number>();
  private readonly known = new Map<string, Float64Array>();

  constructor(build: Build, spec: ComponentOf<"balancer">) {
    this.zoneOf = build.zones;
    this.targets = spec.targets.map(({ target }) => target);
    for (const { between, roundTrip } of spec.zones ?? []) {
      const [one, other] = between;
      this.roundTrips.set(`${one} ${other}`, roundTrip);
      this.roundTrips.set(`${other} ${one}`, roundTrip);
    }
  }

  /** The round trips from a component to each target; 0 where either is in no zone, or both are in one that nothing is said of. */
  from(caller: string): Float64Array {
    const known = this.known.get(caller);
    if (known !== undefined) return known;
    const zone = this.zoneOf.get(caller);
    const distances = Float64Array.from(
      this.targets,
      (target) => this.roundTrips.get(`${zone} ${this.zoneOf.get(target)}`) ?? 0,
    );
    this.known.set(caller, distances);
    return distances;
  }
}
