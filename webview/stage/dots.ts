import { type Frame, Header, HOP, Hop } from "../../simulator/frame.ts";
import { type EdgeReading, edgeReadingOf } from "../store/reading.ts";
import type { State } from "../store/state.ts";
import type { Palette } from "../theme.ts";
import type { DotMode } from "./honesty.ts";
import { flowBatches, traceBatches } from "./particles/batches.ts";
import { drawBatches, sized } from "./particles/canvas.ts";
import { flow, flows, ratePerDot } from "./particles/flow.ts";
import { itinerary } from "./particles/timing.ts";
import type { Place } from "./place.ts";

/** The part of the drawing that is seen, px of the screen. */
export type Window = { left: number; top: number; width: number; height: number };

/** The moving part of the stage: dots on a canvas. Times are seconds of the view's own clock. */
export type Dots = {
  /** Takes a frame's hops. */
  take(frame: Frame, now: number): void;
  /** What the dots mean at this speed, and with this wish for stillness. */
  mode(state: State, place: Place): DotMode;
  /** Draws a moment; true while there is something to move. */
  draw(state: State, place: Place, window: Window, palette: Palette, now: number): boolean;
  forget(): void;
};

/** How fast the age of an edge follows the requests that are seen on it, 0..1. */
const FOLLOW = 0.1;

export function dots(canvas: HTMLCanvasElement, still: () => boolean): Dots {
  const requests = itinerary();
  const stream = flow();
  /** Age ÷ budget by edge, of the requests that were seen on it of late. */
  let ages: (number | undefined)[] = [];
  let perDot = 0;
  let settled = true;
  let drawn = false;

  const mode = ({ run, frame }: State, { routes }: Place): DotMode => {
    if (still()) return { kind: "still" };
    const oneIn = frame?.header[Header.oneIn] || 1;
    if (frame === undefined || !flows(run.speed, oneIn)) return { kind: "trace", oneIn };
    const edges = routes.map(({ length }, edge) => ({ length, rate: edgeReadingOf(frame, edge).rate }));
    perDot = ratePerDot(edges, perDot);
    return { kind: "flow", ratePerDot: perDot };
  };

  return {
    mode,
    take(frame, now) {
      requests.add(frame, now);
      settled = false;
      for (let from = 0; from < frame.hops.length; from += HOP) {
        const edge = frame.hops[from + Hop.edge] ?? 0;
        const age = frame.hops[from + Hop.ageRatio] ?? 0;
        ages[edge] = (ages[edge] ?? age) * (1 - FOLLOW) + age * FOLLOW;
      }
    },
    draw(state, place, window, palette, now) {
      const playing = state.run.status === "playing";
      if (!playing && !settled) {
        requests.settle(now);
        settled = true;
      }
      const shown = mode(state, place);
      if (shown.kind === "still" && !drawn) return false;
      const context = sized(canvas, window.width, window.height);
      if (context === null) return false;
      context.clearRect(0, 0, window.width, window.height);
      drawn = shown.kind !== "still";
      context.translate(-window.left, -window.top);
      context.scale(place.scale, place.scale);
      const routes = place.routes.map(({ points }) => points);
      switch (shown.kind) {
        case "still":
          return false;
        case "flow": {
          const moving = stream.at(edgesOf(state, routes.length), shown.ratePerDot, now);
          drawBatches(context, flowBatches(moving, ages, routes, palette), palette);
          return playing;
        }
        case "trace": {
          const moving = requests.at(now);
          drawBatches(context, traceBatches(moving, routes, palette, now), palette);
          return moving.length > 0 || playing;
        }
        default:
          return shown satisfies never;
      }
    },
    forget() {
      requests.clear();
      stream.clear();
      ages = [];
    },
  };
}

const edgesOf = ({ frame }: State, count: number): EdgeReading[] =>
  Array.from({ length: frame === undefined ? 0 : count }, (_, edge) => edgeReadingOf(frame as Frame, edge));
