import * as vscode from "vscode";
import { type Sentence, type Strings, told } from "../words/sentence.ts";

/** Messages in the language of the window; empty in English, where a message is its own key. */
export function strings(): Strings {
  return vscode.l10n.bundle ?? {};
}

/** A sentence of one of the cores in the language of the window. */
export const tell = (said: Sentence): string => told(said, strings());
