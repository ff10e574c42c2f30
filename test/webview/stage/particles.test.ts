import { describe, expect, it } from "vitest";
import { frame, Header, HOP, Hop, type SHAPES } from "../../../simulator/frame.ts";
import { traceBatches } from "../../../webview/stage/particles/batches.ts";
import { FLOW_TRAVEL, flow, flows, ratePerDot } from "../../../webview/stage/particles/flow.ts";
import { itinerary, TRAVEL } from "../../../webview/stage/particles/timing.ts";
import { route } from "../../../webview/stage/route.ts";
import type { Palette } from "../../../webview/theme.ts";

type HopRow = Partial<Record<keyof typeof Hop, number>>;

function frameWith(time: number, hops: HopRow[]) {
  const made = frame({ components: 0, edges: 0, hops: hops.length, buckets: 0 });
  made.header[Header.time] = time;
  for (const [i, hop] of hops.entries()) {
    for (const [name, value] of Object.entries(hop))
      made.hops[i * HOP + Hop[name as keyof typeof Hop]] = value;
  }
  return made;
}

describe("when dots set out", () => {
  it("spreads the hops of a frame over the time since the last one", () => {
    const dots = itinerary();
    dots.add(frameWith(1, []), 10);
    dots.add(
      frameWith(2, [
        { time: 1, request: 1 },
        { time: 1.5, request: 2 },
        { time: 2, request: 3 },
      ]),
      10.1,
    );
    const starts = dots.at(10.1).map(({ start }) => start);
    expect(starts[0]).toBeCloseTo(10.1);
    expect(starts[1]).toBeCloseTo(10.15);
    expect(starts[2]).toBeCloseTo(10.2);
  });

  it("lets no request leave a box before it was seen to arrive there", () => {
    const dots = itinerary();
    dots.add(frameWith(1, []), 0);
    dots.add(
      frameWith(1.1, [
        { time: 1.01, request: 7, edge: 0 },
        { time: 1.011, request: 7, edge: 1 },
        { time: 1.012, request: 7, edge: 1, back: 1 },
      ]),
      0.1,
    );
    const [first, second, third] = dots.at(0.1);
    expect(second!.start).toBeCloseTo(first!.start + TRAVEL);
    expect(third!.start).toBeCloseTo(first!.start + 2 * TRAVEL);
  });

  it("keeps the order of the requests on an edge", () => {
    const dots = itinerary();
    dots.add(frameWith(0, []), 0);
    for (let n = 1; n <= 20; n++) {
      const hops = Array.from({ length: 5 }, (_, i) => ({
        time: (n - 1 + i / 5) / 30,
        request: 5 * n + i,
        edge: 0,
      }));
      dots.add(frameWith(n / 30, hops), n / 30);
    }
    const seen = dots.at(20 / 30).map(({ start, request }) => ({ start, request }));
    expect(seen.length).toBeGreaterThan(20);
    expect([...seen].sort((a, b) => a.start - b.start)).toEqual(
      [...seen].sort((a, b) => a.request - b.request),
    );
  });

  it("forgets a dot when it has arrived", () => {
    const dots = itinerary();
    dots.add(frameWith(0, []), 0);
    dots.add(frameWith(0.1, [{ time: 0, request: 1 }]), 0.1);
    expect(dots.at(0.1 + TRAVEL - 0.01)).toHaveLength(1);
    expect(dots.at(0.1 + TRAVEL + 0.01)).toHaveLength(0);
  });

  it("on pause lets those under way arrive, and starts nobody", () => {
    const dots = itinerary();
    dots.add(frameWith(0, []), 0);
    dots.add(
      frameWith(0.1, [
        { time: 0, request: 1 },
        { time: 0.001, request: 1, edge: 1 },
      ]),
      0.1,
    );
    dots.settle(0.15);
    expect(dots.at(0.2).map(({ edge }) => edge)).toEqual([0]);
    expect(dots.at(0.1 + TRAVEL + 0.01)).toEqual([]);
  });

  it("drops what was under way when time jumps back", () => {
    const dots = itinerary();
    dots.add(frameWith(5, []), 0);
    dots.add(frameWith(5.1, [{ time: 5, request: 1 }]), 0.1);
    dots.add(frameWith(2, []), 0.15);
    expect(dots.at(0.15)).toEqual([]);
  });
});

const palette: Palette = {
  kind: "dark",
  ramp: ["r0", "r1", "r2", "r3", "r4"],
  working: "blue",
  late: "yellow",
  failed: "red",
  retry: "purple",
  secondary: "grey",
  background: "black",
  foreground: "white",
};
const routes = [route({ x: 0, y: 0 }, { x: 100, y: 0 }, [], "right").points];
const dot = { request: 1, edge: 0, back: false, shape: "request", ageRatio: 0.1, start: 0 } as const;

describe("where dots are drawn", () => {
  it("moves a call forwards and an answer backwards, on two sides of the line", () => {
    const [call] = traceBatches([dot], routes, palette, TRAVEL / 4);
    const [answer] = traceBatches([{ ...dot, back: true }], routes, palette, TRAVEL / 4);
    expect(call!.places[0]).toBeCloseTo(25, 0);
    expect(answer!.places[0]).toBeCloseTo(75, 0);
    expect(Math.sign(call!.places[1]!)).toBe(-Math.sign(answer!.places[1]!));
  });

  it("colours a dot by its age against its budget, and an error by what it is", () => {
    const colour = (more: Partial<{ shape: (typeof SHAPES)[number]; ageRatio: number }>) =>
      traceBatches([{ ...dot, ...more }], routes, palette, 0.1)[0]?.colour;
    expect(colour({ ageRatio: 0.25 })).toBe("r0");
    expect(colour({ ageRatio: 0.3 })).toBe("r1");
    expect(colour({ ageRatio: 1.5 })).toBe("r3");
    expect(colour({ ageRatio: 9 })).toBe("r4");
    expect(colour({ shape: "error" })).toBe("red");
    expect(colour({ shape: "late" })).toBe("yellow");
  });

  it("shows age by size in high contrast", () => {
    const radius = (ageRatio: number) =>
      traceBatches([{ ...dot, ageRatio }], routes, { ...palette, kind: "highContrast" }, 0.1)[0]!.places[2];
    expect([0.1, 0.4, 0.9, 1.9, 5].map(radius)).toEqual([2, 3, 4, 5, 6]);
  });

  it("lets what is turned away fade and fall where it was turned away", () => {
    const turned = { ...dot, shape: "rejected", back: true } as const;
    const [early] = traceBatches([turned], routes, palette, 0.05);
    const [later] = traceBatches([turned], routes, palette, 0.35);
    expect(early!.places[0]).toBeCloseTo(100);
    expect(later!.places[0]).toBeCloseTo(100);
    expect(later!.places[1]!).toBeGreaterThan(early!.places[1]!);
    expect(later!.opacity).toBeLessThan(early!.opacity);
  });
});

describe("flow mode", () => {
  it.each([
    [1, 1, false],
    [4, 1000, false],
    [4.1, 1, true],
    [0.1, 1001, true],
  ])("at speed %d with one in %d is %s", (speed, oneIn, expected) => {
    expect(flows(speed, oneIn)).toBe(expected);
  });

  it("chooses a round rate for a dot, so that the fullest edge has room", () => {
    expect(ratePerDot([{ rate: 5, length: 200 }])).toBe(1);
    expect(ratePerDot([{ rate: 120, length: 160 }])).toBe(20);
    expect(
      ratePerDot([
        { rate: 120, length: 160 },
        { rate: 1000, length: 80 },
      ]),
    ).toBe(200);
  });

  it("keeps the rate of a dot while it fits", () => {
    expect(ratePerDot([{ rate: 90, length: 160 }], 20)).toBe(20);
    expect(ratePerDot([{ rate: 400, length: 160 }], 20)).toBe(50);
    expect(ratePerDot([{ rate: 10, length: 160 }], 20)).toBe(1);
  });

  const run = (edge: { rate: number; failureRate: number }, seconds: number) => {
    const stream = flow();
    let dots: ReturnType<typeof stream.at> = [];
    for (let n = 0; n <= seconds * 60; n++) dots = stream.at([edge], 10, n / 60);
    return dots;
  };

  it("has as many dots on an edge as its rate asks for, evenly spaced", () => {
    const shares = run({ rate: 100, failureRate: 0 }, 5).map(({ share }) => share);
    expect(shares.length).toBeGreaterThanOrEqual(9);
    expect(shares.length).toBeLessThanOrEqual(10);
    const gaps = shares.slice(1).map((share, i) => shares[i]! - share);
    for (const gap of gaps) expect(gap).toBeCloseTo(0.1);
  });

  it("interleaves failures exactly", () => {
    const failed = run({ rate: 200, failureRate: 50 }, 8).map((one) => one.failed);
    expect(failed.length).toBeGreaterThan(15);
    for (let i = 0; i + 4 <= failed.length; i++) {
      expect(failed.slice(i, i + 4).filter(Boolean)).toHaveLength(1);
    }
  });

  it("does not run on while nobody looks", () => {
    const stream = flow();
    const edge = { rate: 100, failureRate: 0 };
    for (let n = 0; n <= 120; n++) stream.at([edge], 10, n / 60);
    const before = stream.at([edge], 10, 2).length;
    expect(stream.at([edge], 10, 2 + 100 * FLOW_TRAVEL).length).toBeGreaterThanOrEqual(before - 2);
  });
});
