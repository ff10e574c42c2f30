import type { CallFact, Property, Value } from "../../facts.ts";
import { isPlain } from "./place.ts";

/** The property of an object that has no other but those allowed. */
export function only(value: Value, key: string, allowed: string[]): Property | undefined {
  if (value.kind !== "object") return undefined;
  if (!value.properties.every((p) => p.key === key || (p.key !== undefined && allowed.includes(p.key))))
    return undefined;
  return value.properties.find((p) => p.key === key);
}

/** The one property of an object whose value is plain. */
export function onlyProperty(value: Value | undefined): { key: string; value: Value } | undefined {
  if (value?.kind !== "object" || value.properties.length !== 1) return undefined;
  const [first] = value.properties;
  if (first?.key === undefined || !isPlain(first.value)) return undefined;
  return { key: first.key, value: first.value };
}

export function raised(text: string): string {
  const name = inOneWord(text);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `user_id` → `userId` */
function inOneWord(text: string): string {
  return text.replace(/(?<=\w)_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** What a function gives, by its name: `findUserById` → `user`; "" where the name does not say. */
export function givenBy(name: string): string {
  const what = name
    .replace(/^(find|get|load|fetch|query|list|read)(One|All|Many)?/, "")
    .replace(/(By|For)[A-Z].*$/, "")
    .replace(/(OrFail|OrThrow|OrNull|OrUndefined)$/, "");
  return /^[A-Z][a-z]/.test(what) && what !== name ? lowered(what) : "";
}

/** What rows of a table are called: one of them, or all. */
export function rowsCalled(subject: string, isList: boolean): string {
  const one = singular(lowered(subject));
  return isList ? plural(one) : one;
}

/** A word for more than one. */
export function plural(word: string): string {
  if (word.endsWith("s")) return word;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** A word for one of what a table is called by: `orders` → `order`. */
export function singular(word: string): string {
  return word
    .replace(/ies$/, "y")
    .replace(/(ss|x|ch|sh|us)es$/, "$1")
    .replace(/(?<![sui])s$/, "");
}

/** A subject as a variable is called. */
export function lowered(text: string): string {
  const name = inOneWord(text.replace(/[^\w$]/g, ""));
  // What is no word is the name of something else.
  return !/^[A-Za-z][a-z]/.test(name) ? "row" : name.charAt(0).toLowerCase() + name.slice(1);
}

/** `User.findOne()`: a model goes by its own name. */
export function modelOf({ callee }: CallFact): string {
  return callee.kind === "member" && callee.of.kind === "name" && /^[A-Z]/.test(callee.of.name)
    ? callee.of.name
    : "";
}
