import type { Selection } from "d3";
import type { NodeView } from "./view.ts";

export type Group = Selection<SVGGElement, unknown, null, undefined>;

/** A line of text under a node. */
export type Row = { text: string; tone?: "waiting" | "failed"; testId?: string };

/** How a type of component is drawn, around its middle, in px. */
export type Glyph = {
  width: number;
  height: number;
  /** The path of its border. */
  outline: string;
  /** Draws or redraws its inside. */
  draw(inside: Group, view: NodeView): void;
  rows(view: NodeView): Row[];
};

export type Rect = { x: number; y: number; width: number; height: number };

/** The path of a box with round corners around the middle. */
export function roundedBox(width: number, height: number, radius: number): string {
  const [x, y] = [width / 2, height / 2];
  const r = radius;
  return `M${-x + r},${-y}H${x - r}a${r},${r} 0 0 1 ${r},${r}V${y - r}a${r},${r} 0 0 1 ${-r},${r}H${-x + r}a${r},${r} 0 0 1 ${-r},${-r}V${-y + r}a${r},${r} 0 0 1 ${r},${-r}z`;
}
