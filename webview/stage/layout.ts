import dagre from "@dagrejs/dagre";

export type Box = { width: number; height: number; position?: readonly [number, number] };
export type Point = { x: number; y: number };

/** Where the boxes are (their middles) and what the edges pass through on their way, in px of the drawing. */
export type Layout = {
  nodes: readonly Point[];
  bends: readonly (readonly Point[])[];
  width: number;
  height: number;
  /** The room that it needs at the least gaps. */
  least: { width: number; height: number };
};

export type Direction = "right" | "down";

/** Room that the drawing may take, and the least gap between ranks, in px. */
export type Room = { width: number; height: number; direction: Direction };

const MARGIN = 28;
const GAP = { right: { least: 44, most: 190 }, down: { least: 22, most: 80 } };
const ROW_GAP = 12;

/**
 * Places the boxes in ranks along the flow. The ranks and the order within them are dagre's: it is deterministic (no physics, no
 * random numbers; ties go by the order of the scenario), keeps edges that skip a rank out of the boxes between, and centres a
 * balancer on its servers. The gaps between ranks are made equal afterwards, so that each hop takes the same time on
 * screen, and grow with the room. Positions given in the document win where every component has one.
 */
export function layout(
  boxes: readonly Box[],
  edges: readonly { from: number; to: number }[],
  room: Room,
): Layout {
  if (boxes.length === 0)
    return { nodes: [], bends: [], width: room.width, height: room.height, least: { width: 1, height: 1 } };
  const down = room.direction === "down";
  const along = (box: Box) => (down ? box.height : box.width);
  const { nodes, bends } = boxes.every(({ position }) => position !== undefined)
    ? given(boxes, edges, down)
    : ranked(boxes, edges, down);

  // Along the flow: boxes at one place make a rank, as long as the longest of them.
  const stops = [...new Set(nodes.map((node) => (down ? node.y : node.x)))].sort((a, b) => a - b);
  const lengths = stops.map((stop) =>
    Math.max(...boxes.map((box, i) => ((down ? nodes[i]?.y : nodes[i]?.x) === stop ? along(box) : 0))),
  );
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const free = (down ? room.height : room.width) - 2 * MARGIN - total;
  const { least, most } = GAP[room.direction];
  const gap = Math.min(most, Math.max(least, free / Math.max(1, stops.length - 1)));
  const length = total + gap * (stops.length - 1);
  let at = Math.max(MARGIN, ((down ? room.height : room.width) - length) / 2);
  const places = lengths.map((rank) => {
    const place = at + rank / 2;
    at += rank + gap;
    return place;
  });

  // Across the flow: as dagre has it, in the middle of the room. Whether a picture is upside down means nothing to it; here the
  // order of the scenario decides.
  const flip = upsideDown(nodes, down) ? -1 : 1;
  const across = nodes.map((node) => flip * (down ? node.x : node.y));
  const size = (box: Box) => (down ? box.width : box.height) / 2;
  const first = Math.min(...boxes.map((box, i) => (across[i] ?? 0) - size(box)));
  const last = Math.max(...boxes.map((box, i) => (across[i] ?? 0) + size(box)));
  const wide = down ? room.width : room.height;
  const shift = Math.max(MARGIN / 2, (wide - (last - first)) / 2) - first;

  const moved = ({ x, y }: Point): Point =>
    down
      ? { x: flip * x + shift, y: between(stops, places, y) }
      : { x: between(stops, places, x), y: flip * y + shift };
  const breadth = last - first + MARGIN;
  const extent = (between: number) => total + between * (stops.length - 1) + 2 * MARGIN;
  const sizeWith = (between: number) =>
    down ? { width: breadth, height: extent(between) } : { width: extent(between), height: breadth };
  const needed = sizeWith(gap);
  return {
    nodes: nodes.map(moved),
    bends: bends.map((points) => points.map(moved)),
    width: Math.max(room.width, needed.width),
    height: Math.max(room.height, needed.height),
    least: sizeWith(least),
  };
}

/** Whether more pairs within a rank are against the order of the scenario than with it. */
function upsideDown(nodes: readonly Point[], down: boolean): boolean {
  let sum = 0;
  for (const [i, a] of nodes.entries()) {
    for (const b of nodes.slice(i + 1)) {
      const [rank, row] = down ? [a.y - b.y, a.x - b.x] : [a.x - b.x, a.y - b.y];
      if (rank === 0) sum += Math.sign(row);
    }
  }
  return sum > 0;
}

type Raw = { nodes: Point[]; bends: Point[][] };

function ranked(boxes: readonly Box[], edges: readonly { from: number; to: number }[], down: boolean): Raw {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: down ? "TB" : "LR", nodesep: ROW_GAP, ranksep: 60, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [index, box] of boxes.entries()) graph.setNode(name(index), { ...box });
  for (const [index, { from, to }] of edges.entries()) {
    graph.setEdge(name(from), name(to), {}, String(index));
  }
  dagre.layout(graph);
  return {
    nodes: boxes.map((_, index) => {
      const { x, y } = graph.node(name(index)) as Point;
      return { x, y };
    }),
    bends: edges.map(({ from, to }, index) => {
      const { points } = graph.edge(name(from), name(to), String(index)) as { points: Point[] };
      const [a, b] = [graph.node(name(from)) as Point, graph.node(name(to)) as Point];
      const place = ({ x, y }: Point) => (down ? y : x);
      const ranks = new Set(boxes.map((_, i) => place(graph.node(name(i)) as Point)));
      // Of the points on the way only those at the ranks that an edge skips matter; the others lie on the straight way.
      return points.filter((p) => ranks.has(place(p)) && place(p) > place(a) && place(p) < place(b));
    }),
  };
}

/** A letter first: dagre's graph keeps its nodes in an object, where names that look like numbers change places. */
const name = (index: number) => `n${index}`;

/**
 * Places from the document: rank and row. A rank whose rows count from 0 is centred on the largest one; other rows are taken as
 * they are.
 */
function given(boxes: readonly Box[], edges: readonly { from: number; to: number }[], down: boolean): Raw {
  const step = Math.max(...boxes.map((box) => (down ? box.width : box.height))) + ROW_GAP;
  const places = boxes.map(({ position: [rank, row] = [0, 0] }) => ({ rank, row }));
  const last = Math.max(...places.map(({ row }) => row));
  const nodes = places.map(({ rank, row }) => {
    const rows = places.filter((place) => place.rank === rank).map((place) => place.row);
    const across = step * (row + (Math.min(...rows) === 0 ? (last - Math.max(...rows)) / 2 : 0));
    return down ? { x: across, y: rank } : { x: rank, y: across };
  });
  return { nodes, bends: edges.map(() => []) };
}

/** The place between two ranks that belongs to a place between two stops. */
function between(stops: readonly number[], places: readonly number[], at: number): number {
  const after = stops.findIndex((stop) => stop >= at);
  if (after <= 0) return places[after === 0 ? 0 : places.length - 1] ?? at;
  const [s0, s1] = [stops[after - 1] ?? 0, stops[after] ?? 1];
  const [p0, p1] = [places[after - 1] ?? 0, places[after] ?? 0];
  return p0 + ((at - s0) / (s1 - s0)) * (p1 - p0);
}
