import { describe, expect, it } from "vitest";
import type { Json } from "../../simulator/protocol.ts";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import type { Part } from "../parts.ts";

/** The first problem of a document with this component between clients and a server. */
function problem(component: Part, call: Part = {}): { path: string; message: string } | undefined {
  const raw: Json = {
    schemaVersion: 1,
    name: "limits",
    components: [
      {
        id: "clients",
        type: "source",
        arrival: { model: "open", rate: "1/s" },
        calls: [{ target: "x", ...call }],
      },
      { id: "x", target: "server", ...component },
      { id: "server", type: "server", steps: [] },
    ],
  };
  const parsed = parseRaw(raw);
  return parsed.ok ? undefined : parsed.problems[0];
}

type Case = [what: string, component: Part, path: string, message: string];

const bulkheads: Case[] = [
  ["no concurrency", {}, "x", "is missing"],
  [
    "a least limit above all",
    { concurrency: 5, adaptive: { min: 9 } },
    "x.adaptive.min",
    "min 9 is above concurrency 5",
  ],
  [
    "a first limit out of bounds",
    { concurrency: 5, adaptive: { initial: 9 } },
    "x.adaptive.initial",
    "initial 9 is not between min 1 and concurrency 5",
  ],
  ["shedding of nobody", { concurrency: 5, shedding: {} }, "x.shedding", "there is nothing to shed"],
];

const queues: Case[] = [
  ["messages left for ever", { onFailure: "leave" }, "x.onFailure", "there is no visibility timeout"],
  [
    "waits that shrink",
    { redelivery: { factor: 0.5 } },
    "x.redelivery.factor",
    "a factor of 0.5 makes each wait shorter than the last",
  ],
  [
    "a first wait above the longest",
    { redelivery: { delay: "2s", max: "1s" } },
    "x.redelivery.delay",
    "the first wait 2s is above the longest wait 1s",
  ],
  [
    "no wait at all",
    { redelivery: { delay: "0s" } },
    "x.redelivery.delay",
    "a duration above zero is needed",
  ],
  [
    "a lingering batch of one",
    { batch: { size: 1, linger: "1s" } },
    "x.batch.linger",
    "a batch of one waits for no other",
  ],
  [
    "a visibility timeout of what is gone",
    { acknowledge: "onDelivery", visibilityTimeout: "1s" },
    "x.visibilityTimeout",
    "done with on delivery",
  ],
  ["dead letters to nowhere", { deadLetter: "nobody" }, "x.deadLetter", 'there is no component "nobody"'],
  ["dead letters to a source", { deadLetter: "clients" }, "x.deadLetter", "nothing can call it"],
];

const limiters: Case[] = [
  ["no limit", {}, "x", "is missing"],
  ["no period", { limit: 5, period: "0s" }, "x.period", "a duration above zero is needed"],
  ["a limit of none", { limit: 0 }, "x.limit", "0 is not a whole number of at least 1"],
];

describe.each([
  ["a bulkhead", "bulkhead", bulkheads],
  ["a queue", "queue", queues],
  ["a limiter", "limiter", limiters],
] as const)("%s with", (_name, type, cases) => {
  it.each(cases)("%s is refused", (_what, component, path, message) => {
    const found = problem({ type, ...component });
    expect(found?.path).toMatch(new RegExp(`^${path}`));
    expect(found?.message).toContain(message);
  });
});

describe("a fallback", () => {
  it.each([
    ["with a target and a time", { target: "server", time: "1s" }, "calls.0.fallback.time", "takes its own"],
    ["to nowhere", { target: "nobody" }, "calls.0.fallback.target", 'there is no component "nobody"'],
  ])("%s is refused", (_what, fallback, path, message) => {
    const found = problem({ type: "limiter", limit: 1 }, { fallback });
    expect(found?.path).toBe(`clients.${path}`);
    expect(found?.message).toContain(message);
  });

  it("of a breaker that leads back to it is refused", () => {
    const found = problem({ type: "breaker", fallback: { target: "x" } });
    expect(found?.message).toContain("calls go round in a circle: x -> x");
  });
});

it.each([
  [
    "a quorum that is not looked at",
    { times: 3, quorum: 2, steps: [] },
    'the quorum is not looked at: "join" is "all"',
  ],
  [
    "a quorum beyond all",
    { branches: [[], []], join: "quorum", quorum: 3 },
    "a quorum of 3 of 2 cannot be reached",
  ],
])("%s is refused", (_what, parallel, message) => {
  const raw: Json = {
    schemaVersion: 1,
    name: "quorum",
    components: [
      { id: "clients", type: "source", arrival: { model: "open", rate: "1/s" }, calls: ["api"] },
      { id: "api", type: "server", steps: [{ parallel }] },
    ],
  };
  const parsed = parseRaw(raw);
  expect(parsed.ok).toBe(false);
  if (parsed.ok) return;
  expect(parsed.problems[0]).toMatchObject({ path: "api.steps.0.parallel.quorum", message });
});

describe("a scheduled change", () => {
  const raw = (set: Part): Json => ({
    schemaVersion: 1,
    name: "ways",
    components: [
      {
        id: "clients",
        type: "source",
        arrival: { model: "open", rate: "1/s" },
        calls: [{ target: "server", fallback: { time: "1s" } }],
      },
      { id: "server", type: "server", steps: [] },
      { id: "other", type: "server", steps: [] },
    ],
    events: [{ at: "1s", set }],
  });

  it.each([
    [{ "clients.calls.0.batch": { window: "1ms" } }, "calls.0.batch"],
    [{ "clients.calls.0.target": "other" }, "calls.0.target"],
    [{ "clients.calls.0.fallback": { target: "other" } }, "calls.0.fallback.target"],
  ])("of ways (%j) is refused, as nothing would come of it", (set, place) => {
    const parsed = parseRaw(raw(set));
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problems[0]!.message).toBe(`"${place}" cannot come, go or lead elsewhere while it runs`);
  });

  it("of a number of theirs is taken", () => {
    expect(parseRaw(raw({ "clients.calls.0.fallback.time": "2s" })).ok).toBe(true);
  });
});
