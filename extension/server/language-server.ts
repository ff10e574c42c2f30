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
} from "vscode-languageserver/node";
import { CacheFailure } from "../../host/linter/fact-cache.ts";
import type { Construction } from "../../linter/construction.ts";
import type { Finding } from "../../linter/finding.ts";
import type { Linter } from "../../linter/index.ts";
import { above, Nearest } from "../../linter/workspace/nearest.ts";
import type { Reader } from "../../linter/workspace/reading.ts";
import { settingsFile } from "../../linter/workspace/settings-file.ts";
import { type FileAccess, unreadable } from "../../linter/workspace/walk.ts";
import { english, sentence, told } from "../../words/sentence.ts";
import { actionsFor, FIX_ALL, fixAll, type Tell } from "./diagnostics.ts";
import { stackOf } from "./errors.ts";
import { FolderSettings, readFolderSettings } from "./folder-settings.ts";
import { findingsOf, judging } from "./judging.ts";
import { LeftOutTests } from "./left-out-tests.ts";
import { OpenDocuments } from "./open-documents.ts";
import { Progress } from "./progress.ts";
import {
  CONSTRUCTIONS,
  type DocumentParams,
  FINDINGS,
  type StartOptions,
  WORKSPACE,
  WORKSPACE_FINDINGS,
  WORKSPACE_POOLS,
  type WorkspaceState,
} from "./protocol.ts";
import { Publisher } from "./publisher.ts";
import { scan } from "./scan.ts";
import { startSettings } from "./settings.ts";
import { type Clock, Slices } from "./slices.ts";
import { pathOf, uriOf, withUris } from "./uris.ts";

/** What the server takes from its process. */
export interface Surroundings extends Clock {
  createLinter(): Promise<Linter>;
  files: FileAccess;
  /** What reads the folders of a workspace; `storage` is where the editor lets it keep something between two sessions. */
  reading(folders: readonly string[], storage: string | undefined, note: (problem: string) => void): Reading;
}

/** The reader of one scan. */
export interface Reading {
  reader: Reader;
  /** Keeps what was read for the next session. */
  save(): void;
  /** Drops what was kept: it is damaged. */
  remove(): void;
}

/** Speaks LSP over a linter: documents in, diagnostics and code actions out. No handler throws, but to say that a request was cancelled. */
export class LanguageServer {
  private readonly connection: Connection;
  private readonly surroundings: Surroundings;
  private readonly documents: OpenDocuments;
  private readonly ready: Promise<Linter>;
  private readonly slices: Slices;
  private readonly publisher: Publisher;
  private readonly scanned = new Set<string>();
  private readonly leftOut = new LeftOutTests((path) => this.settings.isWanted(path));
  private folders: string[] = [];
  /** Files with settings that the last scan came across. */
  private settingsFiles: ReadonlySet<string> = new Set();
  private storage: string | undefined;
  private tell: Tell = english;
  /** What changed on disk since the scan began. */
  private readonly newer = new Set<string>();
  /** The last reading of each file that is under way. */
  private readonly beingRead = new Map<string, symbol>();
  private settings = new FolderSettings([]);
  private pullsSettings = false;
  private followsFolders = false;
  private showsProgress = false;
  private showsDisabled = false;
  private selects = false;
  private scanNumber = 0;
  private settingsNumber = 0;
  /** Ends when the folders have been read. */
  private reading: Promise<void> = Promise.resolve();

  constructor(connection: Connection, surroundings: Surroundings) {
    this.connection = connection;
    this.surroundings = surroundings;
    this.ready = surroundings.createLinter();
    this.slices = new Slices(surroundings);
    this.documents = new OpenDocuments(
      (path) => this.leftOut.has(path),
      (path, reason) => connection.console.info(`Skipped ${path}: ${reason}`),
    );
    this.publisher = new Publisher(
      connection,
      this.ready,
      { clock: surroundings, slices: this.slices },
      {
        documents: this.documents,
        scanned: this.scanned,
        settings: () => this.settings,
        tell: (said) => this.tell(said),
        progressIn: () => (this.showsProgress ? connection.window : undefined),
      },
    );
    this.ready.catch((error: unknown) =>
      connection.console.error(`The linter did not start: ${stackOf(error)}`),
    );
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => {
      this.reading = this.start();
      this.guarded("start", () => this.reading);
    });
    connection.onDidChangeConfiguration(() => this.guarded("settings", () => this.settingsChanged()));
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
    connection.onRequest(WORKSPACE_POOLS, (token: CancellationToken) =>
      this.answered("workspace pools", async () => withUris(await this.poolsEverywhere(token)), []),
    );
    this.documents.listen(connection, {
      changed: () => this.publisher.soon(),
      closed: (document) => this.guarded("close", () => this.closed(document.uri)),
    });
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.folders = (params.workspaceFolders ?? []).map(folderPath);
    this.settings = this.usualSettings();
    const options = params.initializationOptions as StartOptions | undefined;
    const { storage, strings = {}, selects = false } = options ?? {};
    this.storage = storage;
    this.selects = selects;
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
    // What is being read may lie in a folder that is gone.
    this.scanNumber++;
    const linter = await this.ready;
    const gone = new Set(removed.map(folderPath));
    this.folders = [...this.folders.filter((folder) => !gone.has(folder)), ...added.map(folderPath)];
    const inside = new Nearest(this.folders.map((folder) => ({ folder })));
    for (const path of this.scanned) {
      if (inside.at(path) !== undefined) continue;
      this.scanned.delete(path);
      if (this.documents.at(path) === undefined) linter.remove(path);
    }
    await this.readAll();
  }

  /** Where they cannot be read, they stay as they were. */
  private async readSettings(): Promise<void> {
    const number = ++this.settingsNumber;
    try {
      const settings = this.pullsSettings ? await this.pulledSettings() : this.usualSettings();
      // They were read again meanwhile, so that these are what they were before.
      if (number === this.settingsNumber) this.settings = settings;
    } finally {
      this.publisher.anew();
    }
  }

  private async settingsChanged(): Promise<void> {
    await this.readSettings();
    if (this.leftOut.areWanted) await this.scanFolders();
  }

  private async pulledSettings(): Promise<FolderSettings> {
    const { workspace } = this.connection;
    const { settings, problems } = await readFolderSettings(
      this.folders,
      this.settingsFiles,
      (folder) =>
        workspace.getConfiguration({
          section: "spillway",
          ...(folder === undefined ? {} : { scopeUri: uriOf(folder) }),
        }),
      (path) => this.surroundings.files.text(path),
    );
    for (const problem of problems) this.connection.console.warn(`Settings: ${problem}`);
    return settings;
  }

  private usualSettings(): FolderSettings {
    return new FolderSettings(
      this.folders.map((folder) => ({ folder, project: folder, of: folder, settings: startSettings })),
    );
  }

  private scanFolders(): Promise<void> {
    this.reading = this.readFolders();
    return this.reading;
  }

  private async readFolders(): Promise<void> {
    const linter = await this.ready;
    const number = ++this.scanNumber;
    const folders = this.folders.filter(
      (folder) => folder.startsWith("file:") && this.settings.at(folder).enabled,
    );
    if (folders.length === 0) {
      // What was under way is of no use any more.
      if (number > 1) this.tellWorkspace("done");
      return;
    }
    const progress = new Progress(
      this.showsProgress ? this.connection.window : undefined,
      this.tell(sentence("reading files")),
    );
    const from = this.surroundings.now();
    this.tellWorkspace("under way");
    this.newer.clear();
    const { console } = this.connection;
    const read = async (storage: string | undefined): Promise<Awaited<ReturnType<typeof scan>>> => {
      const reading = this.surroundings.reading(folders, storage, (problem) => console.warn(problem));
      try {
        const scanned = await scan(folders, linter, reading.reader, {
          stopped: () => progress.stopped,
          superseded: () => number !== this.scanNumber,
          read: (count) => progress.report(this.tell(sentence("{0} files", count))),
          skipped: (path, reason) => console.info(`Skipped ${path}: ${reason}`),
          isWanted: (path) => this.settings.isWanted(path),
          isNewer: (path) => this.newer.has(path) || this.documents.at(path) !== undefined,
        });
        if (scanned !== undefined && !progress.stopped) reading.save();
        return scanned;
      } catch (error) {
        if (!(error instanceof CacheFailure)) throw error;
        reading.remove();
        return read(undefined);
      }
    };
    const scanned = await read(this.storage);
    progress.done();
    if (scanned === undefined) return;
    const { paths, tests, known, settings } = scanned;
    for (const path of paths) this.scanned.add(path);
    this.leftOut.set(tests);
    // The scan left out what was open or had changed: of that, what is closed by now is on disk.
    for (const path of paths)
      if (this.newer.has(path) && this.documents.at(path) === undefined)
        await this.takeFromDisk(linter, path);
    console.info(
      `Read ${paths.size} files, ${known} of them from the cache, in ${Math.round(this.surroundings.now() - from)} ms${progress.stopped ? ", stopped" : ""}`,
    );
    if (number === this.scanNumber && !progress.stopped) await this.settingsFound(settings);
    if (number === this.scanNumber) this.tellWorkspace(progress.stopped ? "stopped" : "done");
    this.publisher.anew(progress.stopped);
  }

  /** Takes up the settings that lie further in than where each folder of the workspace begins. */
  private async settingsFound(files: readonly string[]): Promise<void> {
    const further = new Set(files.filter((file) => !this.folders.includes(above(file))));
    const isKnown =
      further.size === this.settingsFiles.size && [...further].every((file) => this.settingsFiles.has(file));
    this.settingsFiles = further;
    if (!isKnown) await this.settingsChanged();
  }

  private tellWorkspace(reading: WorkspaceState["reading"]): void {
    const state: WorkspaceState = { reading, files: this.scanned.size };
    this.guarded("workspace", () => this.connection.sendNotification(WORKSPACE, state));
  }

  private async closed(uri: string): Promise<void> {
    const linter = await this.ready;
    const path = pathOf(uri);
    this.newer.add(path);
    await this.takeFromDisk(linter, path);
    this.publisher.soon();
  }

  private async fileChanged(path: string, deleted: boolean): Promise<void> {
    const linter = await this.ready;
    if (path.endsWith(`/${settingsFile}`)) this.settingsFiles = new Set([...this.settingsFiles, path]);
    if (this.settings.hangOn(path)) return this.settingsChanged();
    if (/\/((package|[tj]sconfig[^/]*)\.json|[^/]+\.prisma)$/.test(path)) return this.scanFolders();
    this.newer.add(path);
    if (deleted) this.scanned.delete(path);
    else if (this.inFolder(path) && !this.leftOut.has(path)) this.scanned.add(path);
    if (this.documents.at(path) !== undefined) return;
    await this.takeFromDisk(linter, path);
    this.publisher.soon();
  }

  private inFolder(path: string): boolean {
    return (
      this.folders.some((folder) => path.startsWith(`${folder}/`)) &&
      !/\/(node_modules|dist|build|out|\.git|coverage)\//.test(path)
    );
  }

  /** Of a file that is not open the linter knows what is on disk, where it is one of the folders'. */
  private async takeFromDisk(linter: Linter, path: string): Promise<void> {
    const reading = Symbol();
    this.beingRead.set(path, reading);
    const text = this.scanned.has(path) ? await this.surroundings.files.text(path) : undefined;
    // It was read again meanwhile, so that this is what it was before.
    if (this.beingRead.get(path) !== reading) return;
    this.beingRead.delete(path);
    // It was opened meanwhile: what the editor has goes over the file.
    if (this.documents.at(path) !== undefined) return;
    if (text !== undefined && unreadable(text) === undefined && linter.update(path, text)) return;
    linter.remove(path);
    this.scanned.delete(path);
  }

  /** The linter with the newest text of a document. */
  private async upToDate(uri: string): Promise<Linter> {
    const linter = await this.ready;
    const document = this.documents.of(uri);
    if (document !== undefined) this.documents.give(linter, document);
    return linter;
  }

  /** What is found in a document as it is by then, however often it changes meanwhile. */
  private async findingsIn(uri: string, token: CancellationToken): Promise<Finding[]> {
    const path = pathOf(uri);
    for (;;) {
      const linter = await this.upToDate(uri);
      await this.worked(linter.linking([path]), token);
      const document = this.documents.of(uri);
      if (document === undefined || this.documents.isGiven(document))
        return findingsOf(linter, this.settings, path);
    }
  }

  private async everywhere(token: CancellationToken): Promise<Finding[]> {
    const linter = await this.ready;
    const paths = new Set([...this.scanned, ...this.documents.all().keys()]);
    const found: Finding[] = [];
    await this.worked(
      judging(linter, paths, (path) => found.push(...findingsOf(linter, this.settings, path))),
      token,
    );
    return found;
  }

  /** Without those of files that the settings leave out, such as tests. */
  private async poolsEverywhere(token: CancellationToken): Promise<Construction[]> {
    await this.reading;
    const linter = await this.ready;
    const paths = [...this.scanned, ...this.documents.all().keys()].filter((path) =>
      this.settings.isWanted(path),
    );
    const found: Construction[] = [];
    await this.worked(
      judging(linter, new Set(paths), (path) => found.push(...linter.constructions(path))),
      token,
    );
    return found.filter(({ kind }) => kind === "pool");
  }

  /** Does the work of a request in slices. Rejects where nobody waits for the answer any more. */
  private async worked(work: Generator<void, void>, token: CancellationToken): Promise<void> {
    await this.slices.run(work, () => token.isCancellationRequested);
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
  }

  private async codeActions(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    // A fix may change other files than the one that it is asked for.
    const linter = await this.ready;
    for (const document of this.documents.all().values()) this.documents.give(linter, document);
    const findings = withUris(await this.findingsIn(textDocument.uri, token));
    const asked = (kind: string) =>
      context.only === undefined || context.only.some((only) => within(kind, only));
    const out: CodeAction[] = [];
    const document = this.documents.of(textDocument.uri);
    if (document !== undefined && asked(CodeActionKind.QuickFix)) {
      const here = findings.filter((finding) => touches(finding.range, range));
      const actions = actionsFor(document, here, this.settings.lintAt(pathOf(textDocument.uri)), {
        tell: this.tell,
        selects: this.selects,
      });
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
