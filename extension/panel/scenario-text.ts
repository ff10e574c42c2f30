import * as vscode from "vscode";
import { isJson } from "../../simulator/scenario/read.ts";

/** Opens a scenario as a text document that is not saved yet. */
export async function openScenarioText(content: string): Promise<void> {
  const language = isJson(content) ? "jsonc" : "yaml";
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
}
