import { join } from "node:path";
import * as vscode from "vscode";
import { Examples } from "../host/examples.ts";
import { SimulationPool } from "../host/simulation-pool.ts";
import { SETTINGS } from "./ids.ts";

/** What the parts of the extension share. Nothing of it starts before it is used. */
export class Services implements vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly examples: Examples;
  #pool: SimulationPool | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.context = context;
    this.log = vscode.window.createOutputChannel("Spillway", { log: true });
    this.examples = new Examples(context.asAbsolutePath("examples"));
  }

  /** The simulator's threads. */
  get pool(): SimulationPool {
    this.#pool ??= new SimulationPool(join(this.context.extensionPath, "dist"), threads());
    return this.#pool;
  }

  get reducedMotion(): boolean {
    return vscode.workspace.getConfiguration().get(SETTINGS.animation) === "off";
  }

  /** Messages of the view in the person's language; empty in English, where a message is its own key. */
  get strings(): Record<string, string> {
    const bundle = vscode.l10n.bundle ?? {};
    return Object.fromEntries(
      Object.entries(bundle).map(([key, text]) => [key, typeof text === "string" ? text : String(text)]),
    );
  }

  async dispose(): Promise<void> {
    await this.#pool?.destroy();
    this.log.dispose();
  }
}

function threads(): number {
  return vscode.workspace.getConfiguration().get<number>(SETTINGS.threads, 0);
}
