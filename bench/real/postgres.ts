// Drives node-postgres and a real PostgreSQL, predicts the same from the recorded trace, and blind from rate and mean, and prints
// both beside what was measured: npm run bench:postgres [-- SECONDS [FOLDER]]. The traces are written to the folder.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "./cluster.ts";
import {
  drive,
  isServed,
  mean,
  measureOverhead,
  type Request,
  type Setting,
  waitOf,
  workOf,
} from "./load.ts";
import { numbersOf } from "./numbers.ts";
import { blind, fromTrace } from "./prediction.ts";
import { table } from "./table.ts";

const [seconds = "20", folder = mkdtempSync(join(tmpdir(), "spillway-traces-"))] = process.argv.slice(2);
const duration = Number(seconds);
if (!(duration > 0)) throw new Error(`${JSON.stringify(seconds)} is not a number of seconds`);
const base = { max: 10, meanSleep: 0.04, duration } as const;
const SETTINGS: readonly Setting[] = [
  { ...base, name: "load-50", load: 0.5, seed: 1 },
  { ...base, name: "load-80", load: 0.8, seed: 2 },
  { ...base, name: "load-95", load: 0.95, seed: 3 },
  { ...base, name: "overload-timeout-200ms", load: 1.3, acquireTimeout: 0.2, seed: 4 },
  { ...base, name: "cold-pool-load-80", load: 0.8, cold: true, seed: 5 },
];

/** One line a request; one that got no connection would have used it as long as the others used theirs beyond their sleep. */
function csvOf(requests: readonly Request[]): string {
  const served = requests.filter(isServed);
  const beyond = mean(served.map((request) => workOf(request) - request.asked));
  const lines = requests.map((request) => {
    const work = isServed(request) ? workOf(request) : request.asked + beyond;
    return `${(request.arrived * 1000).toFixed(4)},${(work * 1000).toFixed(4)}`;
  });
  return ["time_ms,work_ms", ...lines, ""].join("\n");
}

const start = loadavg()[0] ?? 0;
const cluster = await startCluster(50);
try {
  const overhead = await measureOverhead(cluster);
  console.log(
    `PostgreSQL ${cluster.version}, ${availableParallelism()} cores of which others used ${start.toFixed(1)}; ` +
      `a query takes ${ms(overhead)} longer than it sleeps.`,
  );
  mkdirSync(folder, { recursive: true });
  for (const setting of SETTINGS) {
    const { requests, lateness } = await drive(cluster, setting, overhead);
    const file = join(folder, `${setting.name}.csv`);
    writeFileSync(file, csvOf(requests));
    const opens = requests.filter(({ opened }) => opened).map(waitOf);
    const connectTime = opens.length > 0 ? mean(opens) : 0;
    const works = requests.filter(isServed).map(workOf);
    const used = works.reduce((sum, work) => sum + work, 0) / (setting.max * duration);
    console.log(
      `\n## ${setting.name}: ${requests.length} requests, connections used ${(used * 100).toFixed(1)} %, ` +
        `mean use ${ms(mean(works))}` +
        `${opens.length > 0 ? `, ${opens.length} connections opened in ${ms(connectTime)} each` : ""}` +
        `; 99 % of this process's timers were at most ${ms(lateness)} late\n`,
    );
    console.log(
      table(
        numbersOf(requests),
        fromTrace(setting, readFileSync(file, "utf8"), connectTime),
        blind(setting, requests.length / duration, mean(works), connectTime),
      ),
    );
  }
} finally {
  await cluster.stop();
}
console.log(`\nTraces: ${folder}`);

function ms(time: number): string {
  return `${(time * 1000).toFixed(2)} ms`;
}
