import { PassThrough } from "node:stream";
import { afterEach } from "vitest";
import { createMessageConnection, type MessageConnection } from "vscode-jsonrpc/node";
import {
  createConnection,
  type Diagnostic,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from "vscode-languageserver/node";
import { LanguageServer } from "../../extension/server/language-server.ts";
import { WORKSPACE, type WorkspaceState } from "../../extension/server/protocol.ts";
import type { FactCache } from "../../linter/workspace/reading.ts";
import type { FileAccess } from "../../linter/workspace/walk.ts";
import type { Strings } from "../../words/sentence.ts";
import { newLinter, parseHere } from "./linter.ts";

const open: MessageConnection[] = [];
afterEach(() => {
  for (const connection of open.splice(0)) connection.dispose();
});

/** An editor and a server in one process, with files in memory. */
export async function editor(
  files: Record<string, string> = {},
  settings: object = {},
  {
    storage,
    cache,
    ofFolder = {},
    strings,
    selects,
    slices,
    waits = [],
    progress = [],
    tokens = [],
    read = async () => {},
    reread = async () => {},
    configured = async () => {},
  }: {
    storage?: string;
    cache?: FactCache;
    ofFolder?: Record<string, object>;
    strings?: Strings;
    selects?: boolean;
    /** Where given, every step of work is a slice of its own and waits here until it is let go. */
    slices?: (() => void)[];
    /** How long work was put off, each time that it was. */
    waits?: number[];
    /** Messages of progress are put in here. */
    progress?: string[];
    /** And the tokens that it is stopped by. */
    tokens?: (string | number)[];
    /** Waited for before a file of the folder is read. */
    read?: (path: string) => Promise<unknown>;
    /** Waited for after a single file was read, before what is in it is told. */
    reread?: (path: string) => Promise<unknown>;
    /** Waited for before the editor tells its settings. */
    configured?: () => Promise<unknown>;
  } = {},
) {
  const [toServer, toEditor] = [new PassThrough(), new PassThrough()];
  const timers = new Set<NodeJS.Timeout>();
  let clock = 0;
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toEditor));
  const access = inMemory(files);
  const slow: FileAccess = {
    ...access,
    async text(path) {
      await read(path);
      return access.text(path);
    },
  };
  new LanguageServer(server, {
    createLinter: newLinter,
    files: {
      ...access,
      async text(path) {
        const text = await access.text(path);
        await reread(path);
        return text;
      },
    },
    reading: (_, folder) => ({
      reader: {
        access: slow,
        parse: parseHere,
        ...(folder === undefined || cache === undefined ? {} : { cache }),
      },
      save() {},
      remove() {},
    }),
    after(milliseconds, task) {
      if (milliseconds === 0 && slices !== undefined) {
        slices.push(task);
        return () => {
          const index = slices.indexOf(task);
          if (index >= 0) slices.splice(index, 1);
        };
      }
      if (milliseconds > 0) waits.push(milliseconds);
      const timer = setTimeout(() => {
        timers.delete(timer);
        task();
      }, milliseconds);
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer);
      };
    },
    now() {
      if (slices === undefined) return performance.now();
      clock += 1000;
      return clock;
    },
  });
  server.listen();
  const client = createMessageConnection(
    new StreamMessageReader(toEditor),
    new StreamMessageWriter(toServer),
  );
  open.push(client);
  const shown = new Map<string, Diagnostic[]>();
  const versions: string[] = [];
  const log: string[] = [];
  const workspace: string[] = [];
  client.onRequest("window/workDoneProgress/create", ({ token }: { token: string | number }) => {
    tokens.push(token);
    return null;
  });
  client.onNotification("$/progress", ({ value }: { value: { message?: string } }) => {
    if (value.message !== undefined) progress.push(value.message);
  });
  client.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, version, diagnostics }: PublishDiagnosticsParams) => {
      shown.set(uri, diagnostics);
      versions.push(`${uri} ${version}`);
    },
  );
  client.onNotification("window/logMessage", ({ message }: { message: string }) => {
    log.push(message);
  });
  client.onNotification(WORKSPACE, ({ reading, files: count }: WorkspaceState) => {
    workspace.push(`${reading} ${count}`);
  });
  client.onRequest("workspace/configuration", async ({ items }: { items: { scopeUri?: string }[] }) => {
    await configured();
    return items.map(({ scopeUri = "" }) => ofFolder[scopeUri] ?? settings);
  });
  client.onRequest("client/registerCapability", () => null);
  client.listen();
  const uris = Object.keys(ofFolder).length > 0 ? Object.keys(ofFolder) : ["file:///app"];
  const folders = Object.keys(files).length === 0 ? [] : uris.map((uri) => ({ uri, name: uri }));
  await client.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    workspaceFolders: folders,
    initializationOptions: { storage, strings, selects },
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      window: { workDoneProgress: true },
      textDocument: { codeAction: { disabledSupport: true } },
    },
  });
  await client.sendNotification("initialized", {});
  const change = (uri: string, version: number, contentChanges: TextDocumentContentChangeEvent[]) =>
    client.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  return {
    client,
    log,
    shown,
    workspace,
    versions,
    /** Something is put off for some time: the server is not done. */
    isPutOff: () => timers.size > 0,
    type: (uri: string, text: string, languageId = "typescript") =>
      client.sendNotification("textDocument/didOpen", {
        textDocument: { uri, languageId, version: 1, text },
      }),
    replace: (uri: string, version: number, text: string) => change(uri, version, [{ text }]),
    change,
    close: (uri: string) => client.sendNotification("textDocument/didClose", { textDocument: { uri } }),
    /** Resolves when the server has taken in what was sent before. */
    ask: () => client.sendRequest("spillway/constructions", { uri: "file:///app/src/users.ts" }),
    codes: (uri: string) => shown.get(uri)?.map(({ code }) => code),
  };
}

function inMemory(files: Record<string, string>): FileAccess {
  const paths = Object.keys(files);
  return {
    async list(folder) {
      const names = new Map<string, "file" | "folder">();
      for (const path of paths) {
        if (!path.startsWith(`${folder}/`)) continue;
        const [name = "", ...rest] = path.slice(folder.length + 1).split("/");
        names.set(name, rest.length > 0 ? "folder" : "file");
      }
      return [...names].map(([name, kind]) => ({ name, kind }));
    },
    state: async (path) => (path in files ? { size: files[path]!.length, modified: 0 } : undefined),
    text: async (path) => files[path],
    textNow: (path) => files[path] ?? "",
  };
}

/** Lets one slice after the other go until there is something to see, and tells how many there were. */
export async function letGo(
  slices: (() => void)[],
  seen: (count: number) => boolean,
  between: () => Promise<unknown> = async () => {},
): Promise<number> {
  for (let count = 0; ; ) {
    await new Promise((next) => setImmediate(next));
    if (seen(count)) return count;
    const slice = slices.shift();
    if (slice === undefined) continue;
    await between();
    slice();
    count++;
  }
}
