import * as vscode from "vscode";
import type { Construction } from "../../linter/construction.ts";
import type { Services } from "../services.ts";
import type { Client } from "./client.ts";
import { SELECTOR } from "./selector.ts";
import { LanguageStatus } from "./status.ts";

/** The language server, from the first document that it can read on. Until then not even its client is loaded. */
export class Language {
  readonly #services: Services;
  readonly #status = new LanguageStatus(SELECTOR);
  #client: Promise<Client> | undefined;
  /** The window goes away: nothing is started any more. */
  #over = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Starts the server with the first document that it can read, now or later. */
  watch(): vscode.Disposable {
    const look = (document: vscode.TextDocument) => {
      if (this.#over || this.#client !== undefined || vscode.languages.match(SELECTOR, document) === 0)
        return;
      this.#started().catch((error: unknown) => {
        if (!this.#over) this.#services.log.error("The language server did not start:", String(error));
      });
    };
    vscode.workspace.textDocuments.forEach(look);
    return vscode.Disposable.from(vscode.workspace.onDidOpenTextDocument(look), this.#status);
  }

  /** The pools and clients that a document builds; empty where the server does not know them. */
  constructions(uri: vscode.Uri, token?: vscode.CancellationToken): Promise<Construction[]> {
    return this.#asked((client) => client.constructions(uri.toString(), token), token);
  }

  /** The pools that the code of the workspace builds, when all of it is read; empty where nobody waits for them any more. */
  pools(token: vscode.CancellationToken): Promise<Construction[]> {
    return this.#asked((client) => client.pools(token), token);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.#started();
  }

  /** Stops the server for good: what is asked from now on has no answer, and starts nothing. */
  async end(): Promise<void> {
    this.#over = true;
    await this.stop();
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // One that never started has nothing to stop.
    await client?.then(
      (started) => started.stop(),
      () => undefined,
    );
  }

  async #asked(
    ask: (client: Client) => Promise<Construction[]>,
    token: vscode.CancellationToken | undefined,
  ): Promise<Construction[]> {
    if (this.#over) return [];
    const asked = this.#started();
    try {
      return await ask(await asked);
    } catch (error) {
      // Nobody waits for the answer any more.
      if (this.#over || token?.isCancellationRequested === true) return [];
      // Another server has taken the place of the one that was asked.
      if (this.#client !== undefined && this.#client !== asked) return this.#asked(ask, token);
      throw error;
    }
  }

  #started(): Promise<Client> {
    this.#client ??= import("./client.ts").then(({ Client }) => Client.start(this.#services, this.#status));
    return this.#client;
  }
}
