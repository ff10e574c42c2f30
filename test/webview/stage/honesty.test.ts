import { describe, expect, it } from "vitest";
import { honestyLine, screenSeconds } from "../../../webview/stage/honesty.ts";
import { FASTEST } from "../../../webview/store/state.ts";

describe("the honesty line", () => {
  it("says in its exact words what a dot is, how many are shown, and how time runs", () => {
    expect(honestyLine({ kind: "trace", oneIn: 10 }, { wanted: 0.25, achieved: 0.25 })).toBe(
      "● 1 dot = 1 request · showing 1 of 10 · 1 s simulated = 4 s on screen · travel between boxes not to scale",
    );
  });

  it("says that dots of the flow are no requests", () => {
    expect(honestyLine({ kind: "flow", ratePerDot: 50 }, { wanted: 10, achieved: 10 })).toBe(
      "● 1 dot = 50 req/s · dots show the rate only · 1 s simulated = 0.1 s on screen · travel between boxes not to scale",
    );
  });

  it("claims no dots where there are none", () => {
    const line = honestyLine({ kind: "still" }, { wanted: 1, achieved: 1 });
    expect(line).not.toContain("1 dot");
    expect(line).not.toContain("travel");
  });

  it("says the speed that is reached where the machine cannot keep up", () => {
    expect(honestyLine({ kind: "trace", oneIn: 1 }, { wanted: 4, achieved: 2 })).toContain(
      "= 0.5 s on screen",
    );
    expect(honestyLine({ kind: "trace", oneIn: 1 }, { wanted: 4, achieved: 3.9 })).toContain(
      "= 0.25 s on screen",
    );
    expect(honestyLine({ kind: "flow", ratePerDot: 1 }, { wanted: FASTEST, achieved: 800 })).toContain(
      "= 0.0013 s",
    );
    expect(honestyLine({ kind: "flow", ratePerDot: 1 }, { wanted: FASTEST, achieved: 0 })).toContain(
      "as fast as it goes",
    );
  });

  it.each([
    [0.01, "100"],
    [0.25, "4"],
    [1, "1"],
    [30, "0.033"],
  ])("at speed %d a second takes %s s", (speed, text) => {
    expect(screenSeconds(speed)).toBe(text);
  });
});
