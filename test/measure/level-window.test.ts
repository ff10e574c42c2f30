import { expect, test } from "vitest";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, exp, poisson, server, source } from "../parts.ts";

const components = [
  source({ model: "trace", times: ["1s", "2s"] }, "server"),
  server("server", "2s", "unlimited"),
];
const windows = { all: ["0s", "4s"], one: ["1s", "2s"], both: ["2s", "3s"], later: ["3500ms", "1m"] };

function levels(until: number, slice: number): Record<string, number> {
  const run = new Run(documentOf(components, 60, 2.5, [], { windows }), 1, true);
  while (run.advance(until, slice) === "more");
  const found = measurements(run.network).filter(({ metric }) => metric === "server.active.mean");
  return Object.fromEntries(found.map(({ window = "run", value }) => [window, value]));
}

test("levels are measured in windows, whatever the warm-up is, and before they end", () => {
  const whole = levels(5, Number.POSITIVE_INFINITY);
  // The second request is there up to 4 s.
  expect(whole).toEqual({ run: 2 / 2.5, all: 1, one: 1, both: 2, later: 0.5 / 1.5 });
  expect(levels(5, 1)).toEqual(whole);
  expect(levels(1.5, 1)).toMatchObject({ all: 0.5 / 1.5, one: 1, both: Number.NaN, later: Number.NaN });
});

test("M/M/1 from empty holds as many about a moment as its transient says", () => {
  // E[N(10 s)] for rates of 0.9 and 1 is 2.5307; over a tenth of a second it is as good as constant.
  const document = documentOf([source(poisson(0.9), "server"), server("server", exp(1), 1)], 10.05, 0, [], {
    windows: { moment: ["9950ms", "10050ms"] },
  });
  const numbers = Array.from({ length: 4000 }, (_, seed) => {
    const run = new Run(document, seed, true);
    run.advance(10.05, Number.POSITIVE_INFINITY);
    return measurements(run.network)
      .filter(({ window, component }) => window === "moment" && component === "server")
      .reduce((sum, { value }) => sum + value, 0);
  });
  const mean = numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  const square = numbers.reduce((sum, n) => sum + (n - mean) ** 2, 0) / numbers.length;
  expect(Math.abs(mean - 2.5306951)).toBeLessThan(3 * Math.sqrt(square / numbers.length));
});
