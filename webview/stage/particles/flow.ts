/** A simulated second in less than this on screen, in seconds, is too fast to follow one request. */
const SHORTEST_SECOND = 0.25;
const MOST_ONE_IN = 1000;

/** Whether dots can still be requests, or only show the rate. */
export const flows = (speed: number, oneIn: number): boolean =>
  1 / speed < SHORTEST_SECOND || oneIn > MOST_ONE_IN;

/** Dots nearer than this to one another would look like a line, px. */
const LEAST_SPACE = 16;

/**
 * Requests per second of one dot: the smallest of 1, 2, 5, 10, 20, 50 … with which no edge (its length in px) is too full. What it
 * was before stays while it is not too small and not much too large, so that it does not jump with every change of a rate.
 */
export function ratePerDot(edges: readonly { rate: number; length: number }[], before = 0): number {
  const least = Math.max(
    0,
    ...edges.map(({ rate, length }) => (rate * LEAST_SPACE) / Math.max(length, LEAST_SPACE)),
  );
  if (before >= least && before <= 4 * least) return before;
  if (!(least > 1)) return 1;
  const decade = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((step) => step * decade >= least) ?? 10) * decade;
}

/** Seconds on screen that a dot of the flow takes for an edge. */
export const FLOW_TRAVEL = 1.2;

/** A late frame moves the flow by no more than this, seconds. */
const LONGEST_STEP = 0.1;

export type FlowDot = { edge: number; share: number; failed: boolean };

export type Flow = {
  /** The dots at `now`, seconds of the view's clock: how far along their edge each is, 0..1. */
  at(edges: readonly { rate: number; failureRate: number }[], perDot: number, now: number): FlowDot[];
  clear(): void;
};

/**
 * Dots that set out at even intervals, so that there are rate ÷ perDot of them on an edge at any time. Which of them stand for
 * failures is by exact interleaving, not by chance: of any n in a row the failing ones differ from their share by less than one.
 */
export function flow(): Flow {
  type Lane = { due: number; failing: number; dots: { start: number; failed: boolean }[] };
  let lanes: Lane[] = [];
  let last: number | undefined;
  /** Own time: it stands still while nobody asks. */
  let clock = 0;
  return {
    at(edges, perDot, now) {
      const step = last === undefined ? 0 : Math.min(LONGEST_STEP, Math.max(0, now - last));
      last = now;
      clock += step;
      return edges.flatMap(({ rate, failureRate }, edge) => {
        const lane: Lane = lanes[edge] ?? { due: 0, failing: 0, dots: [] };
        lanes[edge] = lane;
        const perSecond = rate / perDot / FLOW_TRAVEL;
        lane.due += perSecond * step;
        while (lane.due >= 1) {
          lane.due -= 1;
          lane.failing += rate > 0 ? Math.min(1, failureRate / rate) : 0;
          // A hair less than one, or ten tenths would not make a whole.
          const failed = lane.failing >= 1 - 1e-9;
          if (failed) lane.failing -= 1;
          lane.dots.push({ start: clock - lane.due / perSecond, failed });
        }
        lane.dots = lane.dots.filter(({ start }) => clock - start < FLOW_TRAVEL);
        return lane.dots.map(({ start, failed }) => ({ edge, share: (clock - start) / FLOW_TRAVEL, failed }));
      });
    },
    clear() {
      lanes = [];
      last = undefined;
    },
  };
}
