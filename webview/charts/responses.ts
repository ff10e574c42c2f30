import { scaleLinear } from "d3";
import { Bucket } from "../../simulator/frame.ts";
import { OUTCOMES, Outcome, type OutcomeName } from "../../simulator/outcome.ts";
import type { BucketRow } from "../store/history.ts";
import { t } from "../strings.ts";
import { formatCount, formatRate } from "../text/numbers.ts";
import { OUTCOME_LOOK, outcomeName } from "./outcomes.ts";
import { MARGIN, type Mark, type Plot, type Size } from "./plot.ts";
import { stepArea, stepLine } from "./steps.ts";
import { perSecond, type Timeline, timelineMarks, timeScale, within } from "./time.ts";

export type ResponsesData = {
  rows: readonly BucketRow[];
  /** Of the run before: a line of what was in time. */
  ghost: readonly BucketRow[];
  timeline: Timeline;
};

/** The outcomes that there were at all, in their fixed order. */
export const outcomesOf = (rows: readonly BucketRow[]): OutcomeName[] =>
  OUTCOMES.filter((name) => rows.some((row) => (row[column(name)] ?? 0) > 0));

export const column = (name: OutcomeName): number => Bucket.outcomes + Outcome[name];

/** Answers per second by how they ended, stacked in a fixed order on a linear axis, and what was asked for as a line. */
export function responsesPlot({ rows, ghost, timeline }: ResponsesData, size: Size): Plot {
  const { x, ticks: xTicks } = timeScale(timeline, size);
  const [top, bottom] = [MARGIN.top + 10, size.height - MARGIN.bottom];
  const offered = (row: BucketRow) => perSecond(row, Bucket.arrived);
  const names = outcomesOf(rows);
  const tops = rows.map((row) => names.reduce((sum, name) => sum + perSecond(row, column(name)), 0));
  const before = within(ghost, timeline);
  const inTime = (row: BucketRow) => perSecond(row, column("inTime"));
  const most = Math.max(1, ...tops, ...rows.map(offered), ...before.map(inTime));
  const y = scaleLinear([0, most], [bottom, top]).nice(4);

  let under = (_: BucketRow) => 0;
  const areas = names.map((name): Mark => {
    const from = under;
    const to = (row: BucketRow) => from(row) + perSecond(row, column(name));
    under = to;
    return {
      kind: "area",
      name,
      ...OUTCOME_LOOK[name],
      path: stepArea(rows, x, y, from, to),
    };
  });
  const last = rows[rows.length - 1];
  const marks: Mark[] = [
    ...timelineMarks(timeline, x),
    ...areas,
    ...(before.length === 0
      ? []
      : [{ kind: "line", name: "before", tone: "ghost", path: stepLine(before, x, y, inTime) } as const]),
    {
      kind: "line",
      name: "offered",
      tone: "text",
      path: stepLine(rows, x, y, offered),
    },
    ...(last === undefined
      ? []
      : [
          {
            kind: "label",
            name: "offered",
            tone: "text",
            x: x((last[Bucket.start] ?? 0) + (last[Bucket.width] ?? 1)) + 4,
            y: y(offered(last)) + 3,
            text: t("asked {0}", formatCount(offered(last))),
          } as const,
        ]),
  ];
  return {
    left: MARGIN.left,
    right: size.width - MARGIN.right,
    xTicks,
    panels: [{ top, bottom, ticks: y.ticks(4).map((v) => ({ at: y(v), label: formatCount(v) })), marks }],
    summary:
      last === undefined
        ? t("No answers yet")
        : names.map((name) => `${outcomeName(name)} ${formatRate(perSecond(last, column(name)))}`).join(", "),
  };
}
