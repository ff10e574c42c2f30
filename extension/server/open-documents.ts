import { type Connection, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Linter } from "../../linter/index.ts";
import { unreadable } from "../../linter/workspace/walk.ts";
import { pathOf } from "./uris.ts";

/** The documents that the editor has open, and how much of each the linter knows by now. */
export class OpenDocuments {
  private readonly documents = new TextDocuments(TextDocument);
  /** The version of each that the linter has, if any. One that is opened again is another document, whose versions begin anew. */
  private readonly given = new WeakMap<TextDocument, number | "left out">();
  private readonly isLeftOut: (path: string) => boolean;
  private readonly note: (path: string, reason: string) => void;

  /**
   * @param isLeftOut whether the linter is to know nothing of a file
   * @param note hears of a document that is not linted, and why
   */
  constructor(isLeftOut: (path: string) => boolean, note: (path: string, reason: string) => void) {
    this.isLeftOut = isLeftOut;
    this.note = note;
  }

  listen(
    connection: Connection,
    on: { changed(document: TextDocument): void; closed(document: TextDocument): void },
  ): void {
    this.documents.onDidChangeContent(({ document }) => on.changed(document));
    this.documents.onDidClose(({ document }) => on.closed(document));
    this.documents.listen(connection);
  }

  /** By path. */
  all(): Map<string, TextDocument> {
    return new Map(this.documents.all().map((document) => [pathOf(document.uri), document]));
  }

  at(path: string): TextDocument | undefined {
    return this.documents.all().find(({ uri }) => pathOf(uri) === path);
  }

  of(uri: string): TextDocument | undefined {
    return this.documents.get(uri);
  }

  /** Gives the linter the newest text, where it does not have it. One that was closed meanwhile is no longer the editor's to tell. */
  give(linter: Linter, document: TextDocument): void {
    if (this.isGiven(document) || this.of(document.uri) !== document) return;
    const path = pathOf(document.uri);
    const isNew = !this.given.has(document);
    const wanted = this.wanted(document);
    this.given.set(document, wanted);
    if (wanted === "left out") {
      linter.remove(path);
      return;
    }
    const text = document.getText();
    const reason = unreadable(text);
    if (reason === undefined) linter.update(path, text, document.languageId);
    else {
      linter.remove(path);
      if (isNew) this.note(path, reason);
    }
  }

  /** Whether what the linter says of a document is about the text that it has now. */
  isGiven(document: TextDocument): boolean {
    return this.given.get(document) === this.wanted(document);
  }

  private wanted(document: TextDocument): number | "left out" {
    return this.isLeftOut(pathOf(document.uri)) ? "left out" : document.version;
  }
}
