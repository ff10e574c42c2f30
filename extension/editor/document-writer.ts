import * as vscode from "vscode";
import type { Json } from "../../simulator/protocol.ts";
import { EVENTS } from "../../simulator/scenario/document.ts";
import { setValue } from "../../simulator/scenario/edit.ts";

/** Steps of a slider by key are one edit, and so one step of undo: it is written when the slider rests this long, milliseconds. */
const RESTED = 400;

/** Writes changed parameters into a scenario document, keeping its formatting and comments. */
export class DocumentWriter implements vscode.Disposable {
  readonly #document: vscode.TextDocument;
  readonly #guard: (action: () => Promise<void>) => Promise<unknown>;
  #changes: { path: string; value: Json }[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The text as this writer left it. */
  #written: string | undefined;

  /** @param guard runs what may fail, and tells the person */
  constructor(document: vscode.TextDocument, guard: (action: () => Promise<void>) => Promise<unknown>) {
    this.#document = document;
    this.#guard = guard;
  }

  /** @param more the hand is still on the slider: a drag is one edit, however long it takes */
  set(path: string, value: Json, more: boolean): void {
    // Of the values of one slider the last holds; an added event takes nothing from those added before.
    if (path !== EVENTS) this.#changes = this.#changes.filter((change) => change.path !== path);
    this.#changes.push({ path, value });
    clearTimeout(this.#timer);
    if (!more) this.#timer = setTimeout(() => void this.#guard(() => this.#write()), RESTED);
  }

  /** Whether the change that is being told was made here. Told of any other, it forgets its own: undo and redo are others'. */
  wrote(): boolean {
    if (this.#document.getText() === this.#written) return true;
    this.#written = undefined;
    return false;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #write(): Promise<void> {
    const before = this.#document.getText();
    let after = before;
    for (const { path, value } of this.#changes) after = setValue(after, path, value);
    this.#changes = [];
    if (after === before) return;
    this.#written = after;
    const edit = new vscode.WorkspaceEdit();
    const { range, text } = smallestChange(before, after, this.#document);
    edit.replace(this.#document.uri, range, text);
    if (!(await vscode.workspace.applyEdit(edit))) {
      this.#written = undefined;
      throw new Error(vscode.l10n.t("The editor did not take the change."));
    }
  }
}

/** The part of the text that differs, so that an edit touches nothing else (cursor and folds of a text editor beside stay). */
function smallestChange(
  before: string,
  after: string,
  document: vscode.TextDocument,
): { range: vscode.Range; text: string } {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return {
    range: new vscode.Range(document.positionAt(start), document.positionAt(before.length - end)),
    text: after.slice(start, after.length - end),
  };
}
