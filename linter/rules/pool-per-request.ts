import { sentence } from "../../words/sentence.ts";
import type { Finding } from "../finding.ts";
import { iterationsAround, runnerOf } from "../link/iteration.ts";
import type { FileNode } from "../link/project.ts";
import { titleOf } from "../link/queries.ts";
import { type Built, builtIn } from "../options/constructions.ts";
import { rangeOf } from "../text.ts";
import { repetitionOf } from "./repetition.ts";
import type { Linked, Rule } from "./rule.ts";

/** A pool or client that is built in a request handler or a loop: each brings connections of its own, and nothing is shared. */
export const poolPerRequest: Rule = {
  id: "pool-per-request",
  check: (linked, file) =>
    builtIn(linked.evaluator, file, linked.graph.outwardCalls(file)).flatMap((built) => {
      if (!connects(built)) return [];
      const per = perWhat(linked, file, built);
      return per === undefined ? [] : [describe(file, built, per)];
    }),
};

/** HTTP clients hold no connections worth counting. */
function connects({ facts, options }: Built): boolean {
  // A client over a driver adapter is as cheap as the adapter.
  if (options.entries.some(({ path }) => path === "adapter")) return false;
  return !facts.properties.some(({ concept }) => concept === "call.timeout");
}

const verbs = /^(get|post|put|patch|delete|all|use|route|on)$/;
const routers = /app|router|server|fastify|route/i;

function perWhat(linked: Linked, file: FileNode, built: Built): "request" | "element" | undefined {
  const { call } = built;
  const around = iterationsAround(linked.evaluator, file, call.region);
  if (around.some((loop) => loop.kind !== "while" && repetitionOf(linked, file, loop).runs === "many"))
    return "element";
  for (let at = call.region, hops = 0; at >= 0 && hops < 300; hops++) {
    const region = file.facts.regions[at];
    if (region === undefined) return undefined;
    // `if (!pool) pool = new Pool()` builds it once.
    if (region.kind === "branch" || region.kind === "catch") return undefined;
    if (region.kind !== "function") {
      at = region.parent;
      continue;
    }
    if (region.function !== 0 && isHandler(file, region.function)) return "request";
    const runner = runnerOf(file, region.function);
    const outer = runner === undefined ? undefined : file.facts.calls[runner.call];
    if (outer === undefined) return undefined;
    at = outer.region;
  }
  return undefined;
}

/** A function that a router calls for each request: passed to `app.get(…)`, or an exported handler of a route file. */
function isHandler(file: FileNode, index: number): boolean {
  const fact = file.facts.functions[index];
  if (fact === undefined) return false;
  const passed = file.passedTo.get(index);
  const callee = passed === undefined ? undefined : file.facts.calls[passed.call]?.callee;
  if (callee?.kind === "member" && verbs.test(callee.name) && routers.test(titleOf(callee.of))) return true;
  if (fact.decorators.some(({ value }) => isRoute(file, value))) return true;
  const exported = file.exports.has(fact.name);
  if (exported && /^(GET|POST|PUT|PATCH|DELETE)$/.test(fact.name)) return true;
  const [first, second] = fact.parameters;
  return /^(req|request)$/.test(first?.name ?? "") && /^(res|response|reply)$/.test(second?.name ?? "");
}

function isRoute(file: FileNode, value: { kind: string; call?: number }): boolean {
  const callee = value.call === undefined ? undefined : file.facts.calls[value.call]?.callee;
  return (
    callee?.kind === "name" &&
    /^(Get|Post|Put|Patch|Delete|All|Query|Mutation|ResolveField)$/.test(callee.name)
  );
}

function describe(file: FileNode, built: Built, per: "request" | "element"): Finding {
  const { call, library, facts } = built;
  const what = facts.kind === "pool" ? sentence("pool") : sentence("client");
  const often = per === "request" ? sentence("for every request") : sentence("in every turn of a loop");
  return {
    rule: "pool-per-request",
    message: sentence(
      "A {0} {1} is built {2}: each opens connections of its own and none is shared. Build it once, outside, and use it here.",
      library.title,
      what,
      often,
    ),
    file: file.path,
    range: rangeOf(file.facts.lineStarts, [call.start, Math.max(call.callee.end, call.start)]),
    related: [],
    certainty: per === "request" ? "certain" : "likely",
    fixes: [],
    unfixable: sentence("where the pool should live is a decision of the project"),
    data: { kind: "place", library: library.name, per },
  };
}
