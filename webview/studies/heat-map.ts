import type { Json } from "../../simulator/protocol.ts";
import type { Unit } from "../../simulator/scenario/metrics.ts";
import type { Sweep } from "../../simulator/studies.ts";
import { formatIn } from "../budgets/words.ts";
import { element, mark, write } from "../dom.ts";
import { t } from "../strings.ts";
import { valueName } from "./axis.ts";
import { type Arrow, cellText, cellUnit, type HeatCell, heatMapOf, nextCell } from "./heat-cells.ts";

export type HeatMapView = {
  element: HTMLElement;
  /** Marks the point of now. */
  now(values: readonly (Json | undefined)[]): void;
};

export type HeatMapWords = {
  unit: Unit;
  /** The names of the two parameters, and of what was measured. */
  names: readonly [string, string];
  what: string;
  /** A point in a sentence. */
  describe(index: number): string;
};

const KEYS: ReadonlySet<string> = new Set<Arrow>([
  "ArrowLeft",
  "ArrowRight",
  "ArrowUp",
  "ArrowDown",
  "Home",
  "End",
]);

/**
 * The points of two parameters as a map: the colour goes from good to bad and the number says it, a mark tells what meets the goals and what does not, so that
 * nothing is said by colour alone. One cell has the focus and arrows move it; Enter, like a click, uses its values.
 */
export function heatMap(
  sweep: Sweep,
  words: HeatMapWords,
  use: (values: readonly Json[]) => void,
): HeatMapView {
  const map = heatMapOf(sweep);
  const { unit, names } = words;
  // Who hears the cells hears this already.
  const said = element("p", { class: "cell-said", "aria-hidden": "true", "data-testid": "sweep-cell" });
  const cells = map.rows.map(({ cells }) => cells.map((cell) => cellView(cell, sweep, words)));
  let at = bestPlace(map.rows);
  const places = new Map<Element, readonly [number, number]>();
  for (const [r, row] of cells.entries()) for (const [c, cell] of row.entries()) places.set(cell, [r, c]);
  const focusable = () => {
    for (const [cell, [r, c]] of places) mark(cell, "tabindex", r === at[0] && c === at[1] ? "0" : "-1");
  };
  const placeOf = ({ target }: Event) => {
    const cell = target instanceof Element ? target.closest("td.cell") : null;
    return cell === null ? undefined : places.get(cell);
  };
  const cellAt = ([row, column]: readonly [number, number]) => map.rows[row]?.cells[column];
  const tell = (place: readonly [number, number]) => {
    const cell = cellAt(place);
    write(said, cell === undefined ? t("Not measured.") : words.describe(cell.index));
  };
  const choose = (place: readonly [number, number]) => {
    const cell = cellAt(place);
    if (cell !== undefined) use(cell.values);
  };
  const body = element(
    "tbody",
    {},
    ...map.rows.map(({ value }, r) =>
      element(
        "tr",
        { role: "row" },
        element("th", { scope: "row", role: "rowheader" }, valueName(value)),
        ...(cells[r] ?? []),
      ),
    ),
  );
  const grid = element(
    "table",
    {
      class: "heat",
      role: "grid",
      "data-testid": "heat-map",
      "aria-label": t("{0} by {1} and {2}; Enter uses the values of a cell", words.what, ...names),
    },
    body,
    element(
      "tfoot",
      {},
      element(
        "tr",
        { role: "row" },
        element("td", { role: "gridcell" }),
        ...map.columns.map((value) =>
          element("th", { scope: "col", role: "columnheader" }, valueName(value)),
        ),
      ),
    ),
  );
  grid.addEventListener("focusin", (event) => {
    const place = placeOf(event);
    if (place === undefined) return;
    at = place;
    focusable();
    tell(at);
  });
  grid.addEventListener("mouseover", (event) => {
    const place = placeOf(event);
    if (place !== undefined) tell(place);
  });
  grid.addEventListener("mouseleave", () => tell(at));
  grid.addEventListener("click", (event) => {
    const place = placeOf(event);
    if (place !== undefined) choose(place);
  });
  grid.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === " ") choose(at);
    else if (KEYS.has(event.key)) {
      const [row, column] = nextCell(map, at, event.key as Arrow);
      cells[row]?.[column]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  focusable();
  tell(at);
  const suffix = cellUnit(unit);
  return {
    element: element(
      "div",
      { class: "heat-map" },
      element("p", { class: "note" }, suffix === "" ? words.what : t("{0} in {1}", words.what, suffix)),
      element("p", { class: "axis-name" }, `↑ ${names[1]}`),
      grid,
      element("p", { class: "axis-name across" }, `${names[0]} →`),
      said,
      legend(map.steps, unit),
    ),
    now(values) {
      const wanted = JSON.stringify(values);
      for (const [view, place] of places) {
        const isNow = JSON.stringify(cellAt(place)?.values) === wanted;
        mark(view, "data-now", isNow);
        mark(view, "aria-current", isNow ? "true" : false);
      }
    },
  };
}

/** Where the focus begins: at the best point. */
function bestPlace(rows: readonly { cells: readonly (HeatCell | undefined)[] }[]): readonly [number, number] {
  const row = rows.findIndex(({ cells }) => cells.some((cell) => cell?.best));
  const column = rows[row]?.cells.findIndex((cell) => cell?.best) ?? 0;
  return [Math.max(0, row), Math.max(0, column)];
}

function cellView(
  cell: HeatCell | undefined,
  { points }: Sweep,
  { unit, describe }: HeatMapWords,
): HTMLElement {
  if (cell === undefined)
    return element("td", { role: "gridcell", class: "cell", "aria-label": t("Not measured.") });
  const mean = points[cell.index]?.objective.mean ?? Number.NaN;
  return element(
    "td",
    {
      role: "gridcell",
      class: "cell",
      "data-step": cell.step,
      "data-verdict": cell.verdict,
      "data-best": cell.best,
    },
    element("span", { class: "unseen" }, describe(cell.index)),
    element("span", { class: "cell-mark", "aria-hidden": "true" }, signOf(cell)),
    element(
      "span",
      { class: "cell-number", "aria-hidden": "true" },
      cell.unstable ? "∞" : cellText(unit, mean),
    ),
  );
}

/** What meets the goals has no sign: most cells of a useful map do. */
const signOf = ({ best, verdict }: HeatCell): string => (best ? "◆" : verdict === "fail" ? "✕" : "");

function legend(steps: readonly (readonly [number, number])[], unit: Unit): HTMLElement {
  const swatches = steps.map(([from, to], step) =>
    element(
      "li",
      {},
      element("span", { class: "cell swatch", "data-step": step, "aria-hidden": "true" }),
      from === to ? formatIn(unit, from) : t("{0} to {1}", formatIn(unit, from), formatIn(unit, to)),
    ),
  );
  const marks: [string, string][] = [
    ["◆", t("best")],
    ["✕", t("misses a goal")],
    ["", t("too close to call")],
    ["∞", t("grows without bound")],
  ];
  return element(
    "ul",
    { class: "heat-legend" },
    ...swatches,
    ...marks.map(([sign, meaning]) =>
      element(
        "li",
        {},
        element(
          "span",
          { class: "cell swatch", "data-verdict": sign === "" ? "undecided" : false, "aria-hidden": "true" },
          sign,
        ),
        meaning,
      ),
    ),
    element(
      "li",
      {},
      element("span", { class: "cell swatch", "data-now": true, "aria-hidden": "true" }),
      t("now"),
    ),
  );
}
