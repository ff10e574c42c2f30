import type { CallFact, FileFacts, Value } from "../../facts.ts";
import { meetsAll, type Needs, neededBy, together } from "../file/all-needs.ts";
import { handedOn, meets, type Need, sameNeed } from "../file/needs.ts";
import type { Change, FileNode, Project } from "../project/project.ts";
import type { Query } from "../queries/queries.ts";
import { askedBy } from "../queries/sql.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { type CallTarget, targetsIn } from "./call-targets.ts";
import { type FunctionRef, FunctionRefs } from "./function-refs.ts";
import { keeping, moved } from "./moved-calls.ts";
import { doTheSame, hindrance, keep, kindOf, type Reach, type Reaches, type ReachKind } from "./reach.ts";

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
  private readonly refs = new FunctionRefs();
  /** The file that is being looked at, or was last. */
  lookingAt = "";
  /** Files whose calls lead nowhere. */
  private readonly leftOut: ReadonlyMap<string, unknown>;

  constructor(evaluator: Evaluator, leftOut: ReadonlyMap<string, unknown>) {
    this.evaluator = evaluator;
    this.leftOut = leftOut;
    this.project = evaluator.project;
  }

  reachOf(ref: FunctionRef): Reaches {
    return this.reaches.get(ref.key) ?? {};
  }

  /** Whether the function sends anything. */
  hasReach(ref: FunctionRef): boolean {
    return this.reaches.has(ref.key);
  }

  targetsOf(file: FileNode): Map<number, CallTarget> {
    let found = this.targets.get(file.path);
    if (found === undefined && this.leftOut.has(file.path)) return new Map();
    if (found === undefined) {
      this.lookingAt = file.path;
      const { targets, outward } = this.evaluator.reading(file, () =>
        targetsIn(this.evaluator, this.refs, file),
      );
      this.outward.set(file.path, outward);
      found = targets;
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
    this.evaluator.readers = new Map();
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
    // In an order that does not hang on which file was looked at first: of two ways of one length the first is kept.
    for (const file of [...among].sort()) {
      yield;
      for (const at of this.targets.get(file)?.values() ?? []) {
        const { place } = at;
        if (place === undefined) continue;
        for (const { ref, argument, named, left } of at.functions) {
          const list = callers.get(ref.key);
          const caller = { file, at, handed: argument >= 0, named: named === true, left: left === true };
          if (list === undefined) callers.set(ref.key, [caller]);
          else list.push(caller);
        }
        for (const query of at.queries) {
          const { conditional } = place;
          const reach: Reach = { query, kind: kindOf(query), file, at, distance: 0, conditional };
          if (place.needs !== undefined) reach.needs = place.needs;
          if (place.keptByObject) reach.keptByObject = true;
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
        for (const { file, at, handed, named, left } of callers.get(ref.key) ?? []) {
          if (at.place === undefined) continue;
          if (named && !doTheSame(at.functions, reach.kind, (one) => reaches.get(one.key))) continue;
          this.lookingAt = file;
          const way = this.taken(file, at, ref, reach, handed);
          if (way === undefined) continue;
          const needs = together(at.place.needs, way.needs);
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
          if (needs !== undefined) further.needs = needs;
          if (named || reach.named) further.named = true;
          if (at.place.keptByObject || reach.keptByObject) further.keptByObject = true;
          if (left || (reach.left && this.isOnItself(file, at))) further.left = true;
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
      const way = this.leads(file, at, ref, reach) ? this.taken(file, at, ref, reach, false) : undefined;
      if (way?.kind !== kind) continue;
      const { text: _text, needs: _needs, ...on } = reach;
      const found = { ...on, ...way, onward: reach };
      if (found.text === undefined && found.query.hidden === undefined) return found;
      // What may be no SQL at all is no query as long as nobody knows its text.
      if (found.text?.evident !== true) unseen ??= found;
    }
    return unseen;
  }

  /** `this.step()`: the class of the object is as open as it is where the call is made. */
  private isOnItself(file: string, at: CallTarget): boolean {
    const callee = this.project.files.get(file)?.facts.calls[at.call]?.callee;
    return callee?.kind === "member" && callee.of.kind === "this";
  }

  /** Whether the call passes what the function that it calls needs to come to the query. */
  private leads(file: string, at: CallTarget, ref: FunctionRef, reach: Reach): boolean {
    if (reach.needs === undefined) return true;
    const facts = this.project.files.get(file)?.facts;
    const call = facts?.calls[at.call];
    if (facts === undefined || call === undefined) return true;
    return meetsAll(facts, asPassed(call, boundOf(at, ref)), reach.needs);
  }

  /** The way as a call of the function takes it: undefined where what it passes leads elsewhere, another one where it passes the text. */
  private taken(
    file: string,
    at: CallTarget,
    ref: FunctionRef,
    reach: Reach,
    handed: boolean,
  ): Pick<Reach, "query" | "kind" | "text" | "needs"> | undefined {
    const { query, kind, text } = reach;
    if (reach.left && at.functions.some((one) => one.knowsSteps && one.ref === ref)) return undefined;
    // Most ways ask nothing of the caller, and to look into its facts unpacks them.
    const called = reach.at.place?.parameter;
    if (reach.needs === undefined && text === undefined && called === undefined) return { query, kind };
    const node = this.project.files.get(file);
    const bound = handed ? 0 : boundOf(at, ref);
    const written = node?.facts.calls[at.call];
    if (node === undefined || written === undefined) return { query, kind };
    const call = asPassed(written, bound);
    // It calls what it is passed here, and not what others pass.
    const passed = called === undefined || handed ? undefined : call.arguments[called];
    if (passed?.kind === "function" && !isFunction(reach.next, node.path, passed.function)) return undefined;
    const own =
      reach.needs === undefined ? undefined : this.neededOf(node, at, call, reach.needs, handed, bound);
    if (own === "unmet") return undefined;
    const asked: { needs?: Needs } = own === undefined ? {} : { needs: own };
    if (text === undefined) return { query, kind, ...asked };
    if (handed || text.function !== ref.function) return { query, kind, text, ...asked };
    const found = this.evaluator.reading(node, () => askedBy(this.evaluator, node, call, text));
    at.passes = { text, does: JSON.stringify(found), bound };
    const { effect, from, hidden, named } = found;
    if (effect === undefined) return undefined;
    const { text: _text, hidden: _hidden, ...sent } = query;
    const known: Query = {
      ...sent,
      effect,
      sure: query.sure && named === undefined,
      ...(hidden === undefined ? {} : { hidden }),
    };
    return { query: known, kind: kindOf(known), ...(from === undefined ? {} : { text: from }), ...asked };
  }

  /** What callers of the function in which the call is made must pass, so that it meets the needs; what is handed a function passes what it likes. */
  private neededOf(
    { facts }: FileNode,
    at: CallTarget,
    call: CallFact,
    needs: Needs,
    handed: boolean,
    bound: number,
  ): Needs | "unmet" | undefined {
    if (handed) return meetsAll(facts, call, needs) ? undefined : "unmet";
    for (const need of needs) heed(at, need, answerTo(facts, call, need), bound);
    return neededBy(facts, call, needs);
  }

  /** Whether the call passes something else than it did, as far as it matters: SQL text, or what a function needs. */
  private passesAnother(file: FileNode, { call, passes, heeds }: CallTarget): boolean {
    const fact = file.facts.calls[call];
    if (fact === undefined) return false;
    const isOther = heeds?.some(
      ({ need, answer, bound }) => answerTo(file.facts, asPassed(fact, bound), need) !== answer,
    );
    if (isOther) return true;
    if (passes === undefined) return false;
    const given = asPassed(fact, passes.bound);
    const now = this.evaluator.reading(file, () => askedBy(this.evaluator, file, given, passes.text));
    return JSON.stringify(now) !== passes.does;
  }
}

function isFunction(ref: FunctionRef | undefined, file: string, index: number): boolean {
  return ref !== undefined && ref.file === file && ref.function === index;
}

/** What a call says to a need of the function that it calls: the need of its own function, or whether it meets it. */
function answerTo(facts: FileFacts, call: CallFact, need: Need): string {
  const own = handedOn(facts, call, need);
  return own === undefined ? String(meets(facts, call, need)) : JSON.stringify(own);
}

function heed(at: CallTarget, need: Need, answer: string, bound: number): void {
  const known = at.heeds?.find((one) => sameNeed(one.need, need) && one.bound === bound);
  if (known !== undefined) known.answer = answer;
  else at.heeds = [...(at.heeds ?? []), { need, answer, bound }];
}

function boundOf({ functions }: CallTarget, { key }: FunctionRef): number {
  return functions.find(({ ref }) => ref.key === key)?.bound ?? 0;
}

/** The call as the function sees it of which so many parameters are filled before. */
function asPassed(call: CallFact, bound: number): CallFact {
  if (bound === 0) return call;
  const before: Value[] = Array.from({ length: bound }, () => ({
    kind: "unknown",
    start: call.start,
    end: call.start,
  }));
  return { ...call, arguments: [...before, ...call.arguments] };
}

function within(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  for (const one of some) if (!all.has(one)) return false;
  return true;
}

interface Caller {
  file: string;
  at: CallTarget;
  /** The function is not called there, but handed over. */
  handed: boolean;
  named: boolean;
  /** It is one of several that a class leaves a step to. */
  left: boolean;
}

interface Arrival {
  ref: FunctionRef;
  reach: Reach;
}
