/** Digits that survive a way through text and back. */
const DIGITS = 12;

const DURATION_UNITS = [
  { unit: "h", seconds: 3600 },
  { unit: "m", seconds: 60 },
  { unit: "s", seconds: 1 },
  { unit: "ms", seconds: 1e-3 },
  { unit: "us", seconds: 1e-6 },
] as const;

/** Seconds as the document writes them: `"50ms"`, `"1.5s"`, `"2m"`; Infinity is `"none"`. */
export function formatDuration(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return "none";
  if (seconds === 0) return "0ms";
  for (const { unit, seconds: size } of DURATION_UNITS) {
    const number = rounded(seconds / size);
    // Hours and minutes only where they come out even: "90s" says more than "1.5m".
    if (size > 1 ? number >= 2 && Number.isInteger(number) : number >= 1) return `${plain(number)}${unit}`;
  }
  return `${plain(rounded(seconds / 1e-6))}us`;
}

/** Events per second as the document writes them: `"120/s"`, or `"30/m"` where that is the rounder number. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 1 || perSecond === 0) return `${plain(rounded(perSecond))}/s`;
  const perMinute = rounded(perSecond * 60);
  if (Number.isInteger(perMinute)) return `${perMinute}/m`;
  const perHour = rounded(perSecond * 3600);
  return Number.isInteger(perHour) ? `${perHour}/h` : `${plain(rounded(perSecond))}/s`;
}

const rounded = (number: number): number => Number(number.toPrecision(DIGITS));

/** A number without an exponent, which durations and rates do not have. */
function plain(number: number): string {
  const text = String(number);
  if (!text.includes("e")) return text;
  if (number >= 1) return BigInt(Math.round(number)).toString();
  return number.toFixed(30).replace(/0+$/, "").replace(/\.$/, "");
}
