// npm run bench:scaling: what slices, a second core (for replications, and for a whole sweep) and a hundred million requests cost.
// The threads are those of the package: run `npm run build` before.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Piscina } from "piscina";
import { SimulationPool } from "../host/simulation-pool.ts";
import { parseScenario } from "../simulator/scenario/parse.ts";
import { goalsOf } from "../simulator/study/goal.ts";
import { objectiveOf } from "../simulator/study/objective.ts";
import { sweep } from "../simulator/study/sweep.ts";
import type { RunResult, RunTask } from "../simulator/task.ts";
import type { Measured } from "./measured.ts";
import { bundled, inOwnProcess, median } from "./processes.ts";
import { WORKLOADS } from "./workloads.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, requests: { type: "string", default: "100000000" } },
});
const rounds = Number(values.rounds);
const engine = bundled("one-engine.ts");

const times = Array.from({ length: rounds });

const whole: number[] = [];
const sliced: number[] = [];
for (const _ of times) {
  whole.push(inOwnProcess<Measured>(engine, "W1").nsPerRequest);
  sliced.push(inOwnProcess<Measured>(engine, "W1", "--slice", "10000").nsPerRequest);
}
console.log(`slices of 10,000 events: ${median(sliced)} ns a request, in one go ${median(whole)} ns`);

/** Wall and CPU seconds for the same replications in this many threads. */
async function replications(threads: number): Promise<{ wall: number; cpu: number }> {
  const pool = new Piscina<RunTask, RunResult>({
    filename: join(import.meta.dirname, "../dist/simulation.js"),
    minThreads: threads,
    maxThreads: threads,
  });
  const text = JSON.stringify(WORKLOADS.find(({ name }) => name === "W2")?.document.raw);
  const task = (seed: number): RunTask => ({
    kind: "run",
    input: { text, set: {}, seed, duration: 100_000 },
  });
  // Each thread compiles on its own: that is not what is asked here.
  await Promise.all(Array.from({ length: threads * 2 }, (_, i) => pool.run(task(i + 1))));
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  await Promise.all(Array.from({ length: 8 }, (_, i) => pool.run(task(i + 1))));
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuStart);
  await pool.destroy();
  return { wall, cpu: (user + system) / 1e6 };
}
const one: { wall: number; cpu: number }[] = [];
const two: { wall: number; cpu: number }[] = [];
for (const _ of times) {
  one.push(await replications(1));
  two.push(await replications(2));
}
const wall = [one, two].map((runs) => median(runs.map((run) => run.wall)));
const cpu = [one, two].map((runs) => median(runs.map((run) => run.cpu)));
const [wallOne = 0, wallTwo = 0] = wall;
const [cpuOne = 0, cpuTwo = 0] = cpu;
// Where other programs use the cores too, the wall says more of them than of ours: then the CPU time that the same work took counts.
console.log(
  `eight replications, one thread: ${wallOne.toFixed(2)} s, ${cpuOne.toFixed(2)} s of CPU; two: ${wallTwo.toFixed(2)} s, ${cpuTwo.toFixed(2)} s of CPU; ${(wallOne / wallTwo).toFixed(2)} times as fast, ${((2 * cpuOne) / cpuTwo).toFixed(2)} with both cores free`,
);

/** Wall and CPU seconds of a sweep of a lesson, once the threads have compiled what it runs. */
async function lessonSweep(threads: number): Promise<{ wall: number; cpu: number }> {
  const text = readFileSync(join(import.meta.dirname, "../examples/L1-pool-size.sim.json"), "utf8");
  const document = parseScenario(text);
  if (!document.ok) throw new Error("the lesson is not valid");
  const { scenario } = document;
  const pool = new SimulationPool(join(import.meta.dirname, "../dist"), threads);
  const run = async (seed: number) => {
    await sweep(
      {
        axes: [{ path: "orders-db.max", from: 4, to: 100 }],
        goals: goalsOf(scenario, []),
        objective: objectiveOf(scenario),
        runs: 5,
        confidence: 0.95,
        most: 40,
      },
      document,
      { text, set: {}, seed, parallel: threads, run: (input) => pool.run(input) },
    );
  };
  await run(1);
  const start = performance.now();
  const cpuStart = process.cpuUsage();
  await run(2);
  const wall = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuStart);
  await pool.destroy();
  return { wall, cpu: (user + system) / 1e6 };
}
const sweeps: { wall: number; cpu: number }[][] = [[], []];
for (const _ of times) {
  for (const [i, threads] of [1, 2].entries()) sweeps[i]?.push(await lessonSweep(threads));
}
const [sweepOne = 0, sweepTwo = 0] = sweeps.map((runs) => median(runs.map(({ wall }) => wall)));
const [sweepCpuOne = 0, sweepCpuTwo = 0] = sweeps.map((runs) => median(runs.map(({ cpu }) => cpu)));
console.log(
  `sweep of a lesson, one thread: ${sweepOne.toFixed(2)} s, ${sweepCpuOne.toFixed(2)} s of CPU; two: ${sweepTwo.toFixed(2)} s, ${sweepCpuTwo.toFixed(2)} s of CPU; ${(sweepOne / sweepTwo).toFixed(2)} times as fast, ${((2 * sweepCpuOne) / sweepCpuTwo).toFixed(2)} with both cores free`,
);

const overload = inOwnProcess<{
  progress: string;
  live: number;
  bytesPerLiveRequest: number;
  peakRssBytes: number;
}>(bundled("overload.ts"));
console.log(
  `${overload.live} live requests: ${overload.progress}, ${overload.bytesPerLiveRequest} bytes each, peak ${(overload.peakRssBytes / 1e6).toFixed(0)} MB`,
);

const long = inOwnProcess<Measured>(engine, "W1", "--requests", values.requests);
console.log(
  `${Number(values.requests).toLocaleString("en")} requests: peak ${(long.peakRssBytes / 1e6).toFixed(0)} MB, ${long.nsPerRequest} ns a request`,
);
