import { NO_CALL } from "../../engine/calls.ts";
import type { RandomStream } from "../../engine/random-stream.ts";
import { Histogram } from "../../measure/histogram.ts";
import type { ComponentOf } from "../../scenario/schema/scenario.ts";
import { type Choice, NO_TARGET, Targets } from "../balancing/targets.ts";
import { Commits } from "./commits.ts";
import type { Node, Write } from "./node.ts";
import { choiceOfReplica } from "./routing.ts";

type Spec = ComponentOf<"database">["replicas"];

/** A write that a machine applies at present. */
type Applying = { node: Node; write: Write };

/** Which machine is the primary, where reads go, and which writes the replicas do not show yet. Machine 0 begins as the primary. */
export class Replication {
  readonly nodes: readonly Node[];
  primary = 0;
  /** From the commit of a write until a replica shows it. */
  readonly lag = new Histogram();
  /** Writes that wait for replicas. */
  readonly commits = new Commits();
  /** Reads that a replica answered without a write that had been committed; and writes that were lost with their primary. */
  stale = 0;
  lost = 0;
  failovers = 0;
  private spec: Spec;
  private targets = new Targets([]);
  private choice: Choice;
  private readonly stream: RandomStream;
  /** By key: until when its reads go to the primary; only where that is asked for. */
  private pinnedUntil: Float64Array | undefined;
  private readonly keyCount: number;
  private readonly applying: Applying[] = [];
  private readonly free: number[] = [];

  constructor(nodes: readonly Node[], spec: Spec, stream: RandomStream, keyCount: number) {
    this.nodes = nodes;
    this.spec = spec;
    this.stream = stream;
    this.keyCount = keyCount;
    this.choice = choiceOfReplica(spec.routing, this.targets, stream);
  }

  /** Takes over changed parameters; there are machines for all replicas already. */
  configure(spec: Spec): void {
    const changes = spec.routing !== this.spec.routing || this.targets.size !== spec.count + 1;
    this.spec = spec;
    if (changes) {
      this.targets = new Targets(Array.from({ length: spec.count + 1 }, (_, i) => `node-${i}`));
      for (let i = 0; i <= spec.count; i++) this.targets.underWay[i] = (this.nodes[i] as Node).underWay;
      this.choice = choiceOfReplica(spec.routing, this.targets, this.stream);
    }
    if (spec.pinAfterWrite > 0) this.pinnedUntil ??= new Float64Array(this.keyCount);
    // A primary that is taken away hands over to the first machine.
    if (this.primary > spec.count) this.primary = 0;
    this.weigh();
  }

  /** Who takes reads, and how many: replicas that are not known to be down, and the primary where it shares in them. */
  weigh(): void {
    const { spec, targets, nodes } = this;
    for (let i = 0; i <= spec.count; i++) {
      const takes = !(nodes[i] as Node).isOut && (i !== this.primary || spec.primaryReads);
      targets.effective[i] = takes ? (i === 0 ? 1 : (spec.weights?.[i - 1] ?? 1)) : 0;
    }
  }

  /** The machine that a query goes to, or NO_TARGET where a read finds none. */
  route(key: number, writes: boolean, now: number): number {
    if (writes || (this.pinnedUntil !== undefined && now < (this.pinnedUntil[key] as number)))
      return this.primary;
    const chosen = this.choice(key, now);
    if (chosen !== NO_TARGET) return chosen;
    return this.spec.fallBackToPrimary ? this.primary : NO_TARGET;
  }

  begins(number: number, key: number): void {
    const node = this.nodes[number] as Node;
    if (number !== this.primary && node.misses(key)) this.stale++;
    this.targets.underWay[number] = ++node.underWay;
  }

  ends(number: number): void {
    this.targets.underWay[number] = --(this.nodes[number] as Node).underWay;
  }

  /** A write has ended on the primary; `send` is told of each replica that it goes to, and `commit` is what waits for them. */
  commit(
    { key, work, commit }: Pick<Write, "key" | "work" | "commit">,
    now: number,
    send: (node: number) => void,
  ): void {
    const { spec, nodes, primary } = this;
    if (this.pinnedUntil !== undefined) this.pinnedUntil[key] = now + spec.pinAfterWrite;
    for (let i = 0; i <= spec.count; i++) {
      if (i === primary) continue;
      (nodes[i] as Node).send({ key, committed: now, work: work * spec.applyRatio, commit });
      send(i);
    }
  }

  /** A replica has received a write, or has applied it. Returns the call that need not wait any more, or NO_CALL. */
  acknowledge({ commit }: Write, when: "received" | "applied", now: number): number {
    const { spec, nodes, primary, commits } = this;
    if (spec.synchronous?.when !== when) return NO_CALL;
    const isThere = (node: Node, i: number) => i <= spec.count && i !== primary && !node.disturbance.down;
    if (nodes.filter(isThere).length >= spec.synchronous.count) commits.waitAgain();
    return commit === undefined ? NO_CALL : commits.acknowledge(commit, now);
  }

  /** Gives a write that is being applied a number below 0. */
  apply(node: Node, write: Write): number {
    const slot = this.free.pop() ?? this.applying.length;
    this.applying[slot] = { node, write };
    return -1 - slot;
  }

  /** The write of that number is applied. */
  applied(number: number, now: number): Applying {
    const slot = -1 - number;
    const applying = this.applying[slot] as Applying;
    this.free.push(slot);
    this.show(applying.node, applying.write, now);
    return applying;
  }

  show(node: Node, { key, committed }: Write, now: number): void {
    node.shows(key);
    this.lag.record(now - committed);
  }

  /** The replica that lacks the fewest writes becomes the primary, where one is up; what had not reached it is lost. Whether one did. */
  promote(): boolean {
    const { nodes, spec } = this;
    let best = NO_TARGET;
    for (let i = 0; i <= spec.count; i++) {
      const { disturbance, backlog } = nodes[i] as Node;
      if (i === this.primary || disturbance.down) continue;
      if (best === NO_TARGET || backlog < (nodes[best] as Node).backlog) best = i;
    }
    if (best === NO_TARGET) return false;
    this.primary = best;
    this.failovers++;
    // Of one that was not answered, nobody was told that it is there.
    for (const { commit } of (nodes[best] as Node).lose())
      if (commit === undefined || commit.call === NO_CALL) this.lost++;
    // The others follow the new primary, which never had these writes.
    for (const node of nodes) node.lose();
    this.weigh();
    return true;
  }

  restartMeasures(): void {
    this.commits.restartMeasures();
    this.lag.clear();
    this.stale = 0;
    this.lost = 0;
    this.failovers = 0;
  }
}
