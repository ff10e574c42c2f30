const PIECES = ["(", "{", "`", "await ", ".", "x.", '"', "=> {", "/*", "<"];

/** Whole numbers below `n` from a seed, so that a failure is the same when it is tried again. */
export function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % n;
  };
}

/** A text as somebody may leave it for a moment: broken off, with a piece missing, or with something just typed. */
export function unfinished(text: string, below: (n: number) => number): string {
  const at = below(text.length);
  const rest = [
    () => "",
    () => text.slice(at + below(40)),
    () => PIECES[below(PIECES.length)] + text.slice(at),
  ];
  return text.slice(0, at) + rest[below(rest.length)]?.();
}
