import { type Selection, select } from "d3";
import type { Mark, Panel, Plot, Tick } from "./plot.ts";

type Group = Selection<SVGGElement, unknown, null, undefined>;
type Of<K extends Mark["kind"]> = Extract<Mark, { kind: K }>;

/** Room for a label at the end of a line, px. */
const LABEL = 62;

/** Brings a drawing in line with a plot. Elements stay where they can, so that a chart costs little to draw again. */
export function drawPlot(svg: SVGSVGElement, plot: Plot): void {
  select(svg)
    .selectAll<SVGGElement, Panel>("g.panel")
    .data(plot.panels)
    .join((enter) => {
      const panel = enter.append("g").attr("class", "panel");
      for (const layer of ["grid", "bands", "areas", "rules", "lines", "points", "moments", "labels"]) {
        panel.append("g").attr("class", layer);
      }
      return panel;
    })
    .each(function (panel) {
      drawPanel(select<SVGGElement, unknown>(this), panel, plot);
    });
  const bottom = Math.max(...plot.panels.map((panel) => panel.bottom));
  select(svg)
    .selectAll<SVGTextElement, Tick>("text.x-tick")
    .data(plot.xTicks)
    .join("text")
    .attr("class", "x-tick")
    .attr("x", ({ at }) => at)
    .attr("y", bottom + 14)
    .text(({ label }) => label);
}

function drawPanel(panel: Group, { top, bottom, ticks, marks }: Panel, { left, right }: Plot): void {
  const crowded = (x: number) => x > right - LABEL;
  const layer = (name: string) => panel.select<SVGGElement>(`g.${name}`);
  const of = <K extends Mark["kind"]>(kind: K) => marks.filter((mark): mark is Of<K> => mark.kind === kind);

  const grid = layer("grid");
  grid
    .selectAll("path")
    .data(ticks)
    .join("path")
    .attr("d", ({ at }) => `M${left},${at}H${right}`);
  grid
    .selectAll("text")
    .data(ticks)
    .join("text")
    .attr("x", left - 5)
    .attr("y", ({ at }) => at + 3.5)
    .text(({ label }) => label);

  const bands = layer("bands");
  bands
    .selectAll("rect")
    .data(of("band"))
    .join("rect")
    .attr("x", ({ x }) => x)
    .attr("y", top)
    .attr("width", ({ width }) => width)
    .attr("height", bottom - top);
  bands
    .selectAll("text")
    .data(of("band").filter(({ label }) => label !== ""))
    .join("text")
    .attr("x", ({ x }) => x + 3)
    .attr("y", top - 2)
    .text(({ label }) => label);

  layer("areas")
    .selectAll<SVGPathElement, Of<"area">>("path")
    .data(of("area"), ({ name }) => name)
    .join("path")
    .attr("class", ({ tone }) => `area ${tone}`)
    .attr("fill", ({ pattern }) => (pattern === undefined ? null : `url(#${pattern})`))
    .attr("d", ({ path }) => path);

  layer("lines")
    .selectAll<SVGPathElement, Of<"line">>("path")
    .data(of("line"), ({ name }) => name)
    .join("path")
    .attr("class", ({ name, tone }) => `line ${tone} ${name}`)
    .attr("d", ({ path }) => path);

  layer("points")
    .selectAll("circle")
    .data(of("hollow"))
    .join("circle")
    .attr("cx", ({ x }) => x)
    .attr("cy", ({ y }) => y)
    .attr("r", 2.2);

  const rules = layer("rules");
  rules
    .selectAll("path")
    .data(of("rule"))
    .join("path")
    .attr("d", ({ y }) => `M${left},${y}H${right}`);
  rules
    .selectAll("text")
    .data(of("rule"))
    .join("text")
    .attr("x", right)
    .attr("y", ({ y }) => y - 3)
    .text(({ label }) => label);

  layer("moments")
    .selectAll<SVGPathElement, Of<"moment">>("path")
    .data(of("moment"))
    .join((enter) => enter.append("path").call((path) => path.append("title")))
    .attr("d", ({ x }) => `M${x},${top}V${bottom}`)
    .select("title")
    .text(({ label }) => label);

  layer("labels")
    .selectAll<SVGTextElement, Of<"label">>("text")
    .data(of("label"), ({ name }) => name)
    .join("text")
    .attr("class", ({ tone }) => `end-label ${tone}`)
    // A line that ends near the right border has its label to the left of its end.
    .attr("x", ({ x }) => (crowded(x) ? x - 12 : x))
    .attr("text-anchor", ({ x }) => (crowded(x) ? "end" : "start"))
    .attr("y", ({ y }) => y)
    .text(({ text }) => text);
}
