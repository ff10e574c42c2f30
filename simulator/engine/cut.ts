import { Outcome } from "../outcome.ts";
import { NO_CALL } from "./calls.ts";
import { Component } from "./component.ts";
import * as Field from "./field.ts";
import * as Flag from "./flag.ts";
import type { Link } from "./link.ts";
import { ints } from "./memory.ts";
import type { Simulation } from "./simulation.ts";

/**
 * A link that partitions have cut, in the place of its target. What is sent over it waits here, and so does what comes back: nobody is told
 * of anything. When the last partition is over all of it arrives, as TCP sends again what was not acknowledged.
 */
export class Cut extends Component {
  private readonly link: Link;
  private readonly target: Component;
  /** What the time is booked on that requests lose here. */
  private readonly part: number;
  private partitions = 0;
  /** Calls that have not reached the target, and answers that have not come back, in the order of coming. */
  private readonly sent = new Set<number>();
  private answers: { call: number; outcome: number }[] = [];
  /** What the target is to be told of connections. */
  private news: (() => void)[] = [];

  constructor(simulation: Simulation, link: Link, part: number) {
    const { components } = simulation;
    super(simulation, `${components[link.from]?.id} to ${link.target.id}`);
    this.link = link;
    this.target = link.target;
    this.part = part;
  }

  /** Not a component of the scenario. */
  override configure(): void {}

  begin(): void {
    if (this.partitions++ > 0) return;
    const { calls } = this.simulation;
    this.link.target = this;
    for (const call of calls.over(this.link.index)) this.mark(call, true);
  }

  private mark(call: number, cutOff: boolean): void {
    const flags = ints[call + Field.flags] as number;
    ints[call + Field.flags] = cutOff ? flags | Flag.cutOff : flags & ~Flag.cutOff;
  }

  override enter(call: number): void {
    this.mark(call, true);
    this.sent.add(call);
    this.book(call);
  }

  holdAnswer(call: number, outcome: number): void {
    this.answers.push({ call, outcome });
    this.book(call);
  }

  private book(call: number): void {
    const { ledgers, now } = this.simulation;
    ledgers.enter(ints[call + Field.ledger] as number, this.part, now);
  }

  /** A call that was not delivered yet never will be. Of another one the target hears when the partition is over. */
  override abandoned(call: number): void {
    if (!this.sent.delete(call)) return;
    this.mark(call, false);
    this.simulation.complete(call, Outcome.cancelled);
  }

  override answersCheck(): boolean {
    return false;
  }

  override connectionClosed(): void {
    this.news.push(() => this.target.connectionClosed());
  }

  override sessionEnded(pool: number, connection: number, what: "transaction" | "session"): void {
    this.news.push(() => this.target.sessionEnded(pool, connection, what));
  }

  end(): void {
    if (--this.partitions > 0) return;
    const { simulation, link, news, answers } = this;
    const sent = [...this.sent];
    const atTarget = simulation.calls.over(link.index).filter((call) => !this.sent.has(call));
    link.target = this.target;
    this.news = [];
    this.answers = [];
    this.sent.clear();
    for (const tell of news) tell();
    for (const call of atTarget) this.tellOfCaller(call);
    for (const call of sent) this.deliver(call);
    for (const { call, outcome } of answers) {
      this.mark(call, false);
      simulation.complete(call, outcome);
    }
    simulation.components[link.from]?.reconnected();
  }

  /** A call that is still worked on: its caller may have gone meanwhile. */
  private tellOfCaller(call: number): void {
    const { simulation } = this;
    this.mark(call, false);
    const flags = ints[call + Field.flags] as number;
    if ((flags & Flag.ended) === 0 && flags & Flag.abandoned) simulation.componentAt(call).abandoned(call);
  }

  private deliver(call: number): void {
    const { simulation } = this;
    this.mark(call, false);
    ints[call + Field.node] = this.target.index;
    const parent = ints[call + Field.parent] as number;
    if (parent !== NO_CALL) simulation.componentAt(parent).reachedTarget(parent);
    this.target.enter(call);
  }
}
