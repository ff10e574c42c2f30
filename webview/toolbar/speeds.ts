import { screenSeconds } from "../stage/honesty.ts";
import { FASTEST } from "../store/state.ts";
import { t } from "../strings.ts";

/** Simulated seconds a real second that can be chosen, slowest first. */
export const SPEEDS = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 30, 100, FASTEST] as const;

/** What a speed means on screen: "4 s on screen". */
export const speedName = (speed: number): string =>
  speed >= FASTEST ? t("as fast as it goes") : t("{0} s on screen", screenSeconds(speed));

/** The next speed in a direction; from a speed between two it goes to the one on that side. */
export function nextSpeed(speed: number, direction: 1 | -1): number {
  const ordered = direction === 1 ? SPEEDS : SPEEDS.toReversed();
  const last = ordered[ordered.length - 1] ?? speed;
  return ordered.find((choice) => (direction === 1 ? choice > speed : choice < speed)) ?? last;
}
