import * as vscode from "vscode";
import type { Subject } from "../../host/subject.ts";
import type { Construction } from "../../linter/construction.ts";
import type { Range, TextEdit } from "../../linter/text.ts";
import type { Json, Origin } from "../../simulator/protocol.ts";
import { sentence } from "../../words/sentence.ts";
import type { Language } from "../language/language.ts";
import { tell } from "../words.ts";
import { assumptions, nameOf, POOL, poolScenario } from "./scenario.ts";
import { difference, sameConstruction, writeBack } from "./write-back.ts";

type CodeOrigin = Extract<Origin, { kind: "code" }>;

/** How long the code must be left alone before it is compared with what is simulated, milliseconds. */
const SETTLED = 500;

/** A pool in code as the subject of the simulator: its scenario, the way to its line, and the way back into it. */
export class CodeSubject implements Subject {
  readonly origin: CodeOrigin;
  readonly name: string;
  readonly text: string;
  readonly startsPlaying = true;
  readonly note: string;
  readonly #language: Language;
  readonly #file: vscode.Uri;
  readonly #changed: (message: string) => void;
  readonly #watch: vscode.Disposable;
  #construction: Construction;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param changed is told in words when the code says something else than what is simulated
   * @param kept the scenario as it was before the window was reloaded; made of the construction where left out
   */
  constructor(
    language: Language,
    construction: Construction,
    changed: (message: string) => void,
    kept?: string,
  ) {
    this.#language = language;
    this.#construction = construction;
    this.#changed = changed;
    this.#file = vscode.Uri.parse(construction.file);
    const line = construction.range.start.line + 1;
    const { library } = construction;
    this.origin = { kind: "code", file: construction.file, line, library, component: POOL };
    const file = vscode.workspace.asRelativePath(this.#file, false);
    this.text = kept ?? poolScenario(construction, { file, line }, tell);
    this.note = tell(assumptions(construction));
    this.name = tell(nameOf(construction, file));
    this.#watch = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === this.#file.toString()) this.#look();
    });
  }

  async revealSource(): Promise<void> {
    const { file, range } = await this.#now();
    await show(vscode.Uri.parse(file), range);
  }

  async applyToCode(_component: string, values: { path: string; value: Json }[]): Promise<void> {
    const construction = await this.#now();
    const result = writeBack(construction, values);
    if ("refused" in result) throw new Error(tell(sentence("Not written: {0}.", result.refused)));
    const edit = new vscode.WorkspaceEdit();
    for (const { file, range, newText } of result.edits) {
      edit.replace(vscode.Uri.parse(file), ranged(range), newText);
    }
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new Error(vscode.l10n.t("The editor did not take the change."));
    }
    // What was written is what is simulated, so the change is no news.
    this.#construction = await this.#now();
    const [first] = result.edits;
    if (first !== undefined) await show(vscode.Uri.parse(first.file), written(first));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watch.dispose();
  }

  /** The construction as the code has it now. */
  async #now(): Promise<Construction> {
    await vscode.workspace.openTextDocument(this.#file);
    const all = await this.#language.constructions(this.#file);
    const found = sameConstruction(all, { ...this.origin, name: this.#construction.name });
    if (found === undefined) {
      const place = vscode.workspace.asRelativePath(this.#file, false);
      throw new Error(vscode.l10n.t("The pool is no longer in {0}.", place));
    }
    return found;
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const all = await this.#language.constructions(this.#file);
      const now = sameConstruction(all, { ...this.origin, name: this.#construction.name });
      const place = vscode.workspace.asRelativePath(this.#file, false);
      if (now === undefined) {
        this.#changed(vscode.l10n.t("The pool is no longer in {0}.", place));
        return;
      }
      const changes = difference(this.#construction, now);
      if (changes !== undefined) this.#changed(tell(sentence("{0} changed: {1}.", place, changes)));
    }, SETTLED);
  }
}

/** The subject of a panel that comes back: without a way into the code where the pool is no longer there. */
export async function restoredSubject(
  language: Language,
  origin: CodeOrigin,
  text: string,
  changed: (message: string) => void,
): Promise<Subject> {
  const uri = vscode.Uri.parse(origin.file);
  await vscode.workspace.openTextDocument(uri);
  const found = sameConstruction(await language.constructions(uri), origin);
  if (found !== undefined) return new CodeSubject(language, found, changed, text);
  return { origin, text, startsPlaying: true, name: vscode.workspace.asRelativePath(uri, false) };
}

function ranged({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Where the text of an edit stands once it was made; values are written on one line. */
function written({ range: { start }, newText }: TextEdit): Range {
  return { start, end: { line: start.line, character: start.character + newText.length } };
}

/** Shows a place in code, beside the simulator. */
async function show(uri: vscode.Uri, range: Range): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const visible = vscode.window.visibleTextEditors.find((e) => e.document === document);
  const viewColumn = visible?.viewColumn ?? otherColumn();
  await vscode.window.showTextDocument(document, {
    selection: ranged(range),
    ...(viewColumn === undefined ? {} : { viewColumn }),
  });
}

/** A column that does not hold the simulator, so that both are seen. */
function otherColumn(): vscode.ViewColumn {
  const active = vscode.window.tabGroups.activeTabGroup.viewColumn;
  const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== active);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
