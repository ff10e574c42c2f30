import { FASTEST } from "../store/state.ts";
import { t } from "../strings.ts";
import { formatCount } from "../text/numbers.ts";

/** What the dots on the stage stand for. */
export type DotMode =
  | { kind: "trace"; oneIn: number }
  | { kind: "flow"; ratePerDot: number }
  /** No dots: somebody asked for less motion. */
  | { kind: "still" };

/** Simulated seconds a real second: what is wanted, and what the machine reaches (0 while unknown). */
export type Pace = { wanted: number; achieved: number };

/** The line that says what one sees, always on the stage. Its wording is part of the specification. */
export function honestyLine(mode: DotMode, pace: Pace): string {
  const parts = [...said(mode), onScreen(pace)];
  if (mode.kind !== "still") parts.push(t("travel between boxes not to scale"));
  return parts.join(" · ");
}

function said(mode: DotMode): string[] {
  switch (mode.kind) {
    case "trace":
      return [t("● 1 dot = 1 request"), t("showing 1 of {0}", formatCount(mode.oneIn))];
    case "flow":
      return [t("● 1 dot = {0} req/s", formatCount(mode.ratePerDot)), t("dots show the rate only")];
    case "still":
      return [t("no dots (reduced motion)"), t("edges show requests per second")];
  }
}

function onScreen({ wanted, achieved }: Pace): string {
  const behind = achieved > 0 && achieved < 0.9 * wanted;
  const speed = wanted >= FASTEST || behind ? achieved : wanted;
  if (!(speed > 0) || speed >= FASTEST) return t("as fast as it goes");
  return t("1 s simulated = {0} s on screen", screenSeconds(speed));
}

/** Real seconds that a simulated second takes, as text: 4, 0.25, 0.0012. */
export const screenSeconds = (speed: number): string => String(Number((1 / speed).toPrecision(2)));
