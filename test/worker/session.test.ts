import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Session } from "../../host/session.ts";
import { SimulationPool } from "../../host/simulation-pool.ts";
import { STARTER } from "../../host/starter.ts";
import { Header, readFrame } from "../../simulator/frame.ts";
import type { SessionReport } from "../../simulator/protocol.ts";
import { builtWorker } from "./bundle.ts";

type Of<T extends SessionReport["type"]> = Extract<SessionReport, { type: T }>;

let worker: Awaited<ReturnType<typeof builtWorker>>;
let pool: SimulationPool;
const open: Session[] = [];

beforeAll(async () => {
  worker = await builtWorker();
  pool = new SimulationPool(worker.folder, 1);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
});
afterAll(async () => {
  await pool.destroy();
  worker.remove();
});

/** A session and everything that it reported; frames are shown at once unless `show` says otherwise. */
function watched(threads = pool, show: () => Promise<unknown> = () => Promise.resolve()) {
  const reports: SessionReport[] = [];
  const session = new Session(threads, (report) => {
    reports.push(report);
    return report.type === "frame" ? show() : Promise.resolve();
  });
  open.push(session);
  const all = <T extends SessionReport["type"]>(type: T) =>
    reports.filter((r): r is Of<T> => r.type === type);
  const seen = <T extends SessionReport["type"]>(type: T, holds: (report: Of<T>) => boolean = () => true) =>
    vi.waitFor(
      () => {
        const found = all(type).findLast(holds);
        if (found === undefined)
          throw new Error(`no such ${type} among ${reports.map((r) => r.type).join(" ")}`);
        return found;
      },
      { timeout: 20_000, interval: 5 },
    );
  return { session, reports, all, seen, text: STARTER, name: "starter" };
}

const timeOf = ({ data }: Of<"frame">) => data[Header.time] ?? Number.NaN;

describe("a live session in a worker thread", () => {
  it("opens paused at the start, with its network and a first frame", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    const { network } = await seen("opened");
    expect(network.components.map(({ id }) => id)).toEqual(["clients", "api", "orders-db", "postgres"]);
    const frame = await seen("frame");
    expect(readFrame(frame.data).header[Header.time]).toBe(0);
    expect((await seen("status", ({ status }) => status === "paused")).time).toBe(0);
  });

  it("plays, pauses where it is, and sends no more frames then", async () => {
    const { session, seen, all } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "speed", factor: 10 });
    session.send({ type: "play" });
    await seen("frame", (frame) => timeOf(frame) > 1);
    session.send({ type: "pause" });
    const { time } = await seen("status", (report) => report.status === "paused" && report.time > 0);
    const last = await seen("frame", (frame) => timeOf(frame) === time);
    session.send({ type: "breakdown", component: "clients" });
    await seen("breakdown");
    expect(all("frame").at(-1)).toBe(last);
  });

  it("steps from event to event", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "step" });
    const first = await seen("status", ({ status, time }) => status === "paused" && time > 0);
    session.send({ type: "step" });
    await seen("status", ({ time }) => time > first.time);
  });

  it("steps to the next moment of interest and says what it was", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "stepInteresting" });
    const { because } = await seen("status", (report) => report.because !== undefined);
    expect(because).toMatch(/^orders-db: /);
  });

  it("goes so many seconds on or back from where it is going, and not beyond the start or the end", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "seek", time: 50 });
    // It is on its way while these come in, one after the other.
    for (const seconds of [-10, -10, 1]) session.send({ type: "seekBy", seconds });
    await seen("status", ({ status, time }) => status === "paused" && time === 31);
    session.send({ type: "seekBy", seconds: 100 });
    await seen("status", ({ status, time }) => status === "paused" && time === 60);
    session.send({ type: "seekBy", seconds: -100 });
    await seen("status", ({ status, time }) => status === "paused" && time === 0);
  });

  it("logs a change at the time at which it was made, while it plays", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "play" });
    await seen("frame", (frame) => timeOf(frame) > 0.1);
    session.send({ type: "set", path: "orders-db.max", value: 14 });
    const { edits, parameters } = await seen("edits", (report) => report.edits.length === 1);
    expect(edits[0]).toMatchObject({ path: "orders-db.max", value: 14 });
    expect(edits[0]!.at).toBeGreaterThan(0.1);
    expect(parameters[2]?.find(({ path }) => path === "max")?.value).toBe(14);
  });

  it("refuses a value that cannot be, and goes on", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "set", path: "orders-db.max", value: 0 });
    expect((await seen("refused")).message).toContain("0 is not a whole number of at least 1");
    session.send({ type: "play" });
    await seen("frame", (frame) => timeOf(frame) > 0);
  });

  it("comes to the same numbers when it goes back and forth as when it goes straight on", async () => {
    const numbersAt12 = async (go: (session: Session) => void) => {
      const { session, seen } = watched();
      session.send({
        type: "open",
        text: STARTER,
        name: "starter",
        state: { edits: [{ at: 5, path: "orders-db.max", value: 9 }], time: 0, speed: 1, playing: false },
      });
      go(session);
      session.send({ type: "breakdown", component: "clients" });
      const { cohorts } = await seen("breakdown");
      const { data } = await seen("frame", (frame) => timeOf(frame) === 12);
      return { cohorts, events: data[Header.events], live: data[Header.live] };
    };
    const straight = await numbersAt12((session) => session.send({ type: "seek", time: 12 }));
    const wandering = await numbersAt12((session) => {
      session.send({ type: "seek", time: 40 });
      session.send({ type: "seek", time: 3 });
      session.send({ type: "seek", time: 12 });
    });
    expect(straight.events).toBeGreaterThan(1000);
    expect(wandering).toEqual(straight);
  });

  it("takes a change back", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "seek", time: 3 });
    session.send({ type: "set", path: "orders-db.max", value: 20 });
    await seen("edits", ({ edits }) => edits.length === 1);
    session.send({ type: "undo" });
    const { parameters } = await seen("edits", ({ edits }) => edits.length === 0 && session.state.time === 3);
    expect(parameters[2]?.find(({ path }) => path === "max")?.value).toBe(7);
  });

  it("begins again with the values of now, or with the document's", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "seek", time: 3 });
    session.send({ type: "set", path: "orders-db.max", value: 20 });
    session.send({ type: "restart", keepValues: true });
    const kept = await seen("edits", ({ edits }) => edits[0]?.at === 0);
    expect(kept.parameters[2]?.find(({ path }) => path === "max")?.value).toBe(20);
    session.send({ type: "restart", keepValues: false });
    const forgotten = await seen(
      "edits",
      ({ edits, parameters }) => edits.length === 0 && parameters !== kept.parameters,
    );
    expect(forgotten.parameters[2]?.find(({ path }) => path === "max")?.value).toBe(7);
  });

  it("ends at the scenario's duration, and goes on when it is played again", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "speed", factor: Number.POSITIVE_INFINITY });
    session.send({ type: "play" });
    expect((await seen("status", ({ status }) => status === "finished")).time).toBe(60);
    session.send({ type: "play" });
    await seen("frame", (frame) => timeOf(frame) > 60);
  });

  it("keeps what was open where a new document is not valid, and says what is wrong", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    await seen("opened");
    session.send({ type: "open", text: STARTER.replace('"120/s"', "120"), name: "starter" });
    const { problems } = await seen("invalid");
    expect(problems[0]).toMatchObject({ line: 9, message: expect.stringContaining("120 has no unit") });
    session.send({ type: "play" });
    await seen("frame", (frame) => timeOf(frame) > 0);
  });

  it("opens where it was left", async () => {
    const { session, seen } = watched();
    const edits = [{ at: 4, path: "orders-db.max", value: 3 }];
    session.send({
      type: "open",
      text: STARTER,
      name: "starter",
      state: { edits, time: 10, speed: 2, playing: false },
    });
    const status = await seen("status", ({ time }) => time === 10);
    expect(status).toMatchObject({ status: "paused", speed: 2 });
    expect(session.state).toMatchObject({ edits, time: 10, speed: 2, playing: false, seed: 1 });
  });

  it("waits while it is hidden", async () => {
    const { session, seen, all } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "play" });
    await seen("frame", (frame) => timeOf(frame) > 0);
    session.send({ type: "visible", visible: false });
    session.send({ type: "breakdown", component: "clients" });
    await seen("breakdown");
    const shown = all("frame").length;
    session.send({ type: "breakdown", component: "api" });
    await seen("breakdown", ({ component }) => component === "api");
    expect(all("frame").length).toBe(shown);
    session.send({ type: "visible", visible: true });
    await seen("frame", (frame) => all("frame").indexOf(frame) >= shown);
  });

  it("sends at most two frames that nobody has shown, and takes commands all the same", async () => {
    let show = () => {};
    const { session, seen, all } = watched(pool, () => new Promise<void>((shown) => (show = shown)));
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "play" });
    await vi.waitFor(() => expect(all("frame")).toHaveLength(2), { timeout: 20_000 });
    const { time } = session.state;
    // Until time has passed: a busy machine may not have come to it yet.
    for (let value = 9, at = time; at <= time; value++) {
      session.send({ type: "set", path: "orders-db.max", value });
      const { edits } = await seen("edits", (report) => report.edits.at(-1)?.value === value);
      at = edits.at(-1)!.at;
    }
    expect(all("frame")).toHaveLength(2);
    show();
    await vi.waitFor(() => expect(all("frame")).toHaveLength(3), { timeout: 20_000 });
  });

  it("stops in the middle of the longest search", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    await seen("opened");
    session.send({ type: "seek", time: 1e6 });
    await seen("status", ({ status, time }) => status === "seeking" && time > 0);
    const from = performance.now();
    await session.close();
    // The promise is 50 ms; a busy machine is allowed some more of them.
    expect(performance.now() - from).toBeLessThan(10_000);
  });

  it("can be begun again after it was stopped", async () => {
    const { session, seen } = watched();
    session.send({ type: "open", text: STARTER, name: "starter" });
    session.send({ type: "seek", time: 7 });
    await seen("status", ({ status, time }) => status === "paused" && time === 7);
    session.send({ type: "stop" });
    session.send({ type: "step" });
    await seen("status", ({ status, time }) => status === "paused" && time > 7 && time < 8);
  });
});

describe("a worker that fails", () => {
  const broken = async (code: string) => {
    const own = await builtWorker();
    writeFileSync(join(own.folder, "simulation.js"), code);
    const threads = new SimulationPool(own.folder, 1);
    return {
      threads,
      end: async () => {
        await threads.destroy();
        own.remove();
      },
    };
  };

  it("is reported with the scenario, the seed, the edits and the time, and not waited for", async () => {
    const { threads, end } = await broken(`
      const { Header } = { Header: { time: 2 } };
      module.exports = ({ port }) => new Promise(() => {
        port.on("message", ({ command }) => {
          if (command?.type === "open") {
            port.postMessage({ type: "opened", network: { seed: 42 } });
            port.postMessage({ type: "edits", edits: [{ at: 2, path: "orders-db.max", value: 3 }], parameters: [] });
            port.postMessage({ type: "status", status: "playing", time: 4.5, speed: 1 });
          }
          if (command?.type === "step") setImmediate(() => { throw new Error("out of memory"); });
        });
      });`);
    const { session, seen } = watched(threads);
    session.send({ type: "open", text: STARTER, name: "starter" });
    await seen("status");
    session.send({ type: "step" });
    const failed = await seen("failed");
    expect(failed).toMatchObject({
      message: expect.stringContaining('"starter" ended unexpectedly: out of memory'),
      seed: 42,
      state: { edits: [{ at: 2, path: "orders-db.max", value: 3 }], time: 4.5, playing: true, seed: 42 },
    });
    expect(failed.report).toContain("Simulated time: 4.5 s");
    expect(failed.report).toContain(STARTER);
    await end();
  });

  it("is reported where its thread ends", async () => {
    const { threads, end } = await broken("module.exports = () => process.exit(3);");
    const { session, seen } = watched(threads);
    session.send({ type: "open", text: STARTER, name: "starter" });
    expect((await seen("failed")).message).toContain("exited with code");
    await end();
  });

  it("is reported where its file is missing", async () => {
    const threads = new SimulationPool(join(worker.folder, "nowhere"), 1);
    const { session, seen } = watched(threads);
    session.send({ type: "open", text: STARTER, name: "starter" });
    expect((await seen("failed")).message).toMatch(/simulation worker .*simulation\.js is missing/);
    await expect(threads.run({ text: STARTER, set: {}, seed: 1 })).rejects.toThrow("is missing");
  });

  it("is reported where piscina's own worker was left out of the package", async () => {
    const own = await builtWorker();
    const bundle = (entryPoints: Record<string, string>) =>
      build({
        entryPoints,
        outdir: own.folder,
        bundle: true,
        platform: "node",
        format: "cjs",
        external: ["@napi-rs/nice"],
        logLevel: "error",
      });
    await bundle({ pool: join(import.meta.dirname, "../../host/simulation-pool.ts") });
    const packed = createRequire(join(own.folder, "pool.js"))("./pool.js") as {
      SimulationPool: typeof SimulationPool;
    };
    const threads = new packed.SimulationPool(own.folder, 1);
    const { session, seen } = watched(threads);
    session.send({ type: "open", text: STARTER, name: "starter" });
    expect((await seen("failed")).message).toMatch(/no simulation worker could be started: .*worker\.js/);
    // Put right, the next command starts a new thread at the place of the last one.
    const piscina = createRequire(import.meta.url).resolve("piscina");
    await bundle({ worker: join(dirname(piscina), "worker.js") });
    session.send({ type: "step" });
    await seen("status", ({ time }) => time > 0);
    await threads.destroy();
    own.remove();
  });

  it("ends within moments though it listens to nothing", async () => {
    const { threads, end } = await broken("module.exports = () => { for (;;); };");
    const { session } = watched(threads);
    session.send({ type: "open", text: STARTER, name: "starter" });
    const from = performance.now();
    await session.close();
    expect(performance.now() - from).toBeLessThan(10_000);
    await end();
  });
});
