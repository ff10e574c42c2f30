/** How long one slice of work may take before whatever else there is has its turn, milliseconds. */
const SLICE = 15;

/** Runs work that is made of small steps in slices, between which the editor is answered. Works under way at the same time take turns. */
export class Slices {
  private readonly now: () => number;
  private readonly after: (milliseconds: number, task: () => void) => void;
  private turn: Promise<void> = Promise.resolve();

  /** @param after runs a task so many milliseconds from now, when what came in by then had its turn */
  constructor(now: () => number, after: (milliseconds: number, task: () => void) => void) {
    this.now = now;
    this.after = after;
  }

  /** Resolves with what the work gives, or with undefined where it was stopped before its end. */
  async run<T>(work: Generator<void, T>, stopped: () => boolean): Promise<T | undefined> {
    for (;;) {
      await this.nextTurn();
      if (stopped()) return undefined;
      const until = this.now() + SLICE;
      do {
        const step = work.next();
        if (step.done === true) return step.value;
      } while (this.now() < until);
    }
  }

  private nextTurn(): Promise<void> {
    this.turn = this.turn.then(() => new Promise((next) => this.after(0, next)));
    return this.turn;
  }
}
