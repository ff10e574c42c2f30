import type { Effect } from "../catalog/library.ts";
import type { Value } from "../facts.ts";
import type { Evaluator } from "./evaluator.ts";
import { roleOf } from "./iteration.ts";
import { guardedByCache } from "./memo.ts";
import type { FileNode, Project } from "./project.ts";
import { type Query, queriesOf } from "./queries.ts";

export interface FunctionRef {
  file: string;
  function: number;
  /** Both in one text, made once: what the maps of the graph are looked up by. */
  key: string;
}

export function refTo(file: string, index: number): FunctionRef {
  return { file, function: index, key: `${file}#${index}` };
}

/** What happens at a call. */
export interface CallTarget {
  queries: Query[];
  /** Functions of the project that it calls, or hands over to be called there. */
  functions: { ref: FunctionRef; argument: number }[];
  /** The function that the call is made in, and whether some way through it goes past; undefined where it is no usual way. */
  place: { ref: FunctionRef; conditional: boolean } | undefined;
}

/** That a function sends a query when it is called, and which call in it leads there. */
export interface Reach {
  query: Query;
  file: string;
  call: number;
  /** The function called there, where the query is further away. */
  next?: FunctionRef;
  distance: number;
  /** Some way through the function avoids it. */
  conditional: boolean;
}

export interface Reaches {
  read?: Reach;
  write?: Reach;
}

const nothing: CallTarget = { queries: [], functions: [], place: undefined };

/** Which function calls which, and what each of them sends in the end. */
export class Graph {
  private readonly evaluator: Evaluator;
  private readonly project: Project;
  private readonly targets = new Map<string, Map<number, CallTarget>>();
  private readonly reaches = new Map<string, Reaches>();

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
    this.project = evaluator.project;
  }

  targetOf(file: FileNode, call: number): CallTarget {
    return this.targetsOf(file).get(call) ?? nothing;
  }

  reachOf(ref: FunctionRef): Reaches {
    return this.reaches.get(ref.key) ?? {};
  }

  targetsOf(file: FileNode): Map<number, CallTarget> {
    let found = this.targets.get(file.path);
    if (found === undefined) {
      found = this.evaluator.reading(file, () => this.find(file));
      this.targets.set(file.path, found);
    }
    return found;
  }

  private find(file: FileNode): Map<number, CallTarget> {
    const out = new Map<number, CallTarget>();
    file.facts.calls.forEach((call, index) => {
      const queries = queriesOf(this.evaluator, file, index);
      const functions: CallTarget["functions"] = [];
      for (const entity of this.evaluator.value(file, call.callee)) {
        if (entity.kind === "function") {
          functions.push({ ref: refTo(entity.file, entity.function), argument: -1 });
        } else if (entity.kind === "class" && call.form === "new") {
          const made = this.project.files.get(entity.file);
          const maker = made?.facts.classes[entity.class]?.methods.find((m) => m.name === "constructor");
          if (maker !== undefined) {
            functions.push({ ref: refTo(entity.file, maker.function), argument: -1 });
          }
        }
      }
      call.arguments.forEach((argument, position) => {
        if (!mayBeFunction(file, argument)) return;
        const handed = this.evaluator.value(file, argument).filter((e) => e.kind === "function");
        if (handed.length === 0) return;
        const role = roleOf(this.evaluator, file, call, position);
        if (role.runs === "later" || role.runs === "cached") return;
        for (const { file: path, function: f } of handed) {
          functions.push({ ref: refTo(path, f), argument: position });
        }
      });
      if (queries.length > 0 || functions.length > 0) {
        out.set(index, { queries, functions, place: this.place(file, index) });
      }
    });
    return out;
  }

  /** Forgets what calls lead to: of one file, of it and all that read from it, or of every file. */
  outdate(path: string, extent: "inside" | "seen" | "everything"): void {
    if (extent === "everything") {
      this.targets.clear();
      this.evaluator.readers.clear();
      return;
    }
    const waiting = [path];
    const gone = new Set<string>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (gone.has(next)) continue;
      gone.add(next);
      this.targets.delete(next);
      if (extent === "seen") waiting.push(...(this.evaluator.readers.get(next) ?? []));
    }
  }

  /** Carries every query up to all functions that lead to it, nearest first. Cycles end because a function is reached once. */
  summarise(): void {
    this.reaches.clear();
    const callers = new Map<string, { file: FileNode; call: number; place: CallTarget["place"] }[]>();
    const queue: { ref: FunctionRef; effect: Effect; reach: Reach }[] = [];
    for (const file of this.project.files.values()) {
      for (const [call, target] of this.targetsOf(file)) {
        for (const { ref } of target.functions) {
          const { key } = ref;
          const list = callers.get(key);
          if (list === undefined) callers.set(key, [{ file, call, place: target.place }]);
          else list.push({ file, call, place: target.place });
        }
        for (const query of target.queries) {
          const { place } = target;
          if (place === undefined) continue;
          const reach: Reach = { query, file: file.path, call, distance: 0, conditional: place.conditional };
          queue.push({ ref: place.ref, effect: query.effect, reach });
        }
      }
    }
    // Breadth first, certain ways before conditional ones.
    for (const pass of [false, true]) {
      const now = queue.filter(({ reach }) => pass || !reach.conditional);
      for (let at = 0; at < now.length; at++) {
        const item = now[at];
        if (item === undefined) break;
        const { key } = item.ref;
        const known = this.reaches.get(key) ?? {};
        if (known[item.effect] !== undefined) continue;
        known[item.effect] = item.reach;
        this.reaches.set(key, known);
        for (const { file, call, place } of callers.get(key) ?? []) {
          if (place === undefined) continue;
          const conditional = place.conditional || item.reach.conditional;
          const reach: Reach = {
            query: item.reach.query,
            file: file.path,
            call,
            next: item.ref,
            distance: item.reach.distance + 1,
            conditional,
          };
          if (pass || !conditional) now.push({ ref: place.ref, effect: item.effect, reach });
          else queue.push({ ref: place.ref, effect: item.effect, reach });
        }
      }
    }
  }

  /** The function that a call is made in, and whether it is made on every way through it; undefined where it is no usual way. */
  private place(file: FileNode, index: number): { ref: FunctionRef; conditional: boolean } | undefined {
    const { regions } = file.facts;
    const call = file.facts.calls[index];
    if (call === undefined) return undefined;
    let conditional = false;
    for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
      const region = regions[at];
      if (region === undefined) return undefined;
      if (region.kind === "catch") return undefined;
      if (region.kind === "branch" || region.kind === "case") conditional = true;
      if (region.kind === "function") {
        if (guardedByCache(file, index, region.function)) return undefined;
        return { ref: refTo(file.path, region.function), conditional };
      }
      at = region.parent;
    }
    return undefined;
  }
}

function mayBeFunction(file: FileNode, value: Value): boolean {
  if (value.kind === "function" || value.kind === "name" || value.kind === "member") return true;
  const callee = value.kind === "call" ? file.facts.calls[value.call]?.callee : undefined;
  return callee?.kind === "member" && callee.name === "bind";
}
