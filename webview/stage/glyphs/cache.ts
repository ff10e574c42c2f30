import { arc } from "d3";
import { t } from "../../strings.ts";
import { formatCount, formatShare } from "../../text/numbers.ts";
import { type Glyph, roundedBox } from "../glyph.ts";
import { caption, shape, tiles } from "./cells.ts";
import { failures } from "./failures.ts";

const [WIDTH, HEIGHT, OUTER, INNER] = [84, 62, 24, 18];
const RING_X = -WIDTH / 2 + OUTER + 6;

/** A box with a ring for the hit ratio, its stale part hatched, and a column for how full it is. */
export const cache: Glyph = {
  width: WIDTH,
  height: HEIGHT,
  outline: roundedBox(WIDTH, HEIGHT, 5),
  draw(inside, { reading }) {
    const { hits, stale } = ring(reading.detail, reading.extra);
    const at = `translate(${RING_X},0)`;
    shape(inside, "ring-room", arcPath(0, 1));
    shape(inside, "ring-hits", arcPath(0, hits));
    shape(inside, "ring-stale", stale > 0 ? arcPath(hits, hits + stale) : "", "dead");
    for (const name of ["ring-room", "ring-hits", "ring-stale"]) {
      inside.select(`path.${name}`).attr("transform", at);
    }
    caption(inside, "ratio", formatShare(reading.detail).replace(" ", ""), RING_X, 4);
    const room = { x: WIDTH / 2 - 20, y: -HEIGHT / 2 + 8, width: 12, height: HEIGHT - 16 };
    const limited = reading.capacity > 0 && Number.isFinite(reading.capacity);
    const full = limited ? Math.min(1, reading.active / reading.capacity) : 0;
    const height = room.height * full;
    tiles(inside, "store-room", [{ kind: "free", rect: room }]);
    tiles(inside, "store", [
      { kind: "working", rect: { ...room, y: room.y + room.height - height, height } },
    ]);
  },
  rows(view) {
    const { active, capacity, waiting, idle } = view.reading;
    return [
      {
        text: Number.isFinite(capacity)
          ? t("{0} of {1} entries", formatCount(active), formatCount(capacity))
          : t("holds {0}", formatCount(active)),
      },
      ...(idle >= 1 ? [{ text: t("{0} loading", formatCount(idle)) }] : []),
      ...(waiting >= 1
        ? [
            {
              text: t("{0} waiting", formatCount(waiting)),
              tone: "waiting" as const,
              testId: `waiting-${view.component.id}`,
            },
          ]
        : []),
      ...failures(view),
    ];
  },
};

/** Shares of the whole ring: fresh hits, then stale ones. Without a number yet the ring is empty. */
export function ring(hitRatio: number, staleShare: number): { hits: number; stale: number } {
  const hit = Number.isFinite(hitRatio) ? Math.min(1, Math.max(0, hitRatio)) : 0;
  const stale = Number.isFinite(staleShare) ? Math.min(hit, Math.max(0, staleShare)) : 0;
  return { hits: hit - stale, stale };
}

function arcPath(from: number, to: number): string {
  const path = arc<null>()
    .innerRadius(INNER)
    .outerRadius(OUTER)
    .startAngle(2 * Math.PI * from)
    .endAngle(2 * Math.PI * to);
  return path(null) ?? "";
}
