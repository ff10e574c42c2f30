import type { Flaw } from "../flaw.ts";
import type { Component } from "../schema/scenario.ts";
import { wrong } from "./findings.ts";
import type { Reference } from "./references.ts";

/** More calls and queries than this for one request end in a stop, not in a result. */
const MOST_WORK = 1_000_000;
const MOST_DEPTH = 250;

/** References by the component that makes them, with the index of the component that they lead to. */
type Graph = { reference: Reference; to: number }[][];

function graphOf(components: readonly Component[], references: readonly Reference[]): Graph {
  const indexOf = new Map(components.map(({ id }, index) => [id, index]));
  const graph: Graph = components.map(() => []);
  for (const reference of references) {
    const to = indexOf.get(reference.to);
    if (to !== undefined) graph[reference.from]?.push({ reference, to });
  }
  return graph;
}

/** Calls that come back to where they started, and requests that grow without bound on their way. */
export function graphFlaws(components: readonly Component[], references: readonly Reference[]): Flaw[] {
  const graph = graphOf(
    components,
    references.filter(({ chance }) => !chance),
  );
  const { cycles, finished } = search(graph);
  if (cycles.length > 0) {
    return cycles.map(({ closing, around }) => {
      const names = [...around, around[0] ?? 0].map((index) => components[index]?.id).join(" -> ");
      return wrong(closing.path, `calls go round in a circle: ${names}`, "take one of these calls out");
    });
  }
  return [
    ...depthFlaws(components, graph, finished),
    ...workFlaws(components, graph, finished),
    ...(references.some(({ chance }) => chance)
      ? trapFlaws(components, graphOf(components, references))
      : []),
  ];
}

/** Ways by chance that come back, from which no request ever gets away. */
function trapFlaws(components: readonly Component[], graph: Graph): Flaw[] {
  const leaves = new Uint8Array(graph.length);
  const isAnswered = (index: number): boolean => {
    const component = components[index];
    const ways = graph[index] ?? [];
    const calls = ways.filter(({ reference }) => reference.role !== "forward");
    const ends = ({ to }: { to: number }) => leaves[to] === 1;
    // One of a balancer's targets is enough, and what a pool or a cache may do otherwise; a server makes all of its calls.
    if (component?.type !== "server") return ways.length === 0 || ways.some(ends);
    if (!calls.every(ends)) return false;
    const { forward } = component;
    if (forward === undefined) return true;
    const shares = typeof forward === "string" ? 1 : forward.reduce((sum, { ratio }) => sum + ratio, 0);
    return shares < 1 - 1e-9 || ways.some((way) => way.reference.role === "forward" && ends(way));
  };
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const index of graph.keys()) {
      if (leaves[index] === 1 || !isAnswered(index)) continue;
      leaves[index] = 1;
      isNew = true;
    }
  }
  const trap = graph.findIndex(
    (ways, i) => leaves[i] === 0 && ways.some(({ reference }) => reference.chance),
  );
  const way = graph[trap]?.find(({ reference }) => reference.chance);
  if (way === undefined) return [];
  const message = `a request that comes to "${components[trap]?.id}" never gets away: all that it can go to leads back`;
  return [wrong(way.reference.path, message, "lower a share, so that some requests are answered")];
}

/** Ways that are longer than the stack of a run is deep: a call enters the next component before it has left this one. */
function depthFlaws(components: readonly Component[], graph: Graph, finished: readonly number[]): Flaw[] {
  const depth = new Int32Array(graph.length);
  for (const index of finished) {
    for (const { reference, to } of graph[index] ?? []) {
      depth[index] = Math.max(depth[index] ?? 0, 1 + (depth[to] ?? 0));
      if ((depth[index] ?? 0) <= MOST_DEPTH) continue;
      const message = `from "${components[index]?.id}" calls go more than ${MOST_DEPTH} components deep`;
      return [wrong(reference.path, message, "leave out components that only hand on")];
    }
  }
  return [];
}

type Search = {
  cycles: { closing: Reference; around: number[] }[];
  /** Components in the order in which all that they reach was seen. */
  finished: number[];
};

/** Depth first without recursion: a chain of components may be longer than the stack. */
function search(graph: Graph): Search {
  const state = new Uint8Array(graph.length);
  const found: Search = { cycles: [], finished: [] };
  const UNDER_WAY = 1;
  const DONE = 2;
  for (const root of graph.keys()) {
    if (state[root] !== 0) continue;
    const way = [{ at: root, next: 0 }];
    state[root] = UNDER_WAY;
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const edge = graph[top.at]?.[top.next++];
      if (edge === undefined) {
        state[top.at] = DONE;
        found.finished.push(top.at);
        way.pop();
      } else if (state[edge.to] === 0) {
        state[edge.to] = UNDER_WAY;
        way.push({ at: edge.to, next: 0 });
      } else if (state[edge.to] === UNDER_WAY) {
        const around = way.map(({ at }) => at);
        found.cycles.push({ closing: edge.reference, around: around.slice(around.indexOf(edge.to)) });
      }
    }
  }
  return found;
}

/** How many calls and queries one request can become, counted from the end of the graph. */
function workFlaws(components: readonly Component[], graph: Graph, finished: readonly number[]): Flaw[] {
  const work = new Float64Array(graph.length);
  const flaws: Flaw[] = [];
  for (const index of finished) {
    // A source and a balancer take one of their ways; a server all ways of one endpoint.
    const oneOf = components[index]?.type === "source" || components[index]?.type === "balancer";
    const sums = new Map<string, number>();
    let largest: { reference: Reference; part: number } | undefined;
    for (const { reference, to } of graph[index] ?? []) {
      const behind = work[to] ?? 0;
      const part = reference.times * (1 + behind);
      const before = sums.get(reference.within) ?? 0;
      sums.set(reference.within, oneOf ? Math.max(before, part) : before + part);
      // What is behind it was reported already where it alone is too much.
      if (behind <= MOST_WORK && part > (largest?.part ?? 0)) largest = { reference, part };
    }
    const most = [...sums.values()].reduce((a, b) => Math.max(a, b), 0);
    work[index] = most;
    if (most > MOST_WORK && largest !== undefined) {
      const message = `one request becomes ${grouped(most)} calls here: at most ${grouped(MOST_WORK)}`;
      flaws.push(
        wrong(largest.reference.path, message, "lower the times of repeat or parallel, or the retries"),
      );
    }
  }
  return flaws;
}

const grouped = (number: number): string => Math.round(number).toLocaleString("en");
