import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Network, Opening, ViewState } from "../../simulator/protocol.ts";
import { keeper } from "../../webview/keep.ts";
import type { State } from "../../webview/store/state.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function kept() {
  const opening = { origin: { kind: "example", id: "L1" }, text: "{}" } as unknown as Opening;
  const network = { seed: 1 } as unknown as Network;
  const run = { status: "playing", time: 0, speed: 1, goesOn: true };
  const state = {
    opening,
    network,
    run,
    edits: [] as unknown[],
    selected: undefined as string | undefined,
    folded: new Set<string>(),
  };
  const all: ViewState[] = [];
  const keep = keeper(
    () => state as unknown as State,
    (one) => all.push(one),
  );
  return { state, all, keep };
}

it("a pause is kept at once, so that a reload right after it does not play on", () => {
  const { state, all, keep } = kept();
  keep();
  state.run = { ...state.run, time: 6.59, goesOn: false };
  keep();
  expect(all.at(-1)!.session).toMatchObject({ time: 6.59, playing: false });
});

it.each([
  [
    "an edit",
    (state: ReturnType<typeof kept>["state"]) => state.edits.push({ at: 1, path: "a.b", value: 2 }),
  ],
  ["a fold", (state: ReturnType<typeof kept>["state"]) => (state.folded = new Set(["group:shop"]))],
  ["a selection", (state: ReturnType<typeof kept>["state"]) => (state.selected = "pool")],
  ["a speed", (state: ReturnType<typeof kept>["state"]) => (state.run = { ...state.run, speed: 10 })],
])("%s is kept at once", (_name, change) => {
  const { state, all, keep } = kept();
  keep();
  const before = all.length;
  change(state);
  keep();
  expect(all).toHaveLength(before + 1);
});

it("the time of each frame is kept half a second later, once", () => {
  const { state, all, keep } = kept();
  keep();
  for (let time = 1; time <= 20; time++) {
    state.run = { ...state.run, time };
    keep();
  }
  expect(all).toHaveLength(1);
  vi.advanceTimersByTime(500);
  expect(all).toHaveLength(2);
  expect(all[1]!.session.time).toBe(20);
});

it("nothing is kept on the way back to where it was, so that a second reload loses nothing", () => {
  const { state, all, keep } = kept();
  state.run = { status: "seeking", time: 0.1, speed: 10, goesOn: false };
  keep();
  vi.advanceTimersByTime(1000);
  expect(all).toEqual([]);
  state.edits.push({ at: 1, path: "a.b", value: 2 });
  state.run = { status: "paused", time: 6.59, speed: 10, goesOn: false };
  keep();
  expect(all).toMatchObject([{ session: { time: 6.59, edits: [{ at: 1 }] } }]);
});
