import { type Construction, setPropertyEdit } from "../../linter/construction.ts";
import type { TextEdit } from "../../linter/text.ts";
import type { Json } from "../../simulator/protocol.ts";
import { type Filling, inTurn, listed, type Sentence, sentence } from "../../words/sentence.ts";
import { codeValue, poolValues } from "./parameters.ts";

/**
 * The edits that write changed values of the pool into the code it came from. Either all of them, or the reasons why not: half of an
 * Apply would leave code that nobody has simulated.
 */
export function writeBack(
  construction: Construction,
  values: { path: string; value: Json }[],
): { edits: TextEdit[] } | { refused: Filling } {
  const edits: TextEdit[] = [];
  const reasons: Sentence[] = [];
  for (const { path, value } of values) {
    const coded = codeValue(construction, path, value);
    const result = "refused" in coded ? coded : setPropertyEdit(construction, coded.property, coded.value);
    if ("refused" in result) reasons.push(sentence("{0}: {1}", path, result.refused));
    else edits.push(result.edit);
  }
  return reasons.length > 0 ? { refused: inTurn(reasons) } : { edits: inserted(edits) };
}

/** Insertions at one place become one edit, in order; an editor may refuse several that touch. */
function inserted(edits: TextEdit[]): TextEdit[] {
  const joined = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = JSON.stringify([edit.file, edit.range]);
    const first = joined.get(key);
    joined.set(key, first === undefined ? edit : { ...first, newText: both(first.newText, edit.newText) });
  }
  return [...joined.values()];
}

/** Two inserted properties as one text: `, a: 1` and `, b: 2`, or `{ a: 1 }` and `{ b: 2 }` where there were no options at all. */
function both(first: string, second: string): string {
  const object = /^(\s*\{)(.*)(\}\s*)$/s;
  const [, open, head, close] = object.exec(first) ?? [];
  const [, , tail] = object.exec(second) ?? [];
  if (head !== undefined && tail !== undefined) return `${open}${both(head.trimEnd(), tail)}${close}`;
  const apart = /,\s*$/.test(first) || /^\s*,/.test(second);
  return apart ? first + second : `${first.trimEnd()}, ${second.trimStart()}`;
}

/** The construction, among those that a file has now, that an earlier one has become; undefined where it is gone. */
export function sameConstruction(
  now: Construction[],
  earlier: { name?: string | undefined; library: string; line: number },
): Construction | undefined {
  const alike = now.filter((c) => c.library === earlier.library && c.kind === "pool");
  const named = alike.filter((c) => c.name !== undefined && c.name === earlier.name);
  const candidates = named.length > 0 ? named : alike;
  const distance = (c: Construction) => Math.abs(c.range.start.line + 1 - earlier.line);
  return candidates.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** In words, what the code says now that it did not say when the scenario was made; undefined where nothing changed. */
export function difference(before: Construction, now: Construction): Filling | undefined {
  const earlier = new Map(poolValues(before).map(({ path, value }) => [path, value]));
  const changed = poolValues(now).filter(({ path, value }) => earlier.get(path) !== value);
  if (changed.length === 0) return undefined;
  return listed(changed.map(({ path, value }) => sentence("{0} is now {1}", path, String(value))));
}
