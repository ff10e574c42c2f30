import { NO_CALL } from "../engine/calls.ts";
import * as Field from "../engine/field.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import { doubles, ints } from "../engine/memory.ts";
import type { Simulation, Trace } from "../engine/simulation.ts";
import { OUTCOMES, Outcome } from "../outcome.ts";
import { parseScenario } from "../scenario/parse.ts";
import type { Span } from "../studies.ts";
import type { SpansTask } from "../task.ts";
import { Run } from "./run.ts";
import { changed } from "./timeline.ts";

const BATCH = 200_000;

/** A span that has not ended: its request, and its number within that. */
type Open = Omit<Span, "end" | "outcome">;

/**
 * Keeps some requests as spans, as tracing would: one for the request at its source, and one for each call to a component, from when it is sent to when
 * its caller has the answer. A call that is handed on (by a balancer, a breaker) stays the same call: its spans lie within one another and end
 * together.
 */
class Recorder implements Trace {
  readonly spans: Span[] = [];
  private readonly simulation: Simulation;
  private readonly most: number;
  private readonly open = new Map<number, Open[]>();
  private requests = 0;
  private numbers = 0;

  constructor(simulation: Simulation, most: number) {
    this.simulation = simulation;
    this.most = most;
  }

  hop(call: number, link: Link, back: 0 | 1, outcome: number): void {
    if (back === 1) this.end(call, outcome);
    else this.begin(call, link);
  }

  private begin(call: number, link: Link): void {
    const { now } = this.simulation;
    const above = this.spansAbove(call);
    const parent = above?.at(-1);
    if (above === undefined || parent === undefined) return;
    const flags = ints[call + Field.flags] as number;
    const span: Open = {
      request: parent.request,
      number: this.numbers++,
      parent: parent.number,
      component: link.to,
      start: now,
      retry: (flags & Flag.retry) !== 0,
    };
    const own = this.open.get(call);
    if (own === undefined) this.open.set(call, [span]);
    else own.push(span);
  }

  /** The open spans of the call itself or of the nearest one above it; those of a new request where it has just begun. */
  private spansAbove(call: number): Open[] | undefined {
    let at = call;
    for (;;) {
      const known = this.open.get(at);
      if (known !== undefined) return known;
      const parent = ints[at + Field.parent] as number;
      if (parent === NO_CALL) break;
      at = parent;
    }
    // What goes on for nobody is part of no request that is still open.
    const flags = ints[at + Field.flags] as number;
    if ((flags & (Flag.abandoned | Flag.background)) !== 0 || this.requests === this.most) return undefined;
    const root: Open = {
      request: this.requests++,
      number: this.numbers++,
      component: ints[at + Field.source] as number,
      start: doubles[(at >> 1) + Field.born] as number,
      retry: false,
    };
    this.open.set(at, [root]);
    return [root];
  }

  /** The call's caller has the answer, or has given up: its spans end. */
  end(call: number, told: number): void {
    const own = this.open.get(call);
    if (own === undefined) return;
    this.open.delete(call);
    const { now } = this.simulation;
    const isLate = now > (doubles[(call >> 1) + Field.deadline] as number);
    const outcome = told === Outcome.inTime && isLate ? Outcome.late : told;
    for (const span of own) this.spans.push({ ...span, end: now, outcome: OUTCOMES[outcome] ?? "error" });
  }
}

/** Runs a scenario once and keeps one request in `oneIn` after the warm-up as spans, at most `most`. What had not ended is left out. */
export function recordSpans({ input, most, oneIn }: Omit<SpansTask, "kind">): Span[] {
  const parsed = parseScenario(input.text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message ?? "the scenario is not valid");
  const document = changed(parsed.raw, input.set);
  const { duration, warmUp } = document.scenario.run;
  const run = new Run(document, input.seed, true);
  const { simulation } = run.network;
  const until = input.duration ?? duration;
  let state = run.advance(Math.min(warmUp, until), BATCH);
  while (state === "more") state = run.advance(Math.min(warmUp, until), BATCH);
  const recorder = new Recorder(simulation, most);
  simulation.showOneIn = oneIn;
  simulation.trace = recorder;
  for (const source of run.network.sources) {
    // A request that is tried several times is no call of its own, and only its source hears of its end.
    const done = source.childDone.bind(source);
    source.childDone = (none, call, outcome) => {
      recorder.end(call, outcome);
      done(none, call, outcome);
    };
  }
  do state = run.advance(until, BATCH);
  while (state === "more");
  return whole(recorder.spans);
}

/** The spans in order of their requests, without those that lie within one that had not ended. */
function whole(spans: readonly Span[]): Span[] {
  const kept = new Set<number>();
  return spans
    .toSorted((a, b) => a.number - b.number)
    .filter(({ number, parent }) => {
      // A span is numbered after the one that it lies within.
      const isWhole = parent === undefined || kept.has(parent);
      if (isWhole) kept.add(number);
      return isWhole;
    })
    .sort((a, b) => a.request - b.request || a.number - b.number);
}
