import type { CallFact, Region, Value } from "../../facts.ts";
import { isTask } from "../file/tasks.ts";
import type { FileNode } from "../project/project.ts";
import { parentParameter } from "../queries/resolvers.ts";
import { roleOf } from "../roles/roles.ts";
import type { Evaluator } from "../values/evaluator.ts";

/** Something that runs its inside once per element (or per turn). */
export interface Iteration {
  kind: "each" | "count" | "while" | "callback";
  /** The loop, where it is a statement. */
  region: number;
  /** The call that runs the callback, else -1. */
  call: number;
  /** The function that runs per element, else -1. */
  callback: number;
  /** Of a GraphQL field resolver: the parameter that holds its parent object. */
  parent?: number;
  collection?: Value;
  /** The place to point at: the loop's header, or the callee of `.map`. */
  start: number;
  end: number;
  /** Where the repeated code is. */
  bodyStart: number;
  bodyEnd: number;
  /** Elements arrive one by one: a stream or a cursor. */
  awaits: boolean;
}

/** The loops around a call, innermost first, out to the function that is called from elsewhere. */
export function iterationsAround(evaluator: Evaluator, file: FileNode, region: number): Iteration[] {
  const { regions, calls } = file.facts;
  const out: Iteration[] = [];
  let at = region;
  for (let hops = 0; at >= 0 && hops < 500; hops++) {
    const here = regions[at];
    if (here === undefined) break;
    if (here.kind === "each" || here.kind === "count" || here.kind === "while") out.push(loop(here, at));
    if (here.kind !== "function" || here.function === 0) {
      at = here.parent;
      continue;
    }
    const resolver = resolverIteration(evaluator, file, here);
    if (resolver !== undefined) out.push(resolver);
    const place = runnerOf(file, here.function);
    if (place === undefined && isTask(file, here.function)) {
      at = here.parent;
      continue;
    }
    if (place === undefined) break;
    const call = calls[place.call];
    if (call === undefined) break;
    if (place.argument >= 0) {
      const role = roleOf(evaluator, file, call, place.argument);
      // What a cache asks when it has no answer is asked once, whoever comes.
      if (role.runs === "later" || role.runs === "cached") break;
      if (role.runs === "each") out.push(callback(call, place.call, here, role.collection));
    }
    at = call.region;
  }
  return out;
}

/** A GraphQL field resolver: no loop in sight, but it runs once per parent object. */
function resolverIteration(evaluator: Evaluator, file: FileNode, body: Region): Iteration | undefined {
  const fact = file.facts.functions[body.function];
  const parent = parentParameter(evaluator, file, body.function);
  if (fact === undefined || parent === undefined) return undefined;
  return {
    kind: "callback",
    region: -1,
    call: -1,
    callback: body.function,
    parent,
    start: fact.nameStart,
    end: fact.nameEnd,
    bodyStart: body.start,
    bodyEnd: body.end,
    awaits: false,
  };
}

/** The call that runs a function expression in place: the one it is an argument of, or its own `(() => …)()`. */
export function runnerOf(file: FileNode, index: number): { call: number; argument: number } | undefined {
  return file.passedTo.get(index) ?? file.selfCalled.get(index);
}

function loop(region: Region, index: number): Iteration {
  return {
    kind: region.kind === "each" ? "each" : region.kind === "count" ? "count" : "while",
    region: index,
    call: -1,
    callback: -1,
    ...(region.over === undefined ? {} : { collection: region.over }),
    start: region.start,
    end: region.headEnd,
    bodyStart: region.start,
    bodyEnd: region.end,
    awaits: region.awaits,
  };
}

function callback(call: CallFact, index: number, body: Region, collection: Value | undefined): Iteration {
  return {
    ...callbackIteration(call, index, collection),
    callback: body.function,
    bodyStart: body.start,
    bodyEnd: body.end,
  };
}

/** The iteration that a call like `.map(load)` is by itself. */
export function callbackIteration(call: CallFact, index: number, collection: Value | undefined): Iteration {
  return {
    kind: "callback",
    region: -1,
    call: index,
    callback: -1,
    ...(collection === undefined ? {} : { collection }),
    start: call.callee.start,
    end: call.callee.end,
    bodyStart: call.start,
    bodyEnd: call.end,
    awaits: false,
  };
}
