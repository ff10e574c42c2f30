import { element } from "../dom.ts";

/** A chart in words: the same numbers, newest first. */
export type Table = { columns: readonly string[]; rows: readonly (readonly string[])[] };

/** Fills the twin of a chart for those who read numbers, or hear them. */
export function drawTable(into: HTMLElement, caption: string, { columns, rows }: Table): void {
  into.replaceChildren(
    element(
      "table",
      {},
      element("caption", { class: "unseen" }, caption),
      element(
        "thead",
        {},
        element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column))),
      ),
      element(
        "tbody",
        {},
        ...rows.map(([first = "", ...cells]) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, first),
            ...cells.map((cell) => element("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}
