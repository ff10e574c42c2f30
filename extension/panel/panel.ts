import * as vscode from "vscode";
import type { Subject } from "../../host/subject.ts";
import type { View } from "../../host/view.ts";
import type { Construction } from "../../linter/construction.ts";
import type { ViewState } from "../../simulator/protocol.ts";
import { CodeSubject, restoredSubject } from "../bridge/code-subject.ts";
import { VIEW_TYPES } from "../ids.ts";
import type { Language } from "../language/language.ts";
import type { Simulator } from "../simulator.ts";
import { openScenarioText } from "./scenario-text.ts";
import { exampleSubject, hostView } from "./webview-host.ts";

/** Under which the example that was used last is remembered. */
const LAST_EXAMPLE = "lastExample";

/** The simulator's panel: one a window. It brings itself back when the window is reloaded. */
export class Panel {
  readonly #simulator: Simulator;
  readonly #language: Language;
  #open: { panel: vscode.WebviewPanel; view: View } | undefined;

  constructor(simulator: Simulator, language: Language) {
    this.#simulator = simulator;
    this.#language = language;
  }

  /** Shows the panel with what it showed last, or with `subject`. */
  async show(subject?: Subject): Promise<void> {
    if (this.#open === undefined) {
      const panel = vscode.window.createWebviewPanel(
        VIEW_TYPES.panel,
        vscode.l10n.t("Spillway Simulator"),
        subject === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside,
      );
      this.#attach(panel);
    } else {
      this.#open.panel.reveal();
    }
    if (subject !== undefined) await this.#open?.view.show(subject);
  }

  async showExample(id: string): Promise<void> {
    await this.show(await this.#example(id));
  }

  async showConstruction(construction: Construction): Promise<void> {
    await this.show(new CodeSubject(this.#language, construction, this.#warn));
  }

  /** Fills in a panel that VS Code brought back. */
  restore(panel: vscode.WebviewPanel): void {
    // The view itself says what it showed, as soon as it is ready.
    this.#attach(panel);
  }

  readonly #warn = (message: string): void => this.#open?.view.warn(message);

  #attach(panel: vscode.WebviewPanel): void {
    panel.iconPath = vscode.Uri.joinPath(this.#simulator.services.context.extensionUri, "media", "icon.svg");
    const view = hostView(this.#simulator, panel, {
      subject: (kept) => this.#subject(kept),
      example: (id) => this.#example(id),
      openAsText: openScenarioText,
    });
    this.#open = { panel, view };
    panel.onDidDispose(() => {
      if (this.#open?.panel === panel) this.#open = undefined;
    });
  }

  async #subject(kept: ViewState | undefined): Promise<Subject> {
    switch (kept?.origin.kind) {
      case "example":
        return exampleSubject(this.#simulator, kept.origin.id, kept.text);
      case "code":
        return restoredSubject(this.#language, kept.origin, kept.text, this.#warn);
      default: {
        const examples = await this.#simulator.examples.list();
        const last = this.#simulator.services.context.globalState.get<string>(LAST_EXAMPLE);
        const id = examples.find((example) => example.id === last)?.id ?? examples[0]?.id;
        if (id === undefined) throw new Error(vscode.l10n.t("This package holds no examples."));
        return exampleSubject(this.#simulator, id);
      }
    }
  }

  async #example(id: string): Promise<Subject> {
    const subject = await exampleSubject(this.#simulator, id);
    await this.#simulator.services.context.globalState.update(LAST_EXAMPLE, id);
    return subject;
  }
}
