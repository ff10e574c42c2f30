import type { NetworkComponent } from "../../../simulator/protocol.ts";
import { t } from "../../strings.ts";
import { formatCount } from "../../text/numbers.ts";
import { type Bundle, worstTexts } from "../bundle.ts";
import { CONDITIONS } from "../condition.ts";
import { conditionIcon } from "../describe.ts";
import { type Group, type Row, roundedBox } from "../glyph.ts";
import { caption } from "./cells.ts";

const [WIDTH, HEIGHT] = [112, 50];

/** A folded group is a plain box: what it holds is said inside. */
export const GROUP = { width: WIDTH, height: HEIGHT, outline: roundedBox(WIDTH, HEIGHT, 5) };

/** How many components are in it, and how many of them are not as they should be. */
export function drawGroup(inside: Group, { members }: Bundle): void {
  const signs = CONDITIONS.filter((condition) => condition !== "normal").flatMap((condition) => {
    const count = members.filter((member) => member.condition === condition).length;
    return count === 0 ? [] : [`${conditionIcon(condition)} ${count}`];
  });
  caption(inside, "member-count", t("{0} components", members.length), 0, signs.length === 0 ? 4 : -4);
  caption(inside, "member-conditions", signs.join("  "), 0, 14);
}

export function groupRows(bundle: Bundle): Row[] {
  const waiting = bundle.members.reduce(
    (sum, { reading, component }) => sum + (waits(component.type) ? reading.waiting : 0),
    0,
  );
  const failing = bundle.members.reduce((sum, { reading }) => sum + reading.failureRate, 0);
  return [
    ...(waiting >= 1 ? [{ text: t("{0} waiting", formatCount(waiting)), tone: "waiting" as const }] : []),
    ...(failing > 0 ? [{ text: `◆ ${t("+{0} err/s", formatCount(failing))}`, tone: "failed" as const }] : []),
    ...worstTexts(bundle).map((text) => ({ text })),
  ];
}

/** Who waits at a cache waits for somebody else's load, which is counted where it is done. */
const waits = (type: NetworkComponent["type"]): boolean => type !== "cache";
