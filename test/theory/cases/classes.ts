import { exp, type Part, poisson, rate, s, server, source } from "../../parts.ts";
import type { Case } from "../experiment.ts";
import { type ServiceClass, twoClosedClasses, waitMG1, waitsOfClasses } from "../formulas.ts";

const work = (seconds: number): Part => ({ compute: s(seconds) });
const random = (seconds: number): Part => ({ compute: exp(seconds) });

/** A source of requests of several classes: an endpoint each, and the first goes first where a queue looks at that. */
const mixed = (lambdas: readonly number[], target: string): Part =>
  source(poisson(lambdas.reduce((sum, lambda) => sum + lambda, 0)), target, {
    calls: lambdas.map((lambda, i) => ({ target, endpoint: `class-${i}`, weight: lambda, priority: i })),
  });

const byEndpoint = (steps: readonly Part[]): Part =>
  Object.fromEntries(steps.map((step, i) => [`class-${i}`, [step]]));

/** Exponential, constant and exponential work of unequal means. */
const three: readonly ServiceClass[] = [
  { lambda: 1.5, mean: 0.1, square: 0.02 },
  { lambda: 1, mean: 0.25, square: 0.0625 },
  { lambda: 0.8, mean: 0.4, square: 0.32 },
];

function priorities(name: string, interrupts: boolean, more: Part): Case {
  const waits = waitsOfClasses(three, interrupts);
  return {
    name,
    components: [
      mixed(
        three.map(({ lambda }) => lambda),
        "server",
      ),
      {
        ...{ id: "server", type: "server", concurrency: 1, queue: { order: "priority" }, ...more },
        endpoints: byEndpoint([random(0.1), work(0.25), random(0.4)]),
      },
    ],
    warmUp: 200,
    duration: 70_000,
    checks: three.map((_, i) => ({
      what: `mean time of class ${i}`,
      reading: ["latency.mean", `clients/class-${i}`] as const,
      exact: waits[i]!,
      source: "Kleinrock, volume 2",
    })),
  };
}

const shared: Part = { type: "server", concurrency: 1, discipline: "processorSharing" };
const closedClasses = twoClosedClasses(
  [8, 5],
  [1, 0.5],
  [
    [0.1, 0.05],
    [0.2, 0.01],
  ],
);
const users = (id: string, count: number, think: number, endpoint: string): Part => ({
  ...source({ model: "closed", users: count, thinkTime: exp(think) }, "one", {
    calls: [{ target: "one", endpoint }],
  }),
  id,
});

export const classes: readonly Case[] = [
  priorities("three priorities of unequal work", false, {}),
  priorities("three priorities of unequal work, pre-emptive", true, { discipline: "preemptive" }),
  {
    name: "two kinds of requests in one queue",
    components: [
      mixed([3.75, 1.25], "server"),
      { id: "server", type: "server", concurrency: 1, endpoints: byEndpoint([random(0.05), random(0.3)]) },
    ],
    warmUp: 200,
    duration: 60_000,
    checks: [0.05, 0.3].map((mean, i) => ({
      what: `mean time of class ${i}`,
      reading: ["latency.mean", `clients/class-${i}`] as const,
      exact: mean + waitMG1(5, 0.1125, 2 * (0.75 * 0.05 ** 2 + 0.25 * 0.3 ** 2)),
      source: "Pollaczek and Khinchine: both wait alike",
    })),
  },
  {
    name: "large and small requests that share a processor",
    components: [
      mixed([3.75, 1.25], "server"),
      { id: "server", ...shared, endpoints: byEndpoint([work(0.08), work(0.4)]) },
    ],
    warmUp: 200,
    duration: 60_000,
    checks: [0.08, 0.4].map((size, i) => ({
      what: `mean time of class ${i}`,
      reading: ["latency.mean", `clients/class-${i}`] as const,
      exact: size / (1 - 0.8),
      source: "Kleinrock 1967: in proportion to the work",
    })),
  },
  {
    name: "two classes of users at two stations that share (BCMP)",
    components: [
      users("many", 8, 1, "class-0"),
      users("few", 5, 0.5, "class-1"),
      { id: "one", ...shared, endpoints: byEndpoint([random(0.1), work(0.2)]), forward: "two" },
      { id: "two", ...shared, endpoints: byEndpoint([random(0.05), random(0.01)]) },
    ],
    warmUp: 100,
    duration: 6000,
    checks: ["many", "few"].flatMap((id, i) => [
      {
        what: `throughput of ${id}`,
        reading: ["requests.rate", id] as const,
        exact: closedClasses[i]!.throughput,
        source: "Baskett, Chandy, Muntz and Palacios 1975; Reiser and Lavenberg 1980",
      },
      {
        what: `mean time of ${id}`,
        reading: ["latency.mean", id] as const,
        exact: closedClasses[i]!.time,
        source: "Baskett, Chandy, Muntz and Palacios 1975; Reiser and Lavenberg 1980",
      },
    ]),
  },
];

/** Requests that are many at once, on their way in, out, or as copies of one. */
const branches = (...pairs: [string, string][]): Part[] =>
  pairs.map((pair, i) => ({
    ratio: i === 2 ? 0.3334 : 0.3333,
    steps: [{ parallel: { join: "any", branches: pair.map((id) => [{ call: id }]) } }],
  }));
const copies = { cancellation: "immediate" };

export const bulks: readonly Case[] = [
  {
    name: "requests that come three at a time",
    components: [
      source(poisson(2), "split"),
      { id: "split", type: "server", steps: [{ parallel: { times: 3, steps: [{ call: "server" }] } }] },
      server("server", exp(0.1), 1),
    ],
    warmUp: 100,
    duration: 20_000,
    checks: [
      {
        what: "mean time of each",
        reading: ["server.time.mean", "server"],
        // L = rho/(1 - rho) (E[X] + E[X^2])/(2 E[X])
        exact: ((0.6 / 0.4) * ((3 + 9) / 6)) / 6,
        source: "Gross and Harris, M^[X]/M/1",
      },
    ],
  },
  {
    name: "two of three servers work on copies of each request",
    components: [
      source({ model: "open", rate: rate(21) }, "split"),
      {
        id: "split",
        type: "server",
        ...copies,
        steps: [{ branch: branches(["a", "b"], ["b", "c"], ["a", "c"]) }],
      },
      ...["a", "b", "c"].map((id) => server(id, exp(0.1), 1, copies)),
    ],
    warmUp: 50,
    duration: 6000,
    checks: [
      {
        what: "mean time",
        reading: ["latency.mean", "clients"],
        // The sum over i = 2, 3 servers of 1/(i mu C(3,2)/C(i,2) - lambda).
        exact: 1 / (2 * 10 * 3 - 21) + 1 / (3 * 10 - 21),
        source: "Gardner et al. 2017, Redundancy-d",
      },
    ],
  },
];
