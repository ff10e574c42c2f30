// Drives real services, predicts the same from the recorded trace (or, of users, from their number and times), and prints both:
// node bench/real/services.ts [SECONDS]. It needs nginx and redis-server of Debian.
import { availableParallelism, loadavg } from "node:os";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { type Answered, closed, http, open, overheadOf, redisSleep, type Service } from "./clients.ts";
import { nginx, nodeService, type Running, redis } from "./programs.ts";

const duration = Number(process.argv[2] ?? 20);
if (!(duration > 0)) throw new Error(`${JSON.stringify(process.argv[2])} is not a number of seconds`);

const STATISTICS = ["mean", "p50", "p95", "p99"] as const;
type Numbers = Record<(typeof STATISTICS)[number], number>;

function measured(requests: readonly Answered[]): Numbers {
  const times = requests.map(({ sent, answered }) => answered - sent).sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.ceil(share * times.length) - 1] as number;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return {
    mean,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
  };
}

function predicted(components: Json[], seconds: number, seeds: number): Numbers {
  const raw: Json = { schemaVersion: 1, name: "replay", run: { duration: `${seconds}s` }, components };
  const parsed = parseRaw(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const runs = Array.from({ length: seeds }, (_, seed) => {
    const run = new Run({ raw, scenario: parsed.scenario }, seed, true);
    run.advance(seconds, Number.POSITIVE_INFINITY);
    return new Map(
      measurements(run.network).map(({ metric, component, value }) => [`${component} ${metric}`, value]),
    );
  });
  const read = (metric: string) =>
    runs.reduce((sum, run) => sum + (run.get(`clients ${metric}`) ?? Number.NaN), 0) / seeds;
  const times = Object.fromEntries(STATISTICS.map((name) => [name, read(`latency.${name}`)]));
  return times as Numbers;
}

const text = (seconds: number) => `${(seconds * 1e6).toFixed(1)}us`;
const exponential = (seconds: number) => ({ distribution: "exponential", mean: text(seconds) });
const server = (id: string, more: { [key: string]: Json }): Json => ({
  ...{ id, type: "server", steps: [{ compute: "1ms", traced: true }] },
  ...more,
});
const source = (arrival: Json, target: string): Json => ({
  id: "clients",
  type: "source",
  arrival,
  calls: [target],
});

/** The recorded requests as the arrival of a source: each took its work, or what that was to be where it is not told, and `beyond`. */
function trace(requests: readonly Answered[], beyond: number): Json {
  const inOrder = [...requests].sort((a, b) => a.sent - b.sent);
  return {
    model: "trace",
    times: inOrder.map(({ sent }) => text(sent)),
    works: inOrder.map(({ asked, work }) => text((work ?? asked) + beyond)),
  };
}

/**
 * What Redis does: it reads all that has come, does one after another, and writes the answers when all are done. (Its `beforeSleep` writes them.)
 */
function inTurns(requests: readonly Answered[], beyond: number): Numbers {
  const inOrder = [...requests].sort((a, b) => a.sent - b.sent);
  const answered: Answered[] = [];
  let now = 0;
  for (let first = 0; first < inOrder.length; ) {
    now = Math.max(now, inOrder[first]?.sent ?? 0);
    const turn = inOrder.slice(first).filter(({ sent }) => sent <= now);
    for (const { asked } of turn) now += asked + beyond;
    for (const request of turn) answered.push({ ...request, answered: now });
    first += turn.length;
  }
  return measured(answered);
}

function told(name: string, requests: number, was: Numbers, is: Numbers, overhead: number): void {
  const cells = STATISTICS.map((statistic) => {
    const error = (is[statistic] / was[statistic] - 1) * 100;
    return `${(was[statistic] * 1000).toFixed(1)} / ${(is[statistic] * 1000).toFixed(1)} (${error < 0 ? "" : "+"}${error.toFixed(1)} %)`;
  });
  console.log(`| ${[name, String(requests), ...cells, (overhead * 1000).toFixed(2)].join(" | ")} |`);
}

/** Starts what is needed, does something with the last of it, and ends all. */
async function using(
  starts: ((before: Running[]) => Promise<Running>)[],
  act: (last: Running) => Promise<unknown>,
) {
  const running: Running[] = [];
  try {
    for (const start of starts) running.push(await start(running));
    await act(running.at(-1) as Running);
  } finally {
    for (const each of running.reverse()) await each.stop();
  }
}

/**
 * `behind`: what the requests go to. Where the service tells for how long it was busy, each request is given its share of what that was beyond
 * the work: reading and answering it.
 */
async function replay(name: string, service: Service, rate: number, behind: Json[]) {
  const overhead = await overheadOf(service);
  const before = await service.busy?.();
  const requests = await open(service.send, rate, WORK, duration, 1);
  const busy = ((await service.busy?.()) ?? 0) - (before ?? 0);
  const worked = requests.reduce((sum, { asked, work }) => sum + (work ?? asked), 0);
  const beyond = Math.max(0, (busy - worked) / requests.length);
  const target = (behind[0] as { id: string }).id;
  const is = predicted([source(trace(requests, beyond), target), ...behind], duration * 3, 1);
  told(name, requests.length, measured(requests), is, overhead);
  return { requests, beyond, overhead };
}

const WORK = 0.02;
console.log(
  `${availableParallelism()} cores, load average ${(loadavg()[0] ?? 0).toFixed(1)}; ${duration} s each\n`,
);
console.log("| measured / predicted, ms | requests | mean | p50 | p95 | p99 | alone |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const load of [0.5, 0.8]) {
  await using([() => nodeService("spin")], async ({ port }) => {
    await replay(`Node, busy loop, ${load * 100} %`, http(port), load / WORK, [
      server("node", { discipline: "eventLoop" }),
    ]);
  });
}
for (const load of [0.5, 0.8]) {
  await using([redis], async ({ port }) => {
    const name = `Redis, ${load * 100} %`;
    const { requests, beyond, overhead } = await replay(name, redisSleep(port), load / WORK, [
      server("redis", { discipline: "eventLoop" }),
    ]);
    const is = inTurns(requests, beyond);
    told("the same, answered at the end of a turn", requests.length, measured(requests), is, overhead);
  });
}
for (const [method, algorithm] of [
  ["", "roundRobin"],
  ["least_conn", "leastConnections"],
] as const) {
  const services = [() => nodeService("sleep"), () => nodeService("sleep")];
  await using(
    [
      ...services,
      (before) =>
        nginx(
          method,
          before.map(({ port }) => port),
        ),
    ],
    ({ port }) =>
      replay(`nginx, ${algorithm}, two services at 80 %`, { send: http(port).send }, 1.6 / WORK, [
        { id: "nginx", type: "balancer", algorithm, targets: ["a", "b"] },
        server("a", { concurrency: 1 }),
        server("b", { concurrency: 1 }),
      ]),
  );
}
await using([redis], async ({ port }) => {
  const service = redisSleep(port);
  const overhead = await overheadOf(service);
  const [users, think] = [20, 0.3];
  const before = (await service.busy?.()) ?? 0;
  const requests = await closed(service.send, users, think, WORK, duration, 1);
  const work = (((await service.busy?.()) ?? 0) - before) / requests.length;
  const arrival = { model: "closed", users, thinkTime: exponential(think) };
  const steps = [{ compute: exponential(work) }];
  told(
    "Redis, 20 users, blind",
    requests.length,
    measured(requests),
    predicted(
      [source(arrival, "redis"), { id: "redis", type: "server", concurrency: 1, steps }],
      duration,
      40,
    ),
    overhead,
  );
});
