import { describe, expect, it } from "vitest";
import { type Frame, frame, GAUGE, Gauge, Header } from "../../../simulator/frame.ts";
import type { Network, NetworkComponent, Opening, ViewState } from "../../../simulator/protocol.ts";
import { edgeViews } from "../../../webview/stage/edges.ts";
import { neighbour } from "../../../webview/stage/neighbours.ts";
import { place } from "../../../webview/stage/place.ts";
import { sceneOf } from "../../../webview/stage/scene.ts";
import { BEHIND, headOf, stageNodes } from "../../../webview/stage/stage-nodes.ts";
import { foldedAtFirst, foldsOf } from "../../../webview/store/folds.ts";
import { initial, next, type State, viewState } from "../../../webview/store/state.ts";
import { network as lesson } from "../fixture/network.ts";

const part = (id: string, type: NetworkComponent["type"], group?: string): NetworkComponent => ({
  id,
  type,
  label: id,
  parameters: [],
  ...(group === undefined ? {} : { group }),
});

/** Clients, a balancer, six replicas, and behind them a payments group of a pool and its database. */
const components = [
  part("clients", "source"),
  part("balancer", "balancer"),
  ...[1, 2, 3, 4, 5, 6].map((i) => part(`api-${i}`, "server")),
  part("pay-pool", "pool", "payments"),
  part("pay-db", "database", "payments"),
];
const [POOL, DB] = [8, 9];
const network: Network = {
  ...lesson,
  components,
  edges: [
    { from: 0, to: 1 },
    ...[2, 3, 4, 5, 6, 7].flatMap((api) => [
      { from: 1, to: api },
      { from: api, to: POOL },
    ]),
    { from: POOL, to: DB },
  ],
};
const [STACK, GROUP] = ["stack:api-1", "group:payments"];
const both = new Set([STACK, GROUP]);

describe("what can be shown as one", () => {
  it("are the groups of the document, and more than four replicas that are the same in everything", () => {
    expect(foldsOf(network)).toEqual([
      { key: GROUP, kind: "group", label: "payments", members: [POOL, DB] },
      { key: STACK, kind: "stack", label: "api", members: [2, 3, 4, 5, 6, 7] },
    ]);
  });

  it("is no replica that differs in a value or in whom it calls, and no group of one", () => {
    const parameters: NetworkComponent["parameters"] = [
      { path: "concurrency", title: "concurrency", description: "", control: { kind: "count" }, value: 3 },
    ];
    const other = components.map((one) => (one.id === "api-6" ? { ...one, parameters } : one));
    expect(foldsOf({ ...network, components: other })[1]?.members).toEqual([2, 3, 4, 5, 6]);
    const edges = network.edges.filter(({ from, to }) => !(from === 3 && to === POOL));
    expect(foldsOf({ ...network, edges })[1]?.members).toEqual([2, 4, 5, 6, 7]);
    const four = components.filter(({ id }) => id !== "api-5" && id !== "api-6" && id !== "pay-db");
    expect(foldsOf({ components: four, edges: [] })).toEqual([]);
  });

  it("begins as one: replicas always, groups where there are more than 24 components", () => {
    expect(foldedAtFirst(network)).toEqual(new Set([STACK]));
    const more = Array.from({ length: 15 }, (_, i) => part(`cache-${i}`, "cache"));
    expect(foldedAtFirst({ ...network, components: [...components, ...more] })).toEqual(both);
  });
});

describe("the scene", () => {
  const scene = sceneOf(network, both);

  it("has one node for what is folded, in the place of its first component, and one edge between two nodes", () => {
    expect(scene.nodes.map(({ key }) => key)).toEqual(["clients", "balancer", STACK, GROUP]);
    expect(scene.edges).toEqual([
      { from: 0, to: 1, members: [0] },
      { from: 1, to: 2, members: [1, 3, 5, 7, 9, 11] },
      { from: 2, to: 3, members: [2, 4, 6, 8, 10, 12] },
    ]);
    expect(scene.edgeOf.at(-1)).toBe(-1);
  });

  it("is the network where nothing is folded", () => {
    const { nodes, edges } = sceneOf(network, new Set());
    expect(nodes.map(({ members }) => members)).toEqual(components.map((_, i) => [i]));
    expect(edges.map(({ members }) => members)).toEqual(network.edges.map((_, i) => [i]));
  });

  it("is placed the same way each time, and what moves within a group stays at its middle", () => {
    const placed = place(scene, 1200, 500);
    expect(place(sceneOf(network, both), 1200, 500)).toEqual(placed);
    expect(placed.nodes).toHaveLength(4);
    expect(placed.routes).toHaveLength(network.edges.length);
    expect(placed.routes[3]).toBe(placed.routes[1]);
    const inside = placed.routes.at(-1);
    expect(inside?.length).toBe(0);
    expect([inside?.points[0], inside?.points[1]]).toEqual([placed.nodes[3]?.x, placed.nodes[3]?.y]);
  });

  it("adds up what goes along an edge, and is walked through by arrows", () => {
    const placed = place(scene, 1200, 500);
    const readings = network.edges.map(() => ({ rate: 10, failureRate: 0 }));
    expect(edgeViews(scene, readings, placed).map(({ text }) => text)).toEqual(["10/s", "60/s", "60/s"]);
    expect(neighbour(scene, placed.nodes, 1, "ArrowRight", "right")).toBe(2);
    expect(neighbour(scene, placed.nodes, 3, "ArrowLeft", "right")).toBe(2);
  });
});

/** Each replica works on 3 of 10; one of them is down, and one has a line. The pool waits. */
function busy(): Frame {
  const made = frame({ components: components.length, edges: network.edges.length, hops: 0, buckets: 0 });
  made.header[Header.components] = components.length;
  const set = (component: number, gauge: keyof typeof Gauge, value: number) => {
    made.gauges[component * GAUGE + Gauge[gauge]] = value;
  };
  for (const api of [2, 3, 4, 5, 6, 7]) {
    set(api, "active", 3);
    set(api, "capacity", 10);
    set(api, "utilisation", 0.3);
    set(api, "extra", 1);
  }
  set(4, "waiting", 7);
  set(5, "count", 1);
  set(5, "fault", 1);
  set(POOL, "waiting", 20);
  set(POOL, "utilisation", 1);
  return made;
}

describe("what is folded on the stage", () => {
  const opened = next(initial, { type: "opened", network });
  const state: State = { ...next(opened, { type: "frame", frame: busy() }), folded: both };
  const nodes = stageNodes(state, sceneOf(network, both));

  it("is a stack with the sum of its replicas, and the worst of them", () => {
    const stack = nodes.find(({ key }) => key === STACK);
    expect(stack?.label).toBe("✕ api ×6");
    // Its name is above the outline behind it.
    expect([headOf(stack!), headOf(nodes[0]!)]).toEqual([-stack!.height / 2 - BEHIND, -nodes[0]!.height / 2]);
    expect(stack?.looks).toEqual(["server", "down", "folded"]);
    expect(stack?.words).toBe(
      "server api ×6, 18 of 60 slots busy, 6 replicas up, 7 waiting, down, worst: api-4, down, 6 components, folded",
    );
    expect(stack?.rows.map(({ text }) => text)).toEqual(expect.arrayContaining(["worst: api-4", "down"]));
  });

  it("is a group with how many components it has, and what waits in it", () => {
    const group = nodes.find(({ key }) => key === GROUP);
    expect(group?.words).toBe(
      "group payments, 20 waiting, worst: pay-pool, saturated, 20 waiting, saturated, 2 components, folded",
    );
    expect([group?.fold, group?.component]).toEqual([GROUP, undefined]);
  });

  it("is shown one by one by choice, or when one of them is selected, and stays so in another run", () => {
    expect(opened.folded).toEqual(new Set([STACK]));
    const unfolded = next(opened, { type: "fold", key: STACK });
    expect(unfolded.folded).toEqual(new Set());
    expect(next(unfolded, { type: "fold", key: STACK }).folded).toEqual(new Set([STACK]));
    expect(next(state, { type: "select", component: "pay-db" }).folded).toEqual(new Set([STACK]));
    expect(next(state, { type: "select", component: "clients" }).folded).toBe(state.folded);
    expect(next(unfolded, { type: "opened", network }).folded).toEqual(new Set());
  });

  it("is as it was before the window was reloaded", () => {
    const origin = { kind: "example", id: "L1" } as const;
    const opening: Opening = {
      origin,
      text: "",
      examples: [],
      strings: {},
      canApply: false,
      canRevealText: false,
      doors: [],
      reducedMotion: true,
    };
    const kept = { origin, text: "", session: { edits: [], time: 3, speed: 1, playing: false } };
    const back = (state?: ViewState) =>
      next(next(initial, { type: "open", opening, ...(state === undefined ? {} : { state }) }), {
        type: "opened",
        network,
      });
    expect(back({ ...kept, folded: [GROUP] }).folded).toEqual(new Set([GROUP]));
    expect(back({ ...kept, folded: [] }).folded).toEqual(new Set());
    expect(back(kept).folded).toEqual(new Set([STACK]));
    expect(back().folded).toEqual(new Set([STACK]));
    expect(
      viewState({ ...back({ ...kept, folded: [GROUP] }), run: { ...initial.run, status: "paused" } })?.folded,
    ).toEqual([GROUP]);
  });
});
