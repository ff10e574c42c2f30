// Doubles the load of an M/M/1 until the engine stops by itself, and says what a live request takes. Prints one line of JSON.
import type { Json } from "../simulator/protocol.ts";
import { parseRaw } from "../simulator/scenario/parse.ts";
import { Run } from "../simulator/study/run.ts";

const SLICE = 100_000;

const raw: Json = {
  schemaVersion: 1,
  name: "overload",
  run: { duration: "10000000s" },
  components: [
    { id: "clients", type: "source", arrival: { model: "open", rate: "2/s" }, calls: ["a"] },
    {
      id: "a",
      type: "server",
      concurrency: 1,
      steps: [{ compute: { distribution: "exponential", mean: "1s" } }],
    },
  ],
};
async function main(): Promise<void> {
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const run = new Run({ raw, scenario: parsed.scenario }, 1, true);
  run.advance(1000, Number.POSITIVE_INFINITY);
  const before = process.memoryUsage().rss;
  const liveBefore = run.network.simulation.calls.live;
  // In slices, as a session runs: between them the outgrown arrays are collected.
  let progress = run.advance(parsed.scenario.run.duration, SLICE);
  while (progress === "more") {
    await new Promise((resolve) => setImmediate(resolve));
    progress = run.advance(parsed.scenario.run.duration, SLICE);
  }
  const { live } = run.network.simulation.calls;
  // What arrays were outgrown is garbage by now, and no part of a live request.
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const rss = process.memoryUsage().rss - before;
  console.log(
    JSON.stringify({
      progress,
      live,
      bytesPerLiveRequest: Math.round(rss / (live - liveBefore)),
      peakRssBytes: process.resourceUsage().maxRSS * 1024,
    }),
  );
}

void main();
