import { describe, expect, it } from "vitest";
import { measurements } from "../../simulator/study/measurements.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, journal } from "./journal.ts";

const failing: Part = { at: "0s", target: "api", fault: "errors", ratio: 1 };
const api: Part = { id: "api", type: "server", steps: [{ compute: "100ms" }] };
const spare: Part = { id: "spare", type: "server", steps: [{ compute: "30ms" }] };

function run(components: Part[], events: Part[] = []) {
  const { entries, network } = journal(components, 20, events);
  const all = measurements(network);
  return {
    entries,
    network,
    of: (metric: string, component: string) =>
      all.find((one) => one.metric === metric && one.component === component)!.value,
    parts: () => {
      const { names } = network.simulation.ledgers;
      const { parts } = network.sources[0]!.breakdown.cohort(0, 1);
      return Object.fromEntries(
        [...parts].flatMap((seconds, i) =>
          seconds > 1e-9
            ? [[`${names[i]!.component} ${names[i]!.kind}`, Math.round(seconds * 1e6) / 1e6]]
            : [],
        ),
      );
    },
  };
}

const call = (more: Part): Part => ({ calls: [{ target: "api", ...more }] });

describe("a call's fallback", () => {
  it("answers when the call has failed, at once where it takes no time", () => {
    const { entries, of } = run([arrivingAt([0.01, 1], "api", call({ fallback: {} })), api], [failing]);
    expect(entries).toEqual([
      [0.01, 0.01, "inTime"],
      [1, 1, "inTime"],
    ]);
    expect(of("calls.fallbacks.count", "clients")).toBe(2);
  });

  it("is not asked when the call succeeds", () => {
    const { entries, of } = run([arrivingAt([0], "api", call({ fallback: {} })), api]);
    expect(entries).toEqual([[0, 0.1, "inTime"]]);
    expect(of("calls.fallbacks.count", "clients")).toBe(0);
  });

  it("comes after the last retry, and takes its time, which is told apart", () => {
    const retry = { maxRetries: 1, backoff: { initial: "20ms", jitter: "none" } };
    const { entries, of, parts } = run([
      arrivingAt([0.01], "api", call({ timeout: "50ms", retry, fallback: { time: "5ms" } })),
      api,
    ]);
    expect(entries).toEqual([[0.01, 0.135, "inTime"]]);
    expect(of("attempts.perRequest", "clients")).toBe(2);
    expect(parts()).toEqual({
      "api server work": 0.1,
      "clients retry back-off": 0.02,
      "clients fallback": 0.005,
    });
  });

  it("calls another component, whose failure is the call's", () => {
    const both: Part = { ...failing, target: "spare" };
    const components = [arrivingAt([0.01, 1], "api", call({ fallback: { target: "spare" } })), api, spare];
    expect(run(components, [failing]).entries.map(([, end]) => end)).toEqual([0.04, 1.03]);
    expect(run(components, [failing, both]).entries[0]).toEqual([0.01, 0.01, "error"]);
  });

  it("is given up with its call", () => {
    const { entries, network } = run(
      [
        arrivingAt([0.01], "front", { calls: [{ target: "front", timeout: "40ms" }] }),
        {
          id: "front",
          type: "server",
          cancellation: "immediate",
          steps: [{ call: { target: "api", fallback: { time: "1s" } } }],
        },
        api,
      ],
      [failing],
    );
    expect(entries).toEqual([[0.01, 0.05, "timeout"]]);
    expect(network.simulation.calls.live).toBe(0);
  });
});

describe("a breaker's fallback", () => {
  const breaker: Part = {
    id: "breaker",
    type: "breaker",
    target: "api",
    consecutiveFailures: 1,
    openFor: "10s",
  };

  it("answers what failed and what was short-circuited, while both are counted as such", () => {
    const { entries, of } = run(
      [arrivingAt([0.01, 1], "breaker"), { ...breaker, fallback: { target: "spare" } }, api, spare],
      [failing],
    );
    expect(entries).toEqual([
      [0.01, 0.04, "inTime"],
      [1, 1.03, "inTime"],
    ]);
    expect(of("breaker.opened.count", "breaker")).toBe(1);
    expect(of("breaker.shortCircuited.count", "breaker")).toBe(1);
    expect(of("calls.fallbacks.count", "breaker")).toBe(2);
    expect(of("calls.count", "api")).toBe(1);
  });

  it("takes the time of an answer that is the same for all", () => {
    const { entries, parts } = run(
      [arrivingAt([0.01], "breaker"), { ...breaker, fallback: { time: "3ms" } }, api],
      [failing],
    );
    expect(entries).toEqual([[0.01, 0.013, "inTime"]]);
    expect(parts()).toEqual({ "breaker fallback": 0.003 });
  });

  it("is given up with its call", () => {
    const { entries, network } = run(
      [
        arrivingAt([0.01], "breaker", { calls: [{ target: "breaker", timeout: "50ms" }] }),
        { ...breaker, fallback: { time: "1s" } },
        api,
      ],
      [failing],
    );
    expect(entries).toEqual([[0.01, 0.06, "timeout"]]);
    expect(network.simulation.calls.live).toBe(0);
  });
});

it("a call that is tried again and fails is counted at the link of its tries alone", () => {
  const { network } = run(
    [
      arrivingAt([0.01, 1], "front"),
      {
        id: "front",
        type: "server",
        steps: [{ compute: "1ms" }, { call: { target: "api", retry: { maxRetries: 2 } } }],
      },
      api,
    ],
    [failing],
  );
  expect(network.simulation.links.map(({ sent, failed }) => [sent, failed])).toEqual([
    [2, 2],
    [6, 6],
  ]);
});
