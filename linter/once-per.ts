/** A function whose answer is found once for each thing that it is asked of, and forgotten with that thing. */
export function oncePer<Of extends object, Answer extends NonNullable<unknown>>(
  find: (of: Of) => Answer,
): (of: Of) => Answer {
  const known = new WeakMap<Of, Answer>();
  return (of) => {
    let answer = known.get(of);
    if (answer === undefined) {
      answer = find(of);
      known.set(of, answer);
    }
    return answer;
  };
}
