import type { NetworkComponent } from "../../../simulator/protocol.ts";
import type { Glyph } from "../glyph.ts";
import { balancer } from "./balancer.ts";
import { breaker } from "./breaker.ts";
import { bulkhead } from "./bulkhead.ts";
import { cache } from "./cache.ts";
import { database } from "./database.ts";
import { limiter } from "./limiter.ts";
import { pool } from "./pool.ts";
import { queue } from "./queue.ts";
import { server } from "./server.ts";
import { source } from "./source.ts";

/** How each type of component is drawn. */
export const GLYPHS: Record<NetworkComponent["type"], Glyph> = {
  source,
  balancer,
  server,
  pool,
  database,
  cache,
  breaker,
  bulkhead,
  limiter,
  queue,
};
