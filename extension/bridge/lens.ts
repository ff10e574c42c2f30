import * as vscode from "vscode";
import type { Construction } from "../../linter/construction.ts";
import { COMMANDS, SETTINGS } from "../ids.ts";
import type { Language } from "../language/language.ts";
import { SELECTOR } from "../language/selector.ts";

/** "Simulate this pool" above every pool in code. */
export function simulatePools(language: Language): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTINGS.codeLens)) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      async provideCodeLenses(document, token) {
        if (!vscode.workspace.getConfiguration(undefined, document).get(SETTINGS.codeLens, true)) return [];
        const found = await language.constructions(document.uri, token);
        return found.filter(({ kind }) => kind === "pool").map(lens);
      },
    }),
  );
}

function lens(construction: Construction): vscode.CodeLens {
  const { start, end } = construction.range;
  return new vscode.CodeLens(new vscode.Range(start.line, start.character, end.line, end.character), {
    title: vscode.l10n.t("Simulate this pool"),
    tooltip: vscode.l10n.t("Opens a simulation with the values of this line."),
    command: COMMANDS.simulatePool,
    arguments: [construction],
  });
}
