import { expect, test } from "vitest";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, exp } from "../parts.ts";
import { serverOf, station } from "./experiment.ts";
import { birthDeath } from "./formulas.ts";

/** Ciw's case of processor sharing of which three get a whole processor each: the shares of time with 0 to 8 requests. */
test("three processors that are shared hold as many as M/M/3", { timeout: 60_000 }, () => {
  const p = birthDeath(
    60,
    () => 10,
    (n) => Math.min(n, 3) * 12,
  );
  expect(p[0]).toBeCloseTo(0.43213, 5);
  const samples = 5000;
  const document = documentOf(
    station(10, exp(1 / 12), 3, { discipline: "processorSharing" }),
    samples + 20,
    0,
  );
  const shares: number[][] = Array.from({ length: 9 }, () => []);
  for (let seed = 1; seed <= 20; seed++) {
    const run = new Run(document, seed, false);
    const { active, waiting } = serverOf(run.network, "server").station;
    const counts = new Float64Array(9);
    // A second holds ten requests of 0.1 s: one sample hardly knows of the last.
    for (let time = 11; time <= samples + 10; time++) {
      run.advance(time, Number.POSITIVE_INFINITY);
      const n = active.value + waiting.value;
      if (n < 9) counts[n] = counts[n]! + 1;
    }
    for (const [n, count] of counts.entries()) shares[n]!.push(count / samples);
  }
  for (const [n, found] of shares.entries()) {
    const mean = found.reduce((sum, x) => sum + x, 0) / found.length;
    const error = Math.sqrt(found.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 19 / 20);
    expect(Math.abs(mean - p[n]!), `P(${n}) = ${mean} ± ${error}, exact ${p[n]}`).toBeLessThanOrEqual(
      3 * error,
    );
  }
});
