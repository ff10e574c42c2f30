import fc from "fast-check";
import PQueue from "p-queue";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Field from "../../simulator/engine/field.ts";
import { doubles } from "../../simulator/engine/memory.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, type Part } from "../parts.ts";

/** A task, and how long it takes in milliseconds; a smaller priority goes first. */
type Task = { at: number; takes: number; priority: number };

/** Tasks begin at even milliseconds and take an odd number of them. */
const traces = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 20 }),
      takes: fc.integer({ min: 1, max: 60 }),
      priority: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((drawn): Task[] => {
    let at = 0;
    return drawn.map(({ gap, takes, priority }, i) => {
      at += 200 * gap;
      // No two of them end at once, nor when another comes.
      return { at, takes: 200 * takes + 2 * i + 1, priority };
    });
  });

/** When each task begins, milliseconds. */
function ours(tasks: readonly Task[], server: Part): number[] {
  const began: number[] = [];
  const priorities = [0, 1, 2];
  // A source makes one kind of call: one for each priority.
  const sources = priorities.map((priority): Part => {
    const own = tasks.filter((task) => task.priority === priority);
    return {
      id: `clients${priority}`,
      type: "source",
      arrival: {
        model: "trace",
        times: own.length === 0 ? ["900s"] : own.map(({ at }) => `${at}ms`),
        works: own.length === 0 ? ["1ms"] : own.map(({ takes }) => `${takes}ms`),
      },
      calls: [{ target: "queue", priority }],
    };
  });
  const parts: Part[] = [
    ...sources,
    { id: "queue", type: "server", steps: [{ call: "work" }], ...server },
    { id: "work", type: "database" },
  ];
  const run = new Run(documentOf(parts, 1000, 0), 1, false);
  const work = run.network.component("work");
  const enter = work.enter.bind(work);
  work.enter = (call) => {
    const place = tasks.findIndex(({ at }) => at === Math.round(doubles[(call >> 1) + Field.born]! * 1000));
    if (place >= 0) began[place] = Math.round(run.network.simulation.now * 1000);
    enter(call);
  };
  run.advance(1000, Number.POSITIVE_INFINITY);
  return began;
}

async function theirs(tasks: readonly Task[], concurrency: number, ordered: boolean): Promise<number[]> {
  vi.setSystemTime(0);
  const began: number[] = [];
  const queue = new PQueue({ concurrency });
  for (const [i, { at, takes, priority }] of tasks.entries())
    setTimeout(() => {
      const work = () => {
        began[i] = Date.now();
        return new Promise((resolve) => setTimeout(resolve, takes));
      };
      // There the larger one goes first.
      queue.add(work, ordered ? { priority: -priority } : {});
    }, at);
  await vi.runAllTimersAsync();
  return began;
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("p-queue and a server with as many slots begin every task at the same time, by priority too", () =>
  fc.assert(
    fc.asyncProperty(
      traces,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (tasks, concurrency, ordered) => {
        const own = ours(tasks, { concurrency, queue: { order: ordered ? "priority" : "fifo" } });
        expect(own).toEqual(await theirs(tasks, concurrency, ordered));
      },
    ),
    { numRuns: 60, seed: 20_261_128 },
  ));
