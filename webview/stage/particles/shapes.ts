import type { Shape } from "../../../simulator/frame.ts";

/** The part of a canvas that a shape is drawn with. */
export type Pen = Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "arc" | "rect" | "closePath">;

/** How a shape is inked: `fill`, or `stroke` for those that are lines. */
export const INK: Record<Shape, "fill" | "stroke"> = {
  request: "fill",
  retry: "stroke",
  late: "fill",
  error: "fill",
  rejected: "stroke",
  cached: "fill",
  shortCircuited: "stroke",
};

/** Adds the outline of a dot of radius r around (x, y) to the path that is being drawn. */
export function trace(pen: Pen, shape: Shape, x: number, y: number, r: number): void {
  switch (shape) {
    case "request":
    case "retry":
      pen.moveTo(x + r, y);
      pen.arc(x, y, r, 0, 2 * Math.PI);
      return;
    case "late":
      pen.moveTo(x, y - 1.3 * r);
      pen.lineTo(x + 1.2 * r, y + 0.9 * r);
      pen.lineTo(x - 1.2 * r, y + 0.9 * r);
      pen.closePath();
      return;
    case "error":
      pen.moveTo(x, y - 1.35 * r);
      pen.lineTo(x + 1.35 * r, y);
      pen.lineTo(x, y + 1.35 * r);
      pen.lineTo(x - 1.35 * r, y);
      pen.closePath();
      return;
    case "rejected":
      pen.moveTo(x - r, y - r);
      pen.lineTo(x + r, y + r);
      pen.moveTo(x + r, y - r);
      pen.lineTo(x - r, y + r);
      return;
    case "cached":
      pen.rect(x - 0.9 * r, y - 0.9 * r, 1.8 * r, 1.8 * r);
      return;
    case "shortCircuited":
      pen.moveTo(x + r, y);
      pen.arc(x, y, r, 0, 2 * Math.PI);
      pen.moveTo(x - 0.7 * r, y + 0.7 * r);
      pen.lineTo(x + 0.7 * r, y - 0.7 * r);
      return;
    default:
      shape satisfies never;
  }
}
