import * as vscode from "vscode";
import { STARTER } from "../../host/starter.ts";
import type { Subject } from "../../host/subject.ts";
import { guarded } from "../guard.ts";
import { hostView } from "../panel/webview-host.ts";
import type { Simulator } from "../simulator.ts";
import { DocumentWriter } from "./document-writer.ts";

/** How long the text must be left alone before the simulation is opened anew with it, milliseconds. */
const SETTLED = 300;

/**
 * The simulator as an editor of a scenario document. The text is the only state: a slider is an edit of it, with undo, dirty state and
 * save as VS Code has them for text; text that changes from elsewhere is simulated anew, at the time that was reached.
 */
export class ScenarioEditor {
  readonly #simulator: Simulator;

  constructor(simulator: Simulator) {
    this.#simulator = simulator;
  }

  /** Fills in an editor that VS Code opened. */
  resolve(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const writer = new DocumentWriter(document, (action) =>
      guarded(this.#simulator.services.log, document.uri.toString(), action),
    );
    const name = vscode.workspace.asRelativePath(document.uri, false);
    const subject: Subject = {
      origin: { kind: "document", file: name },
      name,
      get text() {
        return document.getText();
      },
      startsPlaying: false,
      changed: (path, value, more) => writer.set(path, value, more),
      revealText: async (line, column) => {
        const place = new vscode.Position(line - 1, column - 1);
        // Where the text is open already, it is not opened once more.
        const open = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
        await vscode.window.showTextDocument(document, {
          viewColumn: open?.viewColumn ?? vscode.ViewColumn.Beside,
          selection: new vscode.Range(place, place),
        });
      },
    };
    const view = hostView(this.#simulator, panel, {
      subject: async () => subject,
      // An editor shows its own document; a lesson has the panel.
      example: async (id) => {
        await this.#simulator.panel.showExample(id);
        return undefined;
      },
      begin: async () => {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(0, 0), STARTER);
        await vscode.workspace.applyEdit(edit);
      },
      openAsText: async () => {
        await vscode.commands.executeCommand("vscode.openWith", document.uri, "default", {
          viewColumn: vscode.ViewColumn.Beside,
        });
      },
    });

    let timer: ReturnType<typeof setTimeout> | undefined;
    const changes = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0 || writer.wrote()) return;
      clearTimeout(timer);
      timer = setTimeout(() => view.textChanged(), SETTLED);
    });
    panel.onDidDispose(() => {
      clearTimeout(timer);
      changes.dispose();
      writer.dispose();
    });
  }
}
