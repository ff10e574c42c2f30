import { escaped } from "../junit.ts";

/** A line over time: what it is called, how it is drawn, and its values; NaN is a gap. */
export type Line = {
  name: string;
  style: "thin" | "dashed" | "thick";
  points: { at: number; value: number }[];
};

const WIDTH = 640;
const HEIGHT = 180;
const LEFT = 64;
const RIGHT = 96;
const TOP = 12;
const BOTTOM = 24;

/** A chart of lines over time as SVG: each is named at its end, and what is missing is a gap and not a zero. */
export function chart(about: {
  title: string;
  lines: readonly Line[];
  scale: "linear" | "log";
  text: (value: number) => string;
}): string {
  const { title, lines, scale, text } = about;
  const points = lines.flatMap((line) => line.points).filter(({ value }) => Number.isFinite(value));
  if (points.length === 0) return "";
  const times = points.map(({ at }) => at);
  const values = points.map(({ value }) => value);
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const isLog = scale === "log" && values.some((value) => value > 0);
  const positive = values.filter((value) => value > 0);
  const low = isLog ? 10 ** Math.floor(Math.log10(Math.min(...positive))) : 0;
  const high = isLog
    ? 10 ** Math.ceil(Math.log10(Math.max(...positive, low * 10)))
    : Math.max(...values, 1e-9);
  const x = (at: number) => LEFT + ((at - from) / Math.max(to - from, 1e-9)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => {
    const share = isLog
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / (high - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  };
  const ticks = isLog ? decades(low, high) : [0, high / 2, high];
  const id = title.replace(/\W+/g, "-");
  const ends = apart(
    lines.map((line) => y(line.points.findLast(({ value }) => Number.isFinite(value))?.value ?? low)),
  );
  return [
    `<figure><figcaption id="${id}">${escaped(title)}</figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}">`,
    ...ticks.map(
      (tick) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text x="${LEFT - 6}" y="${round(y(tick) + 4)}" text-anchor="end">${escaped(text(tick))}</text>`,
    ),
    `<text x="${LEFT}" y="${HEIGHT - 6}">${round(from)} s</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">${round(to)} s</text>`,
    ...lines.map(
      (line, i) =>
        `<path class="line ${line.style}" d="${path(line, x, y)}"><title>${escaped(line.name)}</title></path><text x="${WIDTH - RIGHT + 6}" y="${round((ends[i] ?? 0) + 4)}">${escaped(line.name)}</text>`,
    ),
    "</svg></figure>",
  ].join("\n");
}

function path({ points }: Line, x: (at: number) => number, y: (value: number) => number): string {
  let pen = "M";
  return points
    .flatMap(({ at, value }) => {
      if (!Number.isFinite(value)) {
        pen = "M";
        return [];
      }
      const move = `${pen}${round(x(at))},${round(y(value))}`;
      pen = "L";
      return [move];
    })
    .join("");
}

function decades(low: number, high: number): number[] {
  const count = Math.round(Math.log10(high / low));
  return Array.from({ length: count + 1 }, (_, i) => low * 10 ** i);
}

/** Places of names, moved so that none covers another. */
function apart(places: readonly number[]): number[] {
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  const found: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { place, i } of order) {
    last = Math.max(place, last + 14);
    found[i] = last;
  }
  return found;
}

const round = (number: number): number => Number(number.toFixed(1));
