import type { CallFact, Value } from "../facts.ts";
import { mentions } from "./mentions.ts";
import type { FileNode } from "./project.ts";

const store = /cache|memo|seen|known|loaded|visited|lookup|map$|byid$|store$/i;

/**
 * Whether a call is made only when something kept from before does not have the answer: inside `if (!cache.has(id))`, or after
 * `if (cached) return cached`.
 */
export function guardedByCache(file: FileNode, index: number, inFunction: number): boolean {
  const { regions, exits, calls } = file.facts;
  const call = calls[index];
  if (call === undefined) return false;
  for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = regions[at];
    if (region === undefined || region.kind === "function") break;
    if (region.kind === "branch" && region.condition !== undefined && asksStore(file, region.condition, call))
      return true;
    at = region.parent;
  }
  return exits.some((exit) => {
    if (exit.kind === "throw" || exit.start > call.start) return false;
    const region = regions[exit.region];
    if (region?.kind !== "branch" || region.function !== inFunction || region.condition === undefined)
      return false;
    return asksStore(file, region.condition, call);
  });
}

function asksStore(file: FileNode, condition: Value, call: CallFact): boolean {
  return mentions(file, condition, (value) => {
    if (value.kind === "call") {
      const callee = file.facts.calls[value.call]?.callee;
      if (callee?.kind !== "member" || (callee.name !== "has" && callee.name !== "get")) return false;
      return named(callee.of) || isMade(file, callee.of, call);
    }
    if (value.kind === "element") return named(value.of);
    if (value.kind !== "name") return false;
    return /^(cached|memoi[sz]ed|fromCache|existingPromise|inflight|hit)/i.test(value.name);
  });
}

function named(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && store.test(value.name);
}

/** `new LRUCache(…)`, or a `Map` into which what the call gives is put. */
function isMade(file: FileNode, value: Value, call: CallFact): boolean {
  if (value.kind !== "name") return false;
  const first = file.facts.bindings[value.binding]?.values[0]?.value;
  const made = first?.kind === "call" ? file.facts.calls[first.call] : undefined;
  if (made?.form !== "new" || made.callee.kind !== "name") return false;
  if (/cache|lru/i.test(made.callee.name)) return true;
  if (!/^(Weak)?Map$/.test(made.callee.name)) return false;
  return file.facts.calls.some(
    ({ callee, end }) =>
      callee.kind === "member" &&
      callee.name === "set" &&
      callee.of.kind === "name" &&
      callee.of.binding === value.binding &&
      end >= call.end,
  );
}
