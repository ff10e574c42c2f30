import * as vscode from "vscode";
import { SELECT } from "../server/protocol.ts";

/** The command that selects what an action of the server put in, such as the reason in a comment, so that it can be written over. */
export function selecting(): vscode.Disposable {
  return vscode.commands.registerCommand(SELECT, (uri: string, { start, end }: Range) => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== vscode.Uri.parse(uri).toString()) return;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  });
}

/** As the protocol has it. */
interface Range {
  start: { line: number; character: number };
  end: { line: number; character: number };
}
