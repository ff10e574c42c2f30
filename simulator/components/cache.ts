import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import { NO_EVENT } from "../engine/event-list.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { CacheEntries } from "./cache-entries.ts";
import type { Server } from "./server.ts";
import { Versions } from "./versions.ts";
import { WriteBuffer } from "./write-buffer.ts";

const LOOKED_UP = 0;
const FLUSH = 1;
const INVALIDATED = 2;
const NO_KEY_LOADS = -1;

/** What a call is at the origin for (register `c`). */
const LOAD = 0;
const REFRESH = 1;
const WRITE = 2;
const BATCH = 3;
const BYPASS = 4;

/**
 * A cache. A call asks for the request's key: fresh is a hit; otherwise the key is loaded, by the steps that the calling server gave, or
 * from the cache's own target. With single flight the first miss of a key loads it and the others wait for that. A call that writes
 * goes to the origin in the same way, now or later.
 *
 * A call's registers: `a` and `b` the server and place of the steps at the origin (`a` < 0: the target), `c` what for, `d` how
 * often the key had been written when its load began, `next` the following one that waits for the same load.
 */
export class Cache extends Component {
  private spec: ComponentOf<"cache">;
  readonly entries: CacheEntries;
  private link: Link | undefined;
  private readonly stream: RandomStream;
  /** By key: the call that loads it, and the last call of those that wait for it; only with single flight or refreshing. */
  private readonly loader: Int32Array;
  private readonly lastWaiting: Int32Array;
  private readonly versions: Versions;
  private readonly buffer = new WriteBuffer();
  /** Of write-behind: how many keys have waited for the interval, and the event at which those that wait now have. */
  private due = 0;
  private flushEvent = NO_EVENT;
  private invalidates: Cache[] = [];
  private readonly keyCount: number;
  /** Calls that did not write, once their key was looked for, or a fault refused them. */
  lookups = 0;
  /** Calls that wrote, batches that were written, and answered writes that the origin will never get. */
  writes = 0;
  batches = 0;
  lost = 0;
  /** Lookups that were answered with a value from before a write. */
  outdated = 0;
  private readonly lookupPart: number;
  private readonly waitPart: number;

  constructor(build: Build, spec: ComponentOf<"cache">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.stream = build.stream(spec.id, "ttl");
    this.keyCount = build.keyCount;
    this.entries = new CacheEntries(build.keyCount);
    this.versions = new Versions(build.keyCount);
    this.loader = new Int32Array(build.keyCount).fill(NO_KEY_LOADS);
    this.lastWaiting = new Int32Array(build.keyCount).fill(NO_CALL);
    this.lookupPart = this.simulation.ledgers.part(spec.id, "cache");
    this.waitPart = this.simulation.ledgers.part(spec.id, "cache wait");
    this.configure(spec);
  }

  wire(build: Build): void {
    if (this.spec.target !== undefined) this.link = build.link(this.id, this.spec.target);
    this.invalidates = this.spec.invalidates.map((id) => build.component(id) as Cache);
    this.warm();
  }

  /** The most popular keys are there, the most popular one used last. */
  private warm(): void {
    const { prewarm, maxEntries } = this.spec;
    for (let key = Math.min(prewarm, maxEntries, this.keyCount) - 1; key >= 0; key--)
      this.store(key, this.versions.of(key));
  }

  /** Keeps a value that was current at that version of its key. */
  private store(key: number, version: number): void {
    const { spec } = this;
    const jitter = spec.ttlJitter > 0 ? 1 - spec.ttlJitter * this.stream.uniform() : 1;
    this.entries.store(key, this.simulation.now + spec.ttl * jitter);
    this.versions.hold(key, version);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "cache") return;
    this.spec = spec;
    this.entries.configure(spec.maxEntries, spec.policy);
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.entries.evictions = 0;
    this.lookups = 0;
    this.writes = 0;
    this.batches = 0;
    this.lost = 0;
    this.outdated = 0;
  }

  /** Everything is lost, as when the process restarts, also what only this cache was told. */
  flush(): void {
    this.entries.clear();
    this.lost += this.buffer.lose();
    this.due = 0;
    this.countDirty();
    this.warm();
  }

  private countDirty(): void {
    this.station.connecting.set(this.buffer.size, this.simulation.now);
  }

  override enter(call: number): void {
    const { simulation, spec, station } = this;
    const { now } = simulation;
    station.arrived++;
    doubles[(call >> 1) + Field.start] = now;
    // A call over a link, and not a lookup step of a server, has no steps that load.
    if ((ints[call + Field.flags] as number) & Flag.lookup)
      ints[call + Field.flags] = (ints[call + Field.flags] as number) & ~Flag.lookup;
    else ints[call + Field.a] = NO_CALL;
    if ((ints[call + Field.flags] as number) & Flag.write) this.writes++;
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.lookupPart, now);
    if (this.disturbance.refuses()) {
      if (((ints[call + Field.flags] as number) & Flag.write) === 0) this.lookups++;
      if (spec.bypass && (ints[call + Field.a] as number) >= 0) this.ask(call, BYPASS);
      else this.end(call, this.disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    const time = this.disturbance.stretch(spec.hitTime);
    if (time > 0) simulation.schedule(now + time, this.index, LOOKED_UP, call);
    else this.lookedUp(call);
  }

  override happen(kind: number, argument: number): void {
    if (kind === LOOKED_UP) {
      this.lookedUp(argument);
    } else if (kind === INVALIDATED) {
      this.entries.remove(argument);
    } else {
      this.flushEvent = NO_EVENT;
      this.due = this.buffer.size;
      this.writeBatch();
    }
  }

  private lookedUp(call: number): void {
    const { simulation, station, entries, spec } = this;
    const { calls, now } = simulation;
    const key = ints[call + Field.key] as number;
    if ((ints[call + Field.flags] as number) & Flag.write) {
      this.write(call, key);
      return;
    }
    this.lookups++;
    if (this.buffer.has(key)) {
      // What the origin has not got yet is answered from what waits for it.
      station.hits++;
      this.answer(call);
      return;
    }
    if (entries.has(key)) {
      const expiry = entries.expiry(key);
      if (now < expiry) {
        station.hits++;
        this.hit(call, key);
        return;
      }
      if (
        spec.staleWhileRevalidate !== Number.POSITIVE_INFINITY &&
        now < expiry + spec.staleWhileRevalidate
      ) {
        station.hits++;
        station.stale++;
        if (this.loader[key] === NO_KEY_LOADS) this.refresh(call, key);
        this.hit(call, key);
        return;
      }
    }
    const loader = this.loader[key] as number;
    if (spec.singleFlight && loader !== NO_KEY_LOADS && !calls.isWithin(call, loader)) {
      this.await(call, key);
      return;
    }
    // A load that asks for its own key again loads it once more: it cannot wait for itself.
    if (spec.singleFlight && loader === NO_KEY_LOADS) {
      this.loader[key] = call;
      this.lastWaiting[key] = call;
      ints[call + Field.next] = NO_CALL;
    }
    this.load(call, LOAD);
  }

  private write(call: number, key: number): void {
    if (this.spec.writes !== "behind") {
      this.ask(call, WRITE);
      return;
    }
    const writer = { server: ints[call + Field.a] as number, place: ints[call + Field.b] as number };
    this.buffer.add(key, writer);
    this.countDirty();
    this.changed(key);
    this.store(key, this.versions.of(key));
    this.writeBatch();
    this.end(call, Outcome.inTime);
  }

  /** A key has a new value: the caches that are told so drop theirs. */
  private changed(key: number): void {
    const { simulation, spec } = this;
    this.versions.bump(key);
    for (const cache of this.invalidates) {
      cache.versions.bump(key);
      if (spec.invalidationDelay === 0) cache.entries.remove(key);
      else simulation.schedule(simulation.now + spec.invalidationDelay, cache.index, INVALIDATED, key);
    }
  }

  /** Writes what waits, where that is due or there is enough for a batch; one batch at a time. */
  private writeBatch(): void {
    const { simulation, buffer, spec } = this;
    if (buffer.isWriting || buffer.size === 0) return;
    if (this.due > 0 || buffer.size >= spec.writeBehind.batch) {
      const { first, size, writer } = buffer.take(spec.writeBehind.batch);
      this.due = Math.max(0, this.due - size);
      this.countDirty();
      const { calls, ledgers, now } = simulation;
      const call = calls.root(now, this.index, 0, ledgers.open(now));
      ints[call + Field.flags] = Flag.background | Flag.frame | Flag.ownsLedger | Flag.write;
      doubles[(call >> 1) + Field.deadline] = Number.POSITIVE_INFINITY;
      ints[call + Field.node] = this.index;
      ints[call + Field.endpoint] = 0;
      ints[call + Field.priority] = 0;
      ints[call + Field.a] = writer.server;
      ints[call + Field.b] = writer.place;
      ints[call + Field.key] = first;
      ints[call + Field.rows] = size;
      this.ask(call, BATCH);
    } else if (this.flushEvent === NO_EVENT) {
      this.flushEvent = simulation.schedule(simulation.now + spec.writeBehind.interval, this.index, FLUSH, 0);
    }
  }

  /** A batch that failed is tried again after the flush interval. */
  private batchEnded(outcome: number): void {
    const { buffer } = this;
    if (outcome <= Outcome.late) {
      this.batches++;
      buffer.written();
      this.writeBatch();
      return;
    }
    buffer.failed();
    this.countDirty();
    this.due = 0;
    if (this.flushEvent === NO_EVENT) {
      const { simulation } = this;
      this.flushEvent = simulation.schedule(
        simulation.now + this.spec.writeBehind.interval,
        this.index,
        FLUSH,
        0,
      );
    }
  }

  private hit(call: number, key: number): void {
    this.entries.touch(key);
    if (this.versions.isOutdated(key)) this.outdated++;
    this.answer(call);
  }

  private answer(call: number): void {
    ints[call + Field.flags] = (ints[call + Field.flags] as number) | Flag.cached;
    this.end(call, Outcome.inTime);
  }

  /** Waits for the load that another call began. */
  private await(call: number, key: number): void {
    const { simulation, station } = this;
    const { now } = simulation;
    ints[(this.lastWaiting[key] as number) + Field.next] = call;
    ints[call + Field.next] = NO_CALL;
    this.lastWaiting[key] = call;
    station.waiting.add(1, now);
    simulation.ledgers.enter(ints[call + Field.ledger] as number, this.waitPart, now);
  }

  /** Loads a key again that is answered stale meanwhile; nobody waits for it. */
  private refresh(call: number, key: number): void {
    const { simulation } = this;
    const { calls, now } = simulation;
    const load = calls.detached(call);
    ints[load + Field.flags] = Flag.background | Flag.frame | Flag.ownsLedger;
    ints[load + Field.ledger] = simulation.ledgers.open(now);
    doubles[(load >> 1) + Field.deadline] = Number.POSITIVE_INFINITY;
    ints[load + Field.a] = ints[call + Field.a] as number;
    ints[load + Field.b] = ints[call + Field.b] as number;
    ints[load + Field.next] = NO_CALL;
    this.loader[key] = load;
    this.lastWaiting[key] = load;
    this.load(load, REFRESH);
  }

  private load(call: number, purpose: number): void {
    this.station.loads++;
    ints[call + Field.d] = this.versions.of(ints[call + Field.key] as number);
    this.ask(call, purpose);
  }

  /** Goes to the origin: the steps of a server, or the target. */
  private ask(call: number, purpose: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    ints[call + Field.c] = purpose;
    station.active.add(1, now);
    const server = ints[call + Field.a] as number;
    if (server >= 0) {
      (simulation.components[server] as Server).load(call, ints[call + Field.b] as number);
    } else if (this.link !== undefined) {
      const child = calls.child(call, this.index);
      doubles[(child >> 1) + Field.work] = doubles[(call >> 1) + Field.work] as number;
      simulation.send(child, this.link);
    } else {
      // Nothing is behind the cache: a miss finds nothing, and there is nothing to store.
      station.active.add(-1, now);
      this.loaded(call, Outcome.error);
    }
  }

  override childDone(call: number, _child: number, outcome: number): void {
    this.station.active.add(-1, this.simulation.now);
    switch (ints[call + Field.c] as number) {
      case WRITE:
        this.written(call, outcome);
        break;
      case BATCH:
        this.batchEnded(outcome);
        this.simulation.complete(call, outcome);
        break;
      case BYPASS:
        this.end(call, outcome);
        break;
      default:
        this.loaded(call, outcome);
    }
  }

  /** The origin has a key's new value, or refused it. */
  private written(call: number, outcome: number): void {
    const key = ints[call + Field.key] as number;
    if (outcome <= Outcome.late) {
      this.changed(key);
      if (this.spec.writes === "through") this.store(key, this.versions.of(key));
      else if (this.spec.writes === "invalidate") this.entries.remove(key);
    }
    this.end(call, outcome);
  }

  private loaded(call: number, outcome: number): void {
    const { simulation, entries, spec, station } = this;
    const { now } = simulation;
    const key = ints[call + Field.key] as number;
    let answer = outcome;
    if (outcome <= Outcome.late) {
      this.store(key, ints[call + Field.d] as number);
    } else if (
      spec.staleIfError !== Number.POSITIVE_INFINITY &&
      entries.has(key) &&
      now < entries.expiry(key) + spec.staleIfError
    ) {
      answer = Outcome.inTime;
    }
    const stale = answer !== outcome;
    if (this.loader[key] === call) {
      this.loader[key] = NO_KEY_LOADS;
      let waiting = ints[call + Field.next] as number;
      while (waiting !== NO_CALL) {
        const after = ints[waiting + Field.next] as number;
        station.waiting.add(-1, now);
        station.wait.record(now - (doubles[(waiting >> 1) + Field.start] as number));
        if (stale) station.stale++;
        this.end(waiting, answer);
        waiting = after;
      }
    }
    if (ints[call + Field.c] === REFRESH) {
      simulation.complete(call, answer);
    } else {
      if (stale) station.stale++;
      this.end(call, answer);
    }
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }
}
