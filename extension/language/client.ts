import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type MessageSignature,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import type { Construction } from "../../linter/construction.ts";
import {
  CONSTRUCTIONS,
  type StartOptions,
  WORKSPACE,
  WORKSPACE_POOLS,
  type WorkspaceState,
} from "../server/protocol.ts";
import type { Services } from "../services.ts";
import { strings } from "../words.ts";
import { chosenSettings } from "./chosen-settings.ts";
import { selecting } from "./selecting.ts";
import { SELECTOR } from "./selector.ts";
import type { LanguageStatus } from "./status.ts";

/** A server that ends more often than this within these milliseconds is not started again by itself. */
const RESTARTS = { most: 4, within: 3 * 60_000 };

/** The language client, with the server that it started. */
export class Client {
  readonly #client: LanguageClient;
  readonly #parts: vscode.Disposable;

  private constructor(client: LanguageClient, parts: vscode.Disposable) {
    this.#client = client;
    this.#parts = parts;
  }

  /** Starts the server. Rejects where that fails. */
  static async start({ context, log }: Services, status: LanguageStatus): Promise<Client> {
    const server = { module: context.asAbsolutePath("dist/server.js"), transport: TransportKind.ipc };
    const files = vscode.workspace.createFileSystemWatcher(
      "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json,prisma}",
    );
    const parts = vscode.Disposable.from(files, selecting());
    const client = new StoppableClient(
      "spillway",
      "Spillway",
      { run: server, debug: server },
      {
        documentSelector: SELECTOR,
        initializationOptions: startOptions(context),
        outputChannel: log,
        synchronize: { configurationSection: "spillway", fileEvents: files },
        middleware: chosenSettings,
        errorHandler: new Patience(status),
      },
    );
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Starting) status.starting();
      if (newState === State.Running) status.running();
    });
    client.onNotification(WORKSPACE, (state: WorkspaceState) => status.workspace(state));
    try {
      await client.start();
    } catch (error) {
      parts.dispose();
      status.failed();
      throw error;
    }
    return new Client(client, parts);
  }

  /** Empty where the server does not know of any. */
  constructions(uri: string, token: vscode.CancellationToken | undefined): Promise<Construction[]> {
    return this.#client.sendRequest<Construction[]>(CONSTRUCTIONS, { uri }, token);
  }

  /** Answers when the workspace is read. */
  pools(token: vscode.CancellationToken): Promise<Construction[]> {
    return this.#client.sendRequest<Construction[]>(WORKSPACE_POOLS, token);
  }

  async stop(): Promise<void> {
    this.#parts.dispose();
    // A server that is being started again after it ended can only be stopped when it runs.
    if (this.#client.state === State.Starting) await this.#client.start().catch(() => undefined);
    if (this.#client.state === State.Running) await this.#client.dispose();
  }
}

/**
 * A client that is stopped has no answer to what was asked just before, and that is no failure: the library has it so for what is asked
 * once it stops, but not for what it has not sent yet.
 */
class StoppableClient extends LanguageClient {
  override handleFailedRequest<T>(
    type: MessageSignature,
    token: vscode.CancellationToken | undefined,
    error: unknown,
    defaultValue: T,
    showNotification?: boolean,
    throwOnCancel?: boolean,
  ): T {
    if (this.state === State.Stopped) return defaultValue;
    return super.handleFailedRequest(type, token, error, defaultValue, showNotification, throwOnCancel);
  }
}

/** What was parsed is kept with the workspace; a window without one keeps nothing. Findings speak the language of the window. */
function startOptions({ storageUri }: vscode.ExtensionContext): StartOptions {
  return {
    selects: true,
    strings: strings(),
    ...(storageUri?.scheme === "file" ? { storage: storageUri.fsPath } : {}),
  };
}

/** Starts a server again that ended, but not for ever. */
class Patience implements ErrorHandler {
  readonly #status: LanguageStatus;
  readonly #ends: number[] = [];

  constructor(status: LanguageStatus) {
    this.#status = status;
  }

  error() {
    // One message that could not be read or written is no reason to end the server.
    return { action: ErrorAction.Continue, handled: true };
  }

  closed() {
    const now = Date.now();
    this.#ends.push(now);
    const recent = this.#ends.filter((end) => now - end < RESTARTS.within);
    if (recent.length <= RESTARTS.most) return { action: CloseAction.Restart, handled: true };
    this.#status.failed();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
