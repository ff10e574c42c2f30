import type { Connection } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Linter } from "../../linter/index.ts";
import { type Sentence, sentence } from "../../words/sentence.ts";
import { diagnosticOf } from "./diagnostics.ts";
import { stackOf } from "./errors.ts";
import type { FolderSettings } from "./folder-settings.ts";
import { findingsOf, judging } from "./judging.ts";
import type { OpenDocuments } from "./open-documents.ts";
import { Progress } from "./progress.ts";
import type { Clock, Slices } from "./slices.ts";
import { uriOf, withUris } from "./uris.ts";

/** From one look at what was typed to the next at least, milliseconds: the first key after a pause waits for nothing. */
const pace = 60;
/** Between two reports of how far a look at the whole workspace is, files. */
const reported = 50;

/** What a publisher shows findings of, and how. */
export interface Shown {
  documents: OpenDocuments;
  /** Every file that was read. */
  scanned: ReadonlySet<string>;
  settings(): FolderSettings;
  tell(said: Sentence): string;
  /** Where progress is shown; undefined where the editor shows none. */
  progressIn(): Connection["window"] | undefined;
}

/** Sends findings to the editor: those of what was typed first, and none that are about a text of before. */
export class Publisher {
  private readonly connection: Connection;
  private readonly linter: Promise<Linter>;
  private readonly clock: Clock;
  private readonly slices: Slices;
  private readonly shown: Shown;
  /** What the editor shows findings in, by path: the URI as it was sent, and the version that they are about. */
  private readonly published = new Map<string, { uri: string; version: number | undefined }>();
  /** Files that are not open and whose findings are still to be shown, the longest overdue first. */
  private readonly due = new Set<string>();
  /** Those that were told. */
  private faults: ReadonlyMap<string, string> = new Map();
  /** By what settings to judge is known. */
  private begun = false;
  /** How far the look at the whole workspace is, until it was all seen once. */
  private progress: Progress | undefined;
  private whole: "to be seen" | "seen" | "stopped" = "to be seen";
  private number = 0;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private takeBack: (() => void) | undefined;

  constructor(
    connection: Connection,
    linter: Promise<Linter>,
    { clock, slices }: { clock: Clock; slices: Slices },
    shown: Shown,
  ) {
    this.connection = connection;
    this.linter = linter;
    this.clock = clock;
    this.slices = slices;
    this.shown = shown;
  }

  /** Something changed: what is being looked at is of before, and the next look begins as soon as the pace allows. The first waits for the settings. */
  soon(): void {
    this.number++;
    if (!this.begun || this.takeBack !== undefined) return;
    const wait = Math.max(0, this.lookedAt + pace - this.clock.now());
    this.takeBack = this.clock.after(wait, () => this.publish());
  }

  /**
   * The workspace was read, or is judged by other settings: all of it is to be looked at, and is told how far that is.
   * @param stopped a person wants no more of it
   */
  anew(stopped = false): void {
    this.begun = true;
    this.progress?.done();
    this.progress = undefined;
    this.whole = stopped ? "stopped" : "to be seen";
    this.publish();
  }

  private publish(): void {
    this.takeBack?.();
    this.takeBack = undefined;
    this.lookedAt = this.clock.now();
    const number = ++this.number;
    this.linter
      .then((linter) => this.slices.run(this.publishing(linter), () => number !== this.number))
      .catch((error: unknown) => this.connection.console.error(`findings: ${stackOf(error)}`));
  }

  /** Sends what is found in the documents that changed, then in the other open ones and, where that is asked for, in every other file. */
  private *publishing(linter: Linter): Generator<void, void> {
    const { documents } = this.shown;
    const open = documents.all();
    const changed = [...open].filter(([path, { version }]) => this.published.get(path)?.version !== version);
    for (const document of open.values()) {
      if (documents.isGiven(document)) continue;
      documents.give(linter, document);
      yield;
    }
    const show = (path: string) => this.show(linter, path, open.get(path));
    const first = changed.map(([path]) => path);
    yield* judging(linter, first, show);
    const rest = [...open.keys()].filter((path) => !first.includes(path));
    yield* judging(linter, rest, show);
    const others = this.others(open);
    this.takeBackAllBut(new Set([...open.keys(), ...others]));
    for (const path of others) this.due.add(path);
    yield* this.overdue(linter, show);
    this.tellFaults(linter);
  }

  /** Each once, in the log. */
  private tellFaults(linter: Linter): void {
    const faults = linter.faults();
    for (const [path, reason] of faults)
      if (this.faults.get(path) !== reason)
        this.connection.console.error(`${path} is not linted, for Spillway fails on it: ${reason}`);
    this.faults = new Map(faults);
  }

  /** The files that are not open and whose findings are wanted. Of a look that a person stopped, those that were seen. */
  private others(open: ReadonlyMap<string, TextDocument>): string[] {
    const settings = this.shown.settings();
    const wanted = this.whole === "stopped" ? this.published : this.shown.scanned;
    return [...wanted.keys()].filter(
      (path) =>
        !open.has(path) &&
        this.shown.scanned.has(path) &&
        settings.at(path).workspace &&
        settings.isWanted(path),
    );
  }

  private *overdue(linter: Linter, show: (path: string) => void): Generator<void, void> {
    const { tell, progressIn } = this.shown;
    const left = () => tell(sentence("{0} files to look at", this.due.size));
    if (this.whole === "to be seen" && this.due.size > 0)
      this.progress ??= new Progress(progressIn(), left());
    const work = judging(linter, [...this.due], (path) => {
      this.due.delete(path);
      show(path);
      if (this.due.size % reported === 0) this.progress?.report(left());
    });
    for (const _ of work) {
      if (this.progress?.stopped === true) {
        this.due.clear();
        break;
      }
      yield;
    }
    if (this.whole === "to be seen") this.whole = this.progress?.stopped === true ? "stopped" : "seen";
    this.progress?.done();
    this.progress = undefined;
  }

  private takeBackAllBut(wanted: ReadonlySet<string>): void {
    for (const path of this.due) if (!wanted.has(path)) this.due.delete(path);
    for (const [path, { uri }] of this.published) {
      if (wanted.has(path)) continue;
      this.published.delete(path);
      this.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  private show(linter: Linter, path: string, document: TextDocument | undefined): void {
    // Somebody types: what is found in the text of before comes too late, and that of now will be looked at.
    if (document !== undefined && !this.shown.documents.isGiven(document)) return;
    const settings = this.shown.settings();
    const findings = withUris(findingsOf(linter, settings, path));
    if (findings.length === 0 && !this.published.has(path) && document === undefined) return;
    const uri = document?.uri ?? uriOf(path);
    const version = document?.version;
    this.published.set(path, { uri, version });
    const { tell } = this.shown;
    this.connection.sendDiagnostics({
      uri,
      ...(version === undefined ? {} : { version }),
      diagnostics: findings.map((finding) => diagnosticOf(finding, settings.lintAt(path), tell)),
    });
  }
}
