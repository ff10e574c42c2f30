import type { Direction, Point } from "./layout.ts";

type Cubic = readonly [Point, Point, Point, Point];

/** The way of an edge: as a path of SVG, and as points at equal steps, x and y in turn, for whatever moves along it. */
export type Route = { path: string; points: Float64Array; length: number; beside: Point };

/** How far from a line its number is, px. */
const BESIDE = { level: 8, steep: 16 };

export const ROUTE_POINTS = 64;
const FINE = 32;

/** From one border to another through the bends, leaving and arriving along the flow. */
export function route(from: Point, to: Point, bends: readonly Point[], direction: Direction): Route {
  const stops = [from, ...bends, to];
  const cubics = stops.slice(1).map((end, i) => cubic(stops[i] as Point, end, direction));
  const path = cubics
    .map(([a, b, c, d], i) => `${i === 0 ? `M${at(a)}` : ""}C${at(b)} ${at(c)} ${at(d)}`)
    .join("");
  const { points, length } = evenly(cubics.flatMap((c, i) => sampled(c, i === cubics.length - 1)));
  return { path, points, length, beside: beside(points) };
}

/** No way at all: whatever goes it stays where it is. */
export const resting = ({ x, y }: Point): Route => ({
  path: "",
  points: Float64Array.from({ length: 2 * ROUTE_POINTS }, (_, i) => (i % 2 === 0 ? x : y)),
  length: 0,
  beside: { x, y },
});

function cubic(a: Point, d: Point, direction: Direction): Cubic {
  if (direction === "down") {
    const reach = Math.max(24, Math.abs(d.y - a.y) / 2);
    return [a, { x: a.x, y: a.y + reach }, { x: d.x, y: d.y - reach }, d];
  }
  const reach = Math.max(24, Math.abs(d.x - a.x) / 2);
  return [a, { x: a.x + reach, y: a.y }, { x: d.x - reach, y: d.y }, d];
}

/** Where the number of an edge has room: above its middle, and farther out where the line is steep. */
function beside(points: Float64Array): Point {
  const half = ROUTE_POINTS & ~1;
  const [x, y] = [points[half] ?? 0, points[half + 1] ?? 0];
  const [dx, dy] = [(points[half + 2] ?? 0) - x, (points[half + 3] ?? 0) - y];
  const rise = Math.abs(dy) / (Math.hypot(dx, dy) || 1);
  return { x: x + Math.sign(dy) * rise * BESIDE.steep, y: y - BESIDE.level * (1 - rise) };
}

const round = (n: number) => Math.round(n * 10) / 10;
const at = ({ x, y }: Point) => `${round(x)},${round(y)}`;

function sampled([a, b, c, d]: Cubic, withEnd: boolean): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < FINE + (withEnd ? 1 : 0); i++) {
    const t = i / FINE;
    const u = 1 - t;
    const [ka, kb, kc, kd] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    points.push({
      x: ka * a.x + kb * b.x + kc * c.x + kd * d.x,
      y: ka * a.y + kb * b.y + kc * c.y + kd * d.y,
    });
  }
  return points;
}

/** ROUTE_POINTS points at equal distances along a line of many short pieces. */
function evenly(line: readonly Point[]): { points: Float64Array; length: number } {
  const upTo = [0];
  for (let i = 1; i < line.length; i++) {
    const [p, q] = [line[i - 1] as Point, line[i] as Point];
    upTo.push((upTo[i - 1] as number) + Math.hypot(q.x - p.x, q.y - p.y));
  }
  const length = upTo[upTo.length - 1] as number;
  const points = new Float64Array(2 * ROUTE_POINTS);
  let piece = 1;
  for (let i = 0; i < ROUTE_POINTS; i++) {
    const wanted = (length * i) / (ROUTE_POINTS - 1);
    while (piece < line.length - 1 && (upTo[piece] as number) < wanted) piece++;
    const [s, e] = [upTo[piece - 1] as number, upTo[piece] as number];
    const share = e > s ? Math.min(1, (wanted - s) / (e - s)) : 0;
    const [p, q] = [line[piece - 1] as Point, line[piece] as Point];
    points[2 * i] = p.x + share * (q.x - p.x);
    points[2 * i + 1] = p.y + share * (q.y - p.y);
  }
  return { points, length };
}

/** Where something is that has gone a share 0..1 of a route, `aside` px to the right of its way. Writes into `out`. */
export function along(points: Float64Array, share: number, aside: number, out: Point): Point {
  const scaled = Math.min(1, Math.max(0, share)) * (ROUTE_POINTS - 1);
  const i = Math.min(ROUTE_POINTS - 2, Math.floor(scaled));
  const f = scaled - i;
  const [x0, y0] = [points[2 * i] as number, points[2 * i + 1] as number];
  const [dx, dy] = [(points[2 * i + 2] as number) - x0, (points[2 * i + 3] as number) - y0];
  const step = Math.hypot(dx, dy) || 1;
  out.x = x0 + f * dx - (aside * dy) / step;
  out.y = y0 + f * dy + (aside * dx) / step;
  return out;
}
