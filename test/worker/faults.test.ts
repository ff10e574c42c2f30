import { describe, expect, it } from "vitest";
import { STARTER } from "../../host/starter.ts";
import { GAUGE, Gauge, readFrame } from "../../simulator/frame.ts";
import type { SessionState } from "../../simulator/protocol.ts";
import { setValue } from "../../simulator/scenario/edit.ts";
import { parseScenario } from "../../simulator/scenario/parse.ts";
import { LiveSession } from "../../simulator/study/live.ts";
import { RefusedChange } from "../../simulator/study/timeline.ts";
import { english } from "../../words/sentence.ts";

const slow = { target: "postgres", fault: "latency", multiplyBy: 10 };

function session(text = STARTER, state?: SessionState): LiveSession {
  const parsed = parseScenario(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return new LiveSession(parsed, state);
}

/** Runs to a time; the gauges of every component then. */
function gaugesAt(one: LiveSession, time: number): number[] {
  while (one.advance(time, 100_000) === "more");
  return [...readFrame(one.frame(1)).gauges];
}

describe("a fault that is added while it runs", () => {
  it("begins then, shows among the events, and ends after its time", () => {
    const disturbed = session();
    const waiting = () => readFrame(disturbed.frame(1)).gauges[2 * GAUGE + Gauge.waiting]!;
    gaugesAt(disturbed, 10.0004);
    disturbed.disturb(slow, 4);
    expect(disturbed.edits).toEqual([
      { at: 10.001, path: "events", value: { at: "10.001s", until: "14.001s", ...slow } },
    ]);
    const said = disturbed.schedule.map(({ label, fault, ...event }) => ({
      ...event,
      said: [label, fault ?? ""].map(english),
    }));
    expect(said).toEqual([
      { at: 10.001, until: 14.001, target: "postgres", said: ["postgres latency ×10", "latency ×10"] },
    ]);
    gaugesAt(disturbed, 14);
    expect(waiting()).toBeGreaterThan(90);
    gaugesAt(disturbed, 50);
    expect(waiting()).toBeLessThan(20);
  });

  it("happens at the same moment when it is gone back and forth", () => {
    const one = session();
    gaugesAt(one, 7.77777);
    one.disturb(slow, 5);
    const there = gaugesAt(one, 11);
    one.rewind();
    expect(gaugesAt(one, 11)).toEqual(there);
    const again = session(STARTER, one.state(false));
    expect(gaugesAt(again, 11)).toEqual(there);
  });

  it("is the same as one that the document has", () => {
    const one = session();
    gaugesAt(one, 7.77777);
    one.disturb(slow, 5);
    const written = setValue(STARTER, "events", one.edits[0]!.value);
    expect(gaugesAt(one, 20)).toEqual(gaugesAt(session(written), 20));
  });

  it("is taken back by undo, and then has never been", () => {
    const one = session();
    gaugesAt(one, 10);
    one.disturb(slow, 5);
    gaugesAt(one, 12);
    expect(one.undo()).toBe(true);
    expect(one.schedule).toEqual([]);
    expect(gaugesAt(one, 12)).toEqual(gaugesAt(session(), 12));
  });

  it("comes again at its time after a restart with the values as they are", () => {
    const one = session();
    gaugesAt(one, 10);
    one.set("orders-db.max", 9);
    one.disturb(slow, 5);
    one.restart(true);
    expect(one.edits.map(({ at, path }) => [at, path])).toEqual([
      [0, "orders-db.max"],
      [10, "events"],
    ]);
    one.restart(false);
    expect(one.edits).toEqual([]);
  });

  it.each([
    ["cannot happen there", { target: "postgres", fault: "flush" }, 'postgres" is a database'],
    ["is to happen nowhere", { target: "mars", fault: "down" }, 'no component "mars"'],
    ["has a wrong value", { target: "postgres", fault: "errors", ratio: 2 }, "2 is not a ratio"],
  ])("is refused where it %s, and nothing has changed", (_name, fault, message) => {
    const one = session();
    gaugesAt(one, 10);
    expect(() => one.disturb(fault, 5)).toThrow(RefusedChange);
    expect(() => one.disturb(fault, 5)).toThrow(message);
    expect(one.edits).toEqual([]);
    expect(gaugesAt(one, 12)).toEqual(gaugesAt(session(), 12));
  });
});

describe("an option that the document does not have", () => {
  const hedge = { after: "20ms" };
  const hedged = setValue(STARTER, "clients.calls.api.hedge", hedge);

  it("is there from the start when it is added, as if the document had it", () => {
    const one = session();
    gaugesAt(one, 10);
    one.add("clients.calls.0.hedge", hedge);
    expect(one.edits).toEqual([{ at: 0, path: "clients.calls.0.hedge", value: hedge, built: true }]);
    expect(gaugesAt(one, 10)).toEqual(gaugesAt(session(hedged), 10));
    expect(one.parameters[0]!.find(({ path }) => path === "calls.0.hedge.after")?.value).toBe("20ms");
    expect(one.options("clients").absent.map(({ path }) => path)).not.toContain("calls.0.hedge");
  });

  it("can be turned like any other, and taken back", () => {
    const one = session();
    one.add("clients.calls.0.hedge", hedge);
    gaugesAt(one, 3);
    one.set("clients.calls.0.hedge.after", "50ms");
    expect(one.undo()).toBe(true);
    expect(one.undo()).toBe(true);
    expect(one.edits).toEqual([]);
    expect(gaugesAt(one, 10)).toEqual(gaugesAt(session(), 10));
  });

  it("gives a value another form, and what was changed inside of the old one has no effect until it is taken back", () => {
    const one = session();
    gaugesAt(one, 3);
    one.set("clients.arrival.rate", "60/s");
    gaugesAt(one, 10);
    const open = gaugesAt(session(), 10);
    const slower = gaugesAt(one, 10);
    expect(slower).not.toEqual(open);
    const closed = one.options("clients").forms[0]!.choices.find(({ word }) => word === "closed")!.value;
    one.add("clients.arrival", closed);
    gaugesAt(one, 10);
    expect(one.parameters[0]!.map(({ path }) => path)).toContain("arrival.users");
    expect(one.undo()).toBe(true);
    expect(gaugesAt(one, 10)).toEqual(slower);
  });

  it("is refused where it leads nowhere, and nothing has changed", () => {
    const one = session();
    expect(() => one.add("clients.calls.0.hedge", { after: 3 })).toThrow(RefusedChange);
    expect(one.edits).toEqual([]);
  });
});
