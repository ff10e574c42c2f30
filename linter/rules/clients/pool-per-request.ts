import { sentence } from "../../../words/sentence.ts";
import type { Finding } from "../../finding.ts";
import type { FileNode } from "../../link/project/project.ts";
import { type Built, builtIn } from "../../options/constructions.ts";
import { rangeOf } from "../../text.ts";
import type { Rule } from "../rule.ts";
import { isCommandLine } from "../running/command-line.ts";
import { doubted } from "../running/who-runs.ts";
import { builtPer } from "./built-per.ts";
import { listens } from "./listeners.ts";
import { opensNothing } from "./opened.ts";

/** A pool or client that is built in a request handler or a loop: each brings connections of its own, and nothing is shared. */
export const poolPerRequest: Rule = {
  id: "pool-per-request",
  check: (linked, file) =>
    builtIn(linked.evaluator, file, linked.graph.outwardCalls(file)).flatMap((built) => {
      if (!connects(built) || listens(file, built)) return [];
      const per = builtPer(linked, file, built);
      // `exports.handler = async (argv) => …` of a command is run once by a person.
      if (per === "request" && isCommandLine(linked, file)) return [];
      return per === undefined ? [] : [doubted(linked, file, describe(file, built, per))];
    }),
};

/** HTTP clients hold no connections worth counting. */
function connects(built: Built): boolean {
  const { facts, options } = built;
  // A client over a driver adapter is as cheap as the adapter.
  if (options.entries.some(({ path }) => path === "adapter") || opensNothing(built)) return false;
  return !facts.properties.some(({ concept }) => concept === "call.timeout");
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
    ...(per === "request"
      ? { certainty: "certain" }
      : { certainty: "likely", doubt: sentence("the loop may be over a few servers") }),
    fixes: [],
    unfixable: sentence("where the pool should live is a decision of the project"),
    data: { kind: "place", library: library.name, per },
  };
}
