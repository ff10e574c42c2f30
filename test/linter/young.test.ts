import { getHeapSpaceStatistics } from "node:v8";
import { expect, test } from "vitest";
import { keepingYoungSmall } from "../../host/linter/small-heap.ts";

test("the room for young things stays small while steps make things that live for some of them", {
  timeout: 60_000,
}, () => {
  let steps = 0;
  for (const last of keepingYoungSmall(work(600))) {
    expect(last).toBe(steps);
    steps++;
  }
  expect(steps).toBe(600);
  expect(
    getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size,
  ).toBeLessThanOrEqual(64 * 2 ** 20);
});

/** As linking does: each step makes a megabyte that the next ten look at. */
function* work(steps: number): Generator<number> {
  const open: object[][] = [];
  for (let step = 0; step < steps; step++) {
    open[step % 10] = Array.from({ length: 20_000 }, (_, index) => ({ step, index }));
    yield step;
  }
}
