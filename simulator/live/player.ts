import type { Json, SessionCommand, SessionReport, SessionState, SessionStatus } from "../protocol.ts";
import { EVENTS, PathError } from "../scenario/document.ts";
import { parseScenario } from "../scenario/parse.ts";
import { LiveSession } from "../study/live.ts";
import { STOPPED } from "../study/stopped.ts";
import { RefusedChange } from "../study/timeline.ts";

/** What the session is on its way to, other than along with real time. */
type Errand =
  /** To a simulated time; then on as it was before. */
  | { kind: "seek"; time: number; playing: boolean }
  /** To the next moment that is of interest, at most up to a time. */
  | { kind: "interesting"; until: number };

type ChangeCommand = Exclude<SessionCommand, { type: "open" | "stop" | "visible" }>;

/** Commands that are about the moment that is shown; while it seeks they wait until it is there. */
const ABOUT_NOW: ReadonlySet<SessionCommand["type"]> = new Set([
  "set",
  "add",
  "disturb",
  "step",
  "stepInteresting",
  "options",
  "breakdown",
]);

/**
 * Does what a view asks of a live session, and reports what came of it. It has no clock: `advance` is called for as long as it is
 * `busy`, with the simulated time that real time allows.
 */
export class Player {
  readonly #say: (report: SessionReport) => void;
  #session: LiveSession | undefined;
  #status: SessionStatus = "paused";
  #errand: Errand | undefined;
  /** Commands that came while it was seeking, and are about the time that it seeks. */
  #deferred: ChangeCommand[] = [];
  /** Playing ends here: the scenario's duration, or nowhere when it was played on beyond that. */
  #end = Number.POSITIVE_INFINITY;

  constructor(say: (report: SessionReport) => void) {
    this.#say = say;
  }

  /** Simulated seconds. */
  get time(): number {
    return this.#session?.time ?? 0;
  }

  /** Simulated seconds a real second, as wanted. */
  get speed(): number {
    return this.#session?.speed ?? 1;
  }

  /** It goes along with real time. */
  get playing(): boolean {
    return this.#status === "playing";
  }

  /** It goes on as fast as it can, whatever the speed. */
  get hurrying(): boolean {
    return this.#errand !== undefined;
  }

  /** Opens a document; where it is not valid, what was open before stays. */
  open(text: string, state: SessionState | undefined): void {
    const parsed = parseScenario(text);
    if (!parsed.ok) {
      this.#say({ type: "invalid", problems: parsed.problems });
      return;
    }
    this.#session = new LiveSession(parsed, state);
    this.#deferred = [];
    this.#errand = undefined;
    this.#say({ type: "opened", network: this.#session.view });
    this.#seek(this.#session, state?.time ?? 0, state?.playing ?? false);
  }

  command(command: ChangeCommand): void {
    const session = this.#session;
    if (session === undefined) return;
    const seek = this.#errand?.kind === "seek" ? this.#errand : undefined;
    if (seek !== undefined && ABOUT_NOW.has(command.type)) {
      this.#deferred.push(command);
      return;
    }
    // While it seeks, "now" is where it is going.
    const time = seek?.time ?? session.time;
    const playing = seek?.playing ?? this.playing;
    switch (command.type) {
      case "play":
        if (seek === undefined) this.#play(session);
        else seek.playing = true;
        break;
      case "pause":
        if (seek === undefined) this.#become("paused");
        else seek.playing = false;
        break;
      case "step":
        session.step();
        this.#become("paused");
        break;
      case "stepInteresting": {
        const until = session.time < session.duration ? session.duration : session.time + session.duration;
        this.#errand = { kind: "interesting", until };
        this.#become("seeking");
        break;
      }
      case "restart":
        session.restart(command.keepValues);
        this.#seek(session, 0, playing);
        break;
      case "speed":
        session.speed = command.factor;
        this.sayStatus();
        break;
      case "set":
        this.#change(session, command.path, () => session.set(command.path, command.value));
        break;
      case "add":
        this.#add(session, command.path, command.value, { time, playing });
        break;
      case "disturb":
        this.#change(session, EVENTS, () => session.disturb(command.fault, command.seconds));
        break;
      case "undo":
        this.#undo(session, { time, playing });
        break;
      case "seek":
        this.#goTo(session, command.time, playing);
        break;
      case "seekBy": {
        const last = Math.max(session.duration, time);
        this.#goTo(session, Math.min(last, Math.max(0, time + command.seconds)), playing);
        break;
      }
      case "seed":
        session.reseed(command.seed);
        this.#say({ type: "opened", network: session.view });
        this.#seek(session, time, playing);
        break;
      case "options": {
        const { component } = command;
        this.#say({ type: "options", component, ...session.options(component) });
        break;
      }
      case "breakdown": {
        const { component } = command;
        this.#say({ type: "breakdown", component, cohorts: session.breakdown(component) });
        break;
      }
      default:
        command satisfies never;
    }
  }

  /** Goes on: to `until` when playing, and on its errand in any case. At most `most` events. True when there is more to do by then. */
  advance(until: number, most: number): boolean {
    const session = this.#session;
    if (session === undefined) return false;
    if (this.#errand !== undefined) return this.#run(session, this.#errand, most);
    if (this.#status !== "playing") return false;
    const progress = session.advance(Math.min(until, this.#end), most);
    if (progress === "overloaded" || progress === "stuck") this.#stop(progress);
    else if (progress === "reached" && session.time >= this.#end) this.#become("finished");
    return progress === "more";
  }

  /** What is to be seen now. `achieved` is the speed of late. */
  frame(achieved: number): Float64Array<ArrayBuffer> | undefined {
    return this.#session?.frame(achieved);
  }

  /** Says how far a long errand is. */
  sayStatus(because?: string): void {
    const { time, speed } = this;
    this.#say({
      type: "status",
      status: this.#status,
      time,
      speed,
      ...(because === undefined ? {} : { because }),
    });
  }

  #play(session: LiveSession): void {
    this.#end = session.time < session.duration ? session.duration : Number.POSITIVE_INFINITY;
    this.#become("playing");
  }

  #change(session: LiveSession, path: string, change: () => void): void {
    if (this.#done(path, change)) this.#sayEdits(session);
  }

  /** Whether a change was not refused. */
  #done(path: string, change: () => void): boolean {
    try {
      change();
      return true;
    } catch (error) {
      if (!(error instanceof RefusedChange || error instanceof PathError)) throw error;
      this.#say({ type: "refused", path, message: error.message });
      return false;
    }
  }

  #add(session: LiveSession, path: string, value: Json, to: { time: number; playing: boolean }): void {
    if (!this.#done(path, () => session.add(path, value))) return;
    // What there is to be set is another now, and there may be new ways.
    this.#say({ type: "opened", network: session.view });
    this.#seek(session, to.time, to.playing);
  }

  #undo(session: LiveSession, to: { time: number; playing: boolean }): void {
    const wasBuilt = session.edits.at(-1)?.built === true;
    if (!session.undo()) return;
    if (wasBuilt) this.#say({ type: "opened", network: session.view });
    this.#seek(session, to.time, to.playing);
  }

  #goTo(session: LiveSession, time: number, playing: boolean): void {
    if (time < session.time) session.rewind();
    this.#seek(session, time, playing);
  }

  /** Sets out for a time that is not before the session's own. */
  #seek(session: LiveSession, time: number, playing: boolean): void {
    this.#errand = { kind: "seek", time, playing };
    this.#become("seeking");
    // What is near is done at once, so that an edit or a restart does not blink.
    this.#run(session, this.#errand, 1000);
  }

  #run(session: LiveSession, errand: Errand, most: number): boolean {
    switch (errand.kind) {
      case "seek": {
        const progress = session.advance(errand.time, most);
        if (progress === "more") return true;
        this.#errand = undefined;
        this.#sayEdits(session);
        if (progress === "overloaded" || progress === "stuck") this.#stop(progress);
        else if (errand.playing) this.#play(session);
        else this.#become("paused");
        break;
      }
      case "interesting": {
        const before = session.events;
        const what = session.stepInteresting(most);
        const over = session.events === before || session.time >= errand.until;
        if (what === undefined && !over) return true;
        this.#errand = undefined;
        this.#become("paused", what ?? "nothing of interest happened");
        break;
      }
      default:
        errand satisfies never;
    }
    for (const command of this.#deferred.splice(0)) this.command(command);
    return this.#errand !== undefined;
  }

  #sayEdits(session: LiveSession): void {
    const { edits, parameters, schedule: events } = session;
    this.#say({ type: "edits", edits: [...edits], parameters, events });
  }

  #stop(why: keyof typeof STOPPED): void {
    this.#errand = undefined;
    this.#become("stopped", STOPPED[why]);
  }

  #become(status: SessionStatus, because?: string): void {
    this.#status = status;
    if (status !== "seeking") this.#errand = undefined;
    this.sayStatus(because);
  }
}
