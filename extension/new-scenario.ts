import * as vscode from "vscode";
import { STARTER } from "../host/starter.ts";

/** Opens a small scenario that runs, ready to be changed. */
export const newScenario = (): Promise<void> => openUnsaved("new.sim.json", STARTER);

/**
 * Opens a scenario as a document that is not saved yet. Its name makes the schema and the simulation editor apply before the first save. A document of that name
 * that holds something else already is left alone.
 */
export async function openUnsaved(name: string, text: string): Promise<void> {
  for (let n = 1; ; n++) {
    const document = await vscode.workspace.openTextDocument(
      unsaved(n === 1 ? name : name.replace(".", `-${n}.`)),
    );
    if (document.getText() === "") {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), text);
      await vscode.workspace.applyEdit(edit);
    } else if (document.getText() !== text) continue;
    await vscode.window.showTextDocument(document);
    return;
  }
}

function unsaved(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.Uri.parse(`untitled:${folder === undefined ? "" : `${folder.uri.path}/`}${name}`);
}
