import { describe, expect, it } from "vitest";
import { arrange } from "../../../webview/stage/arrangement.ts";
import { type Box, layout as placed, type Room } from "../../../webview/stage/layout.ts";

const layout = (boxes: readonly Box[], edges: readonly { from: number; to: number }[], room: Room) =>
  placed(boxes, arrange(boxes, edges, room.direction), room);

const box = { width: 100, height: 60 };
const room = { width: 1000, height: 500, direction: "right" } as const;
/** A balancer before three servers, which share a pool. */
const fanEdges = [
  { from: 0, to: 1 },
  { from: 1, to: 2 },
  { from: 1, to: 3 },
  { from: 1, to: 4 },
  { from: 2, to: 5 },
  { from: 3, to: 5 },
  { from: 4, to: 5 },
];
const fan = () =>
  layout(
    Array.from({ length: 6 }, () => box),
    fanEdges,
    room,
  );

describe("the layout of the stage", () => {
  it("is the same every time", () => {
    expect(fan()).toEqual(fan());
  });

  it("puts ranks at equal gaps, so that every hop takes the same way", () => {
    const { nodes } = fan();
    const ranks = [0, 1, 2, 5].map((node) => nodes[node]!.x);
    const gap = ranks[1]! - ranks[0]!;
    expect(gap).toBeGreaterThan(box.width);
    expect(ranks[2]! - ranks[1]!).toBeCloseTo(gap);
    expect(ranks[3]! - ranks[2]!).toBeCloseTo(gap);
  });

  it("keeps the order of the scenario within a rank", () => {
    const { nodes } = fan();
    expect(nodes[2]!.y).toBeLessThan(nodes[3]!.y);
    expect(nodes[3]!.y).toBeLessThan(nodes[4]!.y);
  });

  it("centres a balancer on its servers, in the middle of the room", () => {
    const { nodes } = fan();
    expect(nodes[1]!.y).toBeCloseTo(nodes[3]!.y);
    expect(nodes[1]!.y).toBeCloseTo(250);
  });

  it("flows from top to bottom where the stage is narrow", () => {
    const { nodes } = layout([box, box, box], fanEdges.slice(0, 2), {
      width: 300,
      height: 600,
      direction: "down",
    });
    expect(nodes[0]!.x).toBeCloseTo(nodes[2]!.x);
    expect(nodes[0]!.y).toBeLessThan(nodes[1]!.y);
    expect(nodes[1]!.y).toBeLessThan(nodes[2]!.y);
  });

  it("leads an edge that skips a rank around what is between", () => {
    const edges = [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 0, to: 2 },
    ];
    const { bends, nodes } = layout([box, box, box], edges, room);
    expect(bends[0]).toEqual([]);
    expect(bends[2]).toHaveLength(1);
    expect(bends[2]![0]!.x).toBeCloseTo(nodes[1]!.x);
    expect(Math.abs(bends[2]![0]!.y - nodes[1]!.y)).toBeGreaterThan(box.height / 2);
  });

  it("draws a cycle without falling over it", () => {
    const { nodes } = layout(
      [box, box],
      [
        { from: 0, to: 1 },
        { from: 1, to: 0 },
      ],
      room,
    );
    expect(nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  it("takes the places of the document, with a lone first row in the middle", () => {
    const at = (rank: number, row: number) => ({ ...box, position: [rank, row] as const });
    const { nodes } = layout([at(0, 0), at(1, 0), at(1, 1), at(1, 2), at(2, 2)], [{ from: 0, to: 3 }], room);
    expect(nodes[0]!.y).toBeCloseTo(nodes[2]!.y);
    expect(nodes[4]!.y).toBeCloseTo(nodes[3]!.y);
    expect(nodes[0]!.x).toBeLessThan(nodes[1]!.x);
  });

  it("asks for more than the room where it must", () => {
    const small = layout(
      Array.from({ length: 6 }, () => box),
      fanEdges,
      { width: 300, height: 100, direction: "right" },
    );
    expect(small.width).toBeGreaterThan(300);
    expect(small.height).toBeGreaterThan(100);
    expect(layout([], [], room)).toMatchObject({ nodes: [], width: 1000 });
  });

  it("arranges more components than anybody can follow, at once", () => {
    const many = Array.from({ length: 2000 }, () => box);
    const edges = many.slice(1).map((_, i) => ({ from: Math.floor(i / 4), to: i + 1 }));
    const { nodes } = layout(many, [...edges, { from: 1999, to: 1998 }], room);
    expect(nodes.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(new Set(nodes.map(({ x, y }) => `${x},${y}`)).size).toBe(2000);
    expect(nodes[0]!.x).toBeLessThan(nodes[1]!.x);
  });
});
