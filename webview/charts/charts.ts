import { Bucket } from "../../simulator/frame.ts";
import { fullName } from "../stage/describe.ts";
import type { BucketRow } from "../store/history.ts";
import { readingOf } from "../store/reading.ts";
import type { State } from "../store/state.ts";
import { t } from "../strings.ts";
import { formatCount, formatRate, formatSeconds } from "../text/numbers.ts";
import type { ChartSpec } from "./chart.ts";
import { connectionsPlot, PARTS } from "./connections.ts";
import { latencyPlot, PERCENTILES } from "./latency.ts";
import { OUTCOME_LOOK, outcomeName } from "./outcomes.ts";
import { column, outcomesOf, responsesPlot } from "./responses.ts";
import { type Subject, subjectOf, timelineOf } from "./subject.ts";
import { joinedBy, thin } from "./thin.ts";
import { perSecond, startOf } from "./time.ts";

const client = (state: State) => subjectOf(state, ["source"]);
/** Where there is no pool, what else has a queue of its own. */
const store = (state: State) => subjectOf(state, ["pool", "server", "queue", "bulkhead", "limiter"]);

/** More than can be told apart in a chart. */
const MOST = 400;

const allOf = (state: State, subject: Subject | undefined): readonly BucketRow[] =>
  (subject === undefined ? undefined : state.history.rows[subject.index]) ?? [];

const rowsOf = (state: State, subject: Subject | undefined) => thin(allOf(state, subject), MOST);

/** The same component in the run before, where somebody wants to see it. */
const ghostOf = ({ ghost, showsGhost }: State, subject: Subject | undefined): readonly BucketRow[] =>
  showsGhost && subject !== undefined ? thin(ghost?.get(subject.component.id) ?? [], MOST) : [];

/** What a chart says of its axis, and of how long a point is in a long run. */
function noteOf(note: string, state: State, subject: Subject | undefined): string {
  const by = joinedBy(allOf(state, subject), MOST);
  return [
    ...(ghostOf(state, subject).length === 0 ? [] : [t("grey: the run before")]),
    note,
    ...(by === 1 ? [] : [t("each point {0} s", by)]),
  ].join(" · ");
}

const newestFirst = (rows: readonly BucketRow[], cells: (row: BucketRow) => string[]) =>
  rows.map((row) => [`${startOf(row)} s`, ...cells(row)]).reverse();

export const latencyChart: ChartSpec = {
  testId: "chart-latency",
  live: () => [],
  title: (state) => t("Latency of {0}", client(state)?.component.label ?? ""),
  note: (state) => noteOf(t("hollow: under 100 answers"), state, client(state)),
  legend: () => [],
  plot: (state, size) => {
    const subject = client(state);
    const budget = state.network?.budgets.find(
      ({ component, metric, below }) =>
        component === subject?.index && metric === "latency.p99" && below !== undefined,
    )?.below;
    return latencyPlot(
      {
        rows: rowsOf(state, subject),
        ghost: ghostOf(state, subject),
        timeline: timelineOf(state),
        ...(budget === undefined ? {} : { budget }),
      },
      size,
    );
  },
  table: (state) => ({
    columns: [t("time"), ...PERCENTILES, t("answers")],
    rows: newestFirst(rowsOf(state, client(state)), (row) => [
      ...PERCENTILES.map((name) => formatSeconds(row[Bucket[name]] ?? Number.NaN)),
      formatCount(row[Bucket.answered] ?? 0),
    ]),
  }),
};

export const responsesChart: ChartSpec = {
  testId: "chart-responses",
  live: () => [],
  title: () => t("Responses per second"),
  note: (state) => noteOf(t("line: asked for"), state, client(state)),
  legend: (state) =>
    outcomesOf(rowsOf(state, client(state))).map((name) => ({
      name,
      text: outcomeName(name),
      ...OUTCOME_LOOK[name],
    })),
  plot: (state, size) =>
    responsesPlot(
      {
        rows: rowsOf(state, client(state)),
        ghost: ghostOf(state, client(state)),
        timeline: timelineOf(state),
      },
      size,
    ),
  table: (state) => {
    const rows = rowsOf(state, client(state));
    const names = outcomesOf(rows);
    return {
      columns: [t("time"), t("asked for"), ...names.map(outcomeName)],
      rows: newestFirst(rows, (row) => [
        formatRate(perSecond(row, Bucket.arrived)),
        ...names.map((name) => formatRate(perSecond(row, column(name)))),
      ]),
    };
  },
};

export const poolChart: ChartSpec = {
  testId: "chart-pool",
  live: ({ frame }) => [frame],
  title: (state) => {
    const subject = store(state);
    return subject === undefined ? t("Connections") : capital(fullName(subject.component));
  },
  note: (state) => noteOf(t("waiting above, in use below"), state, store(state)),
  legend: (state) =>
    PARTS.filter(({ name }) => name !== "connecting" || store(state)?.component.type === "pool").map(
      ({ name, ...look }) => ({ name, text: partName(name), ...look }),
    ),
  plot: (state, size) => {
    const subject = store(state);
    const reading =
      subject === undefined || state.frame === undefined ? undefined : readingOf(state.frame, subject.index);
    return connectionsPlot(
      {
        rows: rowsOf(state, subject),
        ghost: ghostOf(state, subject),
        timeline: timelineOf(state),
        capacity: reading?.capacity ?? Number.POSITIVE_INFINITY,
        waiting: reading?.waiting ?? 0,
      },
      size,
    );
  },
  table: (state) => ({
    columns: [t("time"), t("waiting"), t("most waiting"), ...PARTS.map(({ name }) => partName(name))],
    rows: newestFirst(rowsOf(state, store(state)), (row) => [
      formatCount(Math.round(row[Bucket.waiting] ?? 0)),
      formatCount(row[Bucket.waitingMax] ?? 0),
      ...PARTS.map(({ name }) => formatCount(Math.round(10 * (row[Bucket[name]] ?? 0)) / 10)),
    ]),
  }),
};

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function partName(name: (typeof PARTS)[number]["name"]): string {
  switch (name) {
    case "active":
      return t("active");
    case "connecting":
      return t("connecting");
    case "idle":
      return t("idle");
    default:
      return name satisfies never;
  }
}
