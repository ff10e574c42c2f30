import type { Value } from "../../facts.ts";

/** `this.requestCache.get(key, () => query)`, `ctx.cache.users.find(id)`: the answer is kept, or asked for once and kept. */
export function isCache(callee: Value): boolean {
  if (callee.kind !== "member" || !/^(get|fetch|find|load|use|run|try|is|has|available)/.test(callee.name)) {
    return false;
  }
  return ofCache(callee.of);
}

/** `ctx.cache.users`: something that a cache holds, or one. */
export function ofCache(value: Value): boolean {
  for (let at = value; ; at = at.of) {
    if (at.kind !== "name" && at.kind !== "member") return false;
    if (/cache|memo/i.test(at.name)) return true;
    if (at.kind === "name") return false;
  }
}
