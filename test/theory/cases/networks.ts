import { exp, type Part, poisson, server, source } from "../../parts.ts";
import { type Case, serverOf, station } from "../experiment.ts";
import {
  closedNetwork,
  engset,
  factorial,
  forkJoinTwo,
  harmonic,
  infiniteServers,
  joinShortest,
  lossQueue,
  powerOfTwoMany,
  repair,
  timeMMPP,
  transientMM1,
  waitMMc,
} from "../formulas.ts";

const balancer = (algorithm: string, targets: Part[] | string[], more: Part = {}): Part => ({
  id: "balancer",
  type: "balancer",
  algorithm,
  targets,
  ...more,
});

const numbered = (n: number): string[] => Array.from({ length: n }, (_, i) => `s${i}`);

/** Random splitting leaves Poisson streams: mean time over servers of different rates. */
const split = (lambda: number, servers: { share: number; mu: number }[]): number =>
  servers.reduce((sum, { share, mu }) => sum + share / (mu - lambda * share), 0);

const closed = (users: number, think: number): Part => ({ model: "closed", users, thinkTime: exp(think) });

const mva = closedNetwork(20, 5, [0.2, 0.35, 0.1]);

/** The number of requests under way at the end of each run. */
const atTheEnd = (network: Parameters<typeof serverOf>[0]): number => {
  const { active, waiting } = serverOf(network, "server").station;
  return active.value + waiting.value;
};

/** A rate that goes up and down in straight lines. */
const SLOPES = [
  { duration: "30s", rate: "50/s", rampTo: "80/s" },
  { duration: "60s", rate: "80/s", rampTo: "20/s" },
  { duration: "30s", rate: "20/s", rampTo: "50/s" },
];
const slopes = (u: number): number =>
  u < 30 ? 50 + u : u < 90 ? 80 - (u - 30) : Math.min(50, 20 + (u - 90));

export const open: Case[] = [
  {
    name: "three M/M/4 in tandem",
    components: [
      source(poisson(2.8), "one"),
      server("one", exp(1), 4, { forward: "two" }),
      server("two", exp(1), 4, { forward: "three" }),
      server("three", exp(1), 4),
    ],
    warmUp: 500,
    duration: 25_000,
    checks: [
      {
        what: "mean time from end to end",
        reading: ["latency.mean", "clients"],
        exact: 3 * (1 + waitMMc(2.8, 1, 4)),
        source: "Burke 1956",
      },
      {
        what: "mean wait at the last",
        reading: ["server.wait.mean", "three"],
        exact: waitMMc(2.8, 1, 4),
        source: "Burke 1956",
        error: 0.012,
      },
    ],
  },
  {
    name: "open network with chances",
    // To one; from there 60 % to two, 30 % to three and 10 % out; three goes on to two.
    components: [
      source(poisson(5), "one"),
      server("one", exp(1 / 8), 1, { forward: "balancer" }),
      balancer("weightedRandom", [
        { target: "two", weight: 6 },
        { target: "three", weight: 3 },
        { target: "out", weight: 1 },
      ]),
      server("two", exp(1 / 3), 3),
      server("three", exp(1 / 2), 2, { forward: "two" }),
      { id: "out", type: "server", concurrency: "unlimited", steps: [] },
    ],
    warmUp: 200,
    duration: 15_000,
    checks: [
      {
        what: "mean time in the network",
        reading: ["latency.mean", "clients"],
        exact: 1 / (8 - 5) + 0.9 * (1 / 3 + waitMMc(4.5, 3, 3)) + 0.3 * (1 / 2 + waitMMc(1.5, 2, 2)),
        source: "Jackson 1957",
      },
      {
        what: "load of the last",
        reading: ["server.utilisation", "two"],
        exact: 4.5 / 9,
        source: "traffic equations",
      },
    ],
  },
  {
    name: "fork and join over two M/M/1",
    components: [
      source(poisson(0.5), "fork"),
      {
        id: "fork",
        type: "server",
        steps: [{ parallel: { branches: [[{ call: "one" }], [{ call: "two" }]] } }],
      },
      server("one", exp(1), 1),
      server("two", exp(1), 1),
    ],
    warmUp: 500,
    duration: 110_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: forkJoinTwo(0.5, 1),
        source: "Flatto and Hahn 1984",
      },
    ],
  },
  {
    name: "M/D/inf",
    components: station(20, { distribution: "constant", value: "0.5s" }, "unlimited"),
    warmUp: 10,
    duration: 500,
    checks: [
      {
        what: "mean number",
        reading: ["server.active.mean", "server"],
        exact: 10,
        source: "Poisson(lambda E[S])",
      },
    ],
  },
  {
    name: "M/M/inf",
    components: station(20, exp(0.5), "unlimited"),
    warmUp: 10,
    duration: 500,
    checks: [
      {
        what: "mean number",
        reading: ["server.active.mean", "server"],
        exact: 10,
        source: "Poisson(lambda E[S])",
      },
      {
        what: "95th percentile of the time",
        reading: ["latency.p95", "clients"],
        exact: 0.5 * Math.log(20),
        source: "the time is the service time",
      },
    ],
  },
  {
    name: "MMPP(2)/M/1",
    components: [
      source(
        {
          model: "bursty",
          states: [
            { rate: "1.1/s", duration: "20s" },
            { rate: "0.3/s", duration: "20s" },
          ],
        },
        "server",
      ),
      server("server", exp(1), 1),
    ],
    warmUp: 2000,
    duration: 50_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: timeMMPP([1.1, 0.3], [0.05, 0.05], 1),
        source: "Neuts 1981",
        error: 0.02,
      },
    ],
  },
  {
    name: "random over ten M/M/1",
    components: [
      source(poisson(7), "balancer"),
      balancer("random", numbered(10)),
      ...numbered(10).map((id) => server(id, exp(1), 1)),
    ],
    warmUp: 500,
    duration: 20_000,
    checks: [
      { what: "mean time", reading: ["latency.mean", "clients"], exact: 1 / 0.3, source: "thinning" },
      { what: "load of one", reading: ["server.utilisation", "s3"], exact: 0.7, source: "thinning" },
    ],
  },
  {
    name: "weighted random over unequal M/M/1",
    components: [
      source(poisson(1.2), "balancer"),
      balancer("weightedRandom", [
        { target: "s0", weight: 2 },
        { target: "s1", weight: 1 },
      ]),
      server("s0", exp(1), 1, { speed: 1.5 }),
      server("s1", exp(1), 1),
    ],
    warmUp: 500,
    duration: 60_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: split(1.2, [
          { share: 2 / 3, mu: 1.5 },
          { share: 1 / 3, mu: 1 },
        ]),
        source: "thinning",
      },
    ],
  },
  {
    name: "the shorter of two queues",
    components: [
      source(poisson(1.4), "balancer"),
      balancer("leastConnections", numbered(2)),
      ...numbered(2).map((id) => server(id, exp(1), 1)),
    ],
    warmUp: 500,
    duration: 70_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: joinShortest(1.4, 1, 2, 40),
        source: "Markov chain of the two lengths",
      },
    ],
  },
  {
    name: "the shortest of three queues",
    components: [
      source(poisson(2.1), "balancer"),
      balancer("leastConnections", numbered(3)),
      ...numbered(3).map((id) => server(id, exp(1), 1)),
    ],
    warmUp: 500,
    duration: 40_000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: joinShortest(2.1, 1, 3, 18),
        source: "Markov chain of the three lengths",
      },
    ],
  },
  {
    name: "two choices among 200",
    components: [
      source(poisson(180), "balancer"),
      balancer("powerOfTwo", numbered(200)),
      ...numbered(200).map((id) => server(id, exp(1), 1)),
    ],
    warmUp: 50,
    duration: 450,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: powerOfTwoMany(0.9),
        source: "Mitzenmacher 1996",
        off: 0.02,
      },
    ],
  },
];

export const closedCases: Case[] = [
  {
    name: "closed network of three, 20 users",
    components: [
      source(closed(20, 5), "one"),
      server("one", exp(0.2), 1, { forward: "two" }),
      server("two", exp(0.35), 1, { forward: "three" }),
      server("three", exp(0.1), 1),
    ],
    warmUp: 200,
    duration: 4000,
    checks: [
      {
        what: "throughput",
        reading: ["requests.rate", "clients"],
        exact: mva.throughput,
        source: "Reiser and Lavenberg 1980",
      },
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        exact: mva.time,
        source: "Reiser and Lavenberg 1980",
        error: 0.01,
      },
    ],
  },
  {
    name: "machine repair: 50 users of M/M/4",
    components: [source(closed(50, 10), "server"), server("server", exp(1), 4)],
    warmUp: 200,
    duration: 3000,
    checks: [
      {
        what: "throughput",
        reading: ["requests.rate", "clients"],
        exact: repair(50, 10, 1, 4),
        source: "birth and death",
      },
      {
        what: "response time law",
        reading: ["latency.mean", "clients"],
        exact: 50 / repair(50, 10, 1, 4) - 10,
        source: "R = N/X - Z",
        error: 0.02,
      },
    ],
  },
  {
    name: "15 users who are lost where 5 servers are taken",
    components: [source(closed(15, 1), "server"), server("server", exp(0.5), 5, { queue: { limit: 0 } })],
    warmUp: 20,
    duration: 2000,
    checks: [
      {
        what: "share lost",
        reading: ["outcome.queueFull.ratio", "clients"],
        exact: engset(15, 0.5, 5),
        source: "Engset 1918",
      },
    ],
  },
];

export const transients: Case[] = [
  {
    name: "M/M/inf two seconds after it opened",
    components: station(20, exp(2), "unlimited"),
    duration: 2,
    runs: 4000,
    checks: [
      {
        what: "mean number then",
        reading: atTheEnd,
        exact: (20 / 0.5) * -Math.expm1(-0.5 * 2),
        source: "lambda/mu (1 - exp(-mu t))",
      },
    ],
  },
  {
    name: "M_t/M/inf while the rate goes up and down",
    components: [
      source({ model: "stages", stages: SLOPES }, "server"),
      server("server", exp(10), "unlimited"),
    ],
    duration: 75,
    runs: 200,
    checks: [
      {
        what: "mean number then",
        reading: atTheEnd,
        exact: infiniteServers(slopes, 0.1, 75),
        source: "Eick, Massey and Whitt 1993",
      },
    ],
  },
  {
    name: "M/M/1 ten seconds after it opened",
    components: station(0.9, exp(1), 1),
    duration: 10,
    runs: 38_000,
    checks: [
      {
        what: "mean number then",
        reading: atTheEnd,
        exact: transientMM1(0.9, 1, 10),
        source: "uniformisation",
      },
    ],
  },
];

const steps = (...all: Part[]): Part => ({
  id: "server",
  type: "server",
  concurrency: "unlimited",
  steps: all,
});
const compute = (mean: number): Part => ({ compute: exp(mean) });
const quick = (name: string, components: Part[], checks: Case["checks"], more: Partial<Case> = {}): Case => ({
  name,
  components,
  duration: 400,
  checks,
  ...more,
});
const behind = (call: Part, ...all: Part[]): Part[] => [
  source(poisson(20), "server", { calls: [{ target: "server", ...call }] }),
  steps(...all),
];

/** Tries until one succeeds or there are none left; each fails with `p`. */
function tries(p: number, most: number, wait: (k: number) => number) {
  let attempts = 0;
  let answered = 0;
  let waited = 0;
  let sum = 0;
  for (let k = 0; k <= most; k++) {
    if (k > 0) sum += wait(k - 1);
    attempts += p ** k;
    answered += p ** k * (1 - p);
    waited += p ** k * (1 - p) * sum;
  }
  return { attempts, failed: p ** (most + 1), waitOfAnswered: waited / answered };
}

const failing = (p: number): Part[] => [{ at: "0s", target: "server", fault: "errors", ratio: p }];
const retried = tries(0.2, 3, () => 0);
const jittered = tries(0.5, 4, (k) => Math.min(0.5, 0.1 * 2 ** k) / 2);
const equal = tries(0.5, 4, (k) => Math.min(0.5, 0.1 * 2 ** k) * 0.75);
const plain = tries(0.5, 4, (k) => Math.min(0.5, 0.1 * 2 ** k));
// Decorrelated: the mean of a wait is (first + 3 last) / 2, the last one of the first being the first wait; no limit in reach.
const decorrelated = tries(0.5, 3, (k) => (k === 0 ? 0.2 : k === 1 ? 0.35 : 0.575));

const breakerCycle = (() => {
  const p = 0.3;
  const closedCalls = (1 - p ** 5) / ((1 - p) * p ** 5);
  const rejected = (10 * 30) / (1 - p);
  return rejected / (rejected + closedCalls + 1 / (1 - p));
})();

const shareAboveErlang = (stages: number, x: number): number =>
  Array.from({ length: stages }, (_, k) => x ** k / factorial(k)).reduce((sum, term) => sum + term, 0) *
  Math.exp(-x);

export const calls: Case[] = [
  quick(
    "ten at once, all of them",
    behind({}, { parallel: { times: 10, steps: [compute(1)] } }),
    [
      {
        what: "mean of the slowest",
        reading: ["latency.mean", "clients"],
        exact: harmonic(10),
        source: "order statistics",
      },
      {
        what: "99th percentile of the slowest",
        reading: ["latency.p99", "clients"],
        exact: -Math.log(1 - 0.99 ** 0.1),
        source: "order statistics",
        error: 0.02,
      },
    ],
    { duration: 1500 },
  ),
  quick(
    "four at once, any of them",
    behind(
      {},
      { parallel: { branches: [[compute(1)], [compute(1)], [compute(2)], [compute(2)]], join: "any" } },
    ),
    [
      {
        what: "mean of the fastest",
        reading: ["latency.mean", "clients"],
        exact: 1 / 3,
        source: "the least of exponentials",
      },
    ],
    { duration: 1500 },
  ),
  quick(
    "five in a row",
    behind({}, { repeat: { times: 5, steps: [compute(0.2)] } }),
    [
      { what: "mean", reading: ["latency.mean", "clients"], exact: 1, source: "sum" },
      {
        what: "share above 2 s",
        reading: (n) => serverOf(n, "server").station.time.shareAbove(2),
        exact: shareAboveErlang(5, 10),
        source: "Erlang distribution",
        error: 0.02,
      },
    ],
    { duration: 1500 },
  ),
  quick(
    "one of two ways",
    behind(
      {},
      {
        branch: [
          { ratio: 0.3, steps: [compute(2)] },
          { ratio: 0.5, steps: [compute(0.4)] },
        ],
      },
    ),
    [{ what: "mean", reading: ["latency.mean", "clients"], exact: 0.8, source: "mixture" }],
    { duration: 3000 },
  ),
  quick(
    "a call that may time out",
    behind({ timeout: "2.5s" }, compute(1)),
    [
      {
        what: "share timed out",
        reading: ["outcome.timeout.ratio", "clients"],
        exact: Math.exp(-2.5),
        source: "P(S > t)",
      },
      {
        what: "mean time of the others",
        reading: ["latency.mean", "clients"],
        exact: 1 - (2.5 * Math.exp(-2.5)) / -Math.expm1(-2.5),
        source: "exponential cut off",
      },
      {
        what: "dead work",
        reading: ["deadWork.ratio", "server"],
        exact: 3.5 * Math.exp(-2.5),
        source: "E[S; S > t] / E[S]",
        error: 0.01,
      },
    ],
    { duration: 4000 },
  ),
  quick(
    "work after the deadline",
    [source(poisson(20), "server", { deadline: "2s" }), steps(compute(1))],
    [
      { what: "share late", reading: ["late.ratio", "clients"], exact: Math.exp(-2), source: "P(S > d)" },
      {
        what: "dead work",
        reading: ["deadWork.ratio", "server"],
        exact: 3 * Math.exp(-2),
        source: "E[S; S > d] / E[S]",
        error: 0.01,
      },
    ],
    { duration: 4000 },
  ),
  quick(
    "a hedged call",
    behind({ hedge: { after: "0.7s" } }, compute(1)),
    [
      {
        what: "mean",
        reading: ["latency.mean", "clients"],
        exact: 1 - Math.exp(-0.7) / 2,
        source: "the lesser of S and h + S",
      },
      {
        what: "copies per request",
        reading: ["attempts.perRequest", "clients"],
        exact: 1 + Math.exp(-0.7),
        source: "P(S > h)",
      },
    ],
    { duration: 1500 },
  ),
  quick(
    "retries",
    behind({ retry: { maxRetries: 3 } }, compute(0.01)),
    [
      {
        what: "tries per request",
        reading: ["attempts.perRequest", "clients"],
        exact: retried.attempts,
        source: "geometric series",
      },
      {
        what: "share that fails",
        reading: ["error.ratio", "clients"],
        exact: retried.failed,
        source: "p^4",
        error: 0.05,
      },
    ],
    { duration: 1500, events: failing(0.2) },
  ),
  ...(
    [
      ["full", jittered, 4],
      ["equal", equal, 4],
      ["none", plain, 4],
      ["decorrelated", decorrelated, 3],
    ] as const
  ).map(([jitter, expected, maxRetries]) =>
    quick(
      `back-off with ${jitter} jitter`,
      behind({
        retry: {
          maxRetries,
          backoff: { initial: "100ms", factor: 2, max: jitter === "decorrelated" ? "30s" : "500ms", jitter },
        },
      }),
      [
        {
          what: "mean wait of the answered",
          reading: ["latency.mean", "clients"],
          exact: expected.waitOfAnswered,
          source: "sum over the tries",
        },
        {
          what: "tries per request",
          reading: ["attempts.perRequest", "clients"],
          exact: expected.attempts,
          source: "geometric series",
        },
      ],
      { duration: 1500, events: failing(0.5) },
    ),
  ),
  {
    name: "a breaker's cycle",
    components: [
      source(poisson(10), "breaker"),
      {
        id: "breaker",
        type: "breaker",
        target: "server",
        failureRatio: 1,
        consecutiveFailures: 5,
        openFor: "30s",
      },
      steps(),
    ],
    warmUp: 500,
    duration: 130_000,
    events: failing(0.3),
    checks: [
      {
        what: "share rejected",
        reading: ["outcome.shortCircuited.ratio", "clients"],
        exact: breakerCycle,
        source: "renewal reward",
        error: 0.01,
      },
    ],
  },
  {
    name: "a bulkhead of connections",
    components: [
      source(poisson(8), "pool"),
      { id: "pool", type: "pool", target: "db", max: 10 },
      { id: "db", type: "database", serviceTime: exp(1) },
    ],
    warmUp: 200,
    duration: 20_000,
    checks: [
      {
        what: "mean wait",
        reading: ["pool.wait.mean", "pool"],
        exact: waitMMc(8, 1, 10),
        source: "M/M/c",
        error: 0.01,
      },
      { what: "utilisation", reading: ["pool.utilisation", "pool"], exact: 0.8, source: "Little" },
      { what: "mean use", reading: ["pool.use.mean", "pool"], exact: 1, source: "the query's time" },
    ],
  },
  {
    name: "a server at half of its slots",
    components: station(3, exp(1), 4, { queue: { limit: 0 } }),
    duration: 10_000,
    events: [{ at: "0s", target: "server", fault: "cores", ratio: 0.5 }],
    checks: [
      {
        what: "share lost",
        reading: ["outcome.queueFull.ratio", "clients"],
        exact: lossQueue(3, 1, 2, 2).rejected,
        source: "Erlang B",
      },
    ],
  },
  {
    name: "traffic that doubles",
    components: station(40, exp(0.01), "unlimited"),
    duration: 300,
    events: [{ at: "0s", target: "clients", fault: "traffic", multiplyBy: 2 }],
    checks: [
      {
        what: "requests per second",
        reading: ["requests.rate", "clients"],
        exact: 80,
        source: "two independent Poisson streams",
      },
    ],
  },
  {
    name: "a mix of endpoints",
    components: [
      source(poisson(20), "server", {
        calls: [
          { target: "server", endpoint: "a", weight: 3 },
          { target: "server", endpoint: "b", weight: 1 },
        ],
      }),
      { id: "server", type: "server", endpoints: { a: [compute(1)], b: [compute(3)] } },
    ],
    warmUp: 20,
    duration: 3000,
    checks: [
      {
        what: "requests per second, a",
        reading: ["requests.rate", "clients/a"],
        exact: 15,
        source: "thinning",
      },
      {
        what: "mean time, b",
        reading: ["latency.mean", "clients/b"],
        exact: 3,
        source: "no queue",
        error: 0.006,
      },
      { what: "mean number", reading: ["server.active.mean", "server"], exact: 30, source: "Little" },
    ],
  },
];
