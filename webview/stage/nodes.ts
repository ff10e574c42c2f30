import { type Selection, select } from "d3";
import { t } from "../strings.ts";
import { conditionName, describe } from "./describe.ts";
import type { Row } from "./glyph.ts";
import { GLYPHS } from "./glyphs/glyphs.ts";
import type { Place } from "./place.ts";
import type { NodeView } from "./view.ts";

type Nodes = Selection<SVGGElement, unknown, null, undefined>;

const LINE = 14;
/** About as wide as the rows of text under a small glyph, px. */
const WIDTH_OF_TEXT = 116;

/** Draws the nodes. Their places change only with the network or the size; everything else with every frame. */
export function drawNodes(
  root: Nodes,
  views: readonly NodeView[],
  { nodes, textScale }: Pick<Place, "nodes" | "textScale">,
): void {
  root
    .selectAll<SVGGElement, NodeView>("g.node")
    .data(views, ({ component }) => component.id)
    .join((enter) => enter.append("g").call(build))
    .attr("class", ({ component, condition, selected }) =>
      ["node", component.type, condition, ...(selected ? ["selected"] : [])].join(" "),
    )
    .attr("transform", ({ index }) => `translate(${nodes[index]?.x ?? 0},${nodes[index]?.y ?? 0})`)
    .each(function (view) {
      draw(select<SVGGElement, unknown>(this), view, LINE * textScale);
    });
}

function build(node: Selection<SVGGElement, NodeView, SVGGElement, unknown>): void {
  node.attr("data-component", ({ component }) => component.id);
  // What is seen is one picture; the button over it says the same in words.
  const picture = node.append("g").attr("class", "picture").attr("aria-hidden", "true");
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
    .attr("data-testid", ({ component }) => `node-${component.id}`);
}

function draw(node: Nodes, view: NodeView, line: number): void {
  const glyph = GLYPHS[view.component.type];
  const top = -glyph.height / 2;
  const width = Math.max(glyph.width + 16, WIDTH_OF_TEXT);
  const rows = glyph.rows(view);
  node
    .select("rect.hit")
    .attr("x", -width / 2)
    .attr("y", top - 10 - 2 * line)
    .attr("width", width)
    .attr("height", glyph.height + 16 + (2 + rows.length) * line)
    .attr("rx", 6)
    .attr("tabindex", view.selected ? 0 : -1)
    .attr("aria-pressed", String(view.selected))
    .attr("aria-label", describe(view));
  node.selectAll("path.border, path.border-gap, path.down-hatch").attr("d", glyph.outline);
  glyph.draw(node.select<SVGGElement>("g.inside"), view);
  node
    .select("text.label")
    .attr("y", top - 9)
    .text(`${icon(view)}${view.component.label}`);
  node
    .select("text.badge")
    .attr("y", top - 9 - line)
    .text(badge(view));
  node
    .select<SVGGElement>("g.rows")
    .selectAll<SVGTextElement, Row>("text")
    .data(rows)
    .join("text")
    .attr("class", ({ tone }) => `row ${tone ?? ""}`)
    .attr("y", (_, i) => -top + 2 + line * (i + 1))
    .attr("data-testid", ({ testId }) => testId ?? null)
    .text(({ text }) => text);
}

const icon = ({ condition }: NodeView) =>
  condition === "failing" ? "⚠ " : condition === "down" ? "✕ " : condition === "saturated" ? "▮ " : "";

/** What is wrong, above the name: faults first, then how the node itself is. */
function badge({ faults, condition }: NodeView): string {
  if (condition === "down") return t("DOWN");
  if (faults.length > 0) return `⚠ ${faults.join(", ")}`;
  return condition === "normal" ? "" : conditionName(condition);
}
