import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { Run } from "../../simulator/study/run.ts";

function run(components: Json[]): Run {
  const raw: Json = { schemaVersion: 1, name: "circles", run: { duration: "10s" }, components };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return new Run({ raw, scenario: parsed.scenario }, 1, true);
}

const users = { id: "users", type: "source", arrival: { model: "closed", users: 1 }, calls: ["api"] };

describe("users who never think, of a server that takes no time", () => {
  it.each([1000, 200_000, Number.POSITIVE_INFINITY])("end as stuck in slices of %d events", (slice) => {
    const made = run([users, { id: "api", type: "server" }]);
    let progress = made.advance(10, slice);
    for (let slices = 0; progress === "more" && slices < 10_000; slices++) progress = made.advance(10, slice);
    expect(progress).toBe("stuck");
  });
});

it("a slow system in small slices is not stuck", () => {
  const made = run([users, { id: "api", type: "server", steps: [{ compute: "1ms" }] }]);
  let progress = made.advance(10, 7);
  while (progress === "more") progress = made.advance(10, 7);
  expect(progress).toBe("reached");
});

it("arrivals that are users cannot become a rate while they wait, and nothing has changed", () => {
  const made = run([users, { id: "api", type: "server", steps: [{ compute: "1s" }] }]);
  made.advance(2, Number.POSITIVE_INFINITY);
  const change = () => made.change({ "users.arrival": { model: "open", rate: "5/s" } });
  expect(change).toThrow("the arrivals of users are closed: they cannot become open while it runs");
  expect(made.advance(10, Number.POSITIVE_INFINITY)).toBe("reached");
  expect(made.network.sources[0]!.station.ended).toBeGreaterThanOrEqual(9);
});
