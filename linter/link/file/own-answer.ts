import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { oncePer } from "../../once-per.ts";
import { lastName } from "../../value-parts.ts";
import type { FileNode } from "../project/project.ts";
import { earlyExits } from "./branches.ts";
import { dependsOn, mentions } from "./mentions.ts";

/**
 * `const known = await redis.get(key)`, in a function that answers with it, or else finds out and puts that there under the same key:
 * what is asked of the store is the cache itself.
 */
export function looksUpOwnAnswer(file: FileNode, index: number, inFunction: number): boolean {
  const call = file.facts.calls[index];
  if (call === undefined || !got.test(lastName(call.callee))) return false;
  const own = heldOf(file.facts).get(index) ?? new Set();
  const decides = ({ condition }: { condition?: Value }) =>
    condition !== undefined && dependsOn(file, condition, own);
  const branches = file.facts.regions.filter(
    (region) => region.kind === "branch" && region.function === inFunction,
  );
  return (
    (earlyExits(file.facts, inFunction).some(decides) || branches.some(decides)) &&
    isPutBack(file, call, inFunction, own)
  );
}

/** By calls, the variables whose values they are a part of. */
const heldOf = oncePer((facts: FileFacts): ReadonlyMap<number, ReadonlySet<number>> => {
  const out = new Map<number, Set<number>>();
  facts.bindings.forEach(({ values }, binding) => {
    for (const { value } of values)
      mentions({ facts }, value, (part) => {
        if (part.kind === "call") {
          const held = out.get(part.call);
          if (held === undefined) out.set(part.call, new Set([binding]));
          else held.add(binding);
        }
        return false;
      });
  });
  return out;
});

/** `get`, and what a project calls the like of one thing: `getRates`. */
const got = /^[hH]?[gG]et((?:[A-Z_]\w*)?)$/;

/** `set` to `get`, `setRates` to `getRates`. */
function putsBack(getting: string, putting: string): boolean {
  const about = got.exec(getting)?.[1] ?? "";
  if (about === "" || /^(Buffer|Item)$/i.test(about)) return /^p?set(ex|px|nx|Item)?$/i.test(putting);
  return /^[sS]et/.test(putting) && putting.slice("set".length) === about;
}

/** The calls of a file that may put something somewhere: most have none. */
const puttingIn = oncePer(({ calls }: FileFacts): readonly CallFact[] =>
  calls.filter(({ callee }) => /^p?set/i.test(lastName(callee))),
);

/** The same text, or objects that say the same of what both name. */
function isSameKey(said: (value: Value) => string, one: Value, other: Value): boolean {
  if (one.kind !== "object" || other.kind !== "object") return said(one) === said(other);
  const shared = one.properties.flatMap(({ key, value }) => {
    const same = other.properties.find((property) => property.key === key);
    return same === undefined ? [] : [said(value) === said(same.value)];
  });
  return shared.length > 0 && shared.every(Boolean);
}

/** The same store is told another value under the same key. */
export function isPutBack(
  file: FileNode,
  { callee, arguments: [key], end }: CallFact,
  inFunction: number,
  had: ReadonlySet<number>,
  after = end,
): boolean {
  if ((callee.kind !== "member" && callee.kind !== "name") || key === undefined) return false;
  const said = (value: Value) => file.source.slice(value.start, value.end);
  const body = file.facts.functions[inFunction];
  return puttingIn(file.facts).some(({ callee: put, arguments: [at, ...given], start, end: until }) => {
    if ((put.kind !== "member" && put.kind !== "name") || at === undefined) return false;
    if (!putsBack(callee.name, put.name)) return false;
    // `redis.set(key, await load())` is told what the call in it gives.
    if (body === undefined || until < after || start < end || start >= body.end) return false;
    const isSameStore =
      put.kind === "name" || callee.kind === "name"
        ? put.kind === callee.kind
        : said(put.of) === said(callee.of);
    return (
      isSameStore && isSameKey(said, key, at) && ![at, ...given].some((value) => dependsOn(file, value, had))
    );
  });
}
