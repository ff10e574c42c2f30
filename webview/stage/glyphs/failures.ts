import { t } from "../../strings.ts";
import { formatCount } from "../../text/numbers.ts";
import type { Row } from "../glyph.ts";
import type { NodeView } from "../view.ts";

/** Failures are always told as a number: a rare one may have no dot. */
export function failures({ reading }: Pick<NodeView, "reading">): Row[] {
  return reading.failureRate > 0
    ? [{ text: `◆ ${t("+{0} err/s", formatCount(reading.failureRate))}`, tone: "failed" }]
    : [];
}
