import dagre from "@dagrejs/dagre";
import type { Box, Direction, Point } from "./layout.ts";

/**
 * Ranks and rows before they have their places in a room: the middles of the boxes, and the points that edges pass through. Along
 * the flow only equal and greater matter; across it distances are in px.
 */
export type Arrangement = { nodes: readonly Point[]; bends: readonly (readonly Point[])[] };

type Ends = { from: number; to: number };

const ROW_GAP = 12;

/** Beyond this dagre takes seconds, and nobody could follow a single edge any more. */
const MOST_FOR_DAGRE = 150;

/**
 * Arranges boxes in ranks along the flow. Positions given in the document win where every component has one. Else ranks and rows are
 * dagre's: it is deterministic (no physics, no random numbers; ties go by the order of the scenario), keeps edges that skip a
 * rank out of the boxes between, and centres a balancer on its servers.
 */
export function arrange(boxes: readonly Box[], edges: readonly Ends[], direction: Direction): Arrangement {
  const down = direction === "down";
  if (boxes.length > 0 && boxes.every(({ position }) => position !== undefined))
    return given(boxes, edges, down);
  if (boxes.length > MOST_FOR_DAGRE) return inOrder(boxes, edges, down);
  const arranged = ranked(boxes, edges, down);
  // Whether a picture is upside down means nothing to dagre; here the order of the scenario decides.
  return upsideDown(arranged, down) ? mirrored(arranged, down) : arranged;
}

function ranked(boxes: readonly Box[], edges: readonly Ends[], down: boolean): Arrangement {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: down ? "TB" : "LR", nodesep: ROW_GAP, ranksep: 60, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [index, box] of boxes.entries()) graph.setNode(name(index), { ...box });
  for (const [index, { from, to }] of edges.entries()) {
    graph.setEdge(name(from), name(to), {}, String(index));
  }
  dagre.layout(graph);
  const nodes = boxes.map((_, index) => {
    const { x, y } = graph.node(name(index)) as Point;
    return { x, y };
  });
  const rank = ({ x, y }: Point) => (down ? y : x);
  const ranks = new Set(nodes.map(rank));
  const bends = edges.map(({ from, to }, index) => {
    const { points } = graph.edge(name(from), name(to), String(index)) as { points: Point[] };
    const [first, last] = [rank(nodes[from] as Point), rank(nodes[to] as Point)];
    // Of the points on the way only those at the ranks that an edge skips matter; the others lie on the straight way.
    return points.filter((p) => ranks.has(rank(p)) && rank(p) > first && rank(p) < last);
  });
  return { nodes, bends };
}

/** A letter first: dagre's graph keeps its nodes in an object, where names that look like numbers change places. */
const name = (index: number) => `n${index}`;

/** Whether more pairs within a rank are against the order of the scenario than with it. */
function upsideDown({ nodes }: Arrangement, down: boolean): boolean {
  let sum = 0;
  for (const [i, a] of nodes.entries()) {
    for (const b of nodes.slice(i + 1)) {
      const [rank, row] = down ? [a.y - b.y, a.x - b.x] : [a.x - b.x, a.y - b.y];
      if (rank === 0) sum += Math.sign(row);
    }
  }
  return sum > 0;
}

function mirrored({ nodes, bends }: Arrangement, down: boolean): Arrangement {
  const mirror = ({ x, y }: Point) => (down ? { x: -x, y } : { x, y: -y });
  return { nodes: nodes.map(mirror), bends: bends.map((points) => points.map(mirror)) };
}

/** Ranks by the longest way from a start, rows by the order of the scenario. Edges of a cycle that lead back are left out. */
function inOrder(boxes: readonly Box[], edges: readonly Ends[], down: boolean): Arrangement {
  const ranks = boxes.map(() => 0);
  const waiting = boxes.map(() => 0);
  const leaving = boxes.map(() => [] as number[]);
  for (const { from, to } of edges) {
    leaving[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const ready = waiting.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let from = ready.pop(); from !== undefined; from = ready.pop()) {
    for (const to of leaving[from] ?? []) {
      ranks[to] = Math.max(ranks[to] ?? 0, (ranks[from] ?? 0) + 1);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  const rows = new Map<number, number>();
  const positioned = boxes.map((box, index): Box => {
    const rank = ranks[index] ?? 0;
    const row = rows.get(rank) ?? 0;
    rows.set(rank, row + 1);
    return { ...box, position: [rank, row] };
  });
  return given(positioned, edges, down);
}

/**
 * Places from the document: rank and row. A rank whose rows count from 0 is centred on the largest one; other rows are taken as
 * they are.
 */
function given(boxes: readonly Box[], edges: readonly Ends[], down: boolean): Arrangement {
  const step = Math.max(...boxes.map((box) => (down ? box.width : box.height))) + ROW_GAP;
  const places = boxes.map(({ position: [rank, row] = [0, 0] }) => ({ rank, row }));
  const last = Math.max(...places.map(({ row }) => row));
  const rows = new Map<number, { first: number; last: number }>();
  for (const { rank, row } of places) {
    const known = rows.get(rank) ?? { first: row, last: row };
    rows.set(rank, { first: Math.min(known.first, row), last: Math.max(known.last, row) });
  }
  const nodes = places.map(({ rank, row }) => {
    const own = rows.get(rank);
    const across = step * (row + (own?.first === 0 ? (last - own.last) / 2 : 0));
    return down ? { x: across, y: rank } : { x: rank, y: across };
  });
  return { nodes, bends: edges.map(() => []) };
}
