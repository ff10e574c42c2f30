import { expect, test } from "vitest";
import { parseRaw } from "../../simulator/scenario/parse.ts";
import type { Part } from "../parts.ts";
import { arrivingAt, type Entry, journal } from "./journal.ts";

const api = (id: string, zone: string, more: Part = {}): Part => ({
  id,
  type: "server",
  zone,
  steps: [{ compute: "100ms" }],
  ...more,
});
const balancer = (more: Part = {}): Part => ({
  id: "lb",
  type: "balancer",
  algorithm: "nearest",
  targets: ["eu1", "us1"],
  zones: [
    { between: ["eu", "us"], roundTrip: "80ms" },
    { between: ["eu", "eu"], roundTrip: "2ms" },
  ],
  ...more,
});
const clients = (times: number[], zone: string, more: Part = {}): Part => ({
  ...arrivingAt(times, "lb", more),
  id: zone,
  zone,
});

const latencies = (entries: Entry[]): number[] =>
  entries.map(([arrived, ended]) => Math.round((ended - arrived) * 1e6) / 1e6);

test("each client is sent to the nearest target, and the way takes its time", () => {
  const parts = [clients([0, 1], "eu"), clients([2], "us"), balancer(), api("eu1", "eu"), api("us1", "us")];
  const { entries, network } = journal(parts, 10);
  expect(latencies(entries)).toEqual([0.102, 0.102, 0.1]);
  const { parts: seconds } = network.sources[0]!.breakdown.cohort(0, 1);
  const booked = network.simulation.ledgers.names.findIndex(({ kind }) => kind === "network");
  expect(seconds[booked]).toBeCloseTo(0.002, 9);
});

test("other algorithms pay for the ways that they do not look at", () => {
  const parts = [
    clients([0, 1, 2, 3], "eu"),
    balancer({ algorithm: "roundRobin" }),
    api("eu1", "eu"),
    api("us1", "us"),
  ];
  expect(latencies(journal(parts, 10).entries)).toEqual([0.102, 0.18, 0.102, 0.18]);
});

test("the next nearest takes over when a target is found to be down, half a way later", () => {
  const parts = [
    clients([0.5, 1.5, 8.5], "eu"),
    balancer({ healthCheck: { interval: "1s", fall: 1, rise: 1 } }),
    api("eu1", "eu"),
    api("us1", "us"),
  ];
  const down = [{ at: "400ms", until: "5s", target: "eu1", fault: "down" }];
  expect(journal(parts, 10, down).entries).toEqual([
    [0.5, 0.502, "unavailable"],
    [1.5, 1.68, "inTime"],
    [8.5, 8.602, "inTime"],
  ]);
});

test("a caller that gives up on the way leaves nothing behind", () => {
  const parts = [
    clients([0], "eu", { calls: [{ target: "lb", timeout: "20ms" }] }),
    balancer({ targets: ["us1"] }),
    api("us1", "us"),
  ];
  const { entries, network } = journal(parts, 10);
  expect(entries).toEqual([[0, 0.02, "timeout"]]);
  expect(network.component("us1").station.arrived).toBe(0);
  expect(network.simulation.calls.live).toBe(0);
});

test("a way that nobody has measured is asked for, and so are zones", () => {
  const flaw = (...components: Part[]): string => {
    const parsed = parseRaw({ schemaVersion: 1, name: "none", components });
    return parsed.ok ? "" : parsed.problems[0]!.message;
  };
  expect(flaw(clients([0], "asia"), balancer(), api("eu1", "eu"), api("us1", "us"))).toBe(
    'how far is it from "asia" to "eu", where "eu1" is?',
  );
  const { zones: _, ...without } = balancer();
  expect(flaw(clients([0], "eu"), without, api("eu1", "eu"), api("us1", "us"))).toContain(
    "cannot tell what is near",
  );
});
