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

/** The same where what is told besides hangs on the whole project: it is found anew in another state of it. */
export function oncePerState<Of extends object, Answer, Besides = void>(
  find: (of: Of, besides: Besides) => Answer,
): (of: Of, state: number, besides: Besides) => Answer {
  const known = new WeakMap<Of, { state: number; answer: Answer }>();
  return (of, state, besides) => {
    let found = known.get(of);
    if (found?.state !== state) {
      found = { state, answer: find(of, besides) };
      known.set(of, found);
    }
    return found.answer;
  };
}
