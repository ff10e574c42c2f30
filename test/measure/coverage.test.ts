import { expect, test } from "vitest";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { Histogram } from "../../simulator/measure/histogram.ts";
import { Level } from "../../simulator/measure/level.ts";
import { meanInterval, studentQuantile } from "../../simulator/measure/student.ts";
import { documentOf, exp, runOnce } from "../parts.ts";
import { serverOf, station } from "../theory/experiment.ts";
import { waitMMc } from "../theory/formulas.ts";

test.each([
  [0.975, 1, 12.706204736],
  [0.975, 4, 2.776445105],
  [0.975, 19, 2.093024054],
  [0.995, 9, 3.249835542],
  [0.95, 30, 1.697260887],
  [0.975, 1000, 1.962339081],
])("the %s quantile of Student's t with %d degrees of freedom", (share, degrees, exact) => {
  expect(studentQuantile(share, degrees)).toBeCloseTo(exact, 6);
});

test("95 % intervals over replications cover the exact mean in 93 to 97 % of experiments", () => {
  const document = documentOf(station(0.5, exp(1), 4), 450, 50);
  const exact = waitMMc(0.5, 1, 4) + 1;
  let covered = 0;
  const experiments = 1200;
  for (let e = 0; e < experiments; e++) {
    const means: number[] = [];
    for (let i = 0; i < 10; i++)
      means.push(serverOf(runOnce(document, e * 10 + i), "server").station.time.mean);
    const { mean, half } = meanInterval(means, 0.95);
    if (Math.abs(mean - exact) <= half) covered++;
  }
  expect(covered / experiments).toBeGreaterThanOrEqual(0.93);
  expect(covered / experiments).toBeLessThanOrEqual(0.97);
});

test("the variance of the mean wait of M/M/1 over replications is that of theory", () => {
  // Daley 1968: n Var(mean wait) -> rho (2 + 5 rho - 4 rho^2 + rho^3)/(1 - rho)^4, 29 at rho = 1/2.
  const document = documentOf(station(0.5, exp(1), 1), 4200, 200);
  const runs = 1000;
  const means = Array.from(
    { length: runs },
    (_, i) => serverOf(runOnce(document, i), "server").station.wait.mean,
  );
  const { mean } = meanInterval(means, 0.95);
  const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (runs - 1);
  // The error of a variance is sqrt(2/runs) of it, a little more for means that lean to one side.
  expect(Math.abs((variance * 2000) / 29 - 1)).toBeLessThan(3.5 * Math.sqrt(2 / runs));
});

test("every quantile of a histogram is within 0.4 % of the exact one", () => {
  const stream = new RandomStream(1, "histogram");
  const values = Array.from({ length: 50_000 }, () => stream.exponential() ** 3 * 1e-3);
  const histogram = new Histogram();
  for (const x of values) histogram.record(x);
  values.sort((a, b) => a - b);
  for (const share of [0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1]) {
    const exact = values[Math.max(0, Math.ceil(share * values.length) - 1)]!;
    expect(Math.abs(histogram.quantile(share) / exact - 1)).toBeLessThan(0.004);
  }
  expect(histogram.max).toBe(values.at(-1));
  expect(histogram.shareAbove(histogram.max)).toBe(0);
  expect(histogram.shareAbove(0)).toBe(1);
});

test("histograms that are added hold what both held", () => {
  const [one, other, both] = [new Histogram(), new Histogram(), new Histogram()];
  for (const x of [0, 1e-9, 0.5, 3]) for (const h of [one, both]) h.record(x);
  for (const x of [1e6, 0, 0.1]) for (const h of [other, both]) h.record(x);
  one.add(other);
  for (const share of [0, 0.2, 0.5, 0.8, 1]) expect(one.quantile(share)).toBe(both.quantile(share));
  expect([one.count, one.sum, one.max]).toEqual([both.count, both.sum, both.max]);
});

test("a level's mean is weighted by time, and begins anew at a restart", () => {
  const level = new Level();
  level.set(2, 0);
  level.set(6, 3);
  expect(level.mean(4)).toBe((2 * 3 + 6) / 4);
  level.restart(4);
  level.add(-5, 5);
  expect([level.mean(8), level.max, level.integral(8)]).toEqual([(6 + 3) / 4, 6, 9]);
});
