import * as vscode from "vscode";

/** Writes a file where the person says, beside the workspace at first. Nothing where they change their mind. */
export async function saveFile(name: string, content: Uint8Array): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const target = await vscode.window.showSaveDialog(
    folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) },
  );
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, content);
}
