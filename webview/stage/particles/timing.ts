import { type Frame, Header, HOP, Hop, SHAPES, type Shape } from "../../../simulator/frame.ts";

/** One dot: a sampled request on its way along an edge. */
export type Dot = {
  request: number;
  edge: number;
  back: boolean;
  shape: Shape;
  ageRatio: number;
  /** When it sets out on screen, seconds of the view's own clock. */
  start: number;
};

/** Seconds on screen that a dot takes between two boxes. Fixed, or hops of a millisecond would not be seen. */
export const TRAVEL = 0.3;

/** A dot of something that ends here stays for this long, seconds, while it fades. */
export const FADE = 0.4;

/** How long a frame's hops are spread over at most, seconds: a frame that comes late does not slow the dots down. */
const LONGEST_FRAME = 0.25;

export type Itinerary = {
  /** Takes the hops of a frame that came in at `now`. Seconds. */
  add(frame: Frame, now: number): void;
  /** The dots that are on their way at `now`; forgets those that have arrived. */
  at(now: number): readonly Dot[];
  /** On pause: dots that have not set out are where they belong, in their box. Those under way arrive within TRAVEL. */
  settle(now: number): void;
  clear(): void;
};

/**
 * When each dot sets out. A frame's hops happened between the last frame and this one; they are shown spread over the same
 * share of real time, one frame late. One request's dots follow one another: it does not leave a box before it was seen to
 * arrive there. Requests on one edge all move at the same speed, so that a queue that is first in first out looks so.
 */
export function itinerary(): Itinerary {
  let dots: Dot[] = [];
  let lastTime: number | undefined;
  let lastNow = 0;
  const arrives = new Map<number, number>();

  return {
    add({ header, hops }, now) {
      const time = header[Header.time] ?? 0;
      if (lastTime !== undefined && time < lastTime) {
        dots = [];
        arrives.clear();
        lastTime = undefined;
      }
      const span = lastTime === undefined ? 0 : time - lastTime;
      const screen = lastTime === undefined ? 0 : Math.min(LONGEST_FRAME, now - lastNow);
      for (let from = 0; from < hops.length; from += HOP) {
        const request = hops[from + Hop.request] ?? 0;
        const since = (hops[from + Hop.time] ?? 0) - (lastTime ?? time);
        const due = now + (span > 0 ? Math.min(1, Math.max(0, since / span)) * screen : 0);
        const start = Math.max(due, arrives.get(request) ?? 0);
        arrives.set(request, start + TRAVEL);
        dots.push({
          request,
          edge: hops[from + Hop.edge] ?? 0,
          back: hops[from + Hop.back] === 1,
          shape: SHAPES[hops[from + Hop.shape] ?? 0] ?? "request",
          ageRatio: hops[from + Hop.ageRatio] ?? 0,
          start,
        });
      }
      for (const [request, arrival] of arrives) if (arrival < now) arrives.delete(request);
      lastTime = time;
      lastNow = now;
    },
    at(now) {
      dots = dots.filter((dot) => now < dot.start + lifetime(dot));
      return dots;
    },
    settle(now) {
      dots = dots.filter((dot) => dot.start <= now);
      arrives.clear();
    },
    clear() {
      dots = [];
      arrives.clear();
      lastTime = undefined;
    },
  };
}

/** What is rejected does not travel: it fades where it was turned away. */
const lifetime = ({ shape }: Dot): number => (shape === "rejected" ? FADE : TRAVEL);
