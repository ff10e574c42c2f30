import { describe, expect, it } from "vitest";
import { BUCKET, Bucket, frame, Gauge, Header } from "../../../simulator/frame.ts";
import type { Opening } from "../../../simulator/protocol.ts";
import { before, emptyHistory, withBuckets } from "../../../webview/store/history.ts";
import { readingOf } from "../../../webview/store/reading.ts";
import {
  FASTEST,
  type Happening,
  initial,
  next,
  type State,
  viewState,
} from "../../../webview/store/state.ts";
import { sentence } from "../../../words/sentence.ts";
import { network } from "../fixture/network.ts";
import { bucketRow } from "../rows.ts";

const opening: Opening = {
  origin: { kind: "example", id: "L2" },
  text: "{}",
  examples: [],
  strings: {},
  canApply: false,
  canRevealText: false,
  doors: [],
  reducedMotion: false,
};

const stateAfter = (...happened: Happening[]): State => happened.reduce(next, initial);
const opened = stateAfter({ type: "open", opening }, { type: "opened", network });

function frameAt(time: number, buckets: Float64Array[] = [], components = network.components.length) {
  const made = frame({ components, edges: network.edges.length, hops: 0, buckets: buckets.length });
  made.header[Header.time] = time;
  for (const [i, row] of buckets.entries()) made.buckets.set(row, i * BUCKET);
  return { type: "frame", frame: made } as const;
}

describe("the state of the panel", () => {
  it("selects what came from code, then a pool", () => {
    expect(opened.selected).toBe("orders-db");
    const fromCode = stateAfter(
      {
        type: "open",
        opening: {
          ...opening,
          origin: { kind: "code", file: "a.ts", line: 1, library: "pg", component: "postgres" },
        },
      },
      { type: "opened", network },
    );
    expect(fromCode.selected).toBe("postgres");
  });

  it("keeps what was selected before a reload, where it is still there", () => {
    const kept = {
      origin: opening.origin,
      text: "",
      session: { edits: [], time: 0, speed: 1, playing: false },
      selected: "api-2",
    };
    expect(stateAfter({ type: "open", opening, state: kept }, { type: "opened", network }).selected).toBe(
      "api-2",
    );
    expect(
      stateAfter({ type: "open", opening, state: { ...kept, selected: "gone" } }, { type: "opened", network })
        .selected,
    ).toBe("orders-db");
  });

  it("keeps what is on the stage until another scenario has opened", () => {
    const another = next(opened, {
      type: "open",
      opening: { ...opening, origin: { kind: "example", id: "L4" } },
    });
    expect(another.network).toBe(opened.network);
    expect(another.opening?.origin).toEqual({ kind: "example", id: "L4" });
    expect(another.selected).toBe("orders-db");
  });

  it("goes on after a jump where it played before it", () => {
    const status = (name: State["run"]["status"]) =>
      ({ type: "status", status: name, time: 1, speed: 1 }) as const;
    const jump = [status("playing"), status("seeking")].reduce<State>(next, opened);
    expect(jump.run.goesOn).toBe(true);
    expect([status("paused"), status("seeking")].reduce<State>(next, jump).run.goesOn).toBe(false);
  });

  it("keeps the last good network where the scenario is invalid, and forgets the problems when it is good again", () => {
    const problems = [{ line: 1, column: 1, path: "", message: "no" }];
    const invalid = next(opened, { type: "invalid", problems });
    expect(invalid.network).toBe(opened.network);
    expect(invalid.problems).toEqual(problems);
    expect(next(invalid, { type: "opened", network }).problems).toEqual([]);
  });

  it("reads an infinite speed and an endless event that came over JSON", () => {
    const status = { type: "status", status: "playing", time: 1, speed: null as unknown as number } as const;
    expect(next(opened, status).run.speed).toBe(FASTEST);
    const endless = {
      ...network,
      events: [{ at: 1, until: null as unknown as number, target: "a", label: sentence("b") }],
    };
    expect(next(opened, { type: "opened", network: endless }).events[0]?.until).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it("collects the seconds of frames, and drops those after a jump back", () => {
    const [one, two] = [bucketRow(0, { component: 1 }), bucketRow(1, { component: 1 })];
    const later = [frameAt(1, [one]), frameAt(2.5, [two])].reduce<State>(next, opened);
    expect(later.history.rows[1]).toHaveLength(2);
    expect(later.run.time).toBe(2.5);
    expect(next(later, frameAt(0.5)).history.rows[1]).toHaveLength(1);
  });

  it("ignores a frame of another network", () => {
    expect(next(opened, frameAt(3, [], 2))).toBe(opened);
  });

  it("shows a refused change until the next one is taken", () => {
    const refused = next(opened, { type: "refused", path: "orders-db.max", message: "too many" });
    expect(refused.refusal?.message).toBe("too many");
    expect(next(refused, { type: "edits", edits: [], parameters: [], events: [] }).refusal).toBeUndefined();
  });

  it("knows the way back through its steps", () => {
    const at = (time: number) => ({ type: "status", status: "paused", time, speed: 1 }) as const;
    const stepped = [at(1), { type: "stepped" } as const, at(2), { type: "stepped" } as const].reduce<State>(
      next,
      opened,
    );
    expect(stepped.stops).toEqual([1, 2]);
    expect(next(stepped, { type: "steppedBack" }).stops).toEqual([1]);
  });

  it("keeps enough to make everything again after a reload", () => {
    const edits = [{ at: 3, path: "orders-db.max", value: 14 }];
    const happened: Happening[] = [
      { type: "edits", edits, parameters: [], events: [] },
      { type: "status", status: "playing", time: 12, speed: 4 },
    ];
    const state = happened.reduce(next, opened);
    expect(viewState(state)).toEqual({
      origin: opening.origin,
      text: "{}",
      session: { edits, time: 12, speed: 4, playing: true, seed: 7 },
      selected: "orders-db",
      folded: [],
    });
    expect(viewState(initial)).toBeUndefined();
  });
});

describe("the history of a run", () => {
  it("replaces a second that comes again, as after an undone change", () => {
    const first = withBuckets(
      emptyHistory(1),
      Float64Array.from([...bucketRow(0), ...bucketRow(1, { p99: 1 })]),
    );
    const again = withBuckets(first, bucketRow(1, { p99: 2 }));
    expect(again.rows[0]!.map((row) => row[Bucket.p99])).toEqual([0, 2]);
    expect(first.rows[0]![1]![Bucket.p99]).toBe(1);
  });

  it("does not change when a frame ends no second", () => {
    const history = emptyHistory(2);
    expect(withBuckets(history, new Float64Array())).toBe(history);
  });

  it("forgets what comes after a time", () => {
    const history = withBuckets(
      emptyHistory(1),
      Float64Array.from([...bucketRow(0), ...bucketRow(1), ...bucketRow(2)]),
    );
    expect(before(history, 1.5).rows[0]).toHaveLength(2);
  });
});

describe("a reading", () => {
  it("names the columns of a gauge row", () => {
    const made = frame({ components: 2, edges: 0, hops: 0, buckets: 0 });
    made.gauges[made.gauges.length / 2 + Gauge.waiting] = 875;
    expect(readingOf(made, 1)).toMatchObject({ waiting: 875, active: 0 });
  });
});
