/** A simulated second in less than this on screen, in seconds, is too fast to follow one request. */
const SHORTEST_SECOND = 0.25;
const MOST_ONE_IN = 1000;

/** Whether dots can still be requests, or only show the rate. */
export const flows = (speed: number, oneIn: number): boolean =>
  1 / speed < SHORTEST_SECOND || oneIn > MOST_ONE_IN;

/** Dots that all edges together may carry in flow mode. */
const MOST_DOTS = 240;

/** Requests per second of one dot: the smallest of 1, 2, 5, 10, 20, 50 … with which the edges carry few enough dots. */
export function ratePerDot(rates: readonly number[]): number {
  const least = rates.reduce((sum, rate) => sum + rate, 0) / MOST_DOTS;
  if (!(least > 1)) return 1;
  const decade = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((step) => step * decade >= least) ?? 10) * decade;
}

/** Seconds on screen that a dot of the flow takes for an edge. */
export const FLOW_TRAVEL = 1.2;

/**
 * The dots of one edge in flow mode: how far along each is (0..1), evenly spaced, and whether it stands for failures. Which ones
 * do is by exact interleaving, not by chance: of any n dots in a row, the failing ones differ from their share by less than one.
 */
export function flowDots(
  edge: { rate: number; failureRate: number },
  perDot: number,
  seconds: number,
): { share: number; failed: boolean }[] {
  const dots = Math.round(edge.rate / perDot);
  if (dots === 0) return [];
  const failing = Math.min(1, edge.failureRate / edge.rate);
  const gone = (seconds / FLOW_TRAVEL) * dots;
  const first = Math.floor(gone);
  const phase = gone - first;
  // Dot number `first` has just set out; the one before it is a step further, and so on. Its number decides what it is.
  return Array.from({ length: dots }, (_, i) => {
    const number = first - i;
    return {
      share: (i + phase) / dots,
      failed: Math.floor((number + 1) * failing) > Math.floor(number * failing),
    };
  });
}
