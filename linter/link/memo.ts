import type { Value } from "../facts.ts";
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
    if (region.kind === "branch" && region.condition !== undefined && asksStore(file, region.condition))
      return true;
    at = region.parent;
  }
  return exits.some((exit) => {
    if (exit.kind === "throw" || exit.start > call.start) return false;
    const region = regions[exit.region];
    if (region?.kind !== "branch" || region.function !== inFunction || region.condition === undefined)
      return false;
    return asksStore(file, region.condition);
  });
}

function asksStore(file: FileNode, condition: Value): boolean {
  return mentions(file, condition, (value) => {
    if (value.kind === "call") {
      const callee = file.facts.calls[value.call]?.callee;
      if (callee?.kind !== "member" || (callee.name !== "has" && callee.name !== "get")) return false;
      return named(callee.of);
    }
    if (value.kind === "element") return named(value.of);
    if (value.kind !== "name") return false;
    return /^(cached|memoi[sz]ed|fromCache|existingPromise|inflight|hit)/i.test(value.name);
  });
}

function named(value: Value): boolean {
  return (value.kind === "name" || value.kind === "member") && store.test(value.name);
}
