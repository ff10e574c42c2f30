import { describe, expect, it } from "vitest";
import { readFromView } from "../../host/from-view.ts";

describe("a message of a view", () => {
  it.each([
    [{ id: 1, type: "ready" }],
    [{ id: 2, type: "session", command: { type: "set", path: "pool.max", value: "unlimited" } }],
    [{ id: 3, type: "session", command: { type: "speed", factor: Number.POSITIVE_INFINITY } }],
    [{ id: 5, type: "variant", variant: "small" }],
    [{ id: 6, type: "variant" }],
    [{ id: 4, type: "applyToCode", component: "pool", values: [{ path: "max", value: 3 }] }],
  ])("is taken: %j", (message) => {
    expect(readFromView(message)).toEqual(message);
  });

  it.each([
    [undefined],
    [null],
    ["ready"],
    [{ type: "ready" }],
    [{ id: 1, type: "__proto__" }],
    [{ id: 1, type: "session", command: { type: "set", path: 5, value: 1 } }],
    [{ id: 1, type: "session", command: { type: "seek", time: -1 } }],
    [{ id: 1, type: "session", command: { type: "speed", factor: 0 } }],
    [{ id: 1, type: "openExample" }],
  ])("is refused with a reason: %j", (message) => {
    expect(readFromView(message)).toMatchObject({
      wrong: expect.stringContaining("not a message of a view"),
    });
  });

  it("is answered under its number, also when it is refused", () => {
    expect(readFromView({ id: 7, type: "session" })).toMatchObject({ id: 7 });
  });

  it("begins afresh where the state that was kept cannot be read", () => {
    expect(readFromView({ id: 1, type: "ready", state: { origin: { kind: "old" } } })).toEqual({
      id: 1,
      type: "ready",
    });
  });
});
