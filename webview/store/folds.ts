import type { Network, NetworkComponent } from "../../simulator/protocol.ts";

/** Components that the stage can show as one: a group that the document names, or replicas that are the same in everything. */
export type Fold = {
  key: string;
  kind: "group" | "stack";
  label: string;
  /** Places of components in the network, in its order. */
  members: readonly number[];
};

/** From so many components on groups begin folded: more than these cannot be taken in at a glance. */
const MANY = 24;
/** So many replicas are seen better one by one. */
const FEW_REPLICAS = 4;

type Graph = Pick<Network, "components" | "edges">;

/** All that can be folded: the groups in the order of their first components, then the replicas that are in no group. */
export function foldsOf(network: Graph): Fold[] {
  const groups = new Map<string, number[]>();
  for (const [i, { group }] of network.components.entries()) {
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), i]);
  }
  return [
    ...[...groups]
      // One component alone is as large as its group.
      .filter(([, members]) => members.length > 1)
      .map(([group, members]): Fold => ({ key: `group:${group}`, kind: "group", label: group, members })),
    ...stacksOf(network),
  ];
}

/** What is folded when a network is seen for the first time. */
export function foldedAtFirst(network: Graph): ReadonlySet<string> {
  const many = network.components.length > MANY;
  return new Set(foldsOf(network).flatMap(({ key, kind }) => (kind === "stack" || many ? [key] : [])));
}

/** Types of which several together are like a larger one of them. */
const STACKED: ReadonlySet<NetworkComponent["type"]> = new Set(["source", "server", "pool", "database"]);

function stacksOf({ components, edges }: Graph): Fold[] {
  const alike = new Map<string, number[]>();
  for (const [i, { type, group, parameters }] of components.entries()) {
    if (!STACKED.has(type) || group !== undefined) continue;
    const ends = (here: "from" | "to", there: "from" | "to") =>
      edges.flatMap((edge) => (edge[here] === i ? [edge[there]] : [])).sort((a, b) => a - b);
    const values = parameters.map(({ path, value }) => [path, value]);
    const look = JSON.stringify([type, values, ends("to", "from"), ends("from", "to")]);
    alike.set(look, [...(alike.get(look) ?? []), i]);
  }
  return [...alike.values()]
    .filter((members) => members.length > FEW_REPLICAS)
    .map((members): Fold => {
      const labels = members.map((i) => components[i]?.label ?? "");
      const first = components[members[0] ?? 0];
      return {
        key: `stack:${first?.id}`,
        kind: "stack",
        label: commonName(labels) || (labels[0] ?? ""),
        members,
      };
    });
}

/** What "api-1" to "api-12" are all called: "api". */
function commonName(labels: readonly string[]): string {
  const [first = "", ...others] = labels;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length).replace(/[\d\s._-]+$/, "");
}
