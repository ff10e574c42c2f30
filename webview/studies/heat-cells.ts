import type { Json } from "../../simulator/protocol.ts";
import type { Unit } from "../../simulator/scenario/metrics.ts";
import type { Sweep, SweepPoint, Verdict } from "../../simulator/studies.ts";

/** A point of a sweep over two parameters, as the map shows it. */
export type HeatCell = {
  /** Its place among the points of the sweep. */
  index: number;
  values: readonly Json[];
  /** 0 is the best fifth of the scale, 4 the worst; undefined where nothing was measured. */
  step: number | undefined;
  verdict: Verdict;
  unstable: boolean;
  best: boolean;
};

/** Columns are the values of the first parameter; rows those of the second, the greatest on top, as in a chart. */
export type HeatMap = {
  columns: readonly Json[];
  rows: readonly { value: Json; cells: readonly (HeatCell | undefined)[] }[];
  /** The least and the greatest value of each step, the best first. */
  steps: readonly [number, number][];
};

const STEPS = 5;

export function heatMapOf({ axes, points, best, objective: { better } }: Sweep): HeatMap {
  const [columns = [], rows = []] = axes.map(({ values }) => values);
  const scale = scaleOf(points, better);
  const places = new Map(points.map(({ values }, i) => [JSON.stringify(values), i]));
  const cell = (values: Json[]): HeatCell | undefined => {
    const index = places.get(JSON.stringify(values));
    const point = index === undefined ? undefined : points[index];
    if (index === undefined || point === undefined) return undefined;
    const { verdict, unstable, objective } = point;
    return { index, values, step: scale.step(objective.mean), verdict, unstable, best: index === best };
  };
  return {
    columns,
    rows: [...rows]
      .reverse()
      .map((value) => ({ value, cells: columns.map((column) => cell([column, value])) })),
    steps: scale.steps,
  };
}

/** Equal ratios where the values range over many sizes, else equal steps. Where less is worse, the greatest are the first step. */
function scaleOf(points: readonly SweepPoint[], better: Sweep["objective"]["better"]) {
  const known = points.map(({ objective }) => objective.mean).filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const logarithmic = low > 0 && high / low > 3;
  const f = (value: number) => (logarithmic ? Math.log(value) : value);
  const g = (value: number) => (logarithmic ? Math.exp(value) : value);
  const width = f(high) - f(low);
  const turned = (step: number) => (better === "lower" ? step : STEPS - 1 - step);
  const step = (mean: number): number | undefined => {
    if (!Number.isFinite(mean)) return undefined;
    const share = width > 0 ? (f(mean) - f(low)) / width : 0;
    return turned(Math.min(STEPS - 1, Math.floor(share * STEPS)));
  };
  const edge = (i: number) => (i === 0 ? low : i === STEPS ? high : g(f(low) + (width * i) / STEPS));
  const steps = Array.from(
    { length: known.length === 0 ? 0 : width > 0 ? STEPS : 1 },
    (_, i): [number, number] => {
      const at = width > 0 ? turned(i) : 0;
      return width > 0 ? [edge(at), edge(at + 1)] : [low, high];
    },
  );
  return { step, steps };
}

/** A number that fits into a cell: times in ms without the unit, from a second on in seconds with it. */
export function cellText(unit: Unit, value: number): string {
  if (!Number.isFinite(value)) return "–";
  switch (unit) {
    case "seconds":
      return Math.abs(value) >= 0.9995 ? `${short(value)}s` : short(value * 1000);
    case "ratio":
      return short(value * 100);
    default:
      return short(value);
  }
}

/** What the numbers of the cells are in. */
export const cellUnit = (unit: Unit): string =>
  unit === "seconds" ? "ms" : unit === "ratio" ? "%" : unit === "perSecond" ? "/s" : "";

const whole = (value: number) => value.toFixed(0);

function short(value: number): string {
  const size = Math.abs(value);
  if (size >= 9950) return `${whole(value / 1000)}k`;
  return size >= 9.95 || size === 0 ? whole(value) : String(Number(value.toPrecision(2)));
}

export type Arrow = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End";

/** Where a key leads from a cell: to the next one that was measured, or to the end of the row; where there is none, nowhere. */
export function nextCell(
  { rows, columns }: HeatMap,
  [row, column]: readonly [number, number],
  key: Arrow,
): readonly [number, number] {
  const isThere = (r: number, c: number) => rows[r]?.cells[c] !== undefined;
  const [down, right] = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    Home: [0, 1],
    End: [0, -1],
  }[key] as [number, number];
  let [r, c] = key === "Home" ? [row, -1] : key === "End" ? [row, columns.length] : [row, column];
  for (;;) {
    [r, c] = [r + down, c + right];
    if (r < 0 || r >= rows.length || c < 0 || c >= columns.length) return [row, column];
    if (isThere(r, c)) return [r, c];
  }
}
