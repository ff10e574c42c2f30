// npm run bench:server [-- FOLDER] [--edits 60] [--pause 250] [--workspace]: the language server as the package ships it, in a process of its own, in a folder. Tells how
// long it went without an answer while it read and linked, and how long it took from a keystroke to the diagnostics of what was typed.
// The CPU is that of the thread that answers, which says more on a machine where others work too. After each edit nothing is typed for `--pause` milliseconds, in which the
// other open documents are looked at. Without a folder a backend of 205,000 lines is written for it. `--workspace` has findings of files that are not open shown, too.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { PublishDiagnosticsParams } from "vscode-languageserver/node";
import { fileAccess } from "../host/linter/files.ts";
import { walk } from "../linter/workspace/walk.ts";
import { writtenBackend } from "./backend.ts";
import { linterBundles } from "./linter-bundles.ts";
import { median } from "./processes.ts";

/** Documents that are open. */
const OPEN = 20;
/** Between two questions whether it still answers, milliseconds. */
const PULSE = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    edits: { type: "string", default: "60" },
    pause: { type: "string", default: "250" },
    workspace: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const [given] = positionals;
  const folder = given === undefined ? writtenBackend(200_000) : resolve(given);
  const dist = linterBundles({ server: "extension/server/server.ts" });
  const storage = mkdtempSync(join(tmpdir(), "spillway-bench-cache-"));
  try {
    await measure(folder, dist, storage, "no cache yet");
    await measure(folder, dist, storage, "all known from the cache");
  } finally {
    for (const made of [dist, storage, ...(given === undefined ? [folder] : [])])
      rmSync(made, { recursive: true });
  }
}

async function measure(folder: string, dist: string, storage: string, title: string): Promise<void> {
  const usage = join(tmpdir(), `spillway-bench-usage-${process.pid}.json`);
  const server = spawn(
    process.execPath,
    ["--require", join(import.meta.dirname, "usage.cjs"), join(dist, "server.js"), "--stdio"],
    { env: { ...process.env, BENCH_USAGE: usage }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const editor = new Editor(server);
  const from = performance.now();
  const pulse = new Pulse(editor);
  await editor.start(folder, storage);
  const documents = await chosenFiles(folder);
  for (const path of documents) editor.open(path);
  const openedAt = performance.now();
  await Promise.all(documents.map((path) => editor.shown(path, 1)));
  console.log(`\n${title}: ${documents.length} documents open`);
  console.log(`first diagnostics of all of them:   ${ms(performance.now() - openedAt)}`);
  const said = await editor.read;
  console.log(`${said}: ${ms(performance.now() - from)} after the start`);
  console.log(`longest without an answer so far:   ${pulse.longest()}`);
  const linkedAt = performance.now();
  const count = await editor.everything();
  console.log(`${`${count} findings of the whole project:`.padEnd(35)} ${ms(performance.now() - linkedAt)}`);
  console.log(`longest without an answer in that:  ${pulse.longest()}`);
  for (const [what, edit] of Object.entries(edits)) {
    const times: number[] = [];
    const cpu: number[] = [];
    for (let n = 0; n < Number(values.edits); n++) {
      const before = cpuOf(server);
      times.push(await editor.edit(documents[n % documents.length] ?? "", edit(n)));
      cpu.push(cpuOf(server) - before);
      await pause(Number(values.pause));
    }
    console.log(`${what.padEnd(35)} ${spread(times)}; without an answer ${pulse.longest()}`);
    if (!cpu.some(Number.isNaN)) console.log(`${"".padEnd(35)} CPU ${spread(cpu)}`);
  }
  pulse.end();
  await editor.stop();
  const { cpuMs, megabytes } = JSON.parse(readFileSync(usage, "utf8")) as {
    cpuMs: number;
    megabytes: number;
  };
  rmSync(usage);
  console.log(`CPU ${ms(cpuMs)}, memory at most ${megabytes.toFixed(0)} MB`);
}

/** How long the thread that answers was busy so far, milliseconds; known on Linux only. */
function cpuOf({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const of95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  return `median ${ms(median(sorted))}, 95 of 100 within ${ms(of95)}, slowest ${ms(sorted.at(-1) ?? Number.NaN)}`;
}

/** What is typed at the end of a file. */
const edits: Record<string, (n: number) => string> = {
  "an edit inside a function:": (n) => `\nvoid ${n};\n`,
  "one that other files can see:": (n) => `\nexport const added${n} = (ids: string[]) => ids.length;\n`,
  "one that any conclusion may hang on:": (n) => `\nclass Added${n} implements Addable${n} {}\n`,
};

/** Source files from all over the folder, those that wait for something first. */
async function chosenFiles(folder: string): Promise<string[]> {
  const waiting: string[] = [];
  const others: string[] = [];
  const access = fileAccess((path) => path);
  for await (const found of walk(folder, access)) {
    if (found.kind !== "source") continue;
    const text = readFileSync(found.path, "utf8");
    (/\bawait\b/.test(text) && /\bfor \(|\.map\(/.test(text) ? waiting : others).push(found.path);
  }
  const from = waiting.length >= OPEN ? waiting : [...waiting, ...others];
  const every = Math.max(1, Math.floor(from.length / OPEN));
  return from.filter((_, index) => index % every === 0).slice(0, OPEN);
}

/** As much of an editor as the server needs. */
class Editor {
  readonly read: Promise<string>;
  private readonly server: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly versions = new Map<string, number>();
  private readonly texts = new Map<string, string>();
  private readonly waiting = new Set<{ uri: string; version: number; done: () => void }>();

  constructor(server: ChildProcess) {
    this.server = server;
    if (server.stdin === null || server.stdout === null) throw new Error("the server has no pipes");
    this.connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    this.connection.onNotification("textDocument/publishDiagnostics", (shown: PublishDiagnosticsParams) => {
      this.versions.set(shown.uri, shown.version ?? 0);
      for (const waiting of this.waiting) {
        if (waiting.uri !== shown.uri || (shown.version ?? 0) < waiting.version) continue;
        this.waiting.delete(waiting);
        waiting.done();
      }
    });
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => ({ lint: { workspace: values.workspace } })),
    );
    this.connection.onRequest("client/registerCapability", () => null);
    this.read = new Promise((done) => {
      this.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
        if (message.startsWith("Read ")) done(message);
      });
    });
    this.connection.listen();
  }

  async start(folder: string, storage: string): Promise<void> {
    const uri = String(pathToFileURL(folder));
    await this.connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      workspaceFolders: [{ uri, name: folder }],
      initializationOptions: { storage },
      capabilities: { workspace: { configuration: true } },
    });
    await this.connection.sendNotification("initialized", {});
  }

  open(path: string): void {
    const text = readFileSync(path, "utf8");
    this.texts.set(path, text);
    void this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri: uriOf(path), languageId: languageOf(path), version: 1, text },
    });
  }

  /** Resolves with the diagnostics of this version or a later one. */
  shown(path: string, version: number): Promise<void> {
    const uri = uriOf(path);
    if ((this.versions.get(uri) ?? -1) >= version) return Promise.resolve();
    return new Promise((done) => this.waiting.add({ uri, version, done }));
  }

  /** Milliseconds from the keystroke to its diagnostics. */
  async edit(path: string, added: string): Promise<number> {
    const version = (this.versions.get(uriOf(path)) ?? 1) + 1;
    const from = performance.now();
    void this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: uriOf(path), version },
      contentChanges: [{ text: (this.texts.get(path) ?? "") + added }],
    });
    await this.shown(path, version);
    return performance.now() - from;
  }

  /** How much is found in the whole project, open or not. */
  async everything(): Promise<number> {
    const found = await this.connection.sendRequest<unknown[]>("spillway/workspaceFindings");
    return found.length;
  }

  /** The pools of a document that is not there: an answer that costs nothing. */
  async ask(): Promise<void> {
    await this.connection.sendRequest("spillway/constructions", { uri: "untitled:nothing" });
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.server.once("exit", done));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await ended;
    this.connection.dispose();
  }
}

/** Asks the server for something again and again, and notes how long it waited. */
class Pulse {
  private most = 0;
  private asked: number | undefined;
  private ended = false;

  constructor(editor: Editor) {
    void this.beat(editor);
  }

  /** The longest wait since this was asked last. */
  longest(): string {
    const now = this.asked === undefined ? 0 : performance.now() - this.asked;
    const most = Math.max(this.most, now);
    this.most = 0;
    return ms(most);
  }

  end(): void {
    this.ended = true;
  }

  private async beat(editor: Editor): Promise<void> {
    while (!this.ended) {
      this.asked = performance.now();
      await editor.ask();
      this.most = Math.max(this.most, performance.now() - this.asked);
      this.asked = undefined;
      await pause(PULSE);
    }
  }
}

function uriOf(path: string): string {
  return String(pathToFileURL(path));
}

function languageOf(path: string): string {
  const base = /\.[cm]?ts|\.tsx$/.test(path) ? "typescript" : "javascript";
  return /[jt]sx$/.test(path) ? `${base}react` : base;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

await main();
