/** Upper limits of age ÷ budget for the first four of the five steps of the latency ramp. */
const LIMITS = [0.25, 0.5, 1, 2];

/** Step 0..4 of the latency ramp for an age as a share of its budget. */
export function rampStep(ageRatio: number): number {
  let step = 0;
  while (step < LIMITS.length && ageRatio > (LIMITS[step] as number)) step++;
  return step;
}

/** Radius of a dot in px: in high contrast age is shown by size, since a ramp of colours would lose its contrast. */
export const rampRadius = (step: number, highContrast: boolean): number => (highContrast ? 2 + step : 3.2);
