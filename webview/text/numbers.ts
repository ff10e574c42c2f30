const plain = (digits: number) =>
  new Intl.NumberFormat("en", { maximumFractionDigits: digits, useGrouping: true });
const [whole, tenths, hundredths] = [plain(0), plain(1), plain(2)];

/** A number of things: 875, 12,345, 1.2 M. High counts stay readable at a glance. */
export function formatCount(n: number): string {
  if (Number.isNaN(n)) return "–";
  if (!Number.isFinite(n)) return "∞";
  const size = Math.abs(n);
  if (size >= 1e9) return `${tenths.format(n / 1e9)} G`;
  if (size >= 1e6) return `${tenths.format(n / 1e6)} M`;
  if (size >= 1e5) return `${whole.format(n / 1e3)} k`;
  return size < 10 && !Number.isInteger(n) ? tenths.format(n) : whole.format(n);
}

/** A time in seconds as a person says it: 0.42 ms, 82 ms, 7.42 s, 134 s. */
export function formatSeconds(seconds: number): string {
  if (Number.isNaN(seconds)) return "–";
  if (!Number.isFinite(seconds)) return "∞";
  const size = Math.abs(seconds);
  if (size === 0) return "0 ms";
  // The limits are where rounding would carry into the next unit.
  if (size < 0.9995) return `${digits(seconds * 1000)} ms`;
  return `${digits(seconds)} s`;
}

/** Three significant digits, never more than are known at a glance. */
function digits(n: number): string {
  const size = Math.abs(n);
  return (size < 9.995 ? hundredths : size < 99.95 ? tenths : whole).format(n);
}

/** Events per second: 120/s, 12.5/s, 1.2 k/s. */
export function formatRate(rate: number): string {
  if (!Number.isFinite(rate)) return "–";
  const size = Math.abs(rate);
  if (size >= 99_950) return `${whole.format(rate / 1000)} k/s`;
  if (size >= 9_995) return `${tenths.format(rate / 1000)} k/s`;
  return `${(size < 9.95 ? tenths : whole).format(rate)}/s`;
}

/** A share 0..1 in per cent: 91 %, 2.5 %, 0.03 %. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const percent = share * 100;
  const size = Math.abs(percent);
  return `${(size < 0.995 ? hundredths : size < 9.95 ? tenths : whole).format(percent)} %`;
}

/** A ratio such as attempts per request: ×3.5. */
export function formatTimes(ratio: number): string {
  return Number.isFinite(ratio) ? `×${(ratio < 9.95 ? tenths : whole).format(ratio)}` : "–";
}

/** A moment of simulated time: 32.50 s. */
export const formatTime = (seconds: number): string => `${seconds.toFixed(2)} s`;
