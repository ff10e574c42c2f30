import { type Selection, select } from "d3";
import type { Row } from "./glyph.ts";
import type { Point } from "./layout.ts";
import type { Place } from "./place.ts";
import { BEHIND, headOf, type StageNode } from "./stage-nodes.ts";

type Nodes = Selection<SVGGElement, unknown, null, undefined>;

const LINE = 14;
/** About as wide as the rows of text under a small glyph, px. */
const WIDTH_OF_TEXT = 116;
/** Between a node and the texts beside it, px. */
const ASIDE = 10;

/** Draws the nodes. Their places change only with the scene or the size; everything else with every frame. */
export function drawNodes(
  root: Nodes,
  views: readonly StageNode[],
  { nodes, textScale, direction, width }: Pick<Place, "nodes" | "textScale" | "direction" | "width">,
): void {
  const sideOf = ({ index }: StageNode) => (direction === "right" ? 0 : textSide(nodes, index, width));
  root
    .selectAll<SVGGElement, StageNode>("g.node")
    .data(views, ({ key }) => key)
    .join((enter) => enter.append("g").call(build))
    .attr("class", ({ looks, selected }) => ["node", ...looks, ...(selected ? ["selected"] : [])].join(" "))
    .attr("transform", ({ index }) => `translate(${nodes[index]?.x ?? 0},${nodes[index]?.y ?? 0})`)
    .each(function (view) {
      draw(select<SVGGElement, unknown>(this), view, LINE * textScale, sideOf(view));
    });
}

function build(node: Selection<SVGGElement, StageNode, SVGGElement, unknown>): void {
  node
    .attr("data-key", ({ key }) => key)
    .attr("data-component", ({ component }) => component ?? null)
    .attr("data-fold", ({ fold }) => fold ?? null);
  // What is seen is one picture; the button over it says the same in words.
  const picture = node.append("g").attr("class", "picture").attr("aria-hidden", "true");
  picture.append("path").attr("class", "behind").attr("transform", `translate(${BEHIND},${-BEHIND})`);
  picture.append("path").attr("class", "border");
  // A thinner line in the colour of the ground over a thick one makes two lines of any shape.
  picture.append("path").attr("class", "border-gap");
  picture.append("g").attr("class", "inside");
  picture.append("path").attr("class", "down-hatch").attr("fill", "url(#hatch-down)");
  picture.append("text").attr("class", "label");
  picture.append("text").attr("class", "badge");
  picture.append("g").attr("class", "rows");
  node
    .append("rect")
    .attr("class", "hit")
    .attr("role", "button")
    .attr("data-testid", ({ key }) => `node-${key}`);
}

/** On which side of a node its texts are: 0 is above and below it. */
type Side = -1 | 0 | 1;

/**
 * From top to bottom the edges leave no room below a node: its texts stand beside it. That is the side with more room, unless another node
 * of its rank is there.
 */
export function textSide(nodes: readonly Point[], index: number, width: number): Side {
  const { x, y } = nodes[index] ?? { x: 0, y: 0 };
  const wider = x > width / 2 + 1 ? -1 : 1;
  const isTaken = nodes.some(
    (other, i) => i !== index && Math.abs(other.y - y) < 1 && (other.x - x) * wider > 0,
  );
  return isTaken ? (wider === 1 ? -1 : 1) : wider;
}

function draw(node: Nodes, view: StageNode, line: number, side: Side): void {
  const top = -view.height / 2;
  const head = headOf(view);
  const width = Math.max(view.width + 16, WIDTH_OF_TEXT);
  const isFold = view.fold !== undefined;
  node
    .select("rect.hit")
    .attr("x", -width / 2)
    .attr("y", head - 10 - 2 * line)
    .attr("width", width)
    .attr("height", view.height + top - head + 16 + (2 + (side === 0 ? view.rows.length : 0)) * line)
    .attr("rx", 6)
    .attr("tabindex", view.selected ? 0 : -1)
    .attr("aria-pressed", isFold ? null : String(view.selected))
    .attr("aria-expanded", isFold ? "false" : null)
    .attr("aria-label", view.words);
  node.selectAll("path.border, path.border-gap, path.down-hatch, path.behind").attr("d", view.outline);
  view.draw(node.select<SVGGElement>("g.inside"));
  node
    .select("text.label")
    .attr("y", head - 9)
    .text(view.label);
  const beside = side * (view.width / 2 + ASIDE);
  const anchor = side === 0 ? "middle" : side === 1 ? "start" : "end";
  node
    .select("text.badge")
    .attr("x", beside)
    .attr("y", side === 0 ? head - 9 - line : top + line / 2)
    .style("text-anchor", anchor)
    .text(view.badge);
  const first = side === 0 ? -top + 2 + line : top + line / 2 + (view.badge === "" ? 0 : line);
  node
    .select<SVGGElement>("g.rows")
    .selectAll<SVGTextElement, Row>("text")
    .data(view.rows)
    .join("text")
    .attr("class", ({ tone }) => `row ${tone ?? ""}`)
    .attr("x", beside)
    .attr("y", (_, i) => first + line * i)
    .style("text-anchor", anchor)
    .attr("data-testid", ({ testId }) => testId ?? null)
    .text(({ text }) => text);
}
