import type { Build } from "../engine/build.ts";
import { Component } from "../engine/component.ts";
import type { Link } from "../engine/link.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import type { ComponentOf, Component as Spec } from "../scenario/schema/scenario.ts";

/** Spreads calls over its targets. A call's register `a` is the target it went to. */
export class Balancer extends Component {
  private spec: ComponentOf<"balancer">;
  private links: Link[] = [];
  private weights = new Float64Array(0);
  /** Calls under way at each target. */
  private underWay = new Int32Array(0);
  /** The running scores of the smooth weighted round robin. */
  private scores = new Float64Array(0);
  private turn = 0;
  private readonly stream: RandomStream;

  constructor(build: Build, spec: ComponentOf<"balancer">) {
    super(build.simulation, spec.id);
    this.spec = spec;
    this.stream = build.stream(spec.id, "choice");
  }

  wire(build: Build): void {
    this.links = this.spec.targets.map(({ target }) => build.link(this.id, target));
    this.underWay = new Int32Array(this.links.length);
    this.scores = new Float64Array(this.links.length);
    this.configure(this.spec);
  }

  override configure(spec: Spec): void {
    if (spec.type !== "balancer") return;
    this.spec = spec;
    this.weights = Float64Array.from(spec.targets, ({ weight }) => weight);
  }

  override enter(call: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    station.arrived++;
    calls.start[call] = now;
    const choice = this.choose();
    calls.a[call] = choice;
    this.underWay[choice] = (this.underWay[choice] as number) + 1;
    station.active.add(1, now);
    const child = calls.child(now, call, this.index);
    calls.work[child] = calls.work[call] as number;
    simulation.send(child, this.links[choice] as Link);
  }

  override childDone(call: number, _child: number, outcome: number): void {
    const { simulation, station } = this;
    const { calls, now } = simulation;
    const choice = calls.a[call] as number;
    this.underWay[choice] = (this.underWay[choice] as number) - 1;
    station.active.add(-1, now);
    station.end(outcome, now - (calls.start[call] as number));
    simulation.complete(call, outcome);
  }

  private choose(): number {
    const n = this.links.length;
    switch (this.spec.algorithm) {
      case "roundRobin": {
        const choice = this.turn % n;
        this.turn = choice + 1;
        return choice;
      }
      case "weightedRoundRobin":
        return this.smoothWeighted();
      case "random":
        return this.stream.below(n);
      case "weightedRandom":
        return this.weightedRandom();
      case "leastConnections":
        return this.least(false);
      case "weightedLeastConnections":
        return this.least(true);
      case "powerOfTwo":
        return this.powerOfTwo();
    }
  }

  /** nginx: everybody gains its weight, the highest score is chosen and loses the sum of the weights. */
  private smoothWeighted(): number {
    const { scores, weights } = this;
    let total = 0;
    let best = 0;
    for (let i = 0; i < scores.length; i++) {
      const weight = weights[i] as number;
      total += weight;
      scores[i] = (scores[i] as number) + weight;
      if ((scores[i] as number) > (scores[best] as number)) best = i;
    }
    scores[best] = (scores[best] as number) - total;
    return best;
  }

  private weightedRandom(): number {
    const { weights } = this;
    let total = 0;
    for (const weight of weights) total += weight;
    let left = this.stream.uniform() * total;
    for (let i = 0; i < weights.length - 1; i++) {
      left -= weights[i] as number;
      if (left < 0) return i;
    }
    return weights.length - 1;
  }

  /** The fewest calls under way (per weight); ties are drawn. */
  private least(weighted: boolean): number {
    const { underWay, weights } = this;
    let best = 0;
    let bestLoad = Number.POSITIVE_INFINITY;
    let ties = 0;
    for (let i = 0; i < underWay.length; i++) {
      const load = weighted
        ? ((underWay[i] as number) + 1) / (weights[i] as number)
        : (underWay[i] as number);
      if (load < bestLoad) {
        best = i;
        bestLoad = load;
        ties = 1;
      } else if (load === bestLoad) {
        // Reservoir sampling: the k-th equal one replaces the choice with probability 1/k.
        ties++;
        if (this.stream.uniform() * ties < 1) best = i;
      }
    }
    return best;
  }

  private powerOfTwo(): number {
    const n = this.links.length;
    const first = this.stream.below(n);
    if (n === 1) return first;
    const other = this.stream.below(n - 1);
    const second = other >= first ? other + 1 : other;
    return (this.underWay[second] as number) < (this.underWay[first] as number) ? second : first;
  }
}
