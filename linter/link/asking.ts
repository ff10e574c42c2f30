import type { Entity } from "./entity.ts";

/** An answer that hangs on a question further out is found again this often, then kept as it is: asking must come to an end. */
const mostTries = 3;

/**
 * The questions that are being answered, one inside of another. Who asks in the middle of an answer for that answer itself gets none. What
 * is concluded from that holds as long as the outer question is open, and is not kept: it would hang on who happened to ask first.
 */
export class Asking {
  /** How deep each of the open questions lies, by what it has for an answer until it is found. */
  private readonly open = new Map<readonly Entity[], number>();
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

  /** How many questions are open. */
  get depth(): number {
    return this.open.size;
  }

  /** The answer that is kept for this key: none where it is being found. */
  kept<Key>(answers: Map<Key, Entity[]>, key: Key): Entity[] | undefined {
    const known = answers.get(key);
    const lies = known === undefined || known.length > 0 ? undefined : this.open.get(known);
    if (lies !== undefined) this.meets(lies);
    return known;
  }

  /** That answer, or the one that is found, which is kept then. */
  answer<Key>(answers: Map<Key, Entity[]>, key: Key, find: () => Entity[]): Entity[] {
    const known = this.kept(answers, key);
    if (known !== undefined) return known;
    const unfound: Entity[] = [];
    const lies = this.open.size;
    const before = this.met;
    this.met = Number.POSITIVE_INFINITY;
    this.open.set(unfound, lies);
    answers.set(key, unfound);
    const found = find();
    this.open.delete(unfound);
    if (this.met < lies && this.mayTryAgain(answers, key)) answers.delete(key);
    else answers.set(key, found);
    this.met = Math.min(before, this.met < lies ? this.met : Number.POSITIVE_INFINITY);
    return found;
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
