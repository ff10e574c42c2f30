const SECONDS = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 } as const;
const PER_SECOND = { ms: 1000, s: 1, m: 1 / 60, h: 1 / 3600 } as const;

export const DURATION = /^(\d+(?:\.\d+)?)(us|ms|s|m|h)$/;
export const RATE = /^(\d+(?:\.\d+)?)\/(ms|s|m|h)$/;

/** `"50ms"` in seconds, or undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = DURATION.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * SECONDS[unit as keyof typeof SECONDS];
}

/** `"120/s"` in events per second, or undefined where the text is no rate. */
export function parseRate(text: string): number | undefined {
  const [, number, unit] = RATE.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * PER_SECOND[unit as keyof typeof PER_SECOND];
}
