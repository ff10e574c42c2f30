import type { Selection } from "d3";

type Root = Selection<SVGSVGElement, unknown, null, undefined>;

/** Fills that tell kinds apart without colour. `lines` is the path of one repeat, of `size` px. */
const PATTERNS = [
  { id: "hatch-dead", size: 6, lines: "M-1,1l2,-2M0,6l6,-6M5,7l2,-2", tone: "late" },
  { id: "hatch-contended", size: 6, lines: "M-1,5l2,2M0,0l6,6M5,-1l2,2", tone: "late" },
  { id: "hatch-down", size: 8, lines: "M0,0l8,8M8,0l-8,8", tone: "failed" },
  { id: "hatch-waiting", size: 5, lines: "M-1,1l2,-2M0,5l5,-5M4,6l2,-2", tone: "late" },
  { id: "cross-failed", size: 6, lines: "M0,0l6,6M6,0l-6,6", tone: "failed" },
  { id: "rows-failed", size: 5, lines: "M0,2.5h5", tone: "failed" },
  { id: "columns-failed", size: 5, lines: "M2.5,0v5", tone: "failed" },
  { id: "dots-failed", size: 5, lines: "M1.5,2.5h2", tone: "failed" },
  { id: "hatch-secondary", size: 5, lines: "M-1,1l2,-2M0,5l5,-5M4,6l2,-2", tone: "secondary" },
] as const;

export type PatternId = (typeof PATTERNS)[number]["id"];

/** Adds the patterns to a drawing. They are found by id from every drawing of the page. */
export function addPatterns(root: Root): void {
  const pattern = root
    .append("defs")
    .selectAll("pattern")
    .data(PATTERNS)
    .join("pattern")
    .attr("id", ({ id }) => id)
    .attr("width", ({ size }) => size)
    .attr("height", ({ size }) => size)
    .attr("patternUnits", "userSpaceOnUse");
  pattern
    .append("rect")
    .attr("width", ({ size }) => size)
    .attr("height", ({ size }) => size)
    .attr("class", ({ tone }) => `pattern-ground ${tone}`);
  pattern
    .append("path")
    .attr("d", ({ lines }) => lines)
    .attr("class", ({ tone }) => `pattern-lines ${tone}`);
}
