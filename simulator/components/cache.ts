import type { Build } from "../engine/build.ts";
import { NO_CALL } from "../engine/calls.ts";
import { Component } from "../engine/component.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import { Outcome } from "../outcome.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";
import { CacheEntries } from "./cache-entries.ts";
import type { Server } from "./server.ts";

const LOOKED_UP = 0;
const NO_KEY_LOADS = -1;

/**
 * A cache. A call asks for the request's key: fresh is a hit; otherwise the key is loaded, by the steps that the calling server gave, or
 * from the cache's own target. With single flight the first miss of a key loads it and the others wait for that.
 *
 * A call's registers: `a` and `b` the server and place of the steps that load (`a` < 0: the target does), `next` the following
 * one that waits for the same load, `c` 1 for a load behind the scenes.
 */
export class Cache extends Component {
  private spec: ComponentOf<"cache">;
  readonly entries: CacheEntries;
  private link: Link | undefined;
  private readonly stream: RandomStream;
  /** By key: the call that loads it, and the last call of those that wait for it; only with single flight or refreshing. */
  private readonly loader: Int32Array;
  private readonly lastWaiting: Int32Array;
  private readonly lookupPart: number;
  private readonly waitPart: number;

  constructor(build: Build, spec: ComponentOf<"cache">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.stream = build.stream(spec.id, "ttl");
    this.entries = new CacheEntries(build.keyCount);
    this.loader = new Int32Array(build.keyCount).fill(NO_KEY_LOADS);
    this.lastWaiting = new Int32Array(build.keyCount).fill(NO_CALL);
    this.lookupPart = this.simulation.ledgers.part(spec.id, "cache");
    this.waitPart = this.simulation.ledgers.part(spec.id, "cache wait");
    this.configure(spec);
  }

  wire(build: Build): void {
    if (this.spec.target !== undefined) this.link = build.link(this.id, this.spec.target);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "cache") return;
    this.spec = spec;
    this.entries.configure(spec.maxEntries, spec.policy);
  }

  override restartMeasures(): void {
    super.restartMeasures();
    this.entries.evictions = 0;
  }

  /** Everything is lost, as when the process restarts. */
  flush(): void {
    this.entries.clear();
  }

  override enter(call: number): void {
    const { simulation, spec, station } = this;
    const { calls, now } = simulation;
    station.arrived++;
    calls.doubles[(call >> 1) + Field.start] = now;
    // A call over a link, and not a lookup step of a server, has no steps that load.
    if ((calls.ints[call + Field.flags] as number) & Flag.lookup)
      calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) & ~Flag.lookup;
    else calls.ints[call + Field.a] = NO_CALL;
    simulation.ledgers.enter(calls.ints[call + Field.ledger] as number, this.lookupPart, now);
    if (this.disturbance.refuses()) {
      this.end(call, this.disturbance.down ? Outcome.unavailable : Outcome.error);
      return;
    }
    const time = this.disturbance.stretch(spec.hitTime);
    if (time > 0) simulation.schedule(now + time, this.index, LOOKED_UP, call);
    else this.lookedUp(call);
  }

  override happen(_kind: number, call: number): void {
    this.lookedUp(call);
  }

  private lookedUp(call: number): void {
    const { simulation, station, entries, spec } = this;
    const { calls, now } = simulation;
    const key = calls.ints[call + Field.key] as number;
    if (entries.has(key)) {
      const expiry = entries.expiry(key);
      if (now < expiry) {
        station.hits++;
        entries.touch(key);
        this.hit(call);
        return;
      }
      if (
        spec.staleWhileRevalidate !== Number.POSITIVE_INFINITY &&
        now < expiry + spec.staleWhileRevalidate
      ) {
        station.hits++;
        station.stale++;
        entries.touch(key);
        if (this.loader[key] === NO_KEY_LOADS) this.refresh(call, key);
        this.hit(call);
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
      calls.ints[call + Field.next] = NO_CALL;
    }
    calls.ints[call + Field.c] = 0;
    this.load(call);
  }

  private hit(call: number): void {
    const { calls } = this.simulation;
    calls.ints[call + Field.flags] = (calls.ints[call + Field.flags] as number) | Flag.cached;
    this.end(call, Outcome.inTime);
  }

  /** Waits for the load that another call began. */
  private await(call: number, key: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    calls.ints[(this.lastWaiting[key] as number) + Field.next] = call;
    calls.ints[call + Field.next] = NO_CALL;
    this.lastWaiting[key] = call;
    station.waiting.add(1, now);
    simulation.ledgers.enter(calls.ints[call + Field.ledger] as number, this.waitPart, now);
  }

  /** Loads a key again that is answered stale meanwhile; nobody waits for it. */
  private refresh(call: number, key: number): void {
    const { simulation } = this;
    const { calls, now } = simulation;
    const load = calls.detached(now, call);
    calls.ints[load + Field.flags] = Flag.background | Flag.frame | Flag.ownsLedger;
    calls.ints[load + Field.ledger] = simulation.ledgers.open(now);
    calls.doubles[(load >> 1) + Field.deadline] = Number.POSITIVE_INFINITY;
    calls.ints[load + Field.a] = calls.ints[call + Field.a] as number;
    calls.ints[load + Field.b] = calls.ints[call + Field.b] as number;
    calls.ints[load + Field.c] = 1;
    calls.ints[load + Field.next] = NO_CALL;
    this.loader[key] = load;
    this.lastWaiting[key] = load;
    this.load(load);
  }

  private load(call: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    station.loads++;
    station.active.add(1, now);
    const server = calls.ints[call + Field.a] as number;
    if (server >= 0) {
      (simulation.components[server] as Server).load(call, calls.ints[call + Field.b] as number);
    } else if (this.link !== undefined) {
      const child = calls.child(now, call, this.index);
      calls.doubles[(child >> 1) + Field.work] = calls.doubles[(call >> 1) + Field.work] as number;
      simulation.send(child, this.link);
    } else {
      // Nothing is behind the cache: a miss finds nothing, and there is nothing to store.
      station.active.add(-1, now);
      this.loaded(call, Outcome.error);
    }
  }

  override childDone(call: number, _child: number, outcome: number): void {
    this.station.active.add(-1, this.simulation.now);
    this.loaded(call, outcome);
  }

  private loaded(call: number, outcome: number): void {
    const { simulation, entries, spec, station } = this;
    const { calls, now } = simulation;
    const key = calls.ints[call + Field.key] as number;
    let answer = outcome;
    if (outcome <= Outcome.late) {
      const jitter = spec.ttlJitter > 0 ? 1 - spec.ttlJitter * this.stream.uniform() : 1;
      entries.store(key, now + spec.ttl * jitter);
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
      let waiting = calls.ints[call + Field.next] as number;
      while (waiting !== NO_CALL) {
        const after = calls.ints[waiting + Field.next] as number;
        station.waiting.add(-1, now);
        station.wait.record(now - (calls.doubles[(waiting >> 1) + Field.start] as number));
        if (stale) station.stale++;
        this.end(waiting, answer);
        waiting = after;
      }
    }
    if (calls.ints[call + Field.c] === 1) {
      simulation.complete(call, answer);
    } else {
      if (stale) station.stale++;
      this.end(call, answer);
    }
  }

  private end(call: number, outcome: number): void {
    const { simulation, station } = this;
    station.end(outcome, simulation.now - (simulation.calls.doubles[(call >> 1) + Field.start] as number));
    simulation.complete(call, outcome);
  }
}
