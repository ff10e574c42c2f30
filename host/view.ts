import { isDeepStrictEqual } from "node:util";
import type {
  Door,
  Example,
  FromView,
  SessionCommand,
  SessionReport,
  SessionState,
  ToView,
  ViewState,
} from "../simulator/protocol.ts";
import { EVENTS } from "../simulator/scenario/document.ts";
import { setValue } from "../simulator/scenario/edit.ts";
import type { StudyRequest, Values } from "../simulator/studies.ts";
import type { Strings } from "../words/sentence.ts";
import { Check } from "./check.ts";
import { readFromView } from "./from-view.ts";
import { Session } from "./session.ts";
import type { SimulationPool } from "./simulation-pool.ts";
import { Studies } from "./studies.ts";
import type { Subject } from "./subject.ts";
import { type Variants, variantsOf, variantText } from "./variants.ts";

/** What a shell lends to a view. */
export interface Shell {
  readonly pool: SimulationPool;
  /** Sends a message; the promise settles when it was delivered. */
  post(message: ToView): PromiseLike<unknown>;
  /** What is shown first, or again after the window was reloaded. */
  subject(kept: ViewState | undefined): Promise<Subject>;
  /** Nothing where the example is shown elsewhere. */
  example(id: string): Promise<Subject | undefined>;
  examples(): Promise<Example[]>;
  /** What each way to begin does that there is here. */
  readonly doors: Readonly<Partial<Record<Door, () => Promise<void>>>>;
  /** Messages by key in the person's language. */
  readonly strings: Strings;
  readonly reducedMotion: boolean;
  /** Opens the document, with the values of now, where it can be read and saved. */
  openAsText(text: string): Promise<void>;
  showRule(rule: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** Writes a file, where the person chooses. */
  save(name: string, content: Uint8Array): Promise<void>;
  readonly messages: { noCode: string };
  /** An error that the person was told in one sentence, in full. */
  failed(error: unknown): void;
}

const PLAYING: SessionState = { edits: [], time: 0, speed: 1, playing: true };

/**
 * The host's end of a view: answers what the view asks, keeps its session, and passes commands, reports and frames on unchanged. One
 * view shows one subject at a time.
 */
export class View {
  readonly #shell: Shell;
  readonly #session: Session;
  readonly #check: Check;
  readonly #studies: Studies;
  #subject: Subject | undefined;
  /** The variant that is run; the document as it stands where there is none. */
  #variant: string | undefined;
  #variants: Variants = {};
  #ready = false;
  /** Faults that were asked for, and have not been logged yet. */
  #asked = 0;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#check = new Check(shell.pool);
    this.#studies = new Studies(shell.pool);
    this.#session = new Session(shell.pool, (report) => {
      this.#hear(report);
      return this.#post({ type: "session", report });
    });
  }

  get subject(): Subject | undefined {
    return this.#subject;
  }

  /** Answers one message of the view, also when it fails and whatever it is. */
  async receive(message: unknown): Promise<void> {
    const read = readFromView(message);
    try {
      if ("wrong" in read) throw new TypeError(read.wrong);
      await this.#answer(read);
      await this.#post({ type: "answer", id: read.id });
    } catch (error) {
      this.#shell.failed(error);
      const text = error instanceof Error ? error.message : String(error);
      if (read.id !== undefined) await this.#post({ type: "answer", id: read.id, error: text });
    }
  }

  /** Shows this from now on, at the state that is given. */
  async show(subject: Subject, session?: SessionState): Promise<void> {
    this.#check.stop();
    this.#studies.stop();
    if (this.#subject !== subject) this.#subject?.dispose?.();
    this.#subject = subject;
    this.#variant = undefined;
    // A view that is not ready yet asks for it when it is.
    if (this.#ready) await this.#open(subject, session);
  }

  /**
   * Simulates the subject's text as it is now, at the time that was reached. Where that text is not valid, the view says so and goes on
   * showing the last one that was.
   */
  textChanged(): void {
    const subject = this.#subject;
    if (subject === undefined || !this.#ready) return;
    // What was changed is in the text now, so nothing of it is to be done again.
    const state = { ...this.#session.state, edits: [] };
    void this.#tellVariants(subject);
    this.#session.send({ type: "open", text: this.#textOf(subject), name: subject.name, state });
  }

  /** Tells the person something about what is shown, such as that it has changed where it came from. */
  warn(message: string): void {
    void this.#post({ type: "codeChanged", message });
  }

  command(command: SessionCommand): void {
    this.#session.send(command);
  }

  async dispose(): Promise<void> {
    this.#check.stop();
    this.#studies.stop();
    this.#subject?.dispose?.();
    await this.#session.close();
  }

  async #answer(message: FromView): Promise<void> {
    const subject = this.#subject;
    switch (message.type) {
      case "ready": {
        this.#ready = true;
        const shown = subject ?? (await this.#shell.subject(message.state));
        this.#subject = shown;
        this.#variant = isOf(message.state, shown) ? message.state.variant : undefined;
        return this.#open(shown, continued(message.state, shown), message.state);
      }
      case "session":
        if (message.command.type === "set") {
          const { path, value, more } = message.command;
          this.#written(subject)?.changed?.(path, value, more === true);
        }
        if (message.command.type === "add")
          this.#written(subject)?.changed?.(message.command.path, message.command.value, false);
        if (message.command.type === "disturb") this.#asked++;
        return this.#session.send(message.command);
      case "check":
        if (subject === undefined) return;
        return this.#check.run(this.#textOfNow(subject), (progress) => {
          void this.#post({ type: "check", ...progress });
        });
      case "stopCheck":
        return this.#check.stop();
      case "study":
        if (subject === undefined) return;
        return this.#studies.run(this.#textAsked(subject, message.request), message.request, (progress) => {
          void this.#post({ type: "study", progress });
        });
      case "stopStudy":
        return this.#studies.stop();
      case "openExample": {
        const example = await this.#shell.example(message.example);
        return example === undefined ? undefined : this.show(example);
      }
      case "door":
        return this.#shell.doors[message.door]?.();
      case "variant": {
        if (subject === undefined) return;
        this.#check.stop();
        this.#studies.stop();
        this.#variant = message.variant;
        await this.#tellVariants(subject);
        const state = { ...this.#session.state, edits: [], time: 0, playing: true };
        return this.#session.send({ type: "open", text: this.#textOf(subject), name: subject.name, state });
      }
      case "revealSource":
        if (subject?.revealSource === undefined) throw new Error(this.#shell.messages.noCode);
        return subject.revealSource(message.component);
      case "applyToCode":
        if (subject?.applyToCode === undefined) throw new Error(this.#shell.messages.noCode);
        return subject.applyToCode(message.component, message.values);
      case "openAsText":
        if (subject === undefined) return;
        return this.#shell.openAsText(this.#readable(subject));
      case "revealText":
        return subject?.revealText?.(message.line, message.column);
      case "showRule":
        return this.#shell.showRule(message.rule);
      case "copy":
        return this.#shell.copy(message.text);
      case "save":
        return this.#shell.save(message.name, Buffer.from(message.content, "base64"));
      default:
        return message satisfies never;
    }
  }

  /** A fault becomes an event of the document when the session has said at which time it begins. */
  #hear(report: SessionReport): void {
    if (this.#asked === 0) return;
    if (report.type === "refused" && report.path === EVENTS) this.#asked--;
    if (report.type !== "edits") return;
    const last = report.edits.at(-1);
    if (last?.path !== EVENTS) return;
    this.#asked--;
    this.#written(this.#subject)?.changed?.(EVENTS, last.value, false);
  }

  async #open(
    subject: Subject,
    session: SessionState | undefined,
    { selected, folded }: Pick<ViewState, "selected" | "folded"> = {},
  ): Promise<void> {
    const { origin, text, name } = subject;
    const state: ViewState | undefined =
      session === undefined
        ? undefined
        : {
            origin,
            text,
            session,
            ...(selected === undefined ? {} : { selected }),
            ...(folded === undefined ? {} : { folded }),
          };
    await this.#post({
      type: "open",
      opening: {
        origin,
        text,
        examples: await this.#shell.examples(),
        strings: this.#shell.strings,
        canApply: subject.applyToCode !== undefined,
        canRevealText: subject.revealText !== undefined,
        doors: text.trim() === "" ? (Object.keys(this.#shell.doors) as Door[]) : [],
        reducedMotion: this.#shell.reducedMotion,
      },
      ...(state === undefined ? {} : { state }),
    });
    await this.#tellVariants(subject);
    if (session === undefined && subject.note !== undefined) this.warn(subject.note);
    const start = session ?? (subject.startsPlaying ? PLAYING : undefined);
    this.#session.send({
      type: "open",
      text: this.#textOf(subject),
      name,
      ...(start === undefined ? {} : { state: start }),
    });
  }

  /** Says which variants there are. One that the document has no longer is left. */
  async #tellVariants({ text }: Subject): Promise<void> {
    this.#variants = variantsOf(text);
    if (this.#variant !== undefined && !Object.hasOwn(this.#variants, this.#variant))
      this.#variant = undefined;
    const chosen = this.#variant;
    await this.#post({
      type: "variants",
      variants: this.#variants,
      ...(chosen === undefined ? {} : { chosen }),
    });
  }

  get #values(): Values | undefined {
    return this.#variant === undefined ? undefined : this.#variants[this.#variant];
  }

  /** What a change is written into: not the document where a variant of it is tried. */
  #written(subject: Subject | undefined): Subject | undefined {
    return this.#values === undefined ? subject : undefined;
  }

  /** What the session is opened with. */
  #textOf({ text }: Subject): string {
    return this.#values === undefined ? text : variantText(text, this.#values);
  }

  /** The subject's document with the parameters as they were changed. */
  #textOfNow(subject: Subject): string {
    // Where changes are written as they are made, the document has them already.
    if (this.#written(subject)?.changed !== undefined) return subject.text;
    return this.#edited(this.#textOf(subject));
  }

  #textAsked(subject: Subject, request: StudyRequest): string {
    return request.kind === "compare" && request.asWritten === true ? subject.text : this.#textOfNow(subject);
  }

  /** The same for a person to read: with the comments, and the variants, of the document. */
  #readable(subject: Subject): string {
    if (subject.changed !== undefined) return subject.text;
    const values = Object.entries(this.#values ?? {});
    return this.#edited(values.reduce((now, [path, value]) => setValue(now, path, value), subject.text));
  }

  #edited(text: string): string {
    return this.#session.state.edits.reduce((now, { path, value }) => setValue(now, path, value), text);
  }

  async #post(message: ToView): Promise<void> {
    await this.#shell.post(message);
  }
}

const isOf = (kept: ViewState | undefined, { origin }: Subject): kept is ViewState =>
  kept !== undefined && isDeepStrictEqual(kept.origin, origin);

/** Where the view was when it went away; the edits belong to the document that they were made on. */
function continued(kept: ViewState | undefined, shown: Subject): SessionState | undefined {
  if (!isOf(kept, shown)) return undefined;
  return kept.text === shown.text ? kept.session : { ...kept.session, edits: [] };
}
