import type { CallFact, Value } from "../../facts.ts";
import type { FileNode } from "../../link/project/project.ts";

/** One call of a chain. */
export interface Link {
  call: CallFact;
  /** What it calls of the value before it; "" where that itself is called: `db("users")`. */
  name: string;
}

/** `users.find(id).lean()`: what it begins with, and the calls from there on. */
export interface Chain {
  base: Value;
  links: Link[];
}

export function chainOf(file: FileNode, last: CallFact): Chain {
  const links: Link[] = [];
  for (let at = last, hops = 0; ; hops++) {
    const { callee } = at;
    if (callee.kind !== "member") return { base: callee, links: [{ call: at, name: "" }, ...links] };
    links.unshift({ call: at, name: callee.name });
    const before = callee.of.kind === "call" ? file.facts.calls[callee.of.call] : undefined;
    if (before === undefined || hops > 40) return { base: callee.of, links };
    at = before;
  }
}

/** The same with what a variable holds that it begins with: `const remove = db.deleteFrom("tokens"); await remove.execute()`. */
export function builtChain(file: FileNode, last: CallFact): Chain {
  let { base, links } = chainOf(file, last);
  for (let hops = 0; hops < 5; hops++) {
    const { kind, values = [] } = (base.kind === "name" && file.facts.bindings[base.binding]) || {};
    const [only, ...more] = values;
    const before =
      kind === "constant" && only?.value.kind === "call" && more.length === 0
        ? file.facts.calls[only.value.call]
        : undefined;
    if (before === undefined) break;
    const earlier = chainOf(file, before);
    base = earlier.base;
    links = [...earlier.links, ...links];
  }
  return { base, links };
}
