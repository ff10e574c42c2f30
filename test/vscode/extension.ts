import * as vscode from "vscode";
import manifest from "../../package.json";

/** Spillway, as the editor sees it. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);
  if (!found) throw new Error("Spillway is not installed here.");
  return found;
}
