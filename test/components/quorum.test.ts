import { describe, expect, it } from "vitest";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

/** A request at 10 ms whose branches take 10, 20, 30 ms and so on, of which those of `failing` fail at their ends. */
function run(branches: number, parallel: Part, failing: number[] = []) {
  const names = Array.from({ length: branches }, (_, i) => `replica${i + 1}`);
  const { entries, network } = journal(
    [
      arrivingAt([0.01], "api"),
      {
        id: "api",
        type: "server",
        steps: [
          {
            parallel: {
              branches: names.map((name, i) => [{ compute: `${10 * (i + 1)}ms` }, { call: name }]),
              ...parallel,
            },
          },
        ],
      },
      ...names.map((id): Part => ({ id, type: "server", steps: [] })),
    ],
    1,
    failing.map((i) => ({ at: "0s", target: `replica${i}`, fault: "errors", ratio: 1 })),
  );
  expect(network.simulation.calls.live).toBe(0);
  const [[, end, outcome]] = entries as [(typeof entries)[number]];
  return [Math.round((end - 0.01) * 1e6) / 1e3, outcome];
}

describe("a quorum", () => {
  it("goes on with the branch that makes it up", () => {
    expect(run(5, { join: "quorum", quorum: 2 })).toEqual([20, "inTime"]);
    expect(run(5, { join: "quorum", quorum: 2 }, [1, 3])).toEqual([40, "inTime"]);
  });

  it("is more than half of the branches where it is left out", () => {
    expect(run(3, { join: "quorum" })).toEqual([20, "inTime"]);
    expect(run(4, { join: "quorum" })).toEqual([30, "inTime"]);
  });

  it("fails as soon as too few can succeed", () => {
    expect(run(3, { join: "quorum" }, [1, 2])).toEqual([20, "error"]);
    expect(run(5, { join: "quorum", quorum: 4 }, [1, 5])).toEqual([50, "error"]);
  });
});

it.each([
  ["all", [], 30, "inTime"],
  ["all", [2], 20, "error"],
  ["any", [], 10, "inTime"],
  ["any", [1, 2], 30, "inTime"],
  ["any", [1, 2, 3], 30, "error"],
])("%s of three, of which %j fail, end after %d ms", (join, failing, end, outcome) => {
  expect(run(3, { join }, failing)).toEqual([end, outcome]);
});

it("copies of the same steps have a quorum as well", () => {
  const { entries } = journal(
    [
      arrivingAt([0], "api"),
      {
        id: "api",
        type: "server",
        steps: [{ parallel: { times: 3, join: "quorum", quorum: 2, steps: [{ call: "one" }] } }],
      },
      { id: "one", type: "server", concurrency: 1, steps: [{ compute: "10ms" }] },
    ],
    1,
  );
  expect(entries[0]).toEqual([0, 0.02, "inTime"]);
});
