import type { SessionCommand, SessionReport } from "../protocol.ts";
import type { ToLive } from "../task.ts";
import { Pace } from "./pace.ts";
import { Player } from "./player.ts";

/** The worker around a session: its clock and its way to the host. */
export type Surroundings = {
  /** Seconds of a clock that only goes forward. */
  now(): number;
  /** The next message that has come in. */
  next(): ToLive | undefined;
  /** Resolves after that many seconds, or as soon as a message has come in; with 0 when those that are there were taken in. */
  rest(seconds: number): Promise<void>;
  say(report: SessionReport): void;
};

/** Real seconds of work between two looks at the messages. */
const SLICE = 0.004;
/** Events between two looks at the clock. */
const BATCH = 1000;
const FRAME_EVERY = 1 / 30;
/** Frames that may be on their way: the host says when one was shown. */
const FRAMES_AHEAD = 2;
/** Between two reports of how far a long search is, real seconds. */
const PROGRESS_EVERY = 0.2;
/** Without anything to do it waits for a message. */
const FOR_EVER = 3600;

/** Holds a live session: ties it to real time, shows it, and takes commands between slices of work, until told to stop. */
export class LiveTask {
  readonly #around: Surroundings;
  readonly #player: Player;
  readonly #pace = new Pace();
  #stopped = false;
  #visible = true;
  /** Something is to be seen that no frame has shown. */
  #unshown = false;
  #onTheWay = 0;
  #lastFrame = Number.NEGATIVE_INFINITY;
  #lastProgress = Number.NEGATIVE_INFINITY;
  #paced = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#player = new Player((report) => {
      // A report is about something that a frame shows as well.
      this.#unshown = true;
      around.say(report);
    });
  }

  async run(): Promise<void> {
    for (;;) {
      for (let message = this.#around.next(); message !== undefined; message = this.#around.next()) {
        if (message.type === "shown") this.#onTheWay--;
        else this.#command(message.command);
        if (this.#stopped) return;
      }
      const more = this.#visible && this.#work();
      this.#show();
      await this.#around.rest(more ? 0 : this.#pause());
    }
  }

  #command(command: SessionCommand): void {
    switch (command.type) {
      case "stop":
        this.#stopped = true;
        return;
      case "open":
        this.#player.open(command.text, command.state);
        break;
      case "visible":
        this.#visible = command.visible;
        this.#unshown = true;
        break;
      default:
        this.#player.command(command);
    }
    // Whatever was asked, real and simulated time are joined anew from here on.
    this.#paced = false;
  }

  /** A slice of work. True when there is more to do at once. */
  #work(): boolean {
    const { now } = this.#around;
    const player = this.#player;
    if (!player.playing && !player.hurrying) {
      this.#paced = false;
      return false;
    }
    let real = now();
    if (!this.#paced) {
      this.#pace.start(real, player.time, player.speed);
      this.#paced = true;
    }
    this.#unshown = true;
    const until = player.hurrying ? Number.POSITIVE_INFINITY : this.#pace.goal(real, player.time);
    const end = real + SLICE;
    let more = true;
    while (more && real < end) {
      more = player.advance(until, BATCH);
      real = now();
    }
    if (player.hurrying && real - this.#lastProgress >= PROGRESS_EVERY) {
      this.#lastProgress = real;
      player.sayStatus();
    }
    return more;
  }

  #show(): void {
    if (!this.#unshown || !this.#visible || this.#player.hurrying || this.#onTheWay >= FRAMES_AHEAD) return;
    const real = this.#around.now();
    if (real - this.#lastFrame < FRAME_EVERY) return;
    const { playing, speed, time } = this.#player;
    const data = this.#player.frame(playing && this.#paced ? this.#pace.achieved(real, time) : speed);
    if (data === undefined) return;
    this.#unshown = false;
    this.#lastFrame = real;
    this.#onTheWay++;
    this.#around.say({ type: "frame", data });
  }

  /** How long there is nothing to do unless a message comes, seconds. */
  #pause(): number {
    const waiting = this.#unshown && this.#visible && this.#onTheWay < FRAMES_AHEAD;
    const toFrame = this.#lastFrame + FRAME_EVERY - this.#around.now();
    if (this.#visible && this.#player.playing) return Math.min(0.01, Math.max(0.001, toFrame));
    return waiting ? Math.max(0.001, toFrame) : FOR_EVER;
  }
}
