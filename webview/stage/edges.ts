import type { Selection } from "d3";
import type { Network } from "../../simulator/protocol.ts";
import type { EdgeReading } from "../store/reading.ts";
import { formatRate, formatShare } from "../text/numbers.ts";
import type { Place } from "./place.ts";

export type EdgeView = { path: string; x: number; y: number; width: number; text: string; failing: boolean };

/** Shorter edges have no room for a number, px. */
const SHORTEST_WITH_TEXT = 64;

/** The edges with their rates; those of a balancer also with their share. Widths go with the root of the rate. */
export function edgeViews(
  { components, edges }: Pick<Network, "components" | "edges">,
  readings: readonly EdgeReading[],
  { routes }: Pick<Place, "routes">,
): EdgeView[] {
  const leaving = components.map((_, index) =>
    edges.reduce((sum, edge, i) => sum + (edge.from === index ? (readings[i]?.rate ?? 0) : 0), 0),
  );
  return edges.map(({ from }, index) => {
    const { rate, failureRate } = readings[index] ?? { rate: 0, failureRate: 0 };
    const way = routes[index];
    const share =
      components[from]?.type === "balancer" && (leaving[from] ?? 0) > 0
        ? ` · ${formatShare(rate / (leaving[from] ?? 1))}`
        : "";
    return {
      path: way?.path ?? "",
      x: way?.beside.x ?? 0,
      y: way?.beside.y ?? 0,
      width: Math.min(7, 1.2 + Math.sqrt(rate) / 10),
      text: rate > 0 && (way?.length ?? 0) >= SHORTEST_WITH_TEXT ? `${formatRate(rate)}${share}` : "",
      failing: rate > 0 && failureRate / rate > 0.01,
    };
  });
}

export function drawEdges(
  root: Selection<SVGGElement, unknown, null, undefined>,
  views: readonly EdgeView[],
): void {
  root
    .selectAll<SVGPathElement, EdgeView>("path.edge")
    .data(views)
    .join("path")
    .attr("class", "edge")
    .classed("failing", ({ failing }) => failing)
    .attr("d", ({ path }) => path)
    .attr("stroke-width", ({ width }) => width);
}

/** The numbers lie above the dots, on a ground of their own. */
export function drawRates(
  root: Selection<SVGGElement, unknown, null, undefined>,
  views: readonly EdgeView[],
): void {
  root
    .selectAll<SVGTextElement, EdgeView>("text.rate")
    .data(views)
    .join("text")
    .attr("class", "rate")
    .attr("x", ({ x }) => x)
    .attr("y", ({ y }) => y)
    .text(({ text }) => text);
}
