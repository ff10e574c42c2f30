// Runs one workload once, in a process of its own, and prints one line of JSON: W1 [--slice EVENTS] [--requests N] [--inlining usual]
// It is set up as the command line sets up its process; `--inlining usual` measures what an extension host does.
import { parseArgs } from "node:util";
import { inlineMore } from "../host/inlining.ts";
import { Run } from "../simulator/study/run.ts";
import type { Measured } from "./measured.ts";
import { WORKLOADS } from "./workloads.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { slice: { type: "string" }, requests: { type: "string" }, inlining: { type: "string" } },
});
if (values.inlining !== "usual") inlineMore();
const [name = "W1"] = positionals;
const workload = WORKLOADS.find((one) => one.name === name);
if (workload === undefined) throw new Error(`there is no workload ${name}`);
const { document, rate } = workload;
const requests = Number(values.requests ?? workload.requests);
const duration = requests / rate;
const slice = Number(values.slice ?? Number.POSITIVE_INFINITY);

function simulate(seed: number, until: number): Run {
  const run = new Run(document, seed, true);
  while (run.advance(until, slice) === "more");
  return run;
}

// A shorter run first, so that the measured one runs compiled code.
simulate(2, Math.min(duration, workload.requests / rate / 5));
const before = process.cpuUsage();
const run = simulate(1, duration);
const { user, system } = process.cpuUsage(before);
const cpuSeconds = (user + system) / 1e6;
const { events } = run.network.simulation;
const measured: Measured = {
  name,
  engine: "spillway",
  eventsPerCpuSecond: Math.round(events / cpuSeconds),
  nsPerRequest: Math.round((cpuSeconds / requests) * 1e9),
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
  mean: run.network.sources[0]?.station.time.mean ?? Number.NaN,
};
console.log(JSON.stringify(measured));
