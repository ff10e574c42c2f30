/** Number of the period that a time is in, from 0. A time that was computed as the beginning of one is in it, whatever its last bit. */
export function periodAt(now: number, period: number): number {
  const periods = now / period;
  return Math.floor(periods + 1e-9 + periods * 1e-15);
}
