import type { NetworkComponent } from "../../simulator/protocol.ts";
import { NO_READING } from "../store/reading.ts";
import { type Arrangement, arrange } from "./arrangement.ts";
import { lag } from "./glyphs/database.ts";
import { GLYPHS } from "./glyphs/glyphs.ts";
import { GROUP } from "./glyphs/group.ts";
import { fleet } from "./glyphs/server.ts";
import { type Box, type Direction, type Layout, layout, type Point } from "./layout.ts";
import { type Route, resting, route } from "./route.ts";
import type { Scene, SceneNode } from "./scene.ts";

/** Where everything is on the stage, in px of the drawing, and how much smaller than life the drawing is. */
export type Place = Pick<Layout, "nodes" | "width" | "height"> & {
  /** By edge of the scene. */
  lines: readonly Route[];
  /** By edge of the network: the way of the edge that stands for it; within a fold there is none to go. */
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
const TEXT_OF_GROUP = 62;
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
const arrangements = new WeakMap<Scene, Partial<Record<Direction, Arrangement>>>();

function arrangementOf(scene: Scene, boxes: readonly Box[], direction: Direction): Arrangement {
  const known = arrangements.get(scene) ?? {};
  arrangements.set(scene, known);
  known[direction] ??= arrange(boxes, scene.edges, direction);
  return known[direction];
}

/** Larger than life only as far as the least gaps leave room; smaller only as long as texts can be read. */
function scaleFor({ least }: Layout, width: number, height: number): number {
  return Math.max(SMALLEST, Math.min(LARGEST, width / least.width, height / least.height));
}

/** The size of a node's glyph, and the room above and below it for its texts. */
function sizeOf({ members, fold }: SceneNode, components: Scene["components"]) {
  if (fold?.kind === "group") return { width: GROUP.width, height: GROUP.height, text: TEXT_OF_GROUP };
  const component = components[members[0] ?? 0];
  if (component === undefined) return { width: 0, height: 0, text: 0 };
  const { width, height } = GLYPHS[component.type];
  const rows = moreRows(component) + (fold === undefined ? 0 : 2);
  return { width, height, text: TEXT[component.type] + ROW * rows };
}

/** Where the document puts a node; one that is folded is in the middle of its members. */
function positionOf({ members }: SceneNode, components: Scene["components"]): [number, number] | undefined {
  const positions = members.flatMap((member) => {
    const position = components[member]?.position;
    return position === undefined ? [] : [position];
  });
  if (positions.length < members.length) return undefined;
  const mean = (axis: 0 | 1) => positions.reduce((sum, position) => sum + position[axis], 0) / members.length;
  return [mean(0), mean(1)];
}

/** Places a scene in a stage of a size in px. */
export function place(scene: Scene, width: number, height: number): Place {
  const { components } = scene;
  const direction: Direction = width <= NARROWEST ? "down" : "right";
  const sizes = scene.nodes.map((node) => sizeOf(node, components));
  const boxes = scene.nodes.map((node, i): Box => {
    const size = sizes[i] ?? { width: 0, height: 0, text: 0 };
    const position = positionOf(node, components);
    return {
      width: Math.max(LEAST_WIDTH, size.width + 2 * ASIDE),
      height: size.height + 2 * (direction === "down" ? TEXT_DOWN : size.text),
      ...(position === undefined ? {} : { position }),
    };
  });
  const arranged = arrangementOf(scene, boxes, direction);
  const natural = layout(boxes, arranged, { width, height, direction });
  const scale = scaleFor(natural, width, height);
  const placed =
    scale === 1
      ? natural
      : layout(boxes, arranged, { width: width / scale, height: height / scale, direction });
  const middle = (index: number): Point => placed.nodes[index] ?? { x: 0, y: 0 };
  /** Where edges leave (side 1) or reach (side -1) a node: the middle of its border along the flow. */
  const port = (index: number, side: 1 | -1): Point => {
    const { x, y } = middle(index);
    const size = sizes[index] ?? { width: 0, height: 0 };
    return direction === "down"
      ? { x, y: y + (side * size.height) / 2 }
      : { x: x + (side * size.width) / 2, y };
  };
  const lines = scene.edges.map(({ from, to }, index) =>
    route(port(from, 1), port(to, -1), placed.bends[index] ?? [], direction),
  );
  const routes = scene.edgeOf.map((edge, i) => lines[edge] ?? resting(middle(scene.insideOf[i] ?? 0)));
  const textScale = Math.min(LARGEST_TEXT, Math.max(1, 1 / scale));
  return { ...placed, lines, routes, scale, textScale, direction };
}
