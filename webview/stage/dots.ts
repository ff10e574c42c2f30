import { type Frame, Header, HOP, Hop } from "../../simulator/frame.ts";
import { edgeReadingOf } from "../store/reading.ts";
import type { State } from "../store/state.ts";
import type { Palette } from "../theme.ts";
import type { DotMode } from "./honesty.ts";
import { type FlowEdge, flowBatches, traceBatches } from "./particles/batches.ts";
import { drawBatches, sized } from "./particles/canvas.ts";
import { flows, ratePerDot } from "./particles/flow.ts";
import { itinerary } from "./particles/timing.ts";
import type { Place } from "./place.ts";

/** The moving part of the stage: dots on a canvas. Times are seconds of the view's own clock. */
export type Dots = {
  /** Takes a frame's hops. */
  take(frame: Frame, now: number): void;
  /** Draws a moment; true while there is something to move. */
  draw(state: State, place: Place, palette: Palette, now: number): boolean;
  forget(): void;
};

/** What the dots mean at this speed, and with this wish for stillness. */
export function dotMode(
  { run, frame, network }: Pick<State, "run" | "frame" | "network">,
  still: boolean,
): DotMode {
  if (still) return { kind: "still" };
  const oneIn = frame?.header[Header.oneIn] || 1;
  if (!flows(run.speed, oneIn)) return { kind: "trace", oneIn };
  const rates = (network?.edges ?? []).map((_, edge) => (frame ? edgeReadingOf(frame, edge).rate : 0));
  return { kind: "flow", ratePerDot: ratePerDot(rates) };
}

export function dots(canvas: HTMLCanvasElement, still: () => boolean): Dots {
  const under = itinerary();
  /** Age ÷ budget by edge, of the requests that were seen on it of late. */
  let ages: number[] = [];
  let settled = true;
  let drawn = false;
  return {
    take(frame, now) {
      under.add(frame, now);
      settled = false;
      for (let from = 0; from < frame.hops.length; from += HOP) {
        const edge = frame.hops[from + Hop.edge] ?? 0;
        const age = frame.hops[from + Hop.ageRatio] ?? 0;
        ages[edge] = ages[edge] === undefined ? age : 0.9 * (ages[edge] as number) + 0.1 * age;
      }
    },
    draw(state, place, palette, now) {
      const mode = dotMode(state, still());
      const playing = state.run.status === "playing";
      if (!playing && !settled) {
        under.settle(now);
        settled = true;
      }
      const context = sized(canvas, place.width * place.scale, place.height * place.scale);
      if (context === null) return false;
      const clear = () => context.clearRect(0, 0, place.width * place.scale, place.height * place.scale);
      if (mode.kind === "still" || state.frame === undefined) {
        if (drawn) clear();
        drawn = false;
        return false;
      }
      clear();
      drawn = true;
      context.scale(place.scale, place.scale);
      const routes = place.routes.map(({ points }) => points);
      if (mode.kind === "flow") {
        drawBatches(
          context,
          flowBatches(flowEdges(state.frame, ages, routes.length), routes, palette, mode.ratePerDot, now),
          palette,
        );
        return playing;
      }
      const moving = under.at(now);
      drawBatches(context, traceBatches(moving, routes, palette, now), palette);
      return moving.length > 0 || playing;
    },
    forget() {
      under.clear();
      ages = [];
    },
  };
}

function flowEdges(frame: Frame, ages: readonly number[], count: number): FlowEdge[] {
  return Array.from({ length: count }, (_, edge) => ({
    ...edgeReadingOf(frame, edge),
    ageRatio: ages[edge] ?? 0,
  }));
}
