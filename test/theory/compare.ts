import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { meanInterval } from "../../simulator/measure/student.ts";
import { Native } from "../native.ts";
import type { Case, Check } from "./experiment.ts";

const EXPERIMENT = new URL("./experiment.ts", import.meta.url);

/** Tests the tables of a module of cases. */
export function theory(table: URL, tables: Readonly<Record<string, readonly Case[]>>): void {
  let thread: Native;
  beforeAll(() => {
    thread = new Native();
  });
  afterAll(() => thread.close());
  for (const [title, cases] of Object.entries(tables)) {
    describe(title, () => {
      for (const one of cases) test(one.name, { timeout: 120_000 }, () => compare(thread, table, one));
    });
  }
}

/**
 * Runs a case and compares: within three standard errors, and the standard error small enough to mean something. Three
 * standard errors are missed by chance once in 150 checks, so a miss is looked at again with fresh seeds and four times
 * as many requests; a flaw is then seen twice as sharply, and chance has to strike twice.
 */
async function compare(thread: Native, table: URL, one: Case): Promise<void> {
  const replicate = (firstSeed: number, longer: number) =>
    thread.call<number[][]>(EXPERIMENT, "replicateNamed", table.href, one.name, firstSeed, longer);
  let values = await replicate(1, 1);
  const far = one.checks.some((check, c) => distance(check, values[c]!) > 3);
  if (far) values = await replicate(100_001, 4);
  one.checks.forEach((check, c) => {
    const { mean, error } = estimate(values[c]!);
    const said = `${one.name}: ${check.what} = ${mean} ± ${error}, exact ${check.exact}`;
    expect(error, said).toBeLessThanOrEqual((check.error ?? 0.005) * Math.abs(check.exact));
    expect(distance(check, values[c]!), said).toBeLessThanOrEqual(3);
  });
}

function estimate(values: number[]): { mean: number; error: number } {
  const { mean } = meanInterval(values, 0.95);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** How many standard errors the estimate is off, an approximation's own error taken off. */
function distance({ exact, off }: Check, values: number[]): number {
  const { mean, error } = estimate(values);
  const apart = Math.max(0, Math.abs(mean - exact) - (off ?? 0) * Math.abs(exact));
  return apart <= 1e-9 * Math.abs(exact) ? 0 : apart / error;
}
