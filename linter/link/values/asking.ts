import { type Entity, none } from "../entity.ts";

/** An answer that hangs on a question further out is found again this often, then kept as it is: asking must come to an end. */
const mostTries = 3;

/**
 * The questions that are being answered, one inside of another. Who asks in the middle of an answer for that answer itself gets none. What
 * is concluded from that holds as long as the outer question is open, and is not kept: it would hang on who happened to ask first.
 */
export class Asking {
  /** What the open questions have for an answer until it is found, the outermost first; some that were longer ago stand behind them. */
  private readonly unfound: Entity[][] = [];
  /** How many questions are open. */
  depth = 0;
  /** How deep the outermost open question lies that was met since the innermost one was asked. */
  private met = Number.POSITIVE_INFINITY;
  private tries = new WeakMap<object, Map<unknown, number>>();
  private readonly state: () => number;
  /** The state that `tries` is of. */
  private triedIn = -1;

  /** @param state another number after whatever may change an answer */
  constructor(state: () => number) {
    this.state = state;
  }

  /** The answer that is kept for this key: empty where it is being found. */
  kept<Key>(answers: Map<Key, Entity[]>, key: Key): Entity[] | undefined {
    const known = answers.get(key);
    // An answer that was found to be empty is `none`: every other one that is empty is still being found.
    if (known === undefined || known.length > 0 || known === none) return known;
    const lies = this.unfound.indexOf(known);
    if (lies >= 0 && lies < this.depth) this.meets(lies);
    return known;
  }

  /** Opens a question that nothing is kept for. What it gives is for `end`. */
  begin<Key>(answers: Map<Key, Entity[]>, key: Key): number {
    const unfound = this.unfound[this.depth] ?? [];
    this.unfound[this.depth] = unfound;
    this.depth++;
    answers.set(key, unfound);
    const before = this.met;
    this.met = Number.POSITIVE_INFINITY;
    return before;
  }

  /** Closes it with the answer that was found. */
  end<Key>(answers: Map<Key, Entity[]>, key: Key, before: number, found: Entity[]): Entity[] {
    const lies = --this.depth;
    const answer = found.length === 0 ? none : found;
    const isOfOuter = this.met < lies;
    if (isOfOuter && this.mayTryAgain(answers, key)) answers.delete(key);
    else answers.set(key, answer);
    this.met = isOfOuter ? Math.min(before, this.met) : before;
    return answer;
  }

  /** The answer that is kept for the key, or the one that is found. */
  answer<Key>(answers: Map<Key, Entity[]>, key: Key, find: () => Entity[]): Entity[] {
    const known = this.kept(answers, key);
    if (known !== undefined) return known;
    const before = this.begin(answers, key);
    return this.end(answers, key, before, find());
  }

  /** Somebody came upon a question that is open, as deep as this. */
  meets(depth: number): void {
    this.met = Math.min(this.met, depth);
  }

  private mayTryAgain(answers: object, key: unknown): boolean {
    const now = this.state();
    if (this.triedIn !== now) this.tries = new WeakMap();
    this.triedIn = now;
    const tries = this.tries.get(answers) ?? new Map<unknown, number>();
    this.tries.set(answers, tries);
    const already = tries.get(key) ?? 0;
    tries.set(key, already + 1);
    return already < mostTries;
  }
}
