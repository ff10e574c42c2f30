import * as vscode from "vscode";
import { SETTINGS } from "./ids.ts";

/** What all parts of the extension share; light, because it is there from the activation on. */
export class Services implements vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;

  constructor(context: vscode.ExtensionContext) {
    this.context = context;
    this.log = vscode.window.createOutputChannel("Spillway", { log: true });
  }

  /** How many runs of a study are made at once; 0 leaves it to the machine. */
  get threads(): number {
    return vscode.workspace.getConfiguration().get<number>(SETTINGS.threads, 0);
  }

  get reducedMotion(): boolean {
    return vscode.workspace.getConfiguration().get(SETTINGS.animation) === "off";
  }

  dispose(): void {
    this.log.dispose();
  }
}
