import { limitRule } from "./missing-limit.ts";
import type { Rule } from "./rule.ts";

/** The limits that a pool or client should have, one rule each. */
export const limitRules: Rule[] = [
  limitRule({
    rule: "pool-acquire-timeout",
    concept: "pool.acquireTimeout",
    subject: "a request",
    consequence: "once every connection is taken",
  }),
];
