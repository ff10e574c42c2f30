import * as vscode from "vscode";
import { COMMANDS } from "../ids.ts";

/** The linter's line in the language status of the status bar. */
export class LanguageStatus implements vscode.Disposable {
  readonly #selector: vscode.DocumentSelector;
  #item: vscode.LanguageStatusItem | undefined;

  constructor(selector: vscode.DocumentSelector) {
    this.#selector = selector;
  }

  starting(): void {
    const item = this.#shown();
    item.busy = true;
    item.text = vscode.l10n.t("starting");
  }

  running(): void {
    const item = this.#shown();
    item.busy = false;
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.text = vscode.l10n.t("watching for slow patterns");
    item.command = { command: COMMANDS.showLog, title: vscode.l10n.t("Show Log") };
  }

  failed(): void {
    const item = this.#shown();
    item.busy = false;
    item.severity = vscode.LanguageStatusSeverity.Error;
    item.text = vscode.l10n.t("the language server ended");
    item.command = { command: COMMANDS.restartServer, title: vscode.l10n.t("Restart") };
  }

  dispose(): void {
    this.#item?.dispose();
  }

  #shown(): vscode.LanguageStatusItem {
    if (this.#item === undefined) {
      this.#item = vscode.languages.createLanguageStatusItem("spillway", this.#selector);
      this.#item.name = "Spillway";
      this.#item.accessibilityInformation = { label: "Spillway" };
    }
    return this.#item;
  }
}
