import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { type PanelServer, servePanel } from "../../cli/serve/server.ts";
import { SimulationPool } from "../../host/simulation-pool.ts";
import { STARTER } from "../../host/starter.ts";
import { Header, readFrame } from "../../simulator/frame.ts";
import type { ToView } from "../../simulator/protocol.ts";
import { decode, encode } from "../../simulator/wire.ts";
import { builtWorker } from "../worker/bundle.ts";

let worker: Awaited<ReturnType<typeof builtWorker>>;
let pool: SimulationPool;
let server: PanelServer;
let assets: string;
const failures: unknown[] = [];

beforeAll(async () => {
  worker = await builtWorker();
  pool = new SimulationPool(worker.folder, 1);
  assets = mkdtempSync(join(tmpdir(), "spillway-assets-"));
  writeFileSync(join(assets, "webview.js"), "start();");
  writeFileSync(join(assets, "webview.css"), "body {}");
  writeFileSync(join(assets, "secret.txt"), "secret");
  server = await servePanel({
    assets,
    port: 0,
    title: "Spillway: starter",
    shell: (post) => ({
      pool,
      post,
      subject: async () => ({
        origin: { kind: "document", file: "starter.sim.json" },
        name: "starter",
        text: STARTER,
        startsPlaying: true,
      }),
      example: async (id) => {
        throw new Error(`There is no example "${id}".`);
      },
      examples: async () => [],
      strings: {},
      reducedMotion: false,
      doors: {},
      messages: { noCode: "no code" },
      openAsText: async () => {},
      showRule: async () => {},
      copy: async () => {},
      save: async () => {},
      failed: (error) => failures.push(error),
    }),
  });
});
afterAll(async () => {
  await server.close();
  await pool.destroy();
  worker.remove();
  rmSync(assets, { recursive: true });
});

/** What the server answers to exactly these headers; `fetch` would not let us lie about Host. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port, host } = new URL(server.url);
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (done, failed) => {
      const sent = request(
        { host: "127.0.0.1", port, path, method, headers: { host, ...headers } },
        (response) => {
          let body = "";
          response.on("data", (chunk) => (body += String(chunk)));
          response.on("end", () =>
            done({ status: response.statusCode ?? 0, headers: response.headers, body }),
          );
        },
      );
      sent.on("error", failed);
      sent.end();
    },
  );
}

/** A page's socket, and what came through it. */
async function page(headers: Record<string, string> = { origin: server.url }) {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/socket`, { headers });
  const told: (ToView | { type: "bytes"; data: Float64Array })[] = [];
  socket.on("message", (data: Buffer, binary) => {
    if (binary) told.push({ type: "bytes", data: new Float64Array(new Uint8Array(data).buffer) });
    else told.push(decode(data.toString()) as ToView);
  });
  await new Promise<void>((open, failed) => {
    socket.once("open", open);
    socket.once("error", failed);
  });
  return { socket, told, say: (message: unknown) => socket.send(encode(message)) };
}

describe("the panel's server", () => {
  it("listens on this machine only", async () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("serves a page with a new nonce each time, and a policy that lets it reach its own socket only", async () => {
    const [first, second] = [await ask("/"), await ask("/")];
    expect(first.status).toBe(200);
    const nonce = (body: string) => /nonce="([^"]+)"/.exec(body)?.[1];
    expect(nonce(first.body)).not.toBe(nonce(second.body));
    expect(first.body).toContain(`connect-src ${server.url.replace("http", "ws")}`);
    expect(first.headers).toMatchObject({
      "content-security-policy": "frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
  });

  it.each([
    ["/webview.js", 200],
    ["/webview.css", 200],
    ["/secret.txt", 404],
    ["/../secret.txt", 404],
    ["/%2e%2e/secret.txt", 404],
    ["/__proto__", 404],
    ["/toString", 404],
    ["//", 404],
  ])("answers %s with %i", async (path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  it("refuses what is not asked by its own page", async () => {
    expect((await ask("/", { host: "evil.example" })).status).toBe(403);
    expect((await ask("/", { origin: "https://evil.example" })).status).toBe(403);
    expect((await ask("/", {}, "POST")).status).toBe(405);
  });

  it.each([
    ["another page", { origin: "https://evil.example" }],
    ["no page", {}],
    ["a name that was made to point here", { origin: "http://evil.example", host: "evil.example" }],
  ])("opens no socket for %s", async (_, headers) => {
    await expect(page(headers)).rejects.toThrow("403");
  });

  it("plays for a page: opening, reports, frames as bytes, answers", async () => {
    const { socket, told, say } = await page();
    say({ id: 1, type: "ready" });
    await vi.waitFor(() => expect(told.some((m) => m.type === "bytes")).toBe(true), { timeout: 30_000 });
    expect(told[0]).toMatchObject({ type: "open", opening: { canApply: false, text: STARTER } });
    expect(told.find((m) => m.type === "answer")).toEqual({ type: "answer", id: 1 });
    say({ id: 2, type: "session", command: { type: "speed", factor: Number.POSITIVE_INFINITY } });
    const finished = await vi.waitFor(
      () => {
        const found = told.find(
          (m) => m.type === "session" && m.report.type === "status" && m.report.status === "finished",
        );
        expect(found).toBeDefined();
        return found;
      },
      { timeout: 30_000 },
    );
    expect(finished).toMatchObject({ report: { time: 60, speed: Number.POSITIVE_INFINITY } });
    const frames = () => told.flatMap((m) => (m.type === "bytes" ? [readFrame(m.data)] : []));
    await vi.waitFor(() => expect(frames().at(-1)?.header[Header.time]).toBe(60), { timeout: 30_000 });
    socket.terminate();
  });

  it.each([
    ["text that is no JSON", "{", undefined],
    ["a message that is none", '{"id":5,"type":"constructor"}', 5],
    [
      "a scenario that never ends",
      `{"id":6,"type":"session","command":{"type":"open","text":${JSON.stringify("[".repeat(100_000))},"name":"x"}}`,
      6,
    ],
  ])("survives %s", async (_, text, id) => {
    const { socket, told, say } = await page();
    socket.send(text);
    say({ id: 9, type: "ready" });
    await vi.waitFor(() => expect(told.some((m) => m.type === "answer" && m.id === 9)).toBe(true), {
      timeout: 30_000,
    });
    if (id !== undefined) expect(told.some((m) => m.type === "answer" && m.id === id)).toBe(true);
    socket.terminate();
  });

  it("ends the session of a page that went away", async () => {
    const { socket, told, say } = await page();
    say({ id: 1, type: "ready" });
    await vi.waitFor(() => expect(told.some((m) => m.type === "bytes")).toBe(true), { timeout: 30_000 });
    socket.terminate();
    // The server goes on answering, and closing it at the end does not wait for a session.
    expect((await ask("/")).status).toBe(200);
  });

  it("does not fall over a request that is no HTTP", async () => {
    const { port } = new URL(server.url);
    const answered = await new Promise<string>((done) => {
      const raw = connect(Number(port), "127.0.0.1", () =>
        raw.write("GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n"),
      );
      raw.on("data", (data) => done(data.toString()));
    });
    expect(answered).toMatch(/^HTTP\/1\.1 4/);
    expect((await ask("/")).status).toBe(200);
  });
});
