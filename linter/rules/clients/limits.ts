import { sentence } from "../../../words/sentence.ts";
import type { Rule } from "../rule.ts";
import { limitRule } from "./missing-limit.ts";

/** The limits that a pool or client should have, one rule each. */
export const limitRules: Rule[] = [
  limitRule({
    rule: "pool-acquire-timeout",
    concept: "pool.acquireTimeout",
    consequence: sentence("a request waits for ever once every connection is taken"),
  }),
  limitRule({
    rule: "connect-timeout",
    concept: "pool.connectTimeout",
    consequence: sentence("connecting to a server that does not answer waits for ever"),
  }),
  limitRule({
    rule: "query-timeout",
    concept: "query.timeout",
    consequence: sentence("a query that hangs keeps its connection for ever"),
    // A limit on statements can be set by the role, the database or a hook, which the code does not show.
    quiet: /statement_timeout|query_timeout|max_execution_time/i,
  }),
  limitRule({
    rule: "http-timeout",
    concept: "call.timeout",
    consequence: sentence("a server that does not answer is waited for for ever"),
    // A function from elsewhere that looks at each request may set a limit; one that is written here says so.
    quiet:
      /interceptors\.request\.use\(\s*(?!\s|async\b|function\b|\(|\w+\s*=>)|interceptors\.request[\s\S]*(timeout|signal)/i,
  }),
];
