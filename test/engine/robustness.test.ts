import { describe, expect, test } from "vitest";
import { MOST_LIVE_CALLS } from "../../simulator/engine/simulation.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { measurements } from "../../simulator/study/measurements.ts";
import { Run } from "../../simulator/study/run.ts";
import { documentOf, exp, type Part, poisson, runOnce, server, source } from "../parts.ts";
import { station } from "../theory/experiment.ts";

const value = (
  components: Part[],
  metric: string,
  component = "clients",
  duration = 60,
): number | undefined =>
  measurements(runOnce(documentOf(components, duration, 0), 1)).find(
    (m) => m.metric === metric && m.component === component,
  )?.value;

test("two million calls under way end in a clear stop, at a known cost of memory", () => {
  const run = new Run(documentOf(station(1e6, "10000s", 1), 100, 0), 1, true);
  const before = process.memoryUsage().arrayBuffers;
  expect(run.advance(100, Number.POSITIVE_INFINITY)).toBe("overloaded");
  expect(run.network.simulation.calls.live).toBe(MOST_LIVE_CALLS + 1);
  // Doubling leaves up to as much unused as used.
  expect((process.memoryUsage().arrayBuffers - before) / MOST_LIVE_CALLS).toBeLessThan(400);
});

test("a network of a thousand components is put together in no time, and its ledgers do not eat the memory", () => {
  const names = Array.from({ length: 1000 }, (_, i) => `s${i}`);
  const components = [
    source(poisson(1e6), "balancer"),
    { id: "balancer", type: "balancer", targets: names },
    ...names.map((id) => server(id, "10000s", 1)),
  ];
  const run = new Run(documentOf(components, 100, 0), 1, true);
  expect(run.advance(100, Number.POSITIVE_INFINITY)).toBe("overloaded");
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(5e9);
});

describe("nothing, and none of it", () => {
  test("a rate of zero sends nothing, until it changes", () => {
    expect(value(station(0, exp(1), 1), "requests.count")).toBe(0);
    const document = documentOf(station(0, exp(0.01), 1), 60, 0, [
      { at: "0s", set: { "clients.arrival.rate": "10/s" } },
      { at: "30s", set: { "clients.arrival.rate": "0/s" } },
    ]);
    const arrived = runOnce(document, 1).sources[0]!.station.arrived;
    expect(arrived).toBeGreaterThan(200);
    expect(arrived).toBeLessThan(400);
  });

  test("work of no length is done at once", () => {
    expect(value(station(100, "0s", 1), "latency.max")).toBe(0);
    expect(value(station(100, "0s", 1, { discipline: "processorSharing" }), "latency.max")).toBe(0);
    expect(
      value(
        [source(poisson(100), "db"), { id: "db", type: "database", cores: 1, serviceTime: "0s" }],
        "latency.max",
      ),
    ).toBe(0);
  });

  test("a queue of no places rejects, a server of no steps answers", () => {
    expect(value(station(100, exp(10), 1, { queue: { limit: 0 } }), "server.waiting.max", "server")).toBe(0);
    expect(
      value(
        [source(poisson(100), "s"), { id: "s", type: "server", concurrency: 1, steps: [] }],
        "inTime.ratio",
        "clients",
      ),
    ).toBe(1);
  });

  test("no cores left: work stands still, and goes on when they are back", () => {
    const document = documentOf(
      [source(poisson(10), "db"), { id: "db", type: "database", cores: 2, serviceTime: exp(0.01) }],
      60,
      0,
      [{ at: "10s", until: "20s", target: "db", fault: "cores", ratio: 0 }],
    );
    const { time } = runOnce(document, 1).component("db").station;
    expect(time.max).toBeGreaterThan(9);
    expect(time.max).toBeLessThan(11);
  });
});

test("a long queue of calls that take no time is served without end of the stack", () => {
  const network = runOnce(
    documentOf(
      [
        source({ model: "trace", times: ["0s", ...Array.from({ length: 200_000 }, () => "1s")] }, "server", {
          calls: [{ target: "server" }],
        }),
        server("server", "0s", 1),
      ],
      60,
      0,
      [{ at: "0s", until: "2s", target: "server", fault: "cores", ratio: 0 }],
    ),
    1,
  );
  expect(network.sources[0]!.station.ended).toBe(200_001);
});

test("a million rounds that take no time end, and at that moment", () => {
  const rounds = (steps: Part[]): Part[] => [
    source({ model: "trace", times: ["1s"] }, "server"),
    { id: "server", type: "server", steps: [{ repeat: { times: 900_000, steps } }] },
  ];
  expect(value(rounds([{ branch: [{ ratio: 0.5, steps: [] }] }]), "latency.max")).toBe(0);
  expect(value(rounds([{ compute: "0s" }]), "latency.max")).toBe(0);
});

const LINKS: [string, (next: string) => Part][] = [
  ["handed on", (next) => ({ steps: [], forward: next })],
  ["called", (next) => ({ steps: [{ call: next }] })],
  [
    "called in a loop that may time out",
    (next) => ({ steps: [{ repeat: { times: 1, steps: [{ call: { target: next, timeout: "1s" } }] } }] }),
  ],
];

describe.each(LINKS)("a chain of servers, each %s,", (_, link) => {
  const chain = (length: number): Part[] => [
    source({ model: "trace", times: ["1s"] }, "s0"),
    ...Array.from({ length }, (_, i) => ({ id: `s${i}`, type: "server", ...link(`s${i + 1}`) })),
    { id: `s${length}`, type: "server", steps: [] },
  ];
  test("runs to 250 deep", () => {
    expect(value(chain(249), "inTime.ratio", "clients", 10)).toBe(1);
  });
  test("is refused beyond", () => {
    const parsed = parseRaw({
      schemaVersion: 1,
      name: "chain",
      run: { duration: "10s" },
      components: chain(1500),
    });
    expect(parsed.ok ? "accepted" : parsed.problems[0]!.message).toContain("more than 250 components deep");
  });
});
