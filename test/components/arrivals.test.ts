import { expect, test } from "vitest";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { journal } from "./journal.ts";

const renewal = (between: string | Part): Part => ({
  id: "clients",
  type: "source",
  arrival: { model: "renewal", between },
  calls: ["api"],
});
const api: Part = { id: "api", type: "server", concurrency: 1, steps: [{ compute: "100ms" }] };

test("requests of a renewal process follow one another at the drawn times", () => {
  const { entries } = journal([renewal("300ms"), api], 1);
  expect(entries.map(([arrived]) => arrived)).toEqual([0.3, 0.6, 0.9]);
});

test("traffic shortens the time that is left until the next arrival, and a new mean does as well", () => {
  const busy = [{ at: "400ms", until: "1s", target: "clients", fault: "traffic", multiplyBy: 2 }];
  expect(journal([renewal("400ms"), api], 1.5, busy).entries.map(([arrived]) => arrived)).toEqual([
    0.4, 0.6, 0.8, 1, 1.4,
  ]);
  const slower = [{ at: "500ms", set: { "clients.arrival.between": "800ms" } }];
  expect(journal([renewal("400ms"), api], 1.5, slower).entries.map(([arrived]) => arrived)).toEqual([
    0.4, 1.1,
  ]);
});

test("times between arrivals that are always zero are refused at their place", () => {
  for (const between of ["0ms", { distribution: "uniform", min: "0ms", max: "0ms" }]) {
    const parsed = parseRaw({ schemaVersion: 1, name: "none", components: [renewal(between), api] });
    if (parsed.ok) throw new Error("not refused");
    expect(parsed.problems[0]!.message).toContain("never let time pass");
    expect(parsed.problems[0]!.path).toEqual("clients.arrival.between");
  }
});

test("requests that are still under way at the end are counted", () => {
  const { network } = journal([renewal("300ms"), { ...api, steps: [{ compute: "650ms" }] }], 2.05);
  const of = (metric: string) =>
    measurements(network).find((one) => one.metric === metric && one.component === "clients")!.value;
  // Six arrived from 0.3 s to 1.8 s; those of 0.3 s and 0.6 s were answered at 0.95 s and 1.6 s.
  expect([of("requests.count"), of("unfinished.count")]).toEqual([2, 4]);
});
