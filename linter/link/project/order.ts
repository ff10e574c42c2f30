/**
 * Every path once, each close behind those that it needs: who goes through them in this order finds most of what a file needs still
 * at hand. `needs` gives what a path needs; of paths that need one another, the first comes last. Undefined where it only went on to what a path needs:
 * who has other things to do can do them then.
 */
export function* closeBehind(
  paths: Iterable<string>,
  needs: (path: string) => readonly string[],
): Generator<string | undefined> {
  const seen = new Set<string>();
  for (const first of paths) {
    if (seen.has(first)) continue;
    seen.add(first);
    const way = [{ path: first, needed: needs(first), next: 0 }];
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const path = at.needed[at.next++];
      if (path === undefined) {
        yield at.path;
        way.pop();
      } else if (!seen.has(path)) {
        seen.add(path);
        way.push({ path, needed: needs(path), next: 0 });
        yield undefined;
      }
    }
  }
}
