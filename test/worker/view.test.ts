import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { SimulationPool } from "../../host/simulation-pool.ts";
import { STARTER } from "../../host/starter.ts";
import type { Subject } from "../../host/subject.ts";
import { type Shell, View } from "../../host/view.ts";
import { Header } from "../../simulator/frame.ts";
import type { FromView, SessionReport, SessionState, ToView, ViewState } from "../../simulator/protocol.ts";
import { builtWorker } from "./bundle.ts";

let worker: Awaited<ReturnType<typeof builtWorker>>;
let pool: SimulationPool;
const views: View[] = [];

beforeAll(async () => {
  worker = await builtWorker();
  pool = new SimulationPool(worker.folder, 1);
});
afterEach(async () => {
  await Promise.all(views.splice(0).map((view) => view.dispose()));
});
afterAll(async () => {
  await pool.destroy();
  worker.remove();
});

const starter: Subject = {
  origin: { kind: "example", id: "starter" },
  name: "starter",
  text: STARTER,
  startsPlaying: false,
};

/** A host's end of a view, and all that it told the view. */
function hosted(subject: Subject = starter, doors: Shell["doors"] = {}) {
  const told: ToView[] = [];
  const texts: string[] = [];
  const failures: unknown[] = [];
  const files = new Map<string, string>();
  const view = new View({
    pool,
    post: async (message) => told.push(message),
    subject: async () => subject,
    example: async (id) => {
      if (id === "elsewhere") return undefined;
      if (id !== "starter") throw new Error(`There is no example "${id}".`);
      return starter;
    },
    examples: async () => [{ id: "starter", name: "Starter", question: "" }],
    strings: { Play: "Los" },
    reducedMotion: true,
    doors,
    messages: { noCode: "These values do not come from code." },
    openAsText: async (text) => {
      texts.push(text);
    },
    showRule: async () => {},
    copy: async () => {},
    save: async (name, content) => {
      files.set(name, new TextDecoder().decode(content));
    },
    failed: (error) => failures.push(error),
  });
  views.push(view);
  let id = 0;
  const say = async (
    message: FromView extends infer M ? (M extends { id: number } ? Omit<M, "id"> : never) : never,
  ) => {
    await view.receive({ ...message, id: ++id });
    return told.find((one) => one.type === "answer" && one.id === id);
  };
  const report = (type: string, holds: (report: object) => boolean = () => true) =>
    vi.waitFor(
      () => {
        const found = told.findLast((m) => m.type === "session" && m.report.type === type && holds(m.report));
        if (found?.type !== "session") throw new Error(`no ${type}`);
        return found.report;
      },
      { timeout: 20_000, interval: 5 },
    );
  /** Simulated seconds at which the session last said that it stands. */
  const pausedAt = async (holds: (time: number) => boolean) => {
    const found = await report(
      "status",
      (status) => isStatus(status) && status.status === "paused" && holds(status.time),
    );
    return isStatus(found) ? found.time : Number.NaN;
  };
  return { view, told, texts, files, failures, say, report, pausedAt };
}

type Status = Extract<SessionReport, { type: "status" }>;
const isStatus = (report: object): report is Status => "type" in report && report.type === "status";
const timeOf = (data: Float64Array) => data[Header.time] ?? Number.NaN;

const session: SessionState = {
  edits: [{ at: 1, path: "orders-db.max", value: 3 }],
  time: 2,
  speed: 1,
  playing: false,
};
const kept = (state: Partial<ViewState>): ViewState => ({
  origin: starter.origin,
  text: STARTER,
  session,
  ...state,
});

describe("the host's end of a view", () => {
  it("tells a view that is ready all that it needs, then opens the session, then answers", async () => {
    const { told, say, report } = hosted();
    expect(await say({ type: "ready" })).toEqual({ type: "answer", id: 1 });
    expect(told[0]).toEqual({
      type: "open",
      opening: {
        origin: starter.origin,
        text: STARTER,
        examples: [{ id: "starter", name: "Starter", question: "" }],
        strings: { Play: "Los" },
        canApply: false,
        canRevealText: false,
        doors: [],
        reducedMotion: true,
      },
    });
    await report("opened");
  });

  it("plays at once what is to play at once", async () => {
    const { say, report } = hosted({ ...starter, startsPlaying: true });
    await say({ type: "ready" });
    await report("status", (status) => "status" in status && status.status === "playing");
  });

  it("goes on where a view was that comes back", async () => {
    const { told, say, report } = hosted();
    const seen = { selected: "orders-db", folded: ["group:shop"] };
    await say({ type: "ready", state: kept(seen) });
    expect(told[0]).toMatchObject({ type: "open", state: { session, ...seen } });
    await report(
      "edits",
      (edits) => "edits" in edits && JSON.stringify(edits.edits) === JSON.stringify(session.edits),
    );
  });

  it("comes back to exactly the moment at which it was paused at ten times the speed", async () => {
    const first = hosted();
    await first.say({ type: "ready" });
    await first.say({ type: "session", command: { type: "speed", factor: 10 } });
    await first.say({ type: "session", command: { type: "play" } });
    await first.report("frame", (frame) => "data" in frame && timeOf(frame.data as Float64Array) > 1);
    await first.say({ type: "session", command: { type: "pause" } });
    const time = await first.pausedAt((at) => at > 0);
    const last = await first.report(
      "frame",
      (frame) => "data" in frame && timeOf(frame.data as Float64Array) >= time,
    );
    expect(last.type === "frame" && timeOf(last.data)).toBe(time);

    const again = hosted();
    await again.say({
      type: "ready",
      state: kept({ session: { edits: [], time, speed: 10, playing: false } }),
    });
    expect(await again.pausedAt(() => true)).toBe(time);
  });

  it("goes to the time that was reached also when the text changes again on the way there", async () => {
    const { view, say, report, pausedAt } = hosted();
    await say({
      type: "ready",
      state: kept({ session: { edits: [], time: 500, speed: 1, playing: false } }),
    });
    await report("opened");
    view.textChanged();
    view.textChanged();
    await pausedAt((time) => time === 500);
    view.textChanged();
    await report("opened");
    expect(await pausedAt((time) => time > 0)).toBe(500);
  });

  it("keeps the time but not the edits of a document that has changed since", async () => {
    const { told, say } = hosted();
    await say({ type: "ready", state: kept({ text: "another" }) });
    expect(told[0]).toMatchObject({ state: { session: { edits: [], time: 2 } } });
  });

  it("begins afresh where a view comes back to something else", async () => {
    const { told, say } = hosted();
    await say({ type: "ready", state: kept({ origin: { kind: "example", id: "other" } }) });
    expect(told[0]).not.toHaveProperty("state");
  });

  it("says a note to whom sees the subject for the first time, and to nobody else", async () => {
    const noted = { ...starter, note: "360 requests a second are assumed." };
    const first = hosted(noted);
    await first.say({ type: "ready" });
    expect(first.told).toContainEqual({ type: "codeChanged", message: noted.note });
    const again = hosted(noted);
    await again.say({ type: "ready", state: kept({}) });
    expect(again.told.some(({ type }) => type === "codeChanged")).toBe(false);
  });

  it("opens the document with the values of now as text", async () => {
    const { say, report, texts } = hosted();
    await say({ type: "ready", state: kept({}) });
    await report("edits", (edits) => "edits" in edits && (edits.edits as unknown[]).length === 1);
    await say({ type: "openAsText" });
    expect(texts).toEqual([STARTER.replace('"max": 7', '"max": 3')]);
  });

  it("tells a subject that writes changes itself of each", async () => {
    const changed = vi.fn();
    const { say } = hosted({ ...starter, changed });
    await say({ type: "ready" });
    await say({ type: "session", command: { type: "set", path: "orders-db.max", value: 9 } });
    expect(changed).toHaveBeenCalledExactlyOnceWith("orders-db.max", 9, false);
  });

  it("tells it of a fault as an event with its times, once, and of none that is refused", async () => {
    const changed = vi.fn();
    const { say, report } = hosted({ ...starter, changed });
    await say({ type: "ready" });
    const disturb = (target: string) =>
      say({
        type: "session",
        command: { type: "disturb", fault: { target, fault: "down" }, seconds: 3 },
      });
    await disturb("mars");
    await report("refused");
    await disturb("postgres");
    await report("edits", (edits) => "edits" in edits && (edits.edits as unknown[]).length === 1);
    await say({ type: "session", command: { type: "undo" } });
    await report("edits", (edits) => "edits" in edits && (edits.edits as unknown[]).length === 0);
    const event = { at: "0.000s", until: "3.000s", target: "postgres", fault: "down" };
    expect(changed).toHaveBeenCalledExactlyOnceWith("events", event, false);
  });

  it("says of a value whose slider is still held that there are more to come", async () => {
    const changed = vi.fn();
    const { say } = hosted({ ...starter, changed });
    await say({ type: "ready" });
    await say({ type: "session", command: { type: "set", path: "orders-db.max", value: 9, more: true } });
    expect(changed).toHaveBeenCalledExactlyOnceWith("orders-db.max", 9, true);
  });

  it("checks the budgets with the values of now over as many runs as the document says, telling how far it is", async () => {
    const text = STARTER.replace('"seed": 1', '"seed": 1, "replications": 3');
    const { told, say, report } = hosted({ ...starter, text });
    await say({ type: "ready" });
    await say({ type: "session", command: { type: "set", path: "orders-db.max", value: 40 } });
    await report("edits", (edits) => "edits" in edits && (edits.edits as unknown[]).length === 1);
    await say({ type: "check" });
    const checks = told.filter((message) => message.type === "check");
    expect(checks.map(({ done, running }) => [done, running])).toEqual([
      [0, true],
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(checks.at(-1)?.budgets).toMatchObject([
      { metric: "latency.p99", of: "clients", below: 0.5, unit: "seconds", verdict: "pass" },
    ]);
    // As the file has it, with 7 connections, the goal is missed by far.
    const before = hosted({ ...starter, text: text.replace('"max": 7', '"max": 4') });
    await before.say({ type: "ready" });
    await before.say({ type: "check" });
    expect(before.told.findLast((message) => message.type === "check")?.budgets[0]?.verdict).toBe("fail");
  });

  it("stops a check, and keeps what was seen until then", async () => {
    const text = STARTER.replace('"60s"', '"100000s"').replace('"seed": 1', '"seed": 1, "replications": 500');
    const { told, say } = hosted({ ...starter, text });
    await say({ type: "ready" });
    const done = say({ type: "check" });
    await say({ type: "stopCheck" });
    await done;
    expect(told.findLast((message) => message.type === "check")).toMatchObject({ running: false, of: 500 });
  });

  const variants = { few: { "orders-db.max": 2 }, many: { "orders-db.max": 40 } };
  const withVariants = STARTER.replace('"run":', `"variants": ${JSON.stringify(variants)}, "run":`);
  const maxOf = (opened: SessionReport) =>
    opened.type === "opened" &&
    opened.network.components
      .find(({ id }) => id === "orders-db")
      ?.parameters.find(({ path }) => path === "max")?.value;

  it("runs a variant from the start, and the document as it stands again", async () => {
    const { told, say, report, texts } = hosted({ ...starter, text: withVariants });
    await say({ type: "ready", state: kept({ text: withVariants }) });
    expect(told).toContainEqual({ type: "variants", variants });
    await say({ type: "variant", variant: "many" });
    expect(told).toContainEqual({ type: "variants", variants, chosen: "many" });
    await report("opened", (opened) => maxOf(opened as SessionReport) === 40);
    // The last word about the edits of the run before may still be under way.
    await report("edits", (edits) => "edits" in edits && (edits.edits as unknown[]).length === 0);
    await say({ type: "openAsText" });
    expect(texts).toEqual([withVariants.replace('"max": 7', '"max": 40')]);
    await say({ type: "variant" });
    expect(told.findLast(({ type }) => type === "variants")).toEqual({ type: "variants", variants });
    await report("opened", (opened) => maxOf(opened as SessionReport) === 7);
  });

  it("comes back to the variant that was shown, and to none that is gone", async () => {
    const again = hosted({ ...starter, text: withVariants });
    await again.say({ type: "ready", state: kept({ text: withVariants, variant: "few" }) });
    await again.report("opened", (opened) => maxOf(opened as SessionReport) === 2);
    const gone = hosted();
    await gone.say({ type: "ready", state: kept({ variant: "few" }) });
    await gone.report("opened", (opened) => maxOf(opened as SessionReport) === 7);
  });

  it("does not write into a document what is tried on a variant of it", async () => {
    const changed = vi.fn();
    const { say } = hosted({ ...starter, text: withVariants, changed });
    await say({ type: "ready" });
    await say({ type: "variant", variant: "few" });
    await say({ type: "session", command: { type: "set", path: "orders-db.max", value: 3 } });
    expect(changed).not.toHaveBeenCalled();
    await say({ type: "variant" });
    await say({ type: "session", command: { type: "set", path: "orders-db.max", value: 5 } });
    expect(changed).toHaveBeenCalledExactlyOnceWith("orders-db.max", 5, false);
  });

  it("compares variants of the document as it is written, whichever is shown, where it is asked to", async () => {
    const { told, say, report } = hosted({ ...starter, text: withVariants.replace('"60s"', '"20s"') });
    await say({ type: "ready" });
    await say({ type: "variant", variant: "many" });
    await report("opened", (opened) => maxOf(opened as SessionReport) === 40);
    const sides = { a: { name: "plain", set: {} }, b: { name: "many", set: variants.many } };
    const verdict = async (request: { asWritten?: true }) => {
      await say({ type: "study", request: { kind: "compare", ...sides, runs: 2, ...request } });
      const last = told.findLast((message) => message.type === "study")?.progress.result;
      if (last?.kind !== "compare") return undefined;
      return last.differences.find(({ metric }) => metric === "latency.p50")?.verdict;
    };
    expect(await verdict({})).toBe("same");
    expect(await verdict({ asWritten: true })).not.toBe("same");
  });

  it("has a file written as it is, under a name and not at a place", async () => {
    const { say, files } = hosted();
    const content = Buffer.from("component,p99\nübung,3\n").toString("base64");
    expect(await say({ type: "save", name: "run.csv", content })).not.toHaveProperty("error");
    expect([...files]).toEqual([["run.csv", "component,p99\nübung,3\n"]]);
    const refused = { error: expect.stringMatching(/^not a message of a view/) };
    for (const name of ["../run.csv", "a/b.csv", "c:\\d.csv", ""]) {
      expect(await say({ type: "save", name, content })).toMatchObject(refused);
    }
    expect(await say({ type: "save", name: "run.csv", content: "no base64!" })).toMatchObject(refused);
  });

  it("shows a place of the document as text where the subject can, and says so at the opening", async () => {
    const shown: number[][] = [];
    const { say, told } = hosted({
      ...starter,
      revealText: async (line, column) => {
        shown.push([line, column]);
      },
    });
    await say({ type: "ready" });
    expect(told.find((one) => one.type === "open")).toMatchObject({ opening: { canRevealText: true } });
    await say({ type: "revealText", line: 14, column: 7 });
    expect(shown).toEqual([[14, 7]]);
    expect(await say({ type: "revealText", line: 0, column: 7 })).toMatchObject({
      error: expect.stringMatching(/^not a message of a view/),
    });
  });

  it("offers the ways to begin that there are, where the document is empty, and goes the one that was chosen", async () => {
    const gone: string[] = [];
    const doors = {
      starter: async () => void gone.push("starter"),
      lesson: async () => void gone.push("lesson"),
    };
    const { say, told } = hosted({ ...starter, text: "\n" }, doors);
    await say({ type: "ready" });
    expect(told[0]).toMatchObject({ type: "open", opening: { doors: ["starter", "lesson"] } });
    expect(await say({ type: "door", door: "lesson" })).not.toHaveProperty("error");
    // One that is not there leads nowhere.
    expect(await say({ type: "door", door: "pool" })).not.toHaveProperty("error");
    expect(gone).toEqual(["lesson"]);
    const filled = hosted(starter, doors);
    await filled.say({ type: "ready" });
    expect(filled.told[0]).toMatchObject({ opening: { doors: [] } });
  });

  it("shows an example, unless that is shown elsewhere", async () => {
    const { told, say } = hosted();
    await say({ type: "ready" });
    await say({ type: "openExample", example: "elsewhere" });
    expect(told.filter(({ type }) => type === "open")).toHaveLength(1);
    await say({ type: "openExample", example: "starter" });
    expect(told.filter(({ type }) => type === "open")).toHaveLength(2);
  });

  it("answers also what fails, with one sentence, and keeps the rest for the log", async () => {
    const { say, failures } = hosted();
    await say({ type: "ready" });
    expect(await say({ type: "openExample", example: "nowhere" })).toMatchObject({
      error: 'There is no example "nowhere".',
    });
    expect(await say({ type: "applyToCode", component: "pool", values: [] })).toMatchObject({
      error: "These values do not come from code.",
    });
    expect(failures).toHaveLength(2);
  });

  it("answers what is no message at all where it can", async () => {
    const { view, told, failures } = hosted();
    await view.receive({ id: 4, type: "eval" });
    await view.receive("nonsense");
    expect(told).toMatchObject([{ type: "answer", id: 4, error: expect.stringContaining("not a message") }]);
    expect(failures).toHaveLength(2);
  });
});
