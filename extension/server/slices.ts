/** How long one slice of work may take before whatever else there is has its turn, milliseconds. A message of the editor waits for two of them at most. */
const SLICE = 8;

export interface Clock {
  /** Runs `task` after `milliseconds`; the result takes it back. Without any, when what came in by then had its turn. */
  after(milliseconds: number, task: () => void): () => void;
  /** Milliseconds since some moment. */
  now(): number;
}

/** Runs work that is made of small steps in slices, between which the editor is answered. Works under way at the same time take turns. */
export class Slices {
  private readonly clock: Clock;
  private turn: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Resolves with what the work gives, or with undefined where it was stopped before its end. */
  async run<T>(work: Generator<void, T>, stopped: () => boolean): Promise<T | undefined> {
    for (;;) {
      await this.nextTurn();
      if (stopped()) return undefined;
      const until = this.clock.now() + SLICE;
      do {
        const step = work.next();
        if (step.done === true) return step.value;
      } while (this.clock.now() < until);
    }
  }

  private nextTurn(): Promise<void> {
    this.turn = this.turn.then(() => new Promise((next) => this.clock.after(0, next)));
    return this.turn;
  }
}
