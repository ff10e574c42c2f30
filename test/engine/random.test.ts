import { expect, test } from "vitest";
import { Draw, picker } from "../../simulator/engine/draw.ts";
import { KeyDraw } from "../../simulator/engine/keys.ts";
import { RandomStream } from "../../simulator/engine/random-stream.ts";
import { distribution } from "../../simulator/scenario/schema/distribution.ts";
import type { Part } from "../parts.ts";

const stream = (name = "a/b", seed = 1) => new RandomStream(seed, name);

/** Chi-square over its standard deviation, for `counts` with equal expectations. */
function unevenness(counts: ArrayLike<number>): number {
  const all = Array.from(counts);
  const expected = all.reduce((sum, n) => sum + n, 0) / all.length;
  const square = all.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  return (square - (all.length - 1)) / Math.sqrt(2 * (all.length - 1));
}

test("uniform numbers fill the unit interval evenly, pairs of them the square", () => {
  const s = stream();
  const line = new Float64Array(1000);
  const square = new Float64Array(1024);
  for (let i = 0; i < 1_000_000; i++) {
    const u = s.uniform();
    const v = s.uniform();
    line[Math.floor(u * 1000)]! += 1;
    square[Math.floor(u * 32) * 32 + Math.floor(v * 32)]! += 1;
  }
  expect(Math.abs(unevenness(line))).toBeLessThan(4);
  expect(Math.abs(unevenness(square))).toBeLessThan(4);
});

test("streams of other names and seeds are independent", () => {
  const pairs: [RandomStream, RandomStream][] = [
    [stream("a/work"), stream("b/work")],
    [stream("a/work", 1), stream("a/work", 2)],
    [stream("a/work", 0), stream("a/work", 0xffff_ffff)],
    [stream("c1/work"), stream("c2/work")],
  ];
  for (const [one, other] of pairs) {
    const square = new Float64Array(256);
    for (let i = 0; i < 200_000; i++)
      square[Math.floor(one.uniform() * 16) * 16 + Math.floor(other.uniform() * 16)]! += 1;
    expect(Math.abs(unevenness(square))).toBeLessThan(4);
  }
});

test("the first numbers of successive seeds are spread evenly", () => {
  const first = new Float64Array(100);
  for (let seed = 0; seed < 100_000; seed++)
    first[Math.floor(stream("db/service", seed).uniform() * 100)]! += 1;
  expect(Math.abs(unevenness(first))).toBeLessThan(4);
});

test("exponential numbers fall evenly between the exact quantiles, far into the tail", () => {
  const s = stream();
  const counts = new Float64Array(1000);
  let above = 0;
  const n = 2_000_000;
  for (let i = 0; i < n; i++) {
    const x = s.exponential();
    counts[Math.min(999, Math.floor(-Math.expm1(-x) * 1000))]! += 1;
    if (x > 9) above++;
  }
  expect(Math.abs(unevenness(counts))).toBeLessThan(4);
  const expected = n * Math.exp(-9);
  expect(Math.abs(above - expected)).toBeLessThan(4 * Math.sqrt(expected));
});

test("normal numbers have the moments of the normal distribution", () => {
  const s = stream();
  const n = 1_000_000;
  const moments = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = s.normal();
    for (let k = 0; k < 4; k++) moments[k]! += x ** (k + 1) / n;
  }
  const errors = [1, 2, 15, 96].map((variance) => 4 * Math.sqrt(variance / n));
  for (const [k, exact] of [0, 1, 0, 3].entries())
    expect(Math.abs(moments[k]! - exact)).toBeLessThan(errors[k]!);
});

/** Exact means and coefficients of variation. */
const SHAPES: [string, Part, mean: number, cv: number][] = [
  ["constant", { distribution: "constant", value: "30ms" }, 0.03, 0],
  ["exponential", { distribution: "exponential", mean: "30ms" }, 0.03, 1],
  ["uniform", { distribution: "uniform", min: "10ms", max: "40ms" }, 0.025, 0.03 / Math.sqrt(12) / 0.025],
  ["normal", { distribution: "normal", mean: "50ms", standardDeviation: "5ms" }, 0.05, 0.1],
  // Cut off at zero: mean m + s h, variance s^2 (1 - h (h + m/s)) with h = phi(m/s)/Phi(m/s), here m = s.
  [
    "normal, cut off",
    { distribution: "normal", mean: "10ms", standardDeviation: "10ms" },
    0.01 * 1.2875999709,
    Math.sqrt(1 - 0.2875999709 * 1.2875999709) / 1.2875999709,
  ],
  ["lognormal", { distribution: "lognormal", mean: "30ms", cv: 1.5 }, 0.03, 1.5],
  ["gamma below one stage", { distribution: "gamma", mean: "30ms", cv: 2 }, 0.03, 2],
  ["gamma above one stage", { distribution: "gamma", mean: "30ms", cv: 0.4 }, 0.03, 0.4],
  ["erlang", { distribution: "erlang", mean: "30ms", stages: 3 }, 0.03, 1 / Math.sqrt(3)],
  ["erlang of many stages", { distribution: "erlang", mean: "30ms", stages: 50 }, 0.03, 1 / Math.sqrt(50)],
  ["weibull", { distribution: "weibull", mean: "30ms", shape: 2 }, 0.03, Math.sqrt(4 / Math.PI - 1)],
  ["pareto", { distribution: "pareto", min: "10ms", shape: 5 }, 0.0125, 1 / Math.sqrt(15)],
  [
    "bounded pareto of index 1",
    { distribution: "pareto", min: "1ms", max: "100ms", shape: 1 },
    (0.001 / 0.99) * Math.log(100),
    Math.sqrt(((0.001 / 0.99) * 0.099) / ((0.001 / 0.99) * Math.log(100)) ** 2 - 1),
  ],
  [
    "hyperexponential",
    {
      distribution: "hyperexponential",
      phases: [
        { ratio: 0.9, mean: "10ms" },
        { ratio: 0.1, mean: "100ms" },
      ],
    },
    0.019,
    Math.sqrt((2 * (0.9 * 1e-4 + 0.1 * 1e-2)) / 0.019 ** 2 - 1),
  ],
  [
    "samples",
    { distribution: "empirical", samples: ["1ms", "2ms", "6ms"] },
    0.003,
    Math.sqrt(41 / 3 / 9 - 1),
  ],
  [
    "quantiles",
    {
      distribution: "empirical",
      quantiles: [
        [0, "0ms"],
        [0.5, "10ms"],
        [1, "50ms"],
      ],
    },
    0.0175,
    Math.sqrt((0.5 * (100 / 3) + 0.5 * ((100 + 500 + 2500) / 3)) / 17.5 ** 2 - 1),
  ],
  [
    "mixture",
    {
      distribution: "mixture",
      of: [
        { ratio: 0.5, work: { distribution: "constant", value: "10ms" } },
        { ratio: 0.5, work: { distribution: "uniform", min: "20ms", max: "40ms" } },
      ],
    },
    0.02,
    Math.sqrt((0.5 * 100 + 0.5 * (900 + 400 / 12)) / 400 - 1),
  ],
];

test.each(SHAPES)("%s has its mean and spread", (_name, json, mean, cv) => {
  const parsed = distribution({ title: "", description: "" }).parse(json);
  const draw = new Draw(stream("shape"), parsed);
  const n = 400_000;
  let sum = 0;
  let squares = 0;
  let fourth = 0;
  let least = 0;
  for (let i = 0; i < n; i++) {
    const x = draw.next();
    if (!(x >= least)) least = x;
    sum += x;
    squares += x * x;
    fourth += x ** 4;
  }
  expect(least).toBe(0);
  const found = sum / n;
  const square = squares / n;
  expect(draw.mean).toBeCloseTo(mean, 6);
  expect(Math.abs(found - mean)).toBeLessThanOrEqual(4 * mean * (cv / Math.sqrt(n)) + 1e-9);
  const squareError = Math.sqrt(Math.max(0, fourth / n - square ** 2) / n);
  expect(Math.abs(square - mean ** 2 * (1 + cv ** 2))).toBeLessThanOrEqual(5 * squareError + 1e-12);
});

test("Zipf's keys come with their exact shares", () => {
  const keys = new KeyDraw(stream("keys"), { distribution: "zipf", count: 5000, exponent: 0.9 });
  const counts = new Float64Array(5000);
  const n = 2_000_000;
  for (let i = 0; i < n; i++) counts[keys.next()]! += 1;
  let sum = 0;
  for (let k = 1; k <= 5000; k++) sum += k ** -0.9;
  let square = 0;
  for (let k = 0; k < 5000; k++) {
    const expected = (n * (k + 1) ** -0.9) / sum;
    square += (counts[k]! - expected) ** 2 / expected;
  }
  expect(Math.abs((square - 4999) / Math.sqrt(2 * 4999))).toBeLessThan(4);
});

test("hot keys get their share, and each of them as much", () => {
  const keys = new KeyDraw(stream("keys"), { distribution: "hot", count: 100, hotCount: 4, hotRatio: 0.8 });
  const counts = new Float64Array(100);
  for (let i = 0; i < 500_000; i++) counts[keys.next()]! += 1;
  expect(Math.abs(unevenness(counts.slice(0, 4)))).toBeLessThan(4);
  expect(Math.abs(unevenness(counts.slice(4)))).toBeLessThan(4);
  const hot = counts.slice(0, 4).reduce((a, b) => a + b, 0);
  expect(Math.abs(hot - 400_000)).toBeLessThan(4 * Math.sqrt(500_000 * 0.16));
});

test("whole numbers below n, and choices by share, never leave their range", () => {
  const s = stream();
  let largestBelow = 0;
  for (let i = 0; i < 100_000; i++) largestBelow = Math.max(largestBelow, s.below(3));
  expect(largestBelow).toBe(2);
  const pick = picker([0.2, 0.3, 0.5]);
  expect([0, 0.19, 0.21, 0.49, 0.51, 1 - 2 ** -53].map(pick)).toEqual([0, 0, 1, 1, 2, 2]);
  // The largest number that a stream can give is still below one.
  const largest = ((0xffff_ffff >>> 6) * 67108864 + (0xffff_ffff >>> 6) + 0.5) * 2 ** -52;
  expect(largest).toBeLessThan(1);
});
