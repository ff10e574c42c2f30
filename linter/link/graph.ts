import type { CallFact, Value } from "../facts.ts";
import type { Entity } from "./entity.ts";
import type { Evaluator } from "./evaluator.ts";
import { isCache, roleOf } from "./iteration.ts";
import { guardedByCache, isKeptByDecorator, looksUpOwnAnswer } from "./memo.ts";
import { handlersOf } from "./message-handlers.ts";
import { type Guard, guardsOf, handedOn, meets, type Need, needOf, sameNeed } from "./needs.ts";
import type { Change, FileNode, Project } from "./project.ts";
import { type Query, queriesOf } from "./queries.ts";
import { runInOptions } from "./run-in-options.ts";
import { askedBy, type SqlParameter } from "./sql.ts";

export interface FunctionRef {
  file: string;
  function: number;
  /** Both in one text, made once: what the maps of the graph are looked up by. */
  key: string;
}

export interface CalledFunction {
  ref: FunctionRef;
  /** The argument that it is handed over as; -1 where it is called. */
  argument: number;
  /** Of what it is called on nothing is known: it is known by its name. With others of that name it counts where all of them do the same. */
  named?: true;
}

/** What happens at a call. An edit that moves the call and changes nothing else keeps the object. */
export interface CallTarget {
  /** Index of the call in its file. */
  call: number;
  queries: readonly Query[];
  /** Functions of the project that it calls, or hands over to be called there. */
  functions: readonly CalledFunction[];
  /** The function that the call is made in, and whether some way through it goes past; undefined where it is no usual way. */
  place: CallPlace | undefined;
  /** What the SQL text does that the call passes to a function which sends it, as it was when that was asked last. */
  passes?: { text: SqlParameter; does: string };
  /** What it answered, when that was asked last, to what the functions that it calls need. */
  heeds?: { need: Need; answer: string }[];
}

export interface CallPlace {
  ref: FunctionRef;
  conditional: boolean;
  /** What the caller of the function must pass for the call to be made. */
  need?: Need;
  /** What is called is this parameter of the function. */
  parameter?: number;
}

/** That a function sends a query when it is called, and which call in it leads there. */
export interface Reach {
  query: Query;
  kind: ReachKind;
  file: string;
  at: CallTarget;
  /** The function called there, where the query is further away, and the way on from it. */
  next?: FunctionRef;
  onward?: Reach;
  distance: number;
  /** Some way through the function avoids it. */
  conditional: boolean;
  /** Only callers that pass this are led there. */
  need?: Need;
  /** Some function on the way is known by its name alone. */
  named?: true;
  /** The text of the query is what callers pass here. */
  text?: SqlParameter;
}

/** Reads that travel together when they are sent together are kept apart: they must not hide others. */
export type ReachKind = "read" | "coalesced" | "write";

export type Reaches = Partial<Record<ReachKind, Reach>> & {
  /** Further ways, for callers that pass other things. */
  others?: Reach[];
};

export function kindOf(query: Query): ReachKind {
  return query.effect === "read" && query.operation.coalesced === true ? "coalesced" : query.effect;
}

/** Whether calling it may build something of a library: a pool, a client. */
function mayBuild(entity: Entity, { form }: CallFact): boolean {
  switch (entity.kind) {
    case "operation":
      return form === "call" && entity.member.call?.builds !== undefined;
    case "library":
      return form === "call";
    case "library class":
      return form === "new";
    default:
      return entity.kind === "global";
  }
}

/** Which function calls which, and what each of them sends in the end. */
export class Graph {
  private readonly evaluator: Evaluator;
  private readonly project: Project;
  private readonly targets = new Map<string, Map<number, CallTarget>>();
  /** The calls of each file that may build something of a library. */
  private readonly outward = new Map<string, number[]>();
  private readonly outdated = new Map<string, Map<number, CallTarget>>();
  private reaches = new Map<string, Reaches>();
  /** The files that the reaches are about: with each, those that it calls. */
  private reaching = new Set<string>();
  /** Those of them of which nothing has changed since they were looked at. */
  private readonly linked = new Set<string>();
  /** Counts what makes a link that is under way begin anew. */
  private turn = 0;
  /** One object a function, by file and index: calls are many. */
  private readonly refs = new Map<string, FunctionRef[]>();

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
    this.project = evaluator.project;
  }

  private refTo(file: string, index: number): FunctionRef {
    const known = this.refs.get(file) ?? [];
    if (known.length === 0) this.refs.set(file, known);
    const ref = known[index] ?? { file, function: index, key: `${file}#${index}` };
    known[index] = ref;
    return ref;
  }

  reachOf(ref: FunctionRef): Reaches {
    return this.reaches.get(ref.key) ?? {};
  }

  targetsOf(file: FileNode): Map<number, CallTarget> {
    let found = this.targets.get(file.path);
    if (found === undefined) {
      found = this.evaluator.reading(file, () => this.find(file));
      const old = this.outdated.get(file.path);
      this.outdated.delete(file.path);
      if (old !== undefined && moved(old, found)) {
        found = keeping(old, found);
        if ([...found.values()].some((at) => this.passesAnother(file, at))) this.withoutReaches(file.path);
      } else this.withoutReaches(file.path);
      this.targets.set(file.path, found);
    }
    return found;
  }

  /** The calls of a file that may build something of a library; undefined before it was linked. */
  outwardCalls(file: FileNode): readonly number[] | undefined {
    return this.outward.get(file.path);
  }

  private find(file: FileNode): Map<number, CallTarget> {
    const out = new Map<number, CallTarget>();
    const outward: number[] = [];
    this.outward.set(file.path, outward);
    const guards = guardsOf(file.facts);
    file.facts.calls.forEach((call, index) => {
      const queries = queriesOf(this.evaluator, file, index);
      const functions: CalledFunction[] = [];
      const callees = this.evaluator.value(file, call.callee);
      if (callees.some((callee) => mayBuild(callee, call))) outward.push(index);
      for (const entity of callees) {
        if (entity.kind === "function") {
          // What a cache of the project asks its store is not what the caller asks of the database.
          if (isCache(call.callee)) continue;
          // `load.bind(this, id)` makes a function and calls none.
          if (call.callee.kind === "member" && call.callee.name === "bind") continue;
          if (call.form === "element" && !this.isServerComponent(entity)) continue;
          const called = { ref: this.refTo(entity.file, entity.function), argument: -1 };
          functions.push(entity.named ? { ...called, named: true } : called);
        } else if (entity.kind === "class" && call.form === "new") {
          const made = this.project.files.get(entity.file);
          const maker = made?.facts.classes[entity.class]?.methods.find((m) => m.name === "constructor");
          if (maker !== undefined) {
            functions.push({ ref: this.refTo(entity.file, maker.function), argument: -1 });
          }
        }
      }
      for (const entity of handlersOf(this.evaluator, file, call, callees))
        functions.push({ ref: this.refTo(entity.file, entity.function), argument: -1 });
      call.arguments.forEach((argument, position) => {
        // A component calls what it is given when something happens.
        if (call.form === "element") return;
        if (argument.kind === "object")
          for (const run of runInOptions(this.evaluator, callees, call, position))
            functions.push({ ref: this.refTo(file.path, run), argument: position });
        if (!mayBeFunction(file, argument)) return;
        const handed = this.evaluator.value(file, argument).filter((e) => e.kind === "function");
        if (handed.length === 0) return;
        const role = roleOf(this.evaluator, file, call, position);
        if (role.runs === "later" || role.runs === "cached") return;
        for (const { file: path, function: f, named } of handed) {
          const given = { ref: this.refTo(path, f), argument: position };
          functions.push(named ? { ...given, named } : given);
        }
      });
      if (queries.length > 0 || functions.length > 0) {
        out.set(index, {
          call: index,
          queries: kept(queries),
          functions: kept(functions),
          place: this.place(file, index, guards),
        });
      }
    });
    return out;
  }

  /** Only components that are asynchronous ask for data while they render, and only on the server. */
  private isServerComponent({ file, function: index }: Extract<Entity, { kind: "function" }>): boolean {
    return this.project.files.get(file)?.facts.functions[index]?.async === true;
  }

  /** Forgets what calls lead to wherever a change of a file is felt. */
  outdate(path: string, { extent, names }: Change): void {
    if (extent === "everything") {
      this.outdateAll();
      return;
    }
    this.turn++;
    this.linked.clear();
    const readersOf = (what: string) => this.evaluator.readers.get(what) ?? [];
    const waiting = names.flatMap((name) => [...readersOf(name)]);
    if (extent === "seen") waiting.push(path);
    const gone = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (gone.has(next)) continue;
      gone.add(next);
      waiting.push(...readersOf(next));
    }
    for (const one of gone.add(path)) {
      const old = this.targets.get(one);
      if (old !== undefined) this.outdated.set(one, old);
      this.targets.delete(one);
      this.outward.delete(one);
    }
  }

  outdateAll(): void {
    this.turn++;
    this.linked.clear();
    this.targets.clear();
    this.outward.clear();
    this.refs.clear();
    this.outdated.clear();
    this.evaluator.readers.clear();
    this.reaching = new Set();
  }

  /** What the file calls is another thing than it was when the reaches were found. */
  private withoutReaches(path: string): void {
    if (!this.reaching.has(path)) return;
    this.reaching = new Set();
    this.linked.clear();
    this.turn++;
  }

  /**
   * Finds out what the functions of these files and all that they call send in the end, step by step. What changes between two steps is
   * taken in: it begins anew, and what is known already takes no time.
   */
  *link(paths: readonly string[]): Generator<void, void> {
    while (!paths.every((path) => this.linked.has(path))) {
      yield* this.project.preparing();
      const called = yield* this.calledBy(paths);
      const { turn } = this;
      if (called === undefined) continue;
      if (!within(called, this.reaching)) {
        const files = new Set([...this.linked, ...called]);
        const reaches = yield* this.carried(files);
        if (turn !== this.turn) continue;
        this.reaches = reaches;
        this.reaching = files;
        this.turn++;
      }
      for (const path of called) this.linked.add(path);
    }
  }

  isLinked(path: string): boolean {
    return this.linked.has(path);
  }

  /** These files, and all whose functions they call, by any number of calls. Undefined where something changed meanwhile. */
  private *calledBy(paths: readonly string[]): Generator<void, Set<string> | undefined> {
    const asked = new Set(paths);
    const found = new Set<string>();
    const before = this.targets.size;
    const { files } = this.project;
    let { turn } = this;
    for (const first of this.project.inOrder(paths)) {
      yield;
      if (first === undefined || !asked.has(first)) continue;
      const waiting = [first];
      for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
        if (turn !== this.turn) return undefined;
        const file = found.has(path) ? undefined : files.get(path);
        found.add(path);
        if (file === undefined) continue;
        for (const { functions } of this.targetsOf(file).values()) {
          for (const { ref } of functions) if (!found.has(ref.file)) waiting.push(ref.file);
        }
        turn = this.turn;
        this.project.tidy();
        yield;
      }
    }
    if (turn !== this.turn) return undefined;
    // After a first look at most of the project, most answers are never asked for again.
    if (this.targets.size - before > files.size / 2) this.project.release();
    return found;
  }

  /** Carries every query up to all functions that lead to it, nearest first. Cycles end because a function is reached once. */
  private *carried(among: ReadonlySet<string>): Generator<void, Map<string, Reaches>> {
    const reaches = new Map<string, Reaches>();
    const callers = new Map<string, Caller[]>();
    const queue: Arrival[] = [];
    for (const file of this.project.files.keys()) {
      if (!among.has(file)) continue;
      yield;
      for (const at of this.targets.get(file)?.values() ?? []) {
        const { place } = at;
        if (place === undefined) continue;
        for (const { ref, argument, named } of at.functions) {
          const list = callers.get(ref.key);
          const caller = { file, at, handed: argument >= 0, named: named === true };
          if (list === undefined) callers.set(ref.key, [caller]);
          else list.push(caller);
        }
        for (const query of at.queries) {
          const { conditional } = place;
          const reach: Reach = { query, kind: kindOf(query), file, at, distance: 0, conditional };
          if (place.need !== undefined) reach.need = place.need;
          if (query.text !== undefined) reach.text = query.text;
          queue.push({ ref: place.ref, reach });
        }
      }
    }
    // Breadth first, certain ways before conditional ones, and those that not every caller is led before the last.
    for (const pass of [0, 1, 2, 3]) {
      const now = queue.filter(({ reach }) => hindrance(reach) === pass);
      for (let next = 0; next < now.length; next++) {
        const { ref, reach } = now[next] as Arrival;
        this.project.tidy();
        yield;
        const known = reaches.get(ref.key) ?? {};
        if (!keep(known, reach)) continue;
        reaches.set(ref.key, known);
        for (const { file, at, handed, named } of callers.get(ref.key) ?? []) {
          if (at.place === undefined) continue;
          if (named && !doTheSame(at.functions, reach.kind, (one) => reaches.get(one.key))) continue;
          const way = this.taken(file, at, ref, reach, handed);
          if (way === undefined) continue;
          const { need = way.need } = at.place;
          const further: Reach = {
            query: way.query,
            kind: way.kind,
            file,
            at,
            next: ref,
            onward: reach,
            distance: reach.distance + 1,
            conditional: at.place.conditional || reach.conditional,
          };
          if (need !== undefined) further.need = need;
          if (named || reach.named) further.named = true;
          if (way.text !== undefined) further.text = way.text;
          (hindrance(further) <= pass ? now : queue).push({ ref: at.place.ref, reach: further });
        }
      }
    }
    return reaches;
  }

  /** The way to a query of that kind which a call of the function takes. */
  wayOf(ref: FunctionRef, kind: ReachKind, file: string, at: CallTarget): Reach | undefined {
    const { read, coalesced, write, others = [] } = this.reachOf(ref);
    let unseen: Reach | undefined;
    for (const reach of [read, coalesced, write, ...others]) {
      if (reach === undefined || (reach.kind !== kind && reach.text === undefined)) continue;
      const way = this.leads(file, at, reach) ? this.taken(file, at, ref, reach, false) : undefined;
      if (way?.kind !== kind) continue;
      const { text: _text, need: _need, ...on } = reach;
      const found = { ...on, ...way, onward: reach };
      if (found.text === undefined && found.query.hidden === undefined) return found;
      // What may be no SQL at all is no query as long as nobody knows its text.
      if (found.text?.evident !== true) unseen ??= found;
    }
    return unseen;
  }

  /** Whether the call passes what the function that it calls needs to come to the query. */
  private leads(file: string, at: CallTarget, reach: Reach): boolean {
    if (reach.need === undefined) return true;
    const call = this.project.files.get(file)?.facts.calls[at.call];
    return call === undefined || meets(call, reach.need);
  }

  /** The way as a call of the function takes it: undefined where what it passes leads elsewhere, another one where it passes the text. */
  private taken(
    file: string,
    at: CallTarget,
    ref: FunctionRef,
    reach: Reach,
    handed: boolean,
  ): Pick<Reach, "query" | "kind" | "text" | "need"> | undefined {
    const { query, kind, text } = reach;
    // Most ways ask nothing of the caller, and to look into its facts unpacks them.
    const called = reach.at.place?.parameter;
    if (reach.need === undefined && text === undefined && called === undefined) return { query, kind };
    const node = this.project.files.get(file);
    const call = node?.facts.calls[at.call];
    if (node === undefined || call === undefined) return { query, kind };
    // It calls what it is passed here, and not what others pass.
    const passed = called === undefined || handed ? undefined : call.arguments[called];
    if (passed?.kind === "function" && !isFunction(reach.next, node.path, passed.function)) return undefined;
    let need: { need?: Need } = {};
    if (reach.need !== undefined) {
      const own = handed ? undefined : handedOn(node.facts, call, reach.need);
      if (!handed) heed(at, reach.need, answerTo(node, call, reach.need));
      if (own !== undefined) need = { need: own };
      else if (!meets(call, reach.need)) return undefined;
    }
    if (text === undefined) return { query, kind, ...need };
    if (handed || text.function !== ref.function) return { query, kind, text, ...need };
    const found = this.evaluator.reading(node, () => askedBy(this.evaluator, node, call, text));
    at.passes = { text, does: JSON.stringify(found) };
    const { effect, from, hidden, named } = found;
    if (effect === undefined) return undefined;
    const { text: _text, hidden: _hidden, ...sent } = query;
    const known: Query = {
      ...sent,
      effect,
      sure: query.sure && named === undefined,
      ...(hidden === undefined ? {} : { hidden }),
    };
    return { query: known, kind: kindOf(known), ...(from === undefined ? {} : { text: from }), ...need };
  }

  /** Whether the call passes something else than it did, as far as it matters: SQL text, or what a function needs. */
  private passesAnother(file: FileNode, { call, passes, heeds }: CallTarget): boolean {
    const fact = file.facts.calls[call];
    if (fact === undefined) return false;
    if (heeds?.some(({ need, answer }) => answerTo(file, fact, need) !== answer)) return true;
    if (passes === undefined) return false;
    const now = this.evaluator.reading(file, () => askedBy(this.evaluator, file, fact, passes.text));
    return JSON.stringify(now) !== passes.does;
  }

  /** The function that a call is made in, and whether it is made on every way through it; undefined where it is no usual way. */
  private place(file: FileNode, index: number, guards: Guard[]): CallPlace | undefined {
    const { regions } = file.facts;
    const call = file.facts.calls[index];
    if (call === undefined) return undefined;
    let conditional = false;
    let need: Need | undefined;
    for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
      const region = regions[at];
      if (region === undefined) return undefined;
      if (region.kind === "catch") return undefined;
      if (region.kind === "branch" || region.kind === "case") conditional = true;
      need ??= needOf(file.facts, region);
      need ??= passed(guards, at, call)?.need;
      if (region.kind === "function") {
        if (guardedByCache(file, index, region.function) || isKeptByDecorator(file, region.function))
          return undefined;
        if (looksUpOwnAnswer(file, index, region.function)) return undefined;
        const place: CallPlace = { ref: this.refTo(file.path, region.function), conditional };
        if (need !== undefined) place.need = need;
        const parameter = parameterCalled(file, call, region.function);
        if (parameter !== undefined) place.parameter = parameter;
        return place;
      }
      at = region.parent;
    }
    return undefined;
  }
}

function isFunction(ref: FunctionRef | undefined, file: string, index: number): boolean {
  return ref !== undefined && ref.file === file && ref.function === index;
}

/** The parameter of the function that the call calls: `(run) => run()`. */
function parameterCalled(file: FileNode, { callee }: CallFact, of: number): number | undefined {
  if (callee.kind !== "name") return undefined;
  const held = file.facts.bindings[callee.binding]?.values[0]?.value;
  return held?.kind === "parameter" && held.function === of ? held.index : undefined;
}

/** What a call says to a need of the function that it calls: the need of its own function, or whether it meets it. */
function answerTo({ facts }: FileNode, call: CallFact, need: Need): string {
  const own = handedOn(facts, call, need);
  return own === undefined ? String(meets(call, need)) : JSON.stringify(own);
}

function heed(at: CallTarget, need: Need, answer: string): void {
  const known = at.heeds?.find((one) => sameNeed(one.need, need));
  if (known !== undefined) known.answer = answer;
  else at.heeds = [...(at.heeds ?? []), { need, answer }];
}

/** A list to keep: one that was pushed to holds room for sixteen more, and of most calls one of the two is empty. */
function kept<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? nothing : list.slice();
}

const nothing: readonly never[] = [];

/** The guard of a region that is passed before the call. */
function passed(guards: readonly Guard[], region: number, call: CallFact): Guard | undefined {
  for (const guard of guards) if (guard.region === region && guard.end <= call.start) return guard;
  return undefined;
}

function within(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  for (const one of some) if (!all.has(one)) return false;
  return true;
}

/** Keeps the first way to a query of each kind, and others only where each is for other callers. False where it is not kept. */
function keep(known: Reaches, reach: Reach): boolean {
  const first = known[reach.kind];
  if (first === undefined) {
    known[reach.kind] = reach;
    return true;
  }
  const before = [first, ...(known.others ?? []).filter(({ kind }) => kind === reach.kind)];
  // One way for each kind: `switch (kind)` has many.
  if (before.length > (reach.need?.values === undefined ? 2 : 12)) return false;
  if (before.some((other) => !isSelective(other) || sameWay(other, reach))) return false;
  known.others = [...(known.others ?? []), reach];
  return true;
}

/** Not every caller is led there. */
function isSelective({ need, text, at }: Reach): boolean {
  return need !== undefined || text !== undefined || at.place?.parameter !== undefined;
}

function sameWay(a: Reach, b: Reach): boolean {
  const needs = a.need !== undefined && b.need !== undefined ? sameNeed(a.need, b.need) : a.need === b.need;
  const isPassed = a.at.place?.parameter === b.at.place?.parameter;
  return needs && isPassed && JSON.stringify(a.text) === JSON.stringify(b.text);
}

/** How much stands between a function and the query: nothing, a condition, what its caller passes, or that a function is known by its name alone. */
function hindrance({ need, conditional, named }: Reach): number {
  return named ? 3 : need !== undefined ? 2 : conditional ? 1 : 0;
}

/** Whether all functions of the name by which they are known come to such a query. */
export function doTheSame(
  functions: readonly CalledFunction[],
  kind: ReachKind,
  reachesOf: (ref: FunctionRef) => Reaches | undefined,
): boolean {
  return functions.every(({ ref, named }) => !named || reachesOf(ref)?.[kind] !== undefined);
}

interface Caller {
  file: string;
  at: CallTarget;
  /** The function is not called there, but handed over. */
  handed: boolean;
  named: boolean;
}

interface Arrival {
  ref: FunctionRef;
  reach: Reach;
}

/** The same calls in the same order, perhaps with others between them. */
function moved(old: Map<number, CallTarget>, found: Map<number, CallTarget>): boolean {
  if (old.size !== found.size) return false;
  const fresh = found.values();
  for (const before of old.values()) {
    const after = fresh.next().value;
    if (after === undefined || said(before) !== said(after)) return false;
  }
  return true;
}

function keeping(old: Map<number, CallTarget>, found: Map<number, CallTarget>): Map<number, CallTarget> {
  const objects = [...old.values()];
  return new Map(
    [...found.values()].map((fresh, index) => [fresh.call, Object.assign(objects[index] ?? fresh, fresh)]),
  );
}

function said({ queries, functions, place }: CallTarget): string {
  return [
    place?.ref.key,
    place?.conditional,
    place?.parameter,
    JSON.stringify(place?.need),
    ...functions.map(({ ref, argument, named }) => `${ref.key} ${argument} ${named}`),
    ...queries.map(
      (q) =>
        `${q.library.name} ${q.effect} ${q.title} ${q.subject} ${q.sure} ${q.hidden} ${JSON.stringify(q.text)}`,
    ),
  ].join("|");
}

function mayBeFunction(file: FileNode, value: Value): boolean {
  if (value.kind === "function" || value.kind === "name" || value.kind === "member") return true;
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  return callee?.kind === "member" && callee.name === "bind";
}
