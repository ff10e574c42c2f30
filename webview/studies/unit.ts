import type { Unit } from "../../simulator/scenario/metrics.ts";
import type { Objective, SweepPoint } from "../../simulator/studies.ts";

/** Every point tells the objective with its unit among what it estimates. */
export const unitOfObjective = (
  { metric }: Objective,
  points: readonly Pick<SweepPoint, "estimates">[],
): Unit => points[0]?.estimates.find((one) => one.metric === metric)?.unit ?? "count";
