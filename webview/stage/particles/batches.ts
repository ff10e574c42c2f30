import type { Shape } from "../../../simulator/frame.ts";
import type { Palette } from "../../theme.ts";
import type { Point } from "../layout.ts";
import { rampRadius, rampStep } from "../ramp.ts";
import { along } from "../route.ts";
import type { FlowDot } from "./flow.ts";
import { type Dot, FADE, TRAVEL } from "./timing.ts";

/** Dots that look alike, drawn as one path: x, y, radius for each. */
export type Batch = { shape: Shape; colour: string; opacity: number; places: number[] };

/** Calls keep to one side of the line and answers to the other, so that they pass one another, px. */
const ASIDE = 4;
const DROP = 12;

type Batches = Map<string, Batch>;

function put(
  batches: Batches,
  look: { shape: Shape; colour: string; opacity: number },
  { x, y }: Point,
  r: number,
): void {
  const key = `${look.shape}${look.colour}${look.opacity}`;
  let batch = batches.get(key);
  if (batch === undefined) {
    batch = { ...look, places: [] };
    batches.set(key, batch);
  }
  batch.places.push(x, y, r);
}

/** The colour of a dot: what it means first, its age where it means nothing else. */
function colourOf(shape: Shape, step: number, palette: Palette): string {
  switch (shape) {
    case "late":
      return palette.late;
    case "error":
    case "rejected":
      return palette.failed;
    case "shortCircuited":
      return palette.secondary;
    default:
      return palette.ramp[step] ?? palette.working;
  }
}

/** Where the dots of requests are at a moment, seconds of the view's clock. */
export function traceBatches(
  dots: readonly Dot[],
  routes: readonly Float64Array[],
  palette: Palette,
  now: number,
): Batch[] {
  const contrast = palette.kind === "highContrast" || palette.kind === "highContrastLight";
  const batches: Batches = new Map();
  const at = { x: 0, y: 0 };
  for (const dot of dots) {
    const points = routes[dot.edge];
    const since = now - dot.start;
    if (points === undefined || since < 0) continue;
    const step = rampStep(dot.ageRatio);
    const look = { shape: dot.shape, colour: colourOf(dot.shape, step, palette), opacity: 1 };
    if (dot.shape === "rejected") {
      along(points, dot.back ? 1 : 0, 0, at);
      const faded = Math.min(1, since / FADE);
      at.y += DROP * faded;
      // Four steps of fading keep the number of paths small.
      look.opacity = 1 - Math.floor(faded * 4) / 4;
    } else {
      const share = since / TRAVEL;
      along(points, dot.back ? 1 - share : share, dot.back ? ASIDE : -ASIDE, at);
    }
    put(batches, look, at, rampRadius(step, contrast));
  }
  return [...batches.values()];
}

/** Evenly spaced dots that show nothing but rates and the share of failures; `ages` are age ÷ budget by edge. */
export function flowBatches(
  dots: readonly FlowDot[],
  ages: readonly (number | undefined)[],
  routes: readonly Float64Array[],
  palette: Palette,
): Batch[] {
  const batches: Batches = new Map();
  const at = { x: 0, y: 0 };
  for (const { edge, share, failed } of dots) {
    const points = routes[edge];
    if (points === undefined) continue;
    const shape = failed ? "error" : "request";
    const colour = colourOf(shape, rampStep(ages[edge] ?? 0), palette);
    put(batches, { shape, colour, opacity: 1 }, along(points, share, 0, at), 3.2);
  }
  return [...batches.values()];
}
