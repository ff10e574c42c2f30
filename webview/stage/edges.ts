import type { Selection } from "d3";
import type { EdgeReading } from "../store/reading.ts";
import { formatRate, formatShare } from "../text/numbers.ts";
import type { Place } from "./place.ts";
import type { Scene } from "./scene.ts";

export type EdgeView = { path: string; x: number; y: number; width: number; text: string; failing: boolean };

/** Shorter edges have no room for a number, px. */
const SHORTEST_WITH_TEXT = 64;

/** The edges with their rates; those of a balancer with several targets also with their share. Widths go with the root of the rate. `readings` are by edge of the network. */
export function edgeViews(
  { components, nodes, edges }: Scene,
  readings: readonly EdgeReading[],
  { lines }: Pick<Place, "lines">,
): EdgeView[] {
  const sums = edges.map(({ members }) => ({
    rate: members.reduce((sum, member) => sum + (readings[member]?.rate ?? 0), 0),
    failureRate: members.reduce((sum, member) => sum + (readings[member]?.failureRate ?? 0), 0),
  }));
  const ways = (from: number) => edges.filter((edge) => edge.from === from).length;
  const leaving = nodes.map((_, index) =>
    edges.reduce((sum, edge, i) => sum + (edge.from === index ? (sums[i]?.rate ?? 0) : 0), 0),
  );
  return edges.map(({ from }, index) => {
    const { rate, failureRate } = sums[index] ?? { rate: 0, failureRate: 0 };
    const way = lines[index];
    const { members = [], fold } = nodes[from] ?? {};
    const isBalancer = fold === undefined && components[members[0] ?? -1]?.type === "balancer";
    const share =
      isBalancer && ways(from) > 1 && (leaving[from] ?? 0) > 0
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
