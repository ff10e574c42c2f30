import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import type { Construction } from "../../linter/construction.ts";
import { CONSTRUCTIONS } from "../server/protocol.ts";
import type { Services } from "../services.ts";
import { LanguageStatus } from "./status.ts";

const LANGUAGES = ["typescript", "typescriptreact", "javascript", "javascriptreact"];
/** Text is all that the server needs, so it works wherever documents come from. */
const SCHEMES = ["file", "untitled", "vscode-vfs", "vscode-remote", "vscode-notebook-cell"];

/** The documents that the linter reads. */
export const SELECTOR: { language: string; scheme: string }[] = LANGUAGES.flatMap((language) =>
  SCHEMES.map((scheme) => ({ language, scheme })),
);

/** A server that ends this often within these milliseconds is not started again by itself. */
const RESTARTS = { most: 4, within: 3 * 60_000 };

/** The language server and the client that speaks to it, from the first document that it can read on. */
export class Language {
  readonly #services: Services;
  readonly #status = new LanguageStatus(SELECTOR);
  #client: LanguageClient | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Starts the server with the first document that it can read, now or later. */
  watch(): vscode.Disposable {
    const look = (document: vscode.TextDocument) => {
      if (this.#client === undefined && vscode.languages.match(SELECTOR, document) > 0) void this.#start();
    };
    vscode.workspace.textDocuments.forEach(look);
    return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), this.#status);
  }

  /** The pools and clients that a document builds; empty where the server does not know them. */
  async constructions(uri: vscode.Uri, token?: vscode.CancellationToken): Promise<Construction[]> {
    const client = await this.#started();
    return client.sendRequest<Construction[]>(CONSTRUCTIONS, { uri: uri.toString() }, token);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.#start();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client !== undefined && client.state !== State.Stopped) await client.stop();
    await client?.dispose();
  }

  async #started(): Promise<LanguageClient> {
    if (this.#client === undefined) await this.#start();
    const client = this.#client;
    if (client === undefined) throw new Error(vscode.l10n.t("The language server is not running."));
    if (client.state !== State.Running) await client.start();
    return client;
  }

  async #start(): Promise<void> {
    const { context, log } = this.#services;
    const module = context.asAbsolutePath("dist/server.js");
    const server = { module, transport: TransportKind.ipc };
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: log,
      synchronize: {
        configurationSection: "spillway",
        fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}"),
      },
      errorHandler: new Patience(this.#status),
    };
    const client = new LanguageClient("spillway", "Spillway", { run: server, debug: server }, options);
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.#client === client) this.#status.show(newState);
    });
    try {
      await client.start();
    } catch (error) {
      log.error("The language server did not start:", String(error));
      this.#status.failed();
    }
  }
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
