import { describe, expect, it } from "vitest";
import { consistentHash, keyHash, murmur3 } from "../../simulator/components/balancing/hashing.ts";
import { least, leastWeighted, powerOfTwo } from "../../simulator/components/balancing/least-connections.ts";
import { observe, peakEwma } from "../../simulator/components/balancing/peak-ewma.ts";
import { weightedRandom } from "../../simulator/components/balancing/random.ts";
import {
  blockRoundRobin,
  roundRobin,
  smoothRoundRobin,
} from "../../simulator/components/balancing/round-robin.ts";
import { type Choice, NO_TARGET, Targets } from "../../simulator/components/balancing/targets.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import { Run } from "../../simulator/study/run.ts";

function weighted(...weights: number[]): Targets {
  const targets = new Targets(weights.map((_, i) => `node-${i}`));
  targets.weights.set(weights);
  targets.effective.set(weights);
  return targets;
}

const letters = (choice: Choice, n: number) =>
  Array.from({ length: n }, () => "ABCDEFGH"[choice(0, 0)]).join("");
const stream = () => new RandomStream(1, "choice");

describe("the order of targets", () => {
  it("round robin takes turns, and leaves out who takes no calls", () => {
    const targets = weighted(1, 1, 1);
    const choice = roundRobin(targets);
    expect(letters(choice, 5)).toBe("ABCAB");
    targets.effective[2] = 0;
    expect(letters(choice, 4)).toBe("ABAB");
  });

  it("smooth weighted is the sequence that nginx documents for 5, 1, 1", () => {
    expect(letters(smoothRoundRobin(weighted(5, 1, 1)), 14)).toBe("AABACAAAABACAA");
  });

  it("block order sends as many in a row as the weight says", () => {
    expect(letters(blockRoundRobin(weighted(4, 2, 1)), 14)).toBe("AAAABBCAAAABBC");
  });

  it("least connections takes the fewest under way, weighted ones per weight", () => {
    const targets = weighted(4, 1);
    targets.underWay.set([2, 1]);
    expect(least(targets, stream())(0, 0)).toBe(1);
    expect(leastWeighted(targets, stream())(0, 0)).toBe(0);
  });

  it("ties are drawn evenly", () => {
    const choice = least(weighted(1, 1, 1), stream());
    const counts = [0, 0, 0];
    for (let i = 0; i < 30_000; i++) counts[choice(0, 0)]!++;
    // Standard deviation of each count is 82.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * 82);
  });

  it("weighted random follows the weights", () => {
    const choice = weightedRandom(weighted(3, 0, 1), stream());
    const counts = [0, 0, 0];
    for (let i = 0; i < 40_000; i++) counts[choice(0, 0)]!++;
    expect(counts[1]).toBe(0);
    expect(Math.abs(counts[0]! - 30_000)).toBeLessThan(4 * 87);
  });

  it("power of two never takes the worse of the two that it drew", () => {
    const targets = weighted(1, 1, 1);
    targets.underWay.set([9, 0, 5]);
    const choice = powerOfTwo(targets, stream());
    for (let i = 0; i < 1000; i++) expect(choice(0, 0)).not.toBe(0);
  });

  it("peak EWMA avoids a target that answered slowly until that is forgotten", () => {
    const targets = weighted(1, 1);
    const choice = peakEwma(targets, stream(), 10);
    observe(targets, 0, 0, 0.1, 10);
    observe(targets, 1, 0, 5, 10);
    expect(choice(0, 1)).toBe(0);
    targets.underWay[0] = 3;
    expect(choice(0, 1)).toBe(0);
    targets.underWay[0] = 100;
    expect(choice(0, 1)).toBe(1);
  });

  it("no algorithm chooses where nobody takes calls", () => {
    const targets = weighted(0, 0);
    const choices = [
      roundRobin(targets),
      smoothRoundRobin(targets),
      blockRoundRobin(targets),
      least(targets, stream()),
      powerOfTwo(targets, stream()),
      weightedRandom(targets, stream()),
      keyHash(targets),
      consistentHash(targets, 10),
    ];
    for (const choice of choices) expect(choice(1, 0)).toBe(NO_TARGET);
  });
});

describe("hashing", () => {
  it.each([
    ["", 0, 0],
    ["hello", 0, 0x248bfa47],
    ["hello, world", 0, 0x149bbb7f],
    ["The quick brown fox jumps over the lazy dog", 0, 0x2e4ff723],
  ])("MurmurHash3 of %j is the published value", (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  const moved = (make: (targets: Targets) => Choice) => {
    const targets = weighted(1, 1, 1, 1, 1);
    const balance = make(targets);
    const keys = Array.from({ length: 20_000 }, (_, key) => key);
    const first = keys.map((key) => balance(key, 0));
    targets.effective[2] = 0;
    const second = keys.map((key) => balance(key, 0));
    return keys.filter((key) => first[key] !== second[key]).length / keys.length;
  };

  it("modulo moves about four fifths of the keys when one of five targets leaves", () => {
    expect(moved(keyHash)).toBeGreaterThan(0.75);
  });

  it("the ring moves only the keys of the target that leaves", () => {
    const share = moved((targets) => consistentHash(targets, 100));
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
  });

  it("more virtual nodes spread keys more evenly", () => {
    const largest = (virtualNodes: number) => {
      const choice = consistentHash(weighted(1, 1, 1, 1, 1), virtualNodes);
      const counts = [0, 0, 0, 0, 0];
      for (let key = 0; key < 20_000; key++) counts[choice(key, 0)]!++;
      return Math.max(...counts) / 4000;
    };
    expect(largest(1000)).toBeLessThan(1.1);
    expect(largest(1)).toBeGreaterThan(largest(1000));
  });
});

describe("a balancer", () => {
  function counts(balancer: Record<string, Json>, events: Json[], seconds: number, keys?: Json) {
    const raw: Json = {
      schemaVersion: 1,
      name: "balancer",
      run: { duration: `${seconds}s` },
      components: [
        {
          id: "clients",
          type: "source",
          arrival: { model: "open", process: "constant", rate: "10/s" },
          calls: ["balancer"],
          ...(keys === undefined ? {} : { keys }),
        },
        { id: "balancer", type: "balancer", targets: ["a", "b"], ...balancer },
        { id: "a", type: "server", steps: [{ compute: "10ms" }] },
        { id: "b", type: "server", steps: [{ compute: "10ms" }] },
      ],
      events,
    };
    const parsed = parseRaw(raw);
    if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
    const { network } = (() => {
      const run = new Run({ raw, scenario: parsed.scenario }, 1, true);
      run.advance(seconds, Number.POSITIVE_INFINITY);
      return run;
    })();
    const arrived = (id: string) => network.component(id).station.arrived;
    return { a: arrived("a"), b: arrived("b"), failed: network.sources[0]!.station.outcomes[9]! };
  }
  const down = { at: "10s", until: "30s", target: "b", fault: "down" };

  it("without health checks goes on sending to a server that is down", () => {
    // Every second of ten calls a second for 20 s; the calls at the two ends may fall on either side.
    expect(Math.abs(counts({}, [down], 40).failed - 100)).toBeLessThanOrEqual(1);
  });

  it("takes a server out after as many failed checks as `fall` says, and back after `rise` good ones", () => {
    const { failed, b } = counts({ healthCheck: { interval: "2s", fall: 3, rise: 2 } }, [down], 60);
    // Checks fail at 12, 14 and 16 s: about 5 calls a second fail for 6 s. They are good again at 32 and 34 s.
    expect(failed).toBeGreaterThanOrEqual(28);
    expect(failed).toBeLessThanOrEqual(32);
    // 5 a second for 16 s and, after the second good check, for 26 s.
    expect(Math.abs(b - 5 * (16 + 26))).toBeLessThanOrEqual(2);
  });

  it("ejects a server after failures in a row", () => {
    const { failed } = counts({ ejection: { consecutiveFailures: 5, openFor: "30s" } }, [down], 40);
    expect(failed).toBe(5);
  });

  it("sends a server that comes back only a part at first when it starts slowly", () => {
    const checks = { interval: "1s", fall: 1, rise: 1 };
    const fast = counts({ algorithm: "weightedRoundRobin", healthCheck: checks }, [down], 40);
    const slow = counts(
      { algorithm: "weightedRoundRobin", healthCheck: checks, slowStart: "20s" },
      [down],
      40,
    );
    expect(slow.b).toBeLessThan(fast.b - 15);
  });

  it("keeps a key at its target with sticky sessions", () => {
    const oneKey = { distribution: "uniform", count: 1 };
    const { a, b } = counts({ sticky: { ttl: "1m" } }, [], 20, oneKey);
    expect(Math.min(a, b)).toBe(0);
    const loose = counts({}, [], 20, oneKey);
    expect(Math.min(loose.a, loose.b)).toBeGreaterThan(90);
  });
});
