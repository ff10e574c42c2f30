import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  FileChangeType,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  type Range,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { CacheFailure } from "../../host/linter/fact-cache.ts";
import type { Finding } from "../../linter/finding.ts";
import type { Linter } from "../../linter/index.ts";
import type { Reader } from "../../linter/workspace/reading.ts";
import { type LintSettings, settingsAt, shown } from "../../linter/workspace/settings.ts";
import { settingsFile } from "../../linter/workspace/settings-file.ts";
import { type FileAccess, unreadable } from "../../linter/workspace/walk.ts";
import { english, sentence, told } from "../../words/sentence.ts";
import { actionsFor, diagnosticOf, FIX_ALL, fixAll, type Tell } from "./diagnostics.ts";
import { FolderSettings, folderOf, readFolderSettings } from "./folder-settings.ts";
import {
  CONSTRUCTIONS,
  type DocumentParams,
  FINDINGS,
  type StartOptions,
  WORKSPACE_FINDINGS,
} from "./protocol.ts";
import { scan } from "./scan.ts";
import { Slices } from "./slices.ts";
import { pathOf, uriOf, withUris } from "./uris.ts";

/** What the server takes from its process. */
export interface Surroundings {
  createLinter(): Promise<Linter>;
  files: FileAccess;
  /** What reads the folders of a workspace; `storage` is where the editor lets it keep something between two sessions. */
  reading(folders: readonly string[], storage: string | undefined, note: (problem: string) => void): Reading;
  /** Runs `task` after `milliseconds`; the result takes it back. */
  after(milliseconds: number, task: () => void): () => void;
  /** Milliseconds since the server started. */
  now(): number;
}

/** The reader of one scan. */
export interface Reading {
  reader: Reader;
  /** Keeps what was read for the next session. */
  save(): void;
  /** Drops what was kept: it is damaged. */
  remove(): void;
}

/** Between the last keystroke and the look at the text. */
const quiet = 60;

/** Speaks LSP over a linter: documents in, diagnostics and code actions out. No handler throws, but to say that a request was cancelled. */
export class LanguageServer {
  private readonly connection: Connection;
  private readonly surroundings: Surroundings;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly ready: Promise<Linter>;
  private readonly slices: Slices;
  private readonly scanned = new Set<string>();
  /** What the editor shows findings in: path and URI as it was sent. */
  private readonly published = new Map<string, string>();
  /** The version of each open document that the linter has. */
  private readonly given = new Map<string, number>();
  private folders: string[] = [];
  private storage: string | undefined;
  private tell: Tell = english;
  /** What changed on disk since the scan began. */
  private readonly newer = new Set<string>();
  private settings = new FolderSettings();
  private pullsSettings = false;
  private followsFolders = false;
  private showsProgress = false;
  private showsDisabled = false;
  private takeBack: (() => void) | undefined;
  /** Files that are not open and whose findings are still to be shown, the longest overdue first. */
  private readonly due = new Set<string>();
  private publishNumber = 0;
  private scanNumber = 0;

  constructor(connection: Connection, surroundings: Surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.ready = surroundings.createLinter();
    this.slices = new Slices(() => surroundings.now(), surroundings.after);
    this.ready.catch((error: unknown) =>
      connection.console.error(`The linter did not start: ${stackOf(error)}`),
    );
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.guarded("start", () => this.start()));
    connection.onDidChangeConfiguration(() => this.guarded("settings", () => this.readSettings()));
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.guarded("file change", async () => {
        for (const { uri, type } of changes)
          await this.fileChanged(pathOf(uri), type === FileChangeType.Deleted);
      }),
    );
    connection.onCodeAction((params, token) =>
      this.answered("code actions", () => this.codeActions(params, token), []),
    );
    connection.onRequest(CONSTRUCTIONS, ({ uri }: DocumentParams) =>
      this.answered(
        "constructions",
        async () => withUris((await this.upToDate(uri)).constructions(pathOf(uri))),
        [],
      ),
    );
    connection.onRequest(FINDINGS, ({ uri }: DocumentParams, token) =>
      this.answered("findings", async () => withUris(await this.findingsIn(uri, token)), []),
    );
    connection.onRequest(WORKSPACE_FINDINGS, (token: CancellationToken) =>
      this.answered("workspace findings", async () => withUris(await this.everywhere(token)), []),
    );
    this.documents.onDidChangeContent(({ document }) => this.changed(document));
    this.documents.onDidClose(({ document }) => this.guarded("close", () => this.closed(document)));
    this.documents.listen(connection);
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.folders = (params.workspaceFolders ?? []).map(folderPath);
    const { storage, strings = {} } = (params.initializationOptions as StartOptions | undefined) ?? {};
    this.storage = storage;
    this.tell = (said) => told(said, strings);
    this.pullsSettings = params.capabilities.workspace?.configuration === true;
    this.followsFolders = params.capabilities.workspace?.workspaceFolders === true;
    this.showsDisabled = params.capabilities.textDocument?.codeAction?.disabledSupport === true;
    this.showsProgress = params.capabilities.window?.workDoneProgress === true;
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name: "spillway" },
    };
  }

  private async start(): Promise<void> {
    if (this.followsFolders) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.guarded("folders", () => this.foldersChanged(added, removed)),
      );
    }
    await this.readAll();
  }

  private async readAll(): Promise<void> {
    await this.readSettings();
    await this.scanFolders();
  }

  private async foldersChanged(added: { uri: string }[], removed: { uri: string }[]): Promise<void> {
    const linter = await this.ready;
    const gone = new Set(removed.map(folderPath));
    this.folders = [...this.folders.filter((folder) => !gone.has(folder)), ...added.map(folderPath)];
    for (const path of this.scanned) {
      if (folderOf(this.folders, path) !== undefined) continue;
      this.scanned.delete(path);
      if (this.open(path) === undefined) linter.remove(path);
    }
    await this.readAll();
  }

  private async readSettings(): Promise<void> {
    if (this.pullsSettings) {
      const { workspace } = this.connection;
      const { settings, problems } = await readFolderSettings(
        this.folders,
        (folder) =>
          workspace.getConfiguration({
            section: "spillway",
            ...(folder === undefined ? {} : { scopeUri: uriOf(folder) }),
          }),
        (path) => this.surroundings.files.text(path),
      );
      this.settings = settings;
      for (const problem of problems) this.connection.console.warn(`Settings: ${problem}`);
    }
    this.publish();
  }

  private async scanFolders(): Promise<void> {
    const linter = await this.ready;
    const folders = this.folders.filter(
      (folder) => folder.startsWith("file:") && this.settings.at(folder).enabled,
    );
    if (folders.length === 0) return;
    const number = ++this.scanNumber;
    const progress = this.showsProgress ? await this.connection.window.createWorkDoneProgress() : undefined;
    progress?.begin("Spillway", undefined, this.tell(sentence("reading files")), true);
    let stopped = false;
    progress?.token.onCancellationRequested(() => {
      stopped = true;
    });
    const from = this.surroundings.now();
    this.newer.clear();
    const { console } = this.connection;
    const read = async (storage: string | undefined): Promise<Awaited<ReturnType<typeof scan>>> => {
      const reading = this.surroundings.reading(folders, storage, (problem) => console.warn(problem));
      try {
        const scanned = await scan(folders, linter, reading.reader, {
          stopped: () => stopped || number !== this.scanNumber,
          read: (count) => progress?.report(this.tell(sentence("{0} files", count))),
          skipped: (path, reason) => console.info(`Skipped ${path}: ${reason}`),
          isNewer: (path) => this.newer.has(path) || this.open(path) !== undefined,
        });
        if (!stopped) reading.save();
        return scanned;
      } catch (error) {
        if (!(error instanceof CacheFailure)) throw error;
        reading.remove();
        return read(undefined);
      }
    };
    const { paths, known } = await read(this.storage);
    progress?.done();
    for (const path of paths) this.scanned.add(path);
    console.info(
      `Read ${paths.size} files, ${known} of them from the cache, in ${Math.round(this.surroundings.now() - from)} ms${stopped ? ", stopped" : ""}`,
    );
    this.publish();
  }

  /** A keystroke: the look at the text waits for the next pause in typing. */
  private changed(document: TextDocument): void {
    const first = !this.published.has(pathOf(document.uri));
    this.publishAfter(first ? 0 : quiet);
  }

  private publishAfter(milliseconds: number): void {
    this.takeBack?.();
    this.takeBack = this.surroundings.after(milliseconds, () => this.publish());
  }

  private async closed(document: TextDocument): Promise<void> {
    const linter = await this.ready;
    const path = pathOf(document.uri);
    this.given.delete(path);
    this.newer.add(path);
    if (this.scanned.has(path)) await this.readFile(linter, path);
    else linter.remove(path);
    this.publish();
  }

  private async fileChanged(path: string, deleted: boolean): Promise<void> {
    const linter = await this.ready;
    if (path.endsWith(`/${settingsFile}`)) return this.readSettings();
    if (/\/(package|[tj]sconfig[^/]*)\.json$/.test(path)) return this.scanFolders();
    this.newer.add(path);
    if (this.open(path) !== undefined) return;
    if (deleted) {
      linter.remove(path);
      this.scanned.delete(path);
    } else if (this.scanned.has(path) || this.inFolder(path)) await this.readFile(linter, path);
    this.publishAfter(quiet);
  }

  private inFolder(path: string): boolean {
    return (
      this.folders.some((folder) => path.startsWith(`${folder}/`)) &&
      !/\/(node_modules|dist|build|out|\.git|coverage)\//.test(path)
    );
  }

  private async readFile(linter: Linter, path: string): Promise<void> {
    const text = await this.surroundings.files.text(path);
    if (text === undefined || unreadable(text) !== undefined) linter.remove(path);
    else if (linter.update(path, text)) this.scanned.add(path);
  }

  private open(path: string): TextDocument | undefined {
    return this.documents.all().find(({ uri }) => pathOf(uri) === path);
  }

  /** The linter with the newest text of a document. */
  private async upToDate(uri: string): Promise<Linter> {
    const linter = await this.ready;
    const document = this.documents.get(uri);
    if (document !== undefined) this.give(linter, document);
    return linter;
  }

  /** False where it has the text already. */
  private give(linter: Linter, document: TextDocument): boolean {
    const path = pathOf(document.uri);
    if (this.given.get(path) === document.version) return false;
    this.given.set(path, document.version);
    const text = document.getText();
    if (unreadable(text) !== undefined) linter.remove(path);
    else linter.update(path, text, document.languageId);
    return true;
  }

  private findingsOf(linter: Linter, path: string): Finding[] {
    const { enabled, wanted } = this.settings.at(path);
    if (!enabled || !wanted(this.relativeTo(path))) return [];
    return shown(this.settingsOf(path), linter.findings(path));
  }

  private relativeTo(path: string): string {
    const folder = folderOf(this.folders, path);
    return folder === undefined ? path.replace(/^.*\//, "") : path.slice(folder.length + 1);
  }

  private settingsOf(path: string): LintSettings {
    return settingsAt(this.settings.at(path).lint, this.relativeTo(path));
  }

  /** What is found in a document as it is by then, however often it changes meanwhile. */
  private async findingsIn(uri: string, token: CancellationToken): Promise<Finding[]> {
    const path = pathOf(uri);
    for (;;) {
      const linter = await this.upToDate(uri);
      await this.worked(linter.linking([path]), token);
      const version = this.documents.get(uri)?.version;
      if (version === undefined || version === this.given.get(path)) return this.findingsOf(linter, path);
    }
  }

  private async everywhere(token: CancellationToken): Promise<Finding[]> {
    const linter = await this.ready;
    const paths = new Set([...this.scanned, ...this.documents.all().map(({ uri }) => pathOf(uri))]);
    const found: Finding[] = [];
    await this.worked(
      this.judging(linter, paths, (path) => found.push(...this.findingsOf(linter, path))),
      token,
    );
    return found;
  }

  /** Does the work of a request in slices. Rejects where nobody waits for the answer any more. */
  private async worked(work: Generator<void, void>, token: CancellationToken): Promise<void> {
    await this.slices.run(work, () => token.isCancellationRequested);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  }

  /** Calls `judge` for each of these files when all that its findings hang on is known. */
  private *judging(
    linter: Linter,
    paths: Iterable<string>,
    judge: (path: string) => void,
  ): Generator<void, void> {
    const waiting = new Set(paths);
    for (const path of waiting) {
      if (!linter.isLinked(path)) yield* linter.linking(waiting);
      judge(path);
      waiting.delete(path);
      yield;
    }
  }

  /** Sends what is found, beginning with what was typed. The next change begins anew. */
  private publish(): void {
    const number = ++this.publishNumber;
    this.guarded("findings", async () => {
      const linter = await this.ready;
      await this.slices.run(this.publishing(linter), () => number !== this.publishNumber);
    });
  }

  /**
   * Sends what is found in the documents that have changed, then in the other open ones and, where that is asked for, in every other
   * file.
   */
  private *publishing(linter: Linter): Generator<void, void> {
    const documents = this.documents.all();
    const changed = documents.filter((document) => this.give(linter, document));
    const open = new Map(documents.map((document) => [pathOf(document.uri), document]));
    const others = [...this.scanned].filter((path) => !open.has(path) && this.settings.at(path).workspace);
    this.takeBackAllBut(new Set([...open.keys(), ...others]));
    const show = (path: string) => this.show(linter, path, open.get(path));
    const first = changed.map(({ uri }) => pathOf(uri));
    yield* this.judging(linter, first, show);
    yield* this.judging(
      linter,
      [...open.keys()].filter((path) => !first.includes(path)),
      show,
    );
    for (const path of others) this.due.add(path);
    yield* this.judging(linter, [...this.due], (path) => {
      this.due.delete(path);
      show(path);
    });
  }

  private takeBackAllBut(wanted: ReadonlySet<string>): void {
    for (const path of this.due) if (!wanted.has(path)) this.due.delete(path);
    for (const [path, uri] of this.published) {
      if (wanted.has(path)) continue;
      this.published.delete(path);
      this.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  private show(linter: Linter, path: string, document: TextDocument | undefined): void {
    // Somebody types: what is found in the text of before comes too late, and that of now will be looked at.
    if (document !== undefined && document.version !== this.given.get(path)) return;
    const findings = withUris(this.findingsOf(linter, path));
    if (findings.length === 0 && !this.published.has(path) && document === undefined) return;
    const uri = document?.uri ?? uriOf(path);
    this.published.set(path, uri);
    const settings = this.settingsOf(path);
    this.connection.sendDiagnostics({
      uri,
      ...(document === undefined ? {} : { version: document.version }),
      diagnostics: findings.map((finding) => diagnosticOf(finding, settings, this.tell)),
    });
  }

  private async codeActions(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const findings = withUris(await this.findingsIn(textDocument.uri, token));
    const asked = (kind: string) =>
      context.only === undefined || context.only.some((only) => within(kind, only));
    const out: CodeAction[] = [];
    const document = this.documents.get(textDocument.uri);
    if (document !== undefined && asked(CodeActionKind.QuickFix)) {
      const here = findings.filter((finding) => touches(finding.range, range));
      const actions = actionsFor(document, here, this.settingsOf(pathOf(textDocument.uri)), this.tell);
      out.push(...actions.filter(({ disabled }) => disabled === undefined || this.showsDisabled));
    }
    const all = context.only !== undefined && asked(FIX_ALL) ? fixAll(findings, this.tell) : undefined;
    return all === undefined ? out : [...out, all];
  }

  private guarded(what: string, task: () => Promise<void>): void {
    task().catch((error: unknown) => this.connection.console.error(`${what}: ${stackOf(error)}`));
  }

  private async answered<T>(what: string, task: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      this.connection.console.error(`${what}: ${stackOf(error)}`);
      return otherwise;
    }
  }
}

function folderPath({ uri }: { uri: string }): string {
  return pathOf(uri).replace(/\/$/, "");
}

/** `source.fixAll` asks for `source.fixAll.spillway` too. */
function within(kind: string, only: string): boolean {
  return kind === only || kind.startsWith(`${only}.`);
}

function touches(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
