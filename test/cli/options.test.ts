import { describe, expect, it } from "vitest";
import { duration, port, runs, setting } from "../../cli/options.ts";

describe("--set", () => {
  it.each([
    ["orders-db.max=20", { "orders-db.max": 20 }],
    ["orders-db.acquireTimeout=1s", { "orders-db.acquireTimeout": "1s" }],
    ["cache.singleFlight=true", { "cache.singleFlight": true }],
    ["orders-db.max=", { "orders-db.max": "" }],
    ['api.queue={"limit":3}', { "api.queue": { limit: 3 } }],
  ])("reads %s", (text, expected) => {
    expect(setting(text, {})).toEqual(expected);
  });

  it("adds to the settings before it, and the last one counts", () => {
    expect(setting("a.max=2", setting("b.max=3", { "a.max": 1 }))).toEqual({ "a.max": 2, "b.max": 3 });
  });

  it("says what it would have taken", () => {
    expect(() => setting("orders-db.max", {})).toThrow("component.parameter=value");
  });
});

describe("numbers of the command line", () => {
  it.each(["", "-1", "1.5", "1e3", "0x10", "65536", "port"])("%j is no port", (text) => {
    expect(() => port(text)).toThrow("is not a port number from 0 to 65535");
  });

  it("reads counts and durations", () => {
    expect(runs("20")).toBe(20);
    expect(duration("2m")).toBe(120);
  });

  it.each(["20", "0s", "-1s", "none"])("%j is no duration", (text) => {
    expect(() => duration(text)).toThrow("is not a duration such as 90s or 2m");
  });
});
