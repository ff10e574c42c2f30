import type { Palette } from "../../theme.ts";
import type { Batch } from "./batches.ts";
import { INK, trace } from "./shapes.ts";

/** Draws the dots: one path for each look, so that thousands of them take a few calls. */
export function drawBatches(
  context: CanvasRenderingContext2D,
  batches: readonly Batch[],
  palette: Palette,
): void {
  const contrast = palette.kind === "highContrast" || palette.kind === "highContrastLight";
  for (const { shape, colour, opacity, places } of batches) {
    context.beginPath();
    for (let i = 0; i < places.length; i += 3) {
      trace(context, shape, places[i] as number, places[i + 1] as number, places[i + 2] as number);
    }
    context.globalAlpha = opacity;
    if (INK[shape] === "stroke") {
      context.lineWidth = 1.8;
      context.strokeStyle = colour;
      context.stroke();
    } else {
      context.fillStyle = colour;
      context.fill();
      if (contrast || shape === "late") {
        context.lineWidth = 1;
        context.strokeStyle = palette.foreground;
        context.stroke();
      }
    }
  }
  context.globalAlpha = 1;
}

/** Makes the canvas as large as its box, in device pixels up to twice the CSS ones. */
export function sized(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
