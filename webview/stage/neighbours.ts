import type { Direction, Point } from "./layout.ts";
import type { Scene } from "./scene.ts";

export type Arrow = "ArrowRight" | "ArrowLeft" | "ArrowUp" | "ArrowDown";

/**
 * Where an arrow key leads from a node: along an edge forwards or backwards (the straightest), or to the next node beside it. The place
 * of a node; undefined where there is none.
 */
export function neighbour(
  { edges }: Pick<Scene, "edges">,
  nodes: readonly Point[],
  from: number,
  arrow: Arrow,
  direction: Direction,
): number | undefined {
  const down = direction === "down";
  const forwards = arrow === (down ? "ArrowDown" : "ArrowRight");
  const backwards = arrow === (down ? "ArrowUp" : "ArrowLeft");
  const here = nodes[from];
  if (here === undefined) return undefined;
  const sign = arrow === "ArrowDown" || arrow === "ArrowRight" ? 1 : -1;
  const [rank, row] = down ? (["y", "x"] as const) : (["x", "y"] as const);
  const nearest = (ends: number[]) => {
    const off = (end: number) => Math.abs((nodes[end]?.[row] ?? 0) - here[row]);
    return ends.sort((a, b) => off(a) - off(b))[0];
  };
  if (forwards) return nearest(edges.filter((edge) => edge.from === from).map(({ to }) => to));
  if (backwards) return nearest(edges.filter((edge) => edge.to === from).map((edge) => edge.from));
  const beside = nodes
    .map((node, index) => ({
      index,
      off: Math.abs(node[rank] - here[rank]),
      by: sign * (node[row] - here[row]),
    }))
    .filter(({ by }) => by > 1)
    // The same rank first, then the nearest.
    .sort((a, b) => Math.round(a.off - b.off) || a.by - b.by);
  return beside[0]?.index;
}
