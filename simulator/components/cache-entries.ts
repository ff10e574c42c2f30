import { EventList, NO_EVENT } from "../engine/event-list.ts";
import type { ComponentOf } from "../scenario/schema/scenario.ts";

const NONE = -1;

type Policy = ComponentOf<"cache">["policy"];

/**
 * Which keys a cache holds, and which one goes when it is full. Keys are whole numbers from 0; what is known of a key is in typed
 * arrays by key. LRU and FIFO are a linked list; LFU is a heap by (uses, last use), and TTL one by (end of the time to live, storing).
 */
export class CacheEntries {
  size = 0;
  evictions = 0;
  maxEntries = Number.POSITIVE_INFINITY;
  policy: Policy = "lru";
  private readonly freshUntil: Float64Array;
  private readonly held: Uint8Array;
  private readonly newer: Int32Array;
  private readonly older: Int32Array;
  private oldest = NONE;
  private newest = NONE;
  private readonly uses: Uint32Array;
  private readonly ranks = new EventList();
  private readonly place: Int32Array;

  constructor(keys: number) {
    this.freshUntil = new Float64Array(keys);
    this.held = new Uint8Array(keys);
    this.newer = new Int32Array(keys);
    this.older = new Int32Array(keys);
    this.uses = new Uint32Array(keys);
    this.place = new Int32Array(keys).fill(NO_EVENT);
  }

  has(key: number): boolean {
    return this.held[key] === 1;
  }

  /** Until when a held key is fresh, seconds. */
  expiry(key: number): number {
    return this.freshUntil[key] as number;
  }

  /** A held key is used. */
  touch(key: number): void {
    this.uses[key] = (this.uses[key] as number) + 1;
    if (this.policy === "lru" && this.newest !== key) {
      this.unlink(key);
      this.append(key);
    } else if (this.policy === "lfu") {
      this.rank(key);
    }
  }

  store(key: number, freshUntil: number): void {
    this.freshUntil[key] = freshUntil;
    if (this.held[key] === 1) {
      this.touch(key);
      if (this.policy === "ttl") this.rank(key);
      return;
    }
    while (this.size >= this.maxEntries && this.size > 0) this.evict();
    this.held[key] = 1;
    this.uses[key] = 1;
    this.size++;
    this.append(key);
    if (this.isRanked) this.rank(key);
  }

  remove(key: number): void {
    if (this.held[key] !== 1) return;
    this.held[key] = 0;
    this.size--;
    this.unlink(key);
    const place = this.place[key] as number;
    if (place !== NO_EVENT) this.ranks.cancel(place);
    this.place[key] = NO_EVENT;
  }

  clear(): void {
    while (this.oldest !== NONE) this.remove(this.oldest);
  }

  /** Lets keys go until at most `maxEntries` are held, under a policy that may have changed. */
  configure(maxEntries: number, policy: Policy): void {
    this.maxEntries = maxEntries;
    const changes = policy !== this.policy;
    this.policy = policy;
    if (changes && this.isRanked) {
      for (let key = this.oldest; key !== NONE; key = this.newer[key] as number) this.rank(key);
    }
    while (this.size > maxEntries) this.evict();
  }

  private evict(): void {
    this.evictions++;
    if (this.isRanked) {
      this.ranks.pop();
      const key = this.ranks.argument;
      this.place[key] = NO_EVENT;
      this.remove(key);
    } else {
      this.remove(this.oldest);
    }
  }

  /** Whether keys go in the order of a number, and not of the list. */
  private get isRanked(): boolean {
    return this.policy === "lfu" || this.policy === "ttl";
  }

  /** Puts a key where its number of uses, or the end of its time to live, belongs; among equals the one ranked first goes first. */
  private rank(key: number): void {
    const place = this.place[key] as number;
    if (place !== NO_EVENT) this.ranks.cancel(place);
    const rank = (this.policy === "lfu" ? this.uses[key] : this.freshUntil[key]) as number;
    this.place[key] = this.ranks.schedule(rank, 0, key);
  }

  private append(key: number): void {
    this.older[key] = this.newest;
    this.newer[key] = NONE;
    if (this.newest === NONE) this.oldest = key;
    else this.newer[this.newest] = key;
    this.newest = key;
  }

  private unlink(key: number): void {
    const newer = this.newer[key] as number;
    const older = this.older[key] as number;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
  }
}
