import { EDGE, Edge, type Frame, GAUGE, Gauge } from "../../simulator/frame.ts";

/** The state of one component at the moment of a frame; the meaning of each number is in Gauge (frame.ts). */
export type Reading = { readonly [K in keyof typeof Gauge]: number };

const COLUMNS = Object.entries(Gauge) as [keyof typeof Gauge, number][];

export function readingOf(frame: Frame, component: number): Reading {
  const from = component * GAUGE;
  return Object.fromEntries(
    COLUMNS.map(([name, column]) => [name, frame.gauges[from + column] ?? 0]),
  ) as Reading;
}

/** Before the first frame nothing has happened. */
export const NO_READING = Object.fromEntries(COLUMNS.map(([name]) => [name, 0])) as Reading;

export type EdgeReading = { rate: number; failureRate: number };

export function edgeReadingOf(frame: Frame, edge: number): EdgeReading {
  const from = edge * EDGE;
  return {
    rate: frame.edges[from + Edge.rate] ?? 0,
    failureRate: frame.edges[from + Edge.failureRate] ?? 0,
  };
}
