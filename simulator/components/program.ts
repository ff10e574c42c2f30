import type { Build } from "../engine/build.ts";
import type { Component } from "../engine/component.ts";
import { Draw, picker } from "../engine/draw.ts";
import * as Flag from "../engine/flag.ts";
import type { Link } from "../engine/link.ts";
import type { RandomStream } from "../engine/random-stream.ts";
import type { Step } from "../scenario/schema/steps.ts";
import { type Caller, callerFor } from "./calling/caller.ts";

export const OpKind = {
  compute: 0,
  query: 1,
  call: 2,
  lookup: 3,
  parallel: 4,
  repeat: 5,
  branch: 6,
  jump: 7,
  end: 8,
} as const;

/** What a server does next for a call. One shape for all kinds, so that reading it in the event loop stays fast. */
export class Op {
  readonly kind: number;
  /** compute: the work · query: the query's own work, where it says it */
  draw: Draw | undefined;
  /** query: to the pool · lookup, also one that writes: to the cache · a transaction is one too: to the pool */
  link: Link | undefined;
  /** call: how it is called */
  policy: Caller | undefined;
  endpoint = 0;
  /** compute: a worker thread does it, and not the event loop; the work that the request brought along goes first */
  onWorkers = false;
  traced = false;
  /** query: how many rows, or 0: as many as the call is about that it is made for */
  rows = 0;
  /** query, lookup: what it keeps of the flags that it inherits, and what it adds */
  keeps = -1;
  sets = 0;
  /** query: seconds */
  timeout = Number.POSITIVE_INFINITY;
  /** Places in the program: of each parallel branch, of the loop's body, of what a miss does, of each way; jump: where to. */
  places: number[] = [];
  /** parallel: copies of each branch · repeat: rounds */
  times = 1;
  /** parallel: how many branches must succeed */
  needed = 1;
  /** branch: which way */
  stream: RandomStream | undefined;
  pick: (u: number) => number = () => 0;

  constructor(kind: number) {
    this.kind = kind;
  }
}

/** Steps that stand further behind, as the body of an op: where they begin is told to it when they are laid out. */
type Body = { steps: readonly Step[]; path: string; op: Op; place: number };

/**
 * A server's steps, laid out one after another. The body of a parallel branch, loop or lookup stands behind the steps that
 * use it and closes with `end`; a frame of its own runs it. A chosen way runs in the same frame and jumps to what follows.
 */
export class Program {
  readonly ops: Op[] = [];
  private readonly build: Build;
  private readonly owner: Component;
  /** By the path of the step, such as `endpoints.pay.0`: what a changed parameter reaches. */
  private readonly opAt = new Map<string, Op>();

  constructor(build: Build, owner: Component) {
    this.build = build;
    this.owner = owner;
  }

  /** Appends steps and returns where they begin. `path` is where they stand in the component, such as `steps`. */
  add(steps: readonly Step[], path: string): number {
    const start = this.ops.length;
    const bodies: Body[] = [];
    this.addList(steps, path, bodies);
    this.ops.push(new Op(OpKind.end));
    for (const body of bodies) body.op.places[body.place] = this.add(body.steps, body.path);
    return start;
  }

  private addList(steps: readonly Step[], path: string, bodies: Body[]): void {
    steps.forEach((step, index) => {
      const here = `${path}.${index}`;
      if ("branch" in step) {
        this.addBranch(step.branch, here, bodies);
        return;
      }
      const op = this.opFor(step, here);
      this.opAt.set(here, op);
      this.ops.push(op);
      for (const [place, inner] of innerSteps(step, here).entries()) bodies.push({ ...inner, op, place });
    });
  }

  private opFor(step: Exclude<Step, { branch: unknown }>, here: string): Op {
    const { build, owner } = this;
    if ("compute" in step) {
      const op = new Op(OpKind.compute);
      op.draw = new Draw(build.stream(owner.id, `${here}.compute`), step.compute);
      setCompute(op, step);
      return op;
    }
    if ("query" in step) {
      const op = new Op(OpKind.query);
      op.link = build.link(owner.id, step.query.pool);
      if (step.query.work !== undefined)
        op.draw = new Draw(build.stream(owner.id, `${here}.query.work`), step.query.work);
      setQuery(op, step.query);
      return op;
    }
    if ("call" in step) {
      const op = new Op(OpKind.call);
      op.policy = callerFor(build, owner, `${here}.call`, step.call.target, step.call);
      op.endpoint = build.endpoint(step.call.endpoint ?? "");
      return op;
    }
    if ("lookup" in step) {
      const op = new Op(OpKind.lookup);
      op.link = build.link(owner.id, step.lookup.cache);
      op.keeps = ~Flag.write;
      op.sets = Flag.lookup;
      return op;
    }
    if ("transaction" in step) {
      const op = new Op(OpKind.lookup);
      op.link = build.link(owner.id, step.transaction.pool);
      op.sets = Flag.transaction;
      return op;
    }
    if ("write" in step) {
      const op = new Op(OpKind.lookup);
      op.link = build.link(owner.id, step.write.cache);
      op.sets = step.write.steps === undefined ? Flag.write : Flag.write | Flag.lookup;
      return op;
    }
    if ("parallel" in step) {
      const op = new Op(OpKind.parallel);
      setParallel(op, step.parallel);
      return op;
    }
    const op = new Op(OpKind.repeat);
    op.times = step.repeat.times;
    return op;
  }

  private addBranch(ways: { ratio: number; steps: Step[] }[], here: string, bodies: Body[]): void {
    const op = new Op(OpKind.branch);
    op.stream = this.build.stream(this.owner.id, `${here}.branch`);
    op.pick = pickWay(ways);
    this.opAt.set(here, op);
    this.ops.push(op);
    const jumps: Op[] = [];
    const leave = () => {
      const jump = new Op(OpKind.jump);
      jumps.push(jump);
      this.ops.push(jump);
    };
    ways.forEach((way, i) => {
      op.places.push(this.ops.length);
      this.addList(way.steps, `${here}.branch.${i}.steps`, bodies);
      leave();
    });
    // What is left of the shares does nothing.
    op.places.push(this.ops.length);
    for (const jump of jumps) jump.places.push(this.ops.length);
  }

  /** Takes over changed values of the same steps. */
  configure(steps: readonly Step[], path: string): void {
    steps.forEach((step, index) => {
      const here = `${path}.${index}`;
      const op = this.opAt.get(here);
      if (op === undefined) return;
      if ("compute" in step) {
        op.draw?.set(step.compute);
        setCompute(op, step);
      } else if ("query" in step) {
        if (step.query.work !== undefined) op.draw?.set(step.query.work);
        setQuery(op, step.query);
      } else if ("call" in step) op.policy?.setPolicy(step.call);
      else if ("parallel" in step) setParallel(op, step.parallel);
      else if ("repeat" in step) op.times = step.repeat.times;
      else if ("branch" in step) {
        op.pick = pickWay(step.branch);
        step.branch.forEach((way, i) => {
          this.configure(way.steps, `${here}.branch.${i}.steps`);
        });
      }
      for (const inner of innerSteps(step, here)) this.configure(inner.steps, inner.path);
    });
  }
}

/** The lists of steps inside a step that run in a frame of their own, in the order of the op's places. */
function innerSteps(step: Step, here: string): { steps: readonly Step[]; path: string }[] {
  if ("lookup" in step) return [{ steps: step.lookup.onMiss, path: `${here}.lookup.onMiss` }];
  if ("write" in step)
    return step.write.steps === undefined ? [] : [{ steps: step.write.steps, path: `${here}.write.steps` }];
  if ("transaction" in step) return [{ steps: step.transaction.steps, path: `${here}.transaction.steps` }];
  if ("repeat" in step) return [{ steps: step.repeat.steps, path: `${here}.repeat.steps` }];
  if (!("parallel" in step)) return [];
  const { parallel } = step;
  return "branches" in parallel
    ? parallel.branches.map((steps, i) => ({ steps, path: `${here}.parallel.branches.${i}` }))
    : [{ steps: parallel.steps, path: `${here}.parallel.steps` }];
}

function setCompute(op: Op, { on, traced = false }: Extract<Step, { compute: unknown }>): void {
  op.onWorkers = on === "workers";
  op.traced = traced;
}

function setQuery(op: Op, query: Extract<Step, { query: unknown }>["query"]): void {
  op.timeout = query.timeout;
  op.rows = query.rows ?? 0;
  op.keeps = query.access === "read" ? ~Flag.write : -1;
  op.sets = query.access === "write" ? Flag.write : 0;
}

function setParallel(op: Op, parallel: Extract<Step, { parallel: unknown }>["parallel"]): void {
  op.times = "branches" in parallel ? 1 : parallel.times;
  const all = "branches" in parallel ? parallel.branches.length : parallel.times;
  const { join, quorum } = parallel;
  op.needed = join === "all" ? all : join === "any" ? 1 : Math.min(all, quorum ?? Math.floor(all / 2) + 1);
}

function pickWay(ways: { ratio: number }[]): (u: number) => number {
  const shares = ways.map((way) => way.ratio);
  return picker([...shares, Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0))]);
}
