import type { Network, NetworkComponent } from "../../simulator/protocol.ts";
import { NO_READING } from "../store/reading.ts";
import { type Arrangement, arrange } from "./arrangement.ts";
import { lag } from "./glyphs/database.ts";
import { GLYPHS } from "./glyphs/glyphs.ts";
import { fleet } from "./glyphs/server.ts";
import { type Box, type Direction, type Layout, layout, type Point } from "./layout.ts";
import { type Route, route } from "./route.ts";

/** Where everything is on the stage, in px of the drawing, and how much smaller than life the drawing is. */
export type Place = Pick<Layout, "nodes" | "width" | "height"> & {
  routes: readonly Route[];
  scale: number;
  /** How much larger texts are in the drawing, so that they stay readable where it is small. */
  textScale: number;
  direction: Direction;
};

/** More rows of text than the others of its type have: replicas, and what a server is made of. */
const ROW = 14;
function moreRows({ type, parameters }: NetworkComponent): number {
  const known = { parameters, reading: NO_READING };
  if (type === "database") return 2 * lag(known).length;
  return type === "server" ? fleet(known).length : 0;
}

/** Room above and below a glyph for its name and its rows of text, px. */
const TEXT = {
  source: 42,
  balancer: 34,
  server: 34,
  pool: 58,
  database: 46,
  cache: 36,
  breaker: 44,
  bulkhead: 44,
  limiter: 44,
  queue: 56,
};
/** From top to bottom only the selected node has rows. */
const TEXT_DOWN = 20;
/** The widest text under a glyph reaches beyond it by this, px on each side. */
const ASIDE = 8;
/** The rows of a small glyph are wider than it is, px. */
const LEAST_WIDTH = 92;

/** Under this the text could not be read; then the stage scrolls. */
const SMALLEST = 0.62;
const LARGEST = 1.35;
const LARGEST_TEXT = 1.25;
/** Narrower stages flow from top to bottom, px. */
const NARROWEST = 420;

/** Arranging takes far longer than placing, and does not change with the size of the stage. */
const arrangements = new WeakMap<Pick<Network, "edges">, Partial<Record<Direction, Arrangement>>>();

function arrangementOf(
  network: Pick<Network, "edges">,
  boxes: readonly Box[],
  direction: Direction,
): Arrangement {
  const known = arrangements.get(network) ?? {};
  arrangements.set(network, known);
  known[direction] ??= arrange(boxes, network.edges, direction);
  return known[direction];
}

/** Larger than life only as far as the least gaps leave room; smaller only as long as texts can be read. */
function scaleFor({ least }: Layout, width: number, height: number): number {
  return Math.max(SMALLEST, Math.min(LARGEST, width / least.width, height / least.height));
}

/** Places a network in a stage of a size in px. */
export function place(network: Pick<Network, "components" | "edges">, width: number, height: number): Place {
  const direction: Direction = width <= NARROWEST ? "down" : "right";
  const boxes = network.components.map((component) => {
    const { type, position } = component;
    const text = direction === "down" ? TEXT_DOWN : TEXT[type] + ROW * moreRows(component);
    return {
      width: Math.max(LEAST_WIDTH, GLYPHS[type].width + 2 * ASIDE),
      height: GLYPHS[type].height + 2 * text,
      ...(position === undefined ? {} : { position }),
    };
  });
  const arranged = arrangementOf(network, boxes, direction);
  const natural = layout(boxes, arranged, { width, height, direction });
  const scale = scaleFor(natural, width, height);
  const placed =
    scale === 1
      ? natural
      : layout(boxes, arranged, { width: width / scale, height: height / scale, direction });
  const routes = network.edges.map(({ from, to }, index) =>
    route(
      port(network, placed, from, direction, 1),
      port(network, placed, to, direction, -1),
      placed.bends[index] ?? [],
      direction,
    ),
  );
  return { ...placed, routes, scale, textScale: Math.min(LARGEST_TEXT, Math.max(1, 1 / scale)), direction };
}

/** Where edges leave (side 1) or reach (side -1) a component: the middle of its border along the flow. */
function port(
  { components }: Pick<Network, "components">,
  { nodes }: Layout,
  index: number,
  direction: Direction,
  side: 1 | -1,
): Point {
  const { x, y } = nodes[index] ?? { x: 0, y: 0 };
  const glyph = GLYPHS[components[index]?.type ?? "server"];
  return direction === "down"
    ? { x, y: y + (side * glyph.height) / 2 }
    : { x: x + (side * glyph.width) / 2, y };
}
