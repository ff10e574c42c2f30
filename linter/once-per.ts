/**
 * A function whose answer is found once for each thing that it is asked of, and forgotten with that thing. What it is told besides hangs on
 * that thing alone.
 */
export function oncePer<Of extends object, Answer extends NonNullable<unknown>, Besides = void>(
  find: (of: Of, besides: Besides) => Answer,
): (of: Of, besides: Besides) => Answer {
  const known = new WeakMap<Of, Answer>();
  return (of, besides) => {
    let answer = known.get(of);
    if (answer === undefined) {
      answer = find(of, besides);
      known.set(of, answer);
    }
    return answer;
  };
}
