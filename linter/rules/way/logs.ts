import type { CallFact } from "../../facts.ts";
import { titleOf } from "../../value-parts.ts";

/** `console.log(…)`, `this.logger.info(…)`, `log(…)`: a line for whoever reads the log. */
export function isLog({ callee }: CallFact): boolean {
  const parts = titleOf(callee).split(".");
  const [name = "", of = ""] = parts.toReversed();
  if (parts.length === 1) return /^(log|debug)$/.test(name);
  return /^(console|_?(app)?log(ger)?|winston|pino)$/i.test(of) && levels.test(name);
}

const levels = /^(log|trace|debug|verbose|silly|http|info|notice|success|warn|warning|error|fatal)$/;
