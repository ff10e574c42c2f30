import type { Network, NetworkComponent } from "../../simulator/protocol.ts";
import { type Fold, foldsOf } from "../store/folds.ts";

/** One node of the stage: a component, or several that are folded into one. */
export type SceneNode = {
  key: string;
  /** Places in the network. */
  members: readonly number[];
  fold?: Fold;
};

/** An edge between two nodes of the stage; it stands for one or more of the network. */
export type SceneEdge = { from: number; to: number; members: readonly number[] };

/** The network as it is shown: what is folded is one node, and the edges between two nodes are one. */
export type Scene = {
  components: readonly NetworkComponent[];
  nodes: readonly SceneNode[];
  edges: readonly SceneEdge[];
  /** By edge of the network, the place of its edge here; -1 where it is inside of a fold. */
  edgeOf: readonly number[];
  /** By edge of the network, the place of the node that it leaves. */
  insideOf: readonly number[];
};

type Graph = Pick<Network, "components" | "edges">;

export function sceneOf(network: Graph, folded: ReadonlySet<string>): Scene {
  const { components } = network;
  const foldAt = new Map<number, Fold>();
  for (const fold of foldsOf(network)) {
    if (folded.has(fold.key)) for (const member of fold.members) foldAt.set(member, fold);
  }
  const nodes: SceneNode[] = [];
  const nodeOf = components.map(({ id }, i) => {
    const fold = foldAt.get(i);
    const key = fold?.key ?? id;
    const known = nodes.findIndex((node) => node.key === key);
    if (known >= 0) return known;
    nodes.push(fold === undefined ? { key, members: [i] } : { key, members: fold.members, fold });
    return nodes.length - 1;
  });
  const edges: { from: number; to: number; members: number[] }[] = [];
  const edgeOf = network.edges.map((edge, i) => {
    const [from, to] = [nodeOf[edge.from] ?? 0, nodeOf[edge.to] ?? 0];
    if (from === to && foldAt.has(edge.from)) return -1;
    const isBundle = nodes[from]?.fold !== undefined || nodes[to]?.fold !== undefined;
    const known = isBundle ? edges.findIndex((one) => one.from === from && one.to === to) : -1;
    if (known >= 0) {
      edges[known]?.members.push(i);
      return known;
    }
    edges.push({ from, to, members: [i] });
    return edges.length - 1;
  });
  const insideOf = network.edges.map(({ from }) => nodeOf[from] ?? 0);
  return { components, nodes, edges, edgeOf, insideOf };
}
