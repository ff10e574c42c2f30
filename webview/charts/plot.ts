import type { PatternId } from "../stage/patterns.ts";

/** What a line or an area means; its colour and its dashes follow from it. */
export type Tone = "working" | "late" | "failed" | "secondary" | "idle" | "text" | "ghost";

/** One thing in a plot, in px of the plot. */
export type Mark =
  | { kind: "line"; name: string; tone: Tone; path: string }
  | { kind: "area"; name: string; tone: Tone; path: string; pattern?: PatternId }
  /** Something that is true over a span of time. */
  | { kind: "band"; x: number; width: number; label: string }
  /** A line across, such as a budget. */
  | { kind: "rule"; name: string; y: number; label: string }
  /** A moment, such as an edit. */
  | { kind: "moment"; x: number; label: string }
  | { kind: "hollow"; x: number; y: number }
  | { kind: "label"; name: string; tone: Tone; x: number; y: number; text: string };

export type Tick = { at: number; label: string };

/** A part of a chart with a y axis of its own. */
export type Panel = { top: number; bottom: number; ticks: readonly Tick[]; marks: readonly Mark[] };

/** A chart as data: everything that is drawn, and the same in words. */
export type Plot = {
  left: number;
  right: number;
  xTicks: readonly Tick[];
  panels: readonly Panel[];
  /** One sentence with the latest numbers. */
  summary: string;
};

export type Size = { width: number; height: number };

/** Room around a plot for its axes and for the labels at the ends of its lines, px. */
export const MARGIN = { left: 46, right: 16, top: 8, bottom: 20 };
