import { createRequire } from "node:module";
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleAll } from "cockatiel";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { OUTCOMES } from "../../simulator/outcome.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part, s } from "../parts.ts";

type Opossum = { fire(fails: boolean): Promise<unknown> };
const Opossum = createRequire(import.meta.url)("opossum") as new (
  action: (fails: boolean) => Promise<void>,
  options: object,
) => Opossum;

type Attempt = { at: number; fails: boolean };

/** Calls that take no time, in milliseconds; failures come in stretches. */
function attempts(seed: number): Attempt[] {
  const stream = new RandomStream(seed, "breaker");
  let at = 0;
  let failing = false;
  return Array.from({ length: 600 }, () => {
    at += 2 * (1 + stream.below(30));
    if (stream.uniform() < 0.08) failing = !failing;
    return { at, fails: stream.uniform() < (failing ? 0.9 : 0.05) };
  });
}

/** Which calls our breaker rejects: the server behind it fails when the trace says so. */
function ours(breaker: Part, calls: readonly Attempt[]): boolean[] {
  const end = calls.at(-1)!.at / 1000 + 10;
  const run = new Run(
    documentOf(
      [
        {
          id: "clients",
          type: "source",
          arrival: { model: "trace", times: calls.map(({ at }) => s(at / 1000)) },
          calls: ["breaker"],
        },
        { id: "breaker", type: "breaker", target: "server", ...breaker },
        { id: "server", type: "server", steps: [] },
      ],
      end,
      0,
    ),
    1,
    false,
  );
  const { simulation } = run.network;
  const { disturbance } = run.network.component("server");
  const rejected: boolean[] = [];
  let next = 0;
  disturbance.refuses = () => calls[next]!.fails;
  simulation.trace = {
    hop(call, link, back, outcome) {
      const request = simulation.calls.ints[call + Field.request]! - 1;
      if (back === 0) next = request;
      if (link.target.id === "breaker" && back === 1)
        rejected[request] = OUTCOMES[outcome] === "shortCircuited";
    },
  };
  run.advance(end, Number.POSITIVE_INFINITY);
  return rejected;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Which calls a real breaker rejects. */
async function theirs(
  calls: readonly Attempt[],
  fire: (fails: boolean) => Promise<unknown>,
  isRejection: (error: unknown) => boolean,
): Promise<boolean[]> {
  const rejected: boolean[] = [];
  let now = 0;
  for (const { at, fails } of calls) {
    await vi.advanceTimersByTimeAsync(at - now);
    now = at;
    await fire(fails).then(
      () => rejected.push(false),
      (error) => rejected.push(isRejection(error)),
    );
  }
  return rejected;
}

const action = async (fails: boolean): Promise<void> => {
  if (fails) throw new Error("down");
};

describe.each([1, 2, 3, 4, 5])("trace %d", (seed) => {
  const calls = attempts(seed);

  test("cockatiel's ConsecutiveBreaker and ours reject the same calls", async () => {
    const policy = circuitBreaker(handleAll, { halfOpenAfter: 501, breaker: new ConsecutiveBreaker(4) });
    const real = await theirs(
      calls,
      (fails) => policy.execute(() => action(fails)),
      (error) => error instanceof BrokenCircuitError,
    );
    const own = ours({ failureRatio: 1, consecutiveFailures: 4, openFor: "501ms" }, calls);
    expect(real.filter(Boolean).length).toBeGreaterThan(10);
    expect(own).toEqual(real);
  });

  test("opossum and ours open at the same call and let the same probe through", async () => {
    // Opossum keeps its counts when it closes, and counts what it rejected as calls; ours begins anew. So up to the first close.
    const breaker = new Opossum(action, {
      timeout: false,
      errorThresholdPercentage: 50,
      resetTimeout: 701,
      rollingCountTimeout: 600_000,
      rollingCountBuckets: 10,
      volumeThreshold: 5,
    });
    const real = await theirs(
      calls,
      (fails) => breaker.fire(fails),
      (error) => (error as { code?: string }).code === "EOPENBREAKER",
    );
    const own = ours({ failureRatio: 0.5, window: "600s", minimumCalls: 5, openFor: "701ms" }, calls);
    const opened = real.indexOf(true);
    const closed = calls.findIndex(({ fails }, i) => opened >= 0 && i > opened && !real[i] && !fails);
    const compared = closed < 0 ? calls.length : closed + 1;
    expect(own.slice(0, compared)).toEqual(real.slice(0, compared));
  });
});
