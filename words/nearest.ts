import { distance } from "fastest-levenshtein";

/** Words looked through at most; beyond this a guess is not worth its time. */
const MOST = 2000;

/** The word that was probably meant: at most a third of its letters differ. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 64) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let seen = 0;
  for (const candidate of known) {
    if (++seen > MOST) break;
    const d = distance(lower, candidate.toLowerCase());
    // A word with no letter in common is no likeness, however short it is.
    if (d >= Math.min(word.length, candidate.length)) continue;
    if (d < bestDistance && d <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3))) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** "did you mean ...?", or else all words where they are few. */
export function suggest(word: string, known: readonly string[], what: string): string | undefined {
  const near = nearest(word, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (known.length === 0 || known.length > 40) return undefined;
  return `${what}: ${known.join(", ")}`;
}
