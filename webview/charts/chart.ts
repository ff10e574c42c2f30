import { select } from "d3";
import { element, mark, write } from "../dom.ts";
import type { Part } from "../loop.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { drawPlot } from "./draw.ts";
import type { Plot, Size } from "./plot.ts";
import { drawTable, type Table } from "./table.ts";

export type LegendEntry = { name: string; text: string; tone: string; pattern?: string };

/** A chart: functions from the state to what is shown. */
export type ChartSpec = {
  testId: string;
  title(state: State): string;
  /** Said after the title in small: units and scale. */
  note(state: State): string;
  legend(state: State): readonly LegendEntry[];
  plot(state: State, size: Size): Plot;
  table(state: State): Table;
  /** What it shows besides the seconds that ended. */
  live(state: State): readonly unknown[];
};

export type Chart = { element: HTMLElement; part: Part };

/** A figure with a title, a legend, the drawing, and a table in its place where somebody asks for it. */
export function chart(spec: ChartSpec, pace: () => number, resized: () => void): Chart {
  const title = element("h2", {});
  const note = element("span", { class: "note" });
  const legend = element("ul", { class: "legend" });
  const toggle = element("button", { type: "button", class: "quiet", "aria-pressed": "false" }, t("Table"));
  const body = element("div", { class: "chart-body" });
  const table = element("div", { class: "chart-table", tabindex: "0", role: "region", hidden: true });
  const figure = element(
    "figure",
    { class: "chart", "data-testid": spec.testId },
    element("figcaption", {}, title, note, toggle),
    legend,
    body,
    table,
  );
  const svg = select(body).append("svg").attr("role", "img").node();
  let asTable = false;
  toggle.addEventListener("click", () => {
    asTable = !asTable;
    mark(toggle, "aria-pressed", String(asTable));
    body.hidden = asTable;
    table.hidden = !asTable;
    resized();
  });
  new ResizeObserver(resized).observe(body);

  const draw = (state: State) => {
    const name = spec.title(state);
    write(title, name);
    write(note, spec.note(state));
    mark(note, "title", spec.note(state));
    mark(toggle, "aria-label", t("{0}: show as table", name));
    drawLegend(legend, spec.legend(state));
    if (asTable) {
      mark(table, "aria-label", name);
      drawTable(table, name, spec.table(state));
      return;
    }
    const size = { width: body.clientWidth, height: body.clientHeight };
    if (svg === null || size.width < 60 || size.height < 40) return;
    mark(svg, "viewBox", `0 0 ${size.width} ${size.height}`);
    const plot = spec.plot(state, size);
    mark(svg, "aria-label", `${name}: ${plot.summary}`);
    drawPlot(svg, plot);
  };
  return {
    element: figure,
    part: {
      every: pace,
      uses: (state) => [
        state.network,
        state.history,
        state.ghost,
        state.showsGhost,
        state.selected,
        state.edits,
        state.parameters,
        ...spec.live(state),
      ],
      draw,
    },
  };
}

function drawLegend(list: HTMLElement, entries: readonly LegendEntry[]): void {
  select(list)
    .selectAll<HTMLLIElement, LegendEntry>("li")
    .data(entries, ({ name }) => name)
    .join((enter) => {
      const item = enter.append("li");
      const svg = item.append("svg").attr("viewBox", "0 0 12 12").attr("aria-hidden", "true");
      svg.append("rect").attr("width", 12).attr("height", 12);
      item.append("span");
      return item;
    })
    .call((item) => {
      item
        .select("rect")
        .attr("class", ({ tone }) => `area ${tone}`)
        .attr("fill", ({ pattern }) => (pattern === undefined ? null : `url(#${pattern})`));
      item.select("span").text(({ text }) => text);
    });
}
