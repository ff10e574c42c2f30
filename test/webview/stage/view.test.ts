import { describe, expect, it } from "vitest";
import { conditionOf } from "../../../webview/stage/condition.ts";
import { breakerState, poolLimit, describe as sentence, trend } from "../../../webview/stage/describe.ts";
import { edgeViews } from "../../../webview/stage/edges.ts";
import { neighbour } from "../../../webview/stage/neighbours.ts";
import { textSide } from "../../../webview/stage/nodes.ts";
import { place } from "../../../webview/stage/place.ts";
import { rampStep } from "../../../webview/stage/ramp.ts";
import { sceneOf } from "../../../webview/stage/scene.ts";
import type { NodeView } from "../../../webview/stage/view.ts";
import { NO_READING, type Reading } from "../../../webview/store/reading.ts";
import { network } from "../fixture/network.ts";

const component = (id: string) => network.components.find((one) => one.id === id)!;
const view = (id: string, reading: Partial<Reading>): NodeView => {
  const full = { ...NO_READING, ...reading };
  return {
    index: 0,
    component: component(id),
    parameters: component(id).parameters,
    reading: full,
    condition: conditionOf(component(id), full),
    faults: [],
    recent: [],
    selected: false,
  };
};

describe("how a node is", () => {
  it.each<[string, Partial<Reading>, string]>([
    ["orders-db", { utilisation: 0.89, rate: 10 }, "normal"],
    ["orders-db", { utilisation: 0.9 }, "saturated"],
    ["orders-db", { utilisation: 1, rate: 100, failureRate: 1 }, "saturated"],
    ["orders-db", { utilisation: 1, rate: 100, failureRate: 1.1 }, "failing"],
    ["postgres", { count: 1, fault: 1 }, "down"],
    ["breaker", { count: 1, fault: 1 }, "normal"],
    ["clients", { utilisation: Number.NaN }, "normal"],
  ])("%s with %j is %s", (id, reading, condition) => {
    expect(conditionOf(component(id), { ...NO_READING, ...reading })).toBe(condition);
  });

  it("is said in one sentence", () => {
    expect(sentence(view("orders-db", { active: 10, capacity: 10, waiting: 875, utilisation: 1 }))).toBe(
      "pool orders-db, 10 of 10 active, 875 waiting, saturated",
    );
    expect(sentence(view("breaker", { active: 1, extra: 3.2, detail: 0.6 }))).toBe(
      "breaker payments-breaker, open, half open in 3.2 s, 60 % of calls failed",
    );
  });

  it("says what bounds a queue, and how it changes", () => {
    expect(poolLimit(view("orders-db", {}))).toBe("no limit");
    const parameters = component("orders-db").parameters.map((one) =>
      one.path === "acquireTimeout" ? { ...one, value: "1s" } : one,
    );
    expect(poolLimit({ parameters })).toBe("each at most 1s");
    expect(trend(70)).toBe("↑ 70/s");
    expect(trend(-12)).toBe("↓ 12/s");
    expect(trend(0.2)).toBe("");
    expect(trend(Number.NaN)).toBe("");
    expect(breakerState(2, 0)).toBe("half open");
  });
});

const scene = sceneOf(network, new Set());

describe("the latency ramp", () => {
  it.each([
    [0, 0],
    [0.25, 0],
    [0.26, 1],
    [0.5, 1],
    [1, 2],
    [1.01, 3],
    [2, 3],
    [2.01, 4],
    [Number.POSITIVE_INFINITY, 4],
  ])("at %d of the budget is step %d", (age, step) => {
    expect(rampStep(age)).toBe(step);
  });
});

describe("arrow keys on the stage", () => {
  const { nodes } = place(scene, 1000, 560);
  const id = (index: number | undefined) => (index === undefined ? undefined : network.components[index]?.id);
  const go = (from: string, arrow: Parameters<typeof neighbour>[3]) =>
    id(
      neighbour(
        scene,
        nodes,
        network.components.findIndex((one) => one.id === from),
        arrow,
        "right",
      ),
    );

  it("follow the edges forwards and backwards", () => {
    expect(go("clients", "ArrowRight")).toBe("balancer");
    expect(go("orders-db", "ArrowRight")).toBe("postgres");
    expect(go("balancer", "ArrowLeft")).toBe("clients");
    expect(go("clients", "ArrowLeft")).toBeUndefined();
  });

  it("go to the next node beside", () => {
    expect(go("api-1", "ArrowDown")).toBe("api-2");
    expect(go("api-3", "ArrowUp")).toBe("api-2");
  });
});

describe("the texts of a node where the flow goes down", () => {
  const at = (x: number, y: number) => ({ x, y });

  it("stand beside it, where there is more room", () => {
    expect(textSide([at(200, 50)], 0, 400)).toBe(1);
    expect(textSide([at(300, 50)], 0, 400)).toBe(-1);
  });

  it("leave the place of a node beside it to that", () => {
    const row = [at(120, 50), at(280, 50), at(200, 120)];
    expect([textSide(row, 0, 400), textSide(row, 1, 400), textSide(row, 2, 400)]).toEqual([-1, 1, 1]);
  });
});

describe("the edges", () => {
  const where = place(scene, 1400, 560);
  const readings = network.edges.map(({ from }) => ({ rate: from === 0 ? 120 : 40, failureRate: 0 }));

  it("say their rate, and those of a balancer their share", () => {
    const views = edgeViews(scene, readings, where);
    expect(views[0]?.text).toBe("120/s");
    expect(views[1]?.text).toBe("40/s · 33 %");
    expect(views[0]!.width).toBeGreaterThan(views[1]!.width);
  });

  it("say nothing where nothing flows", () => {
    expect(
      edgeViews(
        scene,
        network.edges.map(() => ({ rate: 0, failureRate: 0 })),
        where,
      )[0]?.text,
    ).toBe("");
  });
});

describe("the place of a network", () => {
  it("is larger than life where there is room, and scrolls where texts would be too small", () => {
    expect(place(scene, 2400, 1200).scale).toBeCloseTo(1.35);
    const cramped = place(scene, 430, 200);
    expect(cramped.scale).toBeCloseTo(0.62);
    expect(cramped.height * cramped.scale).toBeGreaterThan(200);
  });

  it("turns from top to bottom on the narrowest stages", () => {
    expect(place(scene, 420, 460).direction).toBe("down");
    expect(place(scene, 421, 460).direction).toBe("right");
  });
});
