// npm run bench:cancel: how long a run goes on once it was told to stop: in a thread of the package, and as a command that gets Ctrl+C.
// Both are those of the package: run `npm run build` before.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SimulationPool } from "../host/simulation-pool.ts";
import { median } from "./processes.ts";
import { WORKLOADS } from "./workloads.ts";

const ROUNDS = 20;
/** Long enough for the thread to have started and to run compiled code. */
const UNTIL_CANCELLED = 700;
const dist = join(import.meta.dirname, "../dist");

/** Milliseconds until the caller hears that its run has ended, and those that threads work on in the 100 that begin 50 after the order. */
async function inThread(): Promise<{ heard: number; after: number }> {
  const pool = new SimulationPool(dist, 1);
  const abort = new AbortController();
  const text = JSON.stringify(WORKLOADS.find(({ name }) => name === "W4")?.document.raw);
  const run = pool.run({ text, set: {}, seed: 1, duration: 1e9 }, { signal: abort.signal });
  const ended = run.then(
    () => {
      throw new Error("the run ended by itself");
    },
    () => performance.now(),
  );
  await sleep(UNTIL_CANCELLED);
  const start = performance.now();
  abort.abort();
  const heard = (await ended) - start;
  await sleep(Math.max(0, start + 50 - performance.now()));
  const before = process.cpuUsage();
  await sleep(100);
  const { user, system } = process.cpuUsage(before);
  await pool.destroy();
  return { heard, after: (user + system) / 1000 };
}

/** Milliseconds until a command has ended after Ctrl+C. */
async function inTerminal(): Promise<number> {
  const example = join(import.meta.dirname, "../examples/L1-pool-size.sim.json");
  const cli = spawn(process.execPath, [join(dist, "cli.js"), "simulate", example, "--runs", "100000"], {
    stdio: "ignore",
  });
  const exit = once(cli, "exit");
  await sleep(2 * UNTIL_CANCELLED);
  const start = performance.now();
  cli.kill("SIGINT");
  const [code] = await exit;
  if (code === 0) throw new Error("the command ended by itself");
  return performance.now() - start;
}

function tell(what: string, milliseconds: readonly number[]): void {
  console.log(
    `${what}: median ${median(milliseconds).toFixed(1)} ms, slowest of ${milliseconds.length} ${Math.max(...milliseconds).toFixed(1)} ms`,
  );
}

const threads: { heard: number; after: number }[] = [];
const terminals: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  threads.push(await inThread());
  terminals.push(await inTerminal());
}
tell(
  "a run in a thread, until its caller hears that it is over",
  threads.map(({ heard }) => heard),
);
tell(
  "CPU from 50 to 150 ms after the order",
  threads.map(({ after }) => after),
);
tell("a command, from Ctrl+C to its end", terminals);
