import { bulkheads, limiters, queues } from "./cases/limits.ts";
import { theory } from "./compare.ts";

theory(new URL("./cases/limits.ts", import.meta.url), {
  "rate limits": limiters,
  bulkheads,
  "message queues": queues,
});
