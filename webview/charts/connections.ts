import { scaleLinear } from "d3";
import { Bucket } from "../../simulator/frame.ts";
import type { PatternId } from "../stage/patterns.ts";
import type { BucketRow } from "../store/history.ts";
import { t } from "../strings.ts";
import { formatCount } from "../text/numbers.ts";
import { MARGIN, type Mark, type Panel, type Plot, type Size, type Tone } from "./plot.ts";
import { stepArea, stepLine } from "./steps.ts";
import { endOf, type Timeline, type TimeScale, timelineMarks, timeScale, within } from "./time.ts";

export type ConnectionsData = {
  rows: readonly BucketRow[];
  /** Of the run before: a line of who waited, and one of what was in use. */
  ghost: readonly BucketRow[];
  timeline: Timeline;
  /** Connections or slots that there may be now; Infinity where there is no limit. */
  capacity: number;
  /** Those who wait at this moment. */
  waiting: number;
};

/** The parts of the lower plot, from below. Each has a look of its own besides its colour. */
export const PARTS: readonly { name: "active" | "connecting" | "idle"; tone: Tone; pattern?: PatternId }[] = [
  { name: "active", tone: "working" },
  { name: "connecting", tone: "late", pattern: "hatch-waiting" },
  { name: "idle", tone: "idle" },
];

/**
 * A pool (or a server's slots) over time: who waits above what there is, each with its own linear axis. Stacked in one plot on a
 * log axis they would lie.
 */
export function connectionsPlot(data: ConnectionsData, size: Size): Plot {
  const { rows, timeline, capacity, waiting } = data;
  const { x, ticks: xTicks } = timeScale(timeline, size);
  const [top, bottom] = [MARGIN.top + 10, size.height - MARGIN.bottom];
  const middle = top + (bottom - top) * 0.52;
  const panels = [waitingPanel(data, x, top, middle - 6), connectionsPanel(data, x, middle + 6, bottom)];
  const last = rows[rows.length - 1];
  return {
    left: MARGIN.left,
    right: size.width - MARGIN.right,
    xTicks,
    panels: panels.map((panel, i) => ({
      ...panel,
      marks: [
        ...timelineMarks(timeline, x).map((mark) =>
          i > 0 && mark.kind === "band" ? { ...mark, label: "" } : mark,
        ),
        ...panel.marks,
      ],
    })),
    summary:
      last === undefined
        ? t("Nothing happened yet")
        : t(
            "{0} waiting, {1} of {2} active",
            formatCount(waiting),
            formatCount(Math.round(last[Bucket.active] ?? 0)),
            formatCount(capacity),
          ),
  };
}

/** A line of the run before, where there was one. */
function ghostLine(
  { ghost, timeline }: ConnectionsData,
  x: TimeScale,
  y: (value: number) => number,
  column: number,
): Mark[] {
  const rows = within(ghost, timeline);
  if (rows.length === 0) return [];
  const path = stepLine(rows, x, y, (row) => row[column] ?? 0);
  return [{ kind: "line", name: "before", tone: "ghost", path }];
}

function waitingPanel(data: ConnectionsData, x: TimeScale, top: number, bottom: number): Panel {
  const { rows, ghost, waiting } = data;
  const most = Math.max(1, waiting, ...[...rows, ...ghost].map((row) => row[Bucket.waitingMax] ?? 0));
  const y = scaleLinear([0, most], [bottom, top]).nice(2);
  const last = rows[rows.length - 1];
  return {
    top,
    bottom,
    ticks: y.ticks(2).map((v) => ({ at: y(v), label: formatCount(v) })),
    marks: [
      {
        kind: "area",
        name: "waiting",
        tone: "late",
        pattern: "hatch-waiting",
        path: stepArea(
          rows,
          x,
          y,
          () => 0,
          (row) => row[Bucket.waiting] ?? 0,
        ),
      },
      ...ghostLine(data, x, y, Bucket.waiting),
      ...(last === undefined
        ? []
        : [
            {
              kind: "label",
              name: "waiting",
              tone: "late",
              x: x(endOf(last)) + 4,
              y: Math.max(top + 11, y(waiting) + 3),
              text: t("{0} wait", formatCount(waiting)),
            } as const,
          ]),
    ],
  };
}

function connectionsPanel(data: ConnectionsData, x: TimeScale, top: number, bottom: number): Panel {
  const { rows, ghost, capacity } = data;
  const limit = Number.isFinite(capacity) ? capacity : 0;
  const total = (row: BucketRow) => PARTS.reduce((sum, { name }) => sum + (row[Bucket[name]] ?? 0), 0);
  const y = scaleLinear([0, Math.max(1, limit, ...[...rows, ...ghost].map(total))], [bottom, top]);
  let under = (_: BucketRow) => 0;
  const areas = PARTS.map(({ name, ...look }): Mark => {
    const from = under;
    const to = (row: BucketRow) => from(row) + (row[Bucket[name]] ?? 0);
    under = to;
    return { kind: "area", name, ...look, path: stepArea(rows, x, y, from, to) };
  });
  const last = rows[rows.length - 1];
  const ends = [0, ...(limit > 0 ? [limit] : y.ticks(2).slice(-1))];
  return {
    top,
    bottom,
    ticks: ends.map((v) => ({ at: y(v), label: formatCount(v) })),
    marks: [
      ...areas,
      ...ghostLine(data, x, y, Bucket.active),
      ...(last === undefined
        ? []
        : [
            {
              kind: "label",
              name: "active",
              tone: "working",
              x: x(endOf(last)) + 4,
              y: Math.max(top + 9, Math.min(bottom - 2, y((last[Bucket.active] ?? 0) / 2) + 3)),
              text: t("{0} active", formatCount(Math.round(10 * (last[Bucket.active] ?? 0)) / 10)),
            } as const,
          ]),
    ],
  };
}
