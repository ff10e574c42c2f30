import { type Sentence, sentence } from "../words/sentence.ts";

/** What the time of a request can go to: what it is called, and whether nothing is done in it. */
export const PARTS = {
  elsewhere: { text: sentence("elsewhere"), waits: false },
  "pool wait": { text: sentence("pool wait"), waits: true },
  connect: { text: sentence("connect"), waits: true },
  "connection wait": { text: sentence("connection wait"), waits: true },
  "server queue": { text: sentence("server queue"), waits: true },
  "server work": { text: sentence("server work"), waits: false },
  "thread wait": { text: sentence("thread wait"), waits: true },
  join: { text: sentence("join"), waits: false },
  "query work": { text: sentence("query work"), waits: false },
  "query wait": { text: sentence("query wait"), waits: true },
  "replication wait": { text: sentence("replication wait"), waits: true },
  "lock wait": { text: sentence("lock wait"), waits: true },
  cache: { text: sentence("cache"), waits: false },
  "cache wait": { text: sentence("cache wait"), waits: true },
  "batch wait": { text: sentence("batch wait"), waits: true },
  "bulkhead wait": { text: sentence("bulkhead wait"), waits: true },
  "rate limit wait": { text: sentence("rate limit wait"), waits: true },
  "retry back-off": { text: sentence("retry back-off"), waits: true },
  fallback: { text: sentence("fallback"), waits: false },
  network: { text: sentence("network"), waits: false },
  partition: { text: sentence("partition"), waits: true },
  publish: { text: sentence("publish"), waits: false },
} as const satisfies Record<string, { text: Sentence; waits: boolean }>;

export type PartKind = keyof typeof PARTS;
