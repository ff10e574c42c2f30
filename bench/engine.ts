// npm run bench [-- --only W1,W5] [--rounds 5] [--json]: every workload with Spillway and with simjs, side by side.
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Measured } from "./measured.ts";
import { bundled, inOwnProcess, median } from "./processes.ts";
import { WORKLOADS } from "./workloads.ts";

const { values } = parseArgs({
  options: { only: { type: "string" }, rounds: { type: "string", default: "5" }, json: { type: "boolean" } },
});
const only = values.only?.split(",");
const rounds = Number(values.rounds);
const engines = [
  { engine: "spillway", script: bundled("one-engine.ts") },
  { engine: "simjs", script: join(import.meta.dirname, "peers/simjs.mjs") },
];

if (!values.json)
  console.log(
    `Medians of ${rounds} rounds, a process each, in turns. An event is an arrival or a departure.\n`,
  );
for (const { name, about } of WORKLOADS) {
  if (only !== undefined && !only.includes(name)) continue;
  const found = new Map<string, Measured[]>(engines.map(({ engine }) => [engine, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { engine, script } of engines) found.get(engine)?.push(inOwnProcess<Measured>(script, name));
  }
  const middle = [...found].map(([engine, runs]) => ({
    name,
    engine,
    eventsPerCpuSecond: median(runs.map((run) => run.eventsPerCpuSecond)),
    nsPerRequest: median(runs.map((run) => run.nsPerRequest)),
    peakRssBytes: median(runs.map((run) => run.peakRssBytes)),
    mean: median(runs.map((run) => run.mean)),
  }));
  if (values.json) {
    for (const one of middle) console.log(JSON.stringify(one));
    continue;
  }
  console.log(`${name}  ${about}`);
  for (const one of middle) {
    const speed = (one.eventsPerCpuSecond / 1e6).toFixed(2).padStart(6);
    const memory = (one.peakRssBytes / 1e6).toFixed(0).padStart(5);
    console.log(
      `  ${one.engine.padEnd(9)} ${speed} M events/CPU s ${String(one.nsPerRequest).padStart(7)} ns/request ${memory} MB   mean ${one.mean.toPrecision(4)} s`,
    );
  }
  const [ours, theirs] = middle;
  if (ours !== undefined && theirs !== undefined)
    console.log(`  ratio     ${(ours.eventsPerCpuSecond / theirs.eventsPerCpuSecond).toFixed(1)}\n`);
}
