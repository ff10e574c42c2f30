import { t } from "../../strings.ts";
import { formatRate } from "../../text/numbers.ts";
import type { Glyph } from "../glyph.ts";
import { type NodeView, valueAt } from "../view.ts";
import { caption } from "./cells.ts";
import { failures } from "./failures.ts";

const LETTERS: Record<string, string> = {
  roundRobin: "RR",
  weightedRoundRobin: "WRR",
  leastConnections: "LC",
  weightedLeastConnections: "WLC",
  random: "RND",
  weightedRandom: "WRD",
  powerOfTwo: "P2C",
};

/** A hexagon with the letters of its algorithm; its edges say who gets which share. */
export const balancer: Glyph = {
  width: 48,
  height: 42,
  outline: "M-24,0L-12,-21H12L24,0L12,21H-12z",
  draw(inside, view) {
    caption(inside, "letters", LETTERS[algorithm(view)] ?? "", 0, 4);
  },
  rows(view) {
    return [{ text: inWords(algorithm(view)) }, { text: formatRate(view.reading.rate) }, ...failures(view)];
  },
};

const algorithm = (view: NodeView) => String(valueAt(view, "algorithm") ?? "");

function inWords(name: string): string {
  switch (name) {
    case "roundRobin":
      return t("round robin");
    case "weightedRoundRobin":
      return t("weighted round robin");
    case "leastConnections":
      return t("least connections");
    case "weightedLeastConnections":
      return t("weighted least conn.");
    case "random":
      return t("random");
    case "weightedRandom":
      return t("weighted random");
    case "powerOfTwo":
      return t("two choices");
    default:
      return name;
  }
}
