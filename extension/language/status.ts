import * as vscode from "vscode";
import { COMMANDS } from "../ids.ts";
import type { WorkspaceState } from "../server/protocol.ts";

/** The linter's line in the language status of the status bar. */
export class LanguageStatus implements vscode.Disposable {
  readonly #selector: vscode.DocumentSelector;
  #item: vscode.LanguageStatusItem | undefined;

  constructor(selector: vscode.DocumentSelector) {
    this.#selector = selector;
  }

  starting(): void {
    this.#show(vscode.l10n.t("starting"), { busy: true });
  }

  running(): void {
    this.#show(vscode.l10n.t("watching for slow patterns"), { command: showLog() });
  }

  /** The server tells how much of the workspace it knows. */
  workspace({ reading, files }: WorkspaceState): void {
    if (reading === "under way")
      this.#show(vscode.l10n.t("reading files"), { busy: true, command: showLog() });
    else if (reading === "done") this.#show(vscode.l10n.t("{0} files read", files), { command: showLog() });
    else
      this.#show(vscode.l10n.t("stopped after {0} files: helpers in others are not known", files), {
        severity: vscode.LanguageStatusSeverity.Warning,
        command: { command: COMMANDS.restartServer, title: vscode.l10n.t("Read All") },
      });
  }

  failed(): void {
    this.#show(vscode.l10n.t("the language server ended"), {
      severity: vscode.LanguageStatusSeverity.Error,
      command: { command: COMMANDS.restartServer, title: vscode.l10n.t("Restart") },
    });
  }

  dispose(): void {
    this.#item?.dispose();
  }

  /** The name is the text, as the editor puts lines of several extensions below one another and tells of none whose it is. */
  #show(
    detail: string,
    {
      busy = false,
      severity = vscode.LanguageStatusSeverity.Information,
      command,
    }: { busy?: boolean; severity?: vscode.LanguageStatusSeverity; command?: vscode.Command },
  ): void {
    this.#item ??= vscode.languages.createLanguageStatusItem("spillway", this.#selector);
    const item = this.#item;
    item.name = "Spillway";
    item.text = "Spillway";
    item.detail = detail;
    item.busy = busy;
    item.severity = severity;
    item.command = command;
    item.accessibilityInformation = { label: `Spillway: ${detail}` };
  }
}

function showLog(): vscode.Command {
  return { command: COMMANDS.showLog, title: vscode.l10n.t("Show Log") };
}
