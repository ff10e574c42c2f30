import type { CallFact, ExportFact, FileFacts, ImportFact, TypeRef, Value } from "../../facts.ts";
import { exportsOf } from "../../outline/exports.ts";
import type { Entity } from "../entity.ts";

/** Where a function expression stands: in which call, as which argument. */
export interface PassedTo {
  call: number;
  argument: number;
}

/**
 * What a file says, with what it is looked up by and what was concluded from it. The maps of conclusions are made anew with each opening: the
 * engine keeps what a cleared map comes to hold alive for as long as the table that it had before, if that had grown old.
 */
export class OpenFacts {
  readonly facts: FileFacts;
  values = new Map<Value, Entity[]>();
  results = new Map<number, Entity[]>();
  types = new Map<TypeRef, Entity[]>();
  private importsByBinding: Map<number, ImportFact> | undefined;
  private exportsByName: Map<string, ExportFact[]> | undefined;
  private functionsPassed: Map<number, PassedTo> | undefined;
  private callsAround: Map<CallFact, number> | undefined;
  private callsTemplated: Set<CallFact> | undefined;
  private callsReassigned: Set<number> | undefined;
  private functionsCalled: Map<number, PassedTo> | undefined;
  private membersCalled: Set<Value> | undefined;

  constructor(facts: FileFacts) {
    this.facts = facts;
  }

  forget(): void {
    this.values = new Map();
    this.results = new Map();
    this.types = new Map();
  }

  get imports(): Map<number, ImportFact> {
    this.importsByBinding ??= new Map(this.facts.imports.map((fact) => [fact.binding, fact]));
    return this.importsByBinding;
  }

  get exports(): Map<string, ExportFact[]> {
    this.exportsByName ??= exportsOf(this.facts);
    return this.exportsByName;
  }

  get passedTo(): Map<number, PassedTo> {
    this.functionsPassed ??= passedTo(this.facts);
    return this.functionsPassed;
  }

  get argumentOf(): Map<CallFact, number> {
    this.callsAround ??= argumentOf(this.facts);
    return this.callsAround;
  }

  get templated(): Set<CallFact> {
    this.callsTemplated ??= templated(this.facts);
    return this.callsTemplated;
  }

  get reassigned(): Set<number> {
    this.callsReassigned ??= reassigned(this.facts);
    return this.callsReassigned;
  }

  get called(): Set<Value> {
    this.membersCalled ??= called(this.facts);
    return this.membersCalled;
  }

  get selfCalled(): Map<number, PassedTo> {
    this.functionsCalled ??= selfCalled(this.facts);
    return this.functionsCalled;
  }
}

/** `ids.map(store.findUser)` hands over a function, and `keep(cache, row.orderItem)` a part of a row, whatever has that name elsewhere. */
const doesSomething =
  /^(find|get|fetch|load|list|read|query|search|look|count|estimated|check|has|is|create|make|build|add|insert|save|store|put|set|update|upsert|patch|delete|remove|destroy|send|notify|publish|sync|import|export|process|handle|run|execute|do|apply|refresh|resolve|compute|calculate|enrich|validate|verify|convert|map|transform|to)([A-Z_]|$)/;

function called({ bindings, calls }: FileFacts): Set<Value> {
  const out = new Set<Value>();
  for (const { callee, arguments: given } of calls) {
    if (callee.kind === "member") out.add(callee);
    // `const { find } = require("./store"); find(id)`
    const taken = callee.kind === "name" ? bindings[callee.binding]?.values[0]?.value : undefined;
    if (taken?.kind === "member" && taken.of.kind === "module") out.add(taken);
    for (const argument of given)
      if (argument.kind === "member" && doesSomething.test(argument.name)) out.add(argument);
  }
  return out;
}

function passedTo({ calls }: FileFacts): Map<number, PassedTo> {
  const out = new Map<number, PassedTo>();
  calls.forEach((call, index) => {
    call.arguments.forEach((argument, position) => {
      if (argument.kind === "function") out.set(argument.function, { call: index, argument: position });
      for (const step of stepsIn(call, argument)) out.set(step, { call: index, argument: position });
    });
  });
  return out;
}

/**
 * `async.waterfall([(next) => …, (rows, next) => …], done)`, `async.parallel({ rows: (done) => … }, done)`,
 * `async.auto({ rows: (done) => …, sum: ["rows", (found, done) => …] })`: each of the steps runs once, where the call stands.
 */
function stepsIn({ callee }: CallFact, argument: Value): number[] {
  const runs =
    callee.kind === "member" &&
    callee.of.kind === "name" &&
    callee.of.name === "async" &&
    /^(waterfall|series|parallel|parallelLimit|auto|autoInject)$/.test(callee.name);
  return runs ? functionsAmong(argument) : [];
}

function functionsAmong(steps: Value): number[] {
  if (steps.kind !== "array" && steps.kind !== "object") return [];
  const held = steps.kind === "array" ? steps.items : steps.properties.map(({ value }) => value);
  return held.flatMap((step) => {
    // `["rows", (found, done) => …]`: after what is named before it.
    const run = step.kind === "array" ? step.items.at(-1) : step;
    return run?.kind === "function" ? [run.function] : [];
  });
}

function argumentOf({ calls }: FileFacts): Map<CallFact, number> {
  const out = new Map<CallFact, number>();
  calls.forEach((call, index) => {
    for (const argument of call.arguments) {
      const inner = argument.kind === "call" ? calls[argument.call] : undefined;
      if (inner !== undefined) out.set(inner, index);
    }
  });
  return out;
}

function templated({ calls }: FileFacts): Set<CallFact> {
  const out = new Set<CallFact>();
  for (const call of calls) {
    if (call.form !== "tag") continue;
    for (const argument of call.arguments) {
      for (const hole of argument.kind === "text" ? argument.of : []) {
        const held = hole.kind === "call" ? calls[hole.call] : undefined;
        if (held !== undefined) out.add(held);
      }
    }
  }
  return out;
}

function reassigned({ bindings }: FileFacts): Set<number> {
  const out = new Set<number>();
  for (const { values } of bindings) {
    for (const { value, later } of values) if (later && value.kind === "call") out.add(value.call);
  }
  return out;
}

function selfCalled({ calls }: FileFacts): Map<number, PassedTo> {
  const out = new Map<number, PassedTo>();
  calls.forEach(({ callee }, index) => {
    if (callee.kind === "function") out.set(callee.function, { call: index, argument: -1 });
  });
  return out;
}
