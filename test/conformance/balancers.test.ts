import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consistentHash, murmur3 } from "../../simulator/components/balancing/hashing.ts";
import { smoothRoundRobin } from "../../simulator/components/balancing/round-robin.ts";
import { type Choice, Targets } from "../../simulator/components/balancing/targets.ts";

/** What nginx 1.22.1 (Debian) made of these upstreams: one worker, servers 127.0.0.1:19001 to 19003 that answer A, B and C. */
const IN_TURN: [weights: number[], order: string][] = [
  [[5, 1, 1], "AABACAAAABACAAAABACAAAABACAAAABACAAAABACAAAA"],
  [[3, 2, 2], "ABCABCAABCABCAABCABCAABCABCAABCABCAABCABCAAB"],
  [[1, 7, 3], "BCBBABCBBCBBCBBABCBBCBBCBBABCBBCBBCBBABCBBCB"],
];

/** `hash $arg_k consistent` for the keys 0 to 299; a weight of 0 is a server marked as down. */
const BY_KEY: [weights: number[], order: string][] = [
  [
    [1, 1, 1],
    "CACCBBCCAABACCCACCCBAABAAACCBBABAACBCACAACACACBCAABABCBABBAABCCCCABCCABBACAB" +
      "AACBCBACCAACBAAABACCBCBAAACAAACAABBCCBAAABBBBCCACBCBCAAABBCCCABAABACBBACAABB" +
      "CABABCCCACBABABCAABCBCBCBBABCCBBAACABCBBCCCBAACACAABACBCABCCABCCACBACBAACCAB" +
      "CCABACABBCAACACAABCAAACBABBBABAACAABCBBBBCCCBBAABCBACABBBAACAABBCABBCCAA",
  ],
  [
    [1, 2, 3],
    "CACCCBBCCABBCCCACCCBBBBAACCCBCCCCBCBCCCCACCCCCBCAACACCBCBBCACCCCBCCCCABCBCCC" +
      "CBCBCCCBCBACCACACACCBCCAAABCAACBACBCBBCCACCBBBBACBCBCBAABBCCCCBAABACBBACCABB" +
      "CABABCCBBCBCCACCBCCCBCCBCCABBCBBAACABCBBCCCCBCCACAABCCBCACCCBBCCACCABBBCCCCB" +
      "CCCBCCCBCCABCCCAABCCBBCCACBBCBACCAACCCBBBCCCCCCABCCACCBBCBACCABBBCBCCCCA",
  ],
  [
    [1, 0, 1],
    "CACCAACCAAAACCCACCCCAAAAAACCAAAAAACACACAACACACACAAAACCCACCAAACCCCAACCACCACAA" +
      "AACACAACCAACAAAAAACCCCAAAACAAACAACCCCAAAAAAACCCACCCACAAAACCCCAAAAAACACACAACC" +
      "CACACCCCACCACACCAAACCCCCAAACCCCCAACAACAACCCCAACACAACACCCACCCAACCACCACAAACCAA" +
      "CCAAACAAACAACACAAACAAACCAACCACAACAAACAACCCCCCCAAACCACAAAAAACAAAACACCCCAA",
  ],
];

/** HAProxy 2.6.12 (Debian), `balance url_param k` with `hash-type consistent`, the same servers and keys. */
const HAPROXY_BY_KEY: [weights: number[], order: string][] = [
  [
    [1, 1, 1],
    "CCBCCAABAACBABCCCBCCAACBBCCABCCCCCCCAAACCCCCAAABCABAACCBACCACCCBCACCCACACBAB" +
      "AACBCCABCACCBAABCCBCCCCABACBCABCCBAACABABABAAACABBBAACAAACCACABBCCACCBACABAA" +
      "AABBBBAABBBACCACABCBABBBACBCBACCAAAACCABCBBBCBBAAABCCACABABAACCCABCAABACCABB" +
      "BCCCABAAAACBCCCABCAABCACABAAABBBCCCACABACABCBBBAABABBACACCACABACBBCABCAC",
  ],
  [
    [1, 2, 3],
    "CCBCCAACACCBCBCCCBBCAABBBCBCBCCCCCCCCAACBCCBAACCCABAACCBCCBCCCCBCCCCCCCACCAC" +
      "CBCCCCACCCCCBBACBCBCCCCACCCCCABCCBAABABABCBCACCCBCBACBAAACCACCBBBBABCBACABAC" +
      "AABBBBABCBBBCCCBABCCCBBBACBCBACCCACACBABCBBCCBBACABCCACACCBCACBCACCACBABCCBB" +
      "BCCCCBCACACCCCCCBBAABCBCABAAABBBCCCACABACABCCBBCABABBCCCCCACABACCBCCCCAC",
  ],
  [
    [1, 0, 1],
    "CCCCCAACAACAACCCCACCAACCACCAACCCCCCCAAACCCCCAAAACAAAACCCACCACCCACACCCACACAAC" +
      "AACCCCAACACCAAACCCACCCCACACACACCCCAACACACACAAACAAAAAACAAACCACACACCACCCACAAAA" +
      "AAACCCAACACACCACAACAACCCACACAACCAAAACCAACAAACCAAAAACCACACAAAACCCACCAACACCACA" +
      "CCCCAAAAAACACCCAACAAACACAAAAACCCCCCACAAACAACCCCAACACAACACCACAAACACCACCAC",
  ],
];

function servers(weights: readonly number[]): Targets {
  const targets = new Targets(weights.map((_, i) => `127.0.0.1:${19001 + i}`));
  targets.weights.set(weights);
  targets.effective.set(weights);
  return targets;
}

const letters = (choice: Choice, keys: number): string =>
  Array.from({ length: keys }, (_, key) => "ABC"[choice(key, 0)]).join("");

describe("nginx", () => {
  test.each(IN_TURN)("sends requests to weights %j in this order", (weights, order) => {
    expect(letters(smoothRoundRobin(servers(weights)), order.length)).toBe(order);
  });

  test.each(BY_KEY)("sends each key to weights %j as its ring says", (weights, order) => {
    const targets = servers(weights.map((weight) => Math.max(1, weight)));
    const choice = consistentHash(targets, 160, "nginx");
    targets.effective.set(weights);
    expect(letters(choice, order.length)).toBe(order);
  });
});

test.each(HAPROXY_BY_KEY)("HAProxy sends each key to weights %j as its ring says", (weights, order) => {
  const targets = servers(weights.map((weight) => Math.max(1, weight)));
  const choice = consistentHash(targets, 16, "haproxy");
  targets.effective.set(weights);
  expect(letters(choice, order.length)).toBe(order);
});

describe("smooth weighted round robin", () => {
  test("gives each its weight in every round", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), (weights) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const choice = smoothRoundRobin(servers(weights));
        for (let round = 0; round < 3; round++) {
          const turns = Array.from({ length: total }, () => choice(0, 0));
          weights.forEach((weight, target) => {
            expect(turns.filter((turn) => turn === target).length).toBe(weight);
          });
        }
      }),
      { seed: 20_261_121 },
    );
  });
});

describe("MurmurHash3", () => {
  test("has the verification value of its author's test suite", () => {
    // SMHasher: the hashes of 0, 1, ... 255 bytes 0, 1, 2, ... with the seeds 256, 255, ... are hashed themselves.
    const bytes = String.fromCharCode(...Array.from({ length: 255 }, (_, i) => i));
    const hashes = Array.from({ length: 256 }, (_, n) => murmur3(bytes.slice(0, n), 256 - n));
    const all = hashes.flatMap((hash) => [0, 8, 16, 24].map((shift) => (hash >>> shift) & 0xff));
    expect(murmur3(String.fromCharCode(...all), 0)).toBe(0xb0f57ee3);
  });

  test("a ring of 150 places for each gives every key to the next place, whoever is away", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}-[0-9]$/), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
        fc.nat({ max: 62 }),
        (names, keys, away) => {
          const targets = new Targets(names);
          const choice = consistentHash(targets, 150);
          names.forEach((_, i) => {
            targets.effective[i] = (away >> i) & 1 && names.length > 1 && i > 0 ? 0 : 1;
          });
          for (const key of keys) {
            const hash = murmur3(String(key));
            // Every place of all that are there, measured from the key around the ring.
            let nearest = { way: Number.POSITIVE_INFINITY, target: -1 };
            names.forEach((name, target) => {
              if (!targets.takes(target)) return;
              for (let i = 0; i < 150; i++) {
                const way = (murmur3(`${name}#${i}`) - hash + 2 ** 32) % 2 ** 32;
                if (way < nearest.way) nearest = { way, target };
              }
            });
            expect(choice(key, 0)).toBe(nearest.target);
          }
        },
      ),
      { numRuns: 60, seed: 20_261_121 },
    );
  });
});
