import * as vscode from "vscode";
import { STARTER } from "../host/starter.ts";

/** Opens a small scenario that runs, as a document that is not saved yet, ready to be changed. */
export async function newScenario(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  // The name makes the schema and the simulation editor apply before the first save.
  const name = vscode.Uri.parse(`untitled:${folder === undefined ? "" : `${folder.uri.path}/`}new.sim.json`);
  const document = await vscode.workspace.openTextDocument(name);
  if (document.getText() === "") {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(name, new vscode.Position(0, 0), STARTER);
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document);
}
